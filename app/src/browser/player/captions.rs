//! Captions: the browser's own tracks, so that they show in the full screen of every phone. With one language a button turns them on
//! and off; with several there is a choice as well.

use web_sys::{HtmlSelectElement, TextTrack, TextTrackMode};

use super::{Player, get, keep, kept};
use crate::browser::dom::{cast, set_hidden, within};

/// Keys in the local storage: whether captions are wanted, and in which language.
const CAPTIONS: &str = "continuum.captions";
const LANGUAGE: &str = "continuum.captions.language";

impl Player {
    /// Shows them as they were left the last time.
    pub(super) fn offer_captions(&self) {
        if self.tracks().is_empty() {
            return;
        }
        self.show_captions(kept(CAPTIONS).as_deref() == Some("on"));
        within(&self.root, "[data-act=captions]").iter().for_each(|button| set_hidden(button, false));
    }

    /// Turns them on or off.
    pub(super) fn turn_captions(&self) {
        let shown = self.tracks().iter().any(|track| track.mode() == TextTrackMode::Showing);
        keep(CAPTIONS, if shown { "off" } else { "on" });
        self.show_captions(!shown);
    }

    /// Shows those in a language, or none where it is empty.
    pub(super) fn choose_captions(&self, language: &str) {
        if !language.is_empty() {
            keep(LANGUAGE, language);
        }
        keep(CAPTIONS, if language.is_empty() { "off" } else { "on" });
        self.show_captions(!language.is_empty());
    }

    fn show_captions(&self, shown: bool) {
        let tracks = self.tracks();
        let wanted = kept(LANGUAGE);
        let chosen = tracks.iter().position(|track| language_of(track) == wanted).unwrap_or_default();
        for (index, track) in tracks.iter().enumerate() {
            let is_chosen = index == chosen;
            track.set_mode(match (is_chosen, shown) {
                (true, true) => TextTrackMode::Showing,
                (true, false) => TextTrackMode::Hidden,
                (false, _) => TextTrackMode::Disabled,
            });
        }
        self.press("captions", shown);
        let select =
            within(&self.root, "[data-act=captions-in]").into_iter().next().and_then(cast::<HtmlSelectElement>);
        if let (Some(select), Some(track)) = (select, tracks.get(chosen)) {
            select.set_value(&language_of(track).filter(|_| shown).unwrap_or_default());
        }
    }

    fn tracks(&self) -> Vec<TextTrack> {
        let Some(tracks) = self.media.text_tracks() else { return Vec::new() };
        let is_captions =
            |track: &TextTrack| get(track, "kind").and_then(|kind| kind.as_string()).as_deref() == Some("captions");
        (0..tracks.length()).filter_map(|index| tracks.get(index)).filter(is_captions).collect()
    }
}

/// BCP 47.
fn language_of(track: &TextTrack) -> Option<String> {
    get(track, "language")?.as_string()
}
