//! "My agenda": what a visitor saved, kept in their own browser, without an account.

mod page;
mod save_button;

pub use page::AgendaPage;
pub use save_button::SaveButton;
