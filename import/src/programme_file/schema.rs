//! The shape of a programme file: what an editor may write, and nothing else.

use std::fmt;

use domain::content::{
    Accreditation, Attendance, Choice, EventKind, EventStatus, MaterialKind, OnlyIf, OrganisationKind, RoleKind,
    Visibility,
};
use domain::slug::Slug;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammeFile {
    pub(super) programme: ProgrammePart,
    #[serde(default)]
    pub(super) sections: Vec<SectionPart>,
    #[serde(default)]
    pub(super) topics: TopicsPart,
    #[serde(default)]
    pub(super) people: Vec<PersonPart>,
    #[serde(default)]
    pub(super) events: Vec<EventPart>,
    #[serde(default)]
    pub(super) sessions: Vec<SessionPart>,
    #[serde(default)]
    pub(super) materials: Vec<MaterialPart>,
    #[serde(default)]
    pub(super) organisations: Vec<OrganisationPart>,
    #[serde(default)]
    pub(super) pages: Vec<PagePart>,
}

/// `[programme]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammePart {
    pub(super) name: String,
    #[serde(default)]
    pub(super) tagline: String,
    #[serde(default)]
    pub(super) summary: String,
    pub(super) contact: Option<String>,
}

/// `[[sections]]` of the home page: running text, a list, or both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) items: Vec<String>,
}

/// `[topics]`: a list for each facet, in the order to be shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TopicsPart {
    pub(super) stage: Vec<TopicPart>,
    pub(super) modality: Vec<TopicPart>,
    pub(super) barrier: Vec<TopicPart>,
    pub(super) outcome: Vec<TopicPart>,
}

/// One topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) former_slugs: Vec<Spanned<Slug>>,
}

/// `[[people]]`; the slug is made of the name unless it is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonPart {
    pub(super) name: Spanned<String>,
    pub(super) slug: Option<Spanned<Slug>>,
    pub(super) sort_name: Option<String>,
    pub(super) affiliation: Option<String>,
    #[serde(default)]
    pub(super) biography: String,
    /// A statement of interests; "none" when the person declared to have none.
    pub(super) disclosure: Option<String>,
    #[serde(default)]
    pub(super) former_slugs: Vec<Spanned<Slug>>,
}

/// A person, by slug or name, and what they do there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RolePart {
    pub(super) person: Spanned<String>,
    pub(super) role: RoleKind,
}

/// `[[events]]`: either `first_day` and `last_day`, or `date`, `time` and `minutes`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) kind: EventKind,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) objectives: Vec<String>,
    pub(super) language: String,
    pub(super) zone: Spanned<String>,
    pub(super) first_day: Option<Spanned<Civil>>,
    pub(super) last_day: Option<Spanned<Civil>>,
    pub(super) date: Option<Spanned<Civil>>,
    pub(super) time: Option<Spanned<Civil>>,
    pub(super) minutes: Option<Spanned<u32>>,
    #[serde(default)]
    pub(super) planned: bool,
    pub(super) announced_as: Option<String>,
    #[serde(default)]
    pub(super) attendance: Attendance,
    pub(super) venue: Option<String>,
    #[serde(default)]
    pub(super) status: EventStatus,
    #[serde(default)]
    pub(super) registration: RegistrationPart,
    #[serde(default)]
    pub(super) questions: Vec<QuestionPart>,
    pub(super) join_url: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) accreditation: Accreditation,
    #[serde(default)]
    pub(super) planned_reports: u32,
    #[serde(default)]
    pub(super) people: Vec<RolePart>,
    #[serde(default)]
    pub(super) topics: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) tracks: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) rooms: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) former_slugs: Vec<Spanned<Slug>>,
}

/// `registration = { … }` of an event; times are wall times in the event's zone.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistrationPart {
    pub(super) offered: bool,
    pub(super) opens: Option<Spanned<Civil>>,
    pub(super) closes: Option<Spanned<Civil>>,
    pub(super) capacity: Option<u32>,
}

/// `[[events.questions]]` of the registration form, in the order in which they are asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionPart {
    pub(super) name: Spanned<Slug>,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) kind: Spanned<AnswerKind>,
    /// Of a choice or choices.
    #[serde(default)]
    pub(super) options: Vec<Choice>,
    /// Limits of a number.
    pub(super) least: Option<Spanned<i64>>,
    pub(super) most: Option<Spanned<i64>>,
    /// Limits of a date.
    pub(super) first: Option<Spanned<Civil>>,
    pub(super) last: Option<Spanned<Civil>>,
    pub(super) only_if: Option<Spanned<OnlyIf>>,
}

/// What an answer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AnswerKind {
    ShortText,
    LongText,
    Choice,
    Choices,
    Consent,
    Number,
    Date,
}

/// `[[sessions]]`; track and room are named as their event lists them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) event: Spanned<String>,
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
    pub(super) language: Option<String>,
    /// Programme day, when it is not the date it starts.
    pub(super) day: Option<Spanned<Civil>>,
    pub(super) date: Spanned<Civil>,
    pub(super) time: Spanned<Civil>,
    pub(super) minutes: Spanned<u32>,
    #[serde(default)]
    pub(super) status: EventStatus,
    pub(super) track: Option<Spanned<String>>,
    pub(super) room: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) people: Vec<RolePart>,
    #[serde(default)]
    pub(super) topics: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) former_slugs: Vec<Spanned<Slug>>,
}

/// `[[materials]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MaterialPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) kind: MaterialKind,
    pub(super) title: String,
    #[serde(default)]
    pub(super) summary: String,
    pub(super) event: Option<Spanned<String>>,
    pub(super) session: Option<Spanned<String>>,
    pub(super) url: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) visibility: Visibility,
    pub(super) prepared: Option<Spanned<Civil>>,
    pub(super) reviewed: Option<Spanned<Civil>>,
    pub(super) expires: Option<Spanned<Civil>>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Spanned<Civil>>,
    pub(super) minutes: Option<u32>,
    pub(super) completion: Option<u32>,
    pub(super) language: String,
    #[serde(default)]
    pub(super) authors: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) topics: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) former_slugs: Vec<Spanned<Slug>>,
}

/// `[[organisations]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationPart {
    pub(super) slug: Spanned<Slug>,
    pub(super) kind: OrganisationKind,
    pub(super) name: String,
    pub(super) note: Option<String>,
}

/// `[[pages]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PagePart {
    pub(super) slug: Spanned<Slug>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) summary: String,
    pub(super) text: String,
}

/// A date or a time, in quotes or as TOML writes it; kept as text so that one parser decides what exists.
#[derive(Debug)]
pub(super) struct Civil(pub(super) String);

impl<'de> Deserialize<'de> for Civil {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => Ok(Self(text)),
            toml::Value::Datetime(value) => Ok(Self(value.to_string())),
            _ => Err(serde::de::Error::custom("expected a date such as 2022-10-12 or a time such as 18:00")),
        }
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
