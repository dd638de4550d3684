//! What was watched in this browser while nobody was signed in, and how an account gets it.

use domain::progress::{Progress, read_remembered, remembered};
use web_sys::Storage;

use crate::browser::dom::window;
use crate::browser::network::post;

/// Before the material's identity, the key in the local storage.
pub(in crate::browser) const PREFIX: &str = "continuum.seen.";
/// Where it is handed over.
const ADDRESS: &str = "/me/progress";

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

pub(super) fn read(material: &str) -> Option<Progress> {
    read_remembered(&storage()?.get_item(&format!("{PREFIX}{material}")).ok()??)
}

pub(super) fn write(material: &str, progress: &Progress) {
    if let Some(storage) = storage() {
        drop(storage.set_item(&format!("{PREFIX}{material}"), &remembered(progress)));
    }
}

/// Hands everything over to the account that has signed in, and forgets what was taken. What is watched meanwhile is told
/// to the account already.
pub(super) async fn hand_over() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let keys = (0..count).filter_map(|index| storage.key(index).ok()?).filter(|key| key.starts_with(PREFIX));
    let keys: Vec<String> = keys.collect();
    let lines = keys.iter().filter_map(|key| {
        let line = storage.get_item(key).ok()??;
        Some(format!("{} {line}\n", key.trim_start_matches(PREFIX)))
    });
    let lines: String = lines.collect();
    if lines.is_empty() {
        return;
    }
    if let Some((200..300, _)) = post(ADDRESS, &lines).await {
        for key in keys {
            drop(storage.remove_item(&key));
        }
    }
}
