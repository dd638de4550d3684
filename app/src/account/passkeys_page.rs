//! `/me/passkeys`: the passkeys of one's account, and where another is added.

use domain::account::{PASSKEYS, PasskeyOwner};
use leptos::prelude::*;
use store::AccountSession;

use crate::error::PageError;
use crate::passkey::{Holder, PasskeyAct, PasskeyRow, passkey_button, passkey_card, passkey_rows};
use crate::server::{AppState, gathered};
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

/// The passkeys of a session's account.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_passkeys(
    state: &AppState,
    session: &AccountSession,
    is_fresh: bool,
) -> Result<Passkeys, PageError> {
    let rows = passkey_rows(state, PasskeyOwner::Account(session.account.id)).await?;
    Ok(Passkeys { rows, is_fresh, email: session.account.email.clone() })
}

/// The page of one's passkeys.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    show(gathered(), |Passkeys { rows, is_fresh, email }: Passkeys| {
        let (is_full, is_empty) = (rows.len() >= PASSKEYS as usize, rows.is_empty());
        let rows = rows.into_iter().map(|row| passkey_card(row, Holder::Attendee)).collect_view();
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

fn add() -> AnyView {
    view! {
        <p>{t!(passkeys.how)}</p>
        {passkey_button(PasskeyAct::Add, "")}
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
        {(!is_first).then(|| passkey_button(PasskeyAct::SignIn, ""))}
    }
    .into_any()
}
