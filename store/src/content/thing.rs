//! What all kinds of things have in common, and the plan that turns a document into as few writes as possible.

use std::collections::HashMap;

use domain::content::{Id, Role};
use domain::slug::Slug;

use super::links::{self, Links};
use super::{Places, Saved, title_of};
use crate::connection::{Connection, Row, Statement, Value, values};
use crate::error::StoreError;

/// A thing that has an identity, an address and a row.
pub(super) trait Thing: PartialEq + Clone + Send + Sync + 'static {
    /// Its kind: in messages, and as the owner of roles, topics and former addresses.
    const KIND: &'static str;
    /// All rows in order, with their `position`.
    const READ: Statement;
    /// Inserts or updates by identity; `$1` identity, `$2` position, `$3` address, then [`Thing::values`].
    const SAVE: Statement;
    /// Sets the position `$2` of the identity `$1`.
    const MOVE: Statement;
    /// Gives the address of the identity `$1` free for another.
    const FREE: Statement;
    /// Removes the identity `$1`.
    const REMOVE: Statement;

    fn id(&self) -> Id;
    fn slug(&self) -> &Slug;
    fn title(&self) -> &str;
    /// Values after identity, position and address.
    fn values(&self) -> Result<Vec<Value>, StoreError>;
    fn from_row(row: &Row, links: &mut Links) -> Result<Self, StoreError>;

    /// Addresses are unique within this; `None` means within the programme.
    fn scope(&self) -> Option<Id> {
        None
    }
    fn roles(&self) -> Vec<Role> {
        Vec::new()
    }
    fn topics(&self) -> &[Id] {
        &[]
    }
    fn former_slugs(&self) -> &[Slug] {
        &[]
    }
}

/// All things of a kind in their order; where each stands is noted.
pub(super) async fn read<T: Thing>(
    connection: &mut Connection<'_>,
    links: &mut Links,
    places: &mut Places,
) -> Result<Vec<T>, StoreError> {
    let mut things = Vec::new();
    for row in connection.fetch(T::READ, values![]).await? {
        let thing = T::from_row(&row, links)?;
        places.insert((T::KIND, thing.id()), row.integer("position")?);
        things.push(thing);
    }
    Ok(things)
}

/// What must be written so that the things of a document are stored.
pub(super) struct Plan<'a, T> {
    inserts: Vec<(i64, &'a T)>,
    /// Position, the thing as it is stored, as it shall be.
    updates: Vec<(i64, &'a T, &'a T)>,
    moves: Vec<(i64, Id)>,
    unchanged: u32,
}

impl<'a, T: Thing> Plan<'a, T> {
    /// Compares what is stored with what is wanted.
    pub(super) fn new(stored: &'a [T], places: &Places, wanted: &'a [T]) -> Result<Self, StoreError> {
        addresses(stored, wanted)?;
        let place = |thing: &T| places.get(&(T::KIND, thing.id())).copied();
        let known: HashMap<Id, &T> = stored.iter().map(|thing| (thing.id(), thing)).collect();
        // The document's things share out the places they have already, in the document's order; new ones come last.
        let mut free: Vec<i64> = wanted.iter().filter_map(place).collect();
        free.sort_unstable();
        let next = stored.iter().filter_map(place).max().map_or(0, |last| last + 1);
        let mut plan = Self { inserts: Vec::new(), updates: Vec::new(), moves: Vec::new(), unchanged: 0 };
        for (thing, position) in wanted.iter().zip(free.into_iter().chain(next..)) {
            match known.get(&thing.id()) {
                None => plan.inserts.push((position, thing)),
                Some(old) if *old != thing => plan.updates.push((position, old, thing)),
                Some(_) => {
                    plan.unchanged += 1;
                    if place(thing) != Some(position) {
                        plan.moves.push((position, thing.id()));
                    }
                }
            }
        }
        Ok(plan)
    }

    /// Carries the plan out; what was saved, and whether something only moved.
    pub(super) async fn write(self, connection: &mut Connection<'_>) -> Result<(Saved, bool), StoreError> {
        // First everything lets go of what it has, so that two things can exchange their addresses.
        for (_, old, new) in &self.updates {
            links::remove(connection, *old).await?;
            if old.slug() != new.slug() {
                connection.execute(T::FREE, values![old.id()]).await?;
            }
        }
        let updates = self.updates.iter().map(|(position, _, new)| (*position, *new));
        for (position, thing) in updates.chain(self.inserts.iter().copied()) {
            let mut row = values![thing.id(), position, thing.slug()];
            row.extend(thing.values()?);
            connection.execute(T::SAVE, row).await?;
            links::add(connection, thing).await?;
        }
        for (position, id) in &self.moves {
            connection.execute(T::MOVE, values![*id, *position]).await?;
        }
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let saved = Saved {
            inserted: count(self.inserts.len()),
            updated: count(self.updates.len()),
            unchanged: self.unchanged,
        };
        Ok((saved, !self.moves.is_empty()))
    }
}

/// Refuses two things of one kind with the same address, present or former, and one thing that is there twice. A former
/// address may be another thing's present one: whoever has it now is found.
fn addresses<T: Thing>(stored: &[T], wanted: &[T]) -> Result<(), StoreError> {
    let mut ids = HashMap::new();
    for thing in wanted {
        if let Some(other) = ids.insert(thing.id(), thing) {
            return Err(conflict(other, thing, "have the same identity"));
        }
    }
    let left_alone = stored.iter().filter(|thing| !ids.contains_key(&thing.id()));
    let mut present = HashMap::new();
    let mut former = HashMap::new();
    for thing in left_alone.chain(wanted) {
        if let Some(other) = present.insert((thing.scope(), thing.slug()), thing) {
            return Err(conflict(other, thing, &format!("have the same address, {}", thing.slug())));
        }
        for slug in thing.former_slugs() {
            if let Some(other) = former.insert(slug, thing) {
                return Err(conflict(other, thing, &format!("have the same former address, {slug}")));
            }
        }
    }
    Ok(())
}

fn conflict<T: Thing>(one: &T, other: &T, claim: &str) -> StoreError {
    StoreError::Conflict { what: format!("{} and {} {claim}", title_of(one), title_of(other)) }
}
