//! What the visitor saved: paths of events and sessions in the browser's local storage. Every open tab follows.

use std::collections::BTreeSet;

use domain::account::{Deed, deeds};

use super::dom::{all, cast, document, on, one, origin, set, set_hidden, window};
use super::saved_sync;

/// Key in the local storage; a line per path.
const KEY: &str = "continuum.agenda";
/// More than anybody saves; the storage may hold anything.
const MOST: usize = 1_000;

/// Shows what is saved and listens for the stars.
pub(super) fn start() {
    show();
    on(&document(), "click", |event| {
        let Some(path) = origin(&event, "[data-save]").and_then(|star| star.get_attribute("data-save")) else { return };
        let mut paths = read();
        let is_saved = !paths.remove(&path);
        if is_saved {
            paths.insert(path.clone());
        }
        write(&paths);
        show();
        saved_sync::done(&path, is_saved);
    });
    on(&window(), "storage", |_| {
        show();
        super::agenda::show();
    });
    // A page that comes back from the browser's own cache may have missed what happened on others.
    on(&window(), "pageshow", |_| show());
}

/// The saved paths.
pub(super) fn read() -> BTreeSet<String> {
    let text = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let lines = text.as_deref().unwrap_or_default().lines().filter(|line| line.starts_with('/') && line.len() < 200);
    lines.take(MOST).map(ToOwned::to_owned).collect()
}

/// Takes over what the account has saved, a line per path, and does to it what was done here meanwhile.
pub(super) fn replace(lines: &str, meanwhile: &str) {
    let mut paths: BTreeSet<String> = lines.lines().map(ToOwned::to_owned).collect();
    for (deed, path) in deeds(meanwhile) {
        if deed == Deed::TakenOut {
            paths.remove(path);
        } else {
            paths.insert(path.to_owned());
        }
    }
    if paths != read() {
        write(&paths);
        show();
        super::agenda::show();
    }
}

fn write(paths: &BTreeSet<String>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let lines: Vec<&str> = paths.iter().map(String::as_str).collect();
        // A full or forbidden storage keeps the choice for this page only; there is nothing better to do.
        drop(storage.set_item(KEY, &lines.join("\n")));
    }
}

fn show() {
    let paths = read();
    for star in all("[data-save]") {
        let saved = star.get_attribute("data-save").is_some_and(|path| paths.contains(&path));
        set(&star, "aria-pressed", if saved { "true" } else { "false" });
    }
    if one("[data-only-saved]").is_some() {
        super::filter::refresh();
        let nothing = !all("[data-only-saved] [data-path]").into_iter().any(|row| {
            cast::<web_sys::HtmlElement>(row)
                .is_some_and(|row| paths.contains(&row.get_attribute("data-path").unwrap_or_default()))
        });
        if let Some(empty) = one("[data-nothing-saved]") {
            set_hidden(&empty, !nothing);
        }
    }
}
