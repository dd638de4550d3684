//! Registration: what a person must say, and what may happen to their place.

mod countries;
mod form;
mod state;

pub use countries::{COUNTRIES, country_name};
pub use form::{Applicant, PROFESSIONS, Profession, RegistrationForm};
pub use state::{Outcome, RegistrationState};
