//! What a picture shows tile by tile.
//!
//! Each function takes one row of tiles: the pixels of up to [`TILE`] rows of a picture, and gives a number for each
//! tile. Where the width is no multiple of a tile's, the last tile overlaps the one before; a picture that is narrower
//! than a tile has none.

use crate::block::{Colour, Differences, Extremes};

/// Pixels along a tile's side.
pub const TILE: usize = 16;

/// The difference of the brightest and the darkest pixel of each tile.
pub fn ranges(rows: &[u8], width: usize) -> Vec<u8> {
    let range = |start: usize| {
        let mut extremes = Extremes::new();
        blocks(rows, width, start).for_each(|block| extremes.add(block));
        extremes.range()
    };
    starts(width).map(range).collect()
}

/// The mean differences of neighbours along rows and along columns of each tile. `below` is the row behind the last.
pub fn jumps(rows: &[u8], below: &[u8], width: usize) -> Vec<(u32, u32)> {
    let jumps = |start: usize| {
        let (mut across, mut down) = (Differences::new(), Differences::new());
        let left = start.min(width.saturating_sub(TILE + 1));
        let beside = blocks(rows, width, left).zip(blocks(rows, width, left + 1));
        beside.for_each(|(block, beside)| across.add(block, beside));
        let next = blocks(rows, width, start).skip(1).chain(blocks(below, width, start));
        blocks(rows, width, start).zip(next).for_each(|(block, below)| down.add(block, below));
        (across.sum() / (TILE * TILE) as u32, down.sum() / (TILE * TILE) as u32)
    };
    starts(width).map(jumps).collect()
}

/// The most colourful pixel of each tile, looked for in every second row: the greatest difference of its strongest and
/// its weakest colour. `rows` has four bytes a pixel.
pub fn colours(rows: &[u8], width: usize) -> Vec<u8> {
    let most = |start: usize| {
        let mut colour = Colour::new();
        blocks(rows, 4 * width, 4 * start).step_by(2).for_each(|block| colour.add(block));
        colour.most()
    };
    starts(width).map(most).collect()
}

/// Where each tile begins.
fn starts(width: usize) -> impl Iterator<Item = usize> {
    let last = width.checked_sub(TILE);
    (0..width.div_ceil(TILE)).filter_map(move |tile| Some(last?.min(tile * TILE)))
}

/// The bytes of one tile, row by row.
#[inline]
fn blocks<const N: usize>(rows: &[u8], stride: usize, start: usize) -> impl Iterator<Item = &[u8; N]> {
    rows.chunks_exact(stride.max(1)).filter_map(move |row| row.get(start..)?.first_chunk())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows of 20 pixels: a tile and one of its last 4 columns with 12 before.
    fn rows(value: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        (0..40).map(|i| value(i % 20, i / 20)).collect()
    }

    #[test]
    fn a_range_is_that_of_its_tile_alone() {
        assert_eq!(ranges(&rows(|x, y| if (x, y) == (17, 1) { 90 } else { 50 }), 20), [0, 40]);
        assert_eq!(ranges(&[9; 30], 15), []);
    }

    #[test]
    fn jumps_are_counted_along_rows_and_columns_apart() {
        let stripes = rows(|x, _| if x % 2 == 0 { 0 } else { 128 });
        assert_eq!(jumps(&stripes, &stripes[20..], 20), [(16, 0), (16, 0)]);
        let bands = rows(|_, y| if y == 0 { 0 } else { 128 });
        assert_eq!(jumps(&bands, &bands[..20], 20), [(0, 16), (0, 16)]);
    }

    #[test]
    fn a_colour_is_the_most_of_its_tile() {
        let grey: Vec<u8> =
            (0..20u8).flat_map(|x| if x == 18 { [9, 50, 30, 255] } else { [x, x, x, 255] }).collect();
        assert_eq!(colours(&grey, 20), [0, 41]);
    }
}
