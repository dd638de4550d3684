//! The questions one can filter by.

use serde::{Deserialize, Serialize};

use crate::content::{TopicFacet, names};

/// A question one can filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Stage of care (a topic).
    Stage,
    /// Modality of telemedicine (a topic).
    Modality,
    /// Barrier (a topic).
    Barrier,
    /// Outcome (a topic).
    Outcome,
    /// Who takes part.
    Speaker,
    /// Track of an event.
    Track,
    /// Room of an event.
    Room,
    /// Kind of event.
    Kind,
    /// Where it stands now.
    Phase,
    /// Language spoken or written.
    Language,
    /// Kind of material.
    Material,
}

names!(Facet {
    Stage => "stage",
    Modality => "modality",
    Barrier => "barrier",
    Outcome => "outcome",
    Speaker => "speaker",
    Track => "track",
    Room => "room",
    Kind => "kind",
    Phase => "phase",
    Language => "language",
    Material => "material",
});

impl Facet {
    /// Name of the parameter in addresses.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Stage | Self::Modality | Self::Barrier | Self::Outcome => "topic",
            other => other.name(),
        }
    }

    /// Its bit in a set of facets.
    pub(super) fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

impl From<TopicFacet> for Facet {
    fn from(facet: TopicFacet) -> Self {
        match facet {
            TopicFacet::Stage => Self::Stage,
            TopicFacet::Modality => Self::Modality,
            TopicFacet::Barrier => Self::Barrier,
            TopicFacet::Outcome => Self::Outcome,
        }
    }
}
