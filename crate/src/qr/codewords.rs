//! From shades to the corrected data: format, mask, the zigzag of codewords, blocks, error correction.

use zeroize::Zeroizing;

use crate::order;

use super::blocks::Blocks;
use super::format::Format;
use super::level::Shades;
use super::reed_solomon::correct;
use super::version::Version;

/// Data of a code after correction.
pub(super) struct Data {
    /// The blocks' data codewords, in order.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Whether doubtful codewords had to be given up for it.
    pub(super) with_erasures: bool,
}

/// The data under `shades`, for each format that they can mean, as far as they can be corrected. With `doubts` the
/// least certain codewords are given up where nothing else helps.
pub(super) fn read_data(version: Version, shades: &Shades, doubts: bool) -> impl Iterator<Item = Data> {
    let side = version.side();
    let is_ink = |x: usize, y: usize| shades.ink.get(y * side + x).copied().unwrap_or(false);
    let formats = Format::read(side, is_ink);
    let order = if formats.is_empty() { Vec::new() } else { data_modules(version) };
    formats.into_iter().filter_map(move |format| {
        let codewords = Codewords::read(&order, side, shades, format);
        codewords.correct(version, format, doubts)
    })
}

/// Column and row of every data module in the order of reading: pairs of columns from the right, upward and downward
/// in turn, the vertical timing pattern left out (ISO/IEC 18004, 7.7.3).
fn data_modules(version: Version) -> Vec<(usize, usize)> {
    let side = version.side();
    let taken = version.function_map();
    let mut order = Vec::with_capacity(side * side);
    for pair in 0..side / 2 {
        let right = side - 1 - 2 * pair;
        let right = if right <= 6 { right - 1 } else { right };
        for step in 0..side {
            let y = if pair % 2 == 0 { side - 1 - step } else { step };
            let free = [right, right - 1].into_iter().filter(|x| taken.get(y * side + x) == Some(&false));
            order.extend(free.map(|x| (x, y)));
        }
    }
    order
}

/// Codewords as they were read, each with the certainty of its least certain module.
struct Codewords {
    bytes: Zeroizing<Vec<u8>>,
    certainty: Vec<f32>,
}

impl Codewords {
    fn read(order: &[(usize, usize)], side: usize, shades: &Shades, format: Format) -> Codewords {
        let count = order.len() / 8;
        let mut codewords = Codewords {
            bytes: Zeroizing::new(Vec::with_capacity(count)),
            certainty: Vec::with_capacity(count),
        };
        for places in order.chunks_exact(8) {
            let (mut byte, mut least) = (0u8, f32::MAX);
            for &(x, y) in places {
                let index = y * side + x;
                let ink = shades.ink.get(index).copied().unwrap_or(false);
                byte = byte << 1 | u8::from(ink != format.inverts(x, y));
                least = least.min(shades.certainty.get(index).copied().unwrap_or(0.0));
            }
            codewords.bytes.push(byte);
            codewords.certainty.push(least);
        }
        codewords
    }

    fn correct(&self, version: Version, format: Format, doubts: bool) -> Option<Data> {
        let blocks = Blocks::of(version, format.level)?;
        let reserve = blocks.reserve(version, format.level);
        let mut data =
            Data { bytes: Zeroizing::new(Vec::with_capacity(self.bytes.len())), with_erasures: false };
        for positions in blocks.positions(self.bytes.len()) {
            let mut block: Zeroizing<Vec<u8>> =
                Zeroizing::new(positions.iter().filter_map(|&at| self.bytes.get(at)).copied().collect());
            if correct(&mut block, blocks.parity, &[], reserve).is_none() {
                if !doubts || !self.correct_doubtful(&positions, &mut block, blocks.parity) {
                    return None;
                }
                data.with_erasures = true;
            }
            let length = block.len().checked_sub(blocks.parity)?;
            data.bytes.extend_from_slice(block.get(..length)?);
        }
        Some(data)
    }

    /// Gives up ever more of the parity for the least certain codewords, two at a time.
    fn correct_doubtful(&self, positions: &[usize], block: &mut [u8], parity: usize) -> bool {
        let certainty = |index: &usize| positions.get(*index).and_then(|&at| self.certainty.get(at)).copied();
        let mut doubtful: Vec<usize> = (0..positions.len()).collect();
        order::sort_by(&mut doubtful, |a, b| {
            certainty(a).unwrap_or(0.0).total_cmp(&certainty(b).unwrap_or(0.0))
        });
        (2..=parity.saturating_sub(ERASURE_RESERVE)).step_by(2).any(|count| {
            let erasures = doubtful.get(..count).unwrap_or_default();
            !erasures.is_empty() && correct(block, parity, erasures, ERASURE_RESERVE).is_some()
        })
    }
}

/// Parity kept back when codewords are given up: which ones is a guess, and a wrong text is worse than none.
const ERASURE_RESERVE: usize = 4;

#[cfg(test)]
mod tests {
    use super::super::picture_of::code;
    use super::super::segment::Message;
    use super::*;

    /// The shades of a code that says `text`, with the modules that `damaged` names turned and uncertain.
    fn shades(text: &str, damaged: impl Fn(usize, usize) -> bool) -> (Version, Shades) {
        let code = code(text);
        let side = code.side();
        let places = || (0..side * side).map(|i| (i % side, i / side));
        let shades = Shades {
            ink: places().map(|(x, y)| code.is_dark(x, y) != damaged(x, y)).collect(),
            certainty: places().map(|(x, y)| if damaged(x, y) { 3.0 } else { 100.0 }).collect(),
        };
        (Version::of_side(side).unwrap(), shades)
    }

    fn texts(version: Version, shades: &Shades, doubts: bool) -> Vec<String> {
        let messages =
            read_data(version, shades, doubts).filter_map(|data| Message::read(&data.bytes, version));
        messages.map(|message| message.text(None).to_string()).collect()
    }

    #[test]
    fn every_length_of_text_is_read() {
        for length in [1, 20, 100, 300, 1000, 2000] {
            let text = "otpauth://totp/alice?secret=".chars().cycle().take(length).collect::<String>();
            let (version, shades) = shades(&text, |_, _| false);
            assert_eq!(texts(version, &shades, false), [text]);
        }
    }

    #[test]
    fn a_hole_is_corrected() {
        let (version, shades) = shades("otpauth://totp/a?secret=ABCDEFGH", |x, y| x > 16 && y > 10 && y < 14);
        assert_eq!(texts(version, &shades, false), ["otpauth://totp/a?secret=ABCDEFGH"]);
    }

    #[test]
    fn doubtful_codewords_are_given_up_only_where_asked() {
        let (version, shades) =
            shades("otpauth://totp/a?secret=ABCDEFGH", |x, y| (12..22).contains(&x) && (9..17).contains(&y));
        assert_eq!(texts(version, &shades, false).len(), 0);
        assert_eq!(texts(version, &shades, true), ["otpauth://totp/a?secret=ABCDEFGH"]);
    }
}
