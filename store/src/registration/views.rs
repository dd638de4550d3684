//! Lists of an event's registrations that somebody gave a name.

use domain::content::Id;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Row, statements, values};
use crate::error::StoreError;

/// Most views that one sees of an event.
const MOST: u32 = 100;

statements! {
    VISIBLE = "SELECT id, member_id, name, query FROM registration_view
        WHERE event_id = $1 AND (member_id IS NULL OR member_id = $2) ORDER BY created_at, id LIMIT $3";
    SAVE = "INSERT INTO registration_view (id, event_id, member_id, name, query, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    REMOVE = "DELETE FROM registration_view WHERE id = $1 AND event_id = $2 AND (member_id IS NULL OR member_id = $3)";
}

/// A list with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationView {
    /// Identity.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// Whether everybody who works with registrations sees it.
    pub is_shared: bool,
    /// The part of its address after the question mark.
    pub query: String,
}

impl Store {
    /// The lists of an event that a member sees, oldest first, at most 100: their own, and everybody's.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registration_views(&self, event: Id, member: Id) -> Result<Vec<RegistrationView>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(VISIBLE, values![event, member, MOST]).await?;
                    rows.iter().map(view).collect()
                })
            })
            .await
    }

    /// Keeps a list under a name; without a member for everybody. Whether there was room for it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn save_registration_view(
        &self,
        event: Id,
        member: Id,
        view: RegistrationView,
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let seen = connection.fetch(VISIBLE, values![event, member, MOST]).await?;
                    if u32::try_from(seen.len()).is_ok_and(|seen| seen >= MOST) {
                        return Ok(false);
                    }
                    let owner = (!view.is_shared).then_some(member);
                    let row = values![view.id, event, owner, view.name, view.query, now];
                    connection.execute(SAVE, row).await.map(|_| true)
                })
            })
            .await
    }

    /// Removes a list of that event which a member sees; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_registration_view(&self, event: Id, member: Id, view: Id) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { Ok(connection.execute(REMOVE, values![view, event, member]).await? > 0) })
            })
            .await
    }
}

fn view(row: &Row) -> Result<RegistrationView, StoreError> {
    Ok(RegistrationView {
        id: row.parsed("id")?,
        name: row.text("name")?,
        is_shared: row.optional_text("member_id")?.is_none(),
        query: row.text("query")?,
    })
}
