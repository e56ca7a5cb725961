//! The grid of a code's modules as it lies in the picture.
//!
//! A flat code seen in perspective is a projective map of a square. It is kept in the terms that are observed: the
//! middles of the three finder patterns, and two weights that say how much nearer the right and the lower side are
//! than the corner between them. With both weights 1 the map is affine: shifted, scaled, turned, sheared.

use super::point::Point;
use super::version::Version;

/// Where the modules of a code are. Module coordinates count from the code's corner: the middle of the first module
/// is (0.5, 0.5), the middle of the first finder pattern (3.5, 3.5).
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The middle of the finder pattern between the two others.
    pub(super) corner: Point,
    /// The middle of the finder pattern clockwise of it, the far end of the upper side.
    pub(super) right: Point,
    /// The middle of the third, the far end of the left side.
    pub(super) below: Point,
    /// The homogeneous weight of `right`, that of `corner` being 1.
    pub(super) right_weight: f32,
    /// The homogeneous weight of `below`.
    pub(super) below_weight: f32,
    /// How many modules there are.
    pub(super) version: Version,
}

impl Frame {
    /// Modules along a side.
    pub(super) fn side(&self) -> usize {
        self.version.side()
    }

    /// Modules between the middles of two finder patterns.
    fn span(&self) -> f32 {
        self.side() as f32 - 7.0
    }

    /// The picture's place of `x`, `y` in modules.
    #[inline]
    pub(super) fn place(&self, x: f32, y: f32) -> Point {
        let scale = 1.0 / self.span();
        let (s, t) = ((x - 3.5) * scale, (y - 3.5) * scale);
        let (one, two, three) = (1.0 - s - t, self.right_weight * s, self.below_weight * t);
        (self.corner * one + self.right * two + self.below * three) * (1.0 / (one + two + three))
    }

    /// The side of a module in pixels, on average.
    pub(super) fn module(&self) -> f32 {
        ((self.right - self.corner).length() + (self.below - self.corner).length()) / (2.0 * self.span())
    }

    /// The code's four corners, clockwise in the picture from the one at `corner`.
    pub(super) fn corners(&self) -> [Point; 4] {
        let far = self.side() as f32;
        [self.place(0.0, 0.0), self.place(far, 0.0), self.place(far, far), self.place(0.0, far)]
    }

    /// The frame with the weights that put the middle of the last alignment pattern, 6.5 modules from both far
    /// sides, at `place`. Nothing if only a view nearly along the code's plane would do that.
    pub(super) fn through_alignment(&self, place: Point) -> Option<Frame> {
        let share = (self.span() - 3.0) / self.span();
        let (from_corner, from_right, from_below) =
            (place - self.corner, place - self.right, place - self.below);
        let area = share * share * from_right.cross(from_below);
        if area.abs() < 1e-3 {
            return None;
        }
        let goal = from_corner * ((2.0 * share - 1.0) * share);
        let (right_weight, below_weight) = (goal.cross(from_below) / area, from_right.cross(goal) / area);
        let possible = 0.2..5.0;
        (possible.contains(&right_weight) && possible.contains(&below_weight)).then_some(Frame {
            right_weight,
            below_weight,
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(right_weight: f32, below_weight: f32) -> Frame {
        Frame {
            corner: Point::new(100.0, 50.0),
            right: Point::new(240.0, 60.0),
            below: Point::new(95.0, 190.0),
            right_weight,
            below_weight,
            version: Version::of_side(25).unwrap(),
        }
    }

    #[test]
    fn the_finders_are_where_they_were_seen() {
        let frame = frame(1.2, 0.9);
        for (x, y, place) in [(3.5, 3.5, frame.corner), (21.5, 3.5, frame.right), (3.5, 21.5, frame.below)] {
            assert!((frame.place(x, y) - place).length() < 1e-3);
        }
    }

    #[test]
    fn the_alignment_pattern_settles_the_weights() {
        let tilted = frame(1.3, 0.8);
        let found = frame(1.0, 1.0).through_alignment(tilted.place(18.5, 18.5)).unwrap();
        assert!((found.right_weight - 1.3).abs() < 1e-3, "{found:?}");
        assert!((found.below_weight - 0.8).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn the_corners_go_clockwise() {
        let [a, b, c, d] = frame(1.0, 1.0).corners();
        assert!((b - a).cross(c - b) > 0.0 && (d - c).cross(a - d) > 0.0);
    }
}
