//! What a person types or pastes into the “Secret” field.

use super::key_uri::steam_base64;
use super::migration::Part;
use super::reading::{Reading, read_known};
use crate::account::Account;
use crate::error::Error;
use crate::otp::{Key, Otp, Scheme};

/// What the field holds.
#[derive(Debug)]
pub enum SecretInput {
    /// A key; type and settings are the form's.
    Key {
        /// The key.
        key: Key,
        /// How it was written.
        spelling: Spelling,
        /// Shorter than the 16 characters that services have always used: taken, with a caution.
        short: bool,
    },
    /// A pasted key URI: everything the form asks for.
    Account(Box<Account>),
    /// A pasted Google export.
    Part(Part),
    /// Something that is recognised and holds no key.
    Foreign(super::Foreign),
}

/// How a key was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Base32, what nearly every service shows.
    Base32,
    /// Hexadecimal.
    Hex,
    /// Base64 of 20 bytes, Steam's `shared_secret`: the account is a Steam one.
    SteamBase64,
}

impl Spelling {
    /// The scheme that the spelling tells.
    pub const fn scheme(self) -> Scheme {
        match self {
            Spelling::SteamBase64 => Scheme::Steam,
            Spelling::Base32 | Spelling::Hex => Scheme::standard(),
        }
    }
}

/// Reads what was typed into the “Secret” field.
///
/// Errors: those of a key (`secret_…`, with the position of the wrong character) and of a key URI.
pub fn secret_input(text: &str) -> Result<SecretInput, Error> {
    match read_known(text) {
        Some(Reading::Account(account)) => Ok(SecretInput::Account(account)),
        Some(Reading::Part(part)) => Ok(SecretInput::Part(part)),
        Some(Reading::Foreign(foreign)) => Ok(SecretInput::Foreign(foreign)),
        Some(Reading::Invalid(error)) => Err(error),
        None => {
            let (key, spelling) = parse_key(text)?;
            Ok(SecretInput::Key { short: key.is_short(), key, spelling })
        }
    }
}

/// Reads a key alone: an account of it has no names yet.
pub(super) fn bare_account(text: &str) -> Result<Account, Error> {
    let (key, spelling) = parse_key(text)?;
    Ok(Account::new(Otp { key, scheme: spelling.scheme() }, "", ""))
}

/// Reads a key in the one spelling it can have; base32 wherever two are possible.
fn parse_key(text: &str) -> Result<(Key, Spelling), Error> {
    if let Some(bytes) = steam_base64(text) {
        return Ok((Key::from_bytes(bytes)?, Spelling::SteamBase64));
    }
    let spelling = if is_clearly_hex(text) { Spelling::Hex } else { Spelling::Base32 };
    Ok((parse_base32_or_hex(text)?, spelling))
}

/// Reads a key in base32, or in hexadecimal where that is beyond doubt.
///
/// Errors: those of base32, which is what people type and mistype.
pub(super) fn parse_base32_or_hex(text: &str) -> Result<Key, Error> {
    if is_clearly_hex(text) { Key::from_hex(text) } else { text.parse() }
}

/// Hexadecimal beyond doubt: 16 characters or more, an even number of them, none but hexadecimal digits, and one that
/// base32 lacks (0, 1, 8, 9). Digits alone must be 32: a number of 16 digits is rather a card's or a
/// customer's. A mistyped base32 key does not fit: 15 of its 16 characters would have to fall among A–F and 2–7
/// (less than one in a million).
fn is_clearly_hex(text: &str) -> bool {
    let mut count = 0usize;
    let (mut letters, mut lacking) = (false, false);
    for character in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        if !character.is_ascii_hexdigit() {
            return false;
        }
        count = count.saturating_add(1);
        letters |= character.is_ascii_alphabetic();
        lacking |= matches!(character, '0' | '1' | '8' | '9');
    }
    lacking && count.is_multiple_of(2) && count >= if letters { 16 } else { 32 }
}
