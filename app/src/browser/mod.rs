//! What runs in the browser on every page. The page is complete before any of this starts; each module finds its
//! parts by the data attributes that the server's components wrote, and does nothing where there are none:
//!
//! | attribute | meaning |
//! |---|---|
//! | `data-t`, `data-when`, `data-countdown`, `data-announce`, `data-next` | see [`phases`] |
//! | `data-v`, `data-list`, `data-group`, `data-filters` … | see [`filter`] |
//! | `data-save`, `data-agenda` | see [`saved`] and [`agenda`] |
//! | `data-signed-in` | see [`saved_sync`] |
//! | `data-register`, `data-summary`, `data-unsent`, `data-busy` | see [`registration`] |
//! | `data-question`, `data-label`, `data-of` | see [`registration_questions`] |
//! | `data-kept`, `data-suggestion` | see [`registration_draft`], [`registration_suggestion`] |
//! | `data-passkey`, `data-with-passkeys`, `data-without-passkeys` | see [`passkeys`] |
//! | `data-player`, `data-seek`, `data-progress` … | see [`player`] |
//! | `data-go-on`, `data-material` | see [`go_on`] |
//! | `data-reveal` | see [`reveal`] |
//! | `data-held` | see [`held`] |
//! | `data-day-grid`, `data-carry`, `data-session`, `data-slot` … | see [`day_grid`], on the editors' desk |
//! | `data-desk`, `data-thing`, `data-field`, `data-cells` … | see [`desk`] |
//! | `data-cues`, `data-cue`, `data-cue-act` … | see [`desk`], for captions |
//! | `data-upload` | see [`upload`] |
//! | `data-crop`, `data-crop-picture`, `data-crop-square` | see [`crop`] |
//! | `data-slides-desk`, `data-now` | see [`slides_desk`] |
//! | `data-searching` | see [`search`] |
//! | `data-instant`, `data-zone` | see [`zone`] |

mod agenda;
mod clock;
mod crop;
mod day_grid;
mod day_grid_board;
mod desk;
mod dom;
mod filter;
mod filter_options;
mod filter_page;
mod filter_rows;
mod go_on;
mod held;
mod network;
mod passkey_json;
mod passkeys;
mod phases;
mod player;
mod registration;
mod registration_draft;
mod registration_questions;
mod registration_suggestion;
mod reveal;
mod saved;
mod saved_sync;
mod search;
mod slides_desk;
mod upload;
mod zone;

/// Brings the page to life. Called once, after the module is loaded.
pub fn start() {
    zone::start();
    filter::start();
    // After the filter, which leaves only what is saved where that is asked for.
    saved::start();
    saved_sync::start();
    agenda::start();
    registration::start();
    passkeys::start();
    player::start();
    go_on::start();
    reveal::start();
    day_grid::start();
    desk::start();
    upload::start();
    crop::start();
    held::start();
    slides_desk::start();
    search::start();
    clock::start();
    // Tells the style sheet (and the tests) that the page is alive.
    if let Some(root) = dom::document().document_element() {
        dom::set(&root, "data-hydrated", "");
    }
}
