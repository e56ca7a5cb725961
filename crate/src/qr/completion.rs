//! The third finder pattern where only two were seen: covered by a cursor, a sticker, a logo.
//!
//! Two finders are either neighbours or at opposite ends of the diagonal. Neighbours have a timing pattern between
//! them, three modules to one side of the line through their middles: where it alternates, the code lies on that
//! side. For the diagonal both sides are possible. The third is then looked for where a straight view has it; a code
//! whose finder is damaged still shows most of it, and one that is all covered is taken to be there.

use super::alignment::{Axes, find_finder_near};
use super::attempt::{Code, Outcome, belong_together, read_code, turns_between};
use super::finder::Finder;
use super::fit::alternation;
use super::gray::Gray;
use super::point::Point;
use super::version::Version;

/// Tries pairs of the first finders and hands over each code that can be read, with the finders to mark.
pub(super) fn complete(gray: &Gray, finders: &mut [Finder], mut found: impl FnMut(Code, &mut [Finder])) {
    let count = finders.len().min(MOST_FINDERS);
    let mut tries = 0;
    for first in 0..count {
        for second in 0..count {
            let (Some(&one), Some(&two)) = (finders.get(first), finders.get(second)) else {
                continue;
            };
            if first == second || one.used || two.used || !may_belong_together(&one, &two) {
                continue;
            }
            for guess in guesses(gray, &one, &two, first < second) {
                if tries >= MOST_TRIES {
                    return;
                }
                tries += 1;
                if let Some(code) = guess.read(gray) {
                    found(code, finders);
                    break;
                }
            }
        }
    }
}

const MOST_FINDERS: usize = 22;
const MOST_TRIES: usize = 36;

fn may_belong_together(one: &Finder, two: &Finder) -> bool {
    let module = (one.module + two.module) / 2.0;
    let distance = (two.center - one.center).length();
    one.is_strong()
        && two.is_strong()
        && one.shade.inverted == two.shade.inverted
        && one.module.max(two.module) <= 1.4 * one.module.min(two.module)
        && (11.0 * module..240.0 * module).contains(&distance)
}

/// Two known finders and where the third would be.
struct Guess {
    known: [Finder; 2],
    /// Which of the three corners it is: with the known ones in order, clockwise from the corner between the others.
    order: Order,
    expected: Point,
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    /// The known ones are the corner and the right one.
    Below,
    /// The known ones are the below one and the corner.
    Right,
    /// The known ones are the right and the below one.
    Corner,
}

/// What the pair may be. Neighbours are looked at in both orders by the caller, which covers both sides; the
/// diagonal is symmetric and needs one, `diagonal`.
fn guesses(gray: &Gray, one: &Finder, two: &Finder, diagonal: bool) -> Vec<Guess> {
    let across = two.center - one.center;
    let side = across.turned();
    let known = [*one, *two];
    let mut guesses = Vec::new();
    if turns_between(gray, one, two, side) && has_timing_between(gray, one, two) {
        guesses.push(Guess { known, order: Order::Below, expected: one.center + side });
        guesses.push(Guess { known, order: Order::Right, expected: two.center + side });
    }
    let module = (one.module + two.module) / 2.0;
    let modules = across.length() * core::f32::consts::FRAC_1_SQRT_2 / module + 7.0;
    if diagonal && (19.0..181.0).contains(&modules) {
        let middle = (one.center + two.center) * 0.5;
        for sign in [0.5, -0.5] {
            guesses.push(Guess { known, order: Order::Corner, expected: middle + side * sign });
        }
    }
    guesses
}

/// Whether the line three modules clockwise of the one between the middles alternates, for some version.
fn has_timing_between(gray: &Gray, one: &Finder, two: &Finder) -> bool {
    let across = two.center - one.center;
    let expected = across.length() * 2.0 / (one.module + two.module) + 7.0;
    let slack = (0.07 * expected).max(4.1);
    Version::all().map(Version::side).filter(|&side| (side as f32 - expected).abs() <= slack).any(|side| {
        let step = across * (1.0 / (side as f32 - 7.0));
        let start = one.center + step.turned() * 3.0;
        let places = (6..side - 6).map(|index| start + step * (index as f32 - 3.0));
        alternation(gray, places, one.shade.inverted) > 0.6
    })
}

impl Guess {
    fn read(&self, gray: &Gray) -> Option<Code> {
        let [one, two] = self.known;
        let across = two.center - one.center;
        let seen = find_finder_near(gray, self.expected, self.axes(across), one.shade.inverted, 2.5);
        seen.into_iter().chain([self.expected]).find_map(|center| self.read_with(gray, center))
    }

    /// The code whose third finder has its middle at `center`.
    fn read_with(&self, gray: &Gray, center: Point) -> Option<Code> {
        let [one, two] = self.known;
        let module = (one.module + two.module) / 2.0;
        let third = Finder { center, module, strength: 0.0, rows: 1, ..one };
        let (corner, right, below) = match self.order {
            Order::Below => (one, two, third),
            Order::Right => (two, third, one),
            Order::Corner => (third, one, two),
        };
        let clockwise = (right.center - corner.center).cross(below.center - corner.center) > 0.0;
        let (right, below) = if clockwise { (right, below) } else { (below, right) };
        if !belong_together(gray, &corner, &right, &below) {
            return None;
        }
        match read_code(gray, &corner, &right, &below) {
            Outcome::Read(code) => Some(*code),
            _ => None,
        }
    }

    /// One module along the two sides, for the version that the distance suggests.
    fn axes(&self, across: Point) -> Axes {
        let [one, two] = self.known;
        let module = (one.module + two.module) / 2.0;
        let along = if self.order == Order::Corner { one.center - self.expected } else { across };
        let length = along.length();
        let span = ((length / module - 10.0) / 4.0).round().max(1.0) * 4.0 + 10.0;
        let right = along * (1.0 / span);
        Axes { right, down: right.turned() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finder::{Rows, Sweep};
    use super::super::picture_of::{SWEEP, Scene, code, find};
    use super::*;

    /// What is read when the finder at `corner` (0 upper left, 1 right, 2 below) is painted over up to `radius` pixels
    /// from its middle; modules have 5.
    fn read_without(corner: usize, radius: f32) -> Vec<String> {
        let scene = Scene::new(&code("otpauth://totp/alice?secret=ABCDEFGHIJKLMNOP")).module(5);
        let frame = scene.frame();
        let middle = [frame.corner, frame.right, frame.below][corner];
        let gray = scene.gray();
        let near = |i: usize| {
            let place = Point::new((i % gray.width()) as f32, (i / gray.width()) as f32);
            (place - middle).length() < radius
        };
        let pixels = gray.pixels().iter().enumerate().map(|(i, &value)| if near(i) { 190 } else { value });
        let gray = Gray::new(pixels.collect(), gray.width(), gray.height());
        let mut finders = find(&gray, Sweep { rows: Rows::every(1), ..SWEEP });
        assert!(finders.len() < 3);
        let mut texts = Vec::new();
        complete(&gray, &mut finders, |code, finders| {
            finders.iter_mut().for_each(|finder| finder.used = true);
            texts.push(code.message.text(None).to_string());
        });
        texts
    }

    #[test]
    fn each_corner_can_be_missing() {
        for corner in 0..3 {
            assert_eq!(
                read_without(corner, 9.0),
                ["otpauth://totp/alice?secret=ABCDEFGHIJKLMNOP"],
                "{corner}"
            );
        }
    }

    #[test]
    fn a_corner_that_is_all_covered_is_taken_to_be_there() {
        assert_eq!(read_without(0, 24.0), ["otpauth://totp/alice?secret=ABCDEFGHIJKLMNOP"]);
    }
}
