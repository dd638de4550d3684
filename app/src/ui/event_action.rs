//! The one main action of an event, by its phase.

use domain::content::EventKind;
use domain::time::{Phase, Timetable};
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::clock::use_page_clock;

/// Register, join, watch, or a word on why there is nothing to do; changes by itself with the phase.
#[component]
pub fn EventAction(
    /// Address of the event.
    slug: String,
    /// Kind, for the button's words.
    kind: EventKind,
    /// Title, so that each button's name says what it is for.
    title: String,
    /// What the phase depends on.
    timetable: Timetable,
    /// Public address of the live room, if there is one.
    #[prop(optional_no_strip)]
    join_url: Option<String>,
) -> impl IntoView {
    let clock = use_page_clock();
    let phase = clock.phase(timetable);
    let open = Memo::new(move |_| timetable.takes_registrations(clock.now()));
    let register = format!("/register/{slug}");
    let library = format!("/events/{slug}#materials");
    let act = match kind {
        EventKind::Conference => "Register for this conference",
        EventKind::Webinar => "Register for this webinar",
    };
    let joinable = join_url.is_some();
    let (register_title, library_title) = (title.clone(), title.clone());
    view! {
        <a
            class="button button--primary button--live"
            href=join_url.unwrap_or_default()
            rel="noopener noreferrer"
            hidden=move || !joinable || !(phase.get().is_live() || phase.get() == Phase::Doors)
        >
            <Icon name=IconName::Live />
            <span>"Join now"</span>
            <span class="visually-hidden">": " {title}</span>
        </a>
        <a class="button button--primary" href=register hidden=move || !open.get()>
            <span>{act}</span>
            <span class="visually-hidden">": " {register_title}</span>
        </a>
        <a class="button button--secondary" href=library hidden=move || phase.get() != Phase::OnDemand>
            <Icon name=IconName::Play />
            <span>"See what is on demand"</span>
            <span class="visually-hidden">": " {library_title}</span>
        </a>
        <p class="action-note" hidden=move || !(phase.get() == Phase::Ended)>"Over. What remains of it will be listed here."</p>
        <p class="action-note" hidden=move || !(phase.get().is_live() && !joinable)>
            "Live now. The organiser has not given a joining address here."
        </p>
    }
    .into_any()
}
