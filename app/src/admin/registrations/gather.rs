//! What the page of an event's registrations shows, page by page.

use domain::content::{Event, Id, Question};
use domain::published::Found;
use domain::registration::listing::reference;
use domain::registration::waiting::Standing;
use domain::registration::{Answers, Decision, ListOrder, ListQuery, Profession, RegistrationState};
use domain::slug::Slug;
use domain::time::{Instant, Local, Zone};
use store::{DecisionRecord, Registration, RegistrationView};

use super::bulk::{BulkRefusal, BulkTyped};
use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// Registrations on one page.
const PAGE: u32 = 50;
/// Decisions that are shown.
const DECISIONS: u32 = 20;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Which registrations, in what order, with which columns.
    pub query: ListQuery,
    /// Those after this one.
    pub after: Option<Id>,
    /// Why something was not done.
    pub refused: Option<Refusal>,
}

/// What a decision about an event's limit is called among those about registrations.
pub const LIMIT: &str = "limit";

/// Why something was not done, and what was typed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A decision, for want of a reason: why, what was typed, and about what, which is a registration by its identity or the
    /// [`LIMIT`].
    Decision(&'static str, String, String),
    /// To keep the list under a name.
    View(&'static str, String),
    /// To give a registration tags; which, by its identity.
    Tags(&'static str, String, String),
    /// To send a file, since several were taken just now; after how many seconds the next may be.
    TooManyFiles(u64),
    /// To review an act on many.
    Bulk(BulkRefusal, BulkTyped),
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
    /// How many the filter lets pass.
    pub matching: u32,
    /// What is shown.
    pub asked: Asked,
    /// The registrations.
    pub rows: Vec<Listed>,
    /// After whom the next page begins; `None` on the last one.
    pub next: Option<Id>,
    /// What is asked of those who register, in the words of their answers.
    pub questions: Vec<Question>,
    /// Tags to choose from.
    pub tags: Vec<Slug>,
    /// Lists with a name.
    pub views: Vec<RegistrationView>,
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
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Professional role.
    pub profession: Profession,
    /// Institution.
    pub organisation: String,
    /// State.
    pub state: RegistrationState,
    /// Where they stand on the waiting list, if they were ever on it.
    pub standing: Option<Standing>,
    /// When they came, or entered the list.
    pub since: Local,
    /// End of their offer.
    pub until: Option<Local>,
    /// Tags.
    pub tags: Vec<Slug>,
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
    /// Somebody was registered by whoever works here.
    Entered,
    /// A letter left for many.
    Wrote,
    /// A letter to many was called back.
    CalledBack,
    /// The event takes everybody.
    LimitLifted,
    /// The event has its places again.
    LimitRestored,
}

/// A page of the registrations of the event at that address, for that member.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, [`PageError::Unavailable`] if the store fails.
pub async fn gather_registrations(
    state: &AppState,
    member: Id,
    slug: &str,
    asked: Asked,
) -> Result<RegistrationsView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let (filter, order) = (&asked.query.filter, asked.query.order);
    let page = store.listed_page(event.id, filter, order, PAGE, asked.after).await.map_err(failed)?;
    let places = store.places(event.id).await.map_err(failed)?;
    let decisions = store.decisions(event.id, DECISIONS).await.map_err(failed)?;
    Ok(RegistrationsView {
        event: (event.slug.to_string(), event.title.clone()),
        capacity: event.registration.capacity,
        taken: places.taken,
        unlimited: places.unlimited,
        questions: event.registration.questions.clone(),
        tags: store.known_tags(event.id).await.map_err(failed)?,
        views: store.registration_views(event.id, member).await.map_err(failed)?,
        matching: page.matching,
        counts: page.counts,
        next: page.next,
        rows: page.rows.into_iter().map(|found| listed(state, event, order, found)).collect(),
        decisions: decisions.into_iter().map(|record| shown(state, event, record)).collect(),
        asked,
    })
}

/// A registration as it stands in a list of that order.
pub(super) fn listed(state: &AppState, event: &Event, order: ListOrder, found: Registration) -> Listed {
    let possible = Decision::ALL.iter().copied().filter(|decision| found.state.after(decision.cause()).is_some());
    let since = found.entered.filter(|_| order == ListOrder::WaitingList).unwrap_or(found.created);
    Listed {
        id: found.id.to_string(),
        reference: reference(found.id),
        since: local(state, event, since),
        until: found
            .offer_until
            .filter(|_| found.state == RegistrationState::Offered)
            .map(|at| local(state, event, at)),
        standing: found.entered.map(|_| Standing::of(found.state)),
        decisions: possible.collect(),
        answers: found.answers,
        name: found.name,
        email: found.email,
        country: found.country,
        profession: found.profession,
        organisation: found.organisation.unwrap_or_default(),
        state: found.state,
        tags: found.tags,
    }
}

fn shown(state: &AppState, event: &Event, record: DecisionRecord) -> Shown {
    let other = || match record.decision.as_str() {
        "enter" => Decided::Entered,
        "write" => Decided::Wrote,
        "call_back" => Decided::CalledBack,
        "lift_limit" => Decided::LimitLifted,
        _ => Decided::LimitRestored,
    };
    Shown {
        what: Decision::from_name(&record.decision).map_or_else(other, Decided::OfOne),
        whose: record.registration.map(reference),
        at: local(state, event, record.decided.at),
        by: record.decided.by,
        reason: record.decided.reason,
    }
}

/// By the clocks of the event's place.
pub(super) fn local(state: &AppState, event: &Event, instant: Instant) -> Local {
    state.zone(&event.zone).unwrap_or_else(Zone::utc).read(instant)
}
