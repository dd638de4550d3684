//! Everything between the socket and the application: routes, security headers, the page cache, files.

mod compress;
mod files;
mod headers;
mod inline_scripts;
mod listen;
mod page_cache;
mod places;
mod preferences;
mod registration;
mod render;
mod router;
mod staff;

pub(crate) use listen::listen;
pub(crate) use page_cache::PageCache;
pub(crate) use router::site;

#[cfg(test)]
mod tests;
