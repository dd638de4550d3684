//! What a list of people would do: a verdict on each line, by the validator of the form, by who is registered, and by the places.

use std::collections::HashMap;

use app::admin::{TypedEntering, UploadRefusal, UploadRow, UploadVerdict, entry_request};
use app::server::AppState;
use domain::content::{Event, Id};
use domain::registration::entry::{Entering, Turns, asked_of_others, entrant};
use domain::registration::listing::tags;
use domain::registration::waiting::Terms;
use domain::registration::{Applicant, RegistrationForm};
use domain::slug::Slug;
use import::{People, PersonRow, read_people};
use sha2::{Digest, Sha256};
use store::{Entrant, StoreError};

/// What is to be done about a list.
pub(super) struct Plan {
    /// Each line.
    pub(super) rows: Vec<UploadRow>,
    /// Those who would be registered, in the order of the lines.
    pub(super) people: Vec<Entrant>,
    /// How.
    pub(super) entering: Entering,
    /// Headings of columns that are not taken.
    pub(super) left_aside: Vec<String>,
    /// Whether some of it was done already.
    pub(super) is_begun: bool,
}

/// Why there is no plan.
pub(super) enum NoPlan {
    /// It is not to be.
    Refused(UploadRefusal),
    /// The store fails.
    Failed(StoreError),
}

impl Plan {
    pub(super) async fn of(
        state: &AppState,
        event: &Event,
        bytes: Vec<u8>,
        key: Id,
        typed: &TypedEntering,
    ) -> Result<Self, NoPlan> {
        let refused = |why| NoPlan::Refused(why);
        let entering = typed.read().map_err(|errors| refused(UploadRefusal::Fields(errors)))?;
        let questions = asked_of_others(&event.registration.questions);
        // A long list takes a while; pages go on being answered.
        let read = tokio::task::spawn_blocking(move || read_people(&bytes, &questions, key)).await;
        let read = read.map_err(|error| refused(UploadRefusal::Unreadable(error.to_string())))?;
        let people = read.map_err(|error| refused(UploadRefusal::Unreadable(error.to_string())))?;
        Self::of_people(state, event, people, entering).await.map_err(NoPlan::Failed)
    }

    async fn of_people(
        state: &AppState,
        event: &Event,
        people: People,
        entering: Entering,
    ) -> Result<Self, StoreError> {
        let addresses: Vec<String> = people.rows.iter().map(|row| row.form.email.clone()).collect();
        let keys: Vec<Id> = people.rows.iter().filter_map(|row| row.form.idempotency_key.parse().ok()).collect();
        let known = state.store().known_entrants(event.id, &addresses, &keys).await?;
        let by_key: HashMap<Id, Id> = known.iter().map(|one| (one.key, one.id)).collect();
        let by_address: HashMap<&str, Id> = known.iter().map(|one| (one.address.as_str(), one.id)).collect();
        let (places, now) = (state.store().places(event.id).await?, state.now());
        let terms = Terms::of(event);
        let terms = if places.unlimited { terms.without_limit() } else { terms };
        let held = (places.taken, places.waiting);
        let mut turns = Turns::of(&terms, held, (entering.proof, entering.when_full), now);
        let mut plan = Self {
            rows: Vec::with_capacity(people.rows.len()),
            people: Vec::new(),
            entering,
            left_aside: people.left_aside.clone(),
            is_begun: false,
        };
        let mut lines: HashMap<String, u64> = HashMap::new();
        for row in &people.rows {
            let address = row.form.email.to_lowercase();
            let key = row.form.idempotency_key.parse::<Id>().ok();
            let verdict = if let Some(id) = key.and_then(|key| by_key.get(&key)) {
                plan.is_begun = true;
                UploadVerdict::Done(*id)
            } else {
                match sound(&people, row, event) {
                    Err(wrong) => UploadVerdict::Wrong(wrong),
                    Ok(_) if by_address.contains_key(address.as_str()) => {
                        by_address.get(address.as_str()).map_or(UploadVerdict::Full, |id| UploadVerdict::Known(*id))
                    }
                    Ok(_) if lines.contains_key(&address) => {
                        UploadVerdict::Twice(lines.get(&address).copied().unwrap_or_default())
                    }
                    Ok((applicant, tags)) => match turns.next().flatten() {
                        None => UploadVerdict::Full,
                        Some(placing) => {
                            let (proof, when_full) = (plan.entering.proof, plan.entering.when_full);
                            let request = entry_request(event, applicant, now);
                            plan.people.push(Entrant { request, tags, proof, when_full, reviewed: Some(placing) });
                            UploadVerdict::Gets(placing)
                        }
                    },
                }
            };
            lines.entry(address).or_insert(row.line);
            let RegistrationForm { name, email, .. } = row.form.clone();
            plan.rows.push(UploadRow { line: row.line, name, email, verdict });
        }
        Ok(plan)
    }

    /// The address of the plan: another as soon as anything about it is different.
    pub(super) fn seen(&self) -> String {
        let mut hash = Sha256::new();
        for row in &self.rows {
            hash.update(format!("{row:?}\n"));
        }
        hash.update(format!("{:?}", self.entering));
        hex::encode(hash.finalize())
    }
}

/// What is to be mended, each with the heading of its column.
type Wrong = Vec<(String, String)>;

/// Whoever stands in a line, with the tags.
fn sound(people: &People, row: &PersonRow, event: &Event) -> Result<(Applicant, Vec<Slug>), Wrong> {
    if let Some((cells, columns)) = row.cells {
        let why = format!("This line has {cells} cells, the first line has {columns}");
        return Err(vec![(String::new(), why)]);
    }
    let wrong = |field: &str, message: &str| (people.heading(field), message.to_owned());
    let tags = tags(&row.tags).map_err(|why| wrong("tags", why));
    let applicant = entrant(&row.form, &event.registration.questions);
    match (applicant, tags) {
        (Ok(applicant), Ok(tags)) => Ok((applicant, tags)),
        (applicant, tags) => {
            let of_form = applicant.err().into_iter().flatten().map(|error| wrong(&error.field, &error.message));
            Err(of_form.chain(tags.err()).collect())
        }
    }
}
