//! Types and rules of a medical-education programme's whole life.
//!
//! Everything here is a pure function of its arguments: no I/O, no clock, no randomness. The same code decides on the
//! server and, compiled to WASM, in the browser. Start with [`content`] for the vocabulary, [`time`] for phases and
//! zones, [`filter`] for the programme's filters, [`registration`] for who may take a place, [`account`] for who someone is,
//! [`staff`] for those who work here, `desk` for what editors change and
//! `search` for what is found (server only), and [`calendar`] for what stands in
//! people's calendars.

pub mod account;
pub mod calendar;
pub mod carry;
pub mod check;
pub mod content;
#[cfg(feature = "zones")]
pub mod desk;
pub mod filter;
mod fold;
pub mod mail;
pub mod media;
pub mod names;
pub mod palette;
pub mod progress;
pub mod published;
pub mod registration;
#[cfg(feature = "search")]
pub mod search;
pub mod settings;
pub mod slug;
pub mod staff;
pub mod time;
pub mod timed_text;
pub mod validation;

pub use fold::fold;
