//! A crowd that comes, goes and changes its mind while offers are made and missed: for the tests and the load program.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::content::Id;
use domain::registration::RegistrationState::{self, Cancelled, Confirmed, Expired, Offered, Waiting};
use futures::future::join_all;
use store::{ListKind, PersonalAct, Registration, Store, StoreError};
use tokio::time::Instant as Stopwatch;

use crate::load::{NOW, terms, wish};

/// Longer than an offer, in minutes.
const AFTER_AN_OFFER: i64 = 13 * 60;
/// How often somebody looks whether a place is offered to them.
const LOOKS: u32 = 40;
const PAUSE: Duration = Duration::from_millis(5);

/// What became of the crowd.
#[derive(Debug, Default)]
pub(crate) struct Churn {
    pub(crate) registrations: usize,
    pub(crate) cancels: u32,
    pub(crate) offers: u32,
    pub(crate) expiries: u32,
    /// Time until each registration was acknowledged, sorted.
    pub(crate) waits: Vec<Duration>,
    /// Time until the last of them was.
    pub(crate) registered: Duration,
    /// Whatever is not as it was promised: nothing, if all is well.
    pub(crate) problems: Vec<String>,
}

/// What one person was told last.
struct Told {
    registration: Id,
    state: RegistrationState,
    wait: Duration,
    cancelled: bool,
}

/// Different people who want a place of one event at the same moment; then a third of those who have one give it up,
/// those who are offered one take it, leave it or let it pass, and all the while the time goes on in leaps.
pub(crate) async fn churn(store: &Store, event: Id, clients: u32, places: u32) -> Result<Churn, StoreError> {
    let start = Stopwatch::now();
    let over = AtomicBool::new(false);
    let crowd = join_all((0..clients).map(|number| {
        let store = store.clone();
        // A task each, so that they really run at the same time.
        tokio::spawn(async move { person(&store, event, places, number).await })
    }));
    let crowd = async {
        let told = crowd.await;
        over.store(true, Ordering::Relaxed);
        told
    };
    // What the time does, from two processes' point of view at once.
    let time = async {
        let mut leap = 0;
        while !over.load(Ordering::Relaxed) {
            leap += 1;
            let now = NOW.plus_minutes(leap * AFTER_AN_OFFER);
            let terms = terms(Some(places));
            futures::future::try_join(store.settle_places(event, terms, now), store.settle_places(event, terms, now)).await?;
            tokio::time::sleep(PAUSE * 3).await;
        }
        Ok::<_, StoreError>(())
    };
    let (told, time) = futures::future::join(crowd, time).await;
    time?;
    let mut churn = Churn::default();
    let mut last = HashMap::new();
    for told in told {
        let told = told.map_err(|_| StoreError::Closed)??;
        churn.waits.push(told.wait);
        churn.cancels += u32::from(told.cancelled);
        last.insert(told.registration, told.state);
    }
    churn.waits.sort_unstable();
    churn.registered = start.elapsed();
    inspect(store, event, places, &last, &mut churn).await?;
    Ok(churn)
}

async fn person(store: &Store, event: Id, places: u32, number: u32) -> Result<Told, StoreError> {
    let form = wish(event, Some(places), &format!("person-{number}@example.org"));
    let terms = terms(Some(places));
    let start = Stopwatch::now();
    store.register(form.clone()).await?;
    let wait = start.elapsed();
    let gone = || StoreError::Integrity { what: "an acknowledged registration is gone".to_owned() };
    let mut found = store.confirm_registration(&form.confirm_token, terms, NOW).await?.ok_or_else(gone)?;
    let acts = |act| store.act_on_registration(&form.manage_token, act, terms, NOW);
    let mut cancelled = false;
    for _ in 0..LOOKS {
        let act = match (found.state, number % 3) {
            (Confirmed, 0) => {
                cancelled = true;
                PersonalAct::Cancel
            }
            (Waiting, _) => {
                tokio::time::sleep(PAUSE).await;
                found = store.registration_by_token(&form.manage_token).await?.ok_or_else(gone)?;
                continue;
            }
            (Offered, 0) => PersonalAct::Decline,
            (Offered, 1) => PersonalAct::Accept,
            _ => break,
        };
        found = acts(act).await?.ok_or_else(gone)?;
    }
    Ok(Told { registration: found.id, state: found.state, wait, cancelled })
}

/// Compares what is stored with what was promised.
async fn inspect(
    store: &Store,
    event: Id,
    capacity: u32,
    told: &HashMap<Id, RegistrationState>,
    churn: &mut Churn,
) -> Result<(), StoreError> {
    let stored = everybody(store, event).await?;
    churn.registrations = stored.len();
    churn.problems = exactness(store, event, Some(capacity), &stored).await?;
    for found in &stored {
        churn.offers += u32::from(found.offer_until.is_some());
        churn.expiries += u32::from(found.state == Expired);
        let Some(promised) = told.get(&found.id) else { continue };
        // Whoever was told that they have a place, or are rid of it, finds it so; the others may have moved on.
        if matches!(promised, Confirmed | Cancelled) && *promised != found.state {
            churn.problems.push(format!("{} was told {promised:?} and is {:?}", found.email, found.state));
        }
    }
    let lost = told.keys().filter(|id| !stored.iter().any(|found| found.id == **id)).count();
    if lost > 0 || stored.len() != told.len() {
        churn.problems.push(format!("{lost} of {} registrations are lost, {} are stored", told.len(), stored.len()));
    }
    Ok(())
}

/// All registrations of an event, by paging through them.
pub(crate) async fn everybody(store: &Store, event: Id) -> Result<Vec<Registration>, StoreError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.registrations(event, ListKind::All, 200, after).await?;
        let Some((last, _)) = page.last() else { return Ok(all) };
        after = Some(*last);
        all.extend(page.into_iter().map(|(_, found)| found));
    }
}

/// What must hold at any time: as many places counted as held, never more than there are, and none free while somebody
/// waits.
pub(crate) async fn exactness(
    store: &Store,
    event: Id,
    capacity: Option<u32>,
    stored: &[Registration],
) -> Result<Vec<String>, StoreError> {
    let mut problems = Vec::new();
    let counted = store.places(event).await?;
    let held = stored.iter().filter(|found| found.state.holds_a_place()).count();
    if usize::try_from(counted.taken).is_ok_and(|taken| taken != held) {
        problems.push(format!("{} places are counted and {held} held", counted.taken));
    }
    if let Some(capacity) = capacity {
        if counted.taken > capacity {
            problems.push(format!("oversold: {} of {capacity} places", counted.taken));
        }
        if counted.taken < capacity && counted.waiting > 0 {
            problems.push(format!("{} wait beside {} free places", counted.waiting, capacity - counted.taken));
        }
    }
    Ok(problems)
}
