//! QR codes that are shown. What they say is a secret, so that they are drawn where memory is wiped when it is let go.

use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::error::CoreError;
use crate::qr;

/// The modules of a QR code, ready to be shown.
#[wasm_bindgen]
pub struct Drawing(qr::Matrix);

#[wasm_bindgen]
impl Drawing {
    /// The `d` of an SVG path, quiet zone included.
    #[wasm_bindgen(getter)]
    pub fn path(&self) -> JsString {
        JsString::from(self.0.svg_path().as_str())
    }

    /// The width and height of that path's picture.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.0.side().saturating_add(2 * qr::Matrix::QUIET)
    }
}

/// The QR code that says `text`.
///
/// Throws CoreError: `qr_text_too_long`.
#[wasm_bindgen]
pub fn draw(text: String) -> Result<Drawing, CoreError> {
    let text = Zeroizing::new(text);
    Ok(Drawing(qr::draw(&text)?))
}
