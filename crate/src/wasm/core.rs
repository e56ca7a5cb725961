//! What the popup needs for the list of codes.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the core, equal to that of the extension.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}
