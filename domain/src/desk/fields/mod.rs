//! The fields of every kind of thing, in the order of its form.

mod event;
mod material;
mod programme;
mod questions;
mod session;

use super::form::{Form, Taken, Trouble};
use super::thing::Thing;
use crate::content::{Content, Disclosure, Id, OrganisationKind, Person, Portrait, TopicFacet};
use crate::slug::Slug;

/// Binds a thing to a form: see [`super::form`].
pub fn bind(thing: &mut Thing, form: &mut Form<'_>) {
    let content = form.around.content;
    match thing {
        Thing::Programme(programme) => programme::bind(programme, form),
        Thing::Event(event) => event::bind(event, form),
        Thing::Session(session) => session::bind(session, form),
        Thing::Material(material) => material::bind(material, form),
        Thing::Person(person) => {
            form.line("name", &mut person.name);
            sort_name(person, form);
            form.optional_line("affiliation", &mut person.affiliation);
            form.rich("biography", &mut person.biography);
            portrait(&mut person.portrait, form);
            disclosure(&mut person.disclosure, form);
            let taken = others(&content.people, |one| (one.id, &one.slug, &one.former_slugs, &one.name), person.id);
            form.slug(&mut person.slug, Some(&mut person.former_slugs), (person.id, &person.name), &taken);
        }
        Thing::Topic(topic) => {
            form.line("name", &mut topic.name);
            form.choice("facet", &mut topic.facet, TopicFacet::ALL, TopicFacet::name);
            let taken = others(&content.topics, |one| (one.id, &one.slug, &one.former_slugs, &one.name), topic.id);
            form.slug(&mut topic.slug, Some(&mut topic.former_slugs), (topic.id, &topic.name), &taken);
        }
        Thing::Organisation(organisation) => {
            form.line("name", &mut organisation.name);
            form.choice("kind", &mut organisation.kind, OrganisationKind::ALL, OrganisationKind::name);
            form.optional_line("note", &mut organisation.note);
            let taken = others(&content.organisations, |one| (one.id, &one.slug, &[], &one.name), organisation.id);
            form.slug(&mut organisation.slug, None, (organisation.id, &organisation.name), &taken);
        }
        Thing::Page(page) => {
            form.line("title", &mut page.title);
            form.paragraph("summary", &mut page.summary);
            form.rich("text", &mut page.text);
            let taken = others(&content.pages, |one| (one.id, &one.slug, &[], &one.title), page.id);
            form.slug(&mut page.slug, None, (page.id, &page.title), &taken);
        }
        Thing::Track(track) => {
            form.line("name", &mut track.name);
            let siblings: Vec<_> = content.tracks.iter().filter(|other| other.event == track.event).cloned().collect();
            let taken = others(&siblings, |one| (one.id, &one.slug, &[], &one.name), track.id);
            form.slug(&mut track.slug, None, (track.id, &track.name), &taken);
        }
        Thing::Room(room) => {
            form.line("name", &mut room.name);
            let siblings: Vec<_> = content.rooms.iter().filter(|other| other.event == room.event).cloned().collect();
            let taken = others(&siblings, |one| (one.id, &one.slug, &[], &one.name), room.id);
            form.slug(&mut room.slug, None, (room.id, &room.name), &taken);
        }
    }
}

/// Addresses of the other things of a kind.
fn others<T>(things: &[T], of: impl Fn(&T) -> (Id, &Slug, &[Slug], &String), but: Id) -> Taken {
    let mut taken = Taken { present: Vec::new(), former: Vec::new() };
    for (_, slug, former, title) in things.iter().map(of).filter(|(id, ..)| *id != but) {
        taken.present.push((slug.clone(), title.clone()));
        taken.former.extend(former.iter().cloned());
    }
    taken
}

/// Left empty it is made of the name.
fn sort_name(person: &mut Person, form: &mut Form<'_>) {
    let mut typed = Some(person.sort_name.clone());
    form.optional_line("sort_name", &mut typed);
    person.sort_name = typed.filter(|name| !name.is_empty()).unwrap_or_else(|| crate::names::sort_name(&person.name));
}

/// A picture has a description always.
fn portrait(value: &mut Option<Portrait>, form: &mut Form<'_>) {
    let (mut media, mut description) =
        value.take().map_or((None, None), |portrait| (Some(portrait.media), Some(portrait.description)));
    form.picture("portrait", &mut media);
    form.optional_line("portrait_description", &mut description);
    let described = description.filter(|description| !description.is_empty());
    *value = match (media, described) {
        (Some(media), Some(description)) => Some(Portrait { media, description }),
        (Some(_), None) => return form.refuse("portrait_description", Trouble::Missing),
        // Without a picture there is nothing to be described.
        (None, _) => None,
    };
}

fn disclosure(value: &mut Disclosure, form: &mut Form<'_>) {
    const STATES: &[&str] = &["not_provided", "none", "statement"];
    let (mut state, mut statement) = match &value {
        Disclosure::NotProvided => ("not_provided", String::new()),
        Disclosure::None => ("none", String::new()),
        Disclosure::Statement(text) => ("statement", text.clone()),
    };
    form.choice("disclosure", &mut state, STATES, |state| state);
    form.paragraph("statement", &mut statement);
    *value = match state {
        "statement" if statement.is_empty() => return form.refuse("statement", Trouble::Missing),
        "statement" => Disclosure::Statement(statement),
        // Nothing that was typed is lost: whoever means it chooses to show it, or takes it out.
        _ if !statement.is_empty() => return form.refuse("disclosure", Trouble::NotAChoice),
        "none" => Disclosure::None,
        _ => Disclosure::NotProvided,
    };
}

/// What a material can come from.
fn events(content: &Content) -> Vec<(Id, String)> {
    content.events.iter().map(|event| (event.id, event.title.clone())).collect()
}
