//! What those who work here see: plain pages without any script of their own.

mod dns_page;
mod mail;
mod outbox_page;
mod registrations;
mod retention;
mod set_words;
mod settings_page;
mod system_page;
mod system_tasks;

pub use dns_page::{DNS_PATH, DnsAsked, DnsPage, DnsView, sender_domain};
pub use mail::{
    LetterLine, LetterWordsPage, LettersPage, WordsNotice, WordsView, gather_letter_list, gather_words, words_as_html,
    words_path,
};
pub(crate) use outbox_page::local;
pub use outbox_page::{Delivery, MailList, MailRow, OutboxPage, OutboxView, gather_outbox, site_zone};
pub(crate) use registrations::moment;
pub use registrations::{
    Asked, BulkPage, BulkRefusal, BulkTyped, BulkView, Decided, EntryPage, EntryTrouble, EntryView, EventRow,
    EventsPage, ExportFormat, GroupLetterPage, GroupLettersPage, GroupReviewPage, LIMIT, LetterNotice, LetterRefusal,
    LetterReview, LetterRow, LetterTyped, LetterView, LettersView, Listed, OneView, PlacesNow, Refusal,
    RegistrationPage, RegistrationsPage, RegistrationsView, ReviewRefusal, Shown, TypedEntering, TypedEntry,
    UploadDone, UploadPage, UploadPlan, UploadRefusal, UploadRow, UploadVerdict, UploadView, enter, entry_request,
    export_columns, export_object, export_row, gather_bulk, gather_entry, gather_events, gather_letter, gather_letters,
    gather_registration, gather_registrations, gather_review, letter_as_html, letter_path, letters_path, list_path,
    one_path, places_now, query_of, query_text, takes_nobody,
};
pub use retention::{Outgoing, RetentionNotice, RetentionPage, RetentionView, gather_retention, outlived};
pub(crate) use set_words::{setting_name, setting_path, setting_value};
pub use settings_page::{SettingsNotice, SettingsPage, SettingsTyped, SettingsView, gather_settings};
pub(crate) use system_page::size;
pub use system_page::{Concern, SystemPage, SystemView, gather_system};
