//! Letters that somebody who looks after registrations writes to chosen people: their words, whom they reach, and how long
//! they can be called back.

use serde::{Deserialize, Serialize};

use super::placeholder::{Placeholder, check_placeholders};
use crate::content::names;
use crate::registration::RegistrationState;
use crate::validation::FieldError;

/// For how long a letter is held before it leaves, in seconds: until then it can be called back.
pub const HOLD_SECONDS: i64 = 60;
/// Longest subject as it is written, in characters.
pub const GROUP_SUBJECT_MAX: usize = 150;
/// Longest text as it is written, in characters.
pub const GROUP_TEXT_MAX: usize = 8_000;
/// Most people whom one letter is written to: they are written down in one transaction.
pub const GROUP_RECEIVERS_MAX: u32 = 20_000;
/// Most letters to many about an event within 24 hours.
pub const GROUP_LETTERS_A_DAY: u32 = 10;

/// What a letter to many is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The event that its receivers registered for: whatever one has to know to take part.
    Event,
    /// Anything else, of which one is told only after having agreed to it.
    News,
}

names!(Aim { Event => "event", News => "news" });

/// How far a letter to many is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupStage {
    /// It is being written.
    Draft,
    /// It is held, and can be called back.
    Held,
    /// It is on its way, and cannot be called back any more.
    Released,
}

names!(GroupStage { Draft => "draft", Held => "held", Released => "released" });

/// Whether a letter to many is written to somebody who was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// It is.
    Written,
    /// Their address was never proven.
    Unproven,
    /// They cancelled, or missed their offer.
    Left,
    /// They are not any more as they were when they were chosen.
    Changed,
    /// They did not agree to such letters, or do not want them any more.
    NotWanted,
}

names!(Reach {
    Written => "written",
    Unproven => "unproven",
    Left => "left",
    Changed => "changed",
    NotWanted => "not_wanted",
});

impl Aim {
    /// Whether it is written to somebody who was in a state when they were chosen and is in another now.
    pub fn reach(self, chosen: RegistrationState, present: RegistrationState, wants_news: bool) -> Reach {
        if present.is_unproven() {
            Reach::Unproven
        } else if present.has_left() {
            Reach::Left
        } else if chosen != present {
            Reach::Changed
        } else if self == Self::News && !wants_news {
            Reach::NotWanted
        } else {
            Reach::Written
        }
    }
}

/// The words of a letter to many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupWords {
    /// What it is for.
    pub aim: Aim,
    /// Subject, with placeholders.
    pub subject: String,
    /// Text, Markdown with placeholders.
    pub text: String,
}

impl GroupWords {
    /// Placeholders that may stand in a subject.
    pub const IN_SUBJECT: &'static [Placeholder] = &[Placeholder::Name, Placeholder::Event, Placeholder::When];
    /// Placeholders that may stand in a text.
    pub const IN_TEXT: &'static [Placeholder] =
        &[Placeholder::Name, Placeholder::Event, Placeholder::When, Placeholder::Manage];

    /// The words that were typed into a form.
    ///
    /// # Errors
    /// What is to be mended, by the fields `aim`, `subject` and `text`.
    pub fn read(aim: &str, subject: &str, text: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let aim = Aim::from_name(aim);
        if aim.is_none() {
            errors.push(FieldError::new("aim", "Say what the letter is for"));
        }
        let (subject, text) = (subject.trim(), text.trim().replace("\r\n", "\n"));
        if subject.is_empty() {
            errors.push(FieldError::new("subject", "Enter a subject"));
        } else if subject.chars().count() > GROUP_SUBJECT_MAX || subject.chars().any(char::is_control) {
            let why = format!("Enter a subject on one line of at most {GROUP_SUBJECT_MAX} characters");
            errors.push(FieldError::new("subject", why));
        } else if let Err(fault) = check_placeholders(subject, Self::IN_SUBJECT) {
            errors.push(FieldError::new("subject", fault.advice(Self::IN_SUBJECT)));
        }
        if text.is_empty() {
            errors.push(FieldError::new("text", "Write the letter"));
        } else if text.chars().count() > GROUP_TEXT_MAX {
            errors.push(FieldError::new("text", format!("Write at most {GROUP_TEXT_MAX} characters")));
        } else if let Err(fault) = check_placeholders(&text, Self::IN_TEXT) {
            errors.push(FieldError::new("text", fault.advice(Self::IN_TEXT)));
        }
        match aim.filter(|_| errors.is_empty()) {
            Some(aim) => Ok(Self { aim, subject: subject.to_owned(), text }),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq, sample};

    use super::{Aim, GROUP_SUBJECT_MAX, GROUP_TEXT_MAX, GroupStage, GroupWords, Reach};
    use crate::registration::RegistrationState;

    proptest! {
        #[test]
        fn only_proven_people_who_are_as_they_were_chosen_and_agreed_are_written_to(
            aim in sample::select(Aim::ALL),
            chosen in sample::select(RegistrationState::ALL),
            present in sample::select(RegistrationState::ALL),
            wants in any::<bool>(),
        ) {
            let reach = aim.reach(chosen, present, wants);
            let expected = chosen == present && present.hears_of_changes() && (aim == Aim::Event || wants);
            prop_assert_eq!(reach == Reach::Written, expected);
            prop_assert!(aim == Aim::News || reach != Reach::NotWanted);
        }

        #[test]
        fn what_is_read_can_be_read_again(subject in ".{0,200}", text in "(?s).{0,300}") {
            if let Ok(words) = GroupWords::read("event", &subject, &text) {
                prop_assert!(!words.subject.contains(char::is_control) && !words.text.is_empty());
                prop_assert_eq!(GroupWords::read("event", &words.subject, &words.text), Ok(words));
            }
        }
    }

    #[test]
    fn what_is_to_be_mended_is_said_by_its_field() {
        let fields = |aim: &str, subject: &str, text: &str| {
            let errors = GroupWords::read(aim, subject, text).unwrap_err();
            errors.into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("", " ", "\n"), ["aim", "subject", "text"]);
        assert_eq!(fields("event", "a\nBcc: b", "x"), ["subject"]);
        assert_eq!(fields("event", "{{manage}}", "x"), ["subject"], "a link is no subject");
        assert_eq!(fields("news", "a", "{{confirm}}"), ["text"]);
        assert_eq!(
            fields("news", &"é".repeat(GROUP_SUBJECT_MAX + 1), &"é".repeat(GROUP_TEXT_MAX + 1)),
            ["subject", "text"]
        );
        for stage in GroupStage::ALL {
            assert_eq!(GroupStage::from_name(stage.name()), Some(*stage));
        }
        for reach in Reach::ALL {
            assert_eq!(Reach::from_name(reach.name()), Some(*reach));
        }
    }
}
