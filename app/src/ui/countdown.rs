//! A countdown that is right on a phone whose clock is hours wrong.

use domain::time::{Countdown, Phase, Timetable};
use leptos::prelude::*;

use crate::clock::use_page_clock;

/// Counts down to the start, then says that it is live; shows nothing once it is over.
#[component]
pub fn CountdownTo(
    /// What the phase depends on.
    timetable: Timetable,
    /// The main countdown of a page: large, and announced to screen readers at ten minutes, one minute and zero.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let clock = use_page_clock();
    let phase = clock.phase(timetable);
    // Until the browser has taken over, the text stays as the server wrote it.
    let text = Memo::new(move |_| {
        let countdown = Countdown::until(timetable.start, clock.now());
        if clock.is_ticking() { format!("in {}", countdown.text()) } else { countdown.coarse_text() }
    });
    let announcement = Memo::new(move |_| {
        let left = timetable.start.milliseconds_since(clock.now());
        match phase.get() {
            Phase::Live => "Live now",
            ahead if ahead.is_ahead() && left <= 60_000 => "Starts in one minute",
            ahead if ahead.is_ahead() && left <= 600_000 => "Starts in ten minutes",
            _ => "",
        }
    });
    let class = if main { "countdown countdown--large" } else { "countdown" };
    view! {
        <p class=class role="timer" hidden=move || !phase.get().is_ahead()>
            <span class="countdown__label">"Starts"</span>
            " "
            <span class="countdown__value" translate="no">{move || text.get()}</span>
        </p>
        {main
            .then(|| {
                view! {
                    <p class="visually-hidden" role="status">
                        {move || if clock.is_ticking() { announcement.get() } else { "" }}
                    </p>
                }
            })}
    }
    .into_any()
}
