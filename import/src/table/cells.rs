//! A cell of a table and what is typed into a field of the form: the same things by names, where the form has identities.

use domain::content::{Content, Id, RoleKind};
use domain::desk::{Input, Kind, RowTrouble, Thing, Typed};
use domain::fold;
use domain::time::Date;

use super::moments;

/// So many names are told to whoever wrote another.
const TOLD: usize = 12;

/// Between the names in a cell.
const BETWEEN: char = ';';

/// The names in a cell.
pub(super) fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([BETWEEN, '\n']).map(str::trim).filter(|name| !name.is_empty())
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("; ")
}

/// Of what sort the things are that a field names by identity.
fn kind_of(field: &str) -> Option<Kind> {
    match field {
        "track" => Some(Kind::Track),
        "room" => Some(Kind::Room),
        "event" => Some(Kind::Event),
        "session" => Some(Kind::Session),
        _ => None,
    }
}

/// The address of a thing, by its identity.
pub(super) fn address(thing: &Thing) -> &str {
    match thing {
        Thing::Programme(_) => "",
        Thing::Event(event) => event.slug.as_str(),
        Thing::Session(session) => session.slug.as_str(),
        Thing::Track(track) => track.slug.as_str(),
        Thing::Room(room) => room.slug.as_str(),
        Thing::Person(person) => person.slug.as_str(),
        Thing::Topic(topic) => topic.slug.as_str(),
        Thing::Material(material) => material.slug.as_str(),
        Thing::Organisation(organisation) => organisation.slug.as_str(),
        Thing::Page(page) => page.slug.as_str(),
    }
}

/// The thing of that name or address among some.
///
/// # Errors
/// None has it, or several have the name.
pub(super) fn chosen(
    cell: &str,
    among: &[(Id, String)],
    address: impl Fn(Id) -> Option<String>,
) -> Result<Id, RowTrouble> {
    let (text, folded) = (cell.trim(), fold(cell.trim()));
    if let Some((id, _)) = among.iter().find(|(id, _)| address(*id).is_some_and(|address| address == text)) {
        return Ok(*id);
    }
    let named: Vec<Id> = among.iter().filter(|(_, name)| fold(name) == folded).map(|(id, _)| *id).collect();
    match named.as_slice() {
        [id] => Ok(*id),
        [] => Err(unknown(among.iter().map(|(_, name)| name.clone()))),
        several => {
            Err(RowTrouble::Several(several.iter().filter_map(|id| address(*id)).collect::<Vec<_>>().join(", ")))
        }
    }
}

fn unknown(known: impl ExactSizeIterator<Item = String>) -> RowTrouble {
    RowTrouble::Unknown(if known.len() > TOLD { Vec::new() } else { known.collect() })
}

/// Its name, or its address where others have the name or it could not stand among others.
fn called(id: Id, among: &[(Id, String)], address: impl Fn(Id) -> Option<String>) -> String {
    let name = among.iter().find(|(other, _)| *other == id).map_or("", |(_, name)| name.as_str());
    let namesakes = among.iter().filter(|(_, other)| fold(other) == fold(name)).count();
    let is_plain = namesakes == 1 && !name.contains([BETWEEN, '\n']) && name.trim() == name;
    // A name that is the address of another would be taken for that.
    let is_address = among.iter().any(|(other, _)| *other != id && address(*other).as_deref() == Some(name));
    if is_plain && !is_address { name.to_owned() } else { address(id).unwrap_or_default() }
}

fn address_of(content: &Content, kind: Kind) -> impl Fn(Id) -> Option<String> {
    move |id| Thing::find(content, kind, id).map(|thing| address(&thing).to_owned())
}

fn topics(content: &Content) -> Vec<(Id, String)> {
    content.topics.iter().map(|topic| (topic.id, topic.name.clone())).collect()
}

/// What a field shows, as a cell.
pub(super) fn written(name: &str, input: &Input, value: &Typed, content: &Content) -> String {
    match input {
        Input::Topics => {
            let (all, address) = (topics(content), address_of(content, Kind::Topic));
            let ids = value.many().iter().filter_map(|id| id.parse().ok());
            joined(ids.map(|id| called(id, &all, &address)))
        }
        Input::One(things) => {
            let address = address_of(content, kind_of(name).unwrap_or(Kind::Event));
            value.one().parse().map_or_else(|_| String::new(), |id| called(id, things, address))
        }
        Input::Rows(_) => joined(value.rows().iter().filter_map(|row| row.first()).map(|name| person(name))),
        _ => value.one().to_owned(),
    }
}

/// Those who play a part, as a cell.
pub(super) fn written_role(role: RoleKind, value: &Typed) -> String {
    let of_role = value.rows().iter().filter(|row| row.get(1).is_some_and(|kind| kind == role.name()));
    joined(of_role.filter_map(|row| row.first()).map(|name| person(name)))
}

/// A person's name as a form has it.
fn person(name: &str) -> String {
    // A form takes them by the address in brackets alone, too.
    match name.rsplit_once(" (") {
        Some((before, address)) if before.contains(BETWEEN) => format!("({address}"),
        _ => name.to_owned(),
    }
}

/// What a cell says, as it is typed into a field. `days` are those of the event, for days that could be two.
///
/// # Errors
/// What it names is not there.
pub(super) fn typed(
    name: &str,
    input: &Input,
    cell: &str,
    content: &Content,
    days: Option<(Date, Date)>,
) -> Result<Typed, RowTrouble> {
    let plain = cell.trim();
    Ok(match input {
        Input::Topics => {
            let (all, address) = (topics(content), address_of(content, Kind::Topic));
            let ids: Result<Vec<String>, RowTrouble> =
                names(cell).map(|name| chosen(name, &all, &address).map(|id| id.to_string())).collect();
            Typed::Many(ids?)
        }
        Input::One(_) if plain.is_empty() => Typed::One(String::new()),
        Input::One(things) => {
            let address = address_of(content, kind_of(name).unwrap_or(Kind::Event));
            Typed::One(chosen(plain, things, address)?.to_string())
        }
        Input::Rows(_) => Typed::Rows(names(cell).map(|name| vec![name.to_owned()]).collect()),
        Input::Choice(all) => {
            let wanted = fold(plain).replace([' ', '-'], "_");
            let found = all.iter().find(|one| fold(one).replace([' ', '-'], "_") == wanted);
            match found {
                Some(one) => Typed::One((*one).to_owned()),
                // The form says whether something must stand there.
                None if plain.is_empty() => Typed::One(String::new()),
                None => return Err(unknown(all.iter().map(|one| (*one).to_owned()))),
            }
        }
        Input::Flag => {
            let is_ticked = matches!(fold(plain).as_str(), "yes" | "true" | "x" | "1");
            let is_not = matches!(fold(plain).as_str(), "" | "no" | "false" | "0");
            if !is_ticked && !is_not {
                return Err(unknown(["yes".to_owned(), "no".to_owned()].into_iter()));
            }
            Typed::One(if is_ticked { "yes".to_owned() } else { String::new() })
        }
        Input::Date => Typed::One(moments::day(plain, days).map_err(|_| RowTrouble::AmbiguousDay)?),
        Input::Time => Typed::One(moments::time(plain)),
        Input::Number { .. } if name == "minutes" || name == "length" => Typed::One(moments::minutes(plain)),
        _ => Typed::One(cell.to_owned()),
    })
}
