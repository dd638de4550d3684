//! What those who work here see: plain pages without any script of their own.

mod outbox_page;
mod set_up_page;

pub use outbox_page::{MailRow, OutboxPage, OutboxView, gather_outbox};
pub use set_up_page::{SetUp, SetUpPage};
