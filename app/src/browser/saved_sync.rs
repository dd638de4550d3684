//! Keeps what is saved in this browser and what the account has saved the same, once somebody has signed in here.
//!
//! The browser remembers what was done in it and not told yet; `domain::account` says what a line of that means. It learns
//! that somebody has signed in from their own page, which has `data-signed-in`, and that they have not any more from the
//! server's answer. Offline, what was done waits.

use std::cell::Cell;

use domain::account::{Deed, line};
use wasm_bindgen_futures::spawn_local;

use super::dom::{one, window};
use super::network::post;
use super::saved;

/// Key in the local storage: what was not told yet; there only while somebody is signed in.
const KEY: &str = "continuum.agenda.untold";
/// Where it is told.
const ADDRESS: &str = "/me/agenda";

thread_local! {
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Tells what is to be told, as the page opens.
pub(super) fn start() {
    if one("[data-signed-in]").is_some() && untold().is_none() {
        // What was saved before is new to the account, unless another device took it out.
        let had: String = saved::read().iter().map(|path| format!("{}\n", line(Deed::Had, path))).collect();
        write(&had);
    }
    tell();
}

/// Remembers what was done, and tells it.
pub(super) fn done(path: &str, is_saved: bool) {
    let Some(before) = untold() else { return };
    let deed = if is_saved { Deed::Saved } else { Deed::TakenOut };
    write(&format!("{before}{}\n", line(deed, path)));
    tell();
}

fn tell() {
    let Some(told) = untold() else { return };
    if TELLING.replace(true) {
        return;
    }
    spawn_local(async move {
        let answer = post(ADDRESS, &told).await;
        TELLING.set(false);
        match answer {
            Some((200, saved)) => {
                // What was done while this was on its way stands at the end.
                let now = untold().unwrap_or_default();
                let rest = now.strip_prefix(told.as_str()).unwrap_or_default().to_owned();
                saved::replace(&saved, &rest);
                write(&rest);
                if !rest.is_empty() {
                    tell();
                }
            }
            Some((401 | 403, _)) => forget(),
            _ => {}
        }
    });
}

fn untold() -> Option<String> {
    window().local_storage().ok()??.get_item(KEY).ok()?
}

fn write(lines: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(KEY, lines));
    }
}

fn forget() {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.remove_item(KEY));
    }
}
