//! `/me/passkeys`: the passkeys of one's account, and where another is added.

use domain::account::{PASSKEYS, PasskeyOwner};
use domain::time::Local;
use leptos::prelude::*;
use store::{AccountSession, Passkey};

use super::passkey_button::{PasskeyAct, passkey_button};
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The passkeys of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkeys {
    /// The oldest first.
    pub rows: Vec<PasskeyRow>,
    /// Whether its owner has signed in lately enough to add one.
    pub is_fresh: bool,
    /// The address of the account, to sign in once more with.
    pub email: String,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its name in addresses.
    pub id: String,
    /// As its owner knows it.
    pub label: String,
    /// When it was added.
    pub created: Local,
    /// When it signed in last.
    pub used: Option<Local>,
}

/// The passkeys of a session's account.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_passkeys(
    state: &AppState,
    session: &AccountSession,
    is_fresh: bool,
) -> Result<Passkeys, PageError> {
    let found = state.store().passkeys(PasskeyOwner::Account(session.account.id)).await;
    let rows = found.map_err(|error| store_failed(&error))?.into_iter().map(|passkey| row_of(state, passkey));
    Ok(Passkeys { rows: rows.collect(), is_fresh, email: session.account.email.clone() })
}

fn row_of(state: &AppState, passkey: Passkey) -> PasskeyRow {
    let Passkey { id, label, created, used, .. } = passkey;
    let (created, used) = (local(state, created), used.map(|used| local(state, used)));
    PasskeyRow { id: id.to_string(), label, created, used }
}

/// A passkey's name; one that was added by an unknown browser and not named yet has none.
pub(super) fn name_of(label: &str) -> String {
    if label.is_empty() { t!(passkeys.unnamed).to_owned() } else { label.to_owned() }
}

/// The page of one's passkeys.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    show(gathered(), |Passkeys { rows, is_fresh, email }: Passkeys| {
        let (is_full, is_empty) = (rows.len() >= PASSKEYS as usize, rows.is_empty());
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <PageHead title=t!(passkeys.title) path="/me/passkeys" />
            <header class="page-head">
                <p class="eyebrow"><a href="/me">{t!(me.title)}</a></p>
                <PageTitle>{t!(passkeys.title)}</PageTitle>
                <p class="lede">{t!(passkeys.lede)}</p>
            </header>
            {is_empty.then(|| view! { <div class="empty"><p>{t!(passkeys.none)}</p></div> })}
            {(!is_empty).then(|| view! { <ul class="card-list">{rows}</ul> })}
            <section class="section" aria-labelledby="add">
                <h2 class="section__title" id="add">{t!(passkeys.add_title)}</h2>
                {match (is_full, is_fresh) {
                    (true, _) => view! { <p>{t!(passkeys.too_many)}</p> }.into_any(),
                    (false, true) => add(),
                    (false, false) => again(email, is_empty),
                }}
            </section>
        }
        .into_any()
    })
}

fn row(row: PasskeyRow) -> AnyView {
    let name = name_of(&row.label);
    let times = match &row.used {
        Some(used) => t!(passkeys.used, created = moment(&row.created), used = moment(used)),
        None => t!(passkeys.not_used, created = moment(&row.created)),
    };
    view! {
        <li>
            <article class="card">
                <h2 class="card__title">{name.clone()}</h2>
                <p>{times}</p>
                <p>
                    <a class="button button--secondary button--small" href=format!("/me/passkeys/{}", row.id)>
                        <span>
                            {t!(passkeys.change)}
                            <span class="visually-hidden">{t!(passkeys.change_which, passkey = name)}</span>
                        </span>
                    </a>
                </p>
            </article>
        </li>
    }
    .into_any()
}

fn add() -> AnyView {
    view! {
        <p>{t!(passkeys.how)}</p>
        {passkey_button(PasskeyAct::Add)}
        <p class="field__hint" data-without-passkeys="">{t!(passkeys.without)}</p>
    }
    .into_any()
}

/// Whoever left a device open must not give somebody else the time to add a passkey on it.
fn again(email: String, is_first: bool) -> AnyView {
    view! {
        <p>{t!(passkeys.sign_in_again)}</p>
        <form class="form" method="post" action="/sign-in">
            <input type="hidden" name="email" value=email />
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(sign_in.ask)}</button>
            </div>
        </form>
        {(!is_first).then(|| passkey_button(PasskeyAct::SignIn))}
    }
    .into_any()
}
