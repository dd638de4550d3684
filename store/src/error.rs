//! What can go wrong, in terms a caller can act on. `Display` is fit for an operator's terminal and never carries SQL;
//! the engine's own words are in the source, for the log.

use std::sync::Arc;

use sqlx::migrate::MigrateError;

/// Why the store could not do something. It can be cloned, because one failed commit fails a whole group of writes.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Too much is going on, or a lock was not to be had in time; nothing was changed, trying again makes sense.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// The database cannot be reached, is full, or is shutting down.
    #[error("the database cannot be reached or written to")]
    Unavailable(#[source] Arc<sqlx::Error>),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Two things claim what only one can have.
    #[error("{what}")]
    Conflict {
        /// Both things and what they claim, in words for an editor.
        what: String,
    },
    /// Something refers to a thing that does not exist, or breaks another rule of the data.
    #[error("{what}")]
    Integrity {
        /// What refers to what, in words for an editor.
        what: String,
    },
    /// What is stored cannot be understood: it was written by a newer version or by hand.
    #[error("the database holds a value that this version does not understand: {what}")]
    Unreadable {
        /// The column.
        what: String,
    },
    /// SQLite found a file damaged.
    #[error("the database file is damaged: {found}")]
    Damaged {
        /// What it found first.
        found: String,
    },
    /// The SQLite library is older than 3.51.3 and may lose data when a write-ahead log is reset.
    #[error("SQLite {found} is too old: 3.51.3 or newer is needed, older ones may lose data in WAL mode")]
    TooOldSqlite {
        /// The version in use.
        found: String,
    },
    /// The address of the database is not one.
    #[error("the database address must begin with sqlite:// or postgres:// and be well-formed")]
    Address,
    /// The folder of the database file cannot be made.
    #[error("the folder of the database cannot be created")]
    Folder(#[source] Arc<std::io::Error>),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date; restore the backup or use the version that wrote it")]
    Migration(#[source] Arc<MigrateError>),
    /// A secret could not be encrypted: it is longer than the cipher takes.
    #[error("a secret could not be encrypted")]
    NotSealed,
    /// A statement failed for another reason: a defect of this program.
    #[error("the database refused a statement")]
    Statement(#[source] Arc<sqlx::Error>),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(refusal) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut => Self::Busy,
                sqlx::Error::PoolClosed => Self::Closed,
                sqlx::Error::Configuration(_) => Self::Address,
                sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
                    Self::Unavailable(Arc::new(error))
                }
                _ => Self::Statement(Arc::new(error)),
            };
        };
        if refusal.is_unique_violation() {
            return Self::Conflict { what: "something with the same key exists already".to_owned() };
        }
        if refusal.is_foreign_key_violation() || refusal.is_check_violation() {
            return Self::Integrity { what: "something refers to a thing that does not exist".to_owned() };
        }
        match refusal.code().as_deref().map(Trouble::of_code) {
            Some(Trouble::Busy) => Self::Busy,
            Some(Trouble::Unavailable) => Self::Unavailable(Arc::new(error)),
            Some(Trouble::Other) | None => Self::Statement(Arc::new(error)),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Migration(Arc::new(error))
    }
}

enum Trouble {
    Busy,
    Unavailable,
    Other,
}

impl Trouble {
    /// Tells an SQLSTATE (five characters) from an SQLite result code (fewer digits, primary code in the low byte).
    fn of_code(code: &str) -> Self {
        match code {
            // serialization_failure, deadlock_detected, lock_not_available, query_canceled (statement_timeout)
            "40001" | "40P01" | "55P03" | "57014" => Self::Busy,
            _ if code.len() == 5 => {
                // connection exceptions, insufficient resources, operator intervention
                let unavailable = ["08", "53", "57"].iter().any(|class| code.starts_with(class));
                if unavailable { Self::Unavailable } else { Self::Other }
            }
            _ => match code.parse::<u32>().map(|code| code & 0xff) {
                // BUSY, LOCKED
                Ok(5 | 6) => Self::Busy,
                // READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB
                Ok(8 | 10 | 11 | 13 | 14 | 26) => Self::Unavailable,
                _ => Self::Other,
            },
        }
    }
}
