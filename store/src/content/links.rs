//! What hangs on a thing whatever its kind: roles, topics, former addresses.

use std::collections::HashMap;

use domain::content::{Id, Role, RoleKind};
use domain::slug::Slug;

use super::thing::Thing;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    ROLES = "SELECT owner_kind, owner_id, person_id, kind FROM role ORDER BY owner_kind, owner_id, position";
    TOPICS = "SELECT owner_kind, owner_id, topic_id FROM tagging ORDER BY owner_kind, owner_id, position";
    SLUGS = "SELECT owner_kind, owner_id, slug FROM former_slug ORDER BY owner_kind, owner_id, position";
    REMOVE_ROLES = "DELETE FROM role WHERE owner_kind = $1 AND owner_id = $2";
    REMOVE_TOPICS = "DELETE FROM tagging WHERE owner_kind = $1 AND owner_id = $2";
    REMOVE_SLUGS = "DELETE FROM former_slug WHERE owner_kind = $1 AND owner_id = $2";
    ADD_ROLE = "INSERT INTO role (owner_kind, owner_id, position, person_id, kind) VALUES ($1, $2, $3, $4, $5)";
    ADD_TOPIC = "INSERT INTO tagging (owner_kind, owner_id, position, topic_id) VALUES ($1, $2, $3, $4)";
    ADD_SLUG = "INSERT INTO former_slug (owner_kind, owner_id, position, slug) VALUES ($1, $2, $3, $4)";
}

/// All of them, by kind and identity of their owner; taken out as the owners are read.
pub(super) struct Links {
    roles: HashMap<(String, Id), Vec<Role>>,
    topics: HashMap<(String, Id), Vec<Id>>,
    slugs: HashMap<(String, Id), Vec<Slug>>,
}

impl Links {
    pub(super) async fn read(connection: &mut Connection<'_>) -> Result<Self, StoreError> {
        let mut links = Self { roles: HashMap::new(), topics: HashMap::new(), slugs: HashMap::new() };
        for row in connection.fetch(ROLES, values![]).await? {
            let role = Role { person: row.parsed("person_id")?, kind: row.named("kind", RoleKind::from_name)? };
            links.roles.entry((row.text("owner_kind")?, row.parsed("owner_id")?)).or_default().push(role);
        }
        for row in connection.fetch(TOPICS, values![]).await? {
            let owner = (row.text("owner_kind")?, row.parsed("owner_id")?);
            links.topics.entry(owner).or_default().push(row.parsed("topic_id")?);
        }
        for row in connection.fetch(SLUGS, values![]).await? {
            let owner = (row.text("owner_kind")?, row.parsed("owner_id")?);
            links.slugs.entry(owner).or_default().push(row.parsed("slug")?);
        }
        Ok(links)
    }

    pub(super) fn roles<T: Thing>(&mut self, id: Id) -> Vec<Role> {
        self.roles.remove(&(T::KIND.to_owned(), id)).unwrap_or_default()
    }

    pub(super) fn topics<T: Thing>(&mut self, id: Id) -> Vec<Id> {
        self.topics.remove(&(T::KIND.to_owned(), id)).unwrap_or_default()
    }

    pub(super) fn former_slugs<T: Thing>(&mut self, id: Id) -> Vec<Slug> {
        self.slugs.remove(&(T::KIND.to_owned(), id)).unwrap_or_default()
    }
}

/// Removes what hangs on a thing as it is stored.
pub(super) async fn remove<T: Thing>(connection: &mut Connection<'_>, thing: &T) -> Result<(), StoreError> {
    let owner = || values![T::KIND, thing.id()];
    if !thing.roles().is_empty() {
        connection.execute(REMOVE_ROLES, owner()).await?;
    }
    if !thing.topics().is_empty() {
        connection.execute(REMOVE_TOPICS, owner()).await?;
    }
    if !thing.former_slugs().is_empty() {
        connection.execute(REMOVE_SLUGS, owner()).await?;
    }
    Ok(())
}

/// Adds what hangs on a thing.
pub(super) async fn add<T: Thing>(connection: &mut Connection<'_>, thing: &T) -> Result<(), StoreError> {
    for (position, role) in (0_i64..).zip(thing.roles()) {
        let row = values![T::KIND, thing.id(), position, role.person, role.kind.name()];
        connection.execute(ADD_ROLE, row).await?;
    }
    for (position, topic) in (0_i64..).zip(thing.topics()) {
        connection.execute(ADD_TOPIC, values![T::KIND, thing.id(), position, *topic]).await?;
    }
    for (position, slug) in (0_i64..).zip(thing.former_slugs()) {
        connection.execute(ADD_SLUG, values![T::KIND, thing.id(), position, slug]).await?;
    }
    Ok(())
}
