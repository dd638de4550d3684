//! Topics: what a session, event or material is about.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::slug::Slug;

/// The four questions a topic can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicFacet {
    /// Stage of the cancer continuum.
    Stage,
    /// Modality of telemedicine.
    Modality,
    /// Barrier to be overcome.
    Barrier,
    /// Outcome aimed at.
    Outcome,
}

names!(TopicFacet { Stage => "stage", Modality => "modality", Barrier => "barrier", Outcome => "outcome" });

/// A tag in one facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Stable identity.
    pub id: Id,
    /// Address and filter value.
    pub slug: Slug,
    /// Which question it answers.
    pub facet: TopicFacet,
    /// Shown name.
    pub name: String,
    /// Addresses it had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
}
