//! Finding a thing at the desk by any words that stand in it.

use super::form::Typed;
use super::{Around, Form, Kind, Thing, bind};
use crate::content::{Content, Id};
use crate::fold;

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What sort of thing.
    pub kind: Kind,
    /// Its identity.
    pub id: Id,
    /// By what it is known.
    pub title: String,
    /// The field in which the words stand that are not in its title; its form has that field.
    pub field: Option<&'static str>,
}

/// Things that hold every word of a query, in any case and without accents: those first whose title does, in the order of the
/// desk; then those of which one field does, or which say a part in their title and a part in a field. None for no words.
pub fn find(content: &Content, query: &str) -> Vec<Hit> {
    let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let things = Kind::ALL.iter().flat_map(|kind| Thing::all(content, *kind));
    let mut hits: Vec<Hit> = things.filter_map(|thing| hit(content, &thing, &words)).collect();
    hits.sort_by_key(|hit| hit.field.is_some());
    hits
}

fn hit(content: &Content, thing: &Thing, words: &[String]) -> Option<Hit> {
    let title = fold(thing.title());
    let missing: Vec<&String> = words.iter().filter(|word| !title.contains(word.as_str())).collect();
    let field = if missing.is_empty() { None } else { Some(field_with(content, thing, &missing)?) };
    Some(Hit { kind: thing.kind(), id: thing.id(), title: thing.title().to_owned(), field })
}

/// The first field of a thing that has all those words.
fn field_with(content: &Content, thing: &Thing, words: &[&String]) -> Option<&'static str> {
    let mut form = Form::shown(Around { content });
    bind(&mut thing.clone(), &mut form);
    let (fields, _) = form.finish();
    fields.iter().find_map(|field| {
        let said = fold(&text(&field.value));
        words.iter().all(|word| said.contains(word.as_str())).then_some(field.name)
    })
}

fn text(typed: &Typed) -> String {
    match typed {
        Typed::One(text) => text.clone(),
        Typed::Many(texts) => texts.join("\n"),
        Typed::Rows(rows) => rows.iter().flatten().cloned().collect::<Vec<_>>().join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::content::{Content, Disclosure, Id, Person, RichText};
    use crate::desk::Kind;
    use crate::slug::Slug;

    fn content() -> Content {
        let person = |number: u128, name: &str, affiliation: &str| Person {
            id: Id::from_u128(number),
            slug: Slug::of(name),
            name: name.to_owned(),
            sort_name: name.to_owned(),
            affiliation: Some(affiliation.to_owned()),
            biography: RichText::default(),
            portrait: None,
            disclosure: Disclosure::default(),
            former_slugs: Vec::new(),
        };
        Content {
            people: vec![person(1, "Ana Lyon", "Rome"), person(2, "Florian Scotté", "Lyon")],
            ..Content::default()
        }
    }

    #[test]
    fn what_has_the_words_in_its_title_comes_before_what_has_them_in_a_field() {
        let found = find(&content(), "LYON");
        let said: Vec<_> = found.iter().map(|hit| (hit.kind, hit.title.as_str(), hit.field)).collect();
        assert_eq!(said, [(Kind::Person, "Ana Lyon", None), (Kind::Person, "Florian Scotté", Some("affiliation"))]);
    }

    #[test]
    fn every_word_is_there_and_no_words_find_nothing() {
        assert_eq!(find(&content(), "scotte lyon").len(), 1);
        assert_eq!(find(&content(), "scotte rome"), []);
        assert_eq!(find(&content(), "  "), []);
    }
}
