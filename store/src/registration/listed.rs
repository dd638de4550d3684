//! An event's registrations for those who work here: filtered, in several orders, page by page.
//!
//! A search looks for its words anywhere in what a registration is found by. That reads one event's part of an index, which
//! holds all that a filter asks, and nothing has to be installed or kept up beside the row. How many there are in each state has
//! an index of its own. Why it was chosen stands in
//! docs/decisions/0015-list-of-registrations.md, how long it takes in docs/performance.md.

use domain::content::Id;
use domain::registration::listing::WORDS_MAX;
use domain::registration::{ListFilter, ListOrder, RegistrationState};
use domain::time::Instant;
use futures::future::join3;

use super::overview::{StateCounts, in_states};
use super::{Registration, by_id, registration};
use crate::Store;
use crate::connection::{Connection, Row, Statement, Value, statements, values};
use crate::error::StoreError;

/// Most registrations on one page.
const PAGE: u32 = 500;

/// What every filter asks; the values are those of [`asked`].
macro_rules! filter {
    () => {
        "($2 = '' OR country = $2) AND ($3 = '' OR profession = $3) AND ($4 = '' OR instr(tags, $4) > 0)
        AND ($5 = '' OR instr(found_by, $5) > 0) AND ($6 = '' OR instr(found_by, $6) > 0)
        AND ($7 = '' OR instr(found_by, $7) > 0) AND ($8 = '' OR instr(found_by, $8) > 0)"
    };
    (postgres) => {
        "($2 = '' OR country = $2) AND ($3 = '' OR profession = $3) AND ($4 = '' OR strpos(tags, $4) > 0)
        AND ($5 = '' OR strpos(found_by, $5) > 0) AND ($6 = '' OR strpos(found_by, $6) > 0)
        AND ($7 = '' OR strpos(found_by, $7) > 0) AND ($8 = '' OR strpos(found_by, $8) > 0)"
    };
}

statements! {
    OLDEST = concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at >= $10 AND (created_at > $10 OR id > $11) AND ", filter!(), "
        ORDER BY created_at, id LIMIT $12"),
        postgres concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at >= $10 AND (created_at > $10 OR id > $11) AND ", filter!(postgres), "
        ORDER BY created_at, id LIMIT $12");
    NEWEST = concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at <= $10 AND (created_at < $10 OR id < $11) AND ", filter!(), "
        ORDER BY created_at DESC, id DESC LIMIT $12"),
        postgres concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at <= $10 AND (created_at < $10 OR id < $11) AND ", filter!(postgres), "
        ORDER BY created_at DESC, id DESC LIMIT $12");
    // Nothing but what its index holds, or PostgreSQL reads the row of whoever is passed over.
    BY_NAME = concat!("SELECT id FROM registration WHERE event_id = $1
        AND ($9 = '' OR instr($9, ',' || state || ',') > 0)
        AND name_key >= $10 AND (name_key > $10 OR id > $11) AND ", filter!(), "
        ORDER BY name_key, id LIMIT $12"),
        postgres concat!("SELECT id FROM registration WHERE event_id = $1
        AND ($9 = '' OR strpos($9, ',' || state || ',') > 0)
        AND name_key >= $10 AND (name_key > $10 OR id > $11) AND ", filter!(postgres), "
        ORDER BY name_key, id LIMIT $12");
    ON_LIST = concat!("SELECT id FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered') AND ($9 = '' OR instr($9, ',' || state || ',') > 0)
        AND entered_at >= $10 AND (entered_at > $10 OR id > $11) AND ", filter!(), "
        ORDER BY entered_at, id LIMIT $12"),
        postgres concat!("SELECT id FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered') AND ($9 = '' OR strpos($9, ',' || state || ',') > 0)
        AND entered_at >= $10 AND (entered_at > $10 OR id > $11) AND ", filter!(postgres), "
        ORDER BY entered_at, id LIMIT $12");
    MATCHING = concat!("SELECT state, count(*) AS number FROM registration WHERE event_id = $1
        AND ($9 = '' OR instr($9, ',' || state || ',') > 0) AND ", filter!(), " GROUP BY state"),
        postgres concat!("SELECT state, count(*) AS number FROM registration WHERE event_id = $1
        AND ($9 = '' OR strpos($9, ',' || state || ',') > 0) AND ", filter!(postgres), " GROUP BY state");
    BY_IDS = "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state, created_at,
        confirmed_at, cancelled_at, entered_at, offer_until, last_cause, turns, turned_at, answers, reminders_stopped_at,
        tags FROM registration WHERE id IN (SELECT value FROM json_each($1))",
        postgres "SELECT id, event_id, email, name, country, profession, organisation, news_consent, state, created_at,
        confirmed_at, cancelled_at, entered_at, offer_until, last_cause, turns, turned_at, answers, reminders_stopped_at,
        tags FROM registration WHERE id = ANY (ARRAY(SELECT json_array_elements_text($1::text::json)))";
}

/// A page of a list, with what stands above it.
#[derive(Debug, Clone, Default)]
pub struct ListedPage {
    /// The registrations, in the list's order.
    pub rows: Vec<Registration>,
    /// After whom the next page begins; `None` on the last one.
    pub next: Option<Id>,
    /// How many the list has on all its pages.
    pub matching: u32,
    /// How many registrations of the event are in each state, whatever the filter.
    pub counts: StateCounts,
}

impl Store {
    /// A page of an event's registrations with its counts: the first `limit` (at most 499) that a filter lets pass, or
    /// those after the one with that identity.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn listed_page(
        &self,
        event: Id,
        filter: &ListFilter,
        order: ListOrder,
        limit: u32,
        after: Option<Id>,
    ) -> Result<ListedPage, StoreError> {
        let page = self.listed(event, filter, order, limit + 1, after);
        let (rows, all, matching) = join3(page, self.state_counts(event), self.matching(event, filter)).await;
        let (mut rows, counts, matching) = (rows?, all?, matching?);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > most;
        rows.truncate(most);
        let is_listed = |state: RegistrationState| order != ListOrder::WaitingList || state.is_on_list();
        let matching = matching.unwrap_or_else(|| {
            let is_asked_for = |state| filter.states.is_empty() || filter.states.contains(&state);
            counts.iter().copied().filter(|(state, _)| is_asked_for(*state)).collect()
        });
        Ok(ListedPage {
            next: rows.last().filter(|_| has_more).map(|found| found.id),
            rows,
            matching: matching.iter().filter(|(state, _)| is_listed(*state)).map(|(_, number)| number).sum(),
            counts,
        })
    }

    /// How many of those that a filter lets pass are in each state; `None` where the filter asks for nothing but states, and how
    /// many are in each of them says it.
    async fn matching(&self, event: Id, filter: &ListFilter) -> Result<Option<StateCounts>, StoreError> {
        if filter.is_of_states_alone() {
            return Ok(None);
        }
        let mut values = asked(event, filter);
        values.push(one_of(&filter.states).into());
        self.engine
            .read(move |connection| {
                Box::pin(async move { in_states(&connection.fetch(MATCHING, values).await?).map(Some) })
            })
            .await
    }

    /// Registrations of an event that a filter lets pass, in an order: the first `limit` (at most 500), or those after the
    /// one with that identity. One that is no longer there leads to the first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn listed(
        &self,
        event: Id,
        filter: &ListFilter,
        order: ListOrder,
        limit: u32,
        after: Option<Id>,
    ) -> Result<Vec<Registration>, StoreError> {
        let (filter, limit) = (filter.clone(), limit.min(PAGE));
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let after = match after {
                        Some(id) => by_id(connection, id).await?.filter(|found| found.event == event),
                        None => None,
                    };
                    let page = page(connection, event, &filter, order, limit, after.as_ref()).await?;
                    in_order(connection, &page).await
                })
            })
            .await
    }
}

/// The values that every filter asks for: the event's first, then those of `filter!`.
pub(super) fn asked(event: Id, filter: &ListFilter) -> Vec<Value> {
    let tag = filter.tag.as_ref().map(|tag| format!(",{},", tag.as_str())).unwrap_or_default();
    let mut words = filter.words();
    words.resize(WORDS_MAX, String::new());
    let profession = filter.profession.map(|profession| profession.name()).unwrap_or_default();
    let mut asked = values![event, filter.country.clone().unwrap_or_default(), profession, tag];
    asked.extend(words.into_iter().map(Value::from));
    asked
}

/// The states of a filter as one text, `,waiting,offered,`; nothing where all will do.
pub(super) fn one_of(states: &[RegistrationState]) -> String {
    if states.is_empty() {
        return String::new();
    }
    states.iter().fold(String::from(","), |text, state| text + state.name() + ",")
}

/// The identities of a page.
async fn page(
    connection: &mut Connection<'_>,
    event: Id,
    filter: &ListFilter,
    order: ListOrder,
    limit: u32,
    after: Option<&Registration>,
) -> Result<Vec<Id>, StoreError> {
    let asked = asked(event, filter);
    let states = if filter.states.is_empty() { RegistrationState::ALL } else { &filter.states };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let first = Instant::from_milliseconds(i64::MIN);
    let created = |found: &Registration| (Value::from(found.created), found.id.to_string());
    let mut entries = Vec::new();
    match order {
        ListOrder::Newest | ListOrder::Oldest => {
            // The first of each state, of which the first of all are among them.
            let is_newest = order == ListOrder::Newest;
            let begin = if is_newest { Instant::from_milliseconds(i64::MAX) } else { first };
            let from = after.map_or((begin.into(), String::new()), created);
            let statement = if is_newest { NEWEST } else { OLDEST };
            for state in states {
                let part = Part { asked: &asked, states: state.name().to_owned(), from: from.clone(), limit };
                entries.extend(part.entries(connection, statement).await?);
            }
            let key = |(at, id): &(Instant, Id)| (*at, id.to_string());
            entries.sort_by(|a, b| if is_newest { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
        }
        ListOrder::State => {
            let begin = || (first.into(), String::new());
            for state in states.iter().filter(|state| after.is_none_or(|after| **state >= after.state)) {
                let from = after.filter(|after| after.state == *state).map_or_else(begin, created);
                let left = limit.saturating_sub(u32::try_from(entries.len()).unwrap_or(limit));
                let part = Part { asked: &asked, states: state.name().to_owned(), from, limit: left };
                entries.extend(part.entries(connection, OLDEST).await?);
                if entries.len() >= most {
                    break;
                }
            }
        }
        ListOrder::Name => {
            let name = |found: &Registration| domain::registration::listing::name_key(&found.name);
            let from =
                after.map_or((Value::from(""), String::new()), |found| (name(found).into(), found.id.to_string()));
            let part = Part { asked: &asked, states: one_of(&filter.states), from, limit };
            return part.rows(connection, BY_NAME).await?.iter().map(|row| row.parsed("id")).collect();
        }
        ListOrder::WaitingList => {
            let entered = |found: &Registration| (found.entered.unwrap_or(first).into(), found.id.to_string());
            let from = after.map_or((first.into(), String::new()), entered);
            let part = Part { asked: &asked, states: one_of(&filter.states), from, limit };
            return part.rows(connection, ON_LIST).await?.iter().map(|row| row.parsed("id")).collect();
        }
    }
    entries.truncate(most);
    Ok(entries.into_iter().map(|(_, id)| id).collect())
}

/// One question to the database.
struct Part<'a> {
    asked: &'a [Value],
    states: String,
    from: (Value, String),
    limit: u32,
}

impl Part<'_> {
    /// Who was found, with the time by which they are in order.
    async fn entries(
        self,
        connection: &mut Connection<'_>,
        statement: Statement,
    ) -> Result<Vec<(Instant, Id)>, StoreError> {
        let rows = self.rows(connection, statement).await?;
        rows.iter().map(|row| Ok((row.instant("at")?, row.parsed("id")?))).collect()
    }

    async fn rows(self, connection: &mut Connection<'_>, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let mut values = self.asked.to_vec();
        values.push(self.states.into());
        values.push(self.from.0);
        values.extend(values![self.from.1, self.limit]);
        connection.fetch(statement, values).await
    }
}

/// The registrations with these identities, in their order; those that are not there are left out.
pub(super) async fn in_order(connection: &mut Connection<'_>, ids: &[Id]) -> Result<Vec<Registration>, StoreError> {
    let rows = connection.fetch(BY_IDS, vec![Value::json(&ids)?]).await?;
    let mut found = rows.iter().map(registration).collect::<Result<Vec<_>, _>>()?;
    let place = |found: &Registration| ids.iter().position(|id| *id == found.id);
    found.sort_by_key(place);
    Ok(found)
}
