//! Parts that event and session pages share.

use domain::time::Instant;
use leptos::prelude::*;

use crate::t;
use crate::ui::{TimeLine, VisitorTime};
use crate::view::TimeLabel;

/// When it is: by the event's clock, by the visitor's, and how it was announced.
#[component]
pub(super) fn TimeFacts(
    time: TimeLabel,
    start: Instant,
    #[prop(optional)] whole_days: bool,
    #[prop(optional_no_strip)] announced_as: Option<String>,
) -> impl IntoView {
    let city = (!time.city.is_empty()).then(|| t!(time.in_city, city = &time.city));
    let length = (!time.length.is_empty()).then(|| time.length.clone());
    let hours = time.hours.clone();
    view! {
        <p class="when"><TimeLine time=time /></p>
        {city.map(|city| view! { <p class="when__note">{city} {length.map(|length| format!(" · {length}"))}</p> })}
        {(!whole_days).then(|| view! { <VisitorTime start=start shown=hours /> })}
        {whole_days.then(|| view! { <p class="when__note">{t!(time.hours_unknown)}</p> })}
        {announced_as.map(|words| view! { <p class="when__note">{t!(time.announced_as, words = words)}</p> })}
    }
}

/// Short facts beside the action.
#[component]
pub(super) fn Facts(
    attendance: String,
    #[prop(optional_no_strip)] venue: Option<String>,
    language: String,
    #[prop(optional_no_strip)] capacity: Option<u32>,
    #[prop(optional_no_strip)] accreditation: Option<String>,
) -> impl IntoView {
    let facts = [
        (t!(event.takes_place), Some(attendance)),
        (t!(event.venue), venue),
        (t!(event.language), Some(language)),
        (t!(event.places), capacity.map(|places| places.to_string())),
        (t!(event.accreditation), accreditation),
    ];
    let rows = facts.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some(view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }.into_any()
}

/// Links to the programme of each day.
#[component]
pub(super) fn DayLinks(days: Vec<(String, String)>) -> impl IntoView {
    (!days.is_empty()).then(|| {
        let links = days
            .into_iter()
            .map(|(path, words)| view! { <li><a class="button button--secondary" href=path>{words}</a></li> });
        view! {
            <section class="section" aria-labelledby="days">
                <h2 class="section__title" id="days">{t!(event.days)}</h2>
                <ul class="link-row">{links.collect_view()}</ul>
            </section>
        }
    })
}
