//! Tracks and rooms as rows; each belongs to one event, and its address is unique there.

use domain::content::{Id, Room, Track};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    TRACK_READ = "SELECT id, position, slug, event_id, name FROM track ORDER BY position, id";
    TRACK_SAVE = "INSERT INTO track (id, position, slug, event_id, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id)
        DO UPDATE SET position = excluded.position, slug = excluded.slug, event_id = excluded.event_id,
        name = excluded.name";
    TRACK_MOVE = "UPDATE track SET position = $2 WHERE id = $1";
    TRACK_FREE = "UPDATE track SET slug = id WHERE id = $1";
    TRACK_REMOVE = "DELETE FROM track WHERE id = $1";
    ROOM_READ = "SELECT id, position, slug, event_id, name FROM room ORDER BY position, id";
    ROOM_SAVE = "INSERT INTO room (id, position, slug, event_id, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id)
        DO UPDATE SET position = excluded.position, slug = excluded.slug, event_id = excluded.event_id,
        name = excluded.name";
    ROOM_MOVE = "UPDATE room SET position = $2 WHERE id = $1";
    ROOM_FREE = "UPDATE room SET slug = id WHERE id = $1";
    ROOM_REMOVE = "DELETE FROM room WHERE id = $1";
}

impl Thing for Track {
    const KIND: &'static str = "track";
    const READ: Statement = TRACK_READ;
    const SAVE: Statement = TRACK_SAVE;
    const MOVE: Statement = TRACK_MOVE;
    const FREE: Statement = TRACK_FREE;
    const REMOVE: Statement = TRACK_REMOVE;

    fn id(&self) -> Id {
        self.id
    }

    fn slug(&self) -> &Slug {
        &self.slug
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(values![self.event, &self.name])
    }

    fn from_row(row: &Row, _links: &mut Links) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            event: row.parsed("event_id")?,
            slug: row.parsed("slug")?,
            name: row.text("name")?,
        })
    }

    fn scope(&self) -> Option<Id> {
        Some(self.event)
    }
}

impl Thing for Room {
    const KIND: &'static str = "room";
    const READ: Statement = ROOM_READ;
    const SAVE: Statement = ROOM_SAVE;
    const MOVE: Statement = ROOM_MOVE;
    const FREE: Statement = ROOM_FREE;
    const REMOVE: Statement = ROOM_REMOVE;

    fn id(&self) -> Id {
        self.id
    }

    fn slug(&self) -> &Slug {
        &self.slug
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(values![self.event, &self.name])
    }

    fn from_row(row: &Row, _links: &mut Links) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            event: row.parsed("event_id")?,
            slug: row.parsed("slug")?,
            name: row.text("name")?,
        })
    }

    fn scope(&self) -> Option<Id> {
        Some(self.event)
    }
}
