//! Sessions of those who work here: begun by a proof, ended by time, by their owner or by an administrator.

use domain::content::Id;
use domain::staff::{SESSION, Stage};
use domain::time::Instant;

use super::{StaffMember, member};
use crate::account::Device;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

/// Browsers are forgotten after so many minutes in which nobody signed in there: about a year.
const DEVICE_MINUTES: i64 = 400 * 24 * 60;

statements! {
    FORGET = "DELETE FROM staff_member_session WHERE expires_at <= $1";
    ADD = "INSERT INTO staff_member_session
        (hash, id, member_id, stage, device, new_secret, created_at, last_seen_at, proved_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8)";
    FIND = "SELECT staff_member.id, staff_member.name, staff_member.email, staff_member.role, staff_member.ends_at,
        staff_member_session.id AS session_id, stage, device, new_secret, last_seen_at, proved_at, expires_at
        FROM staff_member_session JOIN staff_member ON staff_member.id = staff_member_session.member_id
        WHERE staff_member_session.hash = $1";
    SEE = "UPDATE staff_member_session SET last_seen_at = $2 WHERE id = $1";
    LIST = "SELECT id, device, created_at, last_seen_at, expires_at FROM staff_member_session
        WHERE member_id = $1 AND stage = 'whole' ORDER BY last_seen_at DESC, id LIMIT 100";
    END = "DELETE FROM staff_member_session WHERE hash = $1";
    END_ONE = "DELETE FROM staff_member_session WHERE member_id = $1 AND id = $2";
    END_ALL = "DELETE FROM staff_member_session WHERE member_id = $1";
    FORGET_DEVICES = "DELETE FROM staff_device WHERE seen_at <= $1";
    SEE_DEVICE = "UPDATE staff_device SET seen_at = $3 WHERE member_id = $1 AND hash = $2";
    ADD_DEVICE = "INSERT INTO staff_device (member_id, hash, seen_at) VALUES ($1, $2, $3)";
    KNOWS = "SELECT staff_device.member_id FROM staff_device JOIN staff_member ON staff_member.id = staff_device.member_id
        WHERE staff_member.email_key = $1 AND staff_device.hash = $2";
}

/// A session that is about to begin.
#[derive(Debug, Clone)]
pub struct NewMemberSession {
    /// 256 random bits that the browser keeps.
    pub token: String,
    /// The session that this browser had, which ends: a new proof is a new session (ASVS 5.0, 7.2.4).
    pub former: Option<String>,
    /// Names of browser and system.
    pub device: String,
    /// 256 random bits by which the browser is known again, also after the session.
    pub device_token: String,
    /// The real time, by which sessions end.
    pub now: Instant,
    /// Present instant of the site, for mails.
    pub site_now: Instant,
}

/// A session that is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberSession {
    /// Its name among the sessions of its member; not what the browser keeps.
    pub id: Id,
    /// Whose it is, as they are now: a role that was taken away is gone at once (ASVS 8.3.2).
    pub member: StaffMember,
    /// How far it has come.
    pub stage: Stage,
    /// Names of browser and system.
    pub device: String,
    /// A secret that was shown to be put into an authenticator and is not proven yet.
    pub new_secret: Option<String>,
    /// When its owner last proved who they are.
    pub proved: Instant,
}

impl Store {
    /// The session that a browser's token belongs to, if it is not over; being asked for keeps it from becoming idle.
    ///
    /// # Errors
    /// The database cannot be read or written to.
    pub async fn member_session(&self, token: &str, now: Instant) -> Result<Option<MemberSession>, StoreError> {
        let key = token::hash(token);
        let found =
            self.engine.read(move |connection| Box::pin(async move { find(connection, &key, now).await })).await?;
        let Some((mut session, seen)) = found else { return Ok(None) };
        session.new_secret = session.new_secret.map(|secret| self.sealing.open(session.member.id, secret));
        if session.stage.lifetime().is_worth_noting(seen, now) {
            let id = session.id;
            self.engine
                .write(move |connection| Box::pin(async move { connection.execute(SEE, values![id, now]).await }))
                .await?;
        }
        Ok(Some(session))
    }

    /// The sessions of somebody that are going on, the one used last first; at most 100.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn member_devices(&self, member: Id, now: Instant) -> Result<Vec<Device>, StoreError> {
        let list =
            self.engine.read(move |connection| Box::pin(async move { connection.fetch(LIST, values![member]).await }));
        let rows = list.await?;
        let found = rows.iter().map(|row| device(row, now)).collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Ends the session of a token; ending none is no error.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_member_session(&self, token: &str) -> Result<(), StoreError> {
        let hash = token::hash(token);
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(END, values![hash]).await.map(|_| ()) }))
            .await
    }

    /// Ends one session of somebody; whether they had it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_session_of_member(&self, member: Id, session: Id) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move { Ok(connection.execute(END_ONE, values![member, session]).await? > 0) })
            })
            .await
    }

    /// Ends every session of somebody; how many there were.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn end_sessions_of_member(&self, member: Id) -> Result<u64, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { connection.execute(END_ALL, values![member]).await }))
            .await
    }

    /// Whether somebody with that address has signed in before in the browser that has this token.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn staff_knows_device(&self, email: &str, device_token: &str) -> Result<bool, StoreError> {
        let (key, hash) = (email.to_lowercase(), token::hash(device_token));
        let known = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch_one(KNOWS, values![key, hash]).await }));
        Ok(known.await?.is_some())
    }
}

/// The session of a token's hash, if it is not over, and when it was used last. Its secret is as it is stored: sealed.
pub(super) async fn find(
    connection: &mut Connection<'_>,
    hash: &str,
    now: Instant,
) -> Result<Option<(MemberSession, Instant)>, StoreError> {
    let Some(row) = connection.fetch_one(FIND, values![hash]).await? else { return Ok(None) };
    let stage = row.named("stage", Stage::from_name)?;
    let seen = row.instant("last_seen_at")?;
    let member = member(&row)?;
    if stage.lifetime().is_over(seen, row.instant("expires_at")?, now) || member.is_over(now) {
        return Ok(None);
    }
    let session = MemberSession {
        id: row.parsed("session_id")?,
        member,
        stage,
        device: row.text("device")?,
        new_secret: row.optional_text("new_secret")?,
        proved: row.instant("proved_at")?,
    };
    Ok(Some((session, seen)))
}

/// Begins a session at that stage; one for enrolling carries the secret that is shown, sealed.
pub(super) async fn begin(
    connection: &mut Connection<'_>,
    member: Id,
    stage: Stage,
    secret: Option<String>,
    session: &NewMemberSession,
) -> Result<(), StoreError> {
    let now = session.now;
    connection.execute(FORGET, values![now]).await?;
    if let Some(former) = &session.former {
        end(connection, &token::hash(former)).await?;
    }
    let mut row = values![token::hash(&session.token), Id::new_v4(), member, stage.name(), &session.device];
    row.extend(values![secret, now, stage.lifetime().end(now)]);
    connection.execute(ADD, row).await.map(|_| ())
}

/// Notes that somebody is signed in in a browser; whether they were there before.
pub(super) async fn note_device(
    connection: &mut Connection<'_>,
    member: Id,
    session: &NewMemberSession,
) -> Result<bool, StoreError> {
    connection.execute(FORGET_DEVICES, values![session.now.plus_minutes(-DEVICE_MINUTES)]).await?;
    let row = values![member, token::hash(&session.device_token), session.now];
    if connection.execute(SEE_DEVICE, row.clone()).await? > 0 {
        return Ok(true);
    }
    connection.execute(ADD_DEVICE, row).await?;
    Ok(false)
}

/// Ends the session of a token's hash.
pub(super) async fn end(connection: &mut Connection<'_>, hash: &str) -> Result<(), StoreError> {
    connection.execute(END, values![hash]).await.map(|_| ())
}

/// Ends every session of somebody.
pub(super) async fn end_all(connection: &mut Connection<'_>, member: Id) -> Result<(), StoreError> {
    connection.execute(END_ALL, values![member]).await.map(|_| ())
}

fn device(row: &Row, now: Instant) -> Result<Option<Device>, StoreError> {
    let seen = row.instant("last_seen_at")?;
    if SESSION.is_over(seen, row.instant("expires_at")?, now) {
        return Ok(None);
    }
    let (id, device) = (row.parsed("id")?, row.text("device")?);
    Ok(Some(Device { id, device, created: row.instant("created_at")?, seen }))
}
