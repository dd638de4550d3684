//! What a filter says about the list it narrows, in the same words on the server and in the browser.

use crate::t;

/// What a list that can be filtered consists of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listed {
    /// Sessions, and events without any.
    #[default]
    Sessions,
    /// Events alone.
    Events,
    /// Materials.
    Materials,
}

impl Listed {
    /// Name in the attribute `data-results`.
    #[cfg(feature = "ssr")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Events => "events",
            Self::Materials => "materials",
        }
    }

    /// The one of that name.
    #[cfg(feature = "hydrate")]
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "events" => Self::Events,
            "materials" => Self::Materials,
            _ => Self::Sessions,
        }
    }

    /// "24 sessions".
    pub(crate) fn counted(self, total: usize) -> String {
        match self {
            Self::Sessions => t!(count.sessions, count = total),
            Self::Events => t!(count.events, count = total),
            Self::Materials => t!(count.materials, count = total),
        }
    }

    /// That none is left.
    #[cfg(feature = "ssr")]
    pub(crate) fn none_match(self) -> &'static str {
        match self {
            Self::Sessions => t!(filter.no_sessions),
            Self::Events => t!(filter.no_events),
            Self::Materials => t!(filter.no_materials),
        }
    }
}

/// Words of the button that opens the filters: how many values are chosen.
pub(crate) fn filters_in_words(chosen: usize) -> String {
    if chosen == 0 { t!(filter.title).to_owned() } else { t!(filter.chosen, number = chosen) }
}
