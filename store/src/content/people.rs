//! People as rows.

use domain::content::{Id, Person};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, name, sort_name, affiliation, biography, disclosure, portrait FROM person ORDER BY
        position, id";
    SAVE = "INSERT INTO person (id, position, slug, name, sort_name, affiliation, biography, disclosure, portrait) VALUES
        ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET position = excluded.position, slug
        = excluded.slug, name = excluded.name, sort_name = excluded.sort_name, affiliation =
        excluded.affiliation, biography = excluded.biography, disclosure = excluded.disclosure,
        portrait = excluded.portrait";
    MOVE = "UPDATE person SET position = $2 WHERE id = $1";
    FREE = "UPDATE person SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM person WHERE id = $1";
}

impl Thing for Person {
    const KIND: &'static str = "person";
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
        let mut row = values![&self.name, &self.sort_name, self.affiliation.clone()];
        row.push(Value::json(&self.biography)?);
        row.push(Value::json(&self.disclosure)?);
        row.push(self.portrait.as_ref().map_or(Ok(Value::Text(None)), Value::json)?);
        Ok(row)
    }

    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError> {
        let id = row.parsed("id")?;
        Ok(Self {
            id,
            slug: row.parsed("slug")?,
            name: row.text("name")?,
            sort_name: row.text("sort_name")?,
            affiliation: row.optional_text("affiliation")?,
            biography: row.json("biography")?,
            disclosure: row.json("disclosure")?,
            portrait: row.optional_json("portrait")?,
            former_slugs: links.former_slugs::<Self>(id),
        })
    }

    fn former_slugs(&self) -> &[Slug] {
        &self.former_slugs
    }
}
