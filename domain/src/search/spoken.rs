//! What was said, in passages that one finds again: captions are too short to hold two words of a query.

use super::things::{Part, Passage};
use crate::content::Visibility;
use crate::timed_text::{Cue, passages};

/// Captions put together to passages of half a minute.
pub fn spoken(language: &str, visibility: Visibility, cues: &[Cue]) -> Vec<Passage> {
    let passage = |said: crate::timed_text::Passage| Passage {
        part: Part::Speech,
        language: language.to_owned(),
        text: said.text,
        at: Some(said.start),
        page: None,
        visibility,
    };
    passages(cues).into_iter().map(passage).collect()
}
