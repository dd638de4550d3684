//! Times as people read them.

use domain::time::Instant;
use leptos::prelude::*;

use crate::view::TimeLabel;

/// A time in words, with its machine-readable form.
#[component]
pub fn TimeLine(time: TimeLabel) -> impl IntoView {
    // A range must not break at its dash.
    let hours =
        (!time.hours.is_empty()).then(|| view! { ", " <span class="nowrap">{time.hours}</span> " " {time.zone} });
    view! { <time datetime=time.machine>{time.date}{hours}</time> }
}

/// The same instant by the visitor's own clock; the browser fills it in where it reads differently. Only the browser
/// knows its zone, so this appears once the page has come alive.
#[component]
pub fn VisitorTime(
    /// The instant.
    start: Instant,
    /// The hours as already shown, to tell whether there is anything to add.
    shown: String,
) -> impl IntoView {
    view! { <p class="visitor-time" data-instant=start.milliseconds().to_string() data-shown=shown hidden></p> }
}
