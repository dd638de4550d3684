//! Mail: what a letter says, as data, and what becomes of one that could not be sent.

mod choices;
pub mod dns;
mod group;
mod letter;
mod news;
mod placeholder;
mod reminder;
mod sending;
mod wording;

pub use choices::{Choices, Purpose};
pub use group::{
    Aim, GROUP_LETTERS_A_DAY, GROUP_RECEIVERS_MAX, GROUP_SUBJECT_MAX, GROUP_TEXT_MAX, GroupStage, GroupWords,
    HOLD_SECONDS, Reach,
};
pub use letter::{About, AccountChange, Lane, Letter};
pub use news::{Changes, News, Told, news, recorded};
pub use placeholder::{Piece, Placeholder, PlaceholderFault, check_placeholders, filled, pieces};
pub use reminder::{Lead, SPREAD_MINUTES, reminders};
pub use sending::{Failure, MAX_ATTEMPTS, Verdict, Withdrawn, after_failure};
pub use wording::{LETTER_SUBJECT_MAX, LETTER_TEXT_MAX, LetterKind, LetterWords, Paragraph};
