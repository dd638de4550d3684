//! What a password must be (OWASP ASVS 5.0, 6.2; NIST SP 800-63B, section 3.1.1): long, and not one that is tried early.
//! Nothing is asked of the kinds of characters, and nothing is cut off or altered.

/// Fewest characters.
pub const PASSWORD_MIN: usize = 12;
/// Most characters: what is longer costs time and adds nothing.
pub const PASSWORD_MAX: usize = 128;
/// Our own name, which is tried early here.
const PRODUCT: &str = "continuum";
/// Shorter parts of a name stand in many words.
const PART_MIN: usize = 4;

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PasswordFault {
    /// Fewer than [`PASSWORD_MIN`] characters.
    TooShort,
    /// More than [`PASSWORD_MAX`] characters.
    TooLong,
    /// It contains its owner's name or address, or the product's name.
    NamesOwner,
    /// It is known from breaches, or made of what is.
    Common,
}

/// Why a password is refused; `None` if it is not. `owner` is what is known of its owner: name and address. `is_common` tells
/// whether it is among those that are tried first, and is asked last, because it takes longest.
pub fn password_fault(password: &str, owner: &[&str], is_common: impl FnOnce() -> bool) -> Option<PasswordFault> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Some(PasswordFault::TooShort);
    }
    if length > PASSWORD_MAX {
        return Some(PasswordFault::TooLong);
    }
    let folded = password.to_lowercase();
    let parts = owner.iter().flat_map(|text| parts(text)).chain([PRODUCT.to_owned()]);
    if parts.into_iter().any(|part| folded.contains(&part)) {
        return Some(PasswordFault::NamesOwner);
    }
    is_common().then_some(PasswordFault::Common)
}

/// The whole mailbox, and the longer words of a name or address.
fn parts(text: &str) -> Vec<String> {
    let folded = text.trim().to_lowercase();
    let mailbox = folded.split('@').next().unwrap_or_default().to_owned();
    let words = folded.split(|character: char| !character.is_alphanumeric()).map(str::to_owned);
    words.chain([mailbox]).filter(|part| part.chars().count() >= PART_MIN).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{PASSWORD_MAX, PASSWORD_MIN, PasswordFault, password_fault};

    const OWNER: [&str; 2] = ["Maria Rossi", "m.rossi@ospedale.it"];

    #[test]
    fn length_counts_in_characters_and_kinds_of_characters_do_not_count() {
        let judge = |password: &str| password_fault(password, &OWNER, || false);
        assert_eq!(judge("ööööööööööö"), Some(PasswordFault::TooShort), "eleven characters, more bytes");
        assert_eq!(judge("öööööööööööö"), None);
        assert_eq!(judge(&"x".repeat(128)), None);
        assert_eq!(judge(&"x".repeat(129)), Some(PasswordFault::TooLong));
        assert_eq!(judge("correct horse battery"), None);
    }

    #[test]
    fn what_everybody_knows_of_its_owner_does_not_belong_into_it() {
        for password in
            ["ROSSI-ist-die-beste", "xx m.rossi xx xx", "my ospedale is old", "Continuum-2022!", "maria loves pasta"]
        {
            assert_eq!(password_fault(password, &OWNER, || false), Some(PasswordFault::NamesOwner), "{password}");
        }
        // "it" and "m" stand in many words.
        assert_eq!(password_fault("little mimes with hats", &OWNER, || false), None);
    }

    proptest! {
        #[test]
        fn a_common_one_never_passes_and_an_uncommon_one_fails_for_a_reason(password in any::<String>()) {
            prop_assert!(password_fault(&password, &OWNER, || true).is_some());
            let length = password.chars().count();
            let fault = password_fault(&password, &OWNER, || false);
            prop_assert_eq!(fault == Some(PasswordFault::TooShort), length < PASSWORD_MIN);
            prop_assert_eq!(fault == Some(PasswordFault::TooLong), length > PASSWORD_MAX);
        }
    }
}
