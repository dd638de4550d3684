//! Passkeys of those who work here. One that has checked who holds it is password and second factor at once (NIST SP 800-63B,
//! multi-factor cryptographic authenticators).

use domain::account::PasskeyOwner;
use domain::content::Id;
use domain::staff::{Notice, Stage, is_last_factor};
use domain::time::Instant;

use super::prove::{let_in, note_proof};
use super::sessions::{self, NewMemberSession};
use super::{MemberSession, StaffMember, by_id, tell};
use crate::connection::{statements, values};
use crate::error::StoreError;
use crate::passkey::{self, AddedPasskey, PasskeyKey, UsedPasskey};
use crate::{Store, token};

statements! {
    // So that two of somebody's passkeys are not removed at the same moment, each as if the other stayed.
    HOLD = "SELECT id FROM staff_member WHERE id = $1",
        postgres "SELECT id FROM staff_member WHERE id = $1 FOR UPDATE";
}

/// What became of a passkey that was to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovedPasskey {
    /// It is gone.
    Removed,
    /// Its owner would have no second factor without it.
    LastFactor,
    /// Its owner does not have it.
    Unknown,
}

impl Store {
    /// Adds a passkey of a session's member, who is told by mail. `site_now` is the site's time, for the mail.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn add_member_passkey(
        &self,
        session: MemberSession,
        key: PasskeyKey,
        label: String,
        now: Instant,
        site_now: Instant,
    ) -> Result<AddedPasskey, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let MemberSession { member, device, .. } = session;
                    let added = passkey::add(connection, PasskeyOwner::Member(member.id), key, label, now).await?;
                    if added == AddedPasskey::Added {
                        tell(connection, &member, Notice::PasskeyAdded, &device, site_now).await?;
                    }
                    Ok(added)
                })
            })
            .await
    }

    /// Removes a passkey of a session's member, who is told by mail; never their last second factor.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn remove_member_passkey(
        &self,
        session: MemberSession,
        passkey: Id,
        site_now: Instant,
    ) -> Result<RemovedPasskey, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let MemberSession { member, device, .. } = session;
                    let owner = PasskeyOwner::Member(member.id);
                    connection.fetch_one(HOLD, values![member.id]).await?;
                    let Some(secrets) = by_id(connection, member.id).await? else { return Ok(RemovedPasskey::Unknown) };
                    if !passkey::has(connection, owner, passkey).await? {
                        return Ok(RemovedPasskey::Unknown);
                    }
                    if is_last_factor(secrets.totp_secret.is_some(), secrets.passkeys) {
                        return Ok(RemovedPasskey::LastFactor);
                    }
                    passkey::remove(connection, owner, passkey).await?;
                    tell(connection, &member, Notice::PasskeyRemoved, &device, site_now).await?;
                    Ok(RemovedPasskey::Removed)
                })
            })
            .await
    }

    /// Lets the member in to whom a passkey belongs. `after_password` is the token of a session in which the password was
    /// right, where the passkey is the second factor: then it must be that session's member's. `None` if it is nobody's who
    /// works here, or was used or removed meanwhile.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn sign_in_member_by_passkey(
        &self,
        used: UsedPasskey,
        after_password: Option<String>,
        session: NewMemberSession,
    ) -> Result<Option<StaffMember>, StoreError> {
        let PasskeyOwner::Member(owner) = used.found.owner else { return Ok(None) };
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let half = after_password.map(|token| token::hash(&token));
                    if let Some(half) = &half {
                        let found = sessions::find(connection, half, session.now).await?;
                        let is_theirs =
                            |former: &MemberSession| former.stage == Stage::Code && former.member.id == owner;
                        if !found.is_some_and(|(former, _)| is_theirs(&former)) {
                            return Ok(None);
                        }
                    }
                    let secrets = by_id(connection, owner).await?;
                    let Some(secrets) = secrets.filter(|secrets| !secrets.member.is_over(session.now)) else {
                        return Ok(None);
                    };
                    if !passkey::use_up(connection, &used, session.now).await? {
                        return Ok(None);
                    }
                    if let Some(half) = &half {
                        sessions::end(connection, half).await?;
                    }
                    let_in(connection, &secrets.member, &session).await?;
                    Ok(Some(secrets.member))
                })
            })
            .await
    }

    /// Somebody proved again by a passkey of theirs, in a session that goes on, who they are. `false` if it is not theirs, or
    /// was used or removed meanwhile.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn proven_again_by_passkey(
        &self,
        session: MemberSession,
        used: UsedPasskey,
        now: Instant,
    ) -> Result<bool, StoreError> {
        if used.found.owner != PasskeyOwner::Member(session.member.id) {
            return Ok(false);
        }
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    Ok(passkey::use_up(connection, &used, now).await?
                        && note_proof(connection, session.id, now).await?)
                })
            })
            .await
    }
}
