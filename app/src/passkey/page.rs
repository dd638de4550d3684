//! `/me/passkeys/<id>` and `/admin/account/passkeys/<id>`: gives a passkey another name, or removes it.

use domain::account::{LABEL_LETTERS, PasskeyOwner};
use domain::content::Id;
use domain::staff::is_last_factor;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::{Holder, name_of};
use crate::error::PageError;
use crate::registration::fields::{self, Text};
use crate::registration::form::summary;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// A passkey that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePasskey {
    /// Whose it is.
    pub holder: Holder,
    /// Its name in addresses.
    pub id: String,
    /// As its owner knows it.
    pub label: String,
    /// A name that was typed and cannot be one.
    pub mistyped: Option<String>,
    /// Whether it must stay: its owner would have no second factor without it.
    pub must_stay: bool,
    /// Whether it was to be removed although it must stay.
    pub is_refused: bool,
}

/// A passkey of an owner.
///
/// # Errors
/// [`PageError::NotFound`] for one that the owner does not have, [`PageError::Unavailable`] if the store fails.
pub async fn gather_passkey(state: &AppState, owner: PasskeyOwner, id: &str) -> Result<OnePasskey, PageError> {
    let id = id.parse::<Id>().map_err(|_| PageError::NotFound)?;
    let found = state.store().passkeys(owner).await.map_err(|error| store_failed(&error))?;
    let (must_stay, holder) = match owner {
        PasskeyOwner::Account(_) => (false, Holder::Attendee),
        PasskeyOwner::Member(member) => {
            let secrets = state.store().staff_secrets(member).await.map_err(|error| store_failed(&error))?;
            let is_last =
                secrets.is_some_and(|secrets| is_last_factor(secrets.totp_secret.is_some(), secrets.passkeys));
            (is_last, Holder::Staff)
        }
    };
    let label = found.into_iter().find(|passkey| passkey.id == id).ok_or(PageError::NotFound)?.label;
    Ok(OnePasskey { holder, id: id.to_string(), label, mistyped: None, must_stay, is_refused: false })
}

/// The page of a passkey.
#[component]
pub fn PasskeyPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(page: OnePasskey) -> AnyView {
    let OnePasskey { holder, id, label, mistyped, must_stay, is_refused } = page;
    let mut errors = Vec::new();
    if mistyped.is_some() {
        errors.push(FieldError::new("label", t!(passkeys.mistyped, count = LABEL_LETTERS)));
    }
    if is_refused {
        errors.push(FieldError::new("form", t!(staff_passkeys.must_stay)));
    }
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let path = format!("{}/{id}", holder.passkeys());
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
        <PageHead title=format!("{failed}{}", t!(passkeys.one_title)) path=holder.list() />
        {summary(errors.clone())}
        <header class="page-head">
            <p class="eyebrow"><a href=holder.list()>{holder.list_title()}</a></p>
            <PageTitle>{name}</PageTitle>
        </header>
        <form class="form" method="post" action=path.clone() novalidate=true>
            {fields::text(&errors, field, mistyped.unwrap_or(label))}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(passkeys.rename)}</button>
                <a class="button button--quiet" href=holder.list()>{t!(passkeys.leave_it)}</a>
            </div>
        </form>
        <section class="section" aria-labelledby="remove">
            <h2 class="section__title" id="remove">{t!(passkeys.remove_title)}</h2>
            {if must_stay { view! { <p>{t!(staff_passkeys.must_stay)}</p> }.into_any() } else { removal(&path) }}
        </section>
    }
    .into_any()
}

fn removal(path: &str) -> AnyView {
    view! {
        <p>{t!(passkeys.remove_text)}</p>
        <form class="form__actions" method="post" action=format!("{path}/remove")>
            <button class="button button--secondary" type="submit">{t!(passkeys.remove)}</button>
        </form>
    }
    .into_any()
}
