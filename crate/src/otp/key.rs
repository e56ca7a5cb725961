//! The shared key, as people type it and as exports write it.

use core::fmt;
use core::str::FromStr;

use base32ct::{Base32UpperUnpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// A shared key: its bytes, and the bits that its base32 text held beyond the last whole byte.
///
/// Texts of 17 or 26 characters, or with stray last bits, occur in real exports although RFC 4648 section 6 calls
/// them impossible. The stray bits never enter a code, but they are kept, so that [`Key::to_base32`] gives the text
/// back exactly as the service wrote it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    bytes: Secret,
    tail: Tail,
}

impl Key {
    /// A key of raw bytes.
    ///
    /// Errors: `secret_empty`; `secret_too_long`.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Key, Error> {
        Key::new(Secret::new(bytes), Tail::NONE)
    }

    /// Reads a key in hexadecimal, with the separators that people leave in; a final single digit is padded.
    ///
    /// Errors: `secret_empty`, `secret_character_other`, `secret_too_long`.
    pub fn from_hex(text: &str) -> Result<Key, Error> {
        let mut digits = Zeroizing::new(String::with_capacity(text.len().saturating_add(1)));
        for (position, character) in (1..).zip(text.chars()).filter(|(_, c)| !is_separator(*c)) {
            if !character.is_ascii_hexdigit() {
                return Err(Error::at(ErrorCode::SecretCharacterOther, position));
            }
            digits.push(character);
        }
        if digits.len() % 2 == 1 {
            digits.push('0');
        }
        let bytes =
            base16ct::mixed::decode_vec(digits.as_str()).map_err(|_| ErrorCode::SecretCharacterOther)?;
        Key::from_bytes(bytes)
    }

    /// A stored key: its bytes and the mark of [`Key::tail_mark`].
    ///
    /// Errors: `secret_empty`, `secret_too_long`.
    pub(crate) fn from_parts(bytes: Vec<u8>, tail_mark: u8) -> Result<Key, Error> {
        Key::new(Secret::new(bytes), Tail(tail_mark))
    }

    fn new(bytes: Secret, tail: Tail) -> Result<Key, Error> {
        Key::fits(bytes.len())?;
        Ok(Key { bytes, tail })
    }

    /// Whether a key may have this many bytes.
    ///
    /// Errors: `secret_empty`, `secret_too_long`.
    pub(crate) fn fits(length: usize) -> Result<(), Error> {
        match length {
            0 => Err(ErrorCode::SecretEmpty.into()),
            1..=Key::LIMIT => Ok(()),
            _ => Err(Error::at(ErrorCode::SecretTooLong, Key::LIMIT)),
        }
    }

    /// The bytes that HMAC takes.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// The stray bits behind the last whole byte, led by a 1 that marks how many there are; 0 for none.
    pub(crate) fn tail_mark(&self) -> u8 {
        self.tail.0
    }

    /// Whether two keys make the same codes, whatever their texts held beyond the last whole byte.
    pub fn makes_same_codes_as(&self, other: &Key) -> bool {
        self.bytes == other.bytes
    }

    /// Shorter than the 16 characters (80 bits) that services have always used: accepted, with a caution.
    pub fn is_short(&self) -> bool {
        self.bytes.len() < 10
    }

    /// Upper-case base32 without padding: the text the service wrote, without its separators.
    pub fn to_base32(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(Base32UpperUnpadded::encode_string(self.bytes.expose()));
        self.tail.restore(&mut text, self.bytes.len());
        text
    }

    /// The longest key taken, in bytes: 32 times what HMAC-SHA-512 can use at once.
    pub const LIMIT: usize = 4096;
}

impl FromStr for Key {
    type Err = Error;

    /// Reads base32 as people type and paste it: any case, spaces, no-break spaces, tabs, dashes, underscores,
    /// padding. A wrong character is named by its position (from 1) and by what it probably is; nothing is
    /// corrected in silence.
    ///
    /// Errors: `secret_empty`, `secret_character_zero`, `_one`, `_eight`, `_other`, `secret_too_short`,
    /// `secret_too_long`.
    fn from_str(text: &str) -> Result<Key, Error> {
        // Wiped on every way out; as long as the text, so that it never moves.
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        let (mut held, mut count) = (0u32, 0u32);
        for (position, character) in (1..).zip(text.chars()).filter(|(_, c)| !is_separator(*c)) {
            held = held << 5 | base32_value(character).map_err(|code| Error::at(code, position))?;
            count = count.saturating_add(5);
            if let Some(rest) = count.checked_sub(8) {
                bytes.push((held >> rest) as u8);
                held &= low_bits(rest);
                count = rest;
            }
        }
        if bytes.is_empty() {
            let code = if count == 0 { ErrorCode::SecretEmpty } else { ErrorCode::SecretTooShort };
            return Err(code.into());
        }
        let tail = Tail::new(held, count, bytes.len());
        Key::new(Secret::new(core::mem::take(&mut *bytes)), tail)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Up to seven stray bits with a leading 1 as their mark; 0 when the text is what an encoder writes anyway.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Tail(u8);

impl Tail {
    const NONE: Tail = Tail(0);

    /// `count` stray bits `held` behind `bytes` whole bytes.
    fn new(held: u32, count: u32, bytes: usize) -> Tail {
        if held == 0 && count as usize == Tail::usual_count(bytes) {
            return Tail::NONE;
        }
        Tail((1 << count.min(7) | held) as u8)
    }

    /// The bits that an encoder adds behind `bytes` bytes to fill the last character.
    fn usual_count(bytes: usize) -> usize {
        match bytes % 5 {
            0 => 0,
            1 => 2,
            2 => 4,
            3 => 1,
            _ => 3,
        }
    }

    /// Rewrites the end of `text`, the encoding of `bytes` bytes, as the text that had this tail.
    fn restore(self, text: &mut String, bytes: usize) {
        let Some(count) = self.0.checked_ilog2() else {
            return;
        };
        let held = u32::from(self.0) & low_bits(count);
        let usual = Tail::usual_count(bytes) as u32;
        // The last character holds `5 - usual` bits of the key above the first `usual` stray bits.
        if usual > 0 {
            let known = text.pop().and_then(|last| base32_value(last).ok()).unwrap_or(0);
            text.push(base32_character(known | held >> count.saturating_sub(usual)));
        }
        if count > usual {
            text.push(base32_character(held & low_bits(count.saturating_sub(usual))));
        }
    }
}

const fn low_bits(count: u32) -> u32 {
    !(u32::MAX << (count & 31))
}

fn base32_value(character: char) -> Result<u32, ErrorCode> {
    match character.to_ascii_uppercase() {
        letter @ 'A'..='Z' => Ok(u32::from(letter).saturating_sub(u32::from('A'))),
        digit @ '2'..='7' => Ok(u32::from(digit).saturating_sub(u32::from('2')).saturating_add(26)),
        '0' => Err(ErrorCode::SecretCharacterZero),
        '1' => Err(ErrorCode::SecretCharacterOne),
        '8' => Err(ErrorCode::SecretCharacterEight),
        _ => Err(ErrorCode::SecretCharacterOther),
    }
}

fn base32_character(value: u32) -> char {
    let value = (value & 31) as u8;
    char::from(if value < 26 { b'A'.wrapping_add(value) } else { b'2'.wrapping_add(value.wrapping_sub(26)) })
}

/// What is dropped from a key: white space of every kind, invisible joiners and marks that copying leaves, dashes
/// of every kind, underscores, padding (also as `%3D`'s decoded `=`).
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '_' | '=' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}'..='\u{200F}')
        || matches!(character, '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '.' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    #[test]
    fn separators_case_and_padding_do_not_matter() {
        let plain = key("JBSWY3DPEHPK3PXP");
        for text in [
            "jbsw y3dp ehpk 3pxp",
            "JBSW-Y3DP-EHPK-3PXP",
            "JBSW\u{a0}Y3DP\u{202f}EHPK\t3PXP\n",
            "JBSWY3DPEHPK3PXP======",
            "\u{200b}JBSWY3DP\u{2011}EHPK3PXP",
        ] {
            assert_eq!(key(text), plain, "{text:?}");
        }
    }

    #[test]
    fn a_wrong_character_is_named_with_its_position() {
        for (text, code, position) in [
            ("JBSWY30P", ErrorCode::SecretCharacterZero, 7),
            ("JBSW Y31P", ErrorCode::SecretCharacterOne, 8),
            ("8BSW", ErrorCode::SecretCharacterEight, 1),
            ("JB$W", ErrorCode::SecretCharacterOther, 3),
            ("JBSWé", ErrorCode::SecretCharacterOther, 5),
        ] {
            assert_eq!(text.parse::<Key>(), Err(Error::at(code, position)), "{text}");
        }
    }

    #[test]
    fn a_key_of_impossible_length_keeps_its_text() {
        for text in
            ["ABCDEFG", "ABC", "ABCDEFGHIJKLMNOPQ", "ABCDEFGHIJKLMNOPQRS", "ORSXG5DJNZTXIZLTORUW4ZZRGI"]
        {
            assert_eq!(*key(text).to_base32(), text);
        }
        assert_eq!(key("ABCDEFG").bytes(), [0x00, 0x44, 0x32, 0x14]);
    }

    #[test]
    fn nothing_and_too_little_are_told_apart() {
        assert_eq!(" - ".parse::<Key>(), Err(ErrorCode::SecretEmpty.into()));
        assert_eq!("A".parse::<Key>(), Err(ErrorCode::SecretTooShort.into()));
        assert_eq!(key("AE").bytes(), [1]);
    }

    #[test]
    fn a_key_beyond_the_limit_is_refused() {
        let error = "A".repeat(8000).parse::<Key>().unwrap_err();
        assert_eq!(error, Error::at(ErrorCode::SecretTooLong, 4096));
    }

    #[test]
    fn hexadecimal_is_read_and_padded() {
        assert_eq!(Key::from_hex("48:65").unwrap_err(), Error::at(ErrorCode::SecretCharacterOther, 3));
        assert_eq!(Key::from_hex("48 65-6C").unwrap().bytes(), b"Hel");
        assert_eq!(Key::from_hex("a").unwrap().bytes(), [0xa0]);
        assert_eq!(Key::from_hex("abc").unwrap().bytes(), [0xab, 0xc0]);
        assert_eq!(Key::from_hex(""), Err(ErrorCode::SecretEmpty.into()));
    }

    #[test]
    fn stray_bits_tell_texts_apart_and_not_codes() {
        let (plain, stray, other) = (key("AE"), key("AF"), key("AI"));
        assert_ne!(plain, stray);
        assert!(plain.makes_same_codes_as(&stray));
        assert!(!plain.makes_same_codes_as(&other));
    }

    #[test]
    fn a_key_of_fewer_than_eighty_bits_is_short() {
        for (bytes, short) in [(1, true), (9, true), (10, false), (20, false)] {
            assert_eq!(Key::from_bytes(vec![0; bytes]).unwrap().is_short(), short, "{bytes}");
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", key("JBSWY3DPEHPK3PXP")), "Key(…)");
    }

    proptest! {
        #[test]
        fn printing_and_parsing_are_inverse(text in "[A-Z2-7]{2,80}") {
            prop_assert_eq!(&*key(&text).to_base32(), &text);
        }

        #[test]
        fn a_stored_key_gives_its_text_back(text in "[A-Z2-7]{2,80}") {
            let key = key(&text);
            let stored = Key::from_parts(key.bytes().to_vec(), key.tail_mark()).unwrap();
            prop_assert_eq!(&*stored.to_base32(), &text);
        }

        #[test]
        fn bytes_survive_the_text(bytes in proptest::collection::vec(any::<u8>(), 1..80)) {
            let first = Key::from_bytes(bytes.clone()).unwrap();
            let again = key(&first.to_base32());
            prop_assert_eq!(again.bytes(), &bytes[..]);
            prop_assert_eq!(again.tail_mark(), 0);
        }
    }
}
