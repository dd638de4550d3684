//! What a release changes of events that people registered for: written down in the release's own transaction, so that
//! nobody stays untold; told in pieces afterwards, see [`news`](super::news).

use std::collections::HashSet;

use domain::calendar::Revisions;
use domain::content::{Content, EventStatus, Id};
use domain::mail::{Changes, Told, recorded};
use domain::published::Published;
use domain::time::Instant;

use crate::connection::{Connection, Value, statements, values};
use crate::error::StoreError;
use crate::outbox;

statements! {
    SOMEBODY = "SELECT id FROM registration WHERE event_id = $1 LIMIT 1";
    READ = "SELECT changes FROM event_change WHERE event_id = $1",
        postgres "SELECT changes FROM event_change WHERE event_id = $1 FOR UPDATE";
    // Whoever was looked at already is looked at again.
    WRITE = "INSERT INTO event_change (event_id, changes, due_at, release_number, told_created, told_id)
        VALUES ($1, $2, $3, $4, $5, '') ON CONFLICT (event_id) DO UPDATE SET changes = excluded.changes,
        due_at = excluded.due_at, release_number = excluded.release_number, told_created = excluded.told_created,
        told_id = excluded.told_id";
}

/// Before every registration.
pub(super) const BEFORE_ALL: Instant = Instant::from_milliseconds(i64::MIN);

/// A release with what of it concerns those who registered.
struct Truth<'a> {
    content: &'a Content,
    calendar: &'a Revisions,
    recorded: HashSet<Id>,
}

impl<'a> Truth<'a> {
    fn of(content: &'a Content, calendar: &'a Revisions) -> Self {
        Self { content, calendar, recorded: recorded(content) }
    }

    fn told(&self, event: Id) -> Option<Told> {
        Told::of(event, self.calendar, self.recorded.contains(&event))
    }

    fn start(&self, event: Id) -> Option<Instant> {
        self.content.event_by_id(event).map(|event| event.when.start())
    }

    /// When it begins, and whether the hour is known; `None` if it does not take place.
    fn begins(&self, event: Id) -> Option<(Instant, bool)> {
        let event = self.content.event_by_id(event).filter(|event| event.status == EventStatus::Scheduled);
        event.map(|event| (event.when.start(), !event.when.is_days()))
    }
}

/// Writes down what a new release changes, and moves the reminders of what it moves.
pub(crate) async fn note(
    connection: &mut Connection<'_>,
    before: &Published,
    content: &Content,
    calendar: &Revisions,
    number: i64,
    now: Instant,
) -> Result<(), StoreError> {
    let (before, after) = (Truth::of(&before.content, &before.calendar), Truth::of(content, calendar));
    for event in calendar.events().map(|revision| revision.event) {
        let (Some(told), Some(truth)) = (before.told(event), after.told(event)) else { continue };
        if told == truth || connection.fetch_one(SOMEBODY, values![event]).await?.is_none() {
            continue;
        }
        // Before the letters, as whoever tells it does: two who lock in the same order never wait for each other.
        let pending = connection.fetch_one(READ, values![event]).await?;
        if let (Some(from), Some(to)) = (before.start(event), after.start(event)) {
            outbox::move_reminders(connection, event, to.milliseconds_since(from), now).await?;
        }
        let begins = after.begins(event);
        let changes = match pending {
            Some(row) => row.json::<Changes>("changes")?.and(truth, begins, now),
            None => Changes::begin(told, truth, begins, now),
        };
        let mut row = values![event];
        row.push(Value::json(&changes)?);
        row.extend(values![changes.due(), number, BEFORE_ALL]);
        connection.execute(WRITE, row).await?;
    }
    Ok(())
}
