//! `/admin/staff`: those who work here and those who are invited, and what may be changed about them.

use domain::staff::{REVIEW_DAYS, Role, review_last_day};
use domain::time::{Date, Instant, Local};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::admin::{local, moment, site_zone};
use crate::error::PageError;
use crate::language::{DateWords, Label};
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
    /// An invitation as it was typed.
    pub typed: InvitationTyped,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
}

/// What is typed to invite somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationTyped {
    /// Address.
    pub email: String,
    /// Name of a role.
    pub role: String,
    /// The last day of a reviewer.
    pub ends: String,
}

/// Until when somebody reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The last day of it.
    pub last_day: Date,
    /// Whether that is over.
    pub is_over: bool,
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
    /// Until when, if they review.
    pub review: Option<Review>,
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
    /// Until when they will review.
    pub review: Option<Review>,
}

/// Those who work here.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_people(
    state: &AppState,
    typed: InvitationTyped,
    errors: Vec<FieldError>,
) -> Result<StaffPeople, PageError> {
    let found = state.store().staff_members().await.map_err(|error| store_failed(&error))?;
    let (zone, now) = (site_zone(state), state.real_now());
    let review = |ends: Option<Instant>| {
        ends.map(|ends| Review { last_day: review_last_day(ends, &zone), is_over: ends <= now })
    };
    let people = found.into_iter().map(|colleague| StaffRow {
        review: review(colleague.member.ends),
        id: colleague.member.id.to_string(),
        name: colleague.member.name,
        email: colleague.member.email,
        role: colleague.member.role,
        has_second_factor: colleague.has_second_factor,
        seen: colleague.seen.map(|seen| local(state, seen)),
    });
    let invited = state.store().invitations(now).await.map_err(|error| store_failed(&error))?;
    let invited = invited.into_iter().map(|link| InvitedRow {
        id: link.id.to_string(),
        email: link.email,
        role: link.role.unwrap_or(Role::Moderator),
        until: local(state, link.expires),
        review: review(link.ends),
    });
    Ok(StaffPeople { people: people.collect(), invited: invited.collect(), typed, errors })
}

/// The page of those who work here.
#[component]
pub fn StaffPeoplePage() -> impl IntoView {
    show(gathered(), page)
}

fn page(page: StaffPeople) -> AnyView {
    let StaffPeople { people, invited, typed: InvitationTyped { email, role, ends }, errors } = page;
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
                {last_day(&errors, ends)}
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
    let change = match row.review {
        Some(review) => other_day(&path, &row.id, review),
        None => other_role(&path, &row.id, row.role),
    };
    let review = row.review.map(reviews);
    view! {
        <li>
            <article class="card">
                <h3 class="card__title">{row.name}</h3>
                <p>{row.email}" · "{row.role.label()}</p>
                {review}
                <p>{factor} " " {seen}</p>
                <details class="review">
                    <summary>{t!(staff_people.change)}<span class="visually-hidden">{about.clone()}</span></summary>
                    {change}
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

/// Another role. Whoever is to review is invited to it, with a last day.
fn other_role(path: &str, id: &str, present: Role) -> AnyView {
    let options = Role::ALL.iter().filter(|role| **role != Role::Reviewer).map(|role| {
        view! { <option value=role.name() selected=*role == present>{role.label()}</option> }
    });
    let (options, select) = (options.collect_view(), format!("role-{id}"));
    view! {
        <form class="form" method="post" action=format!("{path}/role")>
            <div class="field">
                <label for=select.clone()>{t!(staff.role)}</label>
                <select id=select.clone() name="role">{options}</select>
            </div>
            <div class="form__actions">
                <button class="button button--secondary button--small" type="submit">{t!(staff_people.change_role)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Another last day.
fn other_day(path: &str, id: &str, review: Review) -> AnyView {
    let (field, hint) = (format!("ends-{id}"), format!("ends-hint-{id}"));
    view! {
        <form class="form" method="post" action=format!("{path}/end")>
            <div class="field">
                <label for=field.clone()>{t!(staff_people.last_day)}</label>
                <p class="field__hint" id=hint.clone()>{t!(staff_people.last_day_hint, count = REVIEW_DAYS)}</p>
                <input id=field name="ends" type="date" value=review.last_day.to_string() aria-describedby=hint />
            </div>
            <div class="form__actions">
                <button class="button button--secondary button--small" type="submit">{t!(staff_people.change_day)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Until when somebody reviews, or that it is over.
fn reviews(review: Review) -> AnyView {
    let day = review.last_day.medium();
    if review.is_over {
        view! { <p>{t!(staff_people.review_over, day = day)}</p> }.into_any()
    } else {
        view! { <p>{t!(staff_people.review_until, day = day)}</p> }.into_any()
    }
}

/// The last day of a reviewer.
fn last_day(errors: &[FieldError], value: String) -> AnyView {
    let mut field = frame(errors, "ends", t!(staff_people.last_day));
    field.hint = t!(staff_people.last_day_hint, count = REVIEW_DAYS);
    field.optional = true;
    let (id, invalid, described) = (field.id(), field.invalid(), field.described());
    let control = view! {
        <input id=id name="ends" type="date" value=value autocomplete="off" aria-invalid=invalid aria-describedby=described />
    };
    field.around(control.into_any())
}

fn invitation(row: InvitedRow) -> AnyView {
    let act = format!("/admin/staff/invitations/{}/withdraw", row.id);
    view! {
        <li>
            <article class="card">
                <h3 class="card__title">{row.email}</h3>
                <p>{row.role.label()}". "{t!(staff_people.until, moment = moment(&row.until))}</p>
                {row.review.map(reviews)}
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
