//! What the page of an event's registrations shows, page by page.

use domain::content::{Event, Question};
use domain::published::Found;
use domain::registration::waiting::Standing;
use domain::registration::{Answers, Decision, RegistrationState};
use domain::time::{Instant, Local, Zone};
use store::{Cursor, DecisionRecord, ListKind, Registration};

use crate::error::PageError;
use crate::registration::reference;
use crate::server::{AppState, store_failed};

/// Registrations on one page.
const PAGE: u32 = 50;
/// Decisions that are shown.
const DECISIONS: u32 = 20;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// All registrations instead of the waiting list.
    pub all: bool,
    /// Those after this entry.
    pub after: Option<Cursor>,
    /// Why a decision was not carried out, and what was typed as its reason.
    pub refused: Option<(&'static str, String)>,
}

/// A page of an event's registrations.
#[derive(Debug, Clone)]
pub struct RegistrationsView {
    /// Address and title of the event.
    pub event: (String, String),
    /// Places in all, when limited.
    pub capacity: Option<u32>,
    /// Places held.
    pub taken: u32,
    /// Whether an organiser took the limit away.
    pub unlimited: bool,
    /// How many are in each state.
    pub counts: Vec<(RegistrationState, u32)>,
    /// What is shown.
    pub asked: Asked,
    /// The registrations.
    pub rows: Vec<Listed>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// What is asked of those who register, in the words of their answers.
    pub questions: Vec<Question>,
    /// Decisions, newest first.
    pub decisions: Vec<Shown>,
}

/// A registration in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its identity.
    pub id: String,
    /// What its holder quotes when asking for help.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// State.
    pub state: RegistrationState,
    /// Where they stand on the waiting list, if they were ever on it.
    pub standing: Option<Standing>,
    /// When they came, or entered the list.
    pub since: Local,
    /// End of their offer.
    pub until: Option<Local>,
    /// Answers to the event's own questions.
    pub answers: Answers,
    /// What can be decided about it.
    pub decisions: Vec<Decision>,
}

/// A decision that was made.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What.
    pub what: Decided,
    /// Whose registration, by its reference; `None` where it concerns everybody.
    pub whose: Option<String>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Local,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// About one registration.
    OfOne(Decision),
    /// The event takes everybody.
    LimitLifted,
    /// The event has its places again.
    LimitRestored,
}

/// A page of the registrations of the event at that address.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn gather_registrations(state: &AppState, slug: &str, asked: Asked) -> Result<RegistrationsView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let kind = if asked.all { ListKind::All } else { ListKind::WaitingList };
    // One more than is shown tells whether there are others.
    let mut page = store.registrations(event.id, kind, PAGE + 1, asked.after).await.map_err(failed)?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = page.len() > most;
    page.truncate(most);
    let places = store.places(event.id).await.map_err(failed)?;
    let decisions = store.decisions(event.id, DECISIONS).await.map_err(failed)?;
    Ok(RegistrationsView {
        event: (event.slug.to_string(), event.title.clone()),
        capacity: event.registration.capacity,
        taken: places.taken,
        unlimited: places.unlimited,
        questions: event.registration.questions.clone(),
        counts: store.state_counts(event.id).await.map_err(failed)?,
        next: page.last().filter(|_| has_more).map(|(cursor, _)| *cursor),
        rows: page.into_iter().map(|(cursor, found)| listed(state, event, cursor, found)).collect(),
        decisions: decisions.into_iter().map(|record| shown(state, event, record)).collect(),
        asked,
    })
}

fn listed(state: &AppState, event: &Event, cursor: Cursor, found: Registration) -> Listed {
    let possible = Decision::ALL.iter().copied().filter(|decision| found.state.after(decision.cause()).is_some());
    Listed {
        id: found.id.to_string(),
        reference: reference(&found),
        since: local(state, event, cursor.at),
        until: found
            .offer_until
            .filter(|_| found.state == RegistrationState::Offered)
            .map(|at| local(state, event, at)),
        standing: found.entered.map(|_| Standing::of(found.state)),
        decisions: possible.collect(),
        answers: found.answers,
        name: found.name,
        email: found.email,
        state: found.state,
    }
}

fn shown(state: &AppState, event: &Event, record: DecisionRecord) -> Shown {
    let of_limit = || if record.decision == "lift_limit" { Decided::LimitLifted } else { Decided::LimitRestored };
    let id = record.registration.map(|id| id.simple().to_string().to_uppercase());
    let short = |id: String| format!("{}-{}", id.get(..4).unwrap_or_default(), id.get(4..8).unwrap_or_default());
    Shown {
        what: Decision::from_name(&record.decision).map_or_else(of_limit, Decided::OfOne),
        whose: id.map(short),
        at: local(state, event, record.decided.at),
        by: record.decided.by,
        reason: record.decided.reason,
    }
}

fn local(state: &AppState, event: &Event, instant: Instant) -> Local {
    state.zone(&event.zone).unwrap_or_else(Zone::utc).read(instant)
}
