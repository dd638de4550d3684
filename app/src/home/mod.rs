//! `/`: what the programme is, what comes next, what is live.

mod page;
#[cfg(feature = "ssr")]
mod server;

pub use page::{Home, HomePage, HomeSection};
