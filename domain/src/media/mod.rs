//! Uploaded files: what they may be, what they are called, and how far they have come.

mod crop;
#[cfg(feature = "external")]
mod external;
mod file_type;
mod made;
mod name;

pub use crop::Crop;
#[cfg(feature = "external")]
pub use external::{External, Keeper};
pub use file_type::FileType;
pub use made::{
    Facts, PAGE_TEXT_MAX, PAGES_MAX, PORTRAIT_SIDES, PlaybackTrouble, Purpose, Toolset, WorkFailure, WorkState,
    page_text,
};
pub use name::{NAME_MAX, address_name, file_name};

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaState {
    /// Its bytes are being sent.
    Receiving,
    /// All of them are here; they are being put together and looked at.
    Joining,
    /// It can be used.
    Ready,
    /// It cannot be used.
    Failed(MediaFailure),
}

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaFailure {
    /// There is nothing in it.
    Empty,
    /// Its content is not what its name says.
    NotAsNamed,
    /// Parts of it are gone from where files are kept.
    Lost,
}

impl MediaState {
    /// Stable name, and that of the failure.
    pub fn names(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Receiving => ("receiving", None),
            Self::Joining => ("joining", None),
            Self::Ready => ("ready", None),
            Self::Failed(failure) => ("failed", Some(failure.name())),
        }
    }

    /// The state with these names.
    pub fn from_names(state: &str, failure: Option<&str>) -> Option<Self> {
        match (state, failure) {
            ("receiving", None) => Some(Self::Receiving),
            ("joining", None) => Some(Self::Joining),
            ("ready", None) => Some(Self::Ready),
            ("failed", Some(failure)) => MediaFailure::from_name(failure).map(Self::Failed),
            _ => None,
        }
    }
}

impl MediaFailure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Empty, Self::NotAsNamed, Self::Lost];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAsNamed => "not_as_named",
            Self::Lost => "lost",
        }
    }

    /// The failure with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{MediaFailure, MediaState};

    #[test]
    fn a_state_is_found_by_its_names() {
        let failed = MediaFailure::ALL.map(MediaState::Failed);
        for state in [MediaState::Receiving, MediaState::Joining, MediaState::Ready].into_iter().chain(failed) {
            let (name, failure) = state.names();
            assert_eq!(MediaState::from_names(name, failure), Some(state));
        }
        assert_eq!(MediaState::from_names("failed", None), None);
        assert_eq!(MediaState::from_names("ready", Some("empty")), None);
    }
}
