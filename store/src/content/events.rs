//! Events as rows. `starts_at` and `ends_at` repeat what the timing says, so that queries can use it.

use domain::content::{Attendance, Event, EventKind, EventStatus, Id, Role};
use domain::slug::Slug;
use domain::time::ZoneName;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, kind, title, subtitle, summary, description, objectives, language, zone,
        timing, starts_at, ends_at, announced_as, attendance, venue, status, registration, join_url,
        accreditation, planned_reports, source FROM event ORDER BY position, id";
    SAVE = "INSERT INTO event (id, position, slug, kind, title, subtitle, summary, description, objectives,
        language, zone, timing, starts_at, ends_at, announced_as, attendance, venue, status, registration,
        join_url, accreditation, planned_reports, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) ON CONFLICT (id) DO UPDATE SET
        position = excluded.position, slug = excluded.slug, kind = excluded.kind, title = excluded.title,
        subtitle = excluded.subtitle, summary = excluded.summary, description = excluded.description,
        objectives = excluded.objectives, language = excluded.language, zone = excluded.zone, timing =
        excluded.timing, starts_at = excluded.starts_at, ends_at = excluded.ends_at, announced_as =
        excluded.announced_as, attendance = excluded.attendance, venue = excluded.venue, status =
        excluded.status, registration = excluded.registration, join_url = excluded.join_url, accreditation
        = excluded.accreditation, planned_reports = excluded.planned_reports, source = excluded.source";
    MOVE = "UPDATE event SET position = $2 WHERE id = $1";
    FREE = "UPDATE event SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM event WHERE id = $1";
}

impl Thing for Event {
    const KIND: &'static str = "event";
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
        let mut row = values![self.kind.name(), &self.title, self.subtitle.clone(), &self.summary];
        row.extend([Value::json(&self.description)?, Value::json(&self.objectives)?]);
        row.extend(values![&self.language, self.zone.as_str()]);
        row.push(Value::json(&self.when)?);
        row.extend(values![self.when.start(), self.when.end(), self.announced_as.clone()]);
        row.extend(values![self.attendance.name(), self.venue.clone(), self.status.name()]);
        row.push(Value::json(&self.registration)?);
        row.extend(values![self.join_url.clone()]);
        row.push(Value::json(&self.accreditation)?);
        row.extend(values![self.planned_reports, self.source.clone()]);
        Ok(row)
    }

    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError> {
        let id = row.parsed("id")?;
        Ok(Self {
            id,
            slug: row.parsed("slug")?,
            kind: row.named("kind", EventKind::from_name)?,
            title: row.text("title")?,
            subtitle: row.optional_text("subtitle")?,
            summary: row.text("summary")?,
            description: row.json("description")?,
            objectives: row.json("objectives")?,
            language: row.text("language")?,
            zone: ZoneName::new(row.text("zone")?),
            when: row.json("timing")?,
            announced_as: row.optional_text("announced_as")?,
            attendance: row.named("attendance", Attendance::from_name)?,
            venue: row.optional_text("venue")?,
            status: row.named("status", EventStatus::from_name)?,
            registration: row.json("registration")?,
            join_url: row.optional_text("join_url")?,
            accreditation: row.json("accreditation")?,
            planned_reports: row.number("planned_reports")?,
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
