//! `/admin/account`: who one is here, where one is signed in, and the way to everything one may do.

use domain::account::{PASSKEYS, PasskeyOwner, is_fresh};
use domain::staff::Role;
use leptos::prelude::*;
use store::MemberSession;

use super::{fields, with_next};
use crate::account::{DeviceRow, device_card};
use crate::admin::local;
use crate::error::PageError;
use crate::language::Label;
use crate::passkey::{Holder, PasskeyAct, PasskeyRow, has_passkeys, passkey_button, passkey_card, passkey_rows};
use crate::server::{AppState, gathered, state, store_failed};
use crate::t;
use crate::ui::show;

/// One's own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAccount {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What one may do.
    pub role: Role,
    /// Recovery codes that are left.
    pub codes: u32,
    /// Whether an authenticator is set up.
    pub has_authenticator: bool,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether one has proved lately who one is, so that a passkey may be added.
    pub is_fresh: bool,
    /// Where one is signed in.
    pub devices: Vec<DeviceRow>,
}

/// The page of a session's member.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_account(state: &AppState, session: &MemberSession) -> Result<StaffAccount, PageError> {
    let member = &session.member;
    let devices =
        state.store().member_devices(member.id, state.real_now()).await.map_err(|error| store_failed(&error))?;
    let codes = state.store().recovery_codes_left(member.id).await.map_err(|error| store_failed(&error))?;
    let devices = devices.into_iter().map(|device| DeviceRow {
        is_this: device.id == session.id,
        id: device.id.to_string(),
        device: device.device,
        created: local(state, device.created),
        seen: local(state, device.seen),
    });
    let devices = devices.collect();
    let secrets = state.store().staff_secrets(member.id).await.map_err(|error| store_failed(&error))?;
    Ok(StaffAccount {
        name: member.name.clone(),
        email: member.email.clone(),
        role: member.role,
        codes,
        has_authenticator: secrets.is_some_and(|secrets| secrets.totp_secret.is_some()),
        passkeys: passkey_rows(state, PasskeyOwner::Member(member.id)).await?,
        is_fresh: is_fresh(session.proved, state.real_now()),
        devices,
    })
}

/// One's own page.
#[component]
pub fn StaffAccountPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(page: StaffAccount) -> AnyView {
    let StaffAccount { name, email, role, codes, has_authenticator, passkeys, is_fresh, devices } = page;
    let authenticator =
        if has_authenticator { t!(staff_account.second_factor) } else { t!(staff_account.set_up_authenticator) };
    let cards = devices.into_iter().map(|row| device_card(row, "/admin/account/devices")).collect_view();
    view! {
        {fields::head(t!(staff_account.title), "", "/admin/account", &[])}
        <dl class="facts">
            <div><dt>{t!(staff.name)}</dt><dd>{name}</dd></div>
            <div><dt>{t!(form.email)}</dt><dd>{email}</dd></div>
            <div><dt>{t!(staff.role)}</dt><dd>{role.label()}</dd></div>
            <div><dt>{t!(recovery.left)}</dt><dd>{codes}</dd></div>
        </dl>
        <div class="form__actions form__actions--after">
            <a class="button button--secondary" href="/admin/account/password">{t!(staff_account.password)}</a>
            <a class="button button--secondary" href="/admin/account/address">{t!(staff_account.address)}</a>
            <form method="post" action="/admin/account/second-factor">
                <button class="button button--secondary" type="submit">{authenticator}</button>
            </form>
            <form method="post" action="/admin/account/recovery-codes">
                <button class="button button--secondary" type="submit">{t!(staff_account.recovery_codes)}</button>
            </form>
        </div>
        {state().is_ok_and(|state| has_passkeys(&state)).then(|| passkey_part(passkeys, is_fresh))}
        <section class="staff-part">
            <h2>{t!(devices.title)}</h2>
            <p>{t!(staff_account.sessions)}</p>
            <ul class="card-list">{cards}</ul>
        </section>
        <div class="form__actions form__actions--after">
            <form method="post" action="/admin/account/sign-out-all">
                <button class="button button--secondary" type="submit">{t!(devices.sign_out_all)}</button>
            </form>
            <form method="post" action="/admin/sign-out">
                <button class="button button--quiet" type="submit">{t!(me.sign_out)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn passkey_part(passkeys: Vec<PasskeyRow>, is_fresh: bool) -> AnyView {
    let (is_full, is_empty) = (passkeys.len() >= PASSKEYS as usize, passkeys.is_empty());
    let cards = passkeys.into_iter().map(|row| passkey_card(row, Holder::Staff)).collect_view();
    view! {
        <section class="staff-part" aria-labelledby="passkeys">
            <h2 id="passkeys">{t!(passkeys.title)}</h2>
            <p>{t!(staff_passkeys.lede)}</p>
            {(!is_empty).then(|| view! { <ul class="card-list">{cards}</ul> })}
            {match (is_full, is_fresh) {
                (true, _) => view! { <p>{t!(passkeys.too_many)}</p> }.into_any(),
                (false, true) => view! {
                    {passkey_button(PasskeyAct::StaffAdd, "")}
                    <p class="field__hint" data-without-passkeys="">{t!(passkeys.without)}</p>
                }
                .into_any(),
                (false, false) => view! {
                    <p>{t!(staff_passkeys.prove_first)}</p>
                    <p>
                        <a class="button button--secondary" href=with_next("/admin/confirm", "/admin/account")>
                            {t!(staff_passkeys.prove_act)}
                        </a>
                    </p>
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}
