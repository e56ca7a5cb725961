//! From bytes to text: which characters a code's bytes mean.
//!
//! UTF-8, Latin-1 and UTF-16 are read here. The tables of the others weigh more than the whole reader, and every
//! browser has them: the boundary hands in its `TextDecoder`, the `scan` example a crate.

/// Reads `bytes` in the character set with this label of the Encoding Standard. Nothing if it is not known there or
/// the bytes are not valid in it.
pub type Decoder = fn(label: &str, bytes: &[u8]) -> Option<String>;

/// The meaning of a run of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// Digits and the characters of the alphanumeric mode.
    Ascii,
    /// Nothing was said: UTF-8 if all such bytes of the message are, else Latin-1.
    Unnamed,
    Utf8,
    Latin1,
    /// Both of the Kanji mode and of its number.
    ShiftJis,
    /// A set that the decoder must know, by its label.
    Label(&'static str),
    /// A number without a meaning.
    Unknown,
}

impl Charset {
    /// The character set of an Extended Channel Interpretation's number (AIM ITS/04-023).
    pub(super) fn of_eci(number: u32) -> Charset {
        match number {
            0 | 2 => Charset::Label("ibm437"),
            1 | 3 => Charset::Latin1,
            4 => Charset::Label("iso-8859-2"),
            5 => Charset::Label("iso-8859-3"),
            6 => Charset::Label("iso-8859-4"),
            7 => Charset::Label("iso-8859-5"),
            8 => Charset::Label("iso-8859-6"),
            9 => Charset::Label("iso-8859-7"),
            10 => Charset::Label("iso-8859-8"),
            11 => Charset::Label("windows-1254"),
            12 => Charset::Label("iso-8859-10"),
            13 => Charset::Label("windows-874"),
            15 => Charset::Label("iso-8859-13"),
            16 => Charset::Label("iso-8859-14"),
            17 => Charset::Label("iso-8859-15"),
            18 => Charset::Label("iso-8859-16"),
            20 => Charset::ShiftJis,
            21 => Charset::Label("windows-1250"),
            22 => Charset::Label("windows-1251"),
            23 => Charset::Label("windows-1252"),
            24 => Charset::Label("windows-1256"),
            25 => Charset::Label("utf-16be"),
            26 => Charset::Utf8,
            27 | 170 => Charset::Ascii,
            28 => Charset::Label("big5"),
            29 | 32 => Charset::Label("gb18030"),
            30 => Charset::Label("euc-kr"),
            _ => Charset::Unknown,
        }
    }
}

/// The text of `bytes`. What cannot be read is shown as U+FFFD, never as other characters.
pub(super) fn decode(charset: Charset, bytes: &[u8], decoder: Option<Decoder>) -> String {
    let foreign = |label| decoder.and_then(|decoder| decoder(label, bytes));
    match charset {
        Charset::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Charset::Latin1 => bytes.iter().copied().map(char::from).collect(),
        Charset::ShiftJis => foreign("shift_jis").unwrap_or_else(|| ascii(bytes)),
        Charset::Label(label) => foreign(label).unwrap_or_else(|| ascii(bytes)),
        Charset::Ascii | Charset::Unnamed | Charset::Unknown => ascii(bytes),
    }
}

fn ascii(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|&byte| if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_set_is_left_to_the_decoder() {
        let decoder: Decoder = |label, bytes| Some(format!("{label}:{}", bytes.len()));
        assert_eq!(decode(Charset::of_eci(20), &[0x93, 0x5f], Some(decoder)), "shift_jis:2");
        assert_eq!(decode(Charset::of_eci(28), b"abc", Some(decoder)), "big5:3");
    }

    #[test]
    fn what_nothing_can_read_is_shown_as_such() {
        assert_eq!(decode(Charset::of_eci(899), &[b'a', 0x93], None), "a\u{fffd}");
        assert_eq!(decode(Charset::ShiftJis, &[0x93, b'a'], Some(|_, _| None)), "\u{fffd}a");
    }

    #[test]
    fn latin_1_is_every_byte_itself() {
        assert_eq!(decode(Charset::Latin1, &[0xe9, 0x41], None), "éA");
    }
}
