//! The people, tracks and rooms of a schedule, each made once and found again by the name the file uses.

use std::collections::{HashMap, HashSet};

use domain::content::{Disclosure, Id, Person, RichText, Role, RoleKind, Room, Track};
use domain::slug::Slug;

use super::reader::Element;
use crate::identity;
use crate::report::Report;
use domain::names::sort_name;

/// Longest name that is taken, in characters; longer ones are cut.
const MAX_NAME: usize = 200;

/// What sessions refer to.
#[derive(Debug)]
pub(super) struct Cast {
    event: Id,
    /// People in order of appearance.
    pub(super) people: Vec<Person>,
    people_by_key: HashMap<(String, String), Id>,
    people_slugs: HashSet<Slug>,
    /// Tracks in order of appearance.
    pub(super) tracks: Vec<Track>,
    track_slugs: HashSet<Slug>,
    tracks_by_name: HashMap<String, Id>,
    /// Rooms in which something takes place, in order of appearance.
    pub(super) rooms: Vec<Room>,
    room_slugs: HashSet<Slug>,
    rooms_by_name: HashMap<String, Id>,
}

impl Cast {
    /// Nobody and nothing yet.
    pub(super) fn of(event: Id) -> Self {
        Self {
            event,
            people: Vec::new(),
            people_by_key: HashMap::new(),
            people_slugs: HashSet::new(),
            tracks: Vec::new(),
            track_slugs: HashSet::new(),
            tracks_by_name: HashMap::new(),
            rooms: Vec::new(),
            room_slugs: HashSet::new(),
            rooms_by_name: HashMap::new(),
        }
    }

    /// The track of that name.
    pub(super) fn track(&mut self, name: &str) -> Id {
        if let Some(id) = self.tracks_by_name.get(name) {
            return *id;
        }
        let id = identity::within(self.event, "track", name);
        let slug = Slug::unique(name, &mut self.track_slugs);
        self.tracks.push(Track { id, event: self.event, slug, name: cut(name) });
        self.tracks_by_name.insert(name.to_owned(), id);
        id
    }

    /// The room of that name.
    pub(super) fn room(&mut self, name: &str) -> Id {
        if let Some(id) = self.rooms_by_name.get(name) {
            return *id;
        }
        let id = identity::within(self.event, "room", name);
        let slug = Slug::unique(name, &mut self.room_slugs);
        self.rooms.push(Room { id, event: self.event, slug, name: cut(name) });
        self.rooms_by_name.insert(name.to_owned(), id);
        id
    }

    /// Everyone listed under a session, each once.
    pub(super) fn roles(&mut self, event: &Element, report: &mut Report) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::new();
        for listed in event.all("persons").flat_map(|persons| persons.all("person")) {
            let name = listed.text().split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() {
                report.leave_out("person without a name", Some(listed.line), "");
                continue;
            }
            let person = self.person(&name, listed);
            if roles.iter().any(|role| role.person == person) {
                report.repair("person listed twice for one session; taken once", Some(listed.line), &name);
            } else {
                roles.push(Role { person, kind: RoleKind::Speaker });
            }
        }
        roles
    }

    /// Two entries are one person when name and identity agree: names alone are shared, and identities alone have been
    /// seen reused.
    fn person(&mut self, name: &str, listed: &Element) -> Id {
        let key = ["guid", "id", "code"].iter().find_map(|attribute| listed.attribute(attribute)).unwrap_or_default();
        let key = (key.to_owned(), name.to_owned());
        if let Some(id) = self.people_by_key.get(&key) {
            return *id;
        }
        let id = identity::within(self.event, "person", &format!("{}\n{}", key.0, key.1));
        let name = cut(name);
        self.people.push(Person {
            id,
            slug: Slug::unique(&name, &mut self.people_slugs),
            sort_name: sort_name(&name),
            name,
            affiliation: None,
            biography: RichText::default(),
            portrait: None,
            disclosure: Disclosure::NotProvided,
            former_slugs: Vec::new(),
        });
        self.people_by_key.insert(key, id);
        id
    }
}

fn cut(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}
