//! Materials: what remains after an event.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::slug::Slug;
use crate::time::Date;

/// A recording, a set of slides, a report, a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Stable identity.
    pub id: Id,
    /// Address.
    pub slug: Slug,
    /// What sort of material.
    pub kind: MaterialKind,
    /// Title; never carries a supporter's name.
    pub title: String,
    /// A sentence or two, plain text.
    #[serde(default)]
    pub summary: String,
    /// Event it comes from.
    #[serde(default)]
    pub event: Option<Id>,
    /// Session it comes from.
    #[serde(default)]
    pub session: Option<Id>,
    /// Where it is, an http or https address.
    pub url: String,
    /// Who published it, when it is not ours.
    #[serde(default)]
    pub publisher: Option<String>,
    /// When it was published, when known.
    #[serde(default)]
    pub published: Option<Date>,
    /// Length in minutes, for recordings.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Language, BCP 47.
    pub language: String,
    /// Who wrote or speaks in it, when known.
    #[serde(default)]
    pub authors: Vec<Id>,
    /// Topics.
    #[serde(default)]
    pub topics: Vec<Id>,
    /// Addresses it had before.
    #[serde(default)]
    pub former_slugs: Vec<Slug>,
}

/// What sort of material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialKind {
    /// Video or sound of a session.
    Recording,
    /// Slides.
    Slides,
    /// A written report.
    Report,
    /// Timed text.
    Captions,
    /// What was said, in writing.
    Transcript,
    /// Something elsewhere.
    Link,
}

names!(MaterialKind { Recording => "recording", Slides => "slides", Report => "report", Captions => "captions", Transcript => "transcript", Link => "link" });
