//! Revisions of calendar entries, written with the release that brings them.

use domain::calendar::{Revision, Revisions, Thing};

use crate::connection::{Connection, Row, Value, statements, values};
use crate::error::StoreError;

statements! {
    // Of each thing the newest revision up to a release.
    AT_RELEASE = "SELECT kind, thing_id, event_id, sequence, revised_at, removed, entry FROM calendar_revision AS one
        WHERE release_number = (SELECT MAX(other.release_number) FROM calendar_revision AS other
        WHERE other.kind = one.kind AND other.thing_id = one.thing_id AND other.release_number <= $1)
        ORDER BY kind, thing_id";
    ADD = "INSERT INTO calendar_revision (kind, thing_id, release_number, event_id, sequence, revised_at, removed, entry)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

/// What was written down up to that release, in no order of importance; bounded by what was ever published.
pub(crate) async fn read(connection: &mut Connection<'_>, release: i64) -> Result<Vec<Revision>, StoreError> {
    let rows = connection.fetch(AT_RELEASE, values![release]).await?;
    rows.iter().map(revision).collect()
}

/// Writes down, with a release, what is not among the `written`.
pub(crate) async fn write(
    connection: &mut Connection<'_>,
    release: i64,
    written: &[Revision],
    revisions: &Revisions,
) -> Result<(), StoreError> {
    let known: std::collections::HashMap<Thing, &Revision> =
        written.iter().map(|revision| (revision.thing, revision)).collect();
    for revision in revisions.iter().filter(|revision| known.get(&revision.thing) != Some(revision)) {
        let Revision { thing, event, sequence, revised, removed, entry } = revision;
        let mut row = values![thing.kind(), thing.id(), release, *event, *sequence, *revised, *removed];
        row.push(Value::json(entry)?);
        connection.execute(ADD, row).await?;
    }
    Ok(())
}

fn revision(row: &Row) -> Result<Revision, StoreError> {
    let id = row.parsed("thing_id")?;
    Ok(Revision {
        thing: row.named("kind", |kind| Thing::of_kind(kind, id))?,
        event: row.parsed("event_id")?,
        sequence: row.number("sequence")?,
        revised: row.instant("revised_at")?,
        removed: row.integer("removed")? != 0,
        entry: row.json("entry")?,
    })
}
