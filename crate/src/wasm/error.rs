//! How a failure crosses to JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Error, ErrorCode};

/// What the core throws: the stable code and at most one number, never text that was read.
#[wasm_bindgen(getter_with_clone)]
pub struct CoreError {
    /// The code, as in `error_<code>` of the messages.
    #[wasm_bindgen(readonly)]
    pub code: String,
    /// A position, a line or a size; the code says which.
    #[wasm_bindgen(readonly)]
    pub number: Option<u32>,
}

impl From<Error> for CoreError {
    fn from(error: Error) -> CoreError {
        CoreError { code: error.code.as_str().to_owned(), number: error.number }
    }
}

impl From<ErrorCode> for CoreError {
    fn from(code: ErrorCode) -> CoreError {
        Error::from(code).into()
    }
}
