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
        let (low, high) = extremes(rows, width, start);
        high.saturating_sub(low)
    };
    starts(width).map(range).collect()
}

fn extremes(rows: &[u8], width: usize, start: usize) -> (u8, u8) {
    let mut extremes = Extremes::new();
    blocks(rows, width, start).for_each(|block| extremes.add(block));
    extremes.of_all()
}

/// Whether modules of about a pixel may fill each tile. `below` is the row behind the last.
///
/// Of neighbouring modules every second pair differs, of the pixels of writing few do; and about as many modules are
/// ink as ground, where writing is mostly ground. Blurred modules differ less.
pub fn fine(rows: &[u8], below: &[u8], width: usize) -> Vec<bool> {
    let is_fine = |start: usize| {
        let (low, high) = extremes(rows, width, start);
        let range = u32::from(high.saturating_sub(low));
        if range < LEAST_JUMP {
            return false;
        }
        let tile = || blocks(rows, width, start);
        let light = mean(tile().zip(core::iter::repeat(&[0; TILE]))).saturating_sub(u32::from(low));
        if !(range * LEAST_INK / 10..=range * (10 - LEAST_INK) / 10).contains(&light) {
            return false;
        }
        let left = start.min(width.saturating_sub(TILE + 1));
        let across = mean(blocks(rows, width, left).zip(blocks(rows, width, left + 1)));
        let down = mean(tile().zip(tile().skip(1).chain(blocks(below, width, start))));
        across.min(down) >= LEAST_JUMP.max(range / LEAST_SHARE_OF_JUMPS)
    };
    starts(width).map(is_fine).collect()
}

/// The least mean difference of neighbouring pixels in a tile that is fine, in grey levels.
const LEAST_JUMP: u32 = 24;
/// It is also at least this part of the difference between the tile's brightest and darkest pixel.
const LEAST_SHARE_OF_JUMPS: u32 = 8;
/// Of ten pixels so many at least are ink, and as many ground.
const LEAST_INK: u32 = 3;

/// The mean difference of a tile's pixels from others.
fn mean<'a>(pairs: impl Iterator<Item = (&'a [u8; TILE], &'a [u8; TILE])>) -> u32 {
    let mut sum = Differences::new();
    pairs.for_each(|(one, two)| sum.add(one, two));
    sum.sum() / (TILE * TILE) as u32
}

/// The most colourful pixel of each tile, looked for in every fourth row: the greatest difference of its strongest and
/// its weakest colour. `rows` has four bytes a pixel.
pub fn colours(rows: &[u8], width: usize) -> Vec<u8> {
    let most = |start: usize| {
        let mut colour = Colour::new();
        blocks(rows, 4 * width, 4 * start).step_by(4).for_each(|block| colour.add(block));
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
    fn a_fine_tile_jumps_along_rows_and_columns_and_is_dark_as_often_as_bright() {
        let is_fine = |value: fn(usize, usize) -> u8| {
            let rows: Vec<u8> = (0..320).map(|i| value(i % 20, i / 20)).collect();
            fine(&rows, &rows[..20], 20)
        };
        assert_eq!(is_fine(|x, y| if (x + y) % 2 == 0 { 9 } else { 137 }), [true; 2]);
        assert_eq!(is_fine(|x, y| if (x + y) % 2 == 0 { 9 } else { 32 }), [false; 2]);
        assert_eq!(is_fine(|x, y| if (x + y) % 4 == 0 { 9 } else { 137 }), [false; 2]);
        assert_eq!(is_fine(|x, _| if x % 2 == 0 { 9 } else { 137 }), [false; 2]);
        assert_eq!(is_fine(|_, y| if y % 2 == 0 { 9 } else { 137 }), [false; 2]);
    }

    #[test]
    fn a_colour_is_the_most_of_its_tile() {
        let grey: Vec<u8> =
            (0..20u8).flat_map(|x| if x == 18 { [9, 50, 30, 255] } else { [x, x, x, 255] }).collect();
        assert_eq!(colours(&grey, 20), [0, 41]);
    }
}
