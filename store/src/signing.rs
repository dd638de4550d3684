//! Signatures with a key that follows from the one in the key file: whoever has the database alone cannot make them, and
//! several servers with the same key file take each other's.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Store;

/// Signs: HMAC with SHA-256 (RFC 2104), for each purpose with a key of its own.
#[derive(Clone)]
pub(crate) struct Signer(Hmac<Sha256>);

impl Signer {
    pub(crate) fn of(key: &[u8; 32]) -> Self {
        // A key that is shorter than a block is filled up with zeros (RFC 2104, section 2).
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        Self(Hmac::new(&block.into()))
    }

    fn begun(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let derived = self.0.clone().chain_update(purpose).finalize().into_bytes();
        Self::of(&derived.into()).0.chain_update(text)
    }
}

impl Store {
    /// A signature of a text for a purpose, hexadecimal.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        hex::encode(self.sealing.1.begun(purpose, text).finalize().into_bytes())
    }

    /// Whether that is the signature of a text for a purpose; how long the answer takes does not tell how near it is.
    pub fn is_signed(&self, purpose: &str, text: &str, signature: &str) -> bool {
        let Ok(signature) = hex::decode(signature) else { return false };
        self.sealing.1.begun(purpose, text).verify_slice(&signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use hmac::Mac;

    use super::Signer;

    #[test]
    fn signatures_differ_by_key_purpose_and_text() {
        let sign =
            |key: u8, purpose, text| hex::encode(Signer::of(&[key; 32]).begun(purpose, text).finalize().into_bytes());
        let first = sign(1, "a", "b");
        assert_eq!(first.len(), 64);
        assert_eq!(sign(1, "a", "b"), first);
        for other in [sign(2, "a", "b"), sign(1, "b", "b"), sign(1, "a", "c"), sign(1, "ab", "")] {
            assert_ne!(other, first);
        }
    }

    #[test]
    fn a_key_is_filled_up_as_the_standard_says() {
        // RFC 4231, test case 2, whose key has four bytes.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = Signer::of(&key).0.chain_update("what do ya want for nothing?").finalize().into_bytes();
        assert_eq!(hex::encode(mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
