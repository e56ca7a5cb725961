//! One look at one plane: finder patterns, triples, codes.

use crate::order;

use super::attempt::{Code, Outcome, belong_together, read_code, turns_between};
use super::completion::complete;
use super::finder::{Area, Finder, Sweep, find_finders};
use super::gray::Gray;
use super::point::Point;
use super::triple::find_triples;

/// What a look at a plane gave.
#[derive(Default)]
pub(super) struct Survey {
    /// In the plane's coordinates.
    pub(super) codes: Vec<Code>,
    /// The number of triples that look like a code and could not be read. One that shares a finder with a code that
    /// was read is not among them: it was a wrong guess.
    pub(super) unread: usize,
}

/// Looks at `area` of `gray` with `sweep`, but not inside the areas `known`. `finders` are the finder patterns that the look
/// before saw, and then those that this one sees.
pub(super) fn survey(
    gray: &Gray,
    area: Area<'_>,
    sweep: Sweep,
    known: &[[Point; 4]],
    finders: &mut Vec<Finder>,
) -> Survey {
    find_finders(gray, area, sweep, finders);
    for finder in &mut *finders {
        finder.used = known.iter().any(|corners| contains(corners, finder.center));
    }
    // Chance patterns are seen in few rows or agree badly; a finder in odd style agrees badly but is seen in many.
    let rank = |finder: &Finder| {
        let first = if finder.is_strong() { 1000.0 } else { 0.0 };
        first + finder.rows.min(100) as f32 * (0.5 + finder.strength.max(0.0))
    };
    order::sort_by(finders, |one, two| rank(two).total_cmp(&rank(one)));
    let mut survey = Survey::default();
    let strong = finders.iter().take_while(|finder| finder.is_strong()).count().min(MOST_FINDERS);
    let mut pairs = Pairs::default();
    let mut open = Vec::new();
    survey.read(gray, finders.get_mut(..strong).unwrap_or_default(), MOST_TRIES, &mut pairs, &mut open);
    let left = finders.iter().take(strong).filter(|finder| !finder.used).count();
    let may_be_more = (3..12).contains(&left);
    if !sweep.is_quick && (survey.codes.is_empty() || may_be_more) {
        let tries = if survey.codes.is_empty() { MOST_TRIES } else { FEW_TRIES };
        let weak = finders.len().min(strong + MOST_WEAK);
        if weak > strong {
            survey.read(gray, finders.get_mut(..weak).unwrap_or_default(), tries, &mut pairs, &mut open);
        }
    }
    if sweep.completes && survey.codes.is_empty() {
        complete(gray, finders, |code, finders| survey.add(code, finders));
    }
    let is_used = |index: &usize| finders.get(*index).is_some_and(|finder| finder.used);
    survey.unread = open.iter().filter(|triple| !triple.iter().any(is_used)).count();
    survey.unread += usize::from(sweep.is_quick && may_be_more);
    survey
}

const MOST_FINDERS: usize = 60;
const MOST_WEAK: usize = 40;
const MOST_TRIES: usize = 60;
const FEW_TRIES: usize = 10;
const MOST_TRIPLES: usize = 1200;
/// The cosine of an angle at which a timing pattern lies where a right one has it.
const NEARLY_RIGHT: f32 = 0.05;

impl Survey {
    /// Reads what the triples of `finders` hold; those that look like a code and cannot be read go into `open`.
    fn read(
        &mut self,
        gray: &Gray,
        finders: &mut [Finder],
        tries: usize,
        pairs: &mut Pairs,
        open: &mut Vec<[usize; 3]>,
    ) {
        let mut tried = 0;
        let before = core::mem::replace(&mut pairs.count, finders.len());
        let triples = find_triples(finders, |one, two| pairs.are_neighbours(gray, finders, one, two));
        for triple in triples.into_iter().take(MOST_TRIPLES) {
            let indexes = [triple.corner, triple.right, triple.below];
            if indexes.iter().all(|index| *index < before) {
                continue;
            }
            let three = indexes.map(|index| finders.get(index).copied());
            let [Some(corner), Some(right), Some(below)] = three else {
                continue;
            };
            if tried >= tries || corner.used || right.used || below.used {
                continue;
            }
            // Every two of them were asked as if they lay at a right angle.
            if triple.cosine > NEARLY_RIGHT && !belong_together(gray, &corner, &right, &below) {
                continue;
            }
            match read_code(gray, &corner, &right, &below) {
                Outcome::Read(code) => self.add(*code, finders),
                Outcome::Unread(agreement) => {
                    tried += 1;
                    if agreement > LOOKS_LIKE_A_CODE {
                        open.push(indexes);
                    }
                }
                Outcome::Nothing => {}
            }
        }
    }

    /// Keeps the code; every finder within it belongs to it.
    fn add(&mut self, code: Code, finders: &mut [Finder]) {
        let corners = code.frame.corners();
        for finder in finders {
            finder.used |= contains(&corners, finder.center);
        }
        self.codes.push(code);
    }
}

/// Which finders of a look may have a timing pattern between them, each pair asked once.
#[derive(Default)]
struct Pairs {
    /// How many finders were put together so far. What three of these hold has been seen.
    count: usize,
    known: Vec<Option<bool>>,
}

impl Pairs {
    fn are_neighbours(&mut self, gray: &Gray, finders: &[Finder], one: usize, two: usize) -> bool {
        self.known.resize(MOST_TOGETHER * MOST_TOGETHER, None);
        let asked = self.known.get_mut(one * MOST_TOGETHER + two);
        let pair = asked.zip(finders.get(one).zip(finders.get(two)));
        pair.is_some_and(|(known, (one, two))| {
            *known.get_or_insert_with(|| turns_between(gray, one, two, (two.center - one.center).turned()))
        })
    }
}

const MOST_TOGETHER: usize = MOST_FINDERS + MOST_WEAK;

/// The known modules of a code agree better than this even if it cannot be read.
const LOOKS_LIKE_A_CODE: f32 = 0.6;

/// Whether `place` is within the four clockwise corners.
pub(super) fn contains(corners: &[Point; 4], place: Point) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).all(|(&one, &two)| (two - one).cross(place - one) >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_contains_its_middle_alone() {
        let p = Point::new;
        let square = [p(0.0, 0.0), p(2.0, 0.0), p(2.0, 2.0), p(0.0, 2.0)];
        assert!(contains(&square, p(1.0, 1.0)));
        assert!(!contains(&square, p(3.0, 1.0)) && !contains(&square, p(1.0, -0.1)));
    }
}
