//! Registrations: who holds a place and who waits for one. Never more places than there are, never one person twice,
//! nobody out of turn, and never an answer before it is durable.
//!
//! Every change of a state goes through `steps::step`, which knows only the steps of `domain::registration`. Whoever
//! changes something that concerns places first holds the event's count (`places::hold`), so that two of them never
//! cross, and afterwards has `list::hand_out` give on what became free, in the same transaction.

mod bulk;
mod bulk_run;
mod change;
mod decisions;
mod drafts;
mod enter;
mod erase;
mod event_change;
mod group_letter;
mod group_release;
mod history;
mod letters;
mod list;
mod listed;
mod news;
mod overdue;
mod overview;
mod places;
mod register;
mod reminders;
mod resend;
mod series;
mod steps;
mod tags;
mod together;
mod tokens;
mod views;

use domain::content::Id;
use domain::registration::waiting::{Terms, confirm_until};
use domain::registration::{Answers, Applicant, Cause, Profession, RegistrationState};
use domain::slug::Slug;
use domain::time::Instant;

use crate::Store;
use crate::connection::{Connection, Row, Statement, statements, values};
use crate::error::StoreError;

pub use bulk::{Bulk, Chosen};
pub use decisions::{Decided, DecisionRecord};
pub use enter::{Entered, Entrant, KnownEntrant};
pub use erase::Events;
pub(crate) use erase::{erase, forget};
pub(crate) use event_change::note as note_changes;
pub use group_letter::{GroupLetter, Held};
pub use group_release::WrittenLetter;
pub use history::HistoryStep;
pub use list::Position;
pub use listed::ListedPage;
pub use overdue::Due;
pub use overview::StateCounts;
pub use places::Places;
pub use resend::{RESENDS_AN_HOUR, Resend};
pub use steps::PersonalAct;
pub(crate) use together::Registrar;
use tokens::{Purpose, add_token, by_token};
pub(crate) use tokens::{add_letter_tokens, by_letter};
pub use views::RegistrationView;

statements! {
    BY_ID = "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state, created_at,
        confirmed_at, cancelled_at, entered_at, offer_until, last_cause, turns, turned_at, answers, reminders_stopped_at,
        tags
        FROM registration WHERE id = $1";
    BY_EMAIL = "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state, created_at,
        confirmed_at, cancelled_at, entered_at, offer_until, last_cause, turns, turned_at, answers, reminders_stopped_at,
        tags
        FROM registration WHERE email_key = $1
        ORDER BY created_at DESC, id LIMIT 200";
}

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<Statement> {
    let parts = [
        STATEMENTS,
        bulk::STATEMENTS,
        bulk_run::STATEMENTS,
        change::STATEMENTS,
        drafts::STATEMENTS,
        enter::STATEMENTS,
        register::STATEMENTS,
        reminders::STATEMENTS,
        resend::STATEMENTS,
        steps::STATEMENTS,
        tokens::STATEMENTS,
        places::STATEMENTS,
        list::STATEMENTS,
        overdue::STATEMENTS,
        overview::STATEMENTS,
        listed::STATEMENTS,
        tags::STATEMENTS,
        views::STATEMENTS,
        decisions::STATEMENTS,
        erase::STATEMENTS,
        event_change::STATEMENTS,
        group_letter::STATEMENTS,
        group_release::STATEMENTS,
        history::STATEMENTS,
        news::STATEMENTS,
        together::STATEMENTS,
    ];
    parts.concat()
}

/// A wish to register, with everything that is written if it is granted. Whoever is registered already is sent the links
/// anew, at most once an hour, and the answer is the same, so that nobody learns who takes part.
#[derive(Debug, Clone)]
pub struct NewRegistration {
    /// The event.
    pub event: Id,
    /// On what terms its places are given.
    pub terms: Terms,
    /// Who wants a place.
    pub applicant: Applicant,
    /// Present instant.
    pub now: Instant,
    /// Random token of the confirmation link.
    pub confirm_token: String,
    /// Random token of the link to see and cancel the registration.
    pub manage_token: String,
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
    /// Every place is taken; the person is on the waiting list as soon as they prove their address. Of a full event
    /// everybody is told this, also whoever holds a place and asks again with another form; they get the mail for those
    /// who are registered.
    Waiting {
        /// The registration that waits, or the one that was there before.
        registration: Id,
        /// The same form, or the same address, was here before.
        repeated: bool,
    },
    /// Every place is taken, and it is too late for a waiting list. Whoever holds a place is told the same.
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
    /// When the place was given back or lost.
    pub cancelled: Option<Instant>,
    /// When the person first asked for the waiting list, if they ever did.
    pub entered: Option<Instant>,
    /// When the offer they have, or had last, ends.
    pub offer_until: Option<Instant>,
    /// Why it is in its state; `None` where nothing happened since it was made.
    pub last_cause: Option<Cause>,
    /// How often the person began or ceased to take part.
    pub turns: u32,
    /// When they last did.
    pub turned: Option<Instant>,
    /// Answers to the event's own questions.
    pub answers: Answers,
    /// Whether the person wants to be reminded of the event.
    pub wants_reminders: bool,
    /// Tags, in alphabetical order.
    pub tags: Vec<Slug>,
}

impl Registration {
    /// Whether its address was not proven in time: its links are dead, and it is about to be deleted.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.state.is_unproven() && now >= confirm_until(self.created)
    }
}

impl Store {
    /// Takes a place, or a place in the queue, or says that there is none. Sent twice (by its idempotency key, or by the
    /// same address), it is one registration.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the same form was sent before with another address or for another event; otherwise
    /// the database cannot be written to.
    pub async fn register(&self, request: NewRegistration) -> Result<RegisterOutcome, StoreError> {
        self.registrar.register(request).await
    }

    /// Confirms the registration of a confirmation link: the place that is held is the person's, or they are on the
    /// waiting list, or, where a place is free and nobody waits, have that one. `None` for an unknown link. Doing it
    /// again changes nothing, nor does it after the seven days; then, and when it was cancelled, the registration is
    /// returned as it is.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn confirm_registration(
        &self,
        token: &str,
        terms: Terms,
        now: Instant,
    ) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine.write(move |connection| Box::pin(steps::confirm(connection, hash, terms, now))).await
    }

    /// Does what the holder of a link to a registration asks for; `None` for an unknown link. What the registration's
    /// state does not allow (any more) changes nothing, and the registration is returned as it is.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn act_on_registration(
        &self,
        token: &str,
        act: PersonalAct,
        terms: Terms,
        now: Instant,
    ) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine.write(move |connection| Box::pin(steps::act(connection, hash, act, terms, now))).await
    }

    /// The registration with that identity.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registration(&self, id: Id) -> Result<Option<Registration>, StoreError> {
        self.engine.read(move |connection| Box::pin(async move { by_id(connection, id).await })).await
    }

    /// The registrations of an address, newest first, at most 200: for whoever has proven it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn registrations_of(&self, email: &str) -> Result<Vec<Registration>, StoreError> {
        let key = email.to_lowercase();
        self.engine.read(move |connection| Box::pin(async move { of_address(connection, &key).await })).await
    }

    /// Makes `manage_token` open a registration, for whoever has proven its address; whether it is of that address.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn open_registration(
        &self,
        email: &str,
        id: Id,
        manage_token: &str,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let (key, token) = (email.to_lowercase(), manage_token.to_owned());
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let found = by_id(connection, id).await?;
                    if !found.is_some_and(|found| found.email.to_lowercase() == key && !found.is_overdue(now)) {
                        return Ok(false);
                    }
                    add_token(connection, id, Purpose::Manage, &token, now).await?;
                    Ok(true)
                })
            })
            .await
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
        entered: row.optional_instant("entered_at")?,
        offer_until: row.optional_instant("offer_until")?,
        last_cause: row.optional_text("last_cause")?.and_then(|name| Cause::from_name(&name)),
        turns: row.number("turns")?,
        turned: row.optional_instant("turned_at")?,
        answers: row.optional_json("answers")?.unwrap_or_default(),
        wants_reminders: row.optional_integer("reminders_stopped_at")?.is_none(),
        tags: tags::read(&row.text("tags")?),
    })
}
