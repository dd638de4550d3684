//! Everything between the socket and the application: routes, security headers, the page cache, files.

mod compress;
mod files;
mod headers;
mod inline_scripts;
mod page_cache;
mod preferences;
mod render;
mod router;

pub(crate) use page_cache::PageCache;
pub(crate) use router::router;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 unpredictable bits for a link or a cookie (ASVS 5.0, 7.2.3).
pub(crate) fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
