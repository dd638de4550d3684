//! Links in mails to those who work here, or are about to: an invitation, and the replacement of a forgotten password. Only
//! hashes are kept, and using one deletes it.

use domain::content::Id;
use domain::mail::Letter;
use domain::staff::{INVITATION_HOURS, Notice, RESET_MINUTES, Role};
use domain::time::Instant;

use super::enrol::{NewMember, arrive};
use super::sessions::NewMemberSession;
use super::{BY_ADDRESS, change, secrets, tell};
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};
use crate::{Store, token};

/// Mails to one address within the time in which a link works.
const RESETS: i64 = 3;

statements! {
    FORGET = "DELETE FROM staff_link WHERE expires_at <= $1";
    FORGET_FOR = "DELETE FROM staff_link WHERE email_key = $1 AND kind = $2";
    ADD = "INSERT INTO staff_link (hash, id, kind, email, email_key, role, created_at, expires_at, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "SELECT id, email, role, expires_at, ends_at FROM staff_link WHERE hash = $1 AND kind = $2 AND expires_at > $3";
    USE = "DELETE FROM staff_link WHERE hash = $1 AND kind = $2 AND expires_at > $3
        RETURNING id, email, role, expires_at, ends_at";
    LIST = "SELECT id, email, role, expires_at, ends_at FROM staff_link WHERE kind = 'invitation' AND expires_at > $1
        ORDER BY email_key LIMIT 500";
    WITHDRAW = "DELETE FROM staff_link WHERE id = $1 AND kind = 'invitation'";
    COUNT = "SELECT count(*) AS links FROM staff_link WHERE email_key = $1 AND kind = 'reset' AND expires_at > $2";
}

/// A link of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLink {
    /// By which it is named, since the hash is nobody's to see.
    pub id: Id,
    /// The address that it went to.
    pub email: String,
    /// What an invited person will be; `None` for a new password.
    pub role: Option<Role>,
    /// Until when it works, by the real time.
    pub expires: Instant,
    /// When the access ends of whoever is invited to review.
    pub ends: Option<Instant>,
}

/// A link that is about to be sent.
#[derive(Debug, Clone)]
pub struct NewStaffLink {
    /// Receiver's address.
    pub email: String,
    /// 256 random bits.
    pub token: String,
    /// The real time, by which it ends.
    pub now: Instant,
    /// Present instant of the site, for the mail.
    pub site_now: Instant,
}

impl Store {
    /// Invites somebody to work here, a reviewer until an instant; an earlier invitation of the same address ends. `false` if
    /// somebody here has that address already.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn invite(&self, link: NewStaffLink, role: Role, ends: Option<Instant>) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let key = link.email.to_lowercase();
                    if connection.fetch_one(BY_ADDRESS, values![&key]).await?.is_some() {
                        return Ok(false);
                    }
                    connection.execute(FORGET_FOR, values![&key, "invitation"]).await?;
                    let letter = Letter::Invitation { link_token: link.token.clone() };
                    let what = (Some(role), ends);
                    add(connection, &link, "invitation", what, INVITATION_HOURS * 60).await?;
                    send(connection, &link, letter).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Invitations that can still be accepted, by address; at most 500.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn invitations(&self, now: Instant) -> Result<Vec<StaffLink>, StoreError> {
        let list =
            self.engine.read(move |connection| Box::pin(async move { connection.fetch(LIST, values![now]).await }));
        list.await?.iter().map(staff_link).collect()
    }

    /// Takes an invitation back; whether there was one.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn withdraw_invitation(&self, id: Id) -> Result<bool, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { Ok(connection.execute(WITHDRAW, values![id]).await? > 0) }))
            .await
    }

    /// The invitation of a token, if it can still be accepted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn invitation(&self, token: &str, now: Instant) -> Result<Option<StaffLink>, StoreError> {
        self.find_link(token, "invitation", now).await
    }

    /// Accepts an invitation: somebody works here from now on, and has to set up a second factor next. The address is that
    /// of the invitation, whatever `member` says. `false` if it cannot be accepted any more.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn accept_invitation(
        &self,
        token: &str,
        member: NewMember,
        session: NewMemberSession,
    ) -> Result<bool, StoreError> {
        let (hash, key) = (token::hash(token), self.sealing.clone());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(USE, values![hash, "invitation", session.now]).await?;
                    let Some(link) = row.as_ref().map(staff_link).transpose()? else { return Ok(false) };
                    let is_here = connection.fetch_one(BY_ADDRESS, values![link.email.to_lowercase()]).await?.is_some();
                    let is_over = link.ends.is_some_and(|ends| session.now >= ends);
                    let Some(role) = link.role.filter(|_| !is_here && !is_over) else { return Ok(false) };
                    let member = NewMember { email: link.email, ..member };
                    arrive(connection, &key, member, (role, link.ends), &session).await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Sends somebody a link by which they replace their password; three at most while one works. For an address that nobody
    /// here has the same is noted and nothing sent; nobody is told which it was.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn ask_for_password(&self, link: NewStaffLink) -> Result<(), StoreError> {
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let key = link.email.to_lowercase();
                    connection.execute(FORGET, values![link.now]).await?;
                    let row = connection.fetch_one(COUNT, values![&key, link.now]).await?;
                    if row.map_or(Ok(0), |row| row.integer("links"))? >= RESETS {
                        return Ok(());
                    }
                    add(connection, &link, "reset", (None, None), RESET_MINUTES).await?;
                    if connection.fetch_one(BY_ADDRESS, values![&key]).await?.is_some() {
                        let letter = Letter::PasswordReset { link_token: link.token.clone() };
                        send(connection, &link, letter).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The link of a token by which a password can be replaced, if it still works.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn password_link(&self, token: &str, now: Instant) -> Result<Option<StaffLink>, StoreError> {
        self.find_link(token, "reset", now).await
    }

    /// Replaces a forgotten password. Every session of its owner ends, and none begins: the second factor is asked for as
    /// ever (ASVS 5.0, 6.4.3). `false` if the link does not work any more.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn replace_password(
        &self,
        token: &str,
        password_hash: String,
        device: &str,
        now: Instant,
        site_now: Instant,
    ) -> Result<bool, StoreError> {
        let (hash, device) = (token::hash(token), device.to_owned());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(USE, values![hash, "reset", now]).await?;
                    let Some(link) = row.as_ref().map(staff_link).transpose()? else { return Ok(false) };
                    let row = connection.fetch_one(BY_ADDRESS, values![link.email.to_lowercase()]).await?;
                    let Some(found) = row.as_ref().map(secrets).transpose()? else { return Ok(false) };
                    change::set_password(connection, found.member.id, &password_hash, None).await?;
                    tell(connection, &found.member, Notice::PasswordChanged, &device, site_now).await?;
                    Ok(true)
                })
            })
            .await
    }

    async fn find_link(&self, token: &str, kind: &'static str, now: Instant) -> Result<Option<StaffLink>, StoreError> {
        let hash = token::hash(token);
        let found = self.engine.read(move |connection| {
            Box::pin(async move { connection.fetch_one(FIND, values![hash, kind, now]).await })
        });
        found.await?.as_ref().map(staff_link).transpose()
    }
}

async fn add(
    connection: &mut Connection<'_>,
    link: &NewStaffLink,
    kind: &str,
    (role, ends): (Option<Role>, Option<Instant>),
    minutes: i64,
) -> Result<(), StoreError> {
    let mut row = values![token::hash(&link.token), Id::new_v4(), kind, &link.email, link.email.to_lowercase()];
    row.extend(values![role.map(Role::name), link.now, link.now.plus_minutes(minutes), ends]);
    connection.execute(ADD, row).await.map(|_| ())
}

pub(super) async fn send(
    connection: &mut Connection<'_>,
    link: &NewStaffLink,
    letter: Letter,
) -> Result<(), StoreError> {
    let dedupe_key = format!("staff_link:{}", token::hash(&link.token));
    let mail = NewMail { to: link.email.clone(), letter, due: link.site_now, dedupe_key, registration: None };
    outbox::put(connection, &mail, link.site_now).await.map(|_| ())
}

fn staff_link(row: &Row) -> Result<StaffLink, StoreError> {
    let role = row.optional_text("role")?;
    Ok(StaffLink {
        id: row.parsed("id")?,
        email: row.text("email")?,
        role: role.as_deref().and_then(Role::from_name),
        expires: row.instant("expires_at")?,
        ends: row.optional_instant("ends_at")?,
    })
}
