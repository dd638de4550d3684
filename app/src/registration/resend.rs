//! Sends somebody the links to their registrations again.

use domain::validation::is_email;
use store::Resend;

use super::submit::new_links;
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// Most registrations of one address whose links are sent again at once.
const MOST: usize = 10;

/// Writes to an address, if it is registered for anything to come; whether the address can be one. Nothing tells the
/// caller more than that, and the store does as much for an address that it does not know.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn resend(state: &AppState, email: &str) -> Result<bool, PageError> {
    let email = email.trim();
    if !is_email(email) {
        return Ok(false);
    }
    let now = state.now();
    let published = state.published();
    let to_come = published.content.events.iter().filter(|event| now < event.when.end()).map(|event| event.id);
    let tokens = std::iter::repeat_with(new_links);
    let request =
        Resend { email: email.to_owned(), events: to_come.collect(), tokens: tokens.take(MOST).collect(), now };
    state.store().resend(request).await.map_err(|error| store_failed(&error))?;
    Ok(true)
}
