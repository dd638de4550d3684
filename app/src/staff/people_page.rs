//! `/admin/staff`: those who work here and those who are invited, and what may be changed about them.

use domain::staff::Role;
use domain::time::Local;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::language::Label;
use crate::registration::fields::{frame, option, select};
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Those who work here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffPeople {
    /// By address.
    pub people: Vec<StaffRow>,
    /// Invitations that can still be accepted.
    pub invited: Vec<InvitedRow>,
    /// Address and role of an invitation as they were typed.
    pub typed: (String, String),
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Identity.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
    /// When they last did something, while they are signed in.
    pub seen: Option<Local>,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedRow {
    /// Name of the invitation.
    pub id: String,
    /// Address.
    pub email: String,
    /// What they will be.
    pub role: Role,
    /// Until when it can be accepted.
    pub until: Local,
}

/// Those who work here.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_people(
    state: &AppState,
    typed: (String, String),
    errors: Vec<FieldError>,
) -> Result<StaffPeople, PageError> {
    let found = state.store().staff_members().await.map_err(|error| store_failed(&error))?;
    let people = found.into_iter().map(|colleague| StaffRow {
        id: colleague.member.id.to_string(),
        name: colleague.member.name,
        email: colleague.member.email,
        role: colleague.member.role,
        has_second_factor: colleague.has_second_factor,
        seen: colleague.seen.map(|seen| local(state, seen)),
    });
    let invited = state.store().invitations(state.real_now()).await.map_err(|error| store_failed(&error))?;
    let invited = invited.into_iter().map(|link| InvitedRow {
        id: link.id.to_string(),
        email: link.email,
        role: link.role.unwrap_or(Role::Moderator),
        until: local(state, link.expires),
    });
    Ok(StaffPeople { people: people.collect(), invited: invited.collect(), typed, errors })
}

/// The page of those who work here.
#[component]
pub fn StaffPeoplePage() -> impl IntoView {
    show(gathered(), page)
}

fn page(page: StaffPeople) -> AnyView {
    let StaffPeople { people, invited, typed: (email, role), errors } = page;
    let nobody_invited = invited.is_empty();
    let people = people.into_iter().map(person).collect_view();
    let invited = invited.into_iter().map(invitation).collect_view();
    view! {
        {fields::head(t!(staff_people.title), t!(staff_people.lede), "/admin/staff", &errors)}
        <h2 class="visually-hidden">{t!(staff_people.title)}</h2>
        <ul class="card-list">{people}</ul>
        {(!nobody_invited).then(|| view! {
            <section class="staff-part">
                <h2>{t!(staff_people.invited)}</h2>
                <ul class="card-list">{invited}</ul>
            </section>
        })}
        <section class="staff-part">
            <h2>{t!(staff_people.invite)}</h2>
            <form class="form" method="post" action="/admin/staff/invite" novalidate=true>
                {fields::other_email(&errors, email)}
                {roles(&errors, "role", &role)}
                {fields::submit(t!(staff_people.invite_act))}
            </form>
        </section>
    }
    .into_any()
}

fn person(row: StaffRow) -> AnyView {
    let path = format!("/admin/staff/{}", row.id);
    let about = t!(staff_people.about, name = &row.name);
    let factor = if row.has_second_factor { t!(staff_people.has_factor) } else { t!(staff_people.has_no_factor) };
    let seen = row.seen.map(|seen| t!(staff_people.seen, moment = moment(&seen)));
    let options = Role::ALL.iter().map(|role| {
        view! { <option value=role.name() selected=*role == row.role>{role.label()}</option> }
    });
    let options = options.collect_view();
    let select = format!("role-{}", row.id);
    view! {
        <li>
            <article class="card">
                <h3 class="card__title">{row.name}</h3>
                <p>{row.email}" · "{row.role.label()}</p>
                <p>{factor} " " {seen}</p>
                <details class="review">
                    <summary>{t!(staff_people.change)}<span class="visually-hidden">{about.clone()}</span></summary>
                    <form class="form" method="post" action=format!("{path}/role")>
                        <div class="field">
                            <label for=select.clone()>{t!(staff.role)}</label>
                            <select id=select.clone() name="role">{options}</select>
                        </div>
                        <div class="form__actions">
                            <button class="button button--secondary button--small" type="submit">{t!(staff_people.change_role)}</button>
                        </div>
                    </form>
                    <div class="form__actions">
                        <form method="post" action=format!("{path}/sign-out")>
                            <button class="button button--secondary button--small" type="submit">{t!(staff_people.sign_out)}</button>
                        </form>
                        <form method="post" action=format!("{path}/remove")>
                            <button class="button button--danger button--small" type="submit">{t!(staff_people.remove)}</button>
                        </form>
                    </div>
                    <p class="field__hint">{t!(staff_people.remove_hint)}</p>
                </details>
            </article>
        </li>
    }
    .into_any()
}

fn invitation(row: InvitedRow) -> AnyView {
    let act = format!("/admin/staff/invitations/{}/withdraw", row.id);
    view! {
        <li>
            <article class="card">
                <h3 class="card__title">{row.email}</h3>
                <p>{row.role.label()}". "{t!(staff_people.until, moment = moment(&row.until))}</p>
                <form method="post" action=act>
                    <button class="button button--secondary button--small" type="submit">{t!(staff_people.withdraw)}</button>
                </form>
            </article>
        </li>
    }
    .into_any()
}

fn roles(errors: &[FieldError], name: &'static str, chosen: &str) -> AnyView {
    let options = Role::ALL.iter().map(|role| option(role.name(), role.label(), chosen)).collect_view().into_any();
    select(frame(errors, name, t!(staff.role)), "off", t!(staff_people.choose_role), options)
}
