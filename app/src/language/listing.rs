//! What a filter says about the list it narrows.

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
    /// One and many, as the browser's filter counts them.
    pub(crate) fn nouns(self) -> &'static str {
        match self {
            Self::Sessions => t!(count.session_nouns),
            Self::Events => t!(count.event_nouns),
            Self::Materials => t!(count.material_nouns),
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
