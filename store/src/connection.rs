//! One connection of either engine. Every repository is written once, against this type: the same SQL text, the same
//! values, the same rows. Two types of value suffice, text and whole number, and both engines have them.

use domain::content::Id;
use domain::slug::Slug;
use domain::time::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Executor, Row as _, SqlStr};

use crate::changes::Change;
use crate::error::StoreError;

/// A statement: one text for both engines, or one for each where they must differ. Made only by [`statements!`], so
/// that a test can prepare every one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

/// Declares statements and lists them in `STATEMENTS`.
macro_rules! statements {
    ($($name:ident = $sql:expr $(, postgres $other:expr)?;)+) => {
        $(const $name: $crate::connection::Statement = $crate::connection::statement!($sql $(, $other)?);)+
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[$crate::connection::Statement] = &[$($name),+];
    };
}
macro_rules! statement {
    ($sql:expr) => {
        $crate::connection::Statement { sqlite: $sql, postgres: $sql }
    };
    ($sql:expr, $postgres:expr) => {
        $crate::connection::Statement { sqlite: $sql, postgres: $postgres }
    };
}
pub(crate) use {statement, statements};

/// A list of values for a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::connection::Value::from($value)),*] };
}
pub(crate) use values;

/// A value bound to a statement; it knows its type even when it is null, because PostgreSQL asks.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
}

impl Value {
    /// A value as JSON text.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, StoreError> {
        Ok(Self::Text(Some(to_json(value)?)))
    }
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Integrity { what: error.to_string() })
}

macro_rules! value_from {
    ($($source:ty => $variant:ident, $convert:expr;)+) => {
        $(
            impl From<$source> for Value {
                fn from(value: $source) -> Self {
                    let convert = $convert;
                    Self::$variant(Some(convert(value)))
                }
            }
            impl From<Option<$source>> for Value {
                fn from(value: Option<$source>) -> Self {
                    Self::$variant(value.map($convert))
                }
            }
        )+
    };
}
value_from! {
    &str => Text, str::to_owned;
    &String => Text, String::clone;
    String => Text, |text: String| text;
    &Slug => Text, |slug: &Slug| slug.as_str().to_owned();
    Id => Text, |id: Id| id.to_string();
    i64 => Integer, |number: i64| number;
    u32 => Integer, i64::from;
    bool => Integer, i64::from;
    Instant => Integer, Instant::milliseconds;
}

/// A connection on which a transaction is running (or, for reading, a snapshot).
pub(crate) struct Connection<'c> {
    link: Link<'c>,
    changes: Vec<Change>,
}

enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Binds every value in order.
macro_rules! bind {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Integer(number) => query.bind(number),
            };
        }
        query
    }};
}

impl<'c> Connection<'c> {
    pub(crate) fn sqlite(connection: &'c mut SqliteConnection) -> Self {
        Self { link: Link::Sqlite(connection), changes: Vec::new() }
    }

    pub(crate) fn postgres(connection: &'c mut PgConnection) -> Self {
        Self { link: Link::Postgres(connection), changes: Vec::new() }
    }

    /// Whether this is PostgreSQL, for values that each engine writes in its own way.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.link, Link::Postgres(_))
    }

    /// Says what this transaction changes; told to everyone once it is committed, forgotten if it is not.
    pub(crate) fn announce(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// What was announced so far.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// Runs a statement; the number of rows it touched.
    pub(crate) async fn execute(&mut self, statement: Statement, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(match &mut self.link {
            Link::Sqlite(link) => bind!(statement.sqlite, values).execute(&mut **link).await?.rows_affected(),
            Link::Postgres(link) => bind!(statement.postgres, values).execute(&mut **link).await?.rows_affected(),
        })
    }

    /// All rows of a query; whoever asks sees to it that they are bounded.
    pub(crate) async fn fetch(&mut self, statement: Statement, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(match &mut self.link {
            Link::Sqlite(link) => {
                let rows = bind!(statement.sqlite, values).fetch_all(&mut **link).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Link::Postgres(link) => {
                let rows = bind!(statement.postgres, values).fetch_all(&mut **link).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The one row of a query, if there is one.
    pub(crate) async fn fetch_one(
        &mut self,
        statement: Statement,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(match &mut self.link {
            Link::Sqlite(link) => bind!(statement.sqlite, values).fetch_optional(&mut **link).await?.map(Row::Sqlite),
            Link::Postgres(link) => {
                bind!(statement.postgres, values).fetch_optional(&mut **link).await?.map(Row::Postgres)
            }
        })
    }

    /// Asks the engine whether it understands a statement, without running it.
    pub(crate) async fn prepare(&mut self, statement: Statement) -> Result<(), StoreError> {
        match &mut self.link {
            Link::Sqlite(link) => {
                (&mut **link).prepare(SqlStr::from_static(statement.sqlite)).await?;
            }
            Link::Postgres(link) => {
                (&mut **link).prepare(SqlStr::from_static(statement.postgres)).await?;
            }
        }
        Ok(())
    }
}

/// A row of either engine, read by column name.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn optional_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn optional_integer(&self, column: &str) -> Result<Option<i64>, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.optional_text(column)?.ok_or_else(|| unreadable(column))
    }

    pub(crate) fn integer(&self, column: &str) -> Result<i64, StoreError> {
        self.optional_integer(column)?.ok_or_else(|| unreadable(column))
    }

    /// A whole number of a smaller type.
    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        T::try_from(self.integer(column)?).map_err(|_| unreadable(column))
    }

    pub(crate) fn optional_number<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, StoreError> {
        let number = self.optional_integer(column)?;
        number.map(|number| T::try_from(number).map_err(|_| unreadable(column))).transpose()
    }

    /// A value that has its own text form: an identity, a slug, a date.
    pub(crate) fn parsed<T: std::str::FromStr>(&self, column: &str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| unreadable(column))
    }

    pub(crate) fn optional_parsed<T: std::str::FromStr>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.optional_text(column)?.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
    }

    pub(crate) fn instant(&self, column: &str) -> Result<Instant, StoreError> {
        self.integer(column).map(Instant::from_milliseconds)
    }

    pub(crate) fn optional_instant(&self, column: &str) -> Result<Option<Instant>, StoreError> {
        Ok(self.optional_integer(column)?.map(Instant::from_milliseconds))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| unreadable(column))
    }

    pub(crate) fn optional_json<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>, StoreError> {
        let text = self.optional_text(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| unreadable(column))).transpose()
    }

    /// A value with a stable name.
    pub(crate) fn named<T>(&self, column: &str, from_name: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        from_name(&self.text(column)?).ok_or_else(|| unreadable(column))
    }
}

fn unreadable(column: &str) -> StoreError {
    StoreError::Unreadable { what: column.to_owned() }
}
