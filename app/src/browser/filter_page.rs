//! The parts of a page that show what a filter leaves. They are found once, and what they show is remembered, so that a
//! tap touches only what it changes: on a phone every needless question to the document is felt.

use domain::filter::{Index, Matches, Query};
use web_sys::{Element, HtmlInputElement};

use super::dom::{after_paint, all, cast, document, make, one, set, set_hidden, set_text, window, within};
use super::filter::fold;
use super::filter_options::Options;
use super::filter_rows::Rows;
use crate::language::{Listed, filters_in_words};
use crate::t;

/// Offers to drop a choice, at most.
const OFFERS: usize = 4;

/// The parts.
pub(super) struct Page {
    rows: Rows,
    options: Options,
    listed: Listed,
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
        let listed = one("[data-results]").and_then(|results| results.get_attribute("data-results"));
        let listed = Listed::from_name(&listed.unwrap_or_default());
        Self { rows: Rows::find(rows), options: Options::find(), listed }
    }

    /// Shows what a query leaves.
    pub(super) fn show(&mut self, index: &Index, query: &Query) {
        let matches = index.apply(query, &fold(&query.text));
        self.rows.show(&matches.shown);
        self.options.tick(index, &matches);
        after_paint(super::filter::show_counts);
        show_text(query);
        self.show_words(index, query, &matches);
    }

    /// The page was scrolled.
    pub(super) fn scrolled(&mut self) {
        self.rows.scrolled();
    }

    /// The window has another size.
    pub(super) fn resized(&mut self) {
        self.rows.resized();
    }

    /// Says beside each value what it would leave.
    pub(super) fn show_counts(&mut self) {
        self.options.show_counts();
    }

    /// Shows more of the rows, when some were left for later.
    pub(super) fn show_rest(&mut self) {
        self.rows.show_rest();
    }

    fn show_words(&self, index: &Index, query: &Query, matches: &Matches) {
        let words = self.listed.counted(matches.total);
        let chosen = matches.chosen.iter().filter(|chosen| **chosen).count();
        for (selector, text) in [
            ("[data-results]", words.clone()),
            ("[data-show]", t!(filter.show, count = &words)),
            ("[data-chosen]", filters_in_words(chosen)),
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
                None => (t!(filter.quoted, text = query.text.trim()), query.with_text("")),
            };
            let words = t!(filter.remove_offer, name = name, count = self.listed.counted(removal.total));
            append_link(offers, "button button--secondary", &words, &without, None);
        }
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

/// What is being typed is the visitor's; only Back and the tokens change it from outside.
fn show_text(query: &Query) {
    if let Some(field) = one("[data-search] input[type=search]").and_then(cast::<HtmlInputElement>)
        && field.value().trim() != query.text.trim()
    {
        field.set_value(&query.text);
    }
}

fn show_tokens(tokens: &Element, index: &Index, query: &Query) {
    tokens.set_text_content(None);
    let chosen = index.values.iter().filter(|value| query.has(value.facet.parameter(), &value.slug));
    for value in chosen {
        token(tokens, &value.name, &query.toggled(value.facet.parameter(), &value.slug));
    }
    if !query.text.trim().is_empty() {
        token(tokens, &t!(filter.quoted, text = query.text.trim()), &query.with_text(""));
    }
    set_hidden(tokens, tokens.child_element_count() == 0);
    if within(tokens, "a").len() > 1 {
        append_link(tokens, "token token--clear", t!(filter.clear), &query.cleared(), None);
    }
}

fn token(tokens: &Element, name: &str, without: &Query) {
    let label = t!(filter.remove_token, name = name);
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
