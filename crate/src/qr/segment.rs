//! The message in a code's data: segments, each in a mode of its own (ISO/IEC 18004, 7.4).

use zeroize::{Zeroize, Zeroizing};

use super::text::{Charset, Decoder, decode};
use super::version::Version;

/// What a code says, not yet text: which characters the bytes mean is settled for the whole message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pieces: Vec<Piece>,
    /// The code is one of several that belong together.
    pub(super) part: Option<Part>,
}

/// The place of a code among several that hold one message (structured append, 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Counted from 0.
    pub index: u8,
    /// How many codes there are, 1 to 16.
    pub count: u8,
    /// The exclusive or of all bytes of the whole message: the same in all its codes.
    pub(super) parity: u8,
}

/// A run of bytes of one meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    charset: Charset,
    bytes: Zeroizing<Vec<u8>>,
}

impl Message {
    /// Reads the corrected data of a code. Nothing if it is no valid message or an empty one.
    pub(super) fn read(data: &[u8], version: Version) -> Option<Message> {
        let mut bits = Bits { data, position: 0 };
        let mut message = Message { pieces: Vec::new(), part: None };
        let mut charset = Charset::Unnamed;
        let mut is_gs1 = false;
        while bits.left() >= 4 {
            match bits.take(4)? {
                TERMINATOR => break,
                NUMERIC => message.push(Charset::Ascii, numeric(&mut bits, version)?),
                ALPHANUMERIC => message.push(Charset::Ascii, alphanumeric(&mut bits, version, is_gs1)?),
                BYTES => message.push(charset, bytes(&mut bits, version)?),
                KANJI => message.push(Charset::ShiftJis, kanji(&mut bits, version)?),
                ECI => charset = Charset::of_eci(eci(&mut bits)?),
                FNC1_FIRST => is_gs1 = true,
                FNC1_SECOND => {
                    bits.take(8)?;
                    is_gs1 = true;
                }
                APPEND => message.part = Some(part(&mut bits)?),
                _ => return None,
            }
        }
        (!message.pieces.is_empty()).then_some(message)
    }

    fn push(&mut self, charset: Charset, mut bytes: Zeroizing<Vec<u8>>) {
        match self.pieces.last_mut() {
            Some(last) if last.charset == charset => last.bytes.append(&mut bytes),
            _ if bytes.is_empty() => {}
            _ => self.pieces.push(Piece { charset, bytes }),
        }
    }

    /// The message that the parts make in this order.
    pub(super) fn join<'a>(parts: impl Iterator<Item = &'a Message>) -> Message {
        let mut whole = Message { pieces: Vec::new(), part: None };
        for piece in parts.flat_map(|part| &part.pieces) {
            whole.push(piece.charset, piece.bytes.clone());
        }
        whole
    }

    /// The text. `decoder` reads the character sets that this crate does not know itself.
    pub(super) fn text(&self, decoder: Option<Decoder>) -> Zeroizing<String> {
        let is_utf8 = |piece: &&Piece| core::str::from_utf8(&piece.bytes).is_ok();
        let unnamed = || self.pieces.iter().filter(|piece| piece.charset == Charset::Unnamed);
        let guess = if unnamed().all(|piece| is_utf8(&piece)) { Charset::Utf8 } else { Charset::Latin1 };
        let mut text =
            Zeroizing::new(String::with_capacity(self.pieces.iter().map(|p| 2 * p.bytes.len()).sum()));
        for piece in &self.pieces {
            let charset = if piece.charset == Charset::Unnamed { guess } else { piece.charset };
            let mut part = decode(charset, &piece.bytes, decoder);
            text.push_str(&part);
            part.zeroize();
        }
        text
    }
}

const TERMINATOR: u32 = 0;
const NUMERIC: u32 = 1;
const ALPHANUMERIC: u32 = 2;
const APPEND: u32 = 3;
const BYTES: u32 = 4;
const FNC1_FIRST: u32 = 5;
const ECI: u32 = 7;
const KANJI: u32 = 8;
const FNC1_SECOND: u32 = 9;

/// Bits of a segment's character count: they grow with the version (table 3).
fn count(bits: &mut Bits<'_>, version: Version, widths: [usize; 3]) -> Option<usize> {
    let [small, medium, large] = widths;
    let width = match version.number() {
        ..=9 => small,
        10..=26 => medium,
        _ => large,
    };
    Some(bits.take(width)? as usize)
}

type Bytes = Zeroizing<Vec<u8>>;

/// Three digits in ten bits, a rest of two in seven, of one in four.
fn numeric(bits: &mut Bits<'_>, version: Version) -> Option<Bytes> {
    let mut left = count(bits, version, [10, 12, 14])?;
    let mut text = Zeroizing::new(Vec::with_capacity(left));
    while left > 0 {
        let (digits, width) = match left {
            1 => (1, 4),
            2 => (2, 7),
            _ => (3, 10),
        };
        let value = bits.take(width)?;
        if value >= 10u32.pow(digits) {
            return None;
        }
        text.extend((0..digits).rev().map(|place| b'0' + (value / 10u32.pow(place) % 10) as u8));
        left -= digits as usize;
    }
    Some(text)
}

/// Two characters of 45 in eleven bits, a last one in six. In GS1 messages `%` is a separator and `%%` a percent
/// sign (7.4.8.2).
fn alphanumeric(bits: &mut Bits<'_>, version: Version, is_gs1: bool) -> Option<Bytes> {
    const CHARACTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const SEPARATOR: u8 = 0x1d;
    let mut left = count(bits, version, [9, 11, 13])?;
    let mut text = Zeroizing::new(Vec::with_capacity(left));
    while left > 1 {
        let pair = bits.take(11)? as usize;
        text.extend([*CHARACTERS.get(pair / 45)?, *CHARACTERS.get(pair % 45)?]);
        left -= 2;
    }
    if left == 1 {
        text.push(*CHARACTERS.get(bits.take(6)? as usize)?);
    }
    if !is_gs1 {
        return Some(text);
    }
    let mut characters = text.iter().copied().peekable();
    let mut unescaped = Zeroizing::new(Vec::with_capacity(text.len()));
    while let Some(character) = characters.next() {
        let doubled = character == b'%' && characters.next_if_eq(&b'%').is_some();
        unescaped.push(if character == b'%' && !doubled { SEPARATOR } else { character });
    }
    Some(unescaped)
}

fn bytes(bits: &mut Bits<'_>, version: Version) -> Option<Bytes> {
    let count = count(bits, version, [8, 16, 16])?;
    if count * 8 > bits.left() {
        return None;
    }
    Some(Zeroizing::new((0..count).filter_map(|_| bits.take(8)).map(|byte| byte as u8).collect()))
}

/// Thirteen bits for each character of two bytes in Shift JIS.
fn kanji(bits: &mut Bits<'_>, version: Version) -> Option<Bytes> {
    let count = count(bits, version, [8, 10, 12])?;
    let mut text = Zeroizing::new(Vec::with_capacity(2 * count));
    for _ in 0..count {
        let value = bits.take(13)?;
        let packed = ((value / 0xc0) << 8) | (value % 0xc0);
        let character = packed + if packed < 0x1f00 { 0x8140 } else { 0xc140 };
        text.extend([(character >> 8) as u8, character as u8]);
    }
    Some(text)
}

/// The number of a character set, in one to three bytes (7.4.3.2).
fn eci(bits: &mut Bits<'_>) -> Option<u32> {
    let first = bits.take(8)?;
    match first {
        0..0x80 => Some(first),
        0x80..0xc0 => Some((first & 0x3f) << 8 | bits.take(8)?),
        0xc0..0xe0 => Some((first & 0x1f) << 16 | bits.take(16)?),
        _ => None,
    }
}

fn part(bits: &mut Bits<'_>) -> Option<Part> {
    let part =
        Part { index: bits.take(4)? as u8, count: bits.take(4)? as u8 + 1, parity: bits.take(8)? as u8 };
    (part.index < part.count).then_some(part)
}

/// Data read bit by bit, highest first.
struct Bits<'a> {
    data: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.data.len() * 8 - self.position
    }

    fn take(&mut self, width: usize) -> Option<u32> {
        if width > self.left() {
            return None;
        }
        let mut value = 0;
        for _ in 0..width {
            let byte = self.data.get(self.position / 8).copied().unwrap_or(0);
            value = value << 1 | u32::from(byte >> (7 - self.position % 8) & 1);
            self.position += 1;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits.bytes().filter(|b| *b != b' ').map(|b| b - b'0').collect();
        bits.chunks(8).map(|c| c.iter().fold(0, |v, b| v << 1 | b) << (8 - c.len())).collect()
    }

    fn message(bits: &str) -> Option<Message> {
        Message::read(&data(bits), Version::of_side(21).unwrap())
    }

    fn text(bits: &str) -> Option<String> {
        message(bits).map(|message| message.text(None).to_string())
    }

    #[test]
    fn the_standards_examples_are_read() {
        assert_eq!(text("0001 0000001000 0000001100 0101011001 1000011 0000").as_deref(), Some("01234567"));
        assert_eq!(text("0010 000000101 00111001110 11100111001 000010 0000").as_deref(), Some("AC-42"));
    }

    #[test]
    fn segments_of_several_modes_follow_each_other() {
        let bits = "0100 00000010 01100001 11000011 0001 0000000001 0111 0100 00000001 10101001";
        assert_eq!(text(bits).as_deref(), Some("aÃ7©"));
    }

    #[test]
    fn a_character_split_between_byte_segments_is_whole() {
        assert_eq!(text("0100 00000001 11000011 0100 00000001 10101001").as_deref(), Some("é"));
    }

    #[test]
    fn a_named_character_set_is_obeyed() {
        assert_eq!(text("0111 00000011 0100 00000010 11000011 10101001").as_deref(), Some("Ã©"));
        assert_eq!(text("0111 00011010 0100 00000010 11000011 10101001").as_deref(), Some("é"));
    }

    #[test]
    fn kanji_are_shift_jis() {
        let message = message("1000 00000001 0110110011111").unwrap();
        assert_eq!(*message.pieces[0].bytes, [0x93, 0x5f]);
        assert_eq!(message.pieces[0].charset, Charset::ShiftJis);
    }

    #[test]
    fn a_part_knows_its_place() {
        let part = message("0011 0001 0010 10101010 0100 00000001 01100001").unwrap().part;
        assert_eq!(part, Some(Part { index: 1, count: 3, parity: 0xaa }));
        assert_eq!(message("0011 0010 0001 10101010 0100 00000001 01100001"), None);
    }

    #[test]
    fn a_percent_sign_separates_in_gs1_messages() {
        assert_eq!(text("0101 0010 000000010 11011010100").as_deref(), Some("%"));
        assert_eq!(text("0101 0010 000000001 100110").as_deref(), Some("\u{1d}"));
    }

    #[test]
    fn what_is_cut_off_or_unknown_is_no_message() {
        for bits in ["0100 00000010 01100001", "0110 0000", "0001 0000000011 1111111111", "0000 1110", ""] {
            assert_eq!(message(bits), None, "{bits}");
        }
    }
}
