//! `/`: what the programme is, what comes next, what is live.

mod page;
mod server;

pub use page::{Home, HomePage, HomeSection};
