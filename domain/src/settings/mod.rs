//! What administrators set for the whole site, beside what its operator says when it is started.

mod accent;
mod arrival;
#[cfg(feature = "zones")]
mod languages;
mod retention;

pub use accent::Accent;
pub use arrival::{Arrival, Asked, arrival};
#[cfg(feature = "zones")]
pub use languages::{LANGUAGES_MAX, Languages};
pub use retention::{Kept, RETENTION_MONTHS, Retention};
#[cfg(feature = "zones")]
pub use retention::{kept_since, over_at};

use crate::content::names;
#[cfg(feature = "zones")]
use crate::time::Zone;

/// Longest name of a sender, in characters.
pub const SENDER_NAME_MAX: usize = 60;

/// Something that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The name that mails come from, beside their address.
    SenderName,
    /// The site's own colour.
    Accent,
    /// Words as the programme writes them, for captions: see [`crate::timed_text::Glossary`].
    Glossary,
    /// How long what is known of people is kept.
    Retention,
    /// The zone by which those who work here read the time, and which new events have.
    Zone,
    /// The languages that forms offer for content.
    Languages,
}

names!(Setting {
    SenderName => "sender_name",
    Accent => "accent",
    Glossary => "glossary",
    Retention => "retention",
    Zone => "zone",
    Languages => "languages",
});

/// The zone of the site, by its IANA name; `None` where none was typed, for that of the first event.
///
/// # Errors
/// What is to be mended, in words.
#[cfg(feature = "zones")]
pub fn zone(text: &str) -> Result<Option<Zone>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        name => Zone::named(name).map(Some).map_err(|_| "Enter a zone as it is listed, like Europe/Rome"),
    }
}

/// The name that mails come from: trimmed, on one line; `None` for the one that the operator gave. Nothing in it may look like an
/// address or a list of them: mail programs show the name and hide the address.
///
/// # Errors
/// What is to be mended, in words.
pub fn sender_name(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim();
    if text.chars().count() > SENDER_NAME_MAX || text.chars().any(char::is_control) {
        return Err("Enter a name on one line of at most 60 characters");
    }
    if text.contains(['@', '<', '>', '"', '\\', ',', ';', '(', ')']) {
        return Err("Leave out @, brackets, commas and quotation marks: the address is added by itself");
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{SENDER_NAME_MAX, Setting, sender_name};

    proptest! {
        #[test]
        fn a_name_is_one_line_and_no_address(text in ".{0,80}") {
            if let Ok(Some(name)) = sender_name(&text) {
                prop_assert!(!name.contains(['\r', '\n', '@', '<', '>', ',']) && name.chars().count() <= SENDER_NAME_MAX);
                prop_assert_eq!(sender_name(&name), Ok(Some(name)));
            }
        }
    }

    #[cfg(feature = "zones")]
    #[test]
    fn a_zone_is_one_that_the_database_has() {
        let read = |text| super::zone(text).map(|zone| zone.map(|zone| zone.name().to_string()));
        assert_eq!(read(" europe/brussels "), Ok(Some("Europe/Brussels".to_owned())));
        assert_eq!(read(" "), Ok(None));
        for wrong in ["CEST", "Europe/Atlantis", "+02:00", "Rome; x"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_that_organisers_have_are_taken() {
        for name in ["Telemedicine webinars", "Fortbildung Köln", "O'Neill & Co. 2022", "肿瘤学"] {
            assert_eq!(sender_name(&format!(" {name} ")), Ok(Some(name.to_owned())));
        }
        assert_eq!(sender_name("  "), Ok(None), "as the operator has it");
        for wrong in ["a\r\nBcc: x", "support@bank.example", "Bank <a", "a, b", &"é".repeat(SENDER_NAME_MAX + 1)] {
            assert!(sender_name(wrong).is_err(), "{wrong}");
        }
        for setting in Setting::ALL {
            assert_eq!(Setting::from_name(setting.name()), Some(*setting));
        }
    }
}
