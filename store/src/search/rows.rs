//! What the statements of a search find. The rows of one come as a single JSON text: SQLite's thread hands over one row at a
//! time, and with hundreds of them that was a quarter of what a search took (docs/performance.md).

use domain::content::{Id, Kind};
use domain::search::Part;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::connection::{Connection, Statement, Value};
use crate::error::StoreError;

/// A thing with what it is known by. The order is that of the statement.
#[derive(Debug, Deserialize)]
pub(super) struct HeadingRow {
    #[serde(deserialize_with = "kind")]
    pub(super) kind: Kind,
    pub(super) thing: Id,
    pub(super) title: String,
    pub(super) people: String,
    pub(super) topics: String,
}

/// A passage and the thing that it belongs to. The order is that of the statements.
#[derive(Debug, Deserialize)]
pub(super) struct PassageRow {
    pub(super) number: i64,
    pub(super) part: Part,
    pub(super) language: String,
    pub(super) said_at: Option<u32>,
    pub(super) page: Option<u32>,
    pub(super) text: String,
    pub(super) words: String,
    pub(super) of: HeadingRow,
}

/// Asks a statement that gives all of its rows in one, as a JSON array named `found`.
pub(super) async fn together<T: DeserializeOwned>(
    connection: &mut Connection<'_>,
    statement: Statement,
    values: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    match connection.fetch_one(statement, values).await? {
        Some(row) => row.json("found"),
        None => Ok(Vec::new()),
    }
}

/// By the name that it has in the database.
fn kind<'de, D: Deserializer<'de>>(name: D) -> Result<Kind, D::Error> {
    Kind::from_name(&String::deserialize(name)?).ok_or_else(|| D::Error::custom("no kind"))
}
