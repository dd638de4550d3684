//! Where something stands now: always a sign, a colour and a word.

use domain::time::Timetable;
use leptos::prelude::*;

use crate::language::Label;
use crate::site::use_site;

/// The present phase. Inside an element with `data-t` the browser keeps it true; the style sheet draws the sign.
#[component]
pub fn PhaseChip(timetable: Timetable) -> impl IntoView {
    let phase = timetable.phase(use_site().rendered);
    view! { <span class="chip" data-phase=phase.name()>{phase.label()}</span> }
}
