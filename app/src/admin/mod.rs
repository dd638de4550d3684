//! What those who work here see: plain pages without any script of their own.

mod outbox_page;
mod registrations;
mod registrations_page;

pub(crate) use outbox_page::local;
pub use outbox_page::{Delivery, MailList, MailRow, OutboxPage, OutboxView, gather_outbox};
pub use registrations::{Asked, Decided, Listed, RegistrationsView, Shown, gather_registrations};
pub use registrations_page::RegistrationsPage;
pub(crate) use registrations_page::{EventLinks, moment};
