//! Passwords of those who work here: hashed with argon2id (OWASP's second choice: 19 MiB, two passes, one lane), looked at
//! away from the threads that answer requests, and by no more than two at a time (ASVS 5.0, 15.1.3): so a rush of sign-ins
//! costs 38 MiB and not the whole memory.

use std::sync::LazyLock;

use app::language::Locale;
use app::td;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::staff::{PASSWORD_MAX, PASSWORD_MIN, PasswordFault, password_fault};
use tokio::sync::Semaphore;

/// Hashes that are made at the same time.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// What is verified for an address that nobody here has, so that it takes as long (ASVS 6.3.8).
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody").unwrap_or_default());
/// A password that is guessed within so many attempts is refused: what a rented computer does in hours even against argon2id.
const TOO_FEW_GUESSES: f64 = 8.0;

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1_024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Option<String> {
    let salt = rand::random::<[u8; 16]>();
    argon2().hash_password_with_salt(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Runs slow work on a thread of its own when it is its turn; `None` if that thread failed.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let turn = AT_ONCE.acquire().await.ok()?;
    let done = tokio::task::spawn_blocking(work).await.ok();
    drop(turn);
    done
}

/// The hash of a new password, in PHC form, or why it is refused. `owner` is what is known of its owner.
pub(crate) async fn hash(password: String, owner: Vec<String>) -> Option<Result<String, PasswordFault>> {
    in_turn(move || {
        let owner: Vec<&str> = owner.iter().map(String::as_str).collect();
        let is_common = || zxcvbn::zxcvbn(&password, &owner).guesses_log10() < TOO_FEW_GUESSES;
        match password_fault(&password, &owner, is_common) {
            Some(fault) => Some(Err(fault)),
            None => hash_now(&password).map(Ok),
        }
    })
    .await
    .flatten()
}

/// Whether a password is the one of that hash. Without a hash it takes as long, and is not. `None` if it could not be found
/// out.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> Option<bool> {
    in_turn(move || {
        // Made at the first question, whatever that is.
        let nobody = NOBODY.as_str();
        let is_somebody = hash.is_some();
        let is_right = verify_now(&password, hash.as_deref().unwrap_or(nobody));
        is_right && is_somebody
    })
    .await
}

/// What is wrong with a password, for whoever made it up.
pub(crate) fn message(locale: Locale, fault: PasswordFault) -> String {
    match fault {
        PasswordFault::TooShort => td!(locale, password.too_short, count = PASSWORD_MIN),
        PasswordFault::TooLong => td!(locale, password.too_long, count = PASSWORD_MAX),
        PasswordFault::NamesOwner => td!(locale, password.names_owner).to_owned(),
        PasswordFault::Common => td!(locale, password.common).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::staff::PasswordFault;

    use super::{hash, is_right};

    #[tokio::test]
    async fn a_hash_is_argon2id_its_own_each_time_and_knows_its_password_only() {
        let made = async |password: &str| hash(password.to_owned(), Vec::new()).await.expect("done").expect("taken");
        let (first, second) = (made("seven llamas knit quietly").await, made("seven llamas knit quietly").await);
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, second);
        for (password, right) in [("seven llamas knit quietly", true), ("seven llamas knit quietl", false), ("", false)]
        {
            assert_eq!(is_right(password.to_owned(), Some(first.clone())).await, Some(right));
            assert_eq!(is_right(password.to_owned(), None).await, Some(false));
        }
        assert_eq!(is_right("nobody".to_owned(), None).await, Some(false));
        assert_eq!(is_right("x".to_owned(), Some("no hash".to_owned())).await, Some(false));
    }

    #[tokio::test]
    async fn what_is_guessed_early_is_refused() {
        for common in [
            "password1234",
            "123456789012",
            "qwertyuiop[]",
            "passwordpassword",
            "P@ssw0rd2022",
            "aaaaaaaaaaaa",
            "iloveyou1234",
        ] {
            assert_eq!(hash(common.to_owned(), Vec::new()).await, Some(Err(PasswordFault::Common)), "{common}");
        }
        for good in ["seven llamas knit quietly", "x8Fq2Lr0Zw7B", "Süßkartoffel Gabelstapler"] {
            assert!(hash(good.to_owned(), Vec::new()).await.is_some_and(|hash| hash.is_ok()), "{good}");
        }
    }
}
