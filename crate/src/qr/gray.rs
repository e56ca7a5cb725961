//! A plane of brightness, and its value between the pixels.

use core::ops::Range;

use tessera_pixels::plane;

use super::point::Point;

/// One byte for each pixel, 0 dark and 255 bright.
pub(super) struct Gray {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl Gray {
    /// A plane of `width * height` pixels; a shorter `pixels` is continued in black.
    pub(super) fn new(mut pixels: Vec<u8>, width: usize, height: usize) -> Gray {
        pixels.resize(width * height, 0);
        Gray { pixels, width, height }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// The row `y`, or nothing outside.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.rows(y..y + 1)
    }

    /// The pixels of some rows, or nothing if one is outside.
    pub(super) fn rows(&self, rows: Range<usize>) -> &[u8] {
        self.pixels.get(rows.start * self.width..rows.end * self.width).unwrap_or_default()
    }

    /// The pixel in column `x` and row `y`, or black outside.
    #[inline]
    pub(super) fn pixel(&self, x: usize, y: usize) -> u8 {
        self.pixels.get(y * self.width + x).copied().unwrap_or(0)
    }

    /// The pixels behind the one in column `x` and row `y`, `right` and `down` from one to the next. They are not held
    /// up by a row's end.
    #[inline]
    pub(super) fn pixels_from(
        &self,
        x: usize,
        y: usize,
        (right, down): (isize, isize),
    ) -> impl Iterator<Item = u8> {
        let step = right + down * self.width as isize;
        let mut index = y * self.width + x;
        core::iter::from_fn(move || {
            index = index.wrapping_add_signed(step);
            self.pixels.get(index).copied()
        })
    }

    /// Every pixel, row by row.
    #[cfg(test)]
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Whether `place` is on the plane.
    pub(super) fn contains(&self, place: Point) -> bool {
        place.x >= 0.0 && place.y >= 0.0 && place.x < self.width as f32 && place.y < self.height as f32
    }

    /// The brightness at `place`, linear between the middles of the four pixels around it; outside, that of the
    /// nearest pixel.
    ///
    /// The four are read as two pairs, so the last column and the last row are reached as the second of a pair
    /// with all the weight.
    #[inline]
    pub(super) fn at(&self, place: Point) -> f32 {
        let x = (place.x - 0.5).clamp(0.0, self.width.saturating_sub(1) as f32);
        let y = (place.y - 0.5).clamp(0.0, self.height.saturating_sub(1) as f32);
        let column = (x as usize).min(self.width.saturating_sub(2));
        let row = (y as usize).min(self.height.saturating_sub(2));
        let (right, down) = (x - column as f32, y - row as f32);
        let start = row * self.width + column;
        let next = start + self.width;
        let (Some([a, b]), Some([c, d])) =
            (self.pixels.get(start..start + 2), self.pixels.get(next..next + 2))
        else {
            return 0.0;
        };
        let mix = |one: u8, two: u8, share: f32| f32::from(one) + (f32::from(two) - f32::from(one)) * share;
        let (upper, lower) = (mix(*a, *b, right), mix(*c, *d, right));
        upper + (lower - upper) * down
    }

    /// The plane at half the size, each pixel the mean of four. An odd last row or column is dropped.
    pub(super) fn half(&self) -> Gray {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            plane::halve(self.row(2 * y), self.row(2 * y + 1), &mut pixels);
        }
        Gray::new(pixels, width, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Gray {
        Gray::new(vec![0, 100, 200, 40], 2, 2)
    }

    #[test]
    fn the_middle_of_a_pixel_has_its_value() {
        for (x, y, value) in [(0.5, 0.5, 0.0), (1.5, 0.5, 100.0), (0.5, 1.5, 200.0), (1.5, 1.5, 40.0)] {
            assert_eq!(square().at(Point::new(x, y)), value);
        }
    }

    #[test]
    fn between_pixels_the_value_is_between() {
        assert_eq!(square().at(Point::new(1.0, 0.5)), 50.0);
        assert_eq!(square().at(Point::new(1.0, 1.0)), 85.0);
    }

    #[test]
    fn outside_counts_the_nearest_pixel() {
        assert_eq!(square().at(Point::new(-9.0, 90.0)), 200.0);
        assert!(!square().contains(Point::new(-0.1, 1.0)));
    }

    #[test]
    fn half_the_size_is_the_mean_of_four() {
        let half = square().half();
        assert_eq!((half.width(), half.height(), half.row(0)), (1, 1, &[85][..]));
        assert_eq!(Gray::new(vec![7; 3], 3, 1).half().height(), 0);
    }
}
