//! Those who work here: who they are, what they know and have, and the sessions that they begin with it.
//!
//! What is right or wrong (a password, a code) is decided before this is asked; here it is used up and acted on, in one
//! transaction with the mail that tells of it.

mod address;
mod attempts;
mod change;
mod enrol;
mod links;
mod passkeys;
mod prove;
mod sessions;

use domain::content::Id;
use domain::mail::Letter;
use domain::staff::{Notice, Role};
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, Row, Statement, statements, values};
use crate::error::StoreError;
use crate::outbox::{self, NewMail};

pub use change::Changed;
pub use enrol::{Enrolment, NewFactor, NewMember};
pub use links::{NewStaffLink, StaffLink};
pub use passkeys::RemovedPasskey;
pub use sessions::{MemberSession, NewMemberSession};

statements! {
    COUNT_ADMINISTRATORS = "SELECT count(*) AS administrators FROM staff_member WHERE role = 'administrator'";
    LIST = "SELECT id, name, email, role, ends_at, totp_secret, created_at,
        (SELECT count(*) FROM passkey WHERE owner_kind = 'member' AND owner_id = staff_member.id) AS passkeys,
        (SELECT max(last_seen_at) FROM staff_member_session WHERE member_id = staff_member.id AND stage = 'whole') AS seen_at
        FROM staff_member ORDER BY email_key LIMIT 500";
    BY_ADDRESS = "SELECT id, name, email, role, ends_at, password_hash, totp_secret,
        (SELECT count(*) FROM passkey WHERE owner_kind = 'member' AND owner_id = staff_member.id) AS passkeys
        FROM staff_member WHERE email_key = $1";
    BY_ID = "SELECT id, name, email, role, ends_at, password_hash, totp_secret,
        (SELECT count(*) FROM passkey WHERE owner_kind = 'member' AND owner_id = staff_member.id) AS passkeys
        FROM staff_member WHERE id = $1";
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<Statement> {
    let others = [
        address::STATEMENTS,
        attempts::STATEMENTS,
        change::STATEMENTS,
        enrol::STATEMENTS,
        links::STATEMENTS,
        passkeys::STATEMENTS,
        prove::STATEMENTS,
        sessions::STATEMENTS,
    ];
    [STATEMENTS, &others.concat()].concat()
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// Identity.
    pub id: Id,
    /// Name, as others see it.
    pub name: String,
    /// Address, as it was typed.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When their access ends by itself, by the real time: a reviewer's, nobody else's.
    pub ends: Option<Instant>,
}

impl StaffMember {
    /// Whether their access has ended: from that instant on they are nobody here.
    pub fn is_over(&self, now: Instant) -> bool {
        self.ends.is_some_and(|ends| now >= ends)
    }
}

/// What somebody must know and have.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffSecrets {
    /// Whose they are.
    pub member: StaffMember,
    /// Hash of the password, in PHC form.
    pub password_hash: String,
    /// What their authenticator holds, base32; `None` until it is set up. No base32 if it was sealed with another key.
    pub totp_secret: Option<String>,
    /// How many passkeys they have.
    pub passkeys: u32,
}

impl StaffSecrets {
    /// Whether there is anything that proves them beside their password.
    pub fn has_second_factor(&self) -> bool {
        self.totp_secret.is_some() || self.passkeys > 0
    }
}

/// Somebody who works here, as administrators see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who it is.
    pub member: StaffMember,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
    /// Since when they are here.
    pub created: Instant,
    /// When one of their sessions that are going on was used last.
    pub seen: Option<Instant>,
}

impl Store {
    /// Whether there is an administrator; until then a set-up link is the only way in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn staff_has_administrator(&self) -> Result<bool, StoreError> {
        let count = self
            .engine
            .read(|connection| Box::pin(async { connection.fetch_one(COUNT_ADMINISTRATORS, values![]).await }));
        Ok(count.await?.map_or(Ok(0), |row| row.integer("administrators"))? > 0)
    }

    /// Those who work here, by address; at most 500.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn staff_members(&self) -> Result<Vec<Colleague>, StoreError> {
        let rows = self.engine.read(|connection| Box::pin(async { connection.fetch(LIST, values![]).await })).await?;
        let colleague = |row: &Row| {
            Ok(Colleague {
                member: member(row)?,
                has_second_factor: row.optional_text("totp_secret")?.is_some() || row.number::<u32>("passkeys")? > 0,
                created: row.instant("created_at")?,
                seen: row.optional_instant("seen_at")?,
            })
        };
        rows.iter().map(colleague).collect()
    }

    /// What somebody with that address must know and have; `None` if nobody here has it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn staff_secrets_of(&self, email: &str) -> Result<Option<StaffSecrets>, StoreError> {
        let key = email.to_lowercase();
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    connection.fetch_one(BY_ADDRESS, values![key]).await?.as_ref().map(secrets).transpose()
                })
            })
            .await
            .map(|found| found.map(|found| self.opened(found)))
    }

    /// What somebody must know and have; `None` once they are not here any more.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn staff_secrets(&self, member: Id) -> Result<Option<StaffSecrets>, StoreError> {
        let found =
            self.engine.read(move |connection| Box::pin(async move { by_id(connection, member).await })).await?;
        Ok(found.map(|found| self.opened(found)))
    }

    fn opened(&self, mut found: StaffSecrets) -> StaffSecrets {
        found.totp_secret = found.totp_secret.map(|secret| self.sealing.open(found.member.id, secret));
        found
    }
}

/// The secrets as they are stored: sealed.
async fn by_id(connection: &mut Connection<'_>, member: Id) -> Result<Option<StaffSecrets>, StoreError> {
    connection.fetch_one(BY_ID, values![member]).await?.as_ref().map(secrets).transpose()
}

fn secrets(row: &Row) -> Result<StaffSecrets, StoreError> {
    Ok(StaffSecrets {
        member: member(row)?,
        password_hash: row.text("password_hash")?,
        totp_secret: row.optional_text("totp_secret")?,
        passkeys: row.number("passkeys")?,
    })
}

fn member(row: &Row) -> Result<StaffMember, StoreError> {
    Ok(StaffMember {
        id: row.parsed("id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        role: row.named("role", Role::from_name)?,
        ends: row.optional_instant("ends_at")?,
    })
}

/// Tells somebody by mail what was done in their name. `now` is the site's time.
async fn tell(
    connection: &mut Connection<'_>,
    member: &StaffMember,
    notice: Notice,
    device: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let letter = Letter::SecurityNotice { notice, device: device.to_owned() };
    let dedupe_key = format!("security_notice:{}", Id::new_v4());
    let mail = NewMail { to: member.email.clone(), letter, due: now, dedupe_key, registration: None };
    outbox::put(connection, &mail, now).await.map(|_| ())
}
