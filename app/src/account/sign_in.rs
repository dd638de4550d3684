//! The way from an address to a mail, and what the pages on it show.

use domain::account::code_of;
use domain::validation::{FieldError, is_email};
use store::SignIn;

use super::sign_in_page::Proof;
use crate::error::PageError;
use crate::server::{AppState, random_token, store_failed};

/// Writes to an address; the token by which the asking browser is known again, or `None` if the address cannot be one.
/// Nothing tells the caller whether there is an account, and nothing is done that depends on it.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn ask_to_sign_in(state: &AppState, email: &str) -> Result<Option<String>, PageError> {
    let email = email.trim();
    if !is_email(email) {
        return Ok(None);
    }
    let browser_token = random_token();
    let wish = SignIn {
        email: email.to_owned(),
        link_token: random_token(),
        code: code_of(rand::random()),
        browser_token: browser_token.clone(),
        now: state.now(),
        real_now: state.real_now(),
    };
    state.store().ask_to_sign_in(wish).await.map_err(|error| store_failed(&error))?;
    Ok(Some(browser_token))
}

/// The page on which a code is typed: in the browser that asked the address is known.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_sent(state: &AppState, browser_token: Option<&str>) -> Result<Proof, PageError> {
    let asked = asked(state, browser_token, None).await?;
    Ok(Proof { asked: asked.map(|(email, _)| email), ..Proof::default() })
}

/// The page that a mail's link opens. Looking at it uses nothing up.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_link(
    state: &AppState,
    browser_token: Option<&str>,
    link_token: &str,
    errors: Vec<FieldError>,
) -> Result<Proof, PageError> {
    let asked = asked(state, browser_token, Some(link_token)).await?;
    let link = asked.as_ref().filter(|(_, is_its_own)| *is_its_own).map(|_| link_token.to_owned());
    Ok(Proof { asked: asked.map(|(email, _)| email), link, errors, ..Proof::default() })
}

async fn asked(
    state: &AppState,
    browser_token: Option<&str>,
    link_token: Option<&str>,
) -> Result<Option<(String, bool)>, PageError> {
    let Some(browser_token) = browser_token else { return Ok(None) };
    let found = state.store().sign_in_of_browser(browser_token, link_token, state.real_now()).await;
    found.map_err(|error| store_failed(&error))
}
