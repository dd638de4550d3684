//! Everything between the socket and the application: routes, security headers, the page cache, files.

mod account;
mod change_log;
mod compress;
mod cookies;
mod desk;
mod discretion;
mod files;
mod headers;
mod inline_scripts;
mod install;
mod library;
mod limits;
mod listen;
mod media;
mod notifications;
mod page_cache;
mod passkey_answers;
mod passkey_ceremonies;
mod passkeys;
mod places;
mod preferences;
mod registrants;
mod registration;
mod registration_series;
mod registration_steps;
mod render;
mod router;
mod search;
mod sign_in;
mod staff;
mod staff_account;
mod staff_set_up;
mod staff_sign_in;
mod visitor;

pub(crate) use compress::{brotli, gzip};
pub(crate) use limits::Limits;
pub(crate) use listen::listen;
pub(crate) use page_cache::PageCache;
pub(crate) use router::site;
pub(crate) use visitor::{Network, Proxies};

#[cfg(test)]
mod tests;
