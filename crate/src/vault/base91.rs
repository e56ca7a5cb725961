//! Bytes as text that `chrome.storage` keeps at one byte per character.
//!
//! The alphabet is printable ASCII without space, `"`, `\` and `<`: the 91 characters that neither JSON nor Chromium's
//! size accounting escape. Two characters hold 13 bits (91² = 8,281 ≥ 2^13), 8 % more than base64.
#![allow(clippy::arithmetic_side_effects, reason = "bit counts below 32, values below 91² and 2^21")]

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
    let (mut held, mut count) = (0u32, 0u32);
    for pair in text.as_bytes().chunks(2) {
        let (value, bits) = match pair {
            [high, low] => (digit(*high)? * 91 + digit(*low)?, PAIR_BITS),
            [single] => (digit(*single)?, SINGLE_BITS),
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
fn character(digit: u32) -> char {
    let skipped = u32::from(digit >= 1) + u32::from(digit >= 26) + u32::from(digit >= 57);
    char::from((u32::from(b'!') + digit + skipped) as u8)
}

fn digit(character: u8) -> Option<u32> {
    let skipped = match character {
        b'!' => 0,
        b'#'..=b';' => 1,
        b'='..=b'[' => 2,
        b']'..=b'~' => 3,
        _ => return None,
    };
    Some(u32::from(character) - u32::from(b'!') - skipped)
}

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
        assert!(alphabet.bytes().zip(0..).all(|(byte, value)| digit(byte) == Some(value)));
    }

    #[test]
    fn a_full_sync_item_holds_6653_bytes() {
        assert_eq!(byte_length(8189), 6653);
        assert!(text_length(6653) == 8189 && text_length(6654) > 8189);
    }

    #[test]
    fn every_other_text_is_refused() {
        for text in ["\"", "a b", "é", "!", "~~", "!\"", "#", "!#", "!!!!!!"] {
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
        fn no_two_texts_mean_the_same(text in "[!#-;=-\\[\\]-~]{0,12}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
