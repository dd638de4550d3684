//! Materials: what remains after an event.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Id, RichText};
use crate::slug::Slug;
use crate::time::Date;

/// A recording, a set of slides, a report, a link.
///
/// Fields that came later are written only where they say something, so that content released before them keeps its hash.
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
    /// Where it is, an http or https address, when it is elsewhere.
    #[serde(default)]
    pub url: Option<String>,
    /// Its own file, by the key of the media store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<MediaKey>,
    /// What there is to read here: a report, or notes beside a recording.
    #[serde(default, skip_serializing_if = "RichText::is_empty")]
    pub body: RichText,
    /// Who may have its file and its text.
    #[serde(default, skip_serializing_if = "Visibility::is_public")]
    pub visibility: Visibility,
    /// Who published it, when it is not ours.
    #[serde(default)]
    pub publisher: Option<String>,
    /// When it was published, when known.
    #[serde(default)]
    pub published: Option<Date>,
    /// When it was prepared, reviewed last, and until when it holds; EACCME asks for the three of e-learning materials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared: Option<Date>,
    /// See `prepared`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Date>,
    /// See `prepared`; its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Length in minutes, for recordings.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// How much of it has to be watched to count as seen, in hundredths; nothing means 80. See
    /// [`CompletionRule`](crate::progress::CompletionRule).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion: Option<u32>,
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
    /// Video of a session.
    Recording,
    /// Sound alone.
    Audio,
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

names!(MaterialKind { Recording => "recording", Audio => "audio", Slides => "slides", Report => "report", Captions => "captions", Transcript => "transcript", Link => "link" });

impl MaterialKind {
    /// Whether it is what took place, to be watched or heard.
    pub fn is_recording(self) -> bool {
        matches!(self, Self::Recording | Self::Audio)
    }
}

/// Who may have a material's file and text; that it exists is public, unless it is for those who work here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Whoever has a confirmed registration: for its event, or for any where it belongs to none.
    Registered,
    /// Nobody but those who work here: visitors do not learn of it.
    Staff,
}

impl Material {
    /// Whether the file with that key is its own.
    pub fn names_media(&self, key: &str) -> bool {
        self.media.as_ref().is_some_and(|own| own.as_str() == key)
    }
}

impl Visibility {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

names!(Visibility { Public => "public", Registered => "registered", Staff => "staff" });

/// A file of the media store: 40 hexadecimal digits in lower case, drawn at random, so that nobody guesses one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaKey(String);

/// Not a key of the media store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMediaKey;

impl fmt::Display for NotAMediaKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key of a file is 40 hexadecimal digits in lower case")
    }
}

impl std::error::Error for NotAMediaKey {}

impl MediaKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MediaKey {
    type Error = NotAMediaKey;

    fn try_from(text: String) -> Result<Self, NotAMediaKey> {
        let is_key = text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_key { Ok(Self(text)) } else { Err(NotAMediaKey) }
    }
}

impl FromStr for MediaKey {
    type Err = NotAMediaKey;

    fn from_str(text: &str) -> Result<Self, NotAMediaKey> {
        text.to_owned().try_into()
    }
}

impl From<MediaKey> for String {
    fn from(key: MediaKey) -> Self {
        key.0
    }
}

impl fmt::Display for MediaKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
