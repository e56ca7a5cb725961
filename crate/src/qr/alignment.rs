//! Patterns that are looked for where a frame expects them: the last alignment pattern, and a third finder pattern.

use crate::order;

use super::correlation::Correlation;
use super::frame::Frame;
use super::gray::Gray;
use super::point::Point;

/// The picture's steps of one module to the right and one down, at one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes {
    pub(super) right: Point,
    pub(super) down: Point,
}

impl Axes {
    fn step(self, x: f32, y: f32) -> Point {
        self.right * x + self.down * y
    }
}

/// The places near the frame's last alignment pattern that look like one, best first, at most four. `radius` is in
/// modules.
///
/// Data can look like an alignment pattern, so nearer places are preferred a little and several are returned: the
/// frame through each is then measured as a whole.
pub(super) fn find_alignments(gray: &Gray, frame: &Frame, inverted: bool, radius: f32) -> Vec<Point> {
    let middle = frame.side() as f32 - 6.5;
    let expected = frame.place(middle, middle);
    let axes = Axes {
        right: frame.place(middle + 1.0, middle) - expected,
        down: frame.place(middle, middle + 1.0) - expected,
    };
    let mut found: Vec<(f32, Point)> = Vec::new();
    for (x, y) in grid(radius, (1.0 / frame.module()).clamp(0.2, 0.5)) {
        let place = expected + axes.step(x, y);
        let sums = compare(gray, place, axes, 2, |far| far != 1);
        let strength = sums.strength(inverted) - 0.008 * Point::new(x, y).length();
        if strength < 0.6 || sums.variation() < 25.0 {
            continue;
        }
        match found.iter_mut().find(|(_, other)| (*other - place).length() < 1.2 * axes.right.length()) {
            Some(known) if known.0 < strength => *known = (strength, place),
            Some(_) => {}
            None => found.push((strength, place)),
        }
    }
    order::sort_by(&mut found, |one, two| two.0.total_cmp(&one.0));
    found.truncate(4);
    found.into_iter().map(|(_, place)| place).collect()
}

/// The place within `radius` modules of `expected` that looks most like a finder pattern with its separator, if it
/// does at all.
pub(super) fn find_finder_near(
    gray: &Gray,
    expected: Point,
    axes: Axes,
    inverted: bool,
    radius: f32,
) -> Option<Point> {
    let strength = |place: Point| {
        let sums = compare(gray, place, axes, 4, |far| far != 2 && far != 4);
        if sums.variation() < 30.0 { -1.0 } else { sums.strength(inverted) }
    };
    let places =
        grid(radius, 1.0).map(|(x, y)| expected + axes.step(x, y)).filter(|place| gray.contains(*place));
    let mut best = places.map(|place| (strength(place), place)).max_by(|one, two| one.0.total_cmp(&two.0))?;
    for step in [0.5, 0.25, 0.125, 0.0625] {
        for (x, y) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
            let place = best.1 + axes.step(x, y);
            let moved = (strength(place), place);
            if moved.0 > best.0 {
                best = moved;
            }
        }
    }
    (best.0 > 0.55).then_some(best.1)
}

/// Offsets up to `radius` in both directions, `step` apart.
fn grid(radius: f32, step: f32) -> impl Iterator<Item = (f32, f32)> {
    let most = (radius / step) as i16;
    let offset = move |index: i16| f32::from(index) * step;
    (-most..=most).flat_map(move |y| (-most..=most).map(move |x| (offset(x), offset(y))))
}

/// Compares the square of `reach` modules around `place` with the pattern that is ink at the distances `ink`.
fn compare(gray: &Gray, place: Point, axes: Axes, reach: i8, ink: impl Fn(u8) -> bool) -> Correlation {
    let mut sums = Correlation::default();
    for y in -reach..=reach {
        for x in -reach..=reach {
            let here = place + axes.step(f32::from(x), f32::from(y));
            if gray.contains(here) {
                sums.add(gray.at(here), ink(x.unsigned_abs().max(y.unsigned_abs())));
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::{Scene, code};
    use super::*;

    #[test]
    fn the_alignment_pattern_is_found_beside_its_expected_place() {
        let scene = Scene::new(&code("otpauth://totp/alice?secret=ABCDEFGHIJKLMNOP")).module(4);
        let (gray, right) = (scene.gray(), scene.frame());
        let middle = right.side() as f32 - 6.5;
        let mut off = right;
        off.right_weight = 1.08;
        let found = find_alignments(&gray, &off, false, 3.0);
        assert!((found[0] - right.place(middle, middle)).length() < 1.0, "{found:?}");
    }

    #[test]
    fn a_finder_is_found_near_its_expected_place() {
        let scene = Scene::new(&code("A")).module(5);
        let frame = scene.frame();
        let axes = Axes { right: Point::new(5.0, 0.0), down: Point::new(0.0, 5.0) };
        let found =
            find_finder_near(&scene.gray(), frame.below + Point::new(6.0, -7.0), axes, false, 2.5).unwrap();
        assert!((found - frame.below).length() < 3.6, "{found:?}");
    }

    #[test]
    fn a_flat_place_has_no_finder() {
        let gray = Gray::new(vec![90; 100 * 100], 100, 100);
        let axes = Axes { right: Point::new(4.0, 0.0), down: Point::new(0.0, 4.0) };
        assert!(find_finder_near(&gray, Point::new(50.0, 50.0), axes, false, 2.5).is_none());
    }
}
