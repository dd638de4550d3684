//! Where something stands now: always an icon, a colour and a word.

use domain::time::{Phase, Timetable};
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::clock::use_page_clock;

/// The present phase, changing by itself when the clock passes a boundary.
#[component]
pub fn PhaseChip(timetable: Timetable) -> impl IntoView {
    let phase = use_page_clock().phase(timetable);
    view! {
        <span class="chip" data-phase=move || phase.get().name()>
            {move || view! { <Icon name=icon(phase.get()) /> }}
            <span>{move || phase.get().label()}</span>
        </span>
    }
    .into_any()
}

fn icon(phase: Phase) -> IconName {
    match phase {
        Phase::Announced | Phase::Open => IconName::Calendar,
        Phase::Doors => IconName::Doors,
        Phase::Live | Phase::Overrun => IconName::Live,
        Phase::Ended => IconName::Hourglass,
        Phase::OnDemand => IconName::Play,
        Phase::Postponed => IconName::Clock,
        Phase::Cancelled => IconName::Cancelled,
    }
}
