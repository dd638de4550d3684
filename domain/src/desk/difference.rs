//! What differs between two contents, in the terms of the forms: what a release would change.

use std::collections::HashMap;

use super::form::{Around, Field, Form};
use super::{Input, Kind, Thing, Typed, bind};
use crate::content::{Content, Id};

/// A thing that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Differing {
    /// What sort of thing.
    pub kind: Kind,
    /// Its identity.
    pub id: Id,
    /// By what it is known: as it is after the change, where it is there.
    pub title: String,
    /// How it differs.
    pub what: What,
}

/// How a thing differs.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// These fields differ.
    Changed(Vec<FieldChange>),
    /// Only its place among its kind differs.
    Moved,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Name of the field.
    pub field: &'static str,
    /// What can be typed there.
    pub input: Input,
    /// What it showed.
    pub before: Typed,
    /// What it shows.
    pub after: Typed,
}

/// Everything that differs, kind by kind; what is new or changed in the order it is in, then what is gone.
pub fn differences(before: &Content, after: &Content) -> Vec<Differing> {
    Kind::ALL.iter().flat_map(|kind| of_kind(before, after, *kind)).collect()
}

fn of_kind(before: &Content, after: &Content, kind: Kind) -> Vec<Differing> {
    let (old, new) = (Thing::all(before, kind), Thing::all(after, kind));
    let known: HashMap<Id, (usize, &Thing)> =
        old.iter().enumerate().map(|(place, thing)| (thing.id(), (place, thing))).collect();
    let there: HashMap<Id, usize> = new.iter().enumerate().map(|(place, thing)| (thing.id(), place)).collect();
    let mut found = Vec::new();
    let mut last = None;
    for thing in &new {
        let what = match known.get(&thing.id()) {
            None => Some(What::Added),
            Some((place, old)) => {
                // Out of order: it stands behind something that stood behind it.
                let moved = last.is_some_and(|last| *place < last);
                last = last.max(Some(*place));
                if *old != thing {
                    Some(What::Changed(changes(before, after, old, thing)))
                } else {
                    moved.then_some(What::Moved)
                }
            }
        };
        found.extend(what.map(|what| differing(thing, what)));
    }
    found
        .extend(old.iter().filter(|thing| !there.contains_key(&thing.id())).map(|gone| differing(gone, What::Removed)));
    found
}

fn differing(thing: &Thing, what: What) -> Differing {
    Differing { kind: thing.kind(), id: thing.id(), title: thing.title().to_owned(), what }
}

/// The fields in which two states of a thing differ, each shown with what stood around it.
pub fn changes(before: &Content, after: &Content, old: &Thing, new: &Thing) -> Vec<FieldChange> {
    let (old, new) = (fields(before, old), fields(after, new));
    let old: HashMap<&str, Typed> = old.into_iter().map(|field| (field.name, field.value)).collect();
    let differing = new.into_iter().filter_map(|field| {
        let before = old.get(field.name)?.clone();
        (before != field.value).then_some(FieldChange {
            field: field.name,
            input: field.input,
            before,
            after: field.value,
        })
    });
    differing.collect()
}

fn fields(content: &Content, thing: &Thing) -> Vec<Field> {
    let mut form = Form::shown(Around { content });
    bind(&mut thing.clone(), &mut form);
    form.finish().0
}
