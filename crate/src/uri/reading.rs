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

/// Reads a pasted block line by line; blank lines and comments (`#`) are passed over. A contact or another text that is
/// one over all its lines is one reading.
pub fn read_all(text: &str) -> Vec<Reading> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    if let Some(foreign) = foreign::recognise_block(text) {
        return vec![Reading::Foreign(foreign)];
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(reading: &Reading) -> &str {
        match reading {
            Reading::Account(account) => account.otp.scheme.name(),
            Reading::Part(_) => "part",
            Reading::Foreign(foreign) => foreign.kind,
            Reading::Invalid(error) => error.code.as_str(),
        }
    }

    fn kinds(text: &str) -> Vec<String> {
        read_all(text).iter().map(|reading| kind(reading).to_owned()).collect()
    }

    const PART: &str = "otpauth-migration://offline?data=CjUKBWYkQUSTEgdNWUxBQkVMGghNWUlTU1VFUiACKAIwAkITNjE5\
                        NGJjMTczNzcyNzc5ODc5MxACGAEgAA%3D%3D";

    #[test]
    fn a_block_is_read_line_by_line() {
        let block = format!(
            "\u{feff}# my accounts\r\n\r\notpauth://totp/a?secret=JBSWY3DPEHPK3PXP\r\n  {PART}  \r\n\
             https://example.com/\r\njbsw y3dp ehpk 3pxp\r\nhello there\r\notpauth://totp/a?secret=\r\n"
        );
        let expected = ["totp", "part", "web-address", "totp", "plain-text", "uri_secret_missing"];
        assert_eq!(kinds(&block), expected);
        assert!(kinds("# nothing\n\n").is_empty());
    }

    #[test]
    fn a_contact_is_one_text_and_not_as_many_as_it_has_lines() {
        assert_eq!(kinds("BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:1\r\nEND:VCARD\r\n"), ["vcard"]);
        assert_eq!(kinds("oktaverify://a/?t=1\notpauth://totp/a?secret=AAAA"), ["okta-verify", "totp"]);
    }

    #[test]
    fn a_bare_key_is_an_account_without_names() {
        let Reading::Account(account) = read("JBSW-Y3DP-EHPK-3PXP") else { panic!("no account") };
        assert_eq!(account.otp.scheme, crate::otp::Scheme::standard());
        assert_eq!((account.issuer.as_str(), account.account.as_str()), ("", ""));
        assert_eq!(account.otp.key.bytes(), b"Hello!\xde\xad\xbe\xef");
        assert_eq!(kind(&read("3132333435363738393031323334353637383930")), "totp");
        assert_eq!(kind(&read("c3RlYW0gc2hhcmVkIHNlY3JldCE=")), "steam");
        assert_eq!(kind(&read("JBSWY3DPEHPK3PX0")), "uri_secret_character");
    }

    #[test]
    fn words_are_no_key() {
        for text in ["definitely not valid", "", "alice", "4111 1111 1111 1111", "example.com"] {
            assert_eq!(kind(&read(text)), "plain-text", "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(kind(&read_bytes(b"\xff\xfeo\0")), "uri_text_not_utf8");
        assert_eq!(kind(&read_bytes(b"otpauth://totp/a?secret=AAAA")), "totp");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fail(text in any::<String>(), bytes in any::<Vec<u8>>()) {
            read_all(&text);
            read_bytes(&bytes);
            crate::uri::secret_input(&text).ok();
        }

        #[test]
        fn no_uri_makes_the_reader_fail(
            scheme in proptest::sample::select(vec![
                "otpauth://totp/", "otpauth://hotp/", "otpauth://yaotp/", "otpauth://steam", "OTPAUTH:", "motp://",
                "steam://", "otpauth-migration://offline?data=", "oktaverify://", "WIFI:", "https://", "duo://",
            ]),
            rest in "([ -~éß東🗼]|%[0-9A-Fa-f]{2}|[?&=:/]|secret=|issuer=|digits=|period=|counter=){0,60}",
        ) {
            let text = format!("{scheme}{rest}");
            read(&text);
            crate::uri::parse(&text).ok();
            crate::uri::migration::parse(&text).ok();
        }
    }
}
