//! What every page knows: the programme's name, whether this is a rehearsal, and the server's time.

use domain::time::Instant;
use leptos::prelude::*;

/// Facts of the site that the frame of every page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The programme's name.
    pub name: String,
    /// A sentence about it.
    pub summary: String,
    /// Where the site is reached, without a slash at the end; canonical addresses start with it.
    pub base_url: String,
    /// If the clock was set to another time: that time in words.
    pub rehearsal: Option<String>,
    /// The server's time when the page was made.
    pub rendered: Instant,
    /// The theme the visitor chose, if any: `light` or `dark`.
    pub theme: Option<String>,
}

/// The facts of the site for the page being made.
pub fn use_site() -> Site {
    expect_context::<Site>()
}
