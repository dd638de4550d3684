//! Registrations: who holds a place. Never more places than there are, never one person twice, and never an answer
//! before it is durable.

mod register;
mod steps;

use domain::content::Id;
use domain::registration::{Applicant, Profession, RegistrationState};
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, Row, statements, values};
use crate::error::StoreError;

statements! {
    BY_ID = "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state,
        created_at, confirmed_at, cancelled_at FROM registration WHERE id = $1";
    BY_EMAIL = "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state,
        created_at, confirmed_at, cancelled_at FROM registration WHERE email_key = $1
        ORDER BY created_at DESC, id LIMIT 200";
    BY_TOKEN = "SELECT registration_id FROM registration_token WHERE hash = $1 AND purpose = $2";
    BY_KEY = "SELECT id, event_id, email_key FROM registration WHERE idempotency_key = $1";
    BY_ADDRESS = "SELECT id, idempotency_key FROM registration
        WHERE event_id = $1 AND email_key = $2 AND state <> 'cancelled'";
    TAKEN = "SELECT taken FROM place_count WHERE event_id = $1";
    FIRST_COUNT = "INSERT INTO place_count (event_id, taken) VALUES ($1, 0) ON CONFLICT (event_id) DO NOTHING";
    TAKE_PLACE = "UPDATE place_count SET taken = taken + 1 WHERE event_id = $1 AND taken < $2";
    GIVE_PLACE = "UPDATE place_count SET taken = taken - 1 WHERE event_id = $1 AND taken > 0";
    // Changes nothing, but whoever runs it has the event's count for itself until the transaction ends.
    HOLD_COUNT = "UPDATE place_count SET taken = taken WHERE event_id = $1";
    INSERT = "INSERT INTO registration (id, event_id, email, email_key, name, country, profession, organisation,
        news_consent, idempotency_key, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11)
        ON CONFLICT DO NOTHING";
    ADD_TOKEN = "INSERT INTO registration_token (hash, purpose, registration_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (hash, purpose) DO NOTHING";
    CONFIRM = "UPDATE registration SET state = 'confirmed', confirmed_at = $2 WHERE id = $1 AND state = $3";
    CANCEL = "UPDATE registration SET state = 'cancelled', cancelled_at = $2 WHERE id = $1 AND state = $3";
}

/// What a token is good for.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Confirm,
    Manage,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
        }
    }
}

/// A mail to be put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDraft {
    /// Receiver's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Body, plain text.
    pub text: String,
}

/// A wish to register, with everything that is written if it is granted.
#[derive(Debug, Clone)]
pub struct NewRegistration {
    /// The event.
    pub event: Id,
    /// Places that the event has; `None` means no limit.
    pub capacity: Option<u32>,
    /// Who wants a place.
    pub applicant: Applicant,
    /// Present instant.
    pub now: Instant,
    /// Random token of the confirmation link.
    pub confirm_token: String,
    /// Random token of the link to see and cancel the registration.
    pub manage_token: String,
    /// Mail to a person who was given a place.
    pub mail: MailDraft,
    /// Mail, instead, to a person who holds a place already; the answer on the page is the same, so that nobody learns
    /// who takes part. At most one an hour is sent. The two tokens are good for the existing registration then, so this
    /// mail can carry the links too.
    pub mail_if_known: MailDraft,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterOutcome {
    /// A place is held.
    Taken {
        /// The registration that holds it.
        registration: Id,
        /// The same form, or the same address, was here before.
        repeated: bool,
    },
    /// Every place is taken. Whoever holds one of them and asks again with another form is told this too, and gets the
    /// mail for those who are registered.
    Full,
}

/// A registration as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Identity.
    pub id: Id,
    /// The event.
    pub event: Id,
    /// Full name.
    pub name: String,
    /// Address as typed.
    pub email: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Professional role.
    pub profession: Profession,
    /// Institution.
    pub organisation: Option<String>,
    /// Whether the person wants to be told of later events.
    pub news_consent: bool,
    /// State.
    pub state: RegistrationState,
    /// When it was made.
    pub created: Instant,
    /// When the address was proven.
    pub confirmed: Option<Instant>,
    /// When the place was given back.
    pub cancelled: Option<Instant>,
}

/// Places of an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// Places held, confirmed or not.
    pub taken: u32,
}

impl Store {
    /// Takes a place, or says that there is none. Sent twice (by its idempotency key, or by the same address), it is one
    /// registration.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the same form was sent before with another address or for another event; otherwise
    /// the database cannot be written to.
    pub async fn register(&self, request: NewRegistration) -> Result<RegisterOutcome, StoreError> {
        self.engine
            .write(move |connection| Box::pin(async move { register::register(connection, &request).await }))
            .await
    }

    /// Confirms the registration of a confirmation link; `None` for an unknown one. Doing it again changes nothing, and
    /// a cancelled registration is returned as it is: cancelled.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn confirm_registration(&self, token: &str, now: Instant) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine.write(move |connection| Box::pin(steps::confirm(connection, hash, now))).await
    }

    /// Cancels the registration of a link and gives its place back; `None` for an unknown one. Doing it again changes
    /// nothing.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn cancel_registration(&self, token: &str, now: Instant) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine.write(move |connection| Box::pin(steps::cancel(connection, hash, now))).await
    }

    /// The registration of a link to see and cancel it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registration_by_token(&self, token: &str) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine
            .read(move |connection| Box::pin(async move { by_token(connection, hash, Purpose::Manage).await }))
            .await
    }

    /// Places of an event that are held.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn places(&self, event: Id) -> Result<Places, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(TAKEN, values![event]).await?;
                    row.map_or(Ok(Places::default()), |row| Ok(Places { taken: row.number("taken")? }))
                })
            })
            .await
    }
}

async fn by_token(
    connection: &mut Connection<'_>,
    hash: String,
    purpose: Purpose,
) -> Result<Option<Registration>, StoreError> {
    let Some(row) = connection.fetch_one(BY_TOKEN, values![hash, purpose.name()]).await? else { return Ok(None) };
    by_id(connection, row.parsed("registration_id")?).await
}

/// The registrations of an address (lower case), newest first, at most 200.
pub(crate) async fn of_address(
    connection: &mut Connection<'_>,
    email_key: &str,
) -> Result<Vec<Registration>, StoreError> {
    let rows = connection.fetch(BY_EMAIL, values![email_key]).await?;
    rows.iter().map(registration).collect()
}

async fn by_id(connection: &mut Connection<'_>, id: Id) -> Result<Option<Registration>, StoreError> {
    let row = connection.fetch_one(BY_ID, values![id]).await?;
    row.as_ref().map(registration).transpose()
}

fn registration(row: &Row) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.parsed("id")?,
        event: row.parsed("event_id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        country: row.text("country")?,
        profession: row.named("profession", Profession::from_name)?,
        organisation: row.optional_text("organisation")?,
        news_consent: row.integer("news_consent")? != 0,
        state: row.named("state", RegistrationState::from_name)?,
        created: row.instant("created_at")?,
        confirmed: row.optional_instant("confirmed_at")?,
        cancelled: row.optional_instant("cancelled_at")?,
    })
}
