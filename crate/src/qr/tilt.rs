//! The shape of a finder pattern that is seen aslant.
//!
//! Seen at an angle the pattern's squares become parallelograms, all alike. The rays from the middle to the ring's
//! outer edge end on one of them. Its second moments tell how much the plane is stretched and in which direction,
//! but not how the square lay before, since a square's moments are those of a circle: that angle is tried.
//!
//! Aslant, the middles of a row and of a column through the pattern are not its own; the middle of what the rays
//! enclose is.

use core::ops::Range;

use super::correlation::Correlation;
use super::cross_section::{Shade, walk};
use super::gray::Gray;
use super::point::Point;

/// The two sides of a module, as steps in the picture.
pub(super) type Axes = (Point, Point);

/// How the 7×7 modules around `center` correlate with the finder pattern.
pub(super) fn strength(gray: &Gray, center: Point, axes: Axes, shade: Shade) -> f32 {
    let mut sums = Correlation::default();
    for y in -3i8..=3 {
        for x in -3i8..=3 {
            let place = center + axes.0 * f32::from(x) + axes.1 * f32::from(y);
            sums.add(gray.at(place), x.abs().max(y.abs()) != 2);
        }
    }
    sums.strength(shade.inverted)
}

/// A pattern that is seen aslant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tilted {
    pub(super) center: Point,
    pub(super) axes: Axes,
    pub(super) strength: f32,
}

/// The pattern around a place near its middle, if it looks like one at any tilt. `reach` is how far a frame may end,
/// in pixels.
pub(super) fn find_tilted(gray: &Gray, near: Point, shade: Shade, reach: f32) -> Option<Tilted> {
    let mut center = near;
    for _ in 0..MOST_MOVES {
        let shift = centroid(&outline(gray, center, shade, reach, OFF_CENTER)?)?;
        center = center + shift;
        if shift.length() < LEAST_MOVE {
            break;
        }
    }
    let outline = outline(gray, center, shade, reach, CENTERED)?;
    let (xx, xy, yy) = stretch(&outline)?;
    // The symmetric square root of a symmetric 2×2 matrix.
    let root = (xx * yy - xy * xy).max(0.0).sqrt();
    let scale = 1.0 / (xx + yy + 2.0 * root).sqrt();
    let (a, b, d) = ((xx + root) * scale, xy * scale, (yy + root) * scale);
    let axes = |direction: Point| {
        let apply = |x: f32, y: f32| Point::new(a * x + b * y, b * x + d * y);
        (apply(direction.x, direction.y), apply(-direction.y, direction.x))
    };
    let mut best = (0.0, RIGHT);
    let consider = |direction: Point, best: &mut (f32, Point)| {
        let strength = strength(gray, center, axes(direction), shade);
        if strength > best.0 {
            *best = (strength, direction);
        }
    };
    let mut direction = RIGHT;
    for _ in 0..COARSE {
        consider(direction, &mut best);
        direction = turned_by(direction, TEN_DEGREES);
    }
    for step in HALVES_OF_IT {
        let middle = best.1;
        consider(turned_by(middle, Point::new(step.x, -step.y)), &mut best);
        consider(turned_by(middle, step), &mut best);
    }
    (best.0 > LEAST_STRENGTH).then(|| Tilted { center, axes: axes(best.1), strength: best.0 })
}

/// The direction `by` an angle further, which is given by its cosine and sine.
fn turned_by(direction: Point, by: Point) -> Point {
    direction * by.x + direction.turned() * by.y
}

const RIGHT: Point = Point::new(1.0, 0.0);
/// Angles that are tried within a right angle.
const COARSE: u8 = 9;
/// Cosine and sine: those of any angle weigh 7 kB of wasm.
const TEN_DEGREES: Point = Point::new(0.984_807_7, 0.173_648_18);
/// 5, 2.5 and 1.25 degrees.
const HALVES_OF_IT: [Point; 3] = [
    Point::new(0.996_194_7, 0.087_155_74),
    Point::new(0.999_048_2, 0.043_619_387),
    Point::new(0.999_762, 0.021_814_885),
];
const LEAST_STRENGTH: f32 = 0.6;

/// Moves to a better middle, and the pixels of one that is not worth another.
const MOST_MOVES: usize = 3;
const LEAST_MOVE: f32 = 0.3;

/// The share of the way to the ring's end at which the core may end: 1.5 of 2.5 modules from the middle, and from
/// half a module beside it.
const CENTERED: Range<f32> = 0.4..0.8;
const OFF_CENTER: Range<f32> = 0.25..0.85;

/// Where sixteen rays from `center` leave the ring, having left the core at a share of the way in `core`, and before a
/// frame of some width. Nothing if more than three rays differ.
fn outline(gray: &Gray, center: Point, shade: Shade, reach: f32, core: Range<f32>) -> Option<Vec<Point>> {
    let mut points = Vec::with_capacity(DIRECTIONS.len());
    for (index, direction) in DIRECTIONS.into_iter().enumerate() {
        let found = walk(gray, center, direction, shade, reach);
        if let Some(found) =
            found.filter(|found| core.contains(&(found.core / found.ring)) && found.frame > 1.1 * found.ring)
        {
            points.push(direction * found.ring);
        }
        if index + 1 > points.len() + MOST_MISSING {
            return None;
        }
    }
    Some(points)
}

const MOST_MISSING: usize = 3;

/// The middle of the outline's area.
fn centroid(outline: &[Point]) -> Option<Point> {
    let (mut area, mut sum) = (0.0, Point::default());
    for (&one, &two) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        area += one.cross(two) / 2.0;
        sum = sum + (one + two) * (one.cross(two) / 6.0);
    }
    (area > 4.0).then(|| sum * (1.0 / area))
}

/// The second moments of the outline's area about the middle, for a module instead of five.
fn stretch(outline: &[Point]) -> Option<(f32, f32, f32)> {
    let (mut area, mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0, 0.0);
    for (&one, &two) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        let part = one.cross(two);
        area += part / 2.0;
        xx += part * (one.x * one.x + one.x * two.x + two.x * two.x) / 12.0;
        yy += part * (one.y * one.y + one.y * two.y + two.y * two.y) / 12.0;
        xy += part * (2.0 * one.x * one.y + one.x * two.y + two.x * one.y + 2.0 * two.x * two.y) / 24.0;
    }
    let scale = 12.0 / (25.0 * area);
    (area > 4.0).then_some((xx * scale, xy * scale, yy * scale))
}

/// Sixteen directions, clockwise from the right; the second eight are opposite to the first.
pub(super) const DIRECTIONS: [Point; 16] = {
    const fn to(x: f32, y: f32) -> Point {
        Point::new(x, y)
    }
    const A: f32 = 0.923_879_5;
    const B: f32 = core::f32::consts::FRAC_1_SQRT_2;
    const C: f32 = 0.382_683_43;
    [
        to(1.0, 0.0),
        to(A, C),
        to(B, B),
        to(C, A),
        to(0.0, 1.0),
        to(-C, A),
        to(-B, B),
        to(-A, C),
        to(-1.0, 0.0),
        to(-A, -C),
        to(-B, -B),
        to(-C, -A),
        to(0.0, -1.0),
        to(C, -A),
        to(B, -B),
        to(A, -C),
    ]
};

#[cfg(test)]
mod tests {
    use super::super::picture_of::{Scene, code};
    use super::*;

    const DARK: Shade = Shade { level: 128.0, inverted: false };

    #[test]
    fn the_axes_of_a_sheared_pattern_are_found() {
        let scene = Scene::new(&code("A")).sized(400, 300);
        let mut frame = scene.frame();
        frame.corner = Point::new(100.0, 80.0);
        frame.right = frame.corner + Point::new(140.0, 56.0);
        frame.below = frame.corner + Point::new(28.0, 84.0);
        let gray = scene.under(frame).gray();
        for off in [Point::default(), Point::new(6.0, 1.0), Point::new(0.0, -3.0)] {
            let found = find_tilted(&gray, frame.corner + off, DARK, 90.0).unwrap();
            assert!(found.strength > 0.9 && (found.center - frame.corner).length() < 0.7, "{found:?}");
            let area = found.axes.0.cross(found.axes.1).abs();
            let right = Point::new(10.0, 4.0).cross(Point::new(2.0, 6.0));
            assert!((area / right - 1.0).abs() < 0.2, "{found:?}");
        }
    }

    #[test]
    fn a_disc_in_a_ring_is_no_pattern() {
        let value = |i: usize| {
            let far = (((i % 100) as f32 - 50.0).powi(2) + ((i / 100) as f32 - 50.0).powi(2)).sqrt() / 4.0;
            if far < 1.0 || (2.5..3.5).contains(&far) { 0 } else { 255 }
        };
        let gray = Gray::new((0..100 * 100).map(value).collect(), 100, 100);
        assert!(find_tilted(&gray, Point::new(50.5, 50.5), DARK, 40.0).is_none());
    }
}
