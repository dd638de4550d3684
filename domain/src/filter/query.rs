//! What is asked for, as it stands in an address.

use serde::{Deserialize, Serialize};

use crate::content::names;

/// How the programme is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// By day and start.
    #[default]
    List,
    /// Rooms side by side.
    Grid,
    /// What the visitor saved.
    Agenda,
}

names!(View { List => "list", Grid => "grid", Agenda => "agenda" });

/// Parameters in the order in which addresses carry them.
const PARAMETERS: [&str; 8] = ["topic", "speaker", "track", "room", "kind", "phase", "language", "material"];

/// Longest search text, in characters, and most values, that are looked at; the rest is ignored.
const TEXT_MAX: usize = 200;
const VALUES_MAX: usize = 60;

/// A filter as asked for: nothing in it needs to exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Parameter and slug of each chosen value, in the order of the address.
    pub chosen: Vec<(String, String)>,
    /// Search text.
    pub text: String,
    /// Layout.
    pub view: View,
    /// Zone to show times in: an IANA name, or `event`.
    pub zone: Option<String>,
}

impl Query {
    /// Reads the pairs of an address; parameters it does not know are passed over.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key {
                "q" => query.text = value.chars().filter(|character| !character.is_control()).take(TEXT_MAX).collect(),
                "view" => query.view = View::from_name(value).unwrap_or_default(),
                "zone" => query.zone = (!value.is_empty()).then(|| value.chars().take(64).collect()),
                _ if PARAMETERS.contains(&key) && !value.is_empty() => query.choose(key, value),
                _ => {}
            }
        }
        query
    }

    fn choose(&mut self, parameter: &str, slug: &str) {
        let pair = (parameter.to_owned(), slug.chars().take(100).collect());
        if self.chosen.len() < VALUES_MAX && !self.chosen.contains(&pair) {
            self.chosen.push(pair);
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.chosen.sort_by_key(|(parameter, _)| PARAMETERS.iter().position(|known| known == parameter));
    }

    /// Whether a value is chosen.
    pub fn has(&self, parameter: &str, slug: &str) -> bool {
        self.chosen.iter().any(|(known, chosen)| known == parameter && chosen == slug)
    }

    /// The same query with a value added, or removed if it was there.
    #[must_use]
    pub fn toggled(&self, parameter: &str, slug: &str) -> Self {
        let mut query = self.clone();
        if query.has(parameter, slug) {
            query.chosen.retain(|(known, chosen)| known != parameter || chosen != slug);
        } else {
            query.choose(parameter, slug);
        }
        query
    }

    /// The same query with another search text.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        Self { text: text.to_owned(), ..self.clone() }
    }

    /// The same layout and zone with nothing chosen.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { chosen: Vec::new(), text: String::new(), view: self.view, zone: self.zone.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_filtering(&self) -> bool {
        !self.chosen.is_empty() || !self.text.trim().is_empty()
    }

    /// Key and value pairs in canonical order, ready to be encoded.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.chosen.iter().map(|(parameter, slug)| (parameter.as_str(), slug.as_str())));
        if !self.text.trim().is_empty() {
            pairs.push(("q", self.text.trim()));
        }
        if self.view != View::List {
            pairs.push(("view", self.view.name()));
        }
        if let Some(zone) = &self.zone {
            pairs.push(("zone", zone));
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{collection, prop_assert_eq};

    use super::{PARAMETERS, Query, View};

    #[test]
    fn an_address_is_put_in_order_and_loses_what_means_nothing() {
        let pairs =
            [("q", " ICU "), ("utm", "x"), ("speaker", "kathi-mooney"), ("view", "grid"), ("topic", "screening")];
        let query = Query::from_pairs(pairs);
        assert_eq!(query.view, View::Grid);
        let expected = [("topic", "screening"), ("speaker", "kathi-mooney"), ("q", "ICU"), ("view", "grid")];
        assert_eq!(query.pairs(), expected);
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_query(
            chosen in collection::vec((0_usize..8, "[a-z]{1,6}"), 0..12), text in "[a-z]{0,8}"
        ) {
            let mut pairs: Vec<(&str, &str)> =
                chosen.iter().map(|(parameter, slug)| (PARAMETERS[*parameter], slug.as_str())).collect();
            pairs.push(("q", &text));
            let query = Query::from_pairs(pairs);
            prop_assert_eq!(Query::from_pairs(query.pairs()), query);
        }

        #[test]
        fn toggling_twice_changes_nothing(chosen in collection::vec((0_usize..8, "[a-z]{1,2}"), 0..6)) {
            let query = Query::from_pairs(chosen.iter().map(|(parameter, slug)| (PARAMETERS[*parameter], slug.as_str())));
            prop_assert_eq!(query.toggled("topic", "zzz").toggled("topic", "zzz"), query);
        }
    }
}
