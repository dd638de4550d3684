//! The one error that pages and server functions show: a closed set of codes, never the words of an unknown error.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a page or an act did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// The server could not be reached.
    Offline,
}

impl FromServerFnError for PageError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            _ => Self::Unavailable { reference: None },
        }
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::NotFound => "not found",
            Self::Moved(_) => "moved",
            Self::Forbidden => "forbidden",
            Self::Unavailable { .. } => "unavailable",
            Self::Offline => "offline",
        })
    }
}

/// Gives the response its status (and the redirect its target), on the server only.
#[cfg(feature = "ssr")]
pub(crate) fn set_status(error: &PageError) {
    use http::{HeaderValue, StatusCode, header};
    let Some(response) = leptos::context::use_context::<leptos_axum::ResponseOptions>() else { return };
    response.set_status(match error {
        PageError::NotFound => StatusCode::NOT_FOUND,
        PageError::Forbidden => StatusCode::FORBIDDEN,
        PageError::Moved(path) => {
            // A path made of slugs is always a valid header; anything else is not worth a redirect.
            if let Ok(target) = HeaderValue::from_str(path) {
                response.insert_header(header::LOCATION, target);
            }
            StatusCode::PERMANENT_REDIRECT
        }
        PageError::Unavailable { .. } | PageError::Offline => StatusCode::INTERNAL_SERVER_ERROR,
    });
}
