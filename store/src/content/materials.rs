//! Materials as rows; their authors are roles of that kind.

use domain::content::{Id, Material, MaterialKind, Role, RoleKind, Visibility};
use domain::slug::Slug;

use super::links::Links;
use super::thing::Thing;
use crate::connection::{Row, Statement, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT id, position, slug, kind, title, summary, event_id, session_id, url, media, body, visibility,
        prepared, reviewed, expires, publisher, published, minutes, completion, language FROM material ORDER BY position, id";
    SAVE = "INSERT INTO material (id, position, slug, kind, title, summary, event_id, session_id, url, media, body,
        visibility, prepared, reviewed, expires, publisher, published, minutes, completion, language) VALUES ($1, $2, $3,
        $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ON CONFLICT (id) DO UPDATE
        SET position = excluded.position, slug = excluded.slug, kind = excluded.kind, title =
        excluded.title, summary = excluded.summary, event_id = excluded.event_id, session_id =
        excluded.session_id, url = excluded.url, media = excluded.media, body = excluded.body, visibility =
        excluded.visibility, prepared = excluded.prepared, reviewed = excluded.reviewed, expires =
        excluded.expires, publisher = excluded.publisher, published = excluded.published, minutes =
        excluded.minutes, completion = excluded.completion, language = excluded.language";
    MOVE = "UPDATE material SET position = $2 WHERE id = $1";
    FREE = "UPDATE material SET slug = id WHERE id = $1";
    REMOVE = "DELETE FROM material WHERE id = $1";
}

impl Thing for Material {
    const KIND: &'static str = "material";
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
        let mut row = values![self.kind.name(), &self.title, &self.summary, self.event, self.session];
        // A column that was made when every material was elsewhere.
        row.extend(values![self.url.clone().unwrap_or_default(), self.media.as_ref().map(ToString::to_string)]);
        row.push(Value::json(&self.body)?);
        row.push(Value::from(self.visibility.name()));
        row.extend(
            [self.prepared, self.reviewed, self.expires].map(|date| Value::from(date.map(|date| date.to_string()))),
        );
        row.extend(values![self.publisher.clone(), self.published.map(|date| date.to_string())]);
        row.extend(values![self.minutes, self.completion, &self.language]);
        Ok(row)
    }

    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError> {
        let id = row.parsed("id")?;
        Ok(Self {
            id,
            slug: row.parsed("slug")?,
            kind: row.named("kind", MaterialKind::from_name)?,
            title: row.text("title")?,
            summary: row.text("summary")?,
            event: row.optional_parsed("event_id")?,
            session: row.optional_parsed("session_id")?,
            url: Some(row.text("url")?).filter(|url| !url.is_empty()),
            media: row.optional_parsed("media")?,
            body: row.json("body")?,
            visibility: row.named("visibility", Visibility::from_name)?,
            prepared: row.optional_parsed("prepared")?,
            reviewed: row.optional_parsed("reviewed")?,
            expires: row.optional_parsed("expires")?,
            publisher: row.optional_text("publisher")?,
            published: row.optional_parsed("published")?,
            minutes: row.optional_number("minutes")?,
            completion: row.optional_number("completion")?,
            language: row.text("language")?,
            authors: links.roles::<Self>(id).into_iter().map(|role| role.person).collect(),
            topics: links.topics::<Self>(id),
            former_slugs: links.former_slugs::<Self>(id),
        })
    }

    fn roles(&self) -> Vec<Role> {
        self.authors.iter().map(|person| Role { person: *person, kind: RoleKind::Author }).collect()
    }

    fn topics(&self) -> &[Id] {
        &self.topics
    }

    fn former_slugs(&self) -> &[Slug] {
        &self.former_slugs
    }
}
