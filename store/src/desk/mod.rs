//! What editors do: steps that change the working copy, each written down with who took it and how it is undone.

mod presence;

use std::sync::Arc;

use domain::content::Id;
use domain::desk::{Kind, Step};
use domain::time::Instant;

use crate::changes::Change;
use crate::connection::{Connection, Row, Statement, Value, statements, values};
use crate::content::WorkingCopy;
use crate::error::StoreError;
use crate::{Store, content};
pub use presence::{Arrival, Present};

/// Most edits in one page of the list.
const PAGE: u32 = 100;

statements! {
    ADD = "INSERT INTO edit (made_at, member_id, member_name, act, kind, thing_id, title, undoes, steps)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number";
    UNDOING = "SELECT number FROM edit WHERE undoes = $1";
    ONE = "SELECT edit.number, edit.made_at, edit.member_id, edit.member_name, edit.act, edit.kind, edit.thing_id, edit.title,
        edit.undoes, edit.steps, undoing.number AS undone_by
        FROM edit LEFT JOIN edit AS undoing ON undoing.undoes = edit.number WHERE edit.number = $1";
    LIST = "SELECT edit.number, edit.made_at, edit.member_id, edit.member_name, edit.act, edit.kind, edit.thing_id, edit.title,
        edit.undoes, edit.steps, undoing.number AS undone_by
        FROM edit LEFT JOIN edit AS undoing ON undoing.undoes = edit.number
        WHERE edit.number < $1 ORDER BY edit.number DESC LIMIT $2";
    OF_THING = "SELECT edit.number, edit.made_at, edit.member_id, edit.member_name, edit.act, edit.kind, edit.thing_id, edit.title,
        edit.undoes, edit.steps, undoing.number AS undone_by
        FROM edit LEFT JOIN edit AS undoing ON undoing.undoes = edit.number
        WHERE edit.kind = $1 AND edit.thing_id = $2 AND edit.number < $3 ORDER BY edit.number DESC LIMIT $4";
    FORGET = "UPDATE edit SET steps = NULL WHERE steps IS NOT NULL AND made_at < $1";
}

/// Every statement of the desk.
pub(crate) fn statements() -> Vec<Statement> {
    [STATEMENTS, presence::STATEMENTS].concat()
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEdit {
    /// Who.
    pub by: Id,
    /// By what name.
    pub by_name: String,
    /// When.
    pub at: Instant,
    /// What, in a word for the list.
    pub act: Act,
    /// To which thing above all.
    pub kind: Kind,
    /// Its identity.
    pub thing: Id,
    /// By what it is known.
    pub title: String,
    /// The edit that is taken back by this one.
    pub undoes: Option<i64>,
    /// What changes.
    pub steps: Vec<Step>,
}

/// What was done, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A thing was added.
    Added,
    /// It was changed.
    Changed,
    /// It was removed.
    Removed,
    /// It was moved among its kind.
    Moved,
    /// Another edit was taken back.
    Undone,
}

impl Act {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Added, "added"),
        (Self::Changed, "changed"),
        (Self::Removed, "removed"),
        (Self::Moved, "moved"),
        (Self::Undone, "undone"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(act, _)| *act == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(act, _)| *act)
    }
}

/// What came of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// It is done, under that number.
    Done(i64),
    /// Somebody changed one of the things meanwhile; nothing was done. Read again and try again.
    Outdated,
    /// It was taken back already; nothing was done.
    AlreadyUndone,
}

/// An edit as it was written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Its number, from 1.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Id,
    /// By what name.
    pub by_name: String,
    /// What.
    pub act: Act,
    /// To what sort of thing.
    pub kind: Kind,
    /// To which.
    pub thing: Id,
    /// By what it was known.
    pub title: String,
    /// The edit that it took back.
    pub undoes: Option<i64>,
    /// The edit by which it was taken back.
    pub undone_by: Option<i64>,
    /// What changed; `None` when it is too long ago to be undone.
    pub steps: Option<Vec<Step>>,
}

impl Store {
    /// Carries steps out and writes them down, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if two things would have the same address, [`StoreError::Integrity`] if something would
    /// refer to a thing that does not exist; the database cannot be written to.
    pub async fn edit(&self, edit: NewEdit) -> Result<Edited, StoreError> {
        let kept = self.kept.get();
        let done = self.engine.write(move |connection| Box::pin(carry_out(connection, edit, kept))).await?;
        Ok(match done {
            Ok((number, copy)) => {
                self.kept.set(copy);
                Edited::Done(number)
            }
            Err(not_done) => not_done,
        })
    }

    /// Number of the last edit that this process has seen; 0 before the first. It may lag behind what others did just now.
    pub fn last_edit(&self) -> i64 {
        self.kept.get().map_or(0, |copy| copy.last_edit())
    }

    /// An edit by its number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn edit_number(&self, number: i64) -> Result<Option<Edit>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(
                    async move { connection.fetch_one(ONE, values![number]).await?.as_ref().map(read).transpose() },
                )
            })
            .await
    }

    /// What was done, newest first: at most `limit` (100 at most), before that number where one is given; of one thing alone,
    /// if asked.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn edits(
        &self,
        limit: u32,
        before: Option<i64>,
        of: Option<(Kind, Id)>,
    ) -> Result<Vec<Edit>, StoreError> {
        let (limit, before) = (limit.min(PAGE), before.unwrap_or(i64::MAX));
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = match of {
                        Some((kind, id)) => connection.fetch(OF_THING, values![kind.name(), id, before, limit]).await?,
                        None => connection.fetch(LIST, values![before, limit]).await?,
                    };
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// Forgets what it takes to undo whatever was done before that instant; how many edits that concerns.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn forget_edits(&self, before: Instant) -> Result<u64, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(FORGET, values![before]).await }))
            .await
    }
}

/// The edit's number, and what the working copy is then; or why nothing was done.
async fn carry_out(
    connection: &mut Connection<'_>,
    mut edit: NewEdit,
    kept: Option<Arc<WorkingCopy>>,
) -> Result<Result<(i64, Arc<WorkingCopy>), Edited>, StoreError> {
    content::lock(connection).await?;
    if let Some(undone) = edit.undoes
        && connection.fetch_one(UNDOING, values![undone]).await?.is_some()
    {
        return Ok(Err(Edited::AlreadyUndone));
    }
    let copy = content::read(connection, kept).await?;
    let Some(taken) = content::take(connection, &copy, &mut edit.steps).await? else {
        return Ok(Err(Edited::Outdated));
    };
    let mut row = values![edit.at, edit.by, &edit.by_name, edit.act.name(), edit.kind.name(), edit.thing, &edit.title];
    row.extend(values![edit.undoes]);
    row.push(Value::json(&edit.steps)?);
    let added = connection.fetch_one(ADD, row).await?;
    connection.announce(Change::WorkingCopy);
    let number = added.map(|row| row.integer("number")).transpose()?;
    Ok(number.map(|number| (number, taken.by_edit(number))).ok_or(Edited::Outdated))
}

fn read(row: &Row) -> Result<Edit, StoreError> {
    Ok(Edit {
        number: row.integer("number")?,
        at: row.instant("made_at")?,
        by: row.parsed("member_id")?,
        by_name: row.text("member_name")?,
        act: row.named("act", Act::from_name)?,
        kind: row.named("kind", Kind::from_name)?,
        thing: row.parsed("thing_id")?,
        title: row.text("title")?,
        undoes: row.optional_integer("undoes")?,
        undone_by: row.optional_integer("undone_by")?,
        steps: row.optional_json("steps")?,
    })
}
