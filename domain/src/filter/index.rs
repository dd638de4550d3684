//! What matches, and how much each further choice would leave.

use serde::{Deserialize, Serialize};

use super::{Facet, Query};

/// A value one can filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Which question it answers.
    #[serde(rename = "f")]
    pub facet: Facet,
    /// How addresses name it.
    #[serde(rename = "s")]
    pub slug: String,
    /// How people name it.
    #[serde(rename = "n")]
    pub name: String,
}

/// Something that is filtered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Positions of its values in the index.
    pub values: Vec<usize>,
    /// What a search looks at, already folded by the caller in the same way as the search text.
    pub text: String,
}

/// Everything that can be filtered, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// All values.
    pub values: Vec<Value>,
    /// All entries.
    pub entries: Vec<Entry>,
}

/// What a query leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    /// For each entry, whether it matches.
    pub shown: Vec<bool>,
    /// How many match.
    pub total: usize,
    /// For each value, the size of the result if it were added; the present size if it is chosen already.
    pub counts: Vec<usize>,
    /// For each value, whether it is chosen.
    pub chosen: Vec<bool>,
    /// Chosen slugs that the index does not know; they have no effect and are reported.
    pub unknown: Vec<String>,
}

/// A choice whose removal would help when nothing matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The value to remove; `None` for the search text.
    pub value: Option<usize>,
    /// How many entries would match then.
    pub total: usize,
}

/// The bit of the search text in the set of reasons why an entry does not match.
const TEXT: u16 = 1 << 15;

impl Index {
    /// Applies a query. `folded` is its search text, folded as the entries' texts are.
    pub fn apply(&self, query: &Query, folded: &str) -> Matches {
        let chosen: Vec<bool> =
            self.values.iter().map(|value| query.has(value.facet.parameter(), &value.slug)).collect();
        let narrowed = self.facets_of(&chosen);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let reasons: Vec<u16> =
            self.entries.iter().map(|entry| self.reasons_against(entry, &chosen, narrowed, &words)).collect();
        let total = reasons.iter().filter(|against| **against == 0).count();
        Matches {
            shown: reasons.iter().map(|against| *against == 0).collect(),
            total,
            counts: self.counts(&reasons, &chosen, narrowed, total),
            unknown: self.unknown(query),
            chosen,
        }
    }

    /// For a query without result: what to drop, most helpful first.
    pub fn removals(&self, query: &Query, folded: &str) -> Vec<Removal> {
        let of_values = (0..self.values.len()).filter_map(|position| {
            let value = self.values.get(position)?;
            let parameter = value.facet.parameter();
            let removable = query.has(parameter, &value.slug);
            let total = removable.then(|| self.apply(&query.toggled(parameter, &value.slug), folded).total)?;
            Some(Removal { value: Some(position), total })
        });
        let of_text = (!folded.trim().is_empty())
            .then(|| Removal { value: None, total: self.apply(&query.with_text(""), "").total });
        let mut removals: Vec<Removal> = of_values.chain(of_text).filter(|removal| removal.total > 0).collect();
        removals.sort_by_key(|removal| std::cmp::Reverse(removal.total));
        removals
    }

    /// Positions of the values of a facet.
    pub fn facet(&self, facet: Facet) -> impl Iterator<Item = usize> {
        self.values.iter().enumerate().filter(move |(_, value)| value.facet == facet).map(|(position, _)| position)
    }

    fn facets_of(&self, chosen: &[bool]) -> u16 {
        let bits = self.values.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(value, _)| value.facet.bit());
        bits.fold(0, |set, bit| set | bit)
    }

    /// The set of facets (and [`TEXT`]) that keep an entry out.
    fn reasons_against(&self, entry: &Entry, chosen: &[bool], narrowed: u16, words: &[&str]) -> u16 {
        let met = entry.values.iter().filter(|position| chosen.get(**position).copied().unwrap_or(false));
        let met = met.filter_map(|position| self.values.get(*position)).fold(0, |set, value| set | value.facet.bit());
        let against = narrowed & !met;
        if words.iter().all(|word| entry.text.contains(word)) { against } else { against | TEXT }
    }

    /// An entry joins the result when a value is added if it matches already, or if the value's facet alone keeps it
    /// out. So one pass over the entries' values gives every count.
    fn counts(&self, reasons: &[u16], chosen: &[bool], narrowed: u16, total: usize) -> Vec<usize> {
        let is_narrowed = |value: &Value| narrowed & value.facet.bit() != 0;
        let mut counts: Vec<usize> =
            self.values.iter().map(|value| if is_narrowed(value) { total } else { 0 }).collect();
        for (entry, against) in self.entries.iter().zip(reasons) {
            for position in &entry.values {
                let (Some(value), Some(count)) = (self.values.get(*position), counts.get_mut(*position)) else {
                    continue;
                };
                let joins = if is_narrowed(value) { *against == value.facet.bit() } else { *against == 0 };
                if joins && !chosen.get(*position).copied().unwrap_or(false) {
                    *count += 1;
                }
            }
        }
        counts
    }

    fn unknown(&self, query: &Query) -> Vec<String> {
        let known = |parameter: &str, slug: &str| {
            self.values.iter().any(|value| value.facet.parameter() == parameter && value.slug == slug)
        };
        query.chosen.iter().filter(|(parameter, slug)| !known(parameter, slug)).map(|(_, slug)| slug.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq};

    use super::{Entry, Index, Value};
    use crate::filter::{Facet, Query};

    const FACETS: [Facet; 4] = [Facet::Stage, Facet::Barrier, Facet::Speaker, Facet::Track];

    fn indexes() -> impl Strategy<Value = Index> {
        let values = (0..12).map(|number| Value {
            facet: FACETS[number % FACETS.len()],
            slug: format!("value-{number}"),
            name: format!("Value {number}"),
        });
        let entry = (collection::hash_set(0_usize..12, 0..5), any::<bool>()).prop_map(|(values, about)| Entry {
            values: values.into_iter().collect(),
            text: if about { "remote care".to_owned() } else { "biopsy".to_owned() },
        });
        (Just(values.collect::<Vec<_>>()), collection::vec(entry, 0..30))
            .prop_map(|(values, entries)| Index { values, entries })
    }

    fn query(index: &Index, chosen: &[usize]) -> Query {
        chosen.iter().fold(Query::default(), |query, position| {
            let value = &index.values[*position];
            let (parameter, slug) = (value.facet.parameter(), value.slug.as_str());
            if query.has(parameter, slug) { query } else { query.toggled(parameter, slug) }
        })
    }

    proptest! {
        #[test]
        fn a_count_is_the_size_of_the_result_if_the_value_is_added(
            index in indexes(), chosen in collection::vec(0_usize..12, 0..5), searching in any::<bool>()
        ) {
            let text = if searching { "care" } else { "" };
            let query = query(&index, &chosen);
            let matches = index.apply(&query, text);
            for (position, value) in index.values.iter().enumerate() {
                let (parameter, slug) = (value.facet.parameter(), value.slug.as_str());
                let added = if query.has(parameter, slug) { query.clone() } else { query.toggled(parameter, slug) };
                prop_assert_eq!(matches.counts[position], index.apply(&added, text).total);
            }
        }

        #[test]
        fn an_entry_is_shown_exactly_if_every_facet_asked_for_has_one_of_its_values(
            index in indexes(), chosen in collection::vec(0_usize..12, 0..5)
        ) {
            let matches = index.apply(&query(&index, &chosen), "");
            for (entry, shown) in index.entries.iter().zip(&matches.shown) {
                let expected = FACETS.iter().all(|facet| {
                    let wanted: Vec<_> = chosen.iter().filter(|position| index.values[**position].facet == *facet).collect();
                    wanted.is_empty() || wanted.iter().any(|position| entry.values.contains(position))
                });
                prop_assert_eq!(*shown, expected);
            }
            prop_assert_eq!(matches.total, matches.shown.iter().filter(|shown| **shown).count());
        }

        #[test]
        fn every_removal_offered_leads_to_a_result(index in indexes(), chosen in collection::vec(0_usize..12, 0..5)) {
            let query = query(&index, &chosen);
            for removal in index.removals(&query, "biopsy") {
                prop_assert!(removal.total > 0);
                let value = removal.value.map(|position| &index.values[position]);
                let (without, text) = match value {
                    Some(value) => (query.toggled(value.facet.parameter(), &value.slug), "biopsy"),
                    None => (query.clone(), ""),
                };
                prop_assert_eq!(index.apply(&without, text).total, removal.total);
            }
        }
    }

    #[test]
    fn a_value_nobody_knows_is_named_and_changes_nothing() {
        let index = Index {
            values: vec![Value { facet: Facet::Stage, slug: "screening".to_owned(), name: "Screening".to_owned() }],
            entries: vec![Entry { values: vec![0], text: String::new() }],
        };
        let matches = index.apply(&Query::from_pairs([("topic", "astrology")]), "");
        assert_eq!(matches.total, 1);
        assert_eq!(matches.unknown, ["astrology"]);
    }
}
