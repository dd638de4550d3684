//! Says in which zone times are shown, and switches to the visitor's own.

use domain::filter::Query;
use leptos::prelude::*;

use super::ZoneView;
use crate::filter::FilterState;
use crate::t;

/// The zone of the page. The browser fills in a link to its own time where that differs; the server applies the choice,
/// so nothing shifts. Whoever chose a zone is offered the way back.
#[component]
pub(super) fn ZoneSwitch(zone: ZoneView, state: FilterState) -> impl IntoView {
    let back = state.address(&Query { zone: Some("event".to_owned()), ..state.query().clone() });
    let link = if zone.chosen {
        view! { <a href=back data-zone="event">{t!(time.own)}</a> }.into_any()
    } else {
        view! { <a href="" data-zone="own" data-shown=zone.name hidden></a> }.into_any()
    };
    let words = zone.city.map_or_else(|| t!(time.in_own_places).to_owned(), |city| t!(time.in_city_times, city = city));
    view! { <p class="zone-switch">{words} " " {link}</p> }
}
