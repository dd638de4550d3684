//! What the check finds: the thing and the field concerned, what is wrong there, and how much that matters.

use std::fmt;

use crate::content::{Id, Kind};
use crate::slug::Slug;

/// A rule that does not hold, or something that an editor should look at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Kind of the thing in whose form it is cured.
    pub kind: Kind,
    /// Its identity; `None` is the programme, which there is once.
    pub id: Option<Id>,
    /// What the thing is called, where that is more exact than its kind: `report`, `section`.
    pub noun: &'static str,
    /// By what an editor knows it.
    pub title: String,
    /// Name of the form's field that cures it; empty where that is the form as a whole.
    pub field: &'static str,
    /// What is wrong.
    pub what: Rule,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is released before it is mended.
    Blocking,
    /// It may be right as it is; an editor decides.
    Advice,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Another thing of its kind has the same identity.
    TwiceIdentity,
    /// Another thing of its kind has, or had, its address.
    AddressTaken {
        /// The address.
        slug: Slug,
        /// Who has it.
        by: String,
    },
    /// It has no title.
    Untitled,
    /// It has no name.
    Unnamed,
    /// The title names a supporter.
    TitleNamesSupporter(String),
    /// A person has the name of a supporter.
    SupporterHoldsRole,
    /// It ends before it starts.
    Reversed,
    /// Registration closes before it opens.
    RegistrationReversed,
    /// A material is neither elsewhere nor a file, and there is nothing to read.
    NothingToOpen,
    /// A material expires before it was prepared or reviewed.
    ExpiredBefore,
    /// No http or https address.
    NotAWebAddress(String),
    /// So many people who do not exist.
    PeopleGone(usize),
    /// So many topics that do not exist.
    TopicsGone(usize),
    /// It belongs to an event that does not exist.
    EventGone,
    /// It belongs to a session that does not exist.
    SessionGone,
    /// Its session belongs to another event.
    SessionElsewhere,
    /// Its track does not exist.
    TrackGone,
    /// Its track belongs to another event.
    TrackElsewhere,
    /// Its room does not exist.
    RoomGone,
    /// Its room belongs to another event.
    RoomElsewhere,
    /// A question of its form cannot be asked; the reason in a sentence.
    Unaskable(String),
    /// It speaks of credit, by that word, though accreditation was not granted.
    Credit(String),
    /// A section has neither text nor a list.
    EmptySection,
    /// A scientific text names a supporter. Advice, because the name may be that of a trial's sponsor or a drug's maker.
    TextNamesSupporter(String),
    /// Somebody with a part to play has not said what they have to disclose.
    NoDisclosure,
    /// An event says nothing of what one learns there.
    NoObjectives,
    /// The zone that was announced is not the one in use on that date.
    OtherZone {
        /// As it was announced.
        announced: String,
        /// The zone in use on that date.
        real: String,
    },
    /// So many images without a text for those who do not see them (WCAG 2.2, 1.1.1).
    ImagesWithoutText(usize),
    /// A link within the site that leads nowhere.
    DeadLink(String),
    /// Another session is in the same room at the same time.
    RoomTaken {
        /// The other session.
        by: String,
    },
    /// Somebody takes part in another session at the same time.
    PersonTwice {
        /// Who.
        person: String,
        /// The other session.
        other: String,
    },
}

impl Rule {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TextNamesSupporter(_)
            | Self::NoDisclosure
            | Self::NoObjectives
            | Self::OtherZone { .. }
            | Self::ImagesWithoutText(_)
            | Self::DeadLink(_)
            | Self::RoomTaken { .. }
            | Self::PersonTwice { .. } => Severity::Advice,
            _ => Severity::Blocking,
        }
    }
}

impl fmt::Display for Finding {
    /// For the command line; pages have their words in the language of whoever reads them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.noun, self.id) {
            (noun @ "programme", None) => write!(formatter, "{noun}: ")?,
            (noun, _) => write!(formatter, "{noun} “{}”: ", self.title)?,
        }
        let noun = self.noun;
        match &self.what {
            Rule::TwiceIdentity => write!(formatter, "another {noun} has the same identity"),
            Rule::AddressTaken { slug, by } => {
                write!(formatter, "the address “{slug}” is already taken by “{by}”; choose another")
            }
            Rule::Untitled => write!(formatter, "it has no title"),
            Rule::Unnamed => write!(formatter, "it has no name"),
            Rule::TitleNamesSupporter(supporter) => write!(
                formatter,
                "the title names the supporter {supporter}; supporters stand in their own section only"
            ),
            Rule::SupporterHoldsRole => write!(formatter, "a supporter cannot hold a role; name the person"),
            Rule::Reversed => write!(formatter, "it ends before it starts, or at the same moment"),
            Rule::RegistrationReversed => write!(formatter, "registration closes before it opens"),
            Rule::NothingToOpen => write!(formatter, "it has no web address, no file and no text"),
            Rule::ExpiredBefore => write!(formatter, "it expires before it was prepared or reviewed"),
            Rule::NotAWebAddress(url) => {
                let what = if self.field == "join_url" { "the address of the live room" } else { "its address" };
                write!(formatter, "{what}, “{url}”, does not begin with https:// or http://")
            }
            Rule::PeopleGone(count) => write!(formatter, "it names {count} people who do not exist"),
            Rule::TopicsGone(count) => write!(formatter, "it carries {count} topics that do not exist"),
            Rule::EventGone => write!(formatter, "it belongs to an event that does not exist"),
            Rule::SessionGone => write!(formatter, "it belongs to a session that does not exist"),
            Rule::SessionElsewhere => write!(formatter, "its session belongs to another event"),
            Rule::TrackGone => write!(formatter, "its track does not exist"),
            Rule::TrackElsewhere => write!(formatter, "its track belongs to another event"),
            Rule::RoomGone => write!(formatter, "its room does not exist"),
            Rule::RoomElsewhere => write!(formatter, "its room belongs to another event"),
            Rule::Unaskable(reason) => formatter.write_str(reason),
            Rule::Credit(word) => {
                write!(formatter, "the text speaks of “{word}”, but accreditation has not been granted")
            }
            Rule::EmptySection => write!(formatter, "it has neither text nor a list"),
            Rule::TextNamesSupporter(supporter) => {
                write!(
                    formatter,
                    "the text names the supporter {supporter}; supporters stand in their own section only"
                )
            }
            Rule::NoDisclosure => write!(formatter, "no disclosure of interests was handed in"),
            Rule::NoObjectives => write!(formatter, "it has no learning objectives"),
            Rule::OtherZone { announced, real } => {
                write!(formatter, "it was announced in {announced}; on that date it is {real}")
            }
            Rule::ImagesWithoutText(count) => write!(formatter, "{count} images have no text that stands for them"),
            Rule::DeadLink(path) => write!(formatter, "the link to {path} leads nowhere"),
            Rule::RoomTaken { by } => write!(formatter, "“{by}” is in the same room at the same time"),
            Rule::PersonTwice { person, other } => {
                write!(formatter, "{person} also takes part in “{other}” at the same time")
            }
        }
    }
}

/// The thing that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) kind: Kind,
    pub(super) noun: &'static str,
    pub(super) id: Option<Id>,
    pub(super) title: &'a str,
}

impl<'a> Subject<'a> {
    pub(super) fn new(kind: Kind, id: Id, title: &'a str) -> Self {
        Self { kind, noun: noun(kind), id: Some(id), title }
    }

    pub(super) fn finding(self, field: &'static str, what: Rule) -> Finding {
        let Self { kind, noun, id, title } = self;
        Finding { kind, noun, id, title: title.to_owned(), field, what }
    }
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Programme => "programme",
        Kind::Event => "event",
        Kind::Session => "session",
        Kind::Person => "person",
        Kind::Topic => "topic",
        Kind::Material => "material",
        Kind::Organisation => "organisation",
        Kind::Page => "page",
        Kind::Track => "track",
        Kind::Room => "room",
    }
}
