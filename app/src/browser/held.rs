//! Counts the seconds down in which a letter can be called back (`data-held`: milliseconds when the page was made), and shows the
//! page anew when they are over.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::lazy;
use wasm_bindgen_futures::spawn_local;

use super::clock::monotonic;
use super::dom::{one, set_text, window};
use crate::t;

/// When it is over the server needs a moment to put the letters into the outbox.
const SETTLES: u32 = 1_500;

/// Fetches the code, if there is such a page.
pub(super) fn start() {
    if one("[data-held]").is_some() {
        spawn_local(async { count_down().await });
    }
}

#[lazy]
fn count_down() {
    spawn_local(counting());
}

async fn counting() {
    let Some(element) = one("[data-held]") else { return };
    let left: Option<f64> = element.get_attribute("data-held").and_then(|left| left.parse().ok());
    let Some(end) = left.map(|left| monotonic() + left) else { return };
    loop {
        let left = end - monotonic();
        if left <= 0.0 {
            break;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a minute at most")]
        let seconds = (left / 1_000.0).ceil() as i64;
        set_text(&element, &t!(group_letter.leaves, count = seconds));
        TimeoutFuture::new(1_000).await;
    }
    set_text(&element, t!(group_letter.leaves_now));
    TimeoutFuture::new(SETTLES).await;
    // Where it cannot be shown anew, the link does it.
    drop(window().location().reload());
}
