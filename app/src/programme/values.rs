//! Collects what a list can be filtered by, each value once.

use std::collections::HashMap;

use domain::content::{Content, Id};
use domain::filter::{Facet, Value};

/// Values in the order in which they are first seen.
#[derive(Debug, Default)]
pub(crate) struct Values {
    values: Vec<Value>,
    positions: HashMap<(Facet, String), usize>,
}

impl Values {
    /// Position of a value, which is added if it is new.
    pub(crate) fn add(&mut self, facet: Facet, slug: &str, name: &str) -> usize {
        let next = self.values.len();
        let position = *self.positions.entry((facet, slug.to_owned())).or_insert(next);
        if position == next {
            self.values.push(Value { facet, slug: slug.to_owned(), name: name.to_owned() });
        }
        position
    }

    /// Positions of topics, in the programme's order.
    pub(crate) fn topics(&mut self, content: &Content, ids: &[Id]) -> Vec<usize> {
        let topics = content.topics.iter().filter(|topic| ids.contains(&topic.id));
        topics.map(|topic| self.add(topic.facet.into(), topic.slug.as_str(), &topic.name)).collect()
    }

    /// Position of a person.
    pub(crate) fn person(&mut self, content: &Content, id: Id) -> Option<usize> {
        let person = content.person_by_id(id)?;
        Some(self.add(Facet::Speaker, person.slug.as_str(), &person.name))
    }

    /// All values.
    pub(crate) fn into_values(self) -> Vec<Value> {
        self.values
    }
}
