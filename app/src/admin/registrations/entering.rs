//! How people are entered: whether their addresses still have to be proven, and what is done where all places are taken. The
//! same fields for one person and for a list.

use domain::registration::entry::{Entering, Proof, WhenFull};
use domain::validation::FieldError;
use leptos::prelude::*;

use crate::registration::fields::{Text, frame, text};
use crate::t;

/// What was chosen and typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedEntering {
    /// Name of a [`Proof`].
    pub proof: String,
    /// Name of a [`WhenFull`].
    pub when_full: String,
    /// Why.
    pub reason: String,
}

impl TypedEntering {
    /// What is chosen before anybody chose: what takes nothing for granted.
    pub fn first() -> Self {
        let (proof, when_full) = (Proof::Asked.name().to_owned(), WhenFull::List.name().to_owned());
        Self { proof, when_full, reason: String::new() }
    }

    /// How people are entered.
    ///
    /// # Errors
    /// What is to be mended.
    pub fn read(&self) -> Result<Entering, Vec<FieldError>> {
        Entering::typed(&self.proof, &self.when_full, &self.reason)
    }
}

/// The places of an event as they are: how many are taken and of how many.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlacesNow {
    /// Places in all, where they are limited.
    pub capacity: Option<u32>,
    /// Places held.
    pub taken: u32,
}

/// How many places are taken, in words.
pub(super) fn places(now: PlacesNow) -> AnyView {
    let words = match now.capacity {
        Some(capacity) => t!(registrations.taken_of, taken = now.taken, capacity = capacity),
        None => t!(registrations.taken, taken = now.taken),
    };
    view! { <p>{t!(registrations.places)} ": " {words}</p> }.into_any()
}

/// The fields. What is done where all places are taken is asked only where they are limited.
pub(super) fn fields(errors: &[FieldError], typed: &TypedEntering, now: PlacesNow) -> AnyView {
    let proofs = Proof::ALL.iter().map(|proof| {
        let words = match proof {
            Proof::Asked => t!(entry.ask),
            Proof::Given => t!(entry.given),
        };
        (proof.name(), words)
    });
    let proofs = radios(errors, ("proof", t!(entry.proof)), proofs, &typed.proof);
    let when_full = WhenFull::ALL.iter().map(|when_full| {
        let words = match when_full {
            WhenFull::List => t!(entry.list),
            WhenFull::Place => t!(entry.place),
        };
        (when_full.name(), words)
    });
    let when_full = if now.capacity.is_some() {
        radios(errors, ("when_full", t!(entry.when_full)), when_full, &typed.when_full)
    } else {
        view! { <input type="hidden" name="when_full" value=WhenFull::List.name() /> }.into_any()
    };
    let reason = Text {
        name: "reason",
        label: t!(registrations.reason),
        hint: t!(entry.reason_hint),
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    view! {
        {proofs}
        {when_full}
        {text(errors, reason, typed.reason.clone())}
    }
    .into_any()
}

fn radios(
    errors: &[FieldError],
    (name, label): (&'static str, &'static str),
    values: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: &str,
) -> AnyView {
    let frame = frame(errors, name, label);
    let first = frame.id();
    let controls = values.enumerate().map(|(index, (value, words))| {
        // A link of the error summary leads to the first.
        let id = (index == 0).then(|| first.clone());
        view! {
            <label class="check">
                <input id=id name=name type="radio" value=value checked=value == chosen autocomplete="off" />
                <span>{words}</span>
            </label>
        }
    });
    let controls = controls.collect_view().into_any();
    frame.around_choices(Some("radiogroup"), controls)
}
