//! The second proof beside the password (OWASP ASVS 5.0, 6.3.3).

use super::recovery::typed_recovery_code;
use crate::account::typed_code;

/// What somebody types to prove who they are beside their password. A passkey does so too, and is not typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecondFactor<T> {
    /// The code of an authenticator: its six digits as typed, or, once they are known to be right, their step of time.
    Authenticator(T),
    /// One of the recovery codes.
    Recovery(String),
}

/// What somebody typed where both are taken: six digits, or a recovery code. `None` if it can be neither.
pub fn second_factor(text: &str) -> Option<SecondFactor<String>> {
    let digits = typed_code(text).map(SecondFactor::Authenticator);
    digits.or_else(|| typed_recovery_code(text).map(SecondFactor::Recovery))
}

/// Whether somebody who has so many passkeys, and an authenticator or none, would have no second factor left without one of
/// the passkeys. Recovery codes are for whoever has lost theirs, and do not count.
pub fn is_last_factor(has_authenticator: bool, passkeys: u32) -> bool {
    !has_authenticator && passkeys <= 1
}

#[cfg(test)]
mod tests {
    use super::{SecondFactor, is_last_factor, second_factor};

    #[test]
    fn somebody_always_keeps_a_second_factor() {
        assert!(is_last_factor(false, 1) && is_last_factor(false, 0));
        for (has_authenticator, passkeys) in [(true, 1), (true, 2), (false, 2), (true, 0)] {
            assert!(!is_last_factor(has_authenticator, passkeys));
        }
    }

    #[test]
    fn digits_and_recovery_codes_are_told_apart() {
        assert_eq!(second_factor(" 012 345"), Some(SecondFactor::Authenticator("012345".to_owned())));
        let code = "abcd-efgh-ijkl-mnop-qrst-uv27";
        assert_eq!(second_factor(code), Some(SecondFactor::Recovery("abcdefghijklmnopqrstuv27".to_owned())));
        for other in ["", "12345", "1234567", "abcd-efgh"] {
            assert_eq!(second_factor(other), None, "{other}");
        }
    }
}
