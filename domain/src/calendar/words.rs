//! What a file says in a language.

use std::fmt;

use crate::content::Attendance;

/// The sentences of a calendar file in one language. Whoever issues the file has them.
pub trait Words: fmt::Debug + Sync {
    /// Title of an entry that is cancelled; not every calendar shows a status.
    fn cancelled(&self, title: &str) -> String;
    /// Title of an entry that is postponed.
    fn postponed(&self, title: &str) -> String;
    /// Who takes part, by names.
    fn people(&self, names: &str) -> String;
    /// Where to join.
    fn join(&self, address: &str) -> String;
    /// Where a registrant sees and cancels the registration.
    fn registration(&self, address: &str) -> String;
    /// Name of the link to the live room.
    fn live_room(&self) -> String;
    /// How one takes part.
    fn attendance(&self, attendance: Attendance) -> String;
}
