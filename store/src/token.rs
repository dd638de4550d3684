//! Tokens are kept as hashes only. They are random and long, so a plain SHA-256 without salt is enough.

use sha2::{Digest, Sha256};

/// The SHA-256 of a text, hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
