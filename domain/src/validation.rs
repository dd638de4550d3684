//! What is wrong with an input, in words for the person who typed it; the same on the server and in the browser.

mod suggestion;

use serde::{Deserialize, Serialize};

pub use suggestion::email_suggestion;

/// One thing to mend, and the field it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the form field (also the suffix of its element's id).
    pub field: String,
    /// What to do, in one sentence.
    pub message: String,
}

impl FieldError {
    /// A message for a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }

    /// Of an address that is none ([`is_email`]), in the field that everywhere is called `email`.
    pub fn of_email() -> Self {
        Self::new("email", "Enter an e-mail address in the form name@example.org")
    }
}

/// Longest e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_MAX: usize = 254;

/// Whether a text can be an e-mail address: one mailbox, a domain with a dot, no blanks or control characters. Anything
/// finer is settled by the confirmation mail.
pub fn is_email(text: &str) -> bool {
    let Some((mailbox, host)) = text.rsplit_once('@') else { return false };
    let host_is_sound = host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(is_host_character)
        });
    let forbidden = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '<' | '>' | ',' | ';' | '"' | '(' | ')' | '@')
    };
    text.len() <= EMAIL_MAX
        && !mailbox.is_empty()
        && mailbox.len() <= 64
        && !mailbox.contains(forbidden)
        && host_is_sound
}

fn is_host_character(character: char) -> bool {
    character.is_alphanumeric() || character == '-'
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_people_have_are_taken_and_what_could_split_a_header_is_not() {
        for good in ["a@b.org", "maria.rossi+cme@ospedale.it", "o'neill@clinic.ie", "müller@klinikum-köln.de"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.org",
            "a@b",
            "a@.org",
            "a@b..org",
            "a b@c.org",
            "a@b.org\r\nBcc: x@y.z",
            "a@-b.org",
            "<a@b.org>",
            "a@b.org,c@d.org",
            "a@@b.org",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(!is_email(&format!("{}@b.org", "a".repeat(65))));
    }
}
