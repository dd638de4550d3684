//! Captions and chapters at the desk: added from a file, corrected beside the recording cue by cue or as a whole, published when they
//! are fit.

mod cue_row;
mod cues_page;
mod edit_page;
mod glossary_page;
mod list_page;
mod slides_page;

use domain::timed_text::{Problem, TrackKind, Unreadable};

pub use cues_page::{CuesNotice, CuesPage, CuesView, Found, cue_field, cues_path};
pub use edit_page::{TrackPage, TrackView};
pub use glossary_page::{GLOSSARY_PATH, GlossaryNotice, GlossaryPage, GlossaryView};
pub(super) use list_page::status_words;
pub use list_page::{TracksPage, TracksTrouble, TracksView, Typed as TracksTyped};
pub use slides_page::{SlidesPage, SlidesTrouble, SlidesView, field as slides_field};

use crate::t;

/// Where the timed texts of a file are.
pub fn tracks_path(key: &str) -> String {
    format!("/admin/timed-text/{key}")
}

/// Where one of them is edited.
pub fn track_path(key: &str, kind: TrackKind, language: &str) -> String {
    format!("/admin/timed-text/{key}/{}/{language}", kind.name())
}

/// Where it is said when the slides of a recording are shown.
pub fn slides_path(key: &str) -> String {
    format!("/admin/timed-text/{key}/{}", TrackKind::Slides.name())
}

/// Where a timed text is edited, whatever it is for.
pub(super) fn text_path(key: &str, kind: TrackKind, language: &str) -> String {
    if kind == TrackKind::Slides { slides_path(key) } else { track_path(key, kind, language) }
}

/// What a timed text is called by what it is for.
pub(super) fn kind_words(kind: TrackKind) -> &'static str {
    match kind {
        TrackKind::Captions => t!(player.captions),
        TrackKind::Chapters => t!(player.chapters),
        TrackKind::Slides => t!(slides.title),
    }
}

/// Why a text cannot be read, with its line.
fn unreadable(found: Unreadable) -> String {
    let line = found.line;
    match found.problem {
        Problem::TooLarge => t!(timed_text.too_large).to_owned(),
        Problem::NotText => t!(timed_text.not_text, line = line),
        Problem::NoCues => t!(timed_text.no_cues).to_owned(),
        Problem::TooMany => t!(timed_text.too_many).to_owned(),
        Problem::BadTime => t!(timed_text.bad_time, line = line),
        Problem::Reversed => t!(timed_text.reversed, line = line),
        Problem::TooLong => t!(timed_text.too_long, line = line),
    }
}
