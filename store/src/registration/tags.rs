//! Tags by which those who work here group registrations.

use domain::content::Id;
use domain::slug::Slug;

use super::by_id;
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    SET = "UPDATE registration SET tags = $2 WHERE id = $1";
    KNOWN = "SELECT tag FROM registration_tag WHERE event_id = $1 ORDER BY tag";
    ADD = "INSERT INTO registration_tag (event_id, tag) VALUES ($1, $2) ON CONFLICT (event_id, tag) DO NOTHING";
}

impl Store {
    /// Gives a registration of that event these tags in the place of those it had; whether there is one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn set_tags(&self, event: Id, registration: Id, tags: Vec<Slug>) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if by_id(connection, registration).await?.is_none_or(|found| found.event != event) {
                        return Ok(false);
                    }
                    set(connection, event, registration, &tags).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Tags that were ever given at an event, in alphabetical order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn known_tags(&self, event: Id) -> Result<Vec<Slug>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(KNOWN, values![event]).await?;
                    rows.iter().map(|row| row.parsed("tag")).collect()
                })
            })
            .await
    }
}

/// Writes the tags of a registration.
pub(super) async fn set(
    connection: &mut Connection<'_>,
    event: Id,
    registration: Id,
    tags: &[Slug],
) -> Result<(), StoreError> {
    connection.execute(SET, values![registration, kept(tags)]).await?;
    for tag in tags {
        connection.execute(ADD, values![event, tag]).await?;
    }
    Ok(())
}

/// Tags as they are kept: between commas, so that one is found by itself.
pub(super) fn kept(tags: &[Slug]) -> String {
    if tags.is_empty() {
        return String::new();
    }
    tags.iter().fold(String::from(","), |text, tag| text + tag.as_str() + ",")
}

/// Tags of a row.
pub(super) fn read(kept: &str) -> Vec<Slug> {
    kept.split(',').filter_map(|tag| tag.parse().ok()).collect()
}
