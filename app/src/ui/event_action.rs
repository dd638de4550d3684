//! The one main action of an event, by its phase.

use domain::content::EventKind;
use domain::time::Timetable;
use leptos::prelude::*;

use super::phase_scope::REGISTERING;
use super::{Icon, IconName, hidden_unless};
use crate::site::use_site;
use crate::t;

/// Register, join, watch, or a word on why there is nothing to do. All of them stand in the page, one is shown; inside
/// an element with `data-t` the browser changes it with the phase.
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
    /// What the button to register says instead, when every place is taken.
    #[prop(optional_no_strip)]
    full: Option<&'static str>,
    /// Smaller buttons, for cards.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let now = use_site().rendered;
    let hidden = |when: &str| hidden_unless(when, &timetable, now);
    let size = if small { " button--small" } else { "" };
    let act = match kind {
        EventKind::Conference => t!(action.register_conference),
        EventKind::Webinar => t!(action.register_webinar),
    };
    let rank = if full.is_some() { "button--secondary" } else { "button--primary" };
    let (joining, live, over) = ("doors live overrun", "live overrun", "ended");
    let room = match join_url {
        Some(address) => view! {
            <a
                class=format!("button button--primary button--live{size}")
                href=address
                rel="noopener noreferrer"
                data-when=joining
                hidden=hidden(joining)
            >
                <Icon name=IconName::Live />
                <span>{t!(action.join)}</span>
                <span class="visually-hidden">{t!(action.for_thing, title = title.clone())}</span>
            </a>
        }
        .into_any(),
        None => view! {
            <p class="action-note" data-when=live hidden=hidden(live)>
                {t!(action.live_elsewhere)}
            </p>
        }
        .into_any(),
    };
    view! {
        {room}
        <a
            class=format!("button {rank}{size}")
            href=format!("/register/{slug}")
            data-when=REGISTERING
            hidden=hidden(REGISTERING)
        >
            {full.map(|_| view! { <Icon name=IconName::People /> })}
            <span>{full.unwrap_or(act)}</span>
            <span class="visually-hidden">{t!(action.for_thing, title = title.clone())}</span>
        </a>
        <a
            class=format!("button button--secondary{size}")
            href=format!("/events/{slug}#materials")
            data-when="on_demand"
            hidden=hidden("on_demand")
        >
            <Icon name=IconName::Play />
            <span>{t!(action.on_demand)}</span>
            <span class="visually-hidden">{t!(action.for_thing, title = title)}</span>
        </a>
        <p class="action-note" data-when=over hidden=hidden(over)>{t!(action.over)}</p>
    }
}
