//! The only place with SQL: SQLite and PostgreSQL behind one set of repositories.
//!
//! Start with [`Store`]. Editors change a *working copy* ([`Store::save_content`]); a *release* freezes it
//! ([`Store::release`]); registrations, accounts, mail to be sent and sessions live beside it. Whatever was committed is
//! told on the change feed ([`Store::changes`]), and on nothing else.
//!
//! Every write is one transaction. On SQLite all of them go through one writer that commits in groups; on PostgreSQL
//! they are ordinary transactions. The caller cannot tell, and an answer always means that the write is durable.

mod account;
mod backup;
mod calendar;
mod changes;
mod condition;
mod connection;
mod content;
mod desk;
mod engine;
mod error;
mod media;
mod migrations;
mod notify;
mod outbox;
mod passkey;
mod registration;
mod release;
mod retention;
mod sealing;
mod search;
mod setting;
mod setup;
mod signing;
mod staff;
mod timed_text;
mod token;
mod writer;

use std::time::Duration;

use tokio::sync::broadcast;

pub use account::{Account, AccountSession, Device, Erased, NewSession, SignIn};
pub use backup::{Backup, BackupCopy, check_database};
pub use calendar::CalendarFeed;
pub use changes::Change;
pub use condition::Condition;
pub use content::Saved;
pub use desk::{Act, Arrival, Edit, Edited, NewEdit, Present};
pub use error::StoreError;
pub use media::{
    Accepted, Claim, Media, MediaPart, MediaRefusal, MediaSummary, NewMedia, NewPart, NewRendition, Picture, Rendition,
    UPLOAD_HOURS, Untidy, Variant, Work, WorkClaim, WorkTrouble,
};
pub use outbox::{ClaimedMail, NewMail, NextMail, OutboxMail, WordsChange, WordsEdit};
pub use passkey::{AddedPasskey, CeremonyPurpose, NewCeremony, Passkey, PasskeyKey, UsedPasskey};
pub use registration::{
    Bulk, Chosen, Decided, DecisionRecord, Due, Entered, Entrant, Events, GroupLetter, Held, HistoryStep, KnownEntrant,
    ListedPage, NewRegistration, PersonalAct, Places, Position, RESENDS_AN_HOUR, RegisterOutcome, Registration,
    RegistrationView, Resend, StateCounts, WrittenLetter,
};
pub use release::{Counts, Difference, Release, Released, content_hash};
pub use retention::{Forgotten, Outlived};
pub use sealing::{SEALING_KEY_BYTES, SealingKey};
pub use search::{Breadth, Recording, Search, SearchHit, SearchResult};
pub use setting::{SettingChange, SettingEdit};
pub use setup::SETUP_HOURS;
pub use staff::{
    Changed, Colleague, Enrolment, MemberSession, NewFactor, NewMember, NewMemberSession, NewStaffLink, RemovedPasskey,
    StaffLink, StaffMember, StaffSecrets,
};
pub use timed_text::{PutBack, TimedText, TimedTextEdit};

use connection::Statement;
use engine::Engine;

/// How long [`Store::close`] waits for what was begun.
const CLOSING: Duration = Duration::from_secs(10);

/// An open database; cloning is cheap and gives another handle to the same one.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    sealing: SealingKey,
    registrar: registration::Registrar,
    feed: changes::Feed,
    kept: content::Kept,
}

impl Store {
    /// Opens `sqlite:///folder/file.db` (made if missing, with its folder) or `postgres://…`, and brings it up to date.
    ///
    /// # Errors
    /// The address is not one, the database cannot be reached, or it was written by a newer version; on SQLite also
    /// when the library is older than 3.51.3.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let (engine, feed) = Engine::open(url).await?;
        let registrar = registration::Registrar::start(engine.clone());
        Ok(Self { engine, sealing: SealingKey::random(), registrar, feed, kept: content::Kept::default() })
    }

    /// What is committed from now on, by this process and, on PostgreSQL, by every other. A listener that is told
    /// [`Change::Missed`], or that lagged behind, reads again whatever it keeps.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.feed.subscribe()
    }

    /// Name of the engine, for people.
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Finishes the writes that are waiting (at most 10 s), leaves the file complete and closes every connection.
    /// Whatever is asked afterwards, of any clone, is refused.
    pub async fn close(&self) {
        if tokio::time::timeout(CLOSING, self.engine.close()).await.is_err() {
            tracing::error!("the database was not closed within {} s", CLOSING.as_secs());
        }
    }

    /// Has the engine check every statement of this crate against the tables as they are; how many there are.
    ///
    /// # Errors
    /// The first statement that the engine does not understand.
    pub async fn check_statements(&self) -> Result<usize, StoreError> {
        let statements: Vec<Statement> =
            [content::statements(), desk::statements(), release::STATEMENTS.to_vec(), registration::statements()]
                .into_iter()
                .chain([
                    account::statements(),
                    backup::STATEMENTS.to_vec(),
                    calendar::statements(),
                    outbox::statements(),
                    condition::STATEMENTS.to_vec(),
                    media::statements(),
                    retention::STATEMENTS.to_vec(),
                    sealing::STATEMENTS.to_vec(),
                    search::statements(),
                    setting::STATEMENTS.to_vec(),
                    setup::STATEMENTS.to_vec(),
                    passkey::statements(),
                    staff::statements(),
                    timed_text::statements(),
                    notify::STATEMENTS.to_vec(),
                ])
                .flatten()
                .collect();
        let count = statements.len();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    for statement in statements {
                        connection.prepare(statement).await?;
                    }
                    Ok(count)
                })
            })
            .await
    }
}
