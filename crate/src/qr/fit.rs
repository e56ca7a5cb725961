//! How well a frame lies on the picture, and how to make it lie better.
//!
//! About a quarter of a small code's modules have the same shade in every code ([`Version::fixed_modules`]). Where
//! the frame is right their brightness agrees with that; so the agreement is the measure, and the frame is moved
//! until it no longer grows.
//!
//! [`Version::fixed_modules`]: super::version::Version::fixed_modules

use super::correlation::Correlation;
use super::frame::Frame;
use super::gray::Gray;
use super::point::Point;

/// A module whose shade is known: its middle in module coordinates, and whether it is ink.
type Known = (f32, f32, bool);

/// The measure for frames of one version and polarity.
pub(super) struct Fit<'a> {
    gray: &'a Gray,
    known: Vec<Known>,
    inverted: bool,
}

impl Fit<'_> {
    pub(super) fn new<'a>(gray: &'a Gray, frame: &Frame, inverted: bool) -> Fit<'a> {
        let middle = |index: usize| index as f32 + 0.5;
        let known =
            frame.version.fixed_modules().iter().map(|&(x, y, ink)| (middle(x), middle(y), ink)).collect();
        Fit { gray, known, inverted }
    }

    /// The agreement of the known modules: 1 if it is perfect, -1 if more than a sixth of them is off the picture.
    pub(super) fn agreement(&self, frame: &Frame) -> f32 {
        let mut sums = Correlation::default();
        let mut outside = 0;
        for &(x, y, ink) in &self.known {
            let place = frame.place(x, y);
            if !self.gray.contains(place) {
                outside += 1;
            }
            sums.add(self.gray.at(place), ink);
        }
        if outside * 6 > self.known.len() { -1.0 } else { sums.strength(self.inverted) }
    }

    /// Moves the three middles and the two weights, each alone and in ever smaller steps, as long as the agreement
    /// grows. Returns the best frame and its agreement; `agreement` is that of `frame`.
    pub(super) fn refine(&self, frame: &Frame, agreement: f32) -> (Frame, f32) {
        let mut best = (*frame, agreement);
        let mut pixels = 0.35 * frame.module();
        let mut share = 0.04;
        for _ in 0..ROUNDS {
            for turn in 0..16 {
                let sign = if turn % 2 == 0 { 1.0 } else { -1.0 };
                for _ in 0..MOST_STEPS {
                    let moved = moved(&best.0, turn / 2, pixels * sign, 1.0 + share * sign);
                    let agreement = self.agreement(&moved);
                    if agreement <= best.1 + 1e-5 {
                        break;
                    }
                    best = (moved, agreement);
                }
            }
            pixels *= 0.5;
            share *= 0.5;
        }
        best
    }
}

const ROUNDS: usize = 4;
const MOST_STEPS: usize = 12;

/// The frame with one of its eight numbers changed.
fn moved(frame: &Frame, number: usize, pixels: f32, factor: f32) -> Frame {
    let mut moved = *frame;
    match number {
        0 => moved.corner.x += pixels,
        1 => moved.corner.y += pixels,
        2 => moved.right.x += pixels,
        3 => moved.right.y += pixels,
        4 => moved.below.x += pixels,
        5 => moved.below.y += pixels,
        6 => moved.right_weight *= factor,
        _ => moved.below_weight *= factor,
    }
    moved
}

/// How often brightness turns between `from` and `to`, which are about `modules` apart; only turns by at least
/// `least` grey levels count. A timing pattern turns at every module, a page between unrelated squares hardly ever:
/// this settles most triples without a look at any version.
pub(super) fn count_turns(gray: &Gray, from: Point, to: Point, modules: f32, least: f32) -> usize {
    let samples = (2.0 * modules) as u16;
    let step = (to - from) * (1.0 / f32::from(samples.max(1)));
    let mut extreme = gray.at(from);
    let (mut rises, mut turns) = (true, 0);
    for index in 1..=samples {
        let value = gray.at(from + step * f32::from(index));
        let ahead = if rises { value - extreme } else { extreme - value };
        if ahead >= 0.0 {
            extreme = value;
        } else if -ahead >= least {
            (extreme, rises) = (value, !rises);
            turns += 1;
        }
        // The finder pattern itself takes seven modules; from there on one turn in four must have come.
        if index > 20 && turns * 8 + 14 < usize::from(index) {
            return 0;
        }
    }
    turns
}

/// How cleanly the two timing patterns alternate under `frame`: 1 if every module differs from its neighbours in the
/// right direction. This is the quickest test of a frame, and tells the version.
pub(super) fn timing(gray: &Gray, frame: &Frame, inverted: bool) -> f32 {
    let along = |place: &dyn Fn(f32) -> Point| {
        alternation(gray, (6..frame.side() - 6).map(|index| place(index as f32 + 0.5)), inverted)
    };
    (along(&|at| frame.place(at, 6.5)) + along(&|at| frame.place(6.5, at))) / 2.0
}

/// How cleanly brightness alternates over `places`, the first being ink.
pub(super) fn alternation(gray: &Gray, places: impl Iterator<Item = Point>, inverted: bool) -> f32 {
    let (mut right, mut whole) = (0.0, 1e-3);
    let mut values = places.map(|place| gray.at(place));
    let (Some(mut before), Some(mut here)) = (values.next(), values.next()) else {
        return 0.0;
    };
    let mut is_ink = false;
    for next in values {
        let bump = here - (before + next) / 2.0;
        right += if is_ink == inverted { bump } else { -bump };
        whole += bump.abs();
        (before, here) = (here, next);
        is_ink = !is_ink;
    }
    right / whole
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::{Scene, code};
    use super::*;

    #[test]
    fn the_right_frame_agrees_and_alternates() {
        let scene = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).module(4);
        let (gray, frame) = (scene.gray(), scene.frame());
        assert!(Fit::new(&gray, &frame, false).agreement(&frame) > 0.99);
        assert!(timing(&gray, &frame, false) > 0.99);
        assert!(timing(&gray, &frame, true) < -0.99);
    }

    #[test]
    fn a_frame_that_is_half_a_module_off_is_moved_back() {
        let scene = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).module(4);
        let (gray, right) = (scene.gray(), scene.frame());
        let mut off = right;
        off.right = off.right + Point::new(2.0, -1.5);
        off.below_weight = 1.06;
        let fit = Fit::new(&gray, &off, false);
        let (found, agreement) = fit.refine(&off, fit.agreement(&off));
        assert!(agreement > 0.99);
        for (one, two) in found.corners().into_iter().zip(right.corners()) {
            assert!((one - two).length() < 1.5, "{one:?} {two:?}");
        }
    }

    #[test]
    fn a_frame_off_the_picture_never_agrees() {
        let scene = Scene::new(&code("A")).module(4);
        let mut frame = scene.frame();
        frame.corner = frame.corner - Point::new(300.0, 0.0);
        frame.below = frame.below - Point::new(300.0, 0.0);
        assert_eq!(Fit::new(&scene.gray(), &frame, false).agreement(&frame), -1.0);
    }
}
