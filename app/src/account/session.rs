//! The cookies of accounts: the session's, those by which a browser is known that asked for a link or for a passkey, and
//! the one that remembers why somebody signs in once more.

use http::{HeaderMap, header};
use store::AccountSession;

use crate::error::PageError;
use crate::server::{AppState, Settings, store_failed};

/// What the cookie says of somebody who signs in once more to add a passkey.
pub const PASSKEYS: &str = "passkeys";

/// Name of the session's cookie; see [`named`].
pub fn account_cookie(settings: &Settings) -> &'static str {
    named(settings, "__Host-account", "account")
}

/// Name of the cookie of a browser that asked for a link.
pub fn browser_cookie(settings: &Settings) -> &'static str {
    named(settings, "__Host-sign-in", "sign-in")
}

/// Name of the cookie of a browser whose visitor may sign in with a passkey.
pub fn passkey_cookie(settings: &Settings) -> &'static str {
    named(settings, "__Host-passkey", "passkey")
}

/// Name of the cookie of a browser whose visitor signs in once more.
pub fn again_cookie(settings: &Settings) -> &'static str {
    named(settings, "__Host-again", "again")
}

/// Where somebody who has signed in is led: to their own page, or back to where they had to sign in once more.
pub fn first_page(headers: &HeaderMap, settings: &Settings) -> &'static str {
    match cookie(headers, again_cookie(settings)).as_deref() {
        Some(PASSKEYS) => "/me/passkeys",
        _ => "/me",
    }
}

/// Over https the prefix makes browsers refuse a cookie that another host of the same domain has set (RFC 6265bis, section
/// 4.1.3.2). Without https, in a trial on one's own machine, browsers would refuse the prefix itself.
fn named(settings: &Settings, prefixed: &'static str, plain: &'static str) -> &'static str {
    if settings.base_url.starts_with("https://") { prefixed } else { plain }
}

/// The session's token that a request carries.
pub fn account_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    cookie(headers, account_cookie(settings))
}

/// The token of the browser that asked for a link.
pub fn browser_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    cookie(headers, browser_cookie(settings))
}

/// The token of the browser that may sign in with a passkey.
pub fn passkey_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    cookie(headers, passkey_cookie(settings))
}

/// The first cookie of that name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// The session of a request.
///
/// # Errors
/// [`PageError::Forbidden`] without one, [`PageError::Unavailable`] if the store fails.
pub async fn session_of(state: &AppState, headers: &HeaderMap) -> Result<AccountSession, PageError> {
    let token = account_token(headers, state.settings()).ok_or(PageError::Forbidden)?;
    let found = state.store().account_session(&token, state.real_now()).await;
    found.map_err(|error| store_failed(&error))?.ok_or(PageError::Forbidden)
}
