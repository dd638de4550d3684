//! People in a form: they are chosen by name, because nobody knows their identities, and a list of all of them in every
//! row would be a page of its own.

use super::simple::set;
use super::{Column, Form, Input, Trouble};
use crate::content::{Content, Id, Role, RoleKind};

impl Form<'_> {
    /// People and the parts they play.
    pub(crate) fn roles(&mut self, value: &mut Vec<Role>) {
        let kinds = RoleKind::ALL.iter().map(|kind| kind.name()).collect();
        let columns =
            vec![Column { name: "person", input: Input::Person }, Column { name: "kind", input: Input::Choice(kinds) }];
        let has = value.iter().map(|role| vec![written(self.around.content, role.person), role.kind.name().to_owned()]);
        let has = has.collect();
        let read = self.rows(("roles", columns, false), has, |row, around| {
            let person = person_named(row.cell("person"), around.content).map_err(|trouble| ("person", trouble))?;
            let kind = RoleKind::from_name(row.cell("kind")).ok_or(("kind", Trouble::NotAChoice))?;
            Ok(Role { person, kind })
        });
        set(value, read);
    }

    /// People in an order, without parts.
    pub(crate) fn people(&mut self, name: &'static str, value: &mut Vec<Id>) {
        let columns = vec![Column { name: "person", input: Input::Person }];
        let has = value.iter().map(|id| vec![written(self.around.content, *id)]).collect();
        let read = self.rows((name, columns, false), has, |row, around| {
            person_named(row.cell("person"), around.content).map_err(|trouble| ("person", trouble))
        });
        set(value, read);
    }
}

/// A person's name as a form has it: with the address behind it where others have the same name.
fn written(content: &Content, id: Id) -> String {
    let Some(person) = content.person_by_id(id) else { return String::new() };
    let namesakes = content.people.iter().filter(|other| other.name == person.name).count();
    if namesakes > 1 { format!("{} ({})", person.name, person.slug) } else { person.name.clone() }
}

/// The person meant by a name, or by an address in brackets with or without the name before it.
///
/// # Errors
/// [`Trouble`]: nothing was typed, nobody has that name, or several people have it.
pub fn person_named(typed: &str, content: &Content) -> Result<Id, Trouble> {
    if typed.is_empty() {
        return Err(Trouble::Missing);
    }
    let people = &content.people;
    if let Some((_, slug)) = typed.strip_suffix(')').and_then(|typed| typed.rsplit_once('('))
        && let Some(person) = people.iter().find(|person| person.slug.as_str() == slug)
    {
        return Ok(person.id);
    }
    let folded = typed.to_lowercase();
    let named: Vec<_> = people.iter().filter(|person| person.name.to_lowercase() == folded).collect();
    match named.as_slice() {
        [person] => Ok(person.id),
        [] => Err(Trouble::Nobody),
        several => Err(Trouble::Several(several.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>().join(", "))),
    }
}
