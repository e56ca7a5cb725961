//! What a person types or pastes into the “Secret” field.

use super::key_uri::steam_base64;
use super::migration::Part;
use super::reading::{Reading, read_known};
use crate::account::Account;
use crate::error::{Error, ErrorCode};
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
    let (key, spelling) = parse_key(text).map_err(outside_the_field)?;
    Ok(Account::new(Otp { key, scheme: spelling.scheme() }, "", ""))
}

/// Reads a key in the one spelling it can have; base32 wherever two are possible.
fn parse_key(text: &str) -> Result<(Key, Spelling), Error> {
    if let Some(bytes) = steam_base64(text).filter(|_| is_padded(text)) {
        return Ok((Key::from_bytes(bytes)?, Spelling::SteamBase64));
    }
    let spelling = if is_clearly_hex(text) { Spelling::Hex } else { Spelling::Base32 };
    Ok((parse_base32_or_hex(text)?, spelling))
}

/// The error for a key that the person has not typed into the field before them: its position is one in the key, not
/// in what they see.
pub(super) fn outside_the_field(error: Error) -> Error {
    use ErrorCode::{SecretCharacterEight, SecretCharacterOne, SecretCharacterOther, SecretCharacterZero};
    match error.code {
        SecretCharacterZero | SecretCharacterOne | SecretCharacterEight | SecretCharacterOther => {
            Error { code: ErrorCode::UriSecretCharacter, ..error }
        }
        _ => error,
    }
}

/// Whether the text is 20 bytes in base64 as Steam's files hold them: by its padding it is not mistaken for a token.
pub(super) fn is_steam_base64(text: &str) -> bool {
    is_padded(text) && steam_base64(text).is_some()
}

fn is_padded(text: &str) -> bool {
    text.trim().ends_with('=')
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> (Vec<u8>, Spelling, bool) {
        match secret_input(text) {
            Ok(SecretInput::Key { key, spelling, short }) => (key.bytes().to_vec(), spelling, short),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn base32_is_taken_however_it_is_typed() {
        for text in ["JBSWY3DPEHPK3PXP", "jbsw y3dp ehpk 3pxp", " JBSW-Y3DP\u{a0}EHPK\t3PXP==\r\n"] {
            assert_eq!(key(text), (b"Hello!\xde\xad\xbe\xef".to_vec(), Spelling::Base32, false), "{text}");
        }
    }

    #[test]
    fn a_short_key_is_taken_with_a_caution() {
        assert_eq!(key("JBSWY3DP"), (b"Hello".to_vec(), Spelling::Base32, true));
        assert!(key("JBSWY3DPEHPK3PX").2);
        assert!(!key("JBSWY3DPEHPK3PXP").2);
    }

    #[test]
    fn hexadecimal_is_taken_where_base32_cannot_be_meant() {
        assert_eq!(key("48656c6c6f21deadbeef").1, Spelling::Hex);
        assert_eq!(
            key("4865 6C6C 6F21 DEAD BEEF"),
            (b"Hello!\xde\xad\xbe\xef".to_vec(), Spelling::Hex, false)
        );
        assert_eq!(key("3132333435363738393031323334353637383930").0, b"12345678901234567890");
    }

    #[test]
    fn what_could_be_base32_stays_base32() {
        for text in ["abcdef234567abcdef234567", "ABCDEFABCDEFABCD", "2222222222222222"] {
            assert_eq!(key(text).1, Spelling::Base32, "{text}");
        }
    }

    #[test]
    fn what_is_neither_is_named_as_mistyped_base32() {
        for (text, code, position) in [
            ("JBSW Y3DP EHPK 3PX0", ErrorCode::SecretCharacterZero, 19),
            ("JBSWY3DPEHPK3PX1", ErrorCode::SecretCharacterOne, 16),
            ("8BSWY3DPEHPK3PXP", ErrorCode::SecretCharacterEight, 1),
            ("JBSWY3DPEHPK3PX%", ErrorCode::SecretCharacterOther, 16),
            ("abcdef0123", ErrorCode::SecretCharacterZero, 7),
            ("abcdef0123456789a", ErrorCode::SecretCharacterZero, 7),
            ("4111111111111111", ErrorCode::SecretCharacterOne, 2),
        ] {
            let error = secret_input(text).map(|_| ()).unwrap_err();
            assert_eq!(error, Error::at(code, position), "{text}");
        }
        assert_eq!(secret_input(" ").map(|_| ()), Err(ErrorCode::SecretEmpty.into()));
    }

    #[test]
    fn the_shared_secret_of_steam_is_taken() {
        assert_eq!(
            key("c3RlYW0gc2hhcmVkIHNlY3JldCE="),
            (b"steam shared secret!".to_vec(), Spelling::SteamBase64, false)
        );
        assert_eq!(Spelling::SteamBase64.scheme(), Scheme::Steam);
        let unpadded = secret_input("c3RlYW0gc2hhcmVkIHNlY3JldCE").map(|_| ());
        assert_eq!(unpadded, Err(Error::at(ErrorCode::SecretCharacterZero, 7)));
    }

    #[test]
    fn a_pasted_link_is_a_whole_account() {
        let link = "otpauth://hotp/GitHub:alice?secret=JBSWY3DPEHPK3PXP&issuer=GitHub&counter=7";
        let Ok(SecretInput::Account(account)) = secret_input(link) else { panic!("no account") };
        assert_eq!((account.issuer.as_str(), account.otp.scheme.counter()), ("GitHub", Some(7)));
        assert_eq!(
            secret_input("otpauth://totp/x?digits=6").map(|_| ()),
            Err(ErrorCode::UriSecretMissing.into())
        );
        assert_eq!(
            secret_input("otpauth://totp/x?secret=JB0").map(|_| ()),
            Err(Error::at(ErrorCode::UriSecretCharacter, 3))
        );
    }

    #[test]
    fn what_is_no_key_is_named() {
        for (text, kind) in [("VSST12345678", "symantec-vip"), ("https://example.com/", "web-address")] {
            let Ok(SecretInput::Foreign(foreign)) = secret_input(text) else { panic!("{text}") };
            assert_eq!(foreign.kind, kind);
        }
    }
}
