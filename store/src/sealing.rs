//! Secrets that the server must read again, so that no hash will do: encrypted where they stand in the database, by a key that
//! does not. Whoever has a copy of the database alone makes nobody's codes (OWASP ASVS 5.0, 11.3.2 and 14.2.6).

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use domain::content::Id;

use crate::Store;
use crate::connection::{statements, values};
use crate::error::StoreError;
use crate::signing::Signer;

statements! {
    PLAIN = "SELECT id, totp_secret FROM staff_member WHERE totp_secret IS NOT NULL AND totp_secret NOT LIKE 'v1:%'";
    SEALED = "SELECT id, totp_secret FROM staff_member WHERE totp_secret LIKE 'v1:%'";
    SEAL = "UPDATE staff_member SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2";
}

/// How many bytes a key has.
pub const SEALING_KEY_BYTES: usize = 32;
/// What a sealed text begins with. No secret in base32 does, so one that was kept as it is can be told.
const PREFIX: &str = "v1:";
const NONCE_BYTES: usize = 24;

/// Encrypts and decrypts: XChaCha20-Poly1305, whose nonces are long enough to be drawn at random. Signs with what follows from
/// the same key.
#[derive(Clone)]
pub struct SealingKey(XChaCha20Poly1305, pub(crate) Signer);

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealingKey(…)")
    }
}

impl SealingKey {
    /// The key of those random bytes.
    pub fn new(bytes: [u8; SEALING_KEY_BYTES]) -> Self {
        Self(XChaCha20Poly1305::new(&Key::from(bytes)), Signer::of(&bytes))
    }

    /// A key that nobody else has and that ends with the process.
    pub(crate) fn random() -> Self {
        Self::new(rand::random())
    }

    /// A secret of somebody, encrypted. It is bound to them: put into another's row, it is not opened.
    ///
    /// # Errors
    /// The secret is longer than the cipher takes (256 GiB).
    pub(crate) fn seal(&self, owner: Id, secret: &str) -> Result<String, StoreError> {
        let nonce = rand::random::<[u8; NONCE_BYTES]>();
        let payload = Payload { msg: secret.as_bytes(), aad: owner.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::NotSealed)?;
        Ok(format!("{PREFIX}{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// The secret that was sealed for somebody. What was kept as it is, by an earlier version, comes back as it is. What this key
    /// does not open comes back sealed: it then stands for something that is there and makes no code.
    pub(crate) fn open(&self, owner: Id, stored: String) -> String {
        if !stored.starts_with(PREFIX) {
            return stored;
        }
        self.opened(owner, &stored).unwrap_or_else(|| {
            tracing::error!(%owner, "a secret was sealed with another key; its authenticator is of no use");
            stored
        })
    }

    fn opened(&self, owner: Id, stored: &str) -> Option<String> {
        let bytes = hex::decode(stored.strip_prefix(PREFIX)?).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let plain = self.0.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: owner.as_bytes() }).ok()?;
        String::from_utf8(plain).ok()
    }
}

impl Store {
    /// The same database with a key that outlives this process. Until then secrets are sealed with one that does not.
    #[must_use]
    pub fn with_sealing_key(mut self, key: SealingKey) -> Self {
        self.sealing = key;
        self
    }

    /// Seals what an earlier version kept as it is; how many secrets that were.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn seal_secrets(&self) -> Result<u64, StoreError> {
        let key = self.sealing.clone();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let mut count = 0;
                    for row in connection.fetch(PLAIN, values![]).await? {
                        let (owner, plain) = (row.parsed::<Id>("id")?, row.text("totp_secret")?);
                        let sealed = key.seal(owner, &plain)?;
                        count += connection.execute(SEAL, values![owner, plain, sealed]).await?;
                    }
                    Ok(count)
                })
            })
            .await
    }

    /// How many sealed secrets this key does not open: none, unless it is another than the one that sealed them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn secrets_of_another_key(&self) -> Result<usize, StoreError> {
        let sealed =
            self.engine.read(|connection| Box::pin(async { connection.fetch(SEALED, values![]).await })).await?;
        let mut count = 0;
        for row in &sealed {
            if self.sealing.opened(row.parsed("id")?, &row.text("totp_secret")?).is_none() {
                count += 1;
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use domain::content::Id;

    use super::SealingKey;

    #[test]
    fn a_secret_is_opened_with_its_key_for_its_owner_alone() -> Result<(), crate::StoreError> {
        let (key, other) = (SealingKey::new([1; 32]), SealingKey::new([2; 32]));
        let (owner, stranger) = (Id::from_u128(1), Id::from_u128(2));
        let sealed = key.seal(owner, "JBSWY3DP")?;
        assert!(!sealed.contains("JBSWY3DP") && sealed != key.seal(owner, "JBSWY3DP")?);
        assert_eq!(key.open(owner, sealed.clone()), "JBSWY3DP");
        assert_eq!(key.open(stranger, sealed.clone()), sealed);
        assert_eq!(other.open(owner, sealed.clone()), sealed);
        for damaged in ["v1:", "v1:00", "v1:zz", &sealed[..sealed.len() - 2]] {
            assert_eq!(key.open(owner, damaged.to_owned()), damaged);
        }
        Ok(())
    }

    #[test]
    fn what_an_earlier_version_kept_is_read_as_it_is() {
        assert_eq!(SealingKey::new([1; 32]).open(Id::from_u128(1), "JBSWY3DP".to_owned()), "JBSWY3DP");
    }
}
