//! Partners and supporters as rows.

use domain::content::{Id, Organisation, OrganisationKind};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, kind, name, note FROM organisation ORDER BY position, id";
    SAVE = "INSERT INTO organisation (id, position, slug, kind, name, note) VALUES ($1, $2, $3, $4, $5, $6) ON
        CONFLICT (id) DO UPDATE SET position = excluded.position, slug = excluded.slug, kind =
        excluded.kind, name = excluded.name, note = excluded.note";
    MOVE = "UPDATE organisation SET position = $2 WHERE id = $1";
    FREE = "UPDATE organisation SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM organisation WHERE id = $1";
}

impl Thing for Organisation {
    const KIND: &'static str = "organisation";
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
        &self.name
    }

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(values![self.kind.name(), &self.name, self.note.clone()])
    }

    fn from_row(row: &Row, _links: &mut Links) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            slug: row.parsed("slug")?,
            kind: row.named("kind", OrganisationKind::from_name)?,
            name: row.text("name")?,
            note: row.optional_text("note")?,
        })
    }
}
