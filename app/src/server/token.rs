//! Tokens of links and cookies.

use domain::content::Id;
use sha2::{Digest, Sha256};

/// 256 unpredictable bits for a link or a cookie (ASVS 5.0, 7.2.3), hexadecimal.
pub fn random_token() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// An identity that nobody had before.
pub fn random_id() -> Id {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// Another token that whoever holds the first can work out, and nobody else: so the page behind a confirmation link can
/// lead to the page behind the other link of the same mail, although only hashes of both are kept. It does not work the
/// other way round.
pub fn derived_token(token: &str, purpose: &str) -> String {
    hex::encode(Sha256::digest(format!("{purpose}:{token}")))
}

#[cfg(test)]
mod tests {
    use super::{derived_token, random_token};

    #[test]
    fn tokens_are_long_and_each_its_own() {
        let (first, second) = (random_token(), random_token());
        assert_eq!(first.len(), 64);
        assert_ne!(first, second);
        assert_eq!(derived_token(&first, "manage"), derived_token(&first, "manage"));
        assert_ne!(derived_token(&first, "manage"), derived_token(&first, "confirm"));
        assert_ne!(derived_token(&first, "manage"), derived_token(&second, "manage"));
    }
}
