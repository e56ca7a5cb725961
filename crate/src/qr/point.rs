//! A place in the picture.

use core::ops::{Add, Mul, Sub};

/// A place in pixels, `x` to the right and `y` down; the middle of the top left pixel is at (0.5, 0.5).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f32,
    /// Pixels from the top edge.
    pub y: f32,
}

impl Point {
    /// The place at `x`, `y`.
    pub const fn new(x: f32, y: f32) -> Point {
        Point { x, y }
    }

    /// The distance from the origin.
    pub(super) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// The scalar product; zero for vectors at a right angle.
    pub(super) fn dot(self, other: Point) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// The signed area that two vectors span; positive if `other` is clockwise of `self` on the screen.
    pub(super) fn cross(self, other: Point) -> f32 {
        self.x * other.y - self.y * other.x
    }

    /// The vector turned clockwise on the screen by a right angle.
    pub(super) fn turned(self) -> Point {
        Point::new(-self.y, self.x)
    }
}

impl Add for Point {
    type Output = Point;

    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Point;

    fn sub(self, other: Point) -> Point {
        Point::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Point;

    fn mul(self, factor: f32) -> Point {
        Point::new(self.x * factor, self.y * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_clockwise_on_the_screen() {
        let right = Point::new(1.0, 0.0);
        assert_eq!(right.turned(), Point::new(0.0, 1.0));
        assert!(right.cross(right.turned()) > 0.0);
    }
}
