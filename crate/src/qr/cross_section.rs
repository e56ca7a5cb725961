//! The cross-section of a finder pattern along one line.
//!
//! A finder pattern is a core of 3×3 modules, a ring one module wide in the other shade, a frame one module wide in
//! the core's shade, and outside it a margin in the ring's shade. Along a line through its middle the lengths are
//! 1:1:3:1:1, at every rotation and nearly so at every tilt, since all of them are stretched alike.
//!
//! From the middle outward the line crosses the level between core and ring three times: core to ring, ring to
//! frame, frame to margin. The margin may be missing on one side (a page's dark background, a black border), so the
//! last crossing may be absent on one side, but not on both.

use super::gray::Gray;
use super::point::Point;

/// What a line through a finder pattern must be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shade {
    /// The level between core and ring.
    pub(super) level: f32,
    /// Whether the core is brighter than the ring: an inverted code.
    pub(super) inverted: bool,
}

impl Shade {
    /// How far `value` is from the level, negative on the core's side.
    #[inline]
    fn height(self, value: f32) -> f32 {
        if self.inverted { self.level - value } else { value - self.level }
    }

    /// Whether `value` is on the core's side.
    pub(super) fn is_ink(self, value: f32) -> bool {
        self.height(value) < 0.0
    }
}

/// What was found along a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct CrossSection {
    /// Pixels from the given place to the pattern's middle, along the line.
    pub(super) offset: f32,
    /// The module's length along the line, in pixels.
    pub(super) module: f32,
}

/// Distances in pixels at which a walk left the core, the ring and the frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    pub(super) core: f32,
    pub(super) ring: f32,
    pub(super) frame: f32,
}

/// The finder pattern's cross-section through `place` along the unit vector `along`, if there is one whose module is
/// near `module` pixels.
pub(super) fn measure(
    gray: &Gray,
    place: Point,
    along: Point,
    shade: Shade,
    module: f32,
) -> Option<CrossSection> {
    let reach = 3.5 * MOST_STRETCHED * module + 2.0;
    let forward = walk(gray, place, along, shade, reach)?;
    let back = walk(gray, place, along * -1.0, shade, reach)?;
    let inner = forward.ring + back.ring;
    let found = inner / 5.0;
    if found < 0.9 || found * MOST_STRETCHED < module || found > module * MOST_STRETCHED {
        return None;
    }
    let core = forward.core + back.core;
    if (core / inner - 0.6).abs() > 0.15 {
        return None;
    }
    let slack = 0.55 * found + 0.3;
    if [forward, back].iter().any(|side| (side.ring - side.core - found).abs() > slack) {
        return None;
    }
    let (one, two) = (forward.frame - forward.ring, back.frame - back.ring);
    let frames_fit = one.min(two) >= 0.45 * found && one.min(two) <= 1.6 * found + 0.5;
    frames_fit.then_some(CrossSection { offset: (forward.ring - back.ring) / 2.0, module: found })
}

/// How much longer a module may be along one direction than along another.
const MOST_STRETCHED: f32 = 3.5;

/// Walks from `place` along the unit vector `along` for at most `reach` pixels.
///
/// A frame without a margin ends where the walk ends. Nothing if the walk does not start in a core or does not reach
/// a frame.
pub(super) fn walk(gray: &Gray, place: Point, along: Point, shade: Shade, reach: f32) -> Option<Walk> {
    if along.x == 0.0 || along.y == 0.0 {
        return walk_axis(gray, place, (along.x as isize, along.y as isize), shade, reach);
    }
    const STEP: f32 = 0.5;
    let mut crossings = Crossings::new(shade.height(gray.at(place)))?;
    let mut distance = 0.0;
    while distance < reach {
        let next = distance + STEP;
        let here = place + along * next;
        if !gray.contains(here) {
            return crossings.ended_at(next);
        }
        if let Some(walk) = crossings.pass(shade.height(gray.at(here)), distance, STEP) {
            return Some(walk);
        }
        distance = next;
    }
    crossings.ended_at(reach)
}

/// The same along a row or a column, from pixel to pixel.
fn walk_axis(
    gray: &Gray,
    place: Point,
    (right, down): (isize, isize),
    shade: Shade,
    reach: f32,
) -> Option<Walk> {
    if !gray.contains(place) {
        return None;
    }
    let (column, row) = (place.x as usize, place.y as usize);
    let to_middle = |coordinate: f32| coordinate.floor() + 0.5 - coordinate;
    let first = to_middle(place.x) * right as f32 + to_middle(place.y) * down as f32;
    let room = match (right, down) {
        (1, _) => gray.width() - 1 - column,
        (_, 1) => gray.height() - 1 - row,
        (-1, _) => column,
        _ => row,
    };
    let pixels = room.min(reach as usize + 1);
    let height = |value: u8| shade.height(f32::from(value));
    let mut last = gray.pixel(column, row);
    let mut crossings = Crossings::new(height(last))?;
    for (index, value) in gray.pixels_from(column, row, (right, down)).take(pixels).enumerate() {
        if value != last
            && let Some(walk) = crossings.pass(height(value), first + index as f32, 1.0)
        {
            return Some(walk);
        }
        last = value;
    }
    crossings.ended_at(first + pixels as f32 + 0.5)
}

/// The crossings so far, and the height of the last sample.
struct Crossings {
    last: f32,
    core: Option<f32>,
    ring: Option<f32>,
}

impl Crossings {
    /// Nothing if the first sample is not in a core.
    fn new(height: f32) -> Option<Crossings> {
        (height < 0.0).then_some(Crossings { last: height, core: None, ring: None })
    }

    /// Takes the sample `step` pixels behind `distance`; the walk is complete at the third crossing.
    #[inline]
    fn pass(&mut self, height: f32, distance: f32, step: f32) -> Option<Walk> {
        let before = core::mem::replace(&mut self.last, height);
        if (before < 0.0) == (height < 0.0) {
            return None;
        }
        let at = distance + step * (before / (before - height)).clamp(0.0, 1.0);
        match (self.core, self.ring) {
            (None, _) => self.core = Some(at),
            (_, None) => self.ring = Some(at),
            (Some(core), Some(ring)) => return Some(Walk { core, ring, frame: at }),
        }
        None
    }

    fn ended_at(&self, frame: f32) -> Option<Walk> {
        Some(Walk { core: self.core?, ring: self.ring?, frame })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARK: Shade = Shade { level: 128.0, inverted: false };

    /// A finder pattern with modules of 4 pixels, its middle at (18, 18), on a white margin of one module.
    fn finder() -> Gray {
        let value = |x: usize, y: usize| {
            let far = (x / 4).abs_diff(4).max((y / 4).abs_diff(4));
            if far == 2 || far > 3 { 255 } else { 0 }
        };
        Gray::new((0..36 * 36).map(|i| value(i % 36, i / 36)).collect(), 36, 36)
    }

    #[test]
    fn a_finder_is_measured_along_rows_columns_and_diagonals() {
        let diagonal = Point::new(0.5_f32.sqrt(), 0.5_f32.sqrt());
        for (along, module) in
            [(Point::new(1.0, 0.0), 4.0), (Point::new(0.0, 1.0), 4.0), (diagonal, 4.0 * 2.0_f32.sqrt())]
        {
            let found = measure(&finder(), Point::new(17.0, 17.5), along, DARK, 4.0).unwrap();
            assert!((found.module - module).abs() < 0.3, "{found:?}");
        }
    }

    #[test]
    fn the_offset_leads_to_the_middle() {
        let found = measure(&finder(), Point::new(16.2, 18.0), Point::new(1.0, 0.0), DARK, 4.0).unwrap();
        assert!((found.offset - 1.8).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn a_walk_that_starts_in_the_ring_is_none() {
        assert!(walk(&finder(), Point::new(10.0, 18.0), Point::new(1.0, 0.0), DARK, 30.0).is_none());
    }

    #[test]
    fn an_inverted_finder_is_none_for_the_dark_shade() {
        let inverted = Shade { level: 128.0, inverted: true };
        assert!(measure(&finder(), Point::new(18.0, 18.0), Point::new(1.0, 0.0), inverted, 4.0).is_none());
    }
}
