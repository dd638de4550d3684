//! The data of the programme page: compact, since a conference has hundreds of rows.

use domain::filter::{Facet, Value};
use domain::time::Timetable;

/// The programme, or one day of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeView {
    /// The day asked for, if one was.
    pub day: Option<String>,
    /// All days of the programme.
    pub days: Vec<DayLink>,
    /// Events the rows belong to.
    pub events: Vec<OfEvent>,
    /// What one can filter by.
    pub values: Vec<Value>,
    /// Events without sessions, and sessions, in the order of day, start and room.
    pub rows: Vec<Row>,
    /// The zone times are shown in.
    pub zone: ZoneView,
}

/// A day and how much there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLink {
    /// `2022-10-12`.
    pub date: String,
    /// "Wednesday".
    pub weekday: String,
    /// "12 October 2022".
    pub words: String,
    /// Rows on that day.
    pub count: u32,
}

/// The event a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfEvent {
    /// Address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Whether rows name it: with a single event it goes without saying.
    pub named: bool,
}

/// The zone times are shown in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneView {
    /// IANA name.
    pub name: String,
    /// "Rome"; none where events are in several zones, each shown in its own.
    pub city: Option<String>,
    /// Whether the visitor chose it.
    pub chosen: bool,
}

/// A line of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Address within events or sessions.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Position in [`ProgrammeView::events`].
    pub event: usize,
    /// Whether it is an event itself.
    pub is_event: bool,
    /// Position in [`ProgrammeView::days`].
    pub day: usize,
    /// "09:00"; empty for whole days.
    pub begins: String,
    /// "09:25".
    pub until: String,
    /// "25 min", or the days of an event without hours.
    pub length: String,
    /// What its phase depends on.
    pub timetable: Timetable,
    /// Positions in [`ProgrammeView::values`].
    pub values: Vec<usize>,
}

/// Positions as the value of `data-v`.
pub(crate) fn positions(values: &[usize]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    words.join(" ")
}

impl Row {
    /// Path of its page.
    pub fn path(&self) -> String {
        format!("/{}/{}", if self.is_event { "events" } else { "sessions" }, self.slug)
    }

    /// Names of its values in a facet.
    pub fn names<'a>(&self, values: &'a [Value], facet: Facet) -> Vec<&'a str> {
        let own = self.values.iter().filter_map(|position| values.get(*position));
        own.filter(|value| value.facet == facet).map(|value| value.name.as_str()).collect()
    }
}
