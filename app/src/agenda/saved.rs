//! The saved paths, in the browser's local storage; every open tab follows.

use std::collections::BTreeSet;

use leptos::prelude::*;

/// What the visitor saved: paths of events and sessions.
#[derive(Debug, Clone, Copy)]
pub struct Saved {
    paths: RwSignal<BTreeSet<String>>,
    /// Whether the browser's storage has been read; before that nothing is known, on the server nothing ever is.
    known: RwSignal<bool>,
}

impl Saved {
    /// Whether a path is saved.
    pub fn has(self, path: &str) -> bool {
        self.paths.with(|paths| paths.contains(path))
    }

    /// All saved paths.
    pub fn paths(self) -> BTreeSet<String> {
        self.paths.get()
    }

    /// Whether the browser's storage has been read.
    pub fn is_known(self) -> bool {
        self.known.get()
    }

    /// Saves a path, or forgets it.
    pub fn toggle(self, path: &str) {
        self.paths.update(|paths| {
            if !paths.remove(path) {
                paths.insert(path.to_owned());
            }
        });
        #[cfg(feature = "hydrate")]
        self.paths.with_untracked(browser::write);
    }
}

/// Reads what was saved and provides it to every component below.
pub fn provide_saved() {
    let saved = Saved { paths: RwSignal::new(BTreeSet::new()), known: RwSignal::new(false) };
    provide_context(saved);
    #[cfg(feature = "hydrate")]
    browser::follow(saved);
}

/// What the visitor saved.
pub fn use_saved() -> Saved {
    expect_context::<Saved>()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::collections::BTreeSet;

    use leptos::prelude::*;

    use super::Saved;

    /// Key in the local storage; a line per path.
    const KEY: &str = "continuum.agenda";

    pub(super) fn follow(saved: Saved) {
        Effect::new(move |_| {
            saved.paths.set(read());
            saved.known.set(true);
        });
        let other_tab = window_event_listener(leptos::ev::storage, move |event| {
            if event.key().as_deref() == Some(KEY) {
                saved.paths.set(read());
            }
        });
        on_cleanup(move || other_tab.remove());
    }

    fn read() -> BTreeSet<String> {
        let text = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(KEY).ok().flatten());
        // Only what could be a path of ours: the storage may hold anything.
        let lines =
            text.as_deref().unwrap_or_default().lines().filter(|line| line.starts_with('/') && line.len() < 200);
        lines.take(1_000).map(ToOwned::to_owned).collect()
    }

    pub(super) fn write(paths: &BTreeSet<String>) {
        if let Ok(Some(storage)) = window().local_storage() {
            let lines: Vec<&str> = paths.iter().map(String::as_str).collect();
            // A full or forbidden storage keeps the choice for this page only; there is nothing better to do.
            drop(storage.set_item(KEY, &lines.join("\n")));
        }
    }
}
