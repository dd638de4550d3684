//! The editor's desk: what can be edited and how. Pure rules; whoever shows a form, saves it or undoes it asks here.
//!
//! | file | holds |
//! |---|---|
//! | [`thing`] | one thing of the working copy, whatever its kind |
//! | [`form`] | fields: shown, read, checked, by one description of each |
//! | `fields` | that description for every kind of thing |
//! | [`merge`] | two editors at one thing |
//! | [`row`] | rows of a table that are not taken |
//! | [`steps`] | what a command changes, and its inverse |
//! | [`find`] | a thing by words that stand in it |
//! | [`import`] | what an imported file makes of the working copy |
//! | [`alone`] | a release of one thing alone |
//! | [`difference`] | what differs between two contents, in the terms of the forms |

mod alone;
mod difference;
mod fields;
mod find;
pub mod form;
mod import;
mod merge;
mod row;
mod steps;
mod thing;

pub use crate::content::Kind;
pub use alone::with_one;
pub use difference::{Differing, FieldChange, What, changes, differences};
pub use fields::bind;
pub use find::{Hit, find};
pub use form::{Around, Column, Field, Form, Input, Trouble, Typed, Values, Wrong, is_language, person_named};
pub use import::{imported, steps_between};
pub use merge::{Base, Conflict, Merged, base, merge};
pub use row::{RowTrouble, WrongRow};
pub use steps::{Direction, Put, Refusal, Step, Undone, add, inverse, move_by, remove, replace, undo, undo_from};
pub use thing::{Thing, Usual};
