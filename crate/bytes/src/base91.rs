//! Bytes as text that `chrome.storage` keeps at one byte per character.
//!
//! The alphabet is printable ASCII without space, `"`, `\` and `<`: the 91 characters that neither JSON nor Chromium's
//! size accounting escape. Two characters hold 13 bits (91² = 8,281 ≥ 2^13), 8 % more than base64.
#![allow(clippy::arithmetic_side_effects, reason = "bit counts below 64, values below 2^13 · 92 and 2^52")]
#![allow(clippy::indexing_slicing, reason = "tables of 256 and arrays of a fixed length")]

use zeroize::Zeroizing;

/// The text of `bytes`: 13 bits to two characters, high bits and high digit first; up to six last bits are one
/// character, seven to twelve are two, padded with zero bits.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(text_length(bytes.len()));
    let (mut held, mut count) = (0u32, 0u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        count += 8;
        if let Some(rest) = count.checked_sub(PAIR_BITS) {
            push_pair(&mut text, held >> rest);
            held &= (1 << rest) - 1;
            count = rest;
        }
    }
    match count {
        0 => {}
        1..=SINGLE_BITS => text.push(character(held << (SINGLE_BITS - count))),
        _ => push_pair(&mut text, held << (PAIR_BITS - count)),
    }
    text
}

/// The bytes of a text that [`encode`] wrote; `None` for every other text, so that no two texts mean the same.
pub fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    for block in blocks {
        let (high, low) = block.split_at(BLOCK / 2);
        let (high, low) = (half_block(high)?, half_block(low)?);
        bytes.extend_from_slice(&(high << 12 | low >> 40).to_be_bytes());
        bytes.extend_from_slice(&(low << 24).to_be_bytes()[..5]);
    }
    let (mut held, mut count) = (0u32, 0u32);
    for pair in rest.chunks(2) {
        let (value, bits) = match pair {
            [high, low] => (u32::from(digit(*high)) * 91 + u32::from(digit(*low)), PAIR_BITS),
            [single] => (digit(*single).into(), SINGLE_BITS),
            _ => return None,
        };
        if value >> bits != 0 {
            return None;
        }
        held = held << bits | value;
        count += bits;
        while let Some(rest) = count.checked_sub(8) {
            bytes.push((held >> rest) as u8);
            held &= (1 << rest) - 1;
            count = rest;
        }
    }
    (held == 0 && text_length(bytes.len()) == text.len()).then_some(bytes)
}

/// The 52 bits of four pairs; `None` if one of them is no number of 13 bits.
fn half_block(pairs: &[u8]) -> Option<u64> {
    let (mut held, mut over) = (0u64, 0u64);
    for pair in pairs.as_chunks::<2>().0 {
        let value = u64::from(digit(pair[0])) * 91 + u64::from(digit(pair[1]));
        held = held << PAIR_BITS | value;
        over |= value >> PAIR_BITS;
    }
    (over == 0).then_some(held)
}

/// The number of characters of `bytes` bytes.
pub const fn text_length(bytes: usize) -> usize {
    let bits = bytes.saturating_mul(8);
    let (pairs, rest) = (bits / PAIR_BITS as usize, bits % PAIR_BITS as usize);
    let last = if rest == 0 { 0 } else { 1 + (rest > SINGLE_BITS as usize) as usize };
    pairs.saturating_mul(2).saturating_add(last)
}

/// The number of bytes that fit `text` characters.
pub const fn byte_length(text: usize) -> usize {
    (text / 2 * PAIR_BITS as usize + text % 2 * SINGLE_BITS as usize) / 8
}

fn push_pair(text: &mut String, value: u32) {
    text.push(character(value / 91));
    text.push(character(value % 91));
}

/// Digits 0, 1–57, 58–90 are `!`, `#`–`;` and `=`–`[`, `]`–`~`.
const fn character(digit: u32) -> char {
    let skipped = (digit >= 1) as u32 + (digit >= 26) as u32 + (digit >= 57) as u32;
    (b'!' as u32 + digit + skipped) as u8 as char
}

/// The value of a character; of one outside the alphabet [`NONE`].
fn digit(character: u8) -> u16 {
    DIGITS[usize::from(character)]
}

const DIGITS: [u16; 256] = {
    let mut digits = [NONE; 256];
    let mut value = 0;
    while value < 91 {
        digits[character(value) as usize] = value as u16;
        value += 1;
    }
    digits
};

/// More than any pair or single character can be.
const NONE: u16 = 1 << PAIR_BITS;
/// Eight pairs are 104 bits, 13 whole bytes.
const BLOCK: usize = 16;
const PAIR_BITS: u32 = 13;
const SINGLE_BITS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_alphabet_is_what_needs_no_escape() {
        let alphabet: String = (0..91).map(character).collect();
        let expected: String = ('!'..='~').filter(|c| !"\"\\<".contains(*c)).collect();
        assert_eq!(alphabet, expected);
        assert!(alphabet.bytes().zip(0..).all(|(byte, value)| digit(byte) == value));
        assert_eq!(DIGITS.iter().filter(|digit| **digit == NONE).count(), 256 - 91);
    }

    #[test]
    fn a_full_sync_item_holds_6653_bytes() {
        assert_eq!(byte_length(8189), 6653);
        assert!(text_length(6653) == 8189 && text_length(6654) > 8189);
    }

    #[test]
    fn every_other_text_is_refused() {
        for text in [
            "\"",
            "a b",
            "é",
            "!",
            "~~",
            "!\"",
            "#",
            "!#",
            "!!!!!!",
            "!!!!!!!!!!!!!!!\"!!",
            "!!!!!!!!!!!!~~!!!!",
            "!!!!!!é!!!!!!!!!!!!",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let text = encode(&bytes);
            prop_assert_eq!(text.len(), text_length(bytes.len()));
            prop_assert_eq!(decode(&text).unwrap().to_vec(), bytes);
        }

        #[test]
        fn no_two_texts_mean_the_same(text in "[!#-;=-\\[\\]-~]{0,40}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
