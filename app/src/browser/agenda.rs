//! The agenda page: the saved rows, taken out of the programme, with their clashes.

use domain::time::Timetable;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DomParser, Element, SupportedType};

use super::dom::{document, make, one, set, set_hidden, window};
use super::saved;
use crate::t;

/// Fills the agenda page, if this is it.
pub(super) fn start() {
    show();
}

/// Fills it again, since something was saved or taken out elsewhere.
pub(super) fn show() {
    let Some(agenda) = one("[data-agenda]") else { return };
    spawn_local(async move {
        let rows = if saved::read().is_empty() { Vec::new() } else { rows().await.unwrap_or_default() };
        agenda.set_text_content(None);
        fill(&agenda, &rows);
        set(&agenda, "aria-busy", "false");
        if let Some(empty) = one("[data-nothing-saved]") {
            set_hidden(&empty, !rows.is_empty());
        }
    });
}

/// The saved rows of the programme, in its order, each with the words of its day.
async fn rows() -> Option<Vec<(String, Element)>> {
    let response = JsFuture::from(window().fetch_with_str("/programme")).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let programme = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
    let found = programme.query_selector_all("[data-list] [data-path]").ok()?;
    let saved = saved::read();
    let mut rows = Vec::new();
    for position in 0..found.length() {
        let Some(row) = found.get(position).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        if row.get_attribute("data-path").is_some_and(|path| saved.contains(&path)) {
            let day =
                row.closest(".day").ok().flatten().and_then(|day| day.query_selector(".day__heading").ok().flatten());
            let day = day.and_then(|heading| heading.text_content()).unwrap_or_default();
            rows.push((day.trim().to_owned(), document().import_node_with_deep(&row, true).ok()?.dyn_into().ok()?));
        }
    }
    Some(rows)
}

fn fill(agenda: &Element, rows: &[(String, Element)]) {
    let mut list: Option<Element> = None;
    let mut present = "";
    for (day, row) in rows {
        if list.is_none() || present != day {
            let (Some(heading), Some(next)) = (make("h2", "day__heading", day), make("ul", "card-list", "")) else {
                return;
            };
            drop(agenda.append_child(&heading));
            drop(agenda.append_child(&next));
            list = Some(next);
            present = day;
        }
        set_hidden(row, false);
        raise_heading(row);
        set_pressed(row);
        let clashes = clashes(row, rows);
        if !clashes.is_empty() {
            let words = t!(agenda.clash, others = clashes.join(", "));
            if let (Some(note), Ok(Some(card))) = (make("p", "clash", &words), row.query_selector(".card")) {
                drop(card.append_child(&note));
            }
        }
        if let Some(list) = &list {
            drop(list.append_child(row));
        }
    }
}

/// In the programme a title stands under a day and a time, here under the day alone.
fn raise_heading(row: &Element) {
    let Ok(Some(title)) = row.query_selector("h4") else { return };
    let Some(raised) = make("h3", &title.class_name(), "") else { return };
    while let Some(part) = title.first_child() {
        drop(raised.append_child(&part));
    }
    drop(title.replace_with_with_node_1(&raised));
}

fn set_pressed(row: &Element) {
    if let Ok(Some(star)) = row.query_selector("[data-save]") {
        set(&star, "aria-pressed", "true");
    }
}

/// Titles of the other saved things that overlap in time. Whole days overlap with nothing: no hour of theirs is known.
fn clashes(row: &Element, rows: &[(String, Element)]) -> Vec<String> {
    let times = |row: &Element| {
        let has_hours = row.query_selector(".card__time .nowrap").ok().flatten().is_some();
        Timetable::from_compact(&row.get_attribute("data-t")?).filter(|_| has_hours)
    };
    let Some(own) = times(row) else { return Vec::new() };
    let others = rows.iter().map(|(_, other)| other).filter(|other| *other != row).filter_map(|other| {
        let theirs = times(other)?;
        let overlaps = theirs.start < own.end && own.start < theirs.end;
        overlaps.then(|| other.query_selector(".card__title").ok().flatten()?.text_content()).flatten()
    });
    others.collect()
}
