//! The format information beside the finder patterns: error correction level and mask, twice
//! (ISO/IEC 18004, 7.9).

use crate::order;

/// How much of a code may be damaged; the standard's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    L,
    M,
    Q,
    H,
}

/// What the fifteen bits say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) level: Level,
    /// 0 to 7.
    pub(super) mask: u8,
}

impl Format {
    /// The one or two formats that the two copies in a code of `side` modules can mean, nearest first. `is_ink` takes
    /// column and row.
    ///
    /// Any two formats differ in at least seven bits, so up to three wrong bits in the better copy are certain; a
    /// second guess within three bits comes from the other copy.
    pub(super) fn read(side: usize, is_ink: impl Fn(usize, usize) -> bool) -> Vec<Format> {
        let word = |places: [(usize, usize); 15]| {
            places.iter().fold(0u16, |word, &(x, y)| word << 1 | u16::from(is_ink(x, y)))
        };
        let (one, two) = (word(UPPER_LEFT), word(split_places(side)));
        let mut guesses: Vec<(u32, u16)> = (0..32)
            .map(|data| {
                let distance = |copy: u16| (masked_word(data) ^ copy).count_ones();
                (distance(one).min(distance(two)), data)
            })
            .filter(|(distance, _)| *distance <= 3)
            .collect();
        order::sort_by_key(&mut guesses, |guess| *guess);
        guesses.truncate(2);
        guesses.into_iter().map(|(_, data)| Format::of(data)).collect()
    }

    /// The meaning of the five data bits.
    fn of(data: u16) -> Format {
        let level = match data >> 3 {
            0 => Level::M,
            1 => Level::L,
            2 => Level::H,
            _ => Level::Q,
        };
        Format { level, mask: (data & 7) as u8 }
    }

    /// Whether the mask inverts the module in column `x` and row `y` (table 10).
    #[inline]
    pub(super) fn inverts(self, x: usize, y: usize) -> bool {
        let value = match self.mask {
            0 => (x + y) % 2,
            1 => y % 2,
            2 => x % 3,
            3 => (x + y) % 3,
            4 => (y / 2 + x / 3) % 2,
            5 => x * y % 2 + x * y % 3,
            6 => (x * y % 2 + x * y % 3) % 2,
            _ => ((x + y) % 2 + x * y % 3) % 2,
        };
        value == 0
    }
}

/// Column and row of each bit around the upper left finder pattern, highest bit first.
const UPPER_LEFT: [(usize, usize); 15] = [
    (0, 8),
    (1, 8),
    (2, 8),
    (3, 8),
    (4, 8),
    (5, 8),
    (7, 8),
    (8, 8),
    (8, 7),
    (8, 5),
    (8, 4),
    (8, 3),
    (8, 2),
    (8, 1),
    (8, 0),
];

/// The same for the copy that is split between the two others.
fn split_places(side: usize) -> [(usize, usize); 15] {
    core::array::from_fn(
        |index| {
            if index < 7 { (8, side.saturating_sub(1 + index)) } else { (side + index - 15, 8) }
        },
    )
}

/// The fifteen bits of `data`: a BCH code with ten check bits, masked so that none is all ground.
fn masked_word(data: u16) -> u16 {
    let mut rest = data << 10;
    for bit in (10..15).rev() {
        if rest >> bit & 1 == 1 {
            rest ^= 0x537 << (bit - 10);
        }
    }
    (data << 10 | rest) ^ 0x5412
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::code;
    use super::*;

    #[test]
    fn the_words_are_those_of_annex_c() {
        assert_eq!(masked_word(0b00101), 0b100_0000_1100_1110);
        assert_eq!(masked_word(0), 0x5412);
        assert_eq!(masked_word(31), 0x2bed);
    }

    #[test]
    fn both_copies_of_a_code_agree() {
        let code = code("otpauth://totp/a?secret=ABCDEFGH");
        let read = |places: [(usize, usize); 15]| {
            places.iter().fold(0u16, |word, &(x, y)| word << 1 | u16::from(code.is_dark(x, y)))
        };
        assert_eq!(read(UPPER_LEFT), read(split_places(code.side())));
        assert_eq!(Format::read(code.side(), |x, y| code.is_dark(x, y)).len(), 1);
    }

    #[test]
    fn one_copy_is_enough() {
        let code = code("otpauth://totp/a?secret=ABCDEFGH");
        let whole = Format::read(code.side(), |x, y| code.is_dark(x, y));
        let half =
            Format::read(code.side(), |x, y| code.is_dark(x, y) != (x < 9 && y < 9 && (x + y) % 2 == 0));
        assert_eq!(whole.first(), half.first());
    }

    #[test]
    fn a_shade_everywhere_means_no_format() {
        assert_eq!(Format::read(21, |_, _| true), []);
    }
}
