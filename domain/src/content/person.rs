//! People and the roles they hold.

use serde::{Deserialize, Serialize};

use super::{Id, MediaKey, RichText};
use crate::slug::Slug;

/// Someone who takes part or wrote a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Stable identity.
    pub id: Id,
    /// Address and filter value.
    pub slug: Slug,
    /// Name exactly as the person writes it.
    pub name: String,
    /// What directories sort by, usually the family name first.
    pub sort_name: String,
    /// Institution and position, when known.
    #[serde(default)]
    pub affiliation: Option<String>,
    /// About the person.
    #[serde(default)]
    pub biography: RichText,
    /// What they look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portrait: Option<Portrait>,
    /// Statement of interests.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// Addresses the person's page had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
}

/// A picture of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portrait {
    /// Its file in the media store.
    pub media: MediaKey,
    /// What it shows, for whoever does not see it (WCAG 2.2, 1.1.1); never empty.
    pub description: String,
}

impl Person {
    /// Whether the file with that key is their picture.
    pub fn names_media(&self, key: &str) -> bool {
        self.portrait.as_ref().is_some_and(|portrait| portrait.media.as_str() == key)
    }
}

/// What a person declared about their interests; silence is shown as silence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "text")]
pub enum Disclosure {
    /// Nothing was handed in: shown as "not provided".
    #[default]
    NotProvided,
    /// The person declared that there is nothing to disclose.
    None,
    /// The person's statement, plain text.
    Statement(String),
}

/// A part that a person plays in an event or session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Who.
    pub person: Id,
    /// As what.
    pub kind: RoleKind,
}

/// What someone does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Leads the event or session.
    Chair,
    /// Leads the discussion.
    Moderator,
    /// Gives a talk.
    Speaker,
    /// Takes part as an expert, the exact part not known.
    Faculty,
    /// Sits on a panel.
    Panellist,
    /// Wrote it.
    Author,
}

names!(RoleKind { Chair => "chair", Moderator => "moderator", Speaker => "speaker", Faculty => "faculty", Panellist => "panellist", Author => "author" });
