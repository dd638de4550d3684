//! The personal calendar feed on a registration's page: made, shown and renewed by whoever takes part; removed by whoever
//! proved the address, also after they left.
//!
//! The feed belongs to the address. Only a hash of its token is kept, yet the page can show it again: the token is
//! derived from the registration's own token and the instant at which the feed was made.

use domain::time::Instant;
use leptos::prelude::*;
use store::{CalendarFeed, Registration, StoreError};

use crate::error::PageError;
use crate::server::{AppState, derived_token, store_failed};
use crate::t;

/// What a registration's page knows of the feed of its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedLink {
    /// Nothing to offer: the address is not proven, or the person does not take part and has no feed.
    NotOffered,
    /// There is one, which the person can only remove: they do not take part (any more).
    ToRemove,
    /// There is no feed yet.
    None,
    /// There is one, made on this page: the token that opens it.
    Here(String),
    /// There is one that was made elsewhere.
    Elsewhere,
}

/// The feed of a registration's address.
pub(super) async fn gather(
    state: &AppState,
    registration: &Registration,
    manage_token: &str,
) -> Result<FeedLink, PageError> {
    if !can_remove(registration) {
        return Ok(FeedLink::NotOffered);
    }
    let feed = state.store().calendar_feed_of(&registration.email).await.map_err(|error| store_failed(&error))?;
    if !registration.state.takes_part() {
        return Ok(if feed.is_some() { FeedLink::ToRemove } else { FeedLink::NotOffered });
    }
    Ok(link(feed, manage_token))
}

/// The feed of an address that a session has proven; `session_token` is the key from which its token is derived here.
pub(crate) async fn gather_for_session(
    state: &AppState,
    email: &str,
    session_token: &str,
) -> Result<FeedLink, PageError> {
    let feed = state.store().calendar_feed_of(email).await.map_err(|error| store_failed(&error))?;
    Ok(link(feed, session_token))
}

fn link(feed: Option<CalendarFeed>, key: &str) -> FeedLink {
    feed.map_or(FeedLink::None, |feed| {
        let token = feed_token(key, feed.created);
        if feed.opens_with(&token) { FeedLink::Here(token) } else { FeedLink::Elsewhere }
    })
}

/// Makes the feed of a registration's address, or renews it: what opened it before opens it no more. Changes nothing
/// unless the person takes part. The registration, if the token is that of one.
///
/// # Errors
/// The store's.
pub async fn create_feed(state: &AppState, manage_token: &str) -> Result<Option<Registration>, StoreError> {
    let Some(registration) = state.store().registration_by_token(manage_token).await? else { return Ok(None) };
    if registration.state.takes_part() {
        create_feed_of(state, &registration.email, manage_token).await?;
    }
    Ok(Some(registration))
}

/// Makes or renews the feed of a proven address; `key` is what the page that shows it again is opened with.
///
/// # Errors
/// The store's.
pub async fn create_feed_of(state: &AppState, email: &str, key: &str) -> Result<(), StoreError> {
    let before = state.store().calendar_feed_of(email).await?;
    // Never twice the same instant, so never twice the same token.
    let earliest = before.map_or(state.now(), |before| before.created.plus_milliseconds(1));
    let created = state.now().max(earliest);
    state.store().calendar_feed_create(email, &feed_token(key, created), created).await
}

/// Removes the feed of a registration's address. The registration, if the token is that of one.
///
/// # Errors
/// The store's.
pub async fn remove_feed(state: &AppState, manage_token: &str) -> Result<Option<Registration>, StoreError> {
    let Some(registration) = state.store().registration_by_token(manage_token).await? else { return Ok(None) };
    if can_remove(&registration) {
        state.store().calendar_feed_revoke(&registration.email).await?;
    }
    Ok(Some(registration))
}

/// Whether the address is proven to be that of whoever holds the link: then its feed is theirs.
fn can_remove(registration: &Registration) -> bool {
    registration.confirmed.is_some() || registration.state.takes_part()
}

fn feed_token(key: &str, created: Instant) -> String {
    derived_token(key, &format!("calendar-feed {}", created.milliseconds()))
}

/// The part of the page. `manage` is the page's path, `base_url` where the site is reached.
pub(crate) fn section(feed: FeedLink, manage: &str, base_url: &str) -> AnyView {
    let create = format!("{manage}/calendar-feed");
    let remove = format!("{create}/remove");
    let exists = feed != FeedLink::None;
    let offers = feed != FeedLink::ToRemove;
    let content = match feed {
        FeedLink::NotOffered => return ().into_any(),
        FeedLink::None => view! { <p>{t!(calendar_feed.offer)}</p> }.into_any(),
        FeedLink::Here(token) => address(&token, base_url),
        FeedLink::ToRemove => view! { <p>{t!(calendar_feed.to_remove)}</p> }.into_any(),
        FeedLink::Elsewhere => view! { <p>{t!(calendar_feed.elsewhere)}</p> }.into_any(),
    };
    let button = if exists { t!(calendar_feed.renew) } else { t!(calendar_feed.create) };
    view! {
        <section class="section" aria-labelledby="calendar-feed">
            <h2 class="section__title" id="calendar-feed">{t!(calendar_feed.title)}</h2>
            {content}
            <div class="form__actions">
                {offers.then(|| view! {
                    <form method="post" action=create>
                        <button class="button button--secondary" type="submit">{button}</button>
                    </form>
                })}
                {exists.then(|| view! {
                    <form method="post" action=remove>
                        <button class="button button--quiet" type="submit">{t!(calendar_feed.remove)}</button>
                    </form>
                })}
            </div>
        </section>
    }
    .into_any()
}

fn address(token: &str, base_url: &str) -> AnyView {
    let path = format!("/calendar/me/{token}.ics");
    let address = format!("{base_url}{path}");
    // The scheme that calendar apps listen to; they ask over http or https as the site is reached.
    let subscribe = address.replacen("https://", "webcal://", 1).replacen("http://", "webcal://", 1);
    view! {
        <p>{t!(calendar_feed.how)}</p>
        <div class="field">
            <label for="field-calendar-feed">{t!(calendar_feed.address)}</label>
            <p class="field__hint" id="calendar-feed-hint">{t!(calendar_feed.secret)}</p>
            <input id="field-calendar-feed" type="text" readonly=true value=address aria-describedby="calendar-feed-hint" />
        </div>
        <p class="form__actions">
            <a class="button button--primary" href=subscribe>{t!(calendar_feed.subscribe)}</a>
        </p>
    }
    .into_any()
}
