//! Registrations for those who look after them: the events, of each the list, and each registration with its history.

mod bulk;
mod bulk_form;
mod bulk_page;
mod enter;
mod enter_page;
mod entering;
mod events_page;
mod export;
mod filter_form;
mod gather;
mod letters;
mod one;
mod one_page;
mod page;
mod places;
mod table;
mod upload;
mod upload_page;
mod views;

use domain::registration::ListQuery;
use domain::time::Local;

use crate::language::DateWords;
use crate::t;

pub use bulk::{BulkRefusal, BulkTyped, BulkView, ReviewRefusal, gather_bulk};
pub use bulk_page::BulkPage;
pub use enter::{
    EntryTrouble, EntryView, TypedEntry, enter, gather_entry, places_now, request as entry_request, takes_nobody,
};
pub use enter_page::EntryPage;
pub use entering::{PlacesNow, TypedEntering};
pub use events_page::{EventRow, EventsPage, gather_events};
pub use export::{ExportFormat, export_columns, export_object, export_row};
pub use gather::{Asked, Decided, LIMIT, Listed, Refusal, RegistrationsView, Shown, gather_registrations};
pub use letters::{
    GroupLetterPage, GroupLettersPage, GroupReviewPage, LetterNotice, LetterRefusal, LetterReview, LetterRow,
    LetterTyped, LetterView, LettersView, gather_letter, gather_letters, gather_review, letter_as_html, letter_path,
    letters_path,
};
pub use one::{OneView, gather_registration};
pub use one_page::RegistrationPage;
pub use page::RegistrationsPage;
pub use upload::{UploadDone, UploadPlan, UploadRefusal, UploadRow, UploadVerdict, UploadView};
pub use upload_page::UploadPage;

/// "12 October 2022, 17:50 CEST".
pub(crate) fn moment(local: &Local) -> String {
    t!(date.moment, date = local.date.medium(), time = local.time, zone = &local.abbreviation)
}

/// The address of an event's list.
pub fn list_path(slug: &str, query: &ListQuery) -> String {
    let path = format!("/admin/registrations/{slug}");
    let query = query_text(query);
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// The address of a registration's page.
pub fn one_path(slug: &str, id: impl std::fmt::Display) -> String {
    format!("/admin/registrations/{slug}/{id}")
}

/// The part of a list's address after the question mark.
pub fn query_text(query: &ListQuery) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(query.pairs()).finish()
}

/// The list of an address' part after the question mark.
pub fn query_of(text: &str) -> ListQuery {
    let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    ListQuery::from_pairs(pairs.iter().map(|(key, value)| (&**key, &**value)))
}
