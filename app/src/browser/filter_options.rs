//! The checkboxes of a filter: which are ticked, and what each further one would leave.

use domain::filter::{Index, Matches, Value};
use web_sys::{Element, HtmlInputElement};

use super::dom::{all, cast, make, one, set, set_text};

/// The checkboxes of the page.
pub(super) struct Options {
    choices: Vec<Choice>,
    /// By position of the value: what each is to say.
    counts: Vec<usize>,
}

struct Choice {
    /// Position of its value in the index.
    position: usize,
    label: Element,
    input: HtmlInputElement,
    count: Element,
    /// What it says now; nothing before it is first told.
    shown: Option<usize>,
}

impl Options {
    /// Finds them.
    pub(super) fn find() -> Self {
        Self { choices: all("[data-value]").into_iter().filter_map(Choice::of).collect(), counts: Vec::new() }
    }

    /// Ticks what is chosen.
    pub(super) fn tick(&mut self, index: &Index, matches: &Matches) {
        self.add_missing(index, matches);
        self.counts.clone_from(&matches.counts);
        for choice in &mut self.choices {
            let chosen = matches.chosen.get(choice.position).copied().unwrap_or_default();
            if choice.input.checked() != chosen {
                choice.input.set_checked(chosen);
            }
        }
    }

    /// Says what each further value would leave. They are many and stand beside the list, which is what a tap is for: so they
    /// follow in the frame after it.
    pub(super) fn show_counts(&mut self) {
        for choice in &mut self.choices {
            let count = self.counts.get(choice.position).copied().unwrap_or_default();
            if choice.shown != Some(count) {
                set_text(&choice.count, &count.to_string());
                drop(choice.label.class_list().toggle_with_force("facet__option--empty", count == 0));
                choice.shown = Some(count);
            }
        }
    }

    /// A value chosen by name has no checkbox yet; it gets one, so that it can be taken back where it was given.
    fn add_missing(&mut self, index: &Index, matches: &Matches) {
        for (position, value) in index.values.iter().enumerate() {
            let chosen = matches.chosen.get(position).copied().unwrap_or_default();
            if !chosen || self.choices.iter().any(|choice| choice.position == position) {
                continue;
            }
            let facet = one(&format!("[data-facet={}]", value.facet.name()));
            let find = facet.and_then(|facet| facet.query_selector(".find").ok().flatten());
            if let (Some(find), Some((label, input))) = (find, option(position, value)) {
                drop(find.before_with_node_1(&label));
                self.choices.extend(Choice::of(input));
            }
        }
    }
}

impl Choice {
    fn of(input: Element) -> Option<Self> {
        let label = input.closest(".facet__option").ok().flatten()?;
        let count = label.query_selector(".facet__count").ok().flatten()?;
        let position = input.get_attribute("data-value")?.parse().ok()?;
        Some(Self { position, label, count, input: cast(input)?, shown: None })
    }
}

fn option(position: usize, value: &Value) -> Option<(Element, Element)> {
    let label = make("label", "facet__option", "")?;
    let input = make("input", "", "")?;
    let place = position.to_string();
    for (name, text) in
        [("type", "checkbox"), ("name", value.facet.parameter()), ("value", &value.slug), ("data-value", &place)]
    {
        set(&input, name, text);
    }
    for part in [input.clone(), make("span", "facet__name", &value.name)?, make("span", "facet__count", "")?] {
        drop(label.append_child(&part));
    }
    Some((label, input))
}
