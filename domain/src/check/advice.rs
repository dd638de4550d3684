//! What may be right as it is, and what an editor should look at all the same before a release.

use std::collections::HashSet;

use super::finding::{Finding, Rule, Subject};
use super::links::{Addresses, marks};
use super::supporters;
use super::times::overlaps;
use super::words::{is_among, words};
use crate::content::{Content, Disclosure, Event, EventStatus, Id, Kind, RichText, When};
use crate::time::Zone;

/// Half a year in minutes: then a zone with summer time reads its clocks by its other name.
const HALF_A_YEAR: i64 = 182 * 24 * 60;

/// Everything an editor should look at; it keeps nothing from being released.
pub fn advice(content: &Content) -> Vec<Finding> {
    let supporters = supporters(content).into_iter().map(|name| (name, words(name))).collect();
    let mut adviser = Adviser { content, supporters, addresses: Addresses::of(content), found: Vec::new() };
    adviser.events();
    adviser.sessions_and_materials();
    adviser.people();
    adviser.programme_and_pages();
    adviser.found.extend(overlaps(content));
    adviser.found
}

struct Adviser<'a> {
    content: &'a Content,
    /// Names of supporters, with their words.
    supporters: Vec<(&'a str, Vec<String>)>,
    addresses: Addresses<'a>,
    found: Vec<Finding>,
}

impl Adviser<'_> {
    fn events(&mut self) {
        for event in &self.content.events {
            let thing = Subject::new(Kind::Event, event.id, &event.title);
            if event.objectives.is_empty() && event.status != EventStatus::Cancelled {
                self.found.push(thing.finding("objectives", Rule::NoObjectives));
            }
            self.found.extend(other_zone(event).map(|what| thing.finding("announced_as", what)));
            let texts = [("summary", event.summary.as_str()), ("description", &event.description.source)];
            let objectives = event.objectives.iter().map(|text| ("objectives", text.as_str()));
            self.scientific(thing, texts.into_iter().chain(objectives));
            self.marks(thing, "description", &event.description);
        }
    }

    fn sessions_and_materials(&mut self) {
        for session in &self.content.sessions {
            let thing = Subject::new(Kind::Session, session.id, &session.title);
            let texts = [("abstract", &session.summary), ("description", &session.description)];
            self.scientific(thing, texts.into_iter().map(|(field, text)| (field, text.source.as_str())));
            for (field, text) in texts {
                self.marks(thing, field, text);
            }
        }
        for material in &self.content.materials {
            let noun = material.kind.name();
            let thing = Subject { noun, ..Subject::new(Kind::Material, material.id, &material.title) };
            let texts = [("summary", material.summary.as_str()), ("body", material.body.source.as_str())];
            self.scientific(thing, texts.into_iter());
            self.marks(thing, "body", &material.body);
        }
    }

    fn people(&mut self) {
        let content = self.content;
        let roles = content.events.iter().flat_map(|event| &event.roles);
        let roles = roles.chain(content.sessions.iter().flat_map(|session| &session.roles)).map(|role| role.person);
        let authors = content.materials.iter().flat_map(|material| &material.authors).copied();
        let involved: HashSet<Id> = roles.chain(authors).collect();
        for person in &content.people {
            let thing = Subject::new(Kind::Person, person.id, &person.name);
            if person.disclosure == Disclosure::NotProvided && involved.contains(&person.id) {
                self.found.push(thing.finding("disclosure", Rule::NoDisclosure));
            }
            self.marks(thing, "biography", &person.biography);
        }
    }

    fn programme_and_pages(&mut self) {
        let programme = &self.content.programme;
        let thing = Subject { kind: Kind::Programme, noun: "programme", id: None, title: &programme.name };
        for section in &programme.sections {
            self.marks(Subject { noun: "section", title: &section.title, ..thing }, "sections", &section.text);
        }
        for page in &self.content.pages {
            self.marks(Subject::new(Kind::Page, page.id, &page.title), "text", &page.text);
        }
    }

    /// Supporters do not stand beside scientific text. A thing is told of once, with the first field that names one.
    fn scientific<'t>(&mut self, thing: Subject<'_>, mut texts: impl Iterator<Item = (&'static str, &'t str)>) {
        if self.supporters.is_empty() {
            return;
        }
        let named = texts.find_map(|(field, text)| {
            let text = words(text);
            let (supporter, _) = self.supporters.iter().find(|(_, name)| is_among(&text, name))?;
            Some((field, (*supporter).to_owned()))
        });
        if let Some((field, supporter)) = named {
            self.found.push(thing.finding(field, Rule::TextNamesSupporter(supporter)));
        }
    }

    fn marks(&mut self, thing: Subject<'_>, field: &'static str, text: &RichText) {
        let marks = marks(text);
        if marks.bare_images > 0 {
            self.found.push(thing.finding(field, Rule::ImagesWithoutText(marks.bare_images)));
        }
        for link in marks.links.into_iter().filter(|link| !self.addresses.leads(link)) {
            self.found.push(thing.finding(field, Rule::DeadLink(link)));
        }
    }
}

/// An announcement that calls the event's clocks by the name they have in the other half of the year ("18:00 CEST" on a
/// November evening), and not also by the right one.
fn other_zone(event: &Event) -> Option<Rule> {
    let (announced, When::Hours { start, .. }) = (event.announced_as.as_ref()?, &event.when) else { return None };
    let zone = Zone::named(event.zone.as_str()).ok()?;
    let real = zone.read(*start).abbreviation;
    let others = [-HALF_A_YEAR, HALF_A_YEAR].map(|minutes| zone.read(start.plus_minutes(minutes)).abbreviation);
    let labels: Vec<&str> = announced.split(|character: char| !character.is_alphanumeric()).collect();
    if labels.contains(&real.as_str()) {
        return None;
    }
    let wrong = labels.into_iter().find(|label| !label.is_empty() && others.iter().any(|other| other == label))?;
    Some(Rule::OtherZone { announced: wrong.to_owned(), real })
}

#[cfg(test)]
mod tests;
