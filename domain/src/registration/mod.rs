//! Registration: what a person must say, and what may happen to their place.

pub mod answers;
pub mod bulk;
mod countries;
mod decision;
mod draft;
pub mod entry;
mod form;
mod letter;
pub mod listing;
pub mod series;
mod state;
pub mod waiting;

pub use answers::{Answer, Answers, TypedAnswers, answer};
pub use bulk::BulkAct;
pub use countries::{COUNTRIES, country_name};
pub use decision::{Decision, REASON_MAX, reason};
pub use draft::{Draft, Kept, ONE_PAGE, Step, is_stepwise};
pub use form::{Applicant, PROFESSIONS, Profession, RegistrationForm};
pub use letter::StepLetter;
pub use listing::{Column, ListFilter, ListOrder, ListQuery};
pub use series::Series;
pub use state::{Actor, Cause, Effect, Outcome, RegistrationState, TRANSITIONS, Transition};
