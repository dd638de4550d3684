//! What changes about somebody who works here: their password, their role, and that they leave.

use domain::account::PasskeyOwner;
use domain::content::Id;
use domain::staff::{Notice, Role};
use domain::time::Instant;

use super::{StaffMember, by_id, tell};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::passkey;

statements! {
    SET_PASSWORD = "UPDATE staff_member SET password_hash = $2 WHERE id = $1";
    // Whoever could still replace it by mail must not undo the change.
    FORGET_LINKS = "DELETE FROM staff_link WHERE kind = 'reset'
        AND email_key = (SELECT email_key FROM staff_member WHERE id = $1)";
    END_OTHERS = "DELETE FROM staff_member_session WHERE member_id = $1 AND id <> $2";
    // Locked, so that two administrators cannot take each other's role away at the same moment.
    ADMINISTRATORS = "SELECT id FROM staff_member WHERE role = 'administrator' ORDER BY id LIMIT 500",
        postgres "SELECT id FROM staff_member WHERE role = 'administrator' ORDER BY id LIMIT 500 FOR UPDATE";
    SET_ROLE = "UPDATE staff_member SET role = $2, ends_at = $3 WHERE id = $1";
    SET_END = "UPDATE staff_member SET ends_at = $2 WHERE id = $1 AND role = 'reviewer'";
    FORGET_CODES = "DELETE FROM staff_recovery_code WHERE member_id = $1";
    FORGET_DEVICES = "DELETE FROM staff_device WHERE member_id = $1";
    FORGET_SESSIONS = "DELETE FROM staff_member_session WHERE member_id = $1";
    FORGET_MEMBER = "DELETE FROM staff_member WHERE id = $1";
}

/// What became of a change of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It is done.
    Done,
    /// It would leave nobody who may invite and remove people.
    LastAdministrator,
    /// They are not here any more.
    Gone,
}

impl Store {
    /// Gives somebody another password. Every session of theirs ends but the one named (ASVS 5.0, 7.4.3). `now` is the site's
    /// time, for the mail that tells of it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_password(
        &self,
        member: StaffMember,
        password_hash: String,
        kept: Id,
        device: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let device = device.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    set_password(connection, member.id, &password_hash, Some(kept)).await?;
                    tell(connection, &member, Notice::PasswordChanged, &device, now).await
                })
            })
            .await
    }

    /// Gives somebody another role, at once; a reviewer has it until an instant.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_role(&self, member: Id, role: Role, ends: Option<Instant>) -> Result<Changed, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let verdict = may_lose_role(connection, member, Some(role)).await?;
                    if verdict == Changed::Done {
                        connection.execute(SET_ROLE, values![member, role.name(), ends]).await?;
                    }
                    Ok(verdict)
                })
            })
            .await
    }

    /// Has the access of a reviewer end at another instant; [`Changed::Gone`] if there is no such reviewer.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_review_end(&self, member: Id, ends: Instant) -> Result<Changed, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_there = connection.execute(SET_END, values![member, ends]).await? > 0;
                    Ok(if is_there { Changed::Done } else { Changed::Gone })
                })
            })
            .await
    }

    /// Removes somebody, with everything by which they could sign in.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_member(&self, member: Id) -> Result<Changed, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let verdict = may_lose_role(connection, member, None).await?;
                    if verdict == Changed::Done {
                        passkey::remove_all(connection, PasskeyOwner::Member(member)).await?;
                        for statement in [FORGET_CODES, FORGET_DEVICES, FORGET_SESSIONS, FORGET_MEMBER] {
                            connection.execute(statement, values![member]).await?;
                        }
                    }
                    Ok(verdict)
                })
            })
            .await
    }
}

/// Another password; every session but `kept` ends, and every link by which the former one could be replaced.
pub(super) async fn set_password(
    connection: &mut Connection<'_>,
    member: Id,
    password_hash: &str,
    kept: Option<Id>,
) -> Result<(), StoreError> {
    connection.execute(SET_PASSWORD, values![member, password_hash]).await?;
    forget_links(connection, member).await?;
    connection.execute(END_OTHERS, values![member, kept.unwrap_or_default()]).await.map(|_| ())
}

/// Ends every link by which a password of somebody's could be replaced.
pub(super) async fn forget_links(connection: &mut Connection<'_>, member: Id) -> Result<(), StoreError> {
    connection.execute(FORGET_LINKS, values![member]).await.map(|_| ())
}

/// Whether somebody may become `role`, or nobody at all.
async fn may_lose_role(connection: &mut Connection<'_>, member: Id, role: Option<Role>) -> Result<Changed, StoreError> {
    let administrators = connection.fetch(ADMINISTRATORS, values![]).await?;
    if by_id(connection, member).await?.is_none() {
        return Ok(Changed::Gone);
    }
    let ids = administrators.iter().map(|row| row.parsed::<Id>("id")).collect::<Result<Vec<_>, _>>()?;
    let is_last = ids == [member] && role != Some(Role::Administrator);
    Ok(if is_last { Changed::LastAdministrator } else { Changed::Done })
}
