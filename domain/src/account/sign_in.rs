//! Proving an address: one mail with a link and a code (OWASP ASVS 5.0, 6.5.5 and 6.6.2 to 6.6.3).
//!
//! The link carries 256 bits and works only in the browser that asked. The code works anywhere and is short, so what
//! protects it is how seldom it may be guessed.

/// Digits of a code.
pub const CODE_DIGITS: usize = 6;
/// How long a link and its code can be used.
pub const CODE_MINUTES: i64 = 10;
/// Guesses that a code outlives.
pub const CODE_GUESSES: i64 = 5;
/// Guesses for one address within a day (UTC), whatever was asked for meanwhile. With at most [`MAILS`] codes alive at a
/// time, whoever does nothing but guess comes in on one day in 16,000. The link is not concerned: nobody can be locked out.
pub const DAY_GUESSES: i64 = 20;
/// Mails to one address within [`MAILS_MINUTES`]; what is asked for beyond them is answered the same and sends nothing.
pub const MAILS: i64 = 3;
/// See [`MAILS`]; longer than a code lives, so that no more than so many are alive.
pub const MAILS_MINUTES: i64 = 15;

/// The code that a random number stands for; every code is as likely as any other to one in 4,000.
pub fn code_of(random: u32) -> String {
    format!("{:0width$}", random % 10_u32.pow(6), width = CODE_DIGITS)
}

/// A code as somebody typed it: blanks and hyphens between the digits do not matter. `None` if it cannot be one.
pub fn typed_code(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
    let sound = kept.len() == CODE_DIGITS && kept.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{CODE_DIGITS, CODE_MINUTES, MAILS_MINUTES, code_of, typed_code};

    #[test]
    fn a_code_may_be_typed_with_blanks_and_nothing_else() {
        assert_eq!(typed_code(" 012 345\n").as_deref(), Some("012345"));
        assert_eq!(typed_code("012-345").as_deref(), Some("012345"));
        for other in ["", "01234", "0123456", "01234a", "٠١٢٣٤٥", "12.345"] {
            assert_eq!(typed_code(other), None, "{other}");
        }
        const { assert!(CODE_MINUTES < MAILS_MINUTES, "no more codes are alive than mails are allowed") };
    }

    proptest! {
        #[test]
        fn every_code_has_six_digits_and_is_understood_when_typed(random in any::<u32>()) {
            let code = code_of(random);
            prop_assert_eq!(code.len(), CODE_DIGITS);
            prop_assert_eq!(typed_code(&code), Some(code));
        }

        #[test]
        fn whatever_is_typed_is_six_digits_or_nothing(text in any::<String>()) {
            prop_assert!(typed_code(&text).is_none_or(|code| code.len() == 6 && code.parse::<u32>().is_ok()));
        }
    }
}
