//! What this browser remembers to have begun, above the library's list (`data-go-on`, empty and hidden; `data-material`: identity
//! of a recording in the list). Fetched only where something is remembered.

use domain::progress::read_remembered;
use domain::timed_text::clock;
use leptos::prelude::lazy;
use wasm_bindgen_futures::spawn_local;

use super::dom::{all, make, one, set, set_hidden, window, within};
use super::player::PREFIX;
use crate::t;

/// Most recordings that are shown.
const SHOWN: usize = 3;

/// Fetches the code, if there is a place for it and something to show.
pub(super) fn start() {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let count = storage.length().unwrap_or_default();
    let remembers =
        (0..count).any(|index| storage.key(index).ok().flatten().is_some_and(|key| key.starts_with(PREFIX)));
    if remembers && one("[data-go-on]").is_some() {
        spawn_local(async { begun().await });
    }
}

#[lazy]
fn begun() {
    let Some((place, storage)) = one("[data-go-on]").zip(window().local_storage().ok().flatten()) else { return };
    let Some(list) = within(&place, "ul").into_iter().next() else { return };
    let mut known: Vec<_> = all("[data-material]")
        .into_iter()
        .filter_map(|entry| {
            let kept = storage.get_item(&format!("{PREFIX}{}", entry.get_attribute("data-material")?)).ok()??;
            let progress = read_remembered(&kept)?;
            // The list does not say how long each is; the page of the recording does.
            let at = progress.resumes_at(None)?;
            let link = within(&entry, ".card__title a").into_iter().next()?;
            Some((progress.updated, at, link.get_attribute("href")?, link.text_content()?))
        })
        .collect();
    known.sort_by_key(|(updated, ..)| std::cmp::Reverse(*updated));
    for (_, at, address, title) in known.into_iter().take(SHOWN) {
        let link = make("a", "", &title);
        let place = make("span", "go-on__where", &t!(watching.go_on, time = clock(at)));
        let (Some(item), Some(link), Some(place)) = (make("li", "", ""), link, place) else { continue };
        set(&link, "href", &format!("{address}?t={}#player", at / 1_000));
        drop(item.append_child(&link));
        drop(item.append_child(&place));
        drop(list.append_child(&item));
    }
    set_hidden(&place, list.child_element_count() == 0);
}
