//! A countdown that is right on a phone whose clock is hours wrong.

use domain::time::{Countdown, Timetable};
use leptos::prelude::*;

use super::hidden_unless;
use crate::language::roughly_in_words;
use crate::site::use_site;
use crate::t;

/// Phases in which there is something to count down to.
const AHEAD: &str = "announced open doors";

/// Counts down to the start; hidden once it is reached. Stands inside an element with `data-t`.
#[component]
pub fn CountdownTo(
    /// What the phase depends on.
    timetable: Timetable,
    /// The main countdown of a page: large, and announced to screen readers at ten minutes, one minute and zero.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let now = use_site().rendered;
    let class = if main { "countdown countdown--large" } else { "countdown" };
    view! {
        <p class=class role="timer" data-when=AHEAD hidden=hidden_unless(AHEAD, &timetable, now)>
            <span class="countdown__label">{t!(countdown.starts)}</span>
            " "
            <span class="countdown__value" translate="no" data-countdown="">
                {roughly_in_words(Countdown::until(timetable.start, now))}
            </span>
        </p>
        {main.then(|| view! { <p class="visually-hidden" role="status" data-announce=""></p> })}
    }
}
