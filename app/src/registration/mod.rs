//! Registration: the form, the confirmation of the address, and the page on which a person sees and cancels their place.
//!
//! The form is plain HTML and complete by itself. In the browser `crate::browser` asks the same validator before it
//! sends, and sends to the same address.

mod answers;
pub(crate) mod calendar_feed;
mod calendar_links;
mod change;
mod change_page;
mod confirm_page;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod frame;
mod gather;
mod manage_page;
mod questions;
mod register_page;
mod resend;
mod resend_page;
mod sent_page;
mod series;
mod series_pages;
mod standing;
mod steps;
mod steps_page;
mod submit;
mod ticket;

pub(crate) use answers::{answer_in_words, in_words};
pub use calendar_feed::{FeedLink, create_feed, create_feed_of, remove_feed};
pub use calendar_links::CalendarLinks;
pub use change::{Change, Changed, change, gather_change};
pub use change_page::ChangePage;
pub use confirm_page::ConfirmPage;
pub use gather::{Form, Holder, gather_form, gather_holder, gather_holder_to_confirm, terms_of, terms_to_confirm};
pub use manage_page::ManagePage;
pub(crate) use questions::fields as question_fields;
pub use register_page::{Offer, RegisterPage};
pub use resend::resend;
pub use resend_page::ResendPage;
pub use sent_page::SentPage;
pub use series::{SeriesAnswer, SeriesForm, SeriesView, confirm_series, gather_series, series_holders, submit_series};
pub use series_pages::{SeriesConfirmPage, SeriesPage, SeriesSentPage};
pub use steps::{StepForm, Turn, asks_stepwise, discard, done, drafted, finish, open_step, take_answer, take_person};
pub use steps_page::{CheckPage, QuestionPage};
pub use submit::{Answer, new_links, submit};
pub use ticket::Ticket;
