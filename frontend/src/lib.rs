//! The WASM entry point: brings to life what the server made.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    app::browser::start();
}
