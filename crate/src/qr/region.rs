//! The parts of a picture that a pass looks at.
//!
//! The later passes look for what the first one cannot see, and that leaves marks of its own: a very pale code lies
//! where brightness differs little, a code of two colours of one brightness lies where there is colour, and modules
//! of a pixel make brightness jump at every step in both directions and are dark as often as bright, which writing is
//! not. So the picture is cut into tiles, and a pass looks at those that can hold what it is for, and at their
//! neighbours. Most of a page drops out.

use core::ops::Range;

use tessera_pixels::tiles::{self, TILE};

use super::gray::Gray;
use super::picture::Picture;

/// What a pass is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interest {
    /// Everything.
    Any,
    /// Brightness differs by some levels and at most by this many.
    Faint(u8),
    /// There is colour, and brightness differs little.
    Coloured,
    /// Brightness jumps along rows and columns alike, and is as often high as low.
    Fine,
}

/// Tiles, and which of them are looked at.
pub(super) struct Region {
    columns: usize,
    kept: Vec<bool>,
}

impl Region {
    /// The tiles of `picture`, whose brightness is `gray`, that are of interest. Nothing stands for all of them.
    pub(super) fn of(
        picture: &Picture<'_>,
        gray: &Gray,
        ranges: &Ranges,
        interest: Interest,
    ) -> Option<Region> {
        let ranges = ranges.0.iter().copied();
        let wanted: Vec<bool> = match interest {
            Interest::Any => return None,
            Interest::Faint(most) => ranges.map(|range| (LEAST_RANGE..=most).contains(&range)).collect(),
            Interest::Fine => fine(gray).collect(),
            Interest::Coloured => {
                let pale = ranges.map(|range| range <= MOST_RANGE_OF_COLOURS);
                pale.zip(colours(picture)).map(|(pale, colour)| pale && colour >= LEAST_COLOUR).collect()
            }
        };
        let columns = gray.width().div_ceil(TILE);
        Some(Region { columns, kept: grown(&grown(&wanted, 1), columns) })
    }

    /// Whether there is nothing to look at.
    pub(super) fn is_empty(&self) -> bool {
        !self.kept.contains(&true)
    }

    /// The stretches of row `y` to look at, in a plane that is `scale` times smaller than the picture and `width`
    /// wide.
    pub(super) fn stretches(
        &self,
        y: usize,
        scale: usize,
        width: usize,
    ) -> impl Iterator<Item = Range<usize>> {
        let start = y * scale / TILE * self.columns;
        let tiles = self.kept.get(start..start + self.columns).unwrap_or_default();
        let mut at = 0;
        tiles.chunk_by(|one, two| one == two).filter_map(move |run| {
            let pixels = at * TILE / scale..((at + run.len()) * TILE / scale).min(width);
            at += run.len();
            (run.first() == Some(&true)).then_some(pixels)
        })
    }
}

/// Fewer levels are noise.
const LEAST_RANGE: u8 = 3;
/// A tile with more has edges enough for the passes over brightness.
const MOST_RANGE_OF_COLOURS: u8 = 90;
/// The least difference of the strongest and the weakest colour of a pixel.
const LEAST_COLOUR: u8 = 36;

/// The difference of the brightest and the darkest pixel of each tile.
pub(super) struct Ranges(Vec<u8>);

impl Ranges {
    pub(super) fn of(gray: &Gray) -> Ranges {
        Ranges(bands(gray.height()).flat_map(|band| tiles::ranges(gray.rows(band), gray.width())).collect())
    }
}

/// Whether modules of about a pixel may fill each tile.
fn fine(gray: &Gray) -> impl Iterator<Item = bool> {
    bands(gray.height()).flat_map(|band| {
        let below = gray.row(band.end);
        tiles::fine(gray.rows(band), below, gray.width())
    })
}

/// The most colourful pixel of each tile.
fn colours(picture: &Picture<'_>) -> impl Iterator<Item = u8> {
    bands(picture.height()).flat_map(|band| tiles::colours(picture.rows(band), picture.width()))
}

/// The rows of each row of tiles.
fn bands(height: usize) -> impl Iterator<Item = Range<usize>> {
    (0..height.div_ceil(TILE)).map(move |band| band * TILE..((band + 1) * TILE).min(height))
}

/// Each tile or its neighbours `step` before and behind. Neighbours across a row's end do no harm.
fn grown(tiles: &[bool], step: usize) -> Vec<bool> {
    let at = |index: Option<usize>| index.and_then(|index| tiles.get(index)).copied().unwrap_or(false);
    (0..tiles.len()).map(|i| at(Some(i)) || at(i.checked_sub(step)) || at(Some(i + step))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 96×64 with `paint` for the pixels of the tile in column 3 and row 2, the rest white.
    fn region(interest: Interest, paint: impl Fn(usize, usize) -> [u8; 3]) -> Option<Region> {
        let pixel = |i: usize| {
            let (x, y) = (i % 96, i / 96);
            let [r, g, b] = if x / 16 == 3 && y / 16 == 2 { paint(x, y) } else { [255; 3] };
            [r, g, b, 255]
        };
        let pixels: Vec<u8> = (0..96 * 64).flat_map(pixel).collect();
        let picture = Picture::from_rgba(&pixels, 96, 64).unwrap();
        let gray = picture.luma();
        Region::of(&picture, &gray, &Ranges::of(&gray), interest)
    }

    fn stretches(region: Option<Region>, y: usize, scale: usize) -> Vec<Range<usize>> {
        region.unwrap().stretches(y, scale, 96 / scale).collect()
    }

    #[test]
    fn a_faint_tile_is_kept_with_its_neighbours() {
        let faint = || region(Interest::Faint(60), |x, _| if x % 4 < 2 { [250; 3] } else { [255; 3] });
        assert!(stretches(faint(), 40, 1).into_iter().eq(core::iter::once(32..80)));
        assert!(stretches(faint(), 10, 2).into_iter().eq(core::iter::once(16..40)));
        assert_eq!(stretches(faint(), 10, 1), []);
    }

    #[test]
    fn strong_edges_are_not_faint_and_flat_tiles_nothing() {
        assert!(
            region(Interest::Faint(60), |x, _| if x % 4 < 2 { [0; 3] } else { [255; 3] }).unwrap().is_empty()
        );
        assert!(region(Interest::Fine, |_, _| [255; 3]).unwrap().is_empty());
    }

    #[test]
    fn stripes_are_not_fine_and_a_checkerboard_is() {
        assert!(region(Interest::Fine, |x, _| [if x % 2 == 0 { 0 } else { 255 }; 3]).unwrap().is_empty());
        assert!(
            !region(Interest::Fine, |x, y| [if (x + y) % 2 == 0 { 0 } else { 255 }; 3]).unwrap().is_empty()
        );
    }

    #[test]
    fn colour_counts_where_brightness_does_not() {
        assert!(region(Interest::Coloured, |_, _| [255, 225, 255]).unwrap().is_empty());
        assert!(!region(Interest::Coloured, |_, _| [255, 200, 255]).unwrap().is_empty());
    }
}
