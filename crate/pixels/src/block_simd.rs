//! What is done to sixteen pixels, in vectors of wasm. [`super::block_plain`] says what is meant.
//!
//! The compiler makes no vectors of its own where it is told to save bytes, not even for a crate that is excepted.

use core::arch::wasm32::{
    i32x4_dot_i16x8, u8x16_max, u8x16_min, u8x16_narrow_i16x8, u8x16_splat, u8x16_sub, u16x8_add,
    u16x8_extadd_pairwise_u8x16, u16x8_narrow_i32x4, u16x8_shr, u16x8_splat, u32x4_add,
    u32x4_extadd_pairwise_u16x8, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane, v128, v128_and,
};

fn load(bytes: &[u8; 16]) -> v128 {
    let words: [u64; 2] = halves(bytes).map(u64::from_le_bytes);
    u64x2(words[0], words[1])
}

fn halves(bytes: &[u8; 16]) -> [[u8; 8]; 2] {
    let (halves, _) = bytes.as_chunks();
    core::array::from_fn(|index| halves.get(index).copied().unwrap_or_default())
}

fn store(vector: v128) -> [u8; 16] {
    let mut bytes = [0; 16];
    let words = [u64x2_extract_lane::<0>(vector), u64x2_extract_lane::<1>(vector)];
    bytes.as_chunks_mut().0.iter_mut().zip(words).for_each(|(half, word)| *half = word.to_le_bytes());
    bytes
}

fn lane_sum(vector: v128) -> u32 {
    let words = [u64x2_extract_lane::<0>(vector), u64x2_extract_lane::<1>(vector)];
    words.into_iter().map(|word| word as u32 + (word >> 32) as u32).sum()
}

#[derive(Clone, Copy)]
pub(crate) struct Extremes {
    low: v128,
    high: v128,
}

impl Extremes {
    pub(crate) fn new() -> Extremes {
        Extremes { low: u8x16_splat(u8::MAX), high: u8x16_splat(0) }
    }

    #[inline]
    pub(crate) fn add(&mut self, row: &[u8; 16]) {
        let row = load(row);
        self.low = u8x16_min(self.low, row);
        self.high = u8x16_max(self.high, row);
    }

    pub(crate) fn of_all(&self) -> (u8, u8) {
        (store(self.low).into_iter().fold(u8::MAX, u8::min), store(self.high).into_iter().fold(0, u8::max))
    }
}

/// Eight sums of 16 bits.
#[derive(Clone, Copy)]
pub(crate) struct Differences(v128);

impl Differences {
    pub(crate) fn new() -> Differences {
        Differences(u16x8_splat(0))
    }

    #[inline]
    pub(crate) fn add(&mut self, one: &[u8; 16], two: &[u8; 16]) {
        let (one, two) = (load(one), load(two));
        let differences = u8x16_sub(u8x16_max(one, two), u8x16_min(one, two));
        self.0 = u16x8_add(self.0, u16x8_extadd_pairwise_u8x16(differences));
    }

    pub(crate) fn sum(&self) -> u32 {
        lane_sum(u32x4_extadd_pairwise_u16x8(self.0))
    }
}

/// The greatest of every fourth pixel, each in the lowest byte of four.
#[derive(Clone, Copy)]
pub(crate) struct Colour(v128);

impl Colour {
    pub(crate) fn new() -> Colour {
        Colour(u8x16_splat(0))
    }

    #[inline]
    pub(crate) fn add(&mut self, pixels: &[u8; 64]) {
        for four in pixels.as_chunks().0 {
            let red = load(four);
            let (green, blue) = (u32x4_shr(red, 8), u32x4_shr(red, 16));
            let strongest = u8x16_max(u8x16_max(red, green), blue);
            let weakest = u8x16_min(u8x16_min(red, green), blue);
            self.0 = u8x16_max(self.0, u8x16_sub(strongest, weakest));
        }
    }

    pub(crate) fn most(&self) -> u8 {
        store(self.0).into_iter().step_by(4).fold(0, u8::max)
    }
}

#[inline]
pub(crate) fn luma(pixels: &[u8; 64]) -> [u8; 16] {
    let of = |four: &[u8; 16]| {
        let four = load(four);
        let red_and_blue = v128_and(four, u32x4_splat(0x00ff_00ff));
        let green = v128_and(u16x8_shr(four, 8), u32x4_splat(0xff));
        let sum = u32x4_add(
            i32x4_dot_i16x8(red_and_blue, u32x4_splat(29 << 16 | 77)),
            i32x4_dot_i16x8(green, u32x4_splat(150)),
        );
        u32x4_shr(u32x4_add(sum, u32x4_splat(128)), 8)
    };
    let fours = pixels.as_chunks().0;
    let four = |index: usize| fours.get(index).map_or(u8x16_splat(0), of);
    store(u8x16_narrow_i16x8(u16x8_narrow_i32x4(four(0), four(1)), u16x8_narrow_i32x4(four(2), four(3))))
}

#[inline]
pub(crate) fn halve(upper: &[u8; 32], lower: &[u8; 32]) -> [u8; 16] {
    let of = |upper: Option<&[u8; 16]>, lower: Option<&[u8; 16]>| {
        let pairs = |row: Option<&[u8; 16]>| u16x8_extadd_pairwise_u8x16(row.map_or(u8x16_splat(0), load));
        u16x8_shr(u16x8_add(u16x8_add(pairs(upper), pairs(lower)), u16x8_splat(2)), 2)
    };
    let (upper, lower) = (upper.as_chunks().0, lower.as_chunks().0);
    store(u8x16_narrow_i16x8(of(upper.first(), lower.first()), of(upper.get(1), lower.get(1))))
}
