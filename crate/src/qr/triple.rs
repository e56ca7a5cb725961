//! Which three finder patterns may belong to one code.
//!
//! Two that are neighbours have a timing pattern between them, on the third's side. That is asked of every two before
//! any three are put together: on a page full of writing, where dozens of chance patterns make thousands of triples,
//! few pairs are left.

use crate::order;

use super::finder::Finder;

/// Three finders that may be the corners of a code, by their index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triple {
    /// The one between the two others.
    pub(super) corner: usize,
    /// The one clockwise of it.
    pub(super) right: usize,
    /// The third.
    pub(super) below: usize,
    /// How far it is from three equal squares at the ends of a right angle with equal sides.
    pub(super) oddity: f32,
    /// That of the angle at the corner, without its sign.
    pub(super) cosine: f32,
}

/// The triples among `finders` that a code could show, seen at up to about 50 degrees; the least odd first.
///
/// Seen straight on, the two sides are equal and at a right angle and the three modules are equal. A tilt changes all
/// three, and the version limits how far the corners are apart: 14 to 170 modules. `are_neighbours` tells whether a
/// timing pattern may run from one finder to another beside their middles, clockwise of the line between these. From
/// the corner one runs to the right finder, and to the corner one runs from the finder below.
pub(super) fn find_triples(
    finders: &[Finder],
    mut are_neighbours: impl FnMut(usize, usize) -> bool,
) -> Vec<Triple> {
    let free = || finders.iter().enumerate().filter(|(_, finder)| !finder.used);
    let mut neighbours = Vec::new();
    for (one, a) in free() {
        for (two, b) in free() {
            if one != two && may_be_neighbours(a, b) && are_neighbours(one, two) {
                neighbours.push(((one, a), (two, b)));
            }
        }
    }
    let mut triples = Vec::new();
    for &((corner, a), (right, b)) in &neighbours {
        for &((below, c), _) in neighbours.iter().filter(|(_, (end, _))| *end == corner) {
            if let Some((oddity, cosine)) = oddity(a, b, c) {
                triples.push(Triple { corner, right, below, oddity, cosine });
            }
        }
    }
    order::sort_by(&mut triples, |one, two| one.oddity.total_cmp(&two.oddity));
    triples
}

fn may_be_neighbours(one: &Finder, two: &Finder) -> bool {
    let distance = (two.center - one.center).length();
    let larger = one.module.max(two.module);
    one.shade.inverted == two.shade.inverted
        && larger <= MOST_UNEQUAL * one.module.min(two.module)
        && distance >= 4.0 * larger
        && distance <= 300.0 * larger
}

/// The largest module of a triple, measured in the smallest.
const MOST_UNEQUAL: f32 = 4.0;

/// The oddity and the cosine.
fn oddity(corner: &Finder, right: &Finder, below: &Finder) -> Option<(f32, f32)> {
    let (across, down) = (right.center - corner.center, below.center - corner.center);
    if across.cross(down) <= 0.0 {
        return None;
    }
    let modules = [corner.module, right.module, below.module];
    let least = modules.into_iter().fold(f32::MAX, f32::min);
    let most = modules.into_iter().fold(0.0, f32::max);
    let mean = modules.into_iter().sum::<f32>() / 3.0;
    let (width, height) = (across.length(), down.length());
    let possible = 7.0 * mean..220.0 * mean;
    let cosine = (across.dot(down) / (width * height)).abs();
    let ratio = (width / height).ln().abs();
    if most > MOST_UNEQUAL * least
        || !possible.contains(&width)
        || !possible.contains(&height)
        || ratio > 1.6
        || cosine > 0.9
    {
        return None;
    }
    Some((cosine * 1.5 + ratio + (most / least).ln() * 0.7, cosine))
}

#[cfg(test)]
mod tests {
    use super::super::cross_section::Shade;
    use super::super::point::Point;
    use super::*;

    fn finder(x: f32, y: f32, module: f32, inverted: bool) -> Finder {
        let shade = Shade { level: 128.0, inverted };
        Finder {
            center: Point::new(x, y),
            module,
            axes: None,
            shade,
            contrast: 255.0,
            strength: 1.0,
            rows: 9,
            used: false,
        }
    }

    #[test]
    fn the_right_angle_comes_first_and_clockwise() {
        let finders = [
            finder(20.0, 100.0, 4.0, false),
            finder(20.0, 20.0, 4.0, false),
            finder(100.0, 20.0, 4.0, false),
        ];
        let first = find_triples(&finders, |_, _| true)[0];
        assert_eq!((first.corner, first.right, first.below), (1, 2, 0));
    }

    #[test]
    fn polarities_and_very_different_sizes_do_not_mix() {
        let mixed =
            [finder(20.0, 100.0, 4.0, true), finder(20.0, 20.0, 4.0, false), finder(100.0, 20.0, 4.0, false)];
        let sizes = [
            finder(20.0, 100.0, 0.9, false),
            finder(20.0, 20.0, 4.0, false),
            finder(100.0, 20.0, 4.0, false),
        ];
        assert!(find_triples(&mixed, |_, _| true).is_empty() && find_triples(&sizes, |_, _| true).is_empty());
    }

    #[test]
    fn finders_of_a_code_that_was_read_are_left_out() {
        let mut finders = [
            finder(20.0, 100.0, 4.0, false),
            finder(20.0, 20.0, 4.0, false),
            finder(100.0, 20.0, 4.0, false),
        ];
        finders[2].used = true;
        assert!(find_triples(&finders, |_, _| true).is_empty());
    }

    #[test]
    fn only_neighbours_are_put_together() {
        let finders = [
            finder(20.0, 100.0, 4.0, false),
            finder(20.0, 20.0, 4.0, false),
            finder(100.0, 20.0, 4.0, false),
        ];
        let of_one_code = |one: usize, two: usize| [(1, 2), (0, 1)].contains(&(one, two));
        assert_eq!(find_triples(&finders, of_one_code).len(), 1);
        assert!(find_triples(&finders, |one, _| one == 1).is_empty());
    }
}
