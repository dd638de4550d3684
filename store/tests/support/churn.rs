//! A crowd that comes, goes and changes its mind while offers are made and missed: for the tests and the load program.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use domain::content::Id;
use domain::registration::RegistrationState::{self, Cancelled, Confirmed, Expired, Offered, Waiting};
use domain::registration::waiting::Terms;
use domain::registration::{ListFilter, ListOrder};
use domain::time::Instant;
use futures::future::join_all;
use store::{NewRegistration, PersonalAct, Registration, Store, StoreError};
use tokio::time::Instant as Stopwatch;

use crate::load::{NOW, wish};

/// Longer than an offer, in minutes.
const AFTER_AN_OFFER: i64 = 13 * 60;
/// How often somebody looks whether a place is offered to them.
const LOOKS: u32 = 40;
const PAUSE: Duration = Duration::from_millis(5);
/// Between two leaps of the clock. Thirteen of them are a week, and nobody takes that long to confirm.
const LEAP: Duration = Duration::from_millis(100);

/// A clock that leaps: everybody acts at its time.
#[derive(Debug, Clone, Default)]
struct Leaping(Arc<AtomicI64>);

impl Leaping {
    fn now(&self) -> Instant {
        NOW.plus_minutes(self.0.load(Ordering::Relaxed) * AFTER_AN_OFFER)
    }

    /// Leaps, and does what the time does, twice at once as two processes would.
    async fn leap(&self, store: &Store, event: Id, terms: Terms) -> Result<(), StoreError> {
        tokio::time::sleep(LEAP).await;
        self.0.fetch_add(1, Ordering::Relaxed);
        let now = self.now();
        let twice =
            futures::future::try_join(store.settle_places(event, terms, now), store.settle_places(event, terms, now));
        twice.await.map(|_| ())
    }
}

/// The terms of an event so far ahead that no leap reaches it.
fn terms(capacity: u32) -> Terms {
    Terms { capacity: Some(capacity), start: NOW.plus_minutes(10 * 365 * 24 * 60), takes_place: true, has_hours: true }
}

/// What became of the crowd.
#[derive(Debug, Default)]
pub(crate) struct Churn {
    pub(crate) registrations: usize,
    pub(crate) cancels: u32,
    pub(crate) offers: u32,
    pub(crate) expiries: u32,
    /// Time until each registration was acknowledged, sorted.
    pub(crate) waits: Vec<Duration>,
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
    let (over, clock) = (AtomicBool::new(false), Leaping::default());
    let crowd = (0..clients).map(|number| {
        let (store, clock) = (store.clone(), clock.clone());
        // A task each, so that they really run at the same time.
        tokio::spawn(async move { person(&store, event, places, number, &clock).await })
    });
    let crowd = async {
        let told = join_all(crowd).await;
        over.store(true, Ordering::Relaxed);
        told
    };
    let time = async {
        while !over.load(Ordering::Relaxed) {
            clock.leap(store, event, terms(places)).await?;
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
    inspect(store, event, places, &last, &mut churn).await?;
    Ok(churn)
}

async fn person(store: &Store, event: Id, places: u32, number: u32, clock: &Leaping) -> Result<Told, StoreError> {
    let terms = terms(places);
    let form = asking(event, terms, &format!("person-{number}@example.org"), clock);
    let start = Stopwatch::now();
    store.register(form.clone()).await?;
    let wait = start.elapsed();
    let gone = || StoreError::Integrity { what: "an acknowledged registration is gone".to_owned() };
    let mut found = store.confirm_registration(&form.confirm_token, terms, clock.now()).await?.ok_or_else(gone)?;
    let acts = |act| store.act_on_registration(&form.manage_token, act, terms, clock.now());
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

fn asking(event: Id, terms: Terms, email: &str, clock: &Leaping) -> NewRegistration {
    NewRegistration { terms, now: clock.now(), ..wish(event, terms.capacity, email) }
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
        let page = store.listed(event, &ListFilter::default(), ListOrder::Oldest, 200, after).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(page);
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

/// What marks a line that acknowledges a registration's state: then the state's name and the token follow.
pub(crate) const ACKNOWLEDGED: &str = "acknowledged ";
/// Places of the event that is filled until the process is killed.
pub(crate) const PLACES_UNTIL_KILLED: u32 = 50;

/// Has people come, confirm, cancel, and take or leave what they are offered, without end, and prints what each was told
/// as soon as it is acknowledged. Waits to be killed.
pub(crate) async fn churn_until_killed(url: &str, event: Id, clients: u32) -> Result<(), StoreError> {
    let store = Store::connect(url).await?;
    let (terms, clock) = (terms(PLACES_UNTIL_KILLED), Leaping::default());
    let clients = (0..clients).map(|number| {
        let (store, clock) = (&store, &clock);
        async move {
            let mut turn = number;
            loop {
                turn += 1;
                let form = asking(event, terms, &format!("{}@example.org", Id::new_v4()), clock);
                store.register(form.clone()).await?;
                acknowledge("registered", &form.manage_token)?;
                let mut found = store.confirm_registration(&form.confirm_token, terms, clock.now()).await?;
                for _ in 0..3 {
                    let Some(person) = &found else {
                        return Err(StoreError::Integrity { what: "an acknowledged registration is gone".to_owned() });
                    };
                    acknowledge(person.state.name(), &form.manage_token)?;
                    let act = match (person.state, turn % 3) {
                        (Confirmed, 0 | 1) | (Waiting, 2) => PersonalAct::Cancel,
                        (Offered, 0) => PersonalAct::Decline,
                        (Offered, _) => PersonalAct::Accept,
                        (Waiting, _) => {
                            tokio::time::sleep(PAUSE).await;
                            found = store.registration_by_token(&form.manage_token).await?;
                            continue;
                        }
                        _ => break,
                    };
                    found = store.act_on_registration(&form.manage_token, act, terms, clock.now()).await?;
                }
            }
        }
    });
    let time = async {
        // Ends only with an error, or by being killed.
        let ended: Result<(), StoreError> = loop {
            if let Err(error) = clock.leap(&store, event, terms).await {
                break Err(error);
            }
        };
        ended
    };
    futures::future::try_join(futures::future::try_join_all(clients), time).await.map(|_: (Vec<()>, ())| ())
}

fn acknowledge(state: &str, token: &str) -> Result<(), StoreError> {
    // A line is one write, so that being killed cannot mix two of them.
    let line = format!("\n{ACKNOWLEDGED}{state} {token}\n");
    std::io::stdout().lock().write_all(line.as_bytes()).map_err(|_| StoreError::Closed)
}

/// What was found after a kill.
#[derive(Debug, Default)]
pub(crate) struct AfterKill {
    /// Registrations that were acknowledged.
    pub(crate) acknowledged: usize,
    /// Those of them that are not there, or not in the state that was acknowledged last nor in one after it.
    pub(crate) lost: usize,
    /// Whatever else is not as it was promised.
    pub(crate) problems: Vec<String>,
}

/// Compares what a killed process printed with what is stored.
pub(crate) async fn after_kill(store: &Store, event: Id, output: &str) -> Result<AfterKill, StoreError> {
    let mut told = HashMap::new();
    for line in output.lines().filter_map(|line| line.strip_prefix(ACKNOWLEDGED)) {
        if let Some((state, token)) = line.split_once(' ') {
            told.insert(token, state);
        }
    }
    let mut after = AfterKill { acknowledged: told.len(), ..AfterKill::default() };
    for (token, state) in told {
        let found = store.registration_by_token(token).await?;
        let kept = found.is_some_and(|found| {
            found.event == event
                && match RegistrationState::from_name(state) {
                    // The cancelling may have been stored without being acknowledged.
                    Some(Confirmed) => matches!(found.state, Confirmed | Cancelled),
                    Some(Cancelled) => found.state == Cancelled,
                    _ => true,
                }
        });
        after.lost += usize::from(!kept);
    }
    let stored = everybody(store, event).await?;
    after.problems = exactness(store, event, Some(PLACES_UNTIL_KILLED), &stored).await?;
    Ok(after)
}
