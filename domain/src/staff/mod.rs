//! Those who work here: what each may do, how they prove who they are, and how often that may be tried.
//!
//! A sign-in has two steps: a password, and a [`SecondFactor`] or a passkey. Between the two a session is at a [`Stage`] at
//! which it may do nothing else. A passkey alone is both at once: something one has, and a finger, face or PIN that it has
//! checked (NIST SP 800-63B, multi-factor cryptographic authenticators).

mod attempts;
mod password;
mod recovery;
#[cfg(feature = "zones")]
mod review;
mod role;
mod second_factor;
mod session;
mod way_back;

pub use attempts::{FORGOTTEN_MINUTES, FREE_ATTEMPTS, wait_minutes};
pub use password::{PASSWORD_MAX, PASSWORD_MIN, PasswordFault, password_fault};
pub use recovery::{RECOVERY_BYTES, RECOVERY_CODES, recovery_code, typed_recovery_code};
#[cfg(feature = "zones")]
pub use review::{REVIEW_DAYS, ReviewFault, review_end, review_last_day};
pub use role::{Notice, Role};
pub use second_factor::{SecondFactor, is_last_factor, second_factor};
pub use session::{SESSION, Stage};
pub use way_back::way_back;

#[cfg(feature = "staff")]
mod totp;
#[cfg(feature = "staff")]
pub use totp::{SECRET_BYTES, STEP_SECONDS, TotpSecret};

/// How long an invitation can be accepted, in hours.
pub const INVITATION_HOURS: i64 = 72;
/// How long a forgotten password can be replaced by a mail's link, in minutes.
pub const RESET_MINUTES: i64 = 30;
/// How long another address can be proven by a mail's link, in minutes.
pub const ADDRESS_MINUTES: i64 = 60;
