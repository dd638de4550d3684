//! What the server's side of the application works with: the published programme, the clock, the store.

mod cards;
mod failure;
mod gathered;
mod jobs;
mod labels;
mod media;
mod state;
mod structured_data;
mod text;
mod token;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

pub use cards::{event_card, material_card, people_rows, person_link, session_card, topic_links};
pub(crate) use cards::{material_picture, person_row, portrait};
pub(crate) use failure::store_failed;
pub use gathered::Gathered;
pub(crate) use gathered::gathered;
pub use jobs::{Job, JobLog, JobState};
pub(crate) use labels::short_length;
pub use labels::{event_time, session_time, span_time};
pub use state::{AppState, Assets, MailMode, Settings, accent_path};
pub use structured_data::{event_data, person_data, programme_data, session_data};
pub use text::html;
pub(crate) use text::html_of;
pub use token::{derived_token, random_id, random_token};

use crate::error::PageError;
use crate::language::DateWords;
use crate::site::Site;
use crate::t;

/// The state of the application, which the router provides to every page and server function.
///
/// # Errors
/// [`PageError::Unavailable`] if nothing provides it, which only a mistake in the router could cause.
pub fn state() -> Result<AppState, PageError> {
    use_context::<AppState>().ok_or(PageError::Unavailable { reference: None })
}

/// Slug in the address of the page being made.
pub(crate) fn slug() -> String {
    use_params_map().read_untracked().get("slug").unwrap_or_default()
}

/// The facts of the site for the page being made.
pub fn site(state: &AppState) -> Site {
    let published = state.published();
    let now = state.now();
    let rehearsal = state.clock().is_rehearsal().then(|| {
        let local = state.site_zone().read(now);
        t!(date.moment, date = local.date.long(), time = local.time, zone = local.abbreviation)
    });
    Site {
        name: published.content.programme.name.clone(),
        summary: published.content.programme.summary.clone(),
        base_url: state.settings().base_url.clone(),
        rehearsal,
        rendered: now,
        theme: cookie("theme").filter(|theme| theme == "light" || theme == "dark"),
    }
}

/// A cookie of the request being answered.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<http::request::Parts>()?;
    let header = parts.headers.get(http::header::COOKIE)?.to_str().ok()?;
    let mut pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// The zone in which the visitor asked to see times: by the address, else by the cookie; `None` for each event's own.
pub fn visitor_zone() -> Option<domain::time::Zone> {
    let asked = use_query_map().read_untracked().get("zone");
    let name = match asked.as_deref() {
        Some("event") => return None,
        Some(name) => name.to_owned(),
        None => cookie("zone")?,
    };
    domain::time::Zone::named(&name).ok()
}
