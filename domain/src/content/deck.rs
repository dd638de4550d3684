//! Which slides belong to a recording.

use super::{Content, Material, MaterialKind, MediaKey};

impl Content {
    /// Slides with a file that may belong to a recording, in the editor's order: those of its session, or where it has none, those of
    /// its event that belong to no session.
    pub fn decks<'a>(&'a self, recording: &'a Material) -> impl Iterator<Item = &'a Material> {
        self.materials.iter().filter(move |material| {
            material.kind == MaterialKind::Slides
                && material.media.is_some()
                && material.session == recording.session
                && (recording.session.is_some() || (recording.event.is_some() && material.event == recording.event))
        })
    }

    /// The slides of a recording: those that were chosen, if they are still there; else the only ones that may be meant.
    pub fn deck_of<'a>(&'a self, recording: &'a Material, chosen: Option<&MediaKey>) -> Option<&'a Material> {
        if let Some(chosen) = chosen {
            return self.materials.iter().find(|material| material.media.as_ref() == Some(chosen));
        }
        let mut decks = self.decks(recording);
        decks.next().filter(|_| decks.next().is_none())
    }
}
