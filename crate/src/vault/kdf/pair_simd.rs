//! Two words side by side, as one vector of wasm.
//!
//! The product of the low halves is the heart. Written the obvious way, one shuffle and one `extmul` for each vector,
//! LLVM turns it into `i64x2.mul` of two masked vectors, for which engines need about ten instructions. Gathering the
//! low halves of two vectors into one first is left alone, and saves a shuffle.

use core::arch::wasm32::{
    i64x2_add, u8x16_shuffle, u16x8_shuffle, u32x4_shuffle, u64x2, u64x2_extmul_high_u32x4,
    u64x2_extmul_low_u32x4, u64x2_extract_lane, u64x2_shr, u64x2_shuffle, v128, v128_xor,
};

/// Two words.
pub(super) type Pair = v128;

pub(super) const ZERO: Pair = u64x2(0, 0);

#[inline(always)]
pub(super) fn new(low: u64, high: u64) -> Pair {
    u64x2(low, high)
}

#[inline(always)]
pub(super) fn words(pair: Pair) -> [u64; 2] {
    [u64x2_extract_lane::<0>(pair), u64x2_extract_lane::<1>(pair)]
}

#[inline(always)]
pub(super) fn xor(a: Pair, b: Pair) -> Pair {
    v128_xor(a, b)
}

/// `x + y + 2 · low(x) · low(y)` for each word of two pairs.
#[inline(always)]
pub(super) fn add_product(x: Pair, y: Pair, other_x: Pair, other_y: Pair) -> (Pair, Pair) {
    let low_x = u32x4_shuffle::<0, 2, 4, 6>(x, other_x);
    let low_y = u32x4_shuffle::<0, 2, 4, 6>(y, other_y);
    let product = u64x2_extmul_low_u32x4(low_x, low_y);
    let other = u64x2_extmul_high_u32x4(low_x, low_y);
    (
        i64x2_add(i64x2_add(x, y), i64x2_add(product, product)),
        i64x2_add(i64x2_add(other_x, other_y), i64x2_add(other, other)),
    )
}

#[inline(always)]
pub(super) fn rotate_32(pair: Pair) -> Pair {
    u32x4_shuffle::<1, 0, 3, 2>(pair, pair)
}

#[inline(always)]
pub(super) fn rotate_24(pair: Pair) -> Pair {
    u8x16_shuffle::<3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10>(pair, pair)
}

#[inline(always)]
pub(super) fn rotate_16(pair: Pair) -> Pair {
    u16x8_shuffle::<1, 2, 3, 0, 5, 6, 7, 4>(pair, pair)
}

/// A rotation to the right by 63 is one to the left by 1, and doubling is adding.
#[inline(always)]
pub(super) fn rotate_63(pair: Pair) -> Pair {
    v128_xor(u64x2_shr(pair, 63), i64x2_add(pair, pair))
}

/// The second word of one pair and the first of another.
#[inline(always)]
pub(super) fn across(a: Pair, b: Pair) -> Pair {
    u64x2_shuffle::<1, 2>(a, b)
}
