//! `/me/devices`: where one is signed in, and how to sign out there (OWASP ASVS 5.0, 7.5.2).

use domain::time::Local;
use leptos::prelude::*;
use store::AccountSession;

use crate::admin::{local, moment};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The devices of an account, the one used last first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices(pub Vec<DeviceRow>);

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Name of its session.
    pub id: String,
    /// Names of browser and system; empty if unknown.
    pub device: String,
    /// When it signed in.
    pub created: Local,
    /// When it was used last.
    pub seen: Local,
    /// Whether the page is being shown on it.
    pub is_this: bool,
}

/// The devices of a session's account.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_devices(state: &AppState, session: &AccountSession) -> Result<Devices, PageError> {
    let found = state.store().account_devices(session.account.id, state.real_now()).await;
    let rows = found.map_err(|error| store_failed(&error))?.into_iter().map(|device| DeviceRow {
        is_this: device.id == session.id,
        id: device.id.to_string(),
        device: device.device,
        created: local(state, device.created),
        seen: local(state, device.seen),
    });
    Ok(Devices(rows.collect()))
}

/// The page of one's devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    show(gathered(), |Devices(rows): Devices| {
        let rows = rows.into_iter().map(|row| device_card(row, "/me/devices")).collect_view();
        view! {
            <PageHead title=t!(devices.title) path="/me/devices" />
            <header class="page-head">
                <p class="eyebrow"><a href="/me">{t!(me.title)}</a></p>
                <PageTitle>{t!(devices.title)}</PageTitle>
                <p class="lede">{t!(devices.lede)}</p>
            </header>
            <ul class="card-list">{rows}</ul>
            <form class="form__actions form__actions--after" method="post" action="/me/devices/sign-out-all">
                <button class="button button--secondary" type="submit">{t!(devices.sign_out_all)}</button>
            </form>
        }
        .into_any()
    })
}

/// A device, and how to sign out there by the routes under `path`.
pub(crate) fn device_card(row: DeviceRow, path: &str) -> AnyView {
    let name = if row.device.is_empty() { t!(devices.unknown).to_owned() } else { row.device };
    let act = format!("{path}/{}/sign-out", row.id);
    view! {
        <li>
            <article class="card">
                <h2 class="card__title">{name.clone()}</h2>
                {row.is_this.then(|| view! { <p><strong>{t!(devices.this)}</strong></p> })}
                <p>{t!(devices.used, created = moment(&row.created), seen = moment(&row.seen))}</p>
                <form method="post" action=act>
                    <button class="button button--secondary button--small" type="submit">
                        {t!(me.sign_out)} <span class="visually-hidden">{t!(devices.which, device = name)}</span>
                    </button>
                </form>
            </article>
        </li>
    }
    .into_any()
}
