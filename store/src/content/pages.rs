//! Pages that editors write, as rows.

use domain::content::{Id, Page};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, title, summary, body FROM page ORDER BY position, id";
    SAVE = "INSERT INTO page (id, position, slug, title, summary, body) VALUES ($1, $2, $3, $4, $5, $6) ON
        CONFLICT (id) DO UPDATE SET position = excluded.position, slug = excluded.slug, title =
        excluded.title, summary = excluded.summary, body = excluded.body";
    MOVE = "UPDATE page SET position = $2 WHERE id = $1";
    FREE = "UPDATE page SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM page WHERE id = $1";
}

impl Thing for Page {
    const KIND: &'static str = "page";
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
        let mut row = values![&self.title, &self.summary];
        row.push(Value::json(&self.text)?);
        Ok(row)
    }

    fn from_row(row: &Row, _links: &mut Links) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed("id")?,
            slug: row.parsed("slug")?,
            title: row.text("title")?,
            summary: row.text("summary")?,
            text: row.json("body")?,
        })
    }
}
