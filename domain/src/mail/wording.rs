//! The words of the letters that the product sends by itself, as somebody who looks after mail may change them: paragraphs, with
//! gaps for what only the product knows. What a letter is for cannot be left out of it.

use serde::{Deserialize, Serialize};

use super::placeholder::{Placeholder, check_placeholders};
use super::{AccountChange, Lead, Letter, News};
use crate::content::{EventStatus, names};
use crate::validation::FieldError;

/// Longest subject as it is written, in characters.
pub const LETTER_SUBJECT_MAX: usize = 150;
/// Longest text as it is written, in characters.
pub const LETTER_TEXT_MAX: usize = 5_000;

/// A letter whose words may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// A place is held; the address is to be proven.
    ConfirmRegistration,
    /// The address is to be proven to be on the waiting list.
    ConfirmWaiting,
    /// The address is to be proven, for several events.
    ConfirmSeries,
    /// The links of somebody who is registered already.
    AlreadyRegistered,
    /// The person has a place.
    Confirmed,
    /// The person is on the waiting list.
    Waiting,
    /// A place is held for the person.
    Offered,
    /// The offer has ended.
    OfferExpired,
    /// The person has cancelled.
    Cancelled,
    /// An organiser has cancelled the registration.
    CancelledByOrganiser,
    /// The event is a day away.
    Reminder,
    /// The event is an hour away.
    ReminderSoon,
    /// The event is at another time.
    Moved,
    /// The event takes place after all.
    TakesPlace,
    /// The event does not take place.
    EventCancelled,
    /// The event is put off.
    EventPostponed,
    /// The event can be watched.
    RecordingAvailable,
    /// Somebody wants to sign in.
    SignIn,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// To somebody who works here: what was done in their name.
    SecurityNotice,
    /// Somebody is to work here.
    Invitation,
    /// Somebody who works here has forgotten their password.
    PasswordReset,
    /// Somebody who works here wants to be written to elsewhere.
    NewAddress,
}

names!(LetterKind {
    ConfirmRegistration => "confirm_registration",
    ConfirmWaiting => "confirm_waiting",
    ConfirmSeries => "confirm_series",
    AlreadyRegistered => "already_registered",
    Confirmed => "confirmed",
    Waiting => "waiting",
    Offered => "offered",
    OfferExpired => "offer_expired",
    Cancelled => "cancelled",
    CancelledByOrganiser => "cancelled_by_organiser",
    Reminder => "reminder",
    ReminderSoon => "reminder_soon",
    Moved => "moved",
    TakesPlace => "takes_place",
    EventCancelled => "event_cancelled",
    EventPostponed => "event_postponed",
    RecordingAvailable => "recording_available",
    SignIn => "sign_in",
    PasskeyAdded => "passkey_added",
    PasskeyRemoved => "passkey_removed",
    SecurityNotice => "security_notice",
    Invitation => "invitation",
    PasswordReset => "password_reset",
    NewAddress => "new_address",
});

use Placeholder::{
    Before, Choose, Code, Confirm, Details, Device, Held, Link, Manage, Notice, Page, Safety, Standing, Stop, Until,
    Venue, Waiting as OnList,
};

impl LetterKind {
    /// Which one a letter is; `None` of those whose words are somebody's own.
    pub fn of(letter: &Letter) -> Option<Self> {
        Some(match letter {
            Letter::ConfirmRegistration { .. } => Self::ConfirmRegistration,
            Letter::ConfirmWaiting { .. } => Self::ConfirmWaiting,
            Letter::ConfirmSeries { .. } => Self::ConfirmSeries,
            Letter::AlreadyRegistered { .. } => Self::AlreadyRegistered,
            Letter::Confirmed { .. } => Self::Confirmed,
            Letter::Waiting { .. } => Self::Waiting,
            Letter::Offered { .. } => Self::Offered,
            Letter::OfferExpired { .. } => Self::OfferExpired,
            Letter::Cancelled { by_organiser: false, .. } => Self::Cancelled,
            Letter::Cancelled { by_organiser: true, .. } => Self::CancelledByOrganiser,
            Letter::Reminder { lead: Lead::Day, .. } => Self::Reminder,
            Letter::Reminder { lead: Lead::Hour, .. } => Self::ReminderSoon,
            Letter::News { news: News::Moved, before, .. } if before.status != EventStatus::Scheduled => {
                Self::TakesPlace
            }
            Letter::News { news: News::Moved, .. } => Self::Moved,
            Letter::News { news: News::Cancelled, .. } => Self::EventCancelled,
            Letter::News { news: News::Postponed, .. } => Self::EventPostponed,
            Letter::News { news: News::Recording, .. } => Self::RecordingAvailable,
            Letter::SignIn { .. } => Self::SignIn,
            Letter::AccountNotice { change: AccountChange::PasskeyAdded } => Self::PasskeyAdded,
            Letter::AccountNotice { change: AccountChange::PasskeyRemoved } => Self::PasskeyRemoved,
            Letter::SecurityNotice { .. } => Self::SecurityNotice,
            Letter::Invitation { .. } => Self::Invitation,
            Letter::PasswordReset { .. } => Self::PasswordReset,
            Letter::NewAddress { .. } => Self::NewAddress,
            Letter::Group { .. } | Letter::Trial { .. } | Letter::Written { .. } => return None,
        })
    }

    /// Whether it concerns how somebody signs in: only administrators change its words.
    pub fn is_about_signing_in(self) -> bool {
        self >= Self::SignIn
    }

    /// What it cannot do without, each in a paragraph of its own.
    pub fn required(self) -> &'static [Placeholder] {
        match self {
            Self::ConfirmRegistration | Self::ConfirmWaiting => &[Details, Confirm, Safety],
            Self::ConfirmSeries => &[Held, OnList, Confirm, Safety],
            Self::AlreadyRegistered => &[Details, Confirm, Manage],
            Self::Confirmed | Self::Waiting | Self::OfferExpired => &[Details, Manage],
            Self::Offered => &[Details, Until, Manage],
            Self::Cancelled | Self::CancelledByOrganiser | Self::EventCancelled => &[Details],
            Self::Reminder | Self::ReminderSoon => &[Details, Manage, Stop, Choose],
            Self::Moved => &[Details, Before, Manage],
            Self::TakesPlace | Self::EventPostponed => &[Details, Manage],
            Self::RecordingAvailable => &[Details, Page, Stop, Choose],
            Self::SignIn => &[Link, Code, Safety],
            Self::PasskeyAdded | Self::PasskeyRemoved => &[Notice, Safety, Page],
            Self::SecurityNotice => &[Notice, Device, Safety],
            Self::Invitation | Self::PasswordReset | Self::NewAddress => &[Link, Safety],
        }
    }

    /// What may stand in a paragraph of its own beside that.
    pub fn optional(self) -> &'static [Placeholder] {
        match self {
            Self::ConfirmRegistration | Self::ConfirmWaiting => &[Manage],
            Self::Reminder | Self::ReminderSoon => &[Venue, Page],
            Self::Moved | Self::TakesPlace | Self::EventPostponed => &[Standing, Page],
            Self::EventCancelled => &[Page],
            _ => &[],
        }
    }

    /// What may stand among words, in the subject too. Nothing that a person typed goes to an address that is not proven: whoever
    /// registers a stranger's address must not be able to write to that stranger.
    pub fn among_words(self) -> &'static [Placeholder] {
        if self.is_about_signing_in() || self == Self::ConfirmSeries {
            &[Placeholder::Programme]
        } else if self <= Self::AlreadyRegistered {
            &[Placeholder::Event, Placeholder::When, Placeholder::Programme]
        } else {
            &[Placeholder::Name, Placeholder::Event, Placeholder::When, Placeholder::Programme]
        }
    }

    /// Everything that may stand in its text.
    pub fn allowed(self) -> Vec<Placeholder> {
        [self.among_words(), self.required(), self.optional()].concat()
    }
}

/// Changed words of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterWords {
    /// Subject, with placeholders.
    pub subject: String,
    /// Paragraphs with blank lines between them, with placeholders.
    pub text: String,
}

/// A paragraph of changed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paragraph<'a> {
    /// Words, maybe with placeholders among them.
    Words(&'a str),
    /// A part that the product makes.
    Part(Placeholder),
}

impl LetterWords {
    /// The words that were typed into a form.
    ///
    /// # Errors
    /// What is to be mended, by the fields `subject` and `text`.
    pub fn read(kind: LetterKind, subject: &str, text: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let subject = subject.trim();
        if subject.is_empty() {
            errors.push(FieldError::new("subject", "Enter a subject"));
        } else if subject.chars().count() > LETTER_SUBJECT_MAX || subject.chars().any(char::is_control) {
            let why = format!("Enter a subject on one line of at most {LETTER_SUBJECT_MAX} characters");
            errors.push(FieldError::new("subject", why));
        } else if let Err(fault) = check_placeholders(subject, kind.among_words()) {
            errors.push(FieldError::new("subject", fault.advice(kind.among_words())));
        }
        let text = tidy(text);
        errors.extend(fault(kind, &text).map(|why| FieldError::new("text", why)));
        if errors.is_empty() { Ok(Self { subject: subject.to_owned(), text }) } else { Err(errors) }
    }

    /// Its paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Paragraph<'_>> {
        paragraphs(&self.text)
    }
}

/// Lines without blanks at their ends, and one blank line between paragraphs.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text.replace("\r\n", "\n").lines().map(|line| line.trim_end().to_owned()).collect();
    let paragraphs = lines.split(String::is_empty).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join("\n")).collect::<Vec<_>>().join("\n\n")
}

fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph<'_>> {
    text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).map(|paragraph| {
        let name = paragraph.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        let part = name.and_then(|name| Placeholder::from_name(name.trim())).filter(|part| part.is_part());
        part.map_or(Paragraph::Words(paragraph), Paragraph::Part)
    })
}

/// What is wrong with a text.
fn fault(kind: LetterKind, text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("Write the letter".to_owned());
    }
    if text.chars().count() > LETTER_TEXT_MAX {
        return Some(format!("Write at most {LETTER_TEXT_MAX} characters"));
    }
    if text.chars().any(|character| character.is_control() && character != '\n') {
        return Some("Leave out characters that cannot be seen".to_owned());
    }
    let allowed = kind.allowed();
    if let Err(fault) = check_placeholders(text, &allowed) {
        return Some(fault.advice(&allowed));
    }
    let mut parts = Vec::new();
    for paragraph in paragraphs(text) {
        match paragraph {
            // Twice is one alone, too: Manage may be a part here and a word elsewhere.
            Paragraph::Part(part) if parts.contains(&part) => {
                return Some(format!("{} can stand there once", part.written()));
            }
            Paragraph::Part(part) => parts.push(part),
            Paragraph::Words(words) => {
                let among = check_placeholders(words, kind.among_words());
                if let Err(super::PlaceholderFault::NotHere(part)) = among {
                    return Some(format!(
                        "{} needs a paragraph of its own, with blank lines around it",
                        part.written()
                    ));
                }
            }
        }
    }
    let missing = kind.required().iter().find(|part| !parts.contains(part));
    missing.map(|part| format!("The letter cannot do without {}, in a paragraph of its own", part.written()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{collection, prop_assert, prop_assert_eq, sample};

    use super::{LetterKind, LetterWords, Paragraph, Placeholder};

    /// A text with all that a letter needs.
    fn sound(kind: LetterKind) -> String {
        kind.required().iter().map(|part| part.written()).collect::<Vec<_>>().join("\n\n")
    }

    proptest! {
        #[test]
        fn nothing_that_a_letter_needs_can_be_left_out_and_nothing_foreign_put_in(
            kind in sample::select(LetterKind::ALL),
            parts in collection::vec(sample::select(Placeholder::ALL), 0..8),
            words in "[a-z {}<&\n]{0,30}",
        ) {
            let text = parts.iter().map(|part| part.written()).chain([words]).collect::<Vec<_>>().join("\n\n");
            if let Ok(read) = LetterWords::read(kind, "A subject", &text) {
                let stands = |part: &Placeholder| read.paragraphs().any(|found| found == Paragraph::Part(*part));
                prop_assert!(kind.required().iter().all(stands));
                for part in parts {
                    prop_assert!(kind.allowed().contains(&part));
                }
                prop_assert_eq!(LetterWords::read(kind, &read.subject, &read.text), Ok(read));
            }
        }

        #[test]
        fn paragraphs_stay_in_their_order(
            kind in sample::select(LetterKind::ALL),
            words in collection::vec("[a-z]{1,9}", 0..5),
        ) {
            let text = format!("{}\r\n\r\n{}", words.join("\n \n\n"), sound(kind));
            let read = LetterWords::read(kind, "S", &text).map_err(|errors| {
                proptest::test_runner::TestCaseError::fail(format!("{errors:?}"))
            })?;
            let found: Vec<_> = read.paragraphs().collect();
            let expected = words.iter().map(|words| Paragraph::Words(words));
            let expected: Vec<_> = expected.chain(kind.required().iter().copied().map(Paragraph::Part)).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_is_to_be_mended_is_said_by_its_field() {
        let kind = LetterKind::ConfirmRegistration;
        let why = |subject: &str, text: &str| {
            let errors = LetterWords::read(kind, subject, text).unwrap_err();
            errors.into_iter().map(|error| format!("{}: {}", error.field, error.message)).collect::<Vec<_>>().join("\n")
        };
        let text = sound(kind);
        assert!(why("", &text).starts_with("subject: Enter"));
        assert!(why("{{confirm}}", &text).contains("subject: The placeholder {{confirm}} cannot stand here"));
        assert!(why("{{name}}", &text).contains("cannot stand here"), "an address that nobody has proven");
        assert!(why("S", &text.replace("{{confirm}}", "")).contains("text: The letter cannot do without {{confirm}}"));
        assert!(
            why("S", &format!("Here: {{{{manage}}}}\n\n{text}")).contains("{{manage}} needs a paragraph of its own")
        );
        assert!(why("S", &format!("{text}\n\n{{{{details}}}}")).contains("{{details}} can stand there once"));
        assert!(why("S", &format!("{text}\n\n{{{{code}}}}")).contains("{{code}} cannot stand here"));
        assert!(why("S", &format!("{text}\n\n{{{{secret}}}}")).contains("There is no placeholder {{secret}}"));
        for kind in LetterKind::ALL {
            assert_eq!(LetterKind::from_name(kind.name()), Some(*kind));
            assert!(LetterWords::read(*kind, "S", &sound(*kind)).is_ok());
            assert!(kind.required().iter().chain(kind.optional()).all(|part| part.is_part()));
        }
    }
}
