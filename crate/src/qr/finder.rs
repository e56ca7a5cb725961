//! Finder patterns: the three squares in a code's corners.
//!
//! Rows are searched for the lengths 1:1:3:1:1 ([`super::cross_section`]). A place that has them along its row is
//! measured again along its column and along its row through the corrected middle, and then looked at as a whole:
//! on three rings around the middle the core, the ring and the frame must show, whatever the rotation.

use core::ops::Range;

use tessera_pixels::edge::{Edge, Sensitivity, find_edges};

use super::cross_section::{Shade, measure};
use super::gray::Gray;
use super::point::Point;
use super::region::Region;
use super::tilt::{Axes, DIRECTIONS, find_tilted, strength};

/// A finder pattern that was seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder {
    pub(super) center: Point,
    /// The side of a module in pixels.
    pub(super) module: f32,
    /// A module's sides as steps in the picture, known for a pattern that is seen aslant or stretched.
    pub(super) axes: Option<Axes>,
    pub(super) shade: Shade,
    /// Grey levels between core and ring.
    pub(super) contrast: f32,
    /// How well its 7×7 modules agree with the pattern: a correlation, at most 1.
    pub(super) strength: f32,
    /// The number of rows in which it was seen.
    pub(super) rows: u32,
    /// Whether a code that has been read needs it.
    pub(super) used: bool,
}

impl Finder {
    /// From here on nearly everything is a finder pattern.
    pub(super) const STRONG: f32 = 0.87;

    /// One module from the middle towards `unit`, a vector of length 1 along one of the code's sides.
    pub(super) fn step_towards(&self, unit: Point) -> Point {
        let Some((one, two)) = self.axes else {
            return unit * self.module;
        };
        let directions = [one, two, one * -1.0, two * -1.0];
        let nearness = |step: &Point| step.dot(unit) / step.length();
        let nearest = directions.into_iter().max_by(|a, b| nearness(a).total_cmp(&nearness(b)));
        nearest.unwrap_or(unit * self.module)
    }

    pub(super) fn is_strong(&self) -> bool {
        self.strength >= Finder::STRONG
    }
}

/// How the rows are searched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sweep {
    pub(super) sensitivity: Sensitivity,
    pub(super) rows: Rows,
    /// The least module in pixels that is looked at.
    pub(super) least_module: f32,
    /// Whether patterns are also looked for whose modules hardly fill a pixel, see [`examine_small`].
    pub(super) small: bool,
    /// Whether a third finder pattern is looked for where two are seen, see [`super::completion`].
    pub(super) completes: bool,
    /// Whether only strong finder patterns are put together, because another pass goes on from them.
    pub(super) is_quick: bool,
}

/// The rows that are searched: one in `every`, from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    first: usize,
    every: usize,
}

impl Rows {
    /// One row in `every`, from the first.
    pub(super) const fn every(every: usize) -> Rows {
        Rows { first: 0, every }
    }

    /// The rows half-way between those of `every`, after a sweep over these.
    pub(super) const fn between(every: usize) -> Rows {
        Rows { first: every / 2, every }
    }

    /// Whether the sweep before was over the rows between.
    fn goes_on(self) -> bool {
        self.first > 0
    }

    /// The distance to the row above that was searched, in this sweep or in the one before.
    fn gap(self) -> usize {
        if self.goes_on() { self.first } else { self.every }
    }
}

/// More finder patterns than this are never on a picture that anyone would scan.
const MOST: usize = 2048;

/// The part of a plane that is searched: a region of the picture, which is `scale` times as large as the plane.
#[derive(Clone, Copy)]
pub(super) struct Area<'a> {
    pub(super) region: Option<&'a Region>,
    pub(super) scale: usize,
}

/// Makes `finders` every finder pattern that `sweep` sees in `area`: those of the sweep before and new ones if it goes
/// on from that.
pub(super) fn find_finders(gray: &Gray, area: Area<'_>, sweep: Sweep, finders: &mut Vec<Finder>) {
    let rows = sweep.rows;
    if !rows.goes_on() {
        finders.clear();
    }
    let mut list = List { sweep, finders, near: Vec::new() };
    let mut edges = Vec::with_capacity(1024);
    for y in (rows.first..gray.height()).step_by(rows.every) {
        if list.finders.len() >= MOST {
            break;
        }
        list.go_to(y as f32);
        let last = y.checked_sub(rows.gap()).map_or(&[][..], |y| gray.row(y));
        let mut search = |stretch: Range<usize>| {
            let line = gray.row(y).get(stretch.clone()).unwrap_or_default();
            if last.get(stretch.clone()) == Some(line) {
                return;
            }
            find_edges(line, sweep.sensitivity, &mut edges);
            for index in 0..edges.len().saturating_sub(3) {
                if let Some(mut bars) = Bars::read(&edges, index, line.len() as f32, sweep) {
                    bars.middle += stretch.start as f32;
                    list.consider(gray, &bars, y as f32 + 0.5);
                }
            }
        };
        match area.region {
            Some(region) => region.stretches(y, area.scale, gray.width()).for_each(search),
            None => search(0..gray.width()),
        }
    }
}

/// Ring, core and ring along a row.
struct Bars {
    middle: f32,
    module: f32,
    shade: Shade,
    contrast: f32,
}

impl Bars {
    /// The four edges from `index` on, if their distances are 1:3:1 with room for a frame on both sides and their
    /// heights are of one kind.
    fn read(edges: &[Edge], index: usize, width: f32, sweep: Sweep) -> Option<Bars> {
        let [first, second, third, fourth] = edges.get(index..)?.first_chunk::<4>()?;
        let (left, core, right) = (second.at - first.at, third.at - second.at, fourth.at - third.at);
        let whole = left + core + right;
        let module = whole / 5.0;
        // Half-way to a ring that fills no pixel the core begins late.
        let shrunk = if sweep.small { 0.25 } else { 0.0 };
        if module < sweep.least_module || (core - 0.6 * whole).abs() > 0.17 * whole + shrunk {
            return None;
        }
        let slack = 0.5 * module + 0.3;
        if (left - module).abs() > slack || (right - module).abs() > slack {
            return None;
        }
        let before = first.at - index.checked_sub(1).and_then(|i| edges.get(i)).map_or(0.0, |edge| edge.at);
        let behind = edges.get(index + 4).map_or(width, |edge| edge.at) - fourth.at;
        let closer = before.min(behind);
        if closer < 0.45 * module || closer > 1.6 * module + 0.5 {
            return None;
        }
        let heights = [first, second, third, fourth].map(|edge| u32::from(edge.height()));
        let (least, most) = (heights.iter().min()?, heights.iter().max()?);
        if least * if sweep.small { 6 } else { 4 } < *most {
            return None;
        }
        let ring = (f32::from(first.after) + f32::from(third.after)) / 2.0;
        let core = f32::from(second.after);
        let shade = Shade { level: (core + ring) / 2.0, inverted: first.after < first.before };
        Some(Bars { middle: (first.at + fourth.at) / 2.0, module, shade, contrast: (core - ring).abs() })
    }
}

/// The finders so far; those that the current row can still touch are kept apart, so that a row is compared with
/// few.
struct List<'a> {
    sweep: Sweep,
    finders: &'a mut Vec<Finder>,
    near: Vec<usize>,
}

impl List<'_> {
    /// Goes on to the row `y`.
    fn go_to(&mut self, y: f32) {
        let is_near = |finder: &Finder| (finder.center.y - y).abs() <= 4.0 * finder.module;
        self.near.clear();
        self.near
            .extend((0..).zip(&*self.finders).filter(|(_, finder)| is_near(finder)).map(|(index, _)| index));
    }

    /// Counts the row for the finder it belongs to, or adds a new one.
    fn consider(&mut self, gray: &Gray, bars: &Bars, y: f32) {
        let seen = Point::new(bars.middle, y);
        if self.count_row(bars.shade, seen, Some(bars.module)) {
            return;
        }
        let is_small = self.sweep.small && bars.module < LARGEST_SMALL;
        let small = || is_small.then(|| examine_small(gray, bars, seen))?;
        let Some(finder) = examine(gray, bars, seen).or_else(small) else {
            return;
        };
        if !self.count_row(bars.shade, finder.center, None) {
            self.near.push(self.finders.len());
            self.finders.push(finder);
        }
    }

    /// Whether `place` belongs to a finder that is known. With a `module` it is a row's middle, which may be
    /// further off than a finder's middle, but only for a module like the known one.
    fn count_row(&mut self, shade: Shade, place: Point, module: Option<f32>) -> bool {
        let is_it = |finder: &Finder| {
            let (dx, dy) = ((finder.center.x - place.x).abs(), (finder.center.y - place.y).abs());
            finder.shade.inverted == shade.inverted
                && match module {
                    Some(module) => {
                        dx < 1.2 * finder.module
                            && dy < 2.0 * finder.module
                            && module < 1.6 * finder.module
                            && finder.module < 1.6 * module
                    }
                    None => dx < 1.5 * finder.module && dy < 1.5 * finder.module,
                }
        };
        for &index in &self.near {
            if let Some(finder) = self.finders.get_mut(index).filter(|finder| is_it(finder)) {
                finder.rows += 1;
                return true;
            }
        }
        false
    }
}

const RIGHT: Point = Point::new(1.0, 0.0);
const DOWN: Point = Point::new(0.0, 1.0);

/// Measures the pattern around `seen` in both directions, and in both diagonals: of the two pairs of axes that one
/// is the code's along which the module is shorter.
fn examine(gray: &Gray, bars: &Bars, seen: Point) -> Option<Finder> {
    let shade = bars.shade;
    let mut center = seen;
    center.y += measure(gray, center, DOWN, shade, bars.module)?.offset;
    let across = measure(gray, center, RIGHT, shade, bars.module)?;
    center.x += across.offset;
    let down = measure(gray, center, DOWN, shade, across.module)?;
    center.y += down.offset;
    let mut axes = (RIGHT * across.module, DOWN * down.module);
    let falling = Point::new(core::f32::consts::FRAC_1_SQRT_2, core::f32::consts::FRAC_1_SQRT_2);
    let slant = |along: Point| measure(gray, center, along, shade, across.module);
    let diagonals = slant(falling).zip(slant(falling.turned()));
    if let Some((one, two)) =
        diagonals.filter(|(one, two)| one.module + two.module < across.module + down.module)
    {
        axes = (falling * one.module, falling.turned() * two.module);
    }
    let is_square = across.module < 1.9 * down.module && down.module < 1.9 * across.module;
    let mut is_tilted = false;
    let strength = if is_square && shows_rings(gray, center, axes, shade) {
        strength(gray, center, axes, shade)
    } else if across.module.max(down.module) > LEAST_TILTED {
        let tilted = find_tilted(gray, center, shade, 9.0 * across.module.max(down.module))?;
        (center, axes, is_tilted) = (tilted.center, tilted.axes, true);
        tilted.strength
    } else {
        return None;
    };
    let module = axes.0.cross(axes.1).abs().sqrt();
    let (one, two) = (axes.0.length(), axes.1.length());
    let is_stretched = one.max(two) > LEAST_STRETCHED * one.min(two);
    let axes = (is_tilted || is_stretched).then_some(axes);
    Some(Finder { center, module, axes, shade, contrast: bars.contrast, strength, rows: 1, used: false })
}

/// The same where a module is about a pixel, or blurred: its frame and ring are paler than its core, since each pixel
/// of them has a part of something else. So no one level is between all of them, and the pattern is looked for as a
/// whole above and below the row.
fn examine_small(gray: &Gray, bars: &Bars, seen: Point) -> Option<Finder> {
    let shade = bars.shade;
    let at = |center: Point, module: f32| {
        (strength(gray, center, (RIGHT * module, DOWN * module), shade), center, module)
    };
    // Most rows of writing end here: above and below them there is no ring.
    let has_ring = |center: &Point| {
        let [above, here, below] = [-2.0, 0.0, 2.0].map(|far| gray.at(*center + DOWN * (bars.module * far)));
        let rise = (above + below) / 2.0 - here;
        (if shade.inverted { -rise } else { rise }) > LEAST_RISE * bars.contrast
    };
    let places = (-3i8..=3).map(|step| seen + DOWN * (0.5 * bars.module * f32::from(step))).filter(has_ring);
    let mut best = places.map(|center| at(center, bars.module)).max_by(|one, two| one.0.total_cmp(&two.0))?;
    if best.0 < LEAST_COARSE_STRENGTH {
        return None;
    }
    for step in [0.25, 0.12] {
        for (x, y, size) in [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)] {
            let (_, center, module) = best;
            let [right, down, larger] = [x, y, size].map(|sign: i8| step * f32::from(sign));
            let moved = at(center + Point::new(right, down) * module, module * (1.0 + larger / 2.0));
            best = if moved.0 > best.0 { moved } else { best };
        }
    }
    let (strength, center, module) = best;
    // The row may have met the pattern far from its middle.
    let around = [RIGHT, RIGHT * -1.0, DOWN, DOWN * -1.0].map(|side| gray.at(center + side * (2.0 * module)));
    let (core, ring) = (gray.at(center), around.iter().sum::<f32>() / 4.0);
    (strength > LEAST_SMALL_STRENGTH).then_some(Finder {
        center,
        module,
        axes: None,
        shade: Shade { level: (core + ring) / 2.0, ..shade },
        contrast: (core - ring).abs(),
        strength,
        rows: 1,
        used: false,
    })
}

/// From this module on [`examine`] sees everything.
const LARGEST_SMALL: f32 = 2.0;
/// A part of the contrast along the row.
const LEAST_RISE: f32 = 0.4;
const LEAST_COARSE_STRENGTH: f32 = 0.45;
const LEAST_SMALL_STRENGTH: f32 = 0.65;

/// Smaller patterns show too little to tell a tilt.
const LEAST_TILTED: f32 = 2.2;

/// Pages that give a code another width than height show modules that are longer along one side.
const LEAST_STRETCHED: f32 = 1.12;

/// At radius 1 all is core, at 2.25 all is ring at every rotation, at 3.1 most is frame.
fn shows_rings(gray: &Gray, center: Point, axes: (Point, Point), shade: Shade) -> bool {
    let ink = |radius: f32| {
        DIRECTIONS
            .iter()
            .filter(|d| shade.is_ink(gray.at(center + axes.0 * (radius * d.x) + axes.1 * (radius * d.y))))
            .count()
    };
    ink(1.0) >= 14 && ink(2.25) <= 2 && ink(3.1) >= 10
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::{ALL, SWEEP, Scene, code, find};
    use super::*;

    fn centers(gray: &Gray) -> Vec<(i32, i32)> {
        let mut centers: Vec<_> = find(gray, SWEEP)
            .iter()
            .map(|f| (f.center.x.round() as i32, f.center.y.round() as i32))
            .collect();
        centers.sort();
        centers
    }

    #[test]
    fn the_three_finders_of_a_code_are_found() {
        let gray = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).module(4).gray();
        let far = gray.width() as i32 - 30;
        assert_eq!(centers(&gray), [(30, 30), (30, far), (far, 30)]);
    }

    #[test]
    fn inverted_finders_are_found_and_known_as_such() {
        let gray = Scene::new(&code("A")).module(3).inverted().gray();
        let found = find(&gray, SWEEP);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|f| f.shade.inverted && f.is_strong()));
    }

    #[test]
    fn finders_whose_modules_hardly_fill_a_pixel_are_found_where_asked() {
        let scene = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).sized(60, 60);
        let mut frame = scene.frame();
        let place = |x: f32, y: f32| Point::new(8.3 + x * 1.2, 9.6 + y * 1.2);
        let far = frame.side() as f32 - 3.5;
        (frame.corner, frame.right, frame.below) = (place(3.5, 3.5), place(far, 3.5), place(3.5, far));
        let gray = scene.under(frame).gray();
        let sensitivity = Sensitivity { floor: 12, share: 40, fade: 5 };
        let small = Sweep { sensitivity, rows: Rows::every(1), least_module: 0.92, small: true, ..SWEEP };
        let found = find(&gray, small);
        for middle in [frame.corner, frame.right, frame.below] {
            assert!(found.iter().any(|f| (f.center - middle).length() < 0.5), "{middle:?} {found:?}");
        }
    }

    #[test]
    fn rows_in_two_halves_give_what_all_of_them_give() {
        let gray = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).module(2).gray();
        let whole = find(&gray, SWEEP);
        let half = find(&gray, Sweep { rows: Rows::every(4), ..SWEEP });
        let mut both = half.clone();
        find_finders(&gray, ALL, Sweep { rows: Rows::between(4), ..SWEEP }, &mut both);
        let rows = |finders: &[Finder]| finders.iter().map(|finder| finder.rows).sum::<u32>();
        assert_eq!((whole.len(), half.len(), both.len()), (3, 3, 3));
        assert_eq!(rows(&whole), rows(&both));
        assert!(rows(&half) < rows(&both));
    }

    #[test]
    fn stripes_are_no_finders() {
        let gray =
            Gray::new((0..200 * 200).map(|i| if i % 200 / 5 % 2 == 0 { 0 } else { 255 }).collect(), 200, 200);
        assert_eq!(centers(&gray), []);
    }
}
