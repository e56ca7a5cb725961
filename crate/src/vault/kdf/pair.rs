//! Two words side by side, word by word: the form that runs natively, so that the algorithm is tested there too.

/// Two words.
pub(super) type Pair = [u64; 2];

pub(super) const ZERO: Pair = [0; 2];

#[inline(always)]
pub(super) const fn new(low: u64, high: u64) -> Pair {
    [low, high]
}

#[inline(always)]
pub(super) const fn words(pair: Pair) -> [u64; 2] {
    pair
}

#[inline(always)]
pub(super) const fn xor([a, b]: Pair, [c, d]: Pair) -> Pair {
    [a ^ c, b ^ d]
}

/// `x + y + 2 · low(x) · low(y)` for each word of two pairs.
#[inline(always)]
pub(super) fn add_product(x: Pair, y: Pair, other_x: Pair, other_y: Pair) -> (Pair, Pair) {
    let word = |x: u64, y: u64| {
        let product = (x & 0xFFFF_FFFF).wrapping_mul(y & 0xFFFF_FFFF);
        x.wrapping_add(y).wrapping_add(product.wrapping_mul(2))
    };
    let pair = |[a, b]: Pair, [c, d]: Pair| [word(a, c), word(b, d)];
    (pair(x, y), pair(other_x, other_y))
}

#[inline(always)]
pub(super) fn rotate_32(pair: Pair) -> Pair {
    pair.map(|word| word.rotate_right(32))
}

#[inline(always)]
pub(super) fn rotate_24(pair: Pair) -> Pair {
    pair.map(|word| word.rotate_right(24))
}

#[inline(always)]
pub(super) fn rotate_16(pair: Pair) -> Pair {
    pair.map(|word| word.rotate_right(16))
}

#[inline(always)]
pub(super) fn rotate_63(pair: Pair) -> Pair {
    pair.map(|word| word.rotate_right(63))
}

/// The second word of one pair and the first of another.
#[inline(always)]
pub(super) const fn across([_, second]: Pair, [first, _]: Pair) -> Pair {
    [second, first]
}
