//! What those who work here see: plain pages without any script of their own.

mod outbox_page;
mod registrations;
mod system_page;

pub(crate) use outbox_page::local;
pub use outbox_page::{Delivery, MailList, MailRow, OutboxPage, OutboxView, gather_outbox};
pub(crate) use registrations::moment;
pub use registrations::{
    Asked, BulkPage, BulkRefusal, BulkTyped, BulkView, Decided, EventRow, EventsPage, ExportFormat, Listed, OneView,
    Refusal, RegistrationPage, RegistrationsPage, RegistrationsView, ReviewRefusal, Shown, export_columns,
    export_object, export_row, gather_bulk, gather_events, gather_registration, gather_registrations, list_path,
    one_path, query_of, query_text,
};
pub use system_page::{Concern, SystemPage, SystemView, gather_system};
