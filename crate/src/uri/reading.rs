//! One scanned or pasted text, or a block of them.

use super::bare_key::looks_like_key;
use super::migration::{self, Part};
use super::secret_input::bare_account;
use super::{foreign, key_uri};
use crate::account::Account;
use crate::error::{Error, ErrorCode};

use super::foreign::Foreign;

/// What one text turned out to be.
#[derive(Debug)]
pub enum Reading {
    /// An account.
    Account(Box<Account>),
    /// One code of a Google export.
    Part(Part),
    /// Something else that has a name.
    Foreign(Foreign),
    /// Meant as an account, and wrong.
    Invalid(Error),
}

impl From<Result<Account, Error>> for Reading {
    fn from(result: Result<Account, Error>) -> Reading {
        match result {
            Ok(account) => Reading::Account(Box::new(account)),
            Err(error) => Reading::Invalid(error),
        }
    }
}

/// Reads one text: a key URI, a Google export, a bare key, or what it is instead.
pub fn read(text: &str) -> Reading {
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
    if let Some(reading) = read_known(text) {
        return reading;
    }
    if looks_like_key(text) {
        return bare_account(text).into();
    }
    Reading::Foreign(Foreign::plain_text())
}

/// As [`read`], for bytes that must be UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Reading {
    match core::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(_) => Reading::Invalid(ErrorCode::UriTextNotUtf8.into()),
    }
}

/// Reads a pasted block line by line; blank lines and comments (`#`) are passed over.
pub fn read_all(text: &str) -> Vec<Reading> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(read).collect()
}

/// What tells itself by a scheme or a form of its own; `None` for a bare key and for plain text.
pub(super) fn read_known(text: &str) -> Option<Reading> {
    if migration::is_migration(text) {
        return Some(match migration::parse(text) {
            Ok(part) => Reading::Part(part),
            Err(error) => Reading::Invalid(error),
        });
    }
    if let Some(foreign) = foreign::recognise_special(text) {
        return Some(Reading::Foreign(foreign));
    }
    if key_uri::has_key_scheme(text) {
        return Some(key_uri::parse(text).into());
    }
    foreign::recognise_general(text).map(Reading::Foreign)
}

const BYTE_ORDER_MARK: char = '\u{feff}';
