//! What every page knows: the programme's name, whether this is a rehearsal, and the server's time when it was made.

use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Facts of the site that the shell needs; made on the server, carried in the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// Provides [`Site`] to every component below.
pub fn provide_site() -> Site {
    let site = SharedValue::new(load).into_inner();
    provide_context(site.clone());
    site
}

/// The facts of this page's site.
pub fn use_site() -> Site {
    expect_context::<Site>()
}

#[cfg(feature = "ssr")]
fn load() -> Site {
    crate::server::site()
}

/// In the browser the value always comes from the page; this stands for a page that carries none.
#[cfg(not(feature = "ssr"))]
fn load() -> Site {
    Site {
        name: String::new(),
        summary: String::new(),
        base_url: String::new(),
        rehearsal: None,
        rendered: Instant::from_milliseconds(0),
        theme: None,
    }
}
