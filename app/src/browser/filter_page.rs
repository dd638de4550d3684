//! The parts of a page that show what a filter leaves.

use std::collections::BTreeSet;

use domain::filter::{Index, Matches, Query, Value};
use web_sys::{Element, HtmlInputElement};

use super::dom::{all, cast, document, make, one, set, set_hidden, set_text, window, within};
use super::filter::fold;
use super::saved;

/// Offers to drop a choice, at most.
const OFFERS: usize = 4;

/// The parts, found once.
pub(super) struct Page {
    rows: Vec<Element>,
    groups: Vec<Element>,
    only_saved: bool,
    nouns: (String, String),
}

/// Address of the present page under another query.
pub(super) fn address(query: &Query) -> String {
    let path = window().location().pathname().unwrap_or_default();
    let pairs = query.pairs();
    if pairs.is_empty() {
        return path;
    }
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(pairs);
    format!("{path}?{}", encoded.finish())
}

/// A token that was activated is gone; the focus goes to the results, not back to the top of the page.
pub(super) fn keep_focus() {
    let gone = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    if let (true, Some(results)) = (gone, one("#results").and_then(cast::<web_sys::HtmlElement>)) {
        drop(results.focus());
    }
}

impl Page {
    /// Finds the parts.
    pub(super) fn find(rows: Vec<Element>) -> Self {
        let nouns = one("[data-results]").and_then(|results| results.get_attribute("data-results")).unwrap_or_default();
        let (singular, plural) = nouns.split_once(',').unwrap_or_default();
        Self {
            rows,
            groups: all("[data-list] [data-group]"),
            only_saved: one("[data-only-saved]").is_some(),
            nouns: (singular.to_owned(), plural.to_owned()),
        }
    }

    /// Shows what a query leaves.
    pub(super) fn show(&self, index: &Index, query: &Query) {
        let matches = index.apply(query, &fold(&query.text));
        self.show_rows(&matches);
        self.show_facets(index, query, &matches);
        self.show_words(index, query, &matches);
    }

    fn show_rows(&self, matches: &Matches) {
        let saved = if self.only_saved { saved::read() } else { BTreeSet::new() };
        for (row, shown) in self.rows.iter().zip(&matches.shown) {
            let path = row.get_attribute("data-path").unwrap_or_default();
            set_hidden(row, !shown || (self.only_saved && !saved.contains(&path)));
        }
        for group in &self.groups {
            let empty = group.query_selector("[data-v]:not([hidden])").ok().flatten().is_none();
            set_hidden(group, empty);
        }
    }

    fn show_facets(&self, index: &Index, query: &Query, matches: &Matches) {
        self.show_missing_options(index, matches);
        for input in all("[data-value]") {
            let position: Option<usize> = input.get_attribute("data-value").and_then(|position| position.parse().ok());
            let Some(position) = position else { continue };
            let count = matches.counts.get(position).copied().unwrap_or_default();
            let Some(label) = input.closest(".facet__option").ok().flatten() else { continue };
            if let Ok(Some(shown)) = label.query_selector(".facet__count") {
                set_text(&shown, &count.to_string());
            }
            drop(label.class_list().toggle_with_force("facet__option--empty", count == 0));
            if let Some(input) = cast::<HtmlInputElement>(input) {
                input.set_checked(matches.chosen.get(position).copied().unwrap_or_default());
            }
        }
        if let Some(field) = one("[data-search] input[type=search]").and_then(cast::<HtmlInputElement>) {
            // What is being typed is the visitor's; only Back and the tokens change it from outside.
            if field.value().trim() != query.text.trim() {
                field.set_value(&query.text);
            }
        }
    }

    /// A value chosen by name has no checkbox yet; it gets one, so that it can be taken back where it was given.
    fn show_missing_options(&self, index: &Index, matches: &Matches) {
        for (position, value) in index.values.iter().enumerate() {
            let chosen = matches.chosen.get(position).copied().unwrap_or_default();
            if !chosen || one(&format!("[data-value=\"{position}\"]")).is_some() {
                continue;
            }
            let facet = one(&format!("[data-facet={}]", value.facet.name()));
            let find = facet.and_then(|facet| facet.query_selector(".find").ok().flatten());
            if let (Some(find), Some(option)) = (find, option(position, value)) {
                drop(find.before_with_node_1(&option));
            }
        }
    }

    fn show_words(&self, index: &Index, query: &Query, matches: &Matches) {
        let words = self.count(matches.total);
        let chosen = matches.chosen.iter().filter(|chosen| **chosen).count();
        for (selector, text) in [
            ("[data-results]", words.clone()),
            ("[data-show]", format!("Show {words}")),
            ("[data-chosen]", if chosen == 0 { "Filters".to_owned() } else { format!("Filters ({chosen})") }),
        ] {
            if let Some(element) = one(selector) {
                set_text(&element, &text);
            }
        }
        if let Some(tokens) = one("[data-tokens]") {
            show_tokens(&tokens, index, query);
        }
        if let Some(unknown) = one("[data-unknown]").filter(|_| matches.unknown.is_empty()) {
            set_hidden(&unknown, true);
        }
        if let Some(empty) = one("[data-empty]") {
            set_hidden(&empty, matches.total > 0);
            if let (0, Ok(Some(offers))) = (matches.total, empty.query_selector("[data-offers]")) {
                self.show_offers(&offers, index, query);
            }
        }
        for link in all("a[data-view]") {
            let view = link.get_attribute("data-view").as_deref().and_then(domain::filter::View::from_name);
            set(&link, "href", &address(&Query { view: view.unwrap_or_default(), ..query.clone() }));
        }
    }

    fn show_offers(&self, offers: &Element, index: &Index, query: &Query) {
        offers.set_text_content(None);
        for removal in index.removals(query, &fold(&query.text)).into_iter().take(OFFERS) {
            let value = removal.value.and_then(|position| index.values.get(position));
            let (name, without) = match value {
                Some(value) => (value.name.clone(), query.toggled(value.facet.parameter(), &value.slug)),
                None => (format!("“{}”", query.text.trim()), query.with_text("")),
            };
            let words = format!("Remove {name} → {}", self.count(removal.total));
            append_link(offers, "button button--secondary", &words, &without, None);
        }
    }

    fn count(&self, total: usize) -> String {
        format!("{total} {}", if total == 1 { &self.nouns.0 } else { &self.nouns.1 })
    }

    /// Fills the list of names that a field can be completed from, when it is first used.
    pub(super) fn offer_names(&self, field: &Element, index: &Index) {
        let Some(list) = field.get_attribute("list").and_then(|list| document().get_element_by_id(&list)) else {
            return;
        };
        if list.has_child_nodes() {
            return;
        }
        let facet = field.get_attribute("data-find").unwrap_or_default();
        for value in index.values.iter().filter(|value| value.facet.name() == facet) {
            if let Some(option) = make("option", "", "") {
                set(&option, "value", &value.name);
                drop(list.append_child(&option));
            }
        }
    }
}

fn option(position: usize, value: &Value) -> Option<Element> {
    let label = make("label", "facet__option", "")?;
    let input = make("input", "", "")?;
    let place = position.to_string();
    for (name, text) in
        [("type", "checkbox"), ("name", value.facet.parameter()), ("value", &value.slug), ("data-value", &place)]
    {
        set(&input, name, text);
    }
    for part in [input, make("span", "facet__name", &value.name)?, make("span", "facet__count", "")?] {
        drop(label.append_child(&part));
    }
    Some(label)
}

fn show_tokens(tokens: &Element, index: &Index, query: &Query) {
    tokens.set_text_content(None);
    let chosen = index.values.iter().filter(|value| query.has(value.facet.parameter(), &value.slug));
    for value in chosen {
        token(tokens, &value.name, &query.toggled(value.facet.parameter(), &value.slug));
    }
    if !query.text.trim().is_empty() {
        token(tokens, &format!("“{}”", query.text.trim()), &query.with_text(""));
    }
    set_hidden(tokens, tokens.child_element_count() == 0);
    if within(tokens, "a").len() > 1 {
        append_link(tokens, "token token--clear", "Clear all", &query.cleared(), None);
    }
}

fn token(tokens: &Element, name: &str, without: &Query) {
    let label = format!("Remove filter: {name}");
    let Some(link) = append_link(tokens, "token", &format!("{name} "), without, Some(&label)) else { return };
    if let Some(cross) = make("span", "", "×") {
        set(&cross, "aria-hidden", "true");
        drop(link.append_child(&cross));
    }
}

fn append_link(list: &Element, class: &str, words: &str, query: &Query, label: Option<&str>) -> Option<Element> {
    let item = make("li", "", "")?;
    let link = make("a", class, words)?;
    set(&link, "href", &address(query));
    set(&link, "data-query", "");
    if let Some(label) = label {
        set(&link, "aria-label", label);
    }
    item.append_child(&link).ok()?;
    list.append_child(&item).ok()?;
    Some(link)
}
