//! The programme itself and the sections of its home page.

use domain::content::{Programme, Section};

use super::Saved;
use crate::connection::{Connection, Value, statements, values};
use crate::error::StoreError;

statements! {
    READ = "SELECT name, tagline, summary, contact FROM programme";
    READ_SECTIONS = "SELECT slug, title, body, items FROM section ORDER BY position";
    SAVE = "INSERT INTO programme (singleton, name, tagline, summary, contact) VALUES (1, $1, $2, $3, $4)
        ON CONFLICT (singleton) DO UPDATE SET name = excluded.name, tagline = excluded.tagline,
        summary = excluded.summary, contact = excluded.contact";
    REMOVE_SECTIONS = "DELETE FROM section";
    ADD_SECTION = "INSERT INTO section (position, slug, title, body, items) VALUES ($1, $2, $3, $4, $5)";
}

/// The programme; an empty one before the first was saved.
pub(super) async fn read(connection: &mut Connection<'_>) -> Result<Programme, StoreError> {
    let Some(row) = connection.fetch_one(READ, values![]).await? else { return Ok(Programme::default()) };
    let mut sections = Vec::new();
    for row in connection.fetch(READ_SECTIONS, values![]).await? {
        sections.push(Section {
            slug: row.text("slug")?,
            title: row.text("title")?,
            text: row.json("body")?,
            items: row.json("items")?,
        });
    }
    Ok(Programme {
        name: row.text("name")?,
        tagline: row.text("tagline")?,
        summary: row.text("summary")?,
        sections,
        contact: row.optional_text("contact")?,
    })
}

/// Saves the programme with all its sections, unless the document says nothing of it.
pub(super) async fn save(
    connection: &mut Connection<'_>,
    stored: &Programme,
    wanted: &Programme,
) -> Result<Saved, StoreError> {
    let nothing = Programme::default();
    if *wanted == nothing {
        return Ok(Saved::default());
    }
    if stored == wanted {
        return Ok(Saved { unchanged: 1, ..Saved::default() });
    }
    let row = values![&wanted.name, &wanted.tagline, &wanted.summary, wanted.contact.clone()];
    connection.execute(SAVE, row).await?;
    connection.execute(REMOVE_SECTIONS, values![]).await?;
    for (position, section) in (0_i64..).zip(&wanted.sections) {
        let mut row = values![position, &section.slug, &section.title];
        row.push(Value::json(&section.text)?);
        row.push(Value::json(&section.items)?);
        connection.execute(ADD_SECTION, row).await?;
    }
    let is_new = *stored == nothing;
    Ok(Saved { inserted: u32::from(is_new), updated: u32::from(!is_new), unchanged: 0 })
}
