//! Recovery codes: for whoever has lost the telephone. Each works once (OWASP ASVS 5.0, 6.5.1), and carries 120 random bits, so
//! that a plain hash of it is enough (6.5.2).

/// How many there are.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of one.
pub const RECOVERY_BYTES: usize = 15;
/// Letters and digits of one: five bits each.
const LENGTH: usize = RECOVERY_BYTES * 8 / 5;
/// Base32 (RFC 4648, section 6), small letters: nothing in it is taken for something else but 0 for o.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The code that random bytes stand for, in groups of four: `abcd-efgh-…`.
pub fn recovery_code(random: [u8; RECOVERY_BYTES]) -> String {
    let mut code = String::with_capacity(LENGTH + LENGTH / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut written = 0;
    for byte in random {
        bits = (bits << 8) | u32::from(byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            let letter = ALPHABET.get((bits >> held & 31) as usize).copied().unwrap_or(b'a');
            if written > 0 && written % 4 == 0 {
                code.push('-');
            }
            code.push(char::from(letter));
            written += 1;
        }
        bits &= 31;
    }
    code
}

/// A code as somebody typed it, without blanks and hyphens, in small letters; `None` if it cannot be one.
pub fn typed_recovery_code(text: &str) -> Option<String> {
    let kept = text.chars().filter(|character| !character.is_whitespace() && *character != '-');
    let kept: String = kept.map(|character| character.to_ascii_lowercase()).take(LENGTH + 1).collect();
    (kept.len() == LENGTH && kept.bytes().all(|letter| ALPHABET.contains(&letter))).then_some(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq, prop_assume};

    use super::{RECOVERY_BYTES, recovery_code, typed_recovery_code};

    #[test]
    fn codes_are_base32_in_groups() {
        assert_eq!(recovery_code([0; RECOVERY_BYTES]), "aaaa-aaaa-aaaa-aaaa-aaaa-aaaa");
        assert_eq!(recovery_code([255; RECOVERY_BYTES]), "7777-7777-7777-7777-7777-7777");
        // RFC 4648, section 10: "foobar" is MZXW6YTBOI.
        assert!(recovery_code(*b"foobarfoobarfoo").starts_with("mzxw-6ytb-oj"));
        assert_eq!(typed_recovery_code("aaaa aaaa aaaa aaaa aaaa aaa1"), None);
        assert_eq!(typed_recovery_code("123456"), None);
    }

    proptest! {
        #[test]
        fn a_code_is_understood_however_it_is_typed(random in any::<[u8; RECOVERY_BYTES]>()) {
            let code = recovery_code(random);
            let plain = code.replace('-', "");
            prop_assert_eq!(typed_recovery_code(&code), Some(plain.clone()));
            prop_assert_eq!(typed_recovery_code(&format!(" {} ", plain.to_uppercase())), Some(plain));
        }

        #[test]
        fn other_random_bytes_are_another_code(first in any::<[u8; RECOVERY_BYTES]>(), second in any::<[u8; RECOVERY_BYTES]>()) {
            prop_assume!(first != second);
            prop_assert!(recovery_code(first) != recovery_code(second));
        }
    }
}
