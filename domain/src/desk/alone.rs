//! A release of one thing alone: what is shown stays as it is but for that one.

use crate::content::{Content, Id, Kind};

/// What was released, with one thing as the working copy has it: changed in its place, added behind the others, or taken out.
/// With an event whose zone is another one come its sessions, whose hours follow from it.
///
/// Whether what comes of it holds together is for the check to say: a thing may name others that were not released yet.
pub fn with_one(released: &Content, working: &Content, kind: Kind, id: Id) -> Content {
    let mut content = released.clone();
    match kind {
        Kind::Programme => content.programme = working.programme.clone(),
        Kind::Event => {
            take(&mut content.events, &working.events, |event| event.id == id);
            let zone = |content: &Content| content.event_by_id(id).map(|event| event.zone.clone());
            if zone(released).is_some_and(|before| zone(working).is_some_and(|after| before != after)) {
                for session in released.sessions.iter().filter(|session| session.event == id) {
                    take(&mut content.sessions, &working.sessions, |other| other.id == session.id);
                }
            }
        }
        Kind::Session => take(&mut content.sessions, &working.sessions, |session| session.id == id),
        Kind::Person => take(&mut content.people, &working.people, |person| person.id == id),
        Kind::Topic => take(&mut content.topics, &working.topics, |topic| topic.id == id),
        Kind::Material => take(&mut content.materials, &working.materials, |material| material.id == id),
        Kind::Organisation => take(&mut content.organisations, &working.organisations, |one| one.id == id),
        Kind::Page => take(&mut content.pages, &working.pages, |page| page.id == id),
        Kind::Track => take(&mut content.tracks, &working.tracks, |track| track.id == id),
        Kind::Room => take(&mut content.rooms, &working.rooms, |room| room.id == id),
    }
    content
}

fn take<T: Clone>(shown: &mut Vec<T>, working: &[T], is_it: impl Fn(&T) -> bool) {
    let place = shown.iter().position(&is_it);
    match (place, working.iter().find(|thing| is_it(thing))) {
        (Some(place), Some(new)) => {
            if let Some(old) = shown.get_mut(place) {
                *old = new.clone();
            }
        }
        (Some(place), None) => {
            shown.remove(place);
        }
        (None, Some(new)) => shown.push(new.clone()),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::with_one;
    use crate::content::{Content, Id, Kind, Topic, TopicFacet};
    use crate::slug::Slug;

    fn topics(names: &[(u128, &str)]) -> Content {
        let topic = |(id, name): &(u128, &str)| Topic {
            id: Id::from_u128(*id),
            slug: Slug::of(name),
            facet: TopicFacet::Stage,
            name: (*name).to_owned(),
            former_slugs: Vec::new(),
        };
        Content { topics: names.iter().map(topic).collect(), ..Content::default() }
    }

    #[test]
    fn one_thing_is_changed_added_or_taken_out_and_the_others_stay() {
        let released = topics(&[(1, "One"), (2, "Two"), (3, "Three")]);
        let working = topics(&[(3, "Third"), (1, "First"), (4, "Four")]);
        for (id, expected) in [
            (1, &[(1, "First"), (2, "Two"), (3, "Three")][..]),
            (2, &[(1, "One"), (3, "Three")]),
            (4, &[(1, "One"), (2, "Two"), (3, "Three"), (4, "Four")]),
            (5, &[(1, "One"), (2, "Two"), (3, "Three")]),
        ] {
            assert_eq!(with_one(&released, &working, Kind::Topic, Id::from_u128(id)), topics(expected), "{id}");
        }
        let mut all = released;
        for id in [1, 2, 3, 4] {
            all = with_one(&all, &working, Kind::Topic, Id::from_u128(id));
        }
        all.topics.sort_by_key(|topic| working.topics.iter().position(|other| other.id == topic.id));
        assert_eq!(all, working, "one by one all is released");
    }
}
