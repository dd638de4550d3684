//! How somebody comes to have an account here: by the set-up link, and then a second factor of their own.

use domain::account::PasskeyOwner;
use domain::content::Id;
use domain::staff::{Notice, Role, Stage, typed_recovery_code};
use domain::time::Instant;

use super::sessions::{self, NewMemberSession};
use super::{MemberSession, StaffMember, by_id, change, tell};
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;
use crate::passkey::{self, AddedPasskey, PasskeyKey};
use crate::{SealingKey, Store, setup, token};

statements! {
    SET_UP = "INSERT INTO staff_member (id, name, email, email_key, role, password_hash, created_at, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (email_key) DO UPDATE SET name = excluded.name, role = excluded.role, ends_at = excluded.ends_at,
        password_hash = excluded.password_hash, totp_secret = NULL RETURNING id";
    SHOW_SECRET = "UPDATE staff_member_session SET new_secret = $2 WHERE id = $1";
    TAKE_SECRET = "UPDATE staff_member SET totp_secret = $2, totp_step = $3 WHERE id = $1";
    FORGET_CODES = "DELETE FROM staff_recovery_code WHERE member_id = $1";
    FORGET_DEVICES = "DELETE FROM staff_device WHERE member_id = $1";
    ADD_CODE = "INSERT INTO staff_recovery_code (member_id, hash) VALUES ($1, $2)";
    COUNT_CODES = "SELECT count(*) AS codes FROM staff_recovery_code WHERE member_id = $1";
}

/// Somebody who is about to work here.
#[derive(Clone)]
pub struct NewMember {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Hash of the password, in PHC form.
    pub password_hash: String,
    /// What is shown to be put into an authenticator, base32.
    pub totp_secret: String,
}

/// What somebody has who has set up a second factor.
#[derive(Clone)]
pub enum NewFactor {
    /// An authenticator, with the secret that the session was shown.
    Authenticator {
        /// The step of time whose code proved it; that code is used up.
        step: i64,
    },
    /// A passkey. Only for whoever has no second factor yet: others add passkeys to what they have.
    Passkey {
        /// What was learnt from the authenticator.
        key: PasskeyKey,
        /// As its owner will know it.
        label: String,
    },
}

/// A second factor that was proven to work.
#[derive(Clone)]
pub struct Enrolment {
    /// Token of the session in which it was set up.
    pub token: String,
    /// What was set up.
    pub factor: NewFactor,
    /// New recovery codes.
    pub recovery_codes: Vec<String>,
}

impl Store {
    /// Uses up a set-up link: makes an administrator, who has to set up a second factor next. Whoever has that address
    /// already gets a new password and loses the second factor: it is the way back for an administrator who lost it.
    /// `false` if the link is unknown, used or too old.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn set_up_administrator(
        &self,
        link: &str,
        member: NewMember,
        session: NewMemberSession,
    ) -> Result<bool, StoreError> {
        let (link, key) = (token::hash(link), self.sealing.clone());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if !setup::use_up(connection, &link, session.now).await? {
                        return Ok(false);
                    }
                    arrive(connection, &key, member, (Role::Administrator, None), &session).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Shows a session another secret to be put into an authenticator; nothing changes until it is proven.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn show_secret(&self, session: &MemberSession, secret: &str) -> Result<(), StoreError> {
        let (session, secret) = (session.id, self.sealing.seal(session.member.id, secret)?);
        self.engine
            .write(move |connection| {
                Box::pin(async move { connection.execute(SHOW_SECRET, values![session, secret]).await.map(|_| ()) })
            })
            .await
    }

    /// Takes what was set up in a session as its owner's second factor, with new recovery codes. Every session of theirs ends,
    /// and another begins. `None` if the session is over or was shown nothing, or if somebody has that passkey already.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn enrol(
        &self,
        enrolment: Enrolment,
        session: NewMemberSession,
    ) -> Result<Option<StaffMember>, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let Enrolment { token, factor, recovery_codes } = enrolment;
                    let found = sessions::find(connection, &token::hash(&token), session.now).await?;
                    let Some((former, _)) = found.filter(|(former, _)| former.stage != Stage::Code) else {
                        return Ok(None);
                    };
                    let before = by_id(connection, former.member.id).await?;
                    let had_one = before.is_some_and(|secrets| secrets.has_second_factor());
                    if had_one && former.stage == Stage::Enrolling {
                        return Ok(None);
                    }
                    if !take(connection, &former, factor, session.now).await? {
                        return Ok(None);
                    }
                    let member = former.member;
                    put_codes(connection, member.id, &recovery_codes).await?;
                    sessions::end_all(connection, member.id).await?;
                    sessions::begin(connection, member.id, Stage::Whole, None, &session).await?;
                    sessions::note_device(connection, member.id, &session).await?;
                    if had_one {
                        tell(connection, &member, Notice::SecondFactorChanged, &session.device, session.site_now)
                            .await?;
                    }
                    Ok(Some(member))
                })
            })
            .await
    }

    /// Gives somebody new recovery codes; the old ones end. `now` is the site's time, for the mail that tells of it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn renew_recovery_codes(
        &self,
        member: StaffMember,
        codes: Vec<String>,
        device: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let device = device.to_owned();
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    put_codes(connection, member.id, &codes).await?;
                    tell(connection, &member, Notice::RecoveryCodesRenewed, &device, now).await
                })
            })
            .await
    }

    /// How many recovery codes somebody has left.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn recovery_codes_left(&self, member: Id) -> Result<u32, StoreError> {
        let count = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(COUNT_CODES, values![member]).await }));
        count.await?.map_or(Ok(0), |row| row.number("codes"))
    }
}

/// Takes a second factor; whether it could be.
async fn take(
    connection: &mut Connection<'_>,
    former: &MemberSession,
    factor: NewFactor,
    now: Instant,
) -> Result<bool, StoreError> {
    let member = former.member.id;
    match (factor, &former.new_secret) {
        (NewFactor::Authenticator { step }, Some(secret)) => {
            connection.execute(TAKE_SECRET, values![member, secret, step]).await?;
            Ok(true)
        }
        (NewFactor::Passkey { key, label }, _) if former.stage == Stage::Enrolling => {
            let added = passkey::add(connection, PasskeyOwner::Member(member), key, label, now).await?;
            Ok(added == AddedPasskey::Added)
        }
        _ => Ok(false),
    }
}

/// Somebody begins to work here, or anew: with a password, and a session in which the second factor is set up. A reviewer's
/// access ends at an instant.
pub(super) async fn arrive(
    connection: &mut Connection<'_>,
    key: &SealingKey,
    member: NewMember,
    (role, ends): (Role, Option<Instant>),
    session: &NewMemberSession,
) -> Result<(), StoreError> {
    let NewMember { name, email, password_hash, totp_secret } = member;
    let mut row = values![Id::new_v4(), name, &email, email.to_lowercase(), role.name()];
    row.extend(values![password_hash, session.now, ends]);
    let id: Id = connection.fetch_one(SET_UP, row).await?.map_or(Err(StoreError::Busy), |row| row.parsed("id"))?;
    change::forget_links(connection, id).await?;
    connection.execute(FORGET_CODES, values![id]).await?;
    connection.execute(FORGET_DEVICES, values![id]).await?;
    passkey::remove_all(connection, PasskeyOwner::Member(id)).await?;
    sessions::end_all(connection, id).await?;
    sessions::begin(connection, id, Stage::Enrolling, Some(key.seal(id, &totp_secret)?), session).await
}

async fn put_codes(connection: &mut Connection<'_>, member: Id, codes: &[String]) -> Result<(), StoreError> {
    connection.execute(FORGET_CODES, values![member]).await?;
    for code in codes {
        let plain = typed_recovery_code(code).unwrap_or_else(|| code.clone());
        connection.execute(ADD_CODE, values![member, token::hash(&plain)]).await?;
    }
    Ok(())
}
