//! `/me/passkeys/<id>`: gives a passkey another name, or removes it.

use domain::account::{LABEL_LETTERS, PasskeyOwner};
use domain::content::Id;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::AccountSession;

use super::passkeys_page::name_of;
use crate::error::PageError;
use crate::registration::fields::{self, Text};
use crate::registration::form::summary;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// A passkey that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePasskey {
    /// Its name in addresses.
    pub id: String,
    /// As its owner knows it.
    pub label: String,
    /// A name that was typed and cannot be one.
    pub mistyped: Option<String>,
}

/// A passkey of a session's account; `mistyped` is a name that was refused.
///
/// # Errors
/// [`PageError::NotFound`] for one that the account does not have, [`PageError::Unavailable`] if the store fails.
pub async fn gather_passkey(
    state: &AppState,
    session: &AccountSession,
    id: &str,
    mistyped: Option<String>,
) -> Result<OnePasskey, PageError> {
    let id = id.parse::<Id>().map_err(|_| PageError::NotFound)?;
    let found = state.store().passkeys(PasskeyOwner::Account(session.account.id)).await;
    let found = found.map_err(|error| store_failed(&error))?.into_iter().find(|passkey| passkey.id == id);
    found.map(|found| OnePasskey { id: id.to_string(), label: found.label, mistyped }).ok_or(PageError::NotFound)
}

/// The page of a passkey.
#[component]
pub fn PasskeyPage() -> impl IntoView {
    show(gathered(), |OnePasskey { id, label, mistyped }: OnePasskey| {
        let error = || FieldError::new("label", t!(passkeys.mistyped, count = LABEL_LETTERS));
        let errors: Vec<FieldError> = mistyped.iter().map(|_| error()).collect();
        let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
        let path = format!("/me/passkeys/{id}");
        let field = Text {
            name: "label",
            label: t!(passkeys.label),
            hint: t!(passkeys.label_hint),
            kind: "text",
            autocomplete: "off",
            optional: false,
        };
        let name = name_of(&label);
        view! {
            <PageHead title=format!("{failed}{}", t!(passkeys.one_title)) path="/me/passkeys" />
            {summary(errors.clone())}
            <header class="page-head">
                <p class="eyebrow"><a href="/me/passkeys">{t!(passkeys.title)}</a></p>
                <PageTitle>{name}</PageTitle>
            </header>
            <form class="form" method="post" action=path.clone() novalidate=true>
                {fields::text(&errors, field, mistyped.unwrap_or(label))}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(passkeys.rename)}</button>
                    <a class="button button--quiet" href="/me/passkeys">{t!(passkeys.leave_it)}</a>
                </div>
            </form>
            <section class="section" aria-labelledby="remove">
                <h2 class="section__title" id="remove">{t!(passkeys.remove_title)}</h2>
                <p>{t!(passkeys.remove_text)}</p>
                <form class="form__actions" method="post" action=format!("{path}/remove")>
                    <button class="button button--secondary" type="submit">{t!(passkeys.remove)}</button>
                </form>
            </section>
        }
        .into_any()
    })
}
