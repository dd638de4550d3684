//! Topics as rows.

use domain::content::{Id, Topic, TopicFacet};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, facet, name FROM topic ORDER BY position, id";
    SAVE = "INSERT INTO topic (id, position, slug, facet, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO
        UPDATE SET position = excluded.position, slug = excluded.slug, facet = excluded.facet, name =
        excluded.name";
    MOVE = "UPDATE topic SET position = $2 WHERE id = $1";
    FREE = "UPDATE topic SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM topic WHERE id = $1";
}

impl Thing for Topic {
    const KIND: &'static str = "topic";
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
        Ok(values![self.facet.name(), &self.name])
    }

    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError> {
        let id = row.parsed("id")?;
        Ok(Self {
            id,
            slug: row.parsed("slug")?,
            facet: row.named("facet", TopicFacet::from_name)?,
            name: row.text("name")?,
            former_slugs: links.former_slugs::<Self>(id),
        })
    }

    fn former_slugs(&self) -> &[Slug] {
        &self.former_slugs
    }
}
