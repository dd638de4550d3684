//! The page's clock: the server's time, kept by the browser's monotonic timer.
//!
//! The page carries the time it was made at. Then the browser asks the server for its time (round trip halved), counts
//! on from there by `performance.now()`, which nobody can set, and asks again whenever the machine may have slept. One
//! timer drives every countdown and phase of the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::time::Instant;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::dom::{document, on, window};
use super::phases::Phases;

/// Where the server tells its time, as milliseconds since the epoch in plain text.
const TIME_ADDRESS: &str = "/api/v1/time";
/// A wall clock that drifts further than this from the monotonic timer between two ticks means that the machine slept.
const SLEEP_MILLISECONDS: f64 = 2_000.0;
/// The time is asked for again after this long anyway, since monotonic timers drift too.
const RESYNC_MILLISECONDS: f64 = 10.0 * 60_000.0;
/// A round trip below this is exact enough.
const GOOD_ROUND_TRIP: f64 = 100.0;

struct Keeper {
    phases: RefCell<Phases>,
    /// Server time minus `performance.now()`, once known.
    offset: Cell<Option<f64>>,
    synchronised_at: Cell<f64>,
    wall_minus_monotonic: Cell<f64>,
    asking: Cell<bool>,
    timeout: RefCell<Option<Timeout>>,
}

/// Starts the clock if anything on the page depends on it.
pub(super) fn start() {
    let phases = Phases::find();
    if phases.is_empty() {
        return;
    }
    let keeper = Rc::new(Keeper {
        phases: RefCell::new(phases),
        offset: Cell::new(None),
        synchronised_at: Cell::new(0.0),
        wall_minus_monotonic: Cell::new(js_sys::Date::now() - monotonic()),
        asking: Cell::new(false),
        timeout: RefCell::new(None),
    });
    for event in ["pageshow", "online", "focus"] {
        let keeper = Rc::clone(&keeper);
        on(&window(), event, move |_| synchronise(&keeper));
    }
    let awake = Rc::clone(&keeper);
    on(&document(), "visibilitychange", move |_| synchronise(&awake));
    synchronise(&keeper);
}

pub(super) fn monotonic() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// Asks the server for its time and goes on ticking from there.
fn synchronise(keeper: &Rc<Keeper>) {
    if keeper.asking.replace(true) {
        return;
    }
    let keeper = Rc::clone(keeper);
    spawn_local(async move {
        let mut best: Option<(f64, f64)> = None;
        for _ in 0..3 {
            let sent = monotonic();
            let Some(server) = ask().await else { break };
            let round_trip = monotonic() - sent;
            if best.is_none_or(|(shortest, _)| round_trip < shortest) {
                best = Some((round_trip, server - sent - round_trip / 2.0));
            }
            if round_trip < GOOD_ROUND_TRIP {
                break;
            }
        }
        keeper.asking.set(false);
        match best {
            Some((_, offset)) => keeper.offset.set(Some(offset)),
            // Unreachable just now: go on from the time the page was made at.
            None if keeper.offset.get().is_none() => keeper.offset.set(made_at()),
            None => {}
        }
        keeper.synchronised_at.set(monotonic());
        keeper.wall_minus_monotonic.set(js_sys::Date::now() - monotonic());
        tick(&keeper);
    });
}

/// The offset by the time the page was made at, taking it as fresh when the navigation began.
fn made_at() -> Option<f64> {
    document().document_element()?.get_attribute("data-now")?.parse().ok()
}

async fn ask() -> Option<f64> {
    let options = web_sys::RequestInit::new();
    options.set_cache(web_sys::RequestCache::NoStore);
    let request = web_sys::Request::new_with_str_and_init(TIME_ADDRESS, &options).ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()?.trim().parse().ok()
}

/// Shows the present second and sleeps until the next one begins.
fn tick(keeper: &Rc<Keeper>) {
    let Some(offset) = keeper.offset.get() else { return };
    let now = monotonic() + offset;
    keeper.phases.borrow_mut().show(instant(now));
    let rest = 1_000.0 - now.rem_euclid(1_000.0);
    let next = Rc::clone(keeper);
    let timeout = Timeout::new(whole(rest) + 1, move || {
        let drift = (js_sys::Date::now() - monotonic() - next.wall_minus_monotonic.get()).abs();
        if drift > SLEEP_MILLISECONDS || monotonic() - next.synchronised_at.get() > RESYNC_MILLISECONDS {
            synchronise(&next);
        }
        tick(&next);
    });
    keeper.timeout.replace(Some(timeout));
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit an i64 for 292 million years")]
fn instant(milliseconds: f64) -> Instant {
    Instant::from_milliseconds(milliseconds as i64)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a thousand milliseconds")]
fn whole(milliseconds: f64) -> u32 {
    milliseconds as u32
}

/// What the device's own clock says, which may be wrong by hours.
pub(super) fn device() -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "far within the range")]
    let milliseconds = js_sys::Date::now() as i64;
    Instant::from_milliseconds(milliseconds)
}
