//! JSON texts within bounds, both ways.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::transfer::limits;

/// A JSON text. Nesting is bounded by the library at 128.
///
/// Errors: `transfer_damaged`, `transfer_too_many_entries`.
pub(super) fn parse(text: &[u8]) -> Result<Value, Error> {
    limits::check_values(text)?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    serde_json::from_slice(text).map_err(|_| ErrorCode::TransferDamaged.into())
}

/// A JSON text that was decrypted without a MAC: if it is none, the password was wrong.
///
/// Errors: `transfer_password_wrong`, `transfer_too_many_entries`.
pub(super) fn parse_unauthenticated(text: &[u8]) -> Result<Value, Error> {
    parse(text).map_err(|error| match error.code {
        ErrorCode::TransferDamaged => ErrorCode::TransferPasswordWrong.into(),
        _ => error,
    })
}

/// Whether `file` is an object that has all of `names`.
pub(super) fn has(file: &Value, names: &[&str]) -> bool {
    names.iter().all(|name| file.get(name).is_some())
}

/// Whether `file` is an array and any object in it has `name`.
pub(super) fn any_has(file: &Value, name: &str) -> bool {
    file.as_array().is_some_and(|entries| entries.iter().any(|entry| entry.get(name).is_some()))
}

/// The text of `value`, indented as people may want to read it.
///
/// Errors: `transfer_damaged`, which no value of this crate causes.
pub(super) fn write(value: &Value) -> Result<Zeroizing<Vec<u8>>, Error> {
    let text = serde_json::to_vec_pretty(value).map_err(|_| ErrorCode::TransferDamaged)?;
    Ok(Zeroizing::new(text))
}

/// Adds a field to an object.
pub(super) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value.into());
    }
}
