//! Tokens are kept as hashes only. They are random and long, so a plain SHA-256 without salt is enough.

use sha2::{Digest, Sha256};

/// The SHA-256 of a text, hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// 244 unpredictable bits for a link (ASVS 5.0, 7.2.3), hexadecimal.
pub(crate) fn random() -> String {
    let (first, second) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    format!("{}{}", first.simple(), second.simple())
}
