//! Sessions as rows.

use domain::content::{EventStatus, Id, Role, Session};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, event_id, title, subtitle, kind, summary, description, language,
        programme_day, start_date, start_time, minutes, starts_at, ends_at, status, track_id, room_id,
        source FROM session ORDER BY position, id";
    SAVE = "INSERT INTO session (id, position, slug, event_id, title, subtitle, kind, summary, description,
        language, programme_day, start_date, start_time, minutes, starts_at, ends_at, status, track_id,
        room_id, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        $17, $18, $19, $20) ON CONFLICT (id) DO UPDATE SET position = excluded.position, slug =
        excluded.slug, event_id = excluded.event_id, title = excluded.title, subtitle = excluded.subtitle,
        kind = excluded.kind, summary = excluded.summary, description = excluded.description, language =
        excluded.language, programme_day = excluded.programme_day, start_date = excluded.start_date,
        start_time = excluded.start_time, minutes = excluded.minutes, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, status = excluded.status, track_id = excluded.track_id, room_id =
        excluded.room_id, source = excluded.source";
    MOVE = "UPDATE session SET position = $2 WHERE id = $1";
    FREE = "UPDATE session SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM session WHERE id = $1";
}

impl Thing for Session {
    const KIND: &'static str = "session";
    const READ: Statement = READ;
    const SAVE: Statement = SAVE;
    const MOVE: Statement = MOVE;
    const FREE: Statement = FREE;
    const REMOVE: Statement = REMOVE;

    fn id(&self) -> Id {
        self.id
    }

    fn slug(&self) -> &Slug {
        &self.slug
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        let mut row = values![self.event, &self.title, self.subtitle.clone(), self.kind.clone()];
        row.extend([Value::json(&self.summary)?, Value::json(&self.description)?]);
        row.extend(values![self.language.clone(), self.day.to_string(), self.date.to_string(), self.time.to_string()]);
        row.extend(values![self.minutes, self.start, self.end, self.status.name()]);
        row.extend(values![self.track, self.room, self.source.clone()]);
        Ok(row)
    }

    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError> {
        let id = row.parsed("id")?;
        Ok(Self {
            id,
            slug: row.parsed("slug")?,
            event: row.parsed("event_id")?,
            title: row.text("title")?,
            subtitle: row.optional_text("subtitle")?,
            kind: row.optional_text("kind")?,
            summary: row.json("summary")?,
            description: row.json("description")?,
            language: row.optional_text("language")?,
            day: row.parsed("programme_day")?,
            date: row.parsed("start_date")?,
            time: row.parsed("start_time")?,
            minutes: row.number("minutes")?,
            start: row.instant("starts_at")?,
            end: row.instant("ends_at")?,
            status: row.named("status", EventStatus::from_name)?,
            track: row.optional_parsed("track_id")?,
            room: row.optional_parsed("room_id")?,
            roles: links.roles::<Self>(id),
            topics: links.topics::<Self>(id),
            former_slugs: links.former_slugs::<Self>(id),
            source: row.optional_text("source")?,
        })
    }

    fn roles(&self) -> Vec<Role> {
        self.roles.clone()
    }

    fn topics(&self) -> &[Id] {
        &self.topics
    }

    fn former_slugs(&self) -> &[Slug] {
        &self.former_slugs
    }
}
