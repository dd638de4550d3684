//! Addresses of uploaded files. Those that not everybody may have are given out signed, for a while.

use domain::media::address_name;

use super::AppState;

/// For how many seconds at least a signed address holds: a long recording with a pause.
const HOLDS: i64 = 12 * 60 * 60;
/// Signed addresses end at full hours, so that a browser finds again what it kept.
const STEP: i64 = 60 * 60;
/// What is signed.
const PURPOSE: &str = "media address";

impl AppState {
    /// The address of an uploaded file, by its key and name. A signed one may be used by whoever has it, for twelve to thirteen
    /// hours; any other only where the file is public, or by those who work here.
    pub fn media_address(&self, key: &str, name: &str, signed: bool) -> String {
        let address = format!("/media/{key}/{}", address_name(name));
        if !signed {
            return address;
        }
        let until = (self.epoch_seconds() + HOLDS) / STEP * STEP + STEP;
        let signature = self.store().sign(PURPOSE, &signed_text(key, until));
        format!("{address}?until={until}&signature={signature}")
    }

    /// Whether an address with that end (seconds since 1970 UTC) was signed here and has not ended.
    pub fn is_media_signed(&self, key: &str, until: i64, signature: &str) -> bool {
        self.epoch_seconds() < until && self.store().is_signed(PURPOSE, &signed_text(key, until), signature)
    }

    /// By the real time: a rehearsal opens nothing.
    fn epoch_seconds(&self) -> i64 {
        self.real_now().milliseconds().div_euclid(1_000)
    }
}

fn signed_text(key: &str, until: i64) -> String {
    format!("{key} {until}")
}
