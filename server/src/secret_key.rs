//! The key of the secrets in the database: in a file of its own, so that a copy of the database alone does not hold both
//! (OWASP ASVS 5.0, 13.3.1).

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use store::{SEALING_KEY_BYTES, SealingKey, Store};

/// Gives the store the key of that file, which is made if it is missing, and seals what an earlier version did not. Tells the
/// operator if the database was sealed with another key; the server starts all the same, since recovery codes and passkeys go on.
pub(crate) async fn seal(store: Store, file: &Path) -> anyhow::Result<Store> {
    let store = store.with_sealing_key(SealingKey::new(read_or_make(file)?));
    let lost = store.secrets_of_another_key().await?;
    if lost > 0 {
        tracing::error!(
            authenticators = lost,
            "the key in {} is not the one that encrypted them: put the former file back, or their owners sign in with a \
             recovery code or passkey and set another authenticator up",
            file.display()
        );
    }
    let sealed = store.seal_secrets().await?;
    if sealed > 0 {
        tracing::info!(authenticators = sealed, "encrypted what an earlier version kept as it was");
    }
    Ok(store)
}

fn read_or_make(file: &Path) -> anyhow::Result<[u8; SEALING_KEY_BYTES]> {
    if !file.exists() {
        make(file).with_context(|| format!("the key file {} cannot be written", file.display()))?;
    }
    let text =
        std::fs::read_to_string(file).with_context(|| format!("the key file {} cannot be read", file.display()))?;
    let mut bytes = [0; SEALING_KEY_BYTES];
    hex::decode_to_slice(text.trim(), &mut bytes)
        .with_context(|| format!("the key file {} does not hold 64 hexadecimal digits", file.display()))?;
    Ok(bytes)
}

/// Whole or not at all, for its owner alone, and never in place of one that another server has just made.
fn make(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(new, "{}", hex::encode(rand::random::<[u8; SEALING_KEY_BYTES]>()))?;
    new.as_file().sync_all()?;
    match new.persist_noclobber(file) {
        Ok(_) => std::fs::File::open(folder)?.sync_all(),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::read_or_make;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("data").join("secret.key");
        let first = read_or_make(&file)?;
        assert_eq!(read_or_make(&file)?, first);
        assert_ne!(read_or_make(&folder.path().join("other.key"))?, first);
        assert_eq!(std::fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_key_is_named_and_left_alone() -> anyhow::Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), "not a key")?;
        let refusal = read_or_make(file.path()).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refusal.contains(&file.path().display().to_string()) && refusal.contains("64"), "{refusal}");
        assert_eq!(std::fs::read_to_string(file.path())?, "not a key");
        Ok(())
    }
}
