//! Mail: what a letter says, as data, and what becomes of one that could not be sent.

mod choices;
mod letter;
mod news;
mod reminder;
mod sending;

pub use choices::{Choices, Purpose};
pub use letter::{About, AccountChange, Lane, Letter};
pub use news::{Changes, News, Told, news, recorded};
pub use reminder::{Lead, SPREAD_MINUTES, reminders};
pub use sending::{Failure, MAX_ATTEMPTS, Verdict, Withdrawn, after_failure};
