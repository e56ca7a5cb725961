//! What is done to sixteen pixels, as it is meant.

/// The darkest and the brightest of the pixels in each of sixteen columns.
#[derive(Clone, Copy)]
pub(crate) struct Extremes {
    low: [u8; 16],
    high: [u8; 16],
}

impl Extremes {
    pub(crate) fn new() -> Extremes {
        Extremes { low: [u8::MAX; 16], high: [0; 16] }
    }

    pub(crate) fn add(&mut self, row: &[u8; 16]) {
        self.low.iter_mut().zip(row).for_each(|(low, value)| *low = *value.min(low));
        self.high.iter_mut().zip(row).for_each(|(high, value)| *high = *value.max(high));
    }

    /// The darkest and the brightest of all.
    pub(crate) fn of_all(&self) -> (u8, u8) {
        (self.low.iter().copied().fold(u8::MAX, u8::min), self.high.iter().copied().fold(0, u8::max))
    }
}

/// A sum of differences.
#[derive(Clone, Copy)]
pub(crate) struct Differences(u32);

impl Differences {
    pub(crate) fn new() -> Differences {
        Differences(0)
    }

    /// Adds those of sixteen pairs. At most 64 times: then another kind of this type is full.
    pub(crate) fn add(&mut self, one: &[u8; 16], two: &[u8; 16]) {
        self.0 += one.iter().zip(two).map(|(one, two)| u32::from(one.abs_diff(*two))).sum::<u32>();
    }

    pub(crate) fn sum(&self) -> u32 {
        self.0
    }
}

/// The greatest difference of a pixel's strongest and weakest colour that was seen.
#[derive(Clone, Copy)]
pub(crate) struct Colour(u8);

impl Colour {
    pub(crate) fn new() -> Colour {
        Colour(0)
    }

    pub(crate) fn add(&mut self, pixels: &[u8; 64]) {
        let colour = |[red, green, blue, _]: &[u8; 4]| *red.max(green).max(blue) - *red.min(green).min(blue);
        self.0 = pixels.as_chunks().0.iter().map(colour).fold(self.0, u8::max);
    }

    pub(crate) fn most(&self) -> u8 {
        self.0
    }
}

pub(crate) fn luma(pixels: &[u8; 64]) -> [u8; 16] {
    core::array::from_fn(|index| {
        let of = |colour: usize| u32::from(pixels.get(4 * index + colour).copied().unwrap_or(0));
        ((of(0) * 77 + of(1) * 150 + of(2) * 29 + 128) >> 8) as u8
    })
}

pub(crate) fn halve(upper: &[u8; 32], lower: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
    half.iter_mut()
        .zip(pairs)
        .for_each(|(value, ([a, b], [c, d]))| *value = super::block::mean([*a, *b, *c, *d]));
    half
}
