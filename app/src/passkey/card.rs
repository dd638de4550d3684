//! A passkey, in a list.

use domain::account::PasskeyOwner;
use domain::time::Local;
use leptos::prelude::*;
use store::Passkey;

use super::Holder;
use crate::admin::{local, moment};
use crate::error::PageError;
use crate::server::{AppState, store_failed};
use crate::t;

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

/// The passkeys of an owner, the oldest first.
pub(crate) async fn passkey_rows(state: &AppState, owner: PasskeyOwner) -> Result<Vec<PasskeyRow>, PageError> {
    let found = state.store().passkeys(owner).await.map_err(|error| store_failed(&error))?;
    Ok(found.into_iter().map(|passkey| row_of(state, passkey)).collect())
}

fn row_of(state: &AppState, passkey: Passkey) -> PasskeyRow {
    let Passkey { id, label, created, used, .. } = passkey;
    let (created, used) = (local(state, created), used.map(|used| local(state, used)));
    PasskeyRow { id: id.to_string(), label, created, used }
}

/// A passkey's name; one that was added by an unknown browser and not named yet has none.
pub(crate) fn name_of(label: &str) -> String {
    if label.is_empty() { t!(passkeys.unnamed).to_owned() } else { label.to_owned() }
}

/// A card; its page is one of the holder's.
pub(crate) fn passkey_card(row: PasskeyRow, holder: Holder) -> AnyView {
    let name = name_of(&row.label);
    let page = format!("{}/{}", holder.passkeys(), row.id);
    let times = match &row.used {
        Some(used) => t!(passkeys.used, created = moment(&row.created), used = moment(used)),
        None => t!(passkeys.not_used, created = moment(&row.created)),
    };
    view! {
        <li>
            <article class="card">
                {title(name.clone(), holder)}
                <p>{times}</p>
                <p>
                    <a class="button button--secondary button--small" href=page>
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

/// Where they are part of a page, their heading is below the part's.
fn title(name: String, holder: Holder) -> AnyView {
    match holder {
        Holder::Attendee => view! { <h2 class="card__title">{name}</h2> }.into_any(),
        Holder::Staff => view! { <h3 class="card__title">{name}</h3> }.into_any(),
    }
}
