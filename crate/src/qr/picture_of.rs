//! Pictures of codes for the tests of this module: drawn, placed, damaged.

use tessera_pixels::edge::Sensitivity;

use super::draw::{Matrix, draw};
use super::finder::{Area, Finder, Rows, Sweep, find_finders};
use super::frame::Frame;
use super::gray::Gray;
use super::point::Point;
use super::version::Version;

pub(super) fn code(text: &str) -> Matrix {
    draw(text).unwrap()
}

/// A look for patterns of ordinary size and contrast.
pub(super) const SWEEP: Sweep = Sweep {
    sensitivity: Sensitivity { floor: 24, share: 84, fade: 5 },
    rows: Rows::every(2),
    least_module: 1.2,
    small: false,
    completes: false,
    is_quick: false,
};

/// All of the picture.
pub(super) const ALL: Area<'static> = Area { region: None, scale: 1 };

/// The finder patterns that `sweep` sees.
pub(super) fn find(gray: &Gray, sweep: Sweep) -> Vec<Finder> {
    let mut finders = Vec::new();
    find_finders(gray, ALL, sweep, &mut finders);
    finders
}

/// A code on a white ground.
#[derive(Clone)]
pub(super) struct Scene {
    side: usize,
    cells: Vec<bool>,
    frame: Frame,
    width: usize,
    height: usize,
    ink: f32,
    ground: f32,
}

impl Scene {
    pub(super) fn new(code: &Matrix) -> Scene {
        let side = code.side();
        let version = Version::of_side(side).unwrap();
        let origin = Point::default();
        let frame = Frame {
            corner: origin,
            right: origin,
            below: origin,
            right_weight: 1.0,
            below_weight: 1.0,
            version,
        };
        let scene =
            Scene { side, cells: code.cells().to_vec(), frame, width: 0, height: 0, ink: 0.0, ground: 255.0 };
        scene.module(4)
    }

    /// Straight, with modules of `pixels` and a margin of four.
    pub(super) fn module(mut self, pixels: usize) -> Scene {
        let place = |x: usize, y: usize| {
            Point::new((x * pixels) as f32 + 3.5 * pixels as f32, (y * pixels) as f32 + 3.5 * pixels as f32)
        };
        let far = self.side - 7 + 4;
        (self.frame.corner, self.frame.right, self.frame.below) = (place(4, 4), place(far, 4), place(4, far));
        self.width = (self.side + 8) * pixels;
        self.height = self.width;
        self
    }

    /// The same picture with the code under `frame`.
    pub(super) fn under(mut self, frame: Frame) -> Scene {
        self.frame = frame;
        self
    }

    pub(super) fn sized(mut self, width: usize, height: usize) -> Scene {
        (self.width, self.height) = (width, height);
        self
    }

    pub(super) fn inverted(self) -> Scene {
        let (ink, ground) = (self.ground, self.ink);
        self.shaded(ink, ground)
    }

    pub(super) fn shaded(mut self, ink: f32, ground: f32) -> Scene {
        (self.ink, self.ground) = (ink, ground);
        self
    }

    pub(super) fn mirrored(mut self) -> Scene {
        self.cells =
            (0..self.cells.len()).map(|i| self.cells[i % self.side * self.side + i / self.side]).collect();
        self
    }

    /// Nothing but the finder patterns.
    pub(super) fn without_data(mut self) -> Scene {
        for (i, cell) in self.cells.iter_mut().enumerate() {
            let (x, y) = (i % self.side, i / self.side);
            *cell &= (x < 7 && (y < 7 || y >= self.side - 7)) || (x >= self.side - 7 && y < 7);
        }
        self
    }

    pub(super) fn frame(&self) -> Frame {
        self.frame
    }

    pub(super) fn gray(&self) -> Gray {
        let pixels = (0..self.width * self.height).map(|i| self.pixel(i % self.width, i / self.width));
        Gray::new(pixels.collect(), self.width, self.height)
    }

    /// The mean of sixteen places in the pixel.
    fn pixel(&self, x: usize, y: usize) -> u8 {
        let inked = (0..16).filter(|i| {
            let place =
                Point::new(x as f32 + (i % 4) as f32 / 4.0 + 0.125, y as f32 + (i / 4) as f32 / 4.0 + 0.125);
            let (column, row) = self.module_at(place);
            column >= 0.0
                && row >= 0.0
                && column < self.side as f32
                && self.cells.get(row as usize * self.side + column as usize) == Some(&true)
        });
        let share = inked.count() as f32 / 16.0;
        (self.ground + (self.ink - self.ground) * share).round() as u8
    }

    /// The frame backwards: the shares of the three middles by Cramer's rule.
    fn module_at(&self, place: Point) -> (f32, f32) {
        let frame = &self.frame;
        let (a, b, c) = (frame.corner - place, frame.right - place, frame.below - place);
        let (one, two, three) =
            (b.cross(c), c.cross(a) / frame.right_weight, a.cross(b) / frame.below_weight);
        let span = self.side as f32 - 7.0;
        let whole = one + two + three;
        (two / whole * span + 3.5, three / whole * span + 3.5)
    }
}
