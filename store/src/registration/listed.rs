//! An event's registrations for those who work here: filtered, in several orders, page by page.
//!
//! A search looks for its words anywhere in what a registration is found by. That reads one event's part of an index, which
//! holds all that a filter asks, and nothing has to be installed or kept up beside the row. Why it was chosen stands in
//! docs/decisions/0015-list-of-registrations.md, how long it takes in docs/performance.md.

use domain::content::Id;
use domain::registration::listing::WORDS_MAX;
use domain::registration::{ListFilter, ListOrder, RegistrationState};
use domain::time::Instant;
use futures::future::join;

use super::overview::{StateCounts, count};
use super::{Registration, by_id, registration};
use crate::Store;
use crate::connection::{Connection, Statement, Value, statements, values};
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
        AND created_at >= $10 AND (created_at > $10 OR id COLLATE \"C\" > $11) AND ", filter!(postgres), "
        ORDER BY created_at, id COLLATE \"C\" LIMIT $12");
    NEWEST = concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at <= $10 AND (created_at < $10 OR id < $11) AND ", filter!(), "
        ORDER BY created_at DESC, id DESC LIMIT $12"),
        postgres concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1 AND state = $9
        AND created_at <= $10 AND (created_at < $10 OR id COLLATE \"C\" < $11) AND ", filter!(postgres), "
        ORDER BY created_at DESC, id COLLATE \"C\" DESC LIMIT $12");
    BY_NAME = concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1
        AND ($9 = '' OR instr($9, ',' || state || ',') > 0)
        AND name_key >= $10 AND (name_key > $10 OR id > $11) AND ", filter!(), "
        ORDER BY name_key, id LIMIT $12"),
        postgres concat!("SELECT id, created_at AS at FROM registration WHERE event_id = $1
        AND ($9 = '' OR strpos($9, ',' || state || ',') > 0)
        AND name_key >= $10 AND (name_key > $10 OR id COLLATE \"C\" > $11) AND ", filter!(postgres), "
        ORDER BY name_key, id COLLATE \"C\" LIMIT $12");
    ON_LIST = concat!("SELECT id, entered_at AS at FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered') AND ($9 = '' OR instr($9, ',' || state || ',') > 0)
        AND entered_at >= $10 AND (entered_at > $10 OR id > $11) AND ", filter!(), "
        ORDER BY entered_at, id LIMIT $12"),
        postgres concat!("SELECT id, entered_at AS at FROM registration WHERE event_id = $1
        AND state IN ('joining', 'waiting', 'offered') AND ($9 = '' OR strpos($9, ',' || state || ',') > 0)
        AND entered_at >= $10 AND (entered_at > $10 OR id COLLATE \"C\" > $11) AND ", filter!(postgres), "
        ORDER BY entered_at, id COLLATE \"C\" LIMIT $12");
    // All and those that match at once: to read the index is what costs.
    COUNTED = concat!("SELECT state, count(*) AS number, sum(CASE WHEN ($9 = '' OR instr($9, ',' || state || ',') > 0)
        AND ", filter!(), " THEN 1 ELSE 0 END) AS matching FROM registration WHERE event_id = $1 GROUP BY state"),
        postgres concat!("SELECT state, count(*) AS number,
        sum(CASE WHEN ($9 = '' OR strpos($9, ',' || state || ',') > 0)
        AND ", filter!(postgres), " THEN 1 ELSE 0 END) AS matching
        FROM registration WHERE event_id = $1 GROUP BY state");
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
        let (rows, counted) =
            join(self.listed(event, filter, order, limit + 1, after), self.counted(event, filter)).await;
        let (mut rows, counted) = (rows?, counted?);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > most;
        rows.truncate(most);
        let is_listed = |state: RegistrationState| order != ListOrder::WaitingList || state.is_on_list();
        Ok(ListedPage {
            next: rows.last().filter(|_| has_more).map(|found| found.id),
            rows,
            matching: counted.iter().filter(|(state, ..)| is_listed(*state)).map(|(_, _, matching)| matching).sum(),
            counts: counted.into_iter().map(|(state, number, _)| (state, number)).collect(),
        })
    }

    /// Of each state how many there are, and how many of them a filter lets pass.
    async fn counted(&self, event: Id, filter: &ListFilter) -> Result<Vec<(RegistrationState, u32, u32)>, StoreError> {
        if !filter.is_filtering() {
            let counts = self.state_counts(event).await?;
            return Ok(counts.into_iter().map(|(state, number)| (state, number, number)).collect());
        }
        let mut values = asked(event, filter);
        values.push(one_of(&filter.states).into());
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(COUNTED, values).await?;
                    let counted = rows.iter().map(|row| {
                        let (state, number) = count(row)?;
                        Ok((state, number, row.number("matching")?))
                    });
                    let mut counted = counted.collect::<Result<Vec<_>, StoreError>>()?;
                    counted.sort_unstable();
                    Ok(counted)
                })
            })
            .await
    }

    /// How many of those that a filter lets pass are in each state, in the order of the states.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn listed_counts(&self, event: Id, filter: &ListFilter) -> Result<StateCounts, StoreError> {
        let counted = self.counted(event, filter).await?;
        Ok(counted
            .into_iter()
            .filter(|(_, _, matching)| *matching > 0)
            .map(|(state, _, matching)| (state, matching))
            .collect())
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
            entries = part.entries(connection, BY_NAME).await?;
        }
        ListOrder::WaitingList => {
            let entered = |found: &Registration| (found.entered.unwrap_or(first).into(), found.id.to_string());
            let from = after.map_or((first.into(), String::new()), entered);
            let part = Part { asked: &asked, states: one_of(&filter.states), from, limit };
            entries = part.entries(connection, ON_LIST).await?;
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
    async fn entries(
        self,
        connection: &mut Connection<'_>,
        statement: Statement,
    ) -> Result<Vec<(Instant, Id)>, StoreError> {
        let mut values = self.asked.to_vec();
        values.push(self.states.into());
        values.push(self.from.0);
        values.extend(values![self.from.1, self.limit]);
        let rows = connection.fetch(statement, values).await?;
        rows.iter().map(|row| Ok((row.instant("at")?, row.parsed("id")?))).collect()
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
