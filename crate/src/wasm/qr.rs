//! The search for QR codes: an artefact of its own, loaded when a scan starts.
//!
//! What a code says may be a secret: it is handed over once, and our copy is overwritten. The pixels are taken over
//! and overwritten too. Beyond that the search runs in a worker that ends with the scan, and its memory with it.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{ImageData, TextDecoder, TextDecoderOptions};

use crate::qr::{self, Found, Picture, Point};

use super::error::CoreError;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A place in pixels of the picture. */
export interface Place { readonly x: number; readonly y: number }
/** A QR code on the picture. */
export interface FoundCode {
  readonly text: string;
  /** Clockwise from the code's own upper left. */
  readonly corners: readonly [Place, Place, Place, Place];
  /** Set if it is one of several codes that hold one text, and the others are not on the picture. */
  readonly part?: { readonly index: number; readonly count: number };
}
/** What a step of a search did. */
export interface SearchStep { readonly number: number; readonly most: number; readonly added: number }
"#;

#[wasm_bindgen]
extern "C" {
    /// `FoundCode[]` of the TypeScript above.
    #[wasm_bindgen(typescript_type = "FoundCode[]")]
    pub type FoundCodes;
    /// `SearchStep` of the TypeScript above.
    #[wasm_bindgen(typescript_type = "SearchStep")]
    pub type SearchStep;
}

/// Every QR code on a picture of `width` × `height` pixels of four bytes.
///
/// Throws CoreError: `picture_too_large`, `picture_length`.
#[wasm_bindgen]
pub fn find(pixels: Clamped<Vec<u8>>, width: usize, height: usize) -> Result<FoundCodes, CoreError> {
    let mut search = Search::new(pixels, width, height)?;
    while search.step().is_some() {}
    Ok(search.found())
}

/// Every QR code on what a canvas shows.
///
/// Throws CoreError: `picture_too_large`.
#[wasm_bindgen]
pub fn find_in_image(image: &ImageData) -> Result<FoundCodes, CoreError> {
    find(image.data(), image.width() as usize, image.height() as usize)
}

/// A search that is done step by step, so that what was found can be shown and the rest be left.
#[wasm_bindgen]
pub struct Search(qr::Search<'static>);

#[wasm_bindgen]
impl Search {
    /// A search of which nothing is done yet.
    ///
    /// Throws CoreError: `picture_too_large`, `picture_length`.
    #[wasm_bindgen(constructor)]
    pub fn new(pixels: Clamped<Vec<u8>>, width: usize, height: usize) -> Result<Search, CoreError> {
        let picture = Picture::from_owned_rgba(pixels.0, width, height)?;
        Ok(Search(qr::Search::new(picture).with_decoder(decode)))
    }

    /// A search of what a canvas shows.
    ///
    /// Throws CoreError: `picture_too_large`.
    pub fn in_image(image: &ImageData) -> Result<Search, CoreError> {
        Search::new(image.data(), image.width() as usize, image.height() as usize)
    }

    /// Does the next step; `undefined` once the search is over.
    pub fn step(&mut self) -> Option<SearchStep> {
        let pass = self.0.step()?;
        let numbers = [("number", pass.number), ("most", pass.most), ("added", pass.added)];
        let step = object(numbers.map(|(name, value)| (name, JsValue::from_f64(value as f64))));
        Some(step.unchecked_into())
    }

    /// The codes found so far, from top to bottom.
    pub fn found(&self) -> FoundCodes {
        self.0.found().iter().map(view).collect::<Array>().unchecked_into()
    }
}

/// The character sets that the browser knows.
fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

fn view(found: &Found) -> Object {
    let mut members = vec![
        ("text", JsValue::from_str(&found.text)),
        ("corners", found.corners.iter().map(place).collect::<Array>().into()),
    ];
    if let Some(part) = found.part {
        let numbers = [("index", part.index), ("count", part.count)];
        members.push(("part", object(numbers.map(|(name, value)| (name, value.into()))).into()));
    }
    object(members)
}

fn place(point: &Point) -> Object {
    object([("x", point.x.into()), ("y", point.y.into())])
}

fn object(members: impl IntoIterator<Item = (&'static str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &value);
    }
    object
}
