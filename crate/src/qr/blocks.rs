//! How the codewords of a code are split into blocks, each with check symbols of its own (ISO/IEC 18004, table 9).

use super::format::Level;
use super::version::Version;

/// The split for a version and a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blocks {
    /// Check symbols in each block.
    pub(super) parity: usize,
    /// Blocks.
    pub(super) count: usize,
}

impl Blocks {
    /// Nothing only for numbers that no version has.
    pub(super) fn of(version: Version, level: Level) -> Option<Blocks> {
        let (parity, count) = match level {
            Level::L => (&PARITY_L, &COUNT_L),
            Level::M => (&PARITY_M, &COUNT_M),
            Level::Q => (&PARITY_Q, &COUNT_Q),
            Level::H => (&PARITY_H, &COUNT_H),
        };
        let index = version.number().checked_sub(1)?;
        Some(Blocks { parity: usize::from(*parity.get(index)?), count: usize::from(*count.get(index)?) })
    }

    /// Positions of each block's codewords in the order they are read from a code of `total` codewords: first the
    /// blocks' data in turn, then their check symbols in turn. The last blocks may have one more data codeword than
    /// the first, which comes after the others' last.
    pub(super) fn positions(self, total: usize) -> impl Iterator<Item = Vec<usize>> {
        let short = (total / self.count).saturating_sub(self.parity);
        let longer = total % self.count;
        let shorter = self.count - longer;
        (0..self.count).map(move |block| {
            let data = (0..short).map(|index| index * self.count + block);
            let extra = block.checked_sub(shorter).map(|index| short * self.count + index);
            let check =
                (0..self.parity).map(|index| short * self.count + longer + index * self.count + block);
            data.chain(extra).chain(check).collect()
        })
    }

    /// Parity that is never spent on correcting. The standard keeps it back in the smallest codes (table 9, note b),
    /// whose few check symbols would else make a text of noise too easily.
    pub(super) fn reserve(self, version: Version, level: Level) -> usize {
        match (version.number(), level) {
            (1, Level::L) => 3,
            (1, Level::M) | (2, Level::L) => 2,
            (1, Level::Q | Level::H) | (3, Level::L) => 1,
            _ => 0,
        }
    }
}

const PARITY_L: [u8; 40] = [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const PARITY_M: [u8; 40] = [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
const PARITY_Q: [u8; 40] = [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const PARITY_H: [u8; 40] = [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const COUNT_L: [u8; 40] = [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17,
    18, 19, 19, 20, 21, 22, 24, 25,
];
const COUNT_M: [u8; 40] = [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
    31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];
const COUNT_Q: [u8; 40] = [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38,
    40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
];
const COUNT_H: [u8; 40] = [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45,
    48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_codeword_is_in_one_block() {
        for version in Version::all() {
            let total = version.function_map().iter().filter(|&&taken| !taken).count() / 8;
            for level in [Level::L, Level::M, Level::Q, Level::H] {
                let blocks = Blocks::of(version, level).unwrap();
                let mut seen: Vec<usize> = blocks.positions(total).flatten().collect();
                seen.sort();
                assert!(seen.into_iter().eq(0..total), "{version:?} {level:?}");
            }
        }
    }

    #[test]
    fn version_5_q_has_two_lengths_of_blocks() {
        let blocks = Blocks::of(Version::of_side(37).unwrap(), Level::Q).unwrap();
        let lengths: Vec<usize> = blocks.positions(134).map(|block| block.len()).collect();
        assert_eq!(lengths, [33, 33, 34, 34]);
    }
}
