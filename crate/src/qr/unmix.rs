//! Modules hardly larger than a pixel: what each pixel mixes is taken apart again.
//!
//! At 1.2 pixels a module nearly every pixel lies on two or four of them, and no place in the picture shows one alone.
//! But where the modules lie is known from the frame. A pixel is then the mean of the modules under it, by area:
//! `pixels = rows · modules · columnsᵀ` with two narrow matrices. There are more pixels than modules, so that the
//! equation can be solved: Landweber's iteration, with Nesterov's momentum, goes from an even grey towards the modules
//! that explain the pixels, kept near the range that black and white have.
//!
//! A module is ink or ground and nothing between. Those that have the same shade in every code are known from the
//! start, and after each stage those that came near a shade are held there: what is left has fewer unknowns.
//!
//! It is done for codes that lie straight in the picture, as all do on a page at small zoom.

use super::frame::Frame;
use super::gray::Gray;
use super::point::Point;
use super::sample::Modules;

/// The modules under `frame`, if it lies straight; each pixel is taken to gather light from a square `width` pixels
/// wide. In an `inverted` code ink is bright.
pub(super) fn unmix(gray: &Gray, frame: &Frame, inverted: bool, width: f32) -> Option<Modules> {
    let [origin, right, far, below] = frame.corners();
    let bent = [right.y - origin.y, below.x - origin.x, far.x - right.x, far.y - below.y];
    if bent.iter().any(|pixels| pixels.abs() > MOST_BENT) || right.x <= origin.x || below.y <= origin.y {
        return None;
    }
    let side = frame.side() + 2 * MARGIN;
    let module =
        Point::new((right.x - origin.x) / frame.side() as f32, (below.y - origin.y) / frame.side() as f32);
    let columns = Axis::new(origin.x, module.x, side, gray.width(), width);
    let rows = Axis::new(origin.y, module.y, side, gray.height(), width);
    let seen: Vec<f32> =
        rows.pixels().flat_map(|y| columns.pixels().map(move |x| f32::from(gray.pixel(x, y)))).collect();
    let (low, high) = seen.iter().fold((255.0f32, 0.0f32), |(low, high), &v| (low.min(v), high.max(v)));
    let room = 0.1 * (high - low);
    let mut free = vec![(low - room, high + room); side * side];
    let (ink, ground) = if inverted { (high, low) } else { (low, high) };
    for (x, y, is_ink) in frame.version.fixed_modules() {
        let shade = if is_ink { ink } else { ground };
        free.get_mut((y + MARGIN) * side + x + MARGIN).into_iter().for_each(|free| *free = (shade, shade));
    }
    let step = 1.0 / (module.x.max(1.0) * module.y.max(1.0));
    let mut modules = vec![(low + high) / 2.0; side * side];
    for (rounds, near) in STAGES {
        modules = solve(&seen, &rows, &columns, &modules, &free, (rounds as f32 * step) as usize, step);
        for (module, free) in modules.iter().zip(&mut free) {
            let share = (module - low) / (high - low).max(1.0);
            *free = match share {
                _ if share < near => (low, low),
                _ if share > 1.0 - near => (high, high),
                _ => *free,
            };
        }
    }
    let inner = modules.chunks_exact(side).skip(MARGIN).take(frame.side());
    let inner = inner.flat_map(|row| row.iter().skip(MARGIN).take(frame.side())).copied().collect();
    Some(Modules::new(frame.side(), inner))
}

/// Modules around the code that are solved for too: they mix into its outermost pixels.
const MARGIN: usize = 2;
/// Pixels by which a corner may be off a straight lie.
const MOST_BENT: f32 = 0.7;
/// Rounds of each stage for modules of one pixel, of which larger ones need fewer; and how near to a shade, as a share
/// of the shades' difference, a module is held there afterwards.
const STAGES: [(usize, f32); 3] = [(80, 0.2), (40, 0.3), (40, 0.0)];

/// The modules between their bounds `free` that explain the pixels `seen` best, from `start` on.
fn solve(
    seen: &[f32],
    rows: &Axis,
    columns: &Axis,
    start: &[f32],
    free: &[(f32, f32)],
    rounds: usize,
    step: f32,
) -> Vec<f32> {
    let (width, height) = (columns.covers.len(), rows.covers.len());
    let side = columns.side;
    let (mut modules, mut ahead) = (start.to_vec(), start.to_vec());
    let mut pace = 1.0f32;
    for _ in 0..rounds {
        let across = columns.mix(&ahead, side);
        let mixed = transpose(&rows.mix(&transpose(&across, width), side), height);
        let lack: Vec<f32> = seen.iter().zip(&mixed).map(|(seen, mixed)| seen - mixed).collect();
        let along = columns.spread(&lack, side);
        let change = transpose(&rows.spread(&transpose(&along, side), side), side);
        let next_pace = (1.0 + (1.0 + 4.0 * pace * pace).sqrt()) / 2.0;
        let momentum = (pace - 1.0) / next_pace;
        pace = next_pace;
        for (((module, ahead), change), (low, high)) in
            modules.iter_mut().zip(&mut ahead).zip(&change).zip(free)
        {
            let next = (*ahead + step * change).max(*low).min(*high);
            *ahead = next + momentum * (next - *module);
            *module = next;
        }
    }
    modules
}

/// Rows of `width` values as columns.
fn transpose(values: &[f32], width: usize) -> Vec<f32> {
    let column = |x: usize| values.iter().skip(x).step_by(width.max(1)).copied();
    (0..width).flat_map(column).collect()
}

/// Which modules each pixel of a row covers, and by what share.
struct Axis {
    first: usize,
    side: usize,
    covers: Vec<Cover>,
}

/// The first module, and the shares of it and the next ones.
struct Cover {
    module: usize,
    shares: [f32; 4],
}

impl Axis {
    /// `origin` is where the code begins and `module` the length of one, in pixels; there are `side` modules with
    /// the margin, and `size` pixels.
    fn new(origin: f32, module: f32, side: usize, size: usize, width: f32) -> Axis {
        let start = origin - MARGIN as f32 * module;
        let first = start.max(0.0).floor() as usize;
        let last = ((start + side as f32 * module).ceil().max(0.0) as usize).min(size);
        let covers = (first..last).map(|pixel| {
            let middle = pixel as f32 + 0.5;
            let (from, to) =
                ((middle - width / 2.0 - start) / module, (middle + width / 2.0 - start) / module);
            let begin = from.max(0.0).floor();
            let shares = core::array::from_fn(|index| {
                let edge = begin + index as f32;
                ((to.min(edge + 1.0) - from.max(edge)).max(0.0)) / (to - from)
            });
            Cover { module: begin as usize, shares }
        });
        Axis { first, side, covers: covers.collect() }
    }

    fn pixels(&self) -> impl Iterator<Item = usize> + use<> {
        self.first..self.first + self.covers.len()
    }

    /// Each row of `side` modules as pixels.
    fn mix(&self, modules: &[f32], side: usize) -> Vec<f32> {
        let pixel = |row: &[f32], cover: &Cover| {
            let under = row.get(cover.module..).unwrap_or_default();
            under.iter().zip(cover.shares).map(|(module, share)| module * share).sum::<f32>()
        };
        modules
            .chunks_exact(side)
            .flat_map(|row| self.covers.iter().map(move |cover| pixel(row, cover)))
            .collect()
    }

    /// Each row of pixels as what its modules get of it.
    fn spread(&self, pixels: &[f32], side: usize) -> Vec<f32> {
        let rows = pixels.chunks_exact(self.covers.len().max(1)).flat_map(|row| {
            let mut modules = vec![0.0; side];
            for (cover, pixel) in self.covers.iter().zip(row) {
                let under = modules.iter_mut().skip(cover.module);
                under.zip(cover.shares).for_each(|(module, share)| *module += pixel * share);
            }
            modules
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::{Scene, code};
    use super::*;

    /// A code with modules of `module` pixels that begins at a fraction of a pixel.
    fn scene(module: f32) -> Scene {
        let scene = Scene::new(&code("otpauth://totp/a?secret=ABCDEFGH")).sized(60, 60);
        let mut frame = scene.frame();
        let place = |x: f32, y: f32| Point::new(8.3 + x * module, 9.6 + y * module);
        let far = frame.side() as f32 - 3.5;
        (frame.corner, frame.right, frame.below) = (place(3.5, 3.5), place(far, 3.5), place(3.5, far));
        scene.under(frame)
    }

    #[test]
    fn modules_of_little_more_than_a_pixel_are_told_apart() {
        let wrong = |module: f32| {
            let scene = scene(module);
            let modules = unmix(&scene.gray(), &scene.frame(), false, 1.0).unwrap();
            let cells = code("otpauth://totp/a?secret=ABCDEFGH");
            modules
                .values()
                .iter()
                .zip(cells.cells())
                .filter(|(value, ink)| (**value < 128.0) != **ink)
                .count()
        };
        assert_eq!(wrong(1.3), 0);
        assert!(wrong(1.15) < 6, "{}", wrong(1.15));
    }

    #[test]
    fn a_turned_code_is_left_alone() {
        let scene = scene(1.3);
        let mut frame = scene.frame();
        frame.right.y += 3.0;
        assert!(unmix(&scene.gray(), &frame, false, 1.0).is_none());
    }
}
