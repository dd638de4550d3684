//! Why a page cannot be shown: a closed set, never the words of an unknown error.

use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageError {
    /// Nothing is at this address: 404.
    NotFound,
    /// It moved to this path: 308.
    Moved(String),
    /// The visitor may not see it: 403.
    Forbidden,
    /// The server could not answer: 500. The reference stands in the server's log.
    Unavailable {
        /// What to quote when asking for help.
        reference: Option<String>,
    },
}

impl PageError {
    /// Gives the response being made its status, and a redirect its target.
    pub(crate) fn set_status(&self) {
        let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
        response.set_status(match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Moved(path) => {
                // A path made of slugs is always a valid header; anything else is not worth a redirect.
                if let Ok(target) = HeaderValue::from_str(path) {
                    response.insert_header(header::LOCATION, target);
                }
                StatusCode::PERMANENT_REDIRECT
            }
            Self::Unavailable { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        });
    }
}

/// Provided instead of a page's data to whoever may not see it.
#[derive(Debug, Clone)]
pub struct Refused(pub PageError);
