//! Sections of a page that list what belongs to it: events, sessions, materials. A section without anything in it is
//! left out, heading and all.

use leptos::prelude::*;

use super::{EventCardView, MaterialCardView, SessionCardView};
use crate::t;
use crate::view::{EventCard, MaterialCard, SessionCard};

/// "Events".
#[component]
pub fn EventSection(events: Vec<EventCard>) -> impl IntoView {
    (!events.is_empty()).then(|| {
        let cards = events.into_iter().map(|card| view! { <li><EventCardView card=card /></li> });
        let cards = cards.collect_view();
        section("events", t!(section.events), view! { <ol class="event-list">{cards}</ol> }.into_any())
    })
}

/// "Sessions", under another heading where that says more.
#[component]
pub fn SessionSection(
    sessions: Vec<SessionCard>,
    #[prop(default = t!(section.sessions))] title: &'static str,
) -> impl IntoView {
    (!sessions.is_empty()).then(|| {
        let cards = sessions.into_iter().map(|card| view! { <li><SessionCardView card=card /></li> });
        let cards = cards.collect_view();
        section("sessions", title, view! { <ul class="card-list">{cards}</ul> }.into_any())
    })
}

/// "Reports and materials": what there is, and a sentence about what is planned.
#[component]
pub fn MaterialSection(materials: Vec<MaterialCard>, #[prop(optional_no_strip)] plan: Option<String>) -> impl IntoView {
    (!materials.is_empty() || plan.is_some()).then(|| {
        let plan = plan.map(|plan| view! { <p class="plan">{plan}</p> });
        let cards = materials.into_iter().map(|card| view! { <li><MaterialCardView card=card /></li> });
        let cards = cards.collect_view();
        section("materials", t!(section.materials), view! { {plan} <ul class="card-list">{cards}</ul> }.into_any())
    })
}

fn section(id: &'static str, title: &'static str, list: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section__title" id=id>{title}</h2>
            {list}
        </section>
    }
    .into_any()
}
