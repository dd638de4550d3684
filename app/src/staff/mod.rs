//! Accounts of those who work here: the set-up link, signing in with a password and a second factor, one's own page. Plain
//! forms without any script; what they mean is decided in `domain::staff`.

mod account_page;
mod address_pages;
mod fields;
mod link_pages;
mod people_page;
mod proof_pages;
mod qr;
mod second_factor_page;
mod session;
mod set_up_page;
mod sign_in_page;

pub use account_page::{StaffAccount, StaffAccountPage, gather_account};
pub use address_pages::{AddressChange, AddressPage, NewAddress, NewAddressPage, gather_new_address};
pub use link_pages::{Forgotten, ForgottenPage, Invitation, InvitationPage, gather_forgotten, gather_invitation};
pub use people_page::{InvitationTyped, InvitedRow, Review, StaffPeople, StaffPeoplePage, StaffRow, gather_people};
pub use proof_pages::{PasswordChange, PasswordPage, ProofForm, ProofPage, gather_proof};
pub use second_factor_page::{SecondFactorPage, SecondFactorView, gather_second_factor};
pub use session::{
    device_cookie, device_token, first_page, reviewer_of, staff_cookie, staff_session_of, staff_token, with_next,
};
pub use set_up_page::{Arrival, SetUp, SetUpPage};
pub use sign_in_page::{CodeForm, PasswordForm, StaffCodePage, StaffSignInPage, gather_code};
