//! What a proof leads to: the next step of a sign-in, a session, or a fresh proof in one. Each proof is used up here.

use domain::content::Id;
use domain::staff::{Notice, SecondFactor, Stage};
use domain::time::Instant;

use super::sessions::{self, NewMemberSession};
use super::{MemberSession, StaffMember, StaffSecrets, by_id, tell};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

statements! {
    USE_STEP = "UPDATE staff_member SET totp_step = $2 WHERE id = $1 AND totp_step < $2 AND totp_secret IS NOT NULL";
    USE_CODE = "DELETE FROM staff_recovery_code WHERE member_id = $1 AND hash = $2";
    PROVE = "UPDATE staff_member_session SET proved_at = $2 WHERE id = $1 AND stage = 'whole'";
}

impl Store {
    /// The password was right: begins a session that may only go on to the second factor, or, where there is none yet, set
    /// it up with `totp_secret`. `None` if somebody's password has changed since it was looked at.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn password_proven(
        &self,
        member: Id,
        password_hash: &str,
        totp_secret: String,
        session: NewMemberSession,
    ) -> Result<Option<Stage>, StoreError> {
        let (seen, key) = (password_hash.to_owned(), self.sealing.clone());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let secrets = by_id(connection, member).await?.filter(|secrets| secrets.password_hash == seen);
                    let is_here = |secrets: &StaffSecrets| !secrets.member.is_over(session.now);
                    let Some(secrets) = secrets.filter(is_here) else { return Ok(None) };
                    let (stage, secret) = if secrets.has_second_factor() {
                        (Stage::Code, None)
                    } else {
                        (Stage::Enrolling, Some(key.seal(member, &totp_secret)?))
                    };
                    sessions::begin(connection, member, stage, secret, &session).await?;
                    Ok(Some(stage))
                })
            })
            .await
    }

    /// The second factor was right: uses it up, and the session of that token becomes one that may do things, under another
    /// token. `None` if it was used before, or the session is over.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn second_factor_proven(
        &self,
        token: &str,
        factor: SecondFactor<i64>,
        session: NewMemberSession,
    ) -> Result<Option<StaffMember>, StoreError> {
        let hash = token::hash(token);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let found = sessions::find(connection, &hash, session.now).await?;
                    let Some((former, _)) = found.filter(|(former, _)| former.stage == Stage::Code) else {
                        return Ok(None);
                    };
                    let member = former.member;
                    if !use_up(connection, &member, &factor, &session.device, session.site_now).await? {
                        return Ok(None);
                    }
                    sessions::end(connection, &hash).await?;
                    let_in(connection, &member, &session).await?;
                    Ok(Some(member))
                })
            })
            .await
    }

    /// Somebody proved again, in a session that goes on, who they are: by their password, or by a second factor, which is
    /// used up. `false` if it was used before.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn proven_again(
        &self,
        session: MemberSession,
        factor: Option<SecondFactor<i64>>,
        now: Instant,
        site_now: Instant,
    ) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if let Some(factor) = factor
                        && !use_up(connection, &session.member, &factor, &session.device, site_now).await?
                    {
                        return Ok(false);
                    }
                    note_proof(connection, session.id, now).await
                })
            })
            .await
    }
}

/// Begins a session in which somebody may do things, who has proved who they are; whoever did so in a browser that was not
/// known is told.
pub(super) async fn let_in(
    connection: &mut Connection<'_>,
    member: &StaffMember,
    session: &NewMemberSession,
) -> Result<(), StoreError> {
    sessions::begin(connection, member.id, Stage::Whole, None, session).await?;
    if !sessions::note_device(connection, member.id, session).await? {
        tell(connection, member, Notice::NewDevice, &session.device, session.site_now).await?;
    }
    Ok(())
}

/// Writes down that somebody proved in a session who they are; whether it is going on.
pub(super) async fn note_proof(connection: &mut Connection<'_>, session: Id, now: Instant) -> Result<bool, StoreError> {
    Ok(connection.execute(PROVE, values![session, now]).await? > 0)
}

/// Uses a second factor up; whether it could be. Somebody whose recovery code was used is told.
async fn use_up(
    connection: &mut Connection<'_>,
    member: &StaffMember,
    factor: &SecondFactor<i64>,
    device: &str,
    site_now: Instant,
) -> Result<bool, StoreError> {
    match factor {
        SecondFactor::Authenticator(step) => Ok(connection.execute(USE_STEP, values![member.id, *step]).await? > 0),
        SecondFactor::Recovery(code) => {
            let is_used = connection.execute(USE_CODE, values![member.id, token::hash(code)]).await? > 0;
            if is_used {
                tell(connection, member, Notice::RecoveryCodeUsed, device, site_now).await?;
            }
            Ok(is_used)
        }
    }
}
