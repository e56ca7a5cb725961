//! A JSON object's fields, read as what an entry means by them.
//!
//! Apps write numbers as text and texts as numbers, leave fields out, or write `null`, the word `null` or nothing
//! at all; all of these mean “not said”. A value that is there and wrong is an error.

use serde_json::{Map, Value};

use crate::error::{Error, ErrorCode};
use crate::otp::Key;
use crate::secret::Secret;

/// The fields of one JSON object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// Errors: `transfer_entry_malformed` for anything but an object.
    pub(super) fn of(value: &'a Value) -> Result<Fields<'a>, Error> {
        value.as_object().map(Fields).ok_or_else(|| ErrorCode::TransferEntryMalformed.into())
    }

    /// The value under `name`; `None` where it is absent or `null`.
    pub(super) fn value(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether `name` is there at all, even as `null`.
    pub(super) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A scalar as text; empty where it is not said.
    ///
    /// Errors: `transfer_entry_malformed` for an array or an object.
    pub(super) fn text(self, name: &str) -> Result<String, Error> {
        self.value(name).map_or_else(|| Ok(String::new()), scalar)
    }

    /// Like [`Fields::text`], without outer white space: for names.
    pub(super) fn name(self, name: &str) -> Result<String, Error> {
        Ok(self.text(name)?.trim().to_owned())
    }

    /// A text for a report about an entry that may be malformed: what can be read of it.
    pub(super) fn label(self, name: &str) -> String {
        self.name(name).unwrap_or_default()
    }

    /// Whether `name` says yes: `true`, `1`, `"true"`, `"1"`.
    pub(super) fn flag(self, name: &str) -> bool {
        matches!(self.label(name).to_ascii_lowercase().as_str(), "true" | "1")
    }

    /// The object under `name`; an empty one where it is absent.
    ///
    /// Errors: `transfer_entry_malformed` for anything but an object.
    pub(super) fn object(self, name: &str) -> Result<Fields<'a>, Error> {
        static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.value(name).map_or_else(|| Ok(Fields(&NOTHING)), Fields::of)
    }

    /// The elements under `name`; none where it is absent or no array.
    pub(super) fn list(self, name: &str) -> &'a [Value] {
        self.value(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts among the elements under `name`, without empty ones.
    pub(super) fn texts(self, name: &str) -> Vec<String> {
        let texts = self.list(name).iter().filter_map(Value::as_str);
        texts.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// All fields in the file's order.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.iter()
    }

    /// The base32 key under `name`.
    ///
    /// Errors: `transfer_entry_secret_missing`, and those of [`Key`].
    pub(super) fn key(self, name: &str) -> Result<Key, Error> {
        key(&self.text(name)?)
    }

    /// The PIN under `name`, if there is one.
    ///
    /// Errors: `transfer_entry_malformed`.
    pub(super) fn pin(self, name: &str) -> Result<Option<Secret>, Error> {
        let pin = self.text(name)?;
        Ok((!pin.is_empty()).then(|| Secret::from(pin)))
    }

    /// A whole number that the file's structure rests on (a version, a cost).
    ///
    /// Errors: `transfer_damaged` where it is absent or no whole number.
    pub(super) fn number(self, name: &str) -> Result<u64, Error> {
        let number = self.text(name).ok().and_then(|text| text.trim().parse().ok());
        number.ok_or_else(|| ErrorCode::TransferDamaged.into())
    }

    /// A text that the file's structure rests on.
    ///
    /// Errors: `transfer_damaged` where it is absent or no text.
    pub(super) fn required(self, name: &str) -> Result<&'a str, Error> {
        self.value(name).and_then(Value::as_str).ok_or_else(|| ErrorCode::TransferDamaged.into())
    }
}

/// A key from text, where an empty one has its own error.
///
/// Errors: `transfer_entry_secret_missing`, and those of [`Key`].
pub(super) fn key(text: &str) -> Result<Key, Error> {
    if is_unsaid(text) {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    text.parse()
}

/// Empty, or the literal word that some exporters write for nothing.
pub(super) fn is_unsaid(text: &str) -> bool {
    matches!(text.trim(), "" | "null")
}

/// A JSON scalar as its text. A float that is whole (`30.0`) is that whole number.
fn scalar(value: &Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => {
            let text = number.to_string();
            Ok(text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned))
        }
        Value::Null => Ok(String::new()),
        Value::Array(_) | Value::Object(_) => Err(ErrorCode::TransferEntryMalformed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_and_texts_are_the_same_to_a_reader() {
        let value = json!({"a": 30, "b": "30", "c": 30.0, "d": null, "e": 18446744073709551615u64});
        let fields = Fields::of(&value).unwrap();
        for (name, text) in [("a", "30"), ("b", "30"), ("c", "30"), ("d", ""), ("f", "")] {
            assert_eq!(fields.text(name).unwrap(), text, "{name}");
        }
        assert_eq!(fields.text("e").unwrap(), u64::MAX.to_string());
    }

    #[test]
    fn a_list_where_a_text_should_be_is_malformed() {
        let value = json!({"a": []});
        assert_eq!(Fields::of(&value).unwrap().text("a"), Err(ErrorCode::TransferEntryMalformed.into()));
    }

    #[test]
    fn the_word_null_is_no_key() {
        for text in ["", " ", "null"] {
            assert_eq!(key(text), Err(ErrorCode::TransferEntrySecretMissing.into()), "{text}");
        }
    }
}
