//! Who else is at the desk and what they change, told by the server every few seconds while the page is looked at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Math;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, VisibilityState};

use super::super::dom::{all, document, make, on, one, set, set_text, window, within};
use super::super::network::post;
use super::{refresh, say};
use crate::t;

/// Pause between two questions, in milliseconds.
const PAUSE: u32 = 4_000;
/// Pause after a question that was not answered.
const LONG_PAUSE: u32 = 20_000;
/// Where it is asked.
const ADDRESS: &str = "/admin/live";
/// Key in the session storage: a mark of this tab.
const TAB: &str = "continuum.desk.tab";

thread_local! {
    /// Number of the last change that the page shows.
    static SEEN: Cell<i64> = const { Cell::new(0) };
    /// What was said of changes that cannot be shown yet.
    static WAITING: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Begins to ask.
pub(super) fn start() {
    let Some(seen) = one("[data-desk]").and_then(|desk| desk.get_attribute("data-desk")) else { return };
    SEEN.set(seen.parse().unwrap_or_default());
    refresh::start();
    let tab = Rc::new(tab());
    let leaving = Rc::clone(&tab);
    on(&window(), "pagehide", move |_| {
        drop(window().navigator().send_beacon_with_opt_str(ADDRESS, Some(&message(&leaving, ""))));
    });
    spawn_local(async move {
        loop {
            let is_visible = document().visibility_state() == VisibilityState::Visible;
            let pause = match is_visible {
                false => PAUSE,
                true => match ask(&tab).await {
                    Asked::Answered => PAUSE,
                    Asked::Silent => LONG_PAUSE,
                    // Signed out, or not an editor any more.
                    Asked::Refused => return,
                },
            };
            TimeoutFuture::new(pause).await;
        }
    });
}

/// A change that this page has made itself, and shows.
pub(super) fn has_seen(number: i64) {
    SEEN.set(SEEN.get().max(number));
}

enum Asked {
    Answered,
    Silent,
    Refused,
}

async fn ask(tab: &str) -> Asked {
    let path = window().location().pathname().unwrap_or_default();
    match post(ADDRESS, &message(tab, &path)).await {
        Some((200, lines)) => {
            told(&lines, &path).await;
            Asked::Answered
        }
        Some((401 | 403, _)) => Asked::Refused,
        _ => Asked::Silent,
    }
}

fn message(tab: &str, path: &str) -> String {
    let mut message = form_urlencoded::Serializer::new(String::new());
    message.append_pair("tab", tab).append_pair("path", path).append_pair("seen", &SEEN.get().to_string()).finish()
}

async fn told(lines: &str, path: &str) {
    let columns = lines.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let (mut last, mut news, mut others) = (0, Vec::new(), Vec::new());
    for line in columns {
        match line.as_slice() {
            ["edit", number] => last = number.parse().unwrap_or(0),
            ["news", name, title] => news.push(((*name).to_owned(), (*title).to_owned())),
            ["other", name, path, page] => others.push([*name, *path, *page].map(str::to_owned)),
            _ => {}
        }
    }
    if let Some((name, title)) = news.first() {
        let said = match name.as_str() {
            "" => t!(desk.news_own, title = title),
            name => t!(desk.news_of, name = name, title = title),
        };
        WAITING.replace(Some(said));
    }
    has_seen(last);
    show_waiting().await;
    present(&others, path);
}

/// Shows what others changed, or says that it will be shown when nothing is in the way.
async fn show_waiting() {
    let Some(said) = WAITING.take() else { return };
    match refresh::take_over().await {
        refresh::Taken::Shown => say(&said),
        refresh::Taken::InTheWay => {
            say(&format!("{said} {}", t!(desk.news_later)));
            WAITING.replace(Some(said));
        }
        refresh::Taken::Nothing => {}
    }
}

/// Says who is on this page too, and marks in lists what others have open.
fn present(others: &[[String; 3]], path: &str) {
    let here: Vec<&str> = others.iter().filter(|[_, at, _]| at == path).map(|[name, _, _]| name.as_str()).collect();
    let elsewhere = others.iter().filter(|[_, at, page]| at != path && !page.is_empty());
    let mut said: Vec<String> = here.iter().map(|name| t!(desk.also_here, name = name)).collect();
    if path == "/admin" {
        said.extend(elsewhere.map(|[name, _, page]| t!(desk.is_at, name = name, page = page)));
    }
    if let Some(line) = one("[data-present]").or_else(place) {
        set_text(&line, &said.join(" "));
    }
    for row in all(".desk-list__row") {
        let address = within(&row, "a.desk-list__title").into_iter().next().and_then(|link| link.get_attribute("href"));
        let name = others.iter().find(|[_, at, _]| Some(at) == address.as_ref()).map(|[name, _, _]| name);
        let mark = within(&row, "[data-has-open]").into_iter().next();
        match (name, mark) {
            (Some(name), Some(mark)) => set_text(&mark, &t!(desk.has_open, name = name)),
            (Some(name), None) => {
                let mark = make("span", "chip desk-chip", &t!(desk.has_open, name = name));
                let text = within(&row, ".desk-list__text").into_iter().next();
                if let (Some(mark), Some(text)) = (mark, text) {
                    set(&mark, "data-has-open", "");
                    drop(text.append_child(&mark));
                }
            }
            (None, Some(mark)) => mark.remove(),
            (None, None) => {}
        }
    }
}

/// The line that says who is here, below the desk's parts.
fn place() -> Option<Element> {
    let line = make("p", "desk-present", "")?;
    set(&line, "data-present", "");
    set(&line, "role", "status");
    let parts = one("[data-desk]")?;
    parts.parent_node()?.insert_before(&line, parts.next_sibling().as_ref()).ok()?;
    Some(line)
}

fn tab() -> String {
    let storage = window().session_storage().ok().flatten();
    let known = storage.as_ref().and_then(|storage| storage.get_item(TAB).ok().flatten());
    known.unwrap_or_else(|| {
        // It only tells tabs of one person apart.
        let tab = format!("{:x}", Math::random().to_bits());
        if let Some(storage) = storage {
            drop(storage.set_item(TAB, &tab));
        }
        tab
    })
}
