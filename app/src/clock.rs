//! The page's clock: the server's time, kept by the browser's monotonic timer.
//!
//! The first paint uses the time the page was made at, so that server and browser agree. Then the browser asks the
//! server for its time (round trip halved), counts on from there by `performance.now()`, which no one can set, and asks
//! again whenever the page may have slept. One timer drives every countdown of the page.

use domain::time::{Instant, Phase, Timetable};
use leptos::prelude::*;

use crate::site::use_site;

/// The time as this page knows it.
#[derive(Debug, Clone, Copy)]
pub struct PageClock {
    now: RwSignal<Instant>,
    /// The beginning of the present minute, told only when it changes: a page may carry hundreds of phases, and nearly
    /// all their boundaries are whole minutes.
    minute: Memo<Instant>,
    /// Whether the browser has taken over from the time the page was made at.
    ticking: RwSignal<bool>,
}

impl PageClock {
    /// The present instant; changes every second once the browser has taken over.
    pub fn now(self) -> Instant {
        self.now.get()
    }

    /// The present instant, without being told of later ones.
    pub fn now_untracked(self) -> Instant {
        self.now.get_untracked()
    }

    /// Whether it ticks: until then, texts must stay as the server wrote them.
    pub fn is_ticking(self) -> bool {
        self.ticking.get()
    }

    /// The phase of something, changing only at its boundaries.
    pub fn phase(self, timetable: Timetable) -> Memo<Phase> {
        let by_the_minute = timetable.changes_on_whole_minutes();
        Memo::new(move |_| timetable.phase(if by_the_minute { self.minute.get() } else { self.now() }))
    }
}

/// Starts the page's clock and provides it to every component below.
pub fn provide_page_clock() -> PageClock {
    let now = RwSignal::new(use_site().rendered);
    let minute = Memo::new(move |_| now.get().minute());
    let clock = PageClock { now, minute, ticking: RwSignal::new(false) };
    provide_context(clock);
    #[cfg(feature = "hydrate")]
    browser::keep(clock);
    clock
}

/// The page's clock.
pub fn use_page_clock() -> PageClock {
    expect_context::<PageClock>()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use domain::time::Instant;
    use gloo_timers::callback::Timeout;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    use super::PageClock;

    /// Where the server tells its time, as milliseconds since the epoch in plain text.
    const TIME_ADDRESS: &str = "/api/v1/time";
    /// How far the wall clock may drift from the monotonic timer between two ticks before we take it that the machine slept.
    const SLEEP_MILLISECONDS: f64 = 2_000.0;
    /// How often the time is asked for again anyway, since monotonic timers drift too.
    const RESYNC_MILLISECONDS: f64 = 10.0 * 60_000.0;

    struct Keeper {
        clock: PageClock,
        /// Server time minus `performance.now()`, once known.
        offset: Cell<Option<f64>>,
        synchronised_at: Cell<f64>,
        wall_minus_monotonic: Cell<f64>,
        asking: Cell<bool>,
        timeout: RefCell<Option<Timeout>>,
    }

    /// Keeps the clock running for as long as the page lives.
    pub(super) fn keep(clock: PageClock) {
        Effect::new(move |_| {
            let keeper = Rc::new(Keeper {
                clock,
                offset: Cell::new(None),
                synchronised_at: Cell::new(0.0),
                wall_minus_monotonic: Cell::new(js_sys::Date::now() - monotonic()),
                asking: Cell::new(false),
                timeout: RefCell::new(None),
            });
            for event in ["visibilitychange", "pageshow", "online", "focus"] {
                let keeper = Rc::clone(&keeper);
                let awake = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || synchronise(&keeper));
                let target: &web_sys::EventTarget = match event {
                    "visibilitychange" => &document(),
                    _ => &window(),
                };
                // The page's clock lives as long as the page, and so does its listener.
                drop(target.add_event_listener_with_callback(event, awake.as_ref().unchecked_ref()));
                awake.forget();
            }
            synchronise(&keeper);
        });
    }

    fn monotonic() -> f64 {
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
                if round_trip < 100.0 {
                    break;
                }
            }
            keeper.asking.set(false);
            if let Some((_, offset)) = best {
                keeper.offset.set(Some(offset));
            } else if keeper.offset.get().is_none() {
                // Unreachable just now: go on from the time the page was made at.
                keeper.offset.set(Some(milliseconds(keeper.clock.now_untracked()) - monotonic()));
            }
            keeper.synchronised_at.set(monotonic());
            keeper.wall_minus_monotonic.set(js_sys::Date::now() - monotonic());
            tick(&keeper);
        });
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
        let text: JsValue = JsFuture::from(response.text().ok()?).await.ok()?;
        text.as_string()?.trim().parse().ok()
    }

    /// Shows the present second and sleeps until the next one begins.
    fn tick(keeper: &Rc<Keeper>) {
        let Some(offset) = keeper.offset.get() else { return };
        let now = monotonic() + offset;
        keeper.clock.now.set(instant(now));
        if !keeper.clock.ticking.get_untracked() {
            keeper.clock.ticking.set(true);
        }
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

    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since the epoch fit an i64 for 292 million years"
    )]
    fn instant(milliseconds: f64) -> Instant {
        Instant::from_milliseconds(milliseconds as i64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since the epoch are exact in an f64 for 285,000 years"
    )]
    fn milliseconds(instant: Instant) -> f64 {
        instant.milliseconds() as f64
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a thousand milliseconds")]
    fn whole(milliseconds: f64) -> u32 {
        milliseconds as u32
    }
}
