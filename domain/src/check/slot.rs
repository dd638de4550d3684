//! When and where a session is, and who is in it: what two sessions have against each other. The same rule for a release, for the
//! day grid and for the browser, in which a session is carried over that grid.

use crate::content::{EventStatus, Id, Session};
use crate::time::Instant;

/// When and where a session is, and who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The session.
    pub id: Id,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Where.
    pub room: Option<Id>,
    /// Who takes part, each once.
    pub people: Vec<Id>,
    /// Whether it takes place.
    pub takes_place: bool,
}

/// What a session has against another at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Whether they are in one room.
    pub room: bool,
    /// Who would have to be in both.
    pub people: Vec<Id>,
}

impl Slot {
    /// Of a session as it is.
    pub fn of(session: &Session) -> Self {
        let mut people: Vec<Id> = session.roles.iter().map(|role| role.person).collect();
        people.sort_unstable();
        people.dedup();
        Self {
            id: session.id,
            start: session.start,
            end: session.end,
            room: session.room,
            people,
            takes_place: session.status == EventStatus::Scheduled && session.start < session.end,
        }
    }

    /// What this session has against another; `None` where nothing.
    pub fn meets(&self, other: &Self) -> Option<Meeting> {
        let at_once = self.start < other.end && other.start < self.end;
        if self.id == other.id || !self.takes_place || !other.takes_place || !at_once {
            return None;
        }
        let room = self.room.is_some() && self.room == other.room;
        let people: Vec<Id> = self.people.iter().copied().filter(|person| other.people.contains(person)).collect();
        (room || !people.is_empty()).then_some(Meeting { room, people })
    }
}

#[cfg(test)]
mod tests {
    use super::{Meeting, Slot};
    use crate::content::Id;
    use crate::time::Instant;

    #[test]
    fn sessions_meet_in_a_room_or_by_a_person_and_only_while_both_take_place() {
        let id = Id::from_u128;
        let at = Instant::from_milliseconds;
        let slot = |number, start, end, room, people: &[u128]| Slot {
            id: id(number),
            start: at(start),
            end: at(end),
            room: Some(id(room)),
            people: people.iter().copied().map(id).collect(),
            takes_place: true,
        };
        let here = slot(1, 10, 20, 7, &[3, 4]);
        assert_eq!(here.meets(&slot(2, 15, 30, 7, &[])), Some(Meeting { room: true, people: Vec::new() }));
        assert_eq!(here.meets(&slot(2, 15, 30, 8, &[4])), Some(Meeting { room: false, people: vec![id(4)] }));
        assert_eq!(here.meets(&slot(2, 20, 30, 7, &[3])), None, "one after the other");
        assert_eq!(here.meets(&slot(2, 0, 30, 8, &[5])), None);
        assert_eq!(here.meets(&slot(1, 10, 20, 7, &[3])), None, "itself");
        assert_eq!(here.meets(&Slot { takes_place: false, ..slot(2, 10, 20, 7, &[3]) }), None);
        assert_eq!(Slot { room: None, ..here }.meets(&Slot { room: None, ..slot(2, 10, 20, 7, &[]) }), None);
    }
}
