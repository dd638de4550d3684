//! The sound alone instead of the picture, and back, at the same moment. The button (`data-act=sound`) holds what is not played:
//! with each change the two addresses change places.

use super::Player;
use crate::browser::dom::{set, within};

impl Player {
    pub(super) fn change_source(&self) {
        let first = |selector: &str| within(&self.root, selector).into_iter().next();
        let (Some(button), Some(source)) = (first("button[data-act=sound]"), first(".player__screen source")) else {
            return;
        };
        let read = |name: &str| button.get_attribute(name).unwrap_or_default();
        let (address, content_type) = (read("data-source"), read("data-type"));
        // Where the page began is of no use any more.
        let before = source.get_attribute("src").unwrap_or_default();
        let before = before.split('#').next().unwrap_or_default();
        set(&button, "data-source", before);
        set(&button, "data-type", &source.get_attribute("type").unwrap_or_default());
        set(&source, "src", &address);
        set(&source, "type", &content_type);
        let is_sound = content_type.starts_with("audio/");
        set(&button, "aria-pressed", if is_sound { "true" } else { "false" });
        if is_sound {
            set(&self.media, "data-sound", "");
        } else {
            drop(self.media.remove_attribute("data-sound"));
        }
        // A second change before the first one is there still means the moment that was left.
        let left = self.going_on.take().unwrap_or((self.media.current_time(), !self.media.paused()));
        self.going_on.set(Some(left));
        self.progress.happened("pause", &self.media);
        let speed = self.media.playback_rate();
        self.media.set_default_playback_rate(speed);
        self.media.load();
    }

    /// Takes up what is asked for while another source is on its way.
    pub(super) fn go_on_with(&self, at: Option<f64>, plays: Option<bool>) {
        if let Some((left, played)) = self.going_on.get() {
            self.going_on.set(Some((at.unwrap_or(left), plays.unwrap_or(played))));
        }
    }

    /// Goes on where another source was left.
    pub(super) fn go_on(&self) {
        let Some((at, plays)) = self.going_on.take() else { return };
        self.seek(at);
        if plays {
            self.play();
        }
        self.show_state();
    }
}
