//! Argon2id (RFC 9106, version 0x13) on vectors of two words: what `kdf` runs where the engine has SIMD.
//!
//! The `argon2` crate has no path for wasm's vectors; this one takes about half its time, because
//! - blocks are mixed by one small function, the same in every pass, so that the engine compiles it well within the first
//!   milliseconds;
//! - two rows, or two columns, are mixed side by side: the chain of one leaves the processor idle half the time;
//! - the low halves of two vectors are gathered into one before they are multiplied (see `pair_simd`).
//!
//! It holds no `unsafe`. It is checked against the crate on random parameters, natively with the scalar pairs and in
//! the browser's engine with the vectors.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "block numbers stay below 2^22 by the parameters' limits, and positions inside a block below 64 by the \
              loops; checked arithmetic here would cost a third of the speed"
)]

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[path = "pair.rs"]
mod pair;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "pair_simd.rs"]
mod pair;

use blake2::digest::Digest;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Blake2b512};
use zeroize::Zeroizing;

use super::{Input, KEY_BYTES, Work};
use crate::error::Error;
use pair::Pair;

/// A block of 1 KiB: 128 words, two by two.
#[derive(Clone, Copy)]
pub(super) struct Block([Pair; PAIRS]);

impl Block {
    const ZERO: Block = Block([pair::ZERO; PAIRS]);

    fn from_words(words: impl Fn(usize) -> u64) -> Block {
        Block(core::array::from_fn(|place| pair::new(words(2 * place), words(2 * place + 1))))
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().flat_map(|pair| pair::words(*pair))
    }

    fn first_word(&self) -> u64 {
        pair::words(self.0[0])[0]
    }
}

/// The 32-byte tag. `memory` holds as many blocks as `work` needs; what is left in it gives the tag away.
///
/// Errors: none; the crate's has some.
pub(super) fn hash(
    memory: &mut [Block],
    input: &Input<'_>,
    work: &Work,
) -> Result<Zeroizing<[u8; KEY_BYTES]>, Error> {
    let shape = Shape::new(work);
    start(memory, input, work, &shape);
    for pass in 0..shape.passes {
        for slice in 0..SLICES {
            for lane in 0..shape.lanes {
                fill_segment(memory, &shape, pass, slice, lane);
            }
        }
    }
    Ok(finish(memory, &shape))
}

pub(super) fn zero() -> Block {
    Block::ZERO
}

/// How the memory is divided.
struct Shape {
    passes: usize,
    lanes: usize,
    /// Blocks of a lane, and of its quarter.
    lane: usize,
    segment: usize,
}

impl Shape {
    fn new(work: &Work) -> Shape {
        let segment = work.blocks() / (work.lanes as usize * SLICES);
        Shape { passes: work.passes as usize, lanes: work.lanes as usize, lane: segment * SLICES, segment }
    }
}

/// The first two blocks of each lane (§3.2, steps 1 to 4).
fn start(memory: &mut [Block], input: &Input<'_>, work: &Work, shape: &Shape) {
    let mut hash = Blake2b512::new();
    for number in [work.lanes, KEY_BYTES as u32, work.memory, work.passes, VERSION, ARGON2ID] {
        hash.update(number.to_le_bytes());
    }
    for text in [input.password, input.salt, input.secret, input.data] {
        hash.update((text.len() as u32).to_le_bytes());
        hash.update(text);
    }
    let seed: Zeroizing<[u8; 64]> = Zeroizing::new(hash.finalize().into());
    for lane in 0..shape.lanes {
        for column in 0..2 {
            memory[lane * shape.lane + column] = expand(&seed, column as u32, lane as u32);
        }
    }
}

/// H′ of a seed and a place, 1,024 bytes long (§3.3).
fn expand(seed: &[u8; 64], column: u32, lane: u32) -> Block {
    let mut bytes = Zeroizing::new([0u8; BLOCK_BYTES]);
    let mut hash = Blake2b512::new();
    hash.update((BLOCK_BYTES as u32).to_le_bytes());
    hash.update(seed);
    hash.update(column.to_le_bytes());
    hash.update(lane.to_le_bytes());
    let mut link: Zeroizing<[u8; 64]> = Zeroizing::new(hash.finalize().into());
    let last = BLOCK_BYTES - 64;
    for at in (0..last).step_by(32) {
        bytes[at..at + 32].copy_from_slice(&link[..32]);
        link = Zeroizing::new(Blake2b512::digest(link.as_slice()).into());
    }
    bytes[last..].copy_from_slice(link.as_slice());
    let (words, _) = bytes.as_chunks::<8>();
    Block::from_words(|place| u64::from_le_bytes(words[place]))
}

/// H′ of the sum of the lanes' last blocks, 32 bytes long.
fn finish(memory: &[Block], shape: &Shape) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut sum = Block::ZERO;
    for lane in 1..=shape.lanes {
        let last = &memory[lane * shape.lane - 1];
        for (total, pair) in sum.0.iter_mut().zip(&last.0) {
            *total = pair::xor(*total, *pair);
        }
    }
    let mut hash = Blake2b::<U32>::new();
    hash.update((KEY_BYTES as u32).to_le_bytes());
    for word in sum.words() {
        hash.update(word.to_le_bytes());
    }
    wipe(&mut sum);
    Zeroizing::new(hash.finalize().into())
}

/// One quarter of one lane in one pass (§3.4).
fn fill_segment(memory: &mut [Block], shape: &Shape, pass: usize, slice: usize, lane: usize) {
    let mut addresses = (pass == 0 && slice < SLICES / 2).then(|| Addresses::new(shape, slice, lane));
    let first = if pass == 0 && slice == 0 { 2 } else { 0 };
    let base = lane * shape.lane + slice * shape.segment;
    for index in first..shape.segment {
        let current = base + index;
        let previous = if slice == 0 && index == 0 { current + shape.lane - 1 } else { current - 1 };
        let random = match &mut addresses {
            Some(addresses) => addresses.at(index),
            None => memory[previous].first_word(),
        };
        let reference = reference(shape, pass, slice, lane, index, random);
        // The rule never points at the block itself or the one before.
        let Ok([previous, reference, next]) = memory.get_disjoint_mut([previous, reference, current]) else {
            return;
        };
        if pass == 0 {
            *next = Block::ZERO;
        }
        mix(previous, reference, next);
    }
}

/// The block that the pseudo-random word points at (§3.4.1.3 and §3.4.2).
fn reference(shape: &Shape, pass: usize, slice: usize, lane: usize, index: usize, random: u64) -> usize {
    let first_slice = pass == 0 && slice == 0;
    let other = if first_slice { lane } else { (random >> 32) as usize % shape.lanes };
    let finished = if pass == 0 { slice * shape.segment } else { shape.lane - shape.segment };
    let area = if other == lane { finished + index - 1 } else { finished - usize::from(index == 0) };
    let low = random & 0xFFFF_FFFF;
    let distance = ((area as u64 * ((low * low) >> 32)) >> 32) as usize;
    let start = if pass == 0 || slice == SLICES - 1 { 0 } else { (slice + 1) * shape.segment };
    other * shape.lane + (start + area - 1 - distance) % shape.lane
}

/// The words of the passes that do not depend on the password: so that no cache line tells anything of it.
struct Addresses {
    input: [u64; 7],
    words: [u64; 2 * PAIRS],
}

impl Addresses {
    fn new(shape: &Shape, slice: usize, lane: usize) -> Addresses {
        let [lane, slice, blocks, passes] =
            [lane, slice, shape.lanes * shape.lane, shape.passes].map(|number| number as u64);
        let input = [0, lane, slice, blocks, passes, u64::from(ARGON2ID), 0];
        Addresses { input, words: [0; 2 * PAIRS] }
    }

    fn at(&mut self, index: usize) -> u64 {
        let place = index % (2 * PAIRS);
        if place == 0 || self.input[6] == 0 {
            self.input[6] += 1;
            let input = Block::from_words(|place| self.input.get(place).copied().unwrap_or(0));
            let (mut once, mut twice) = (Block::ZERO, Block::ZERO);
            mix(&Block::ZERO, &input, &mut once);
            mix(&Block::ZERO, &once, &mut twice);
            for (kept, word) in self.words.iter_mut().zip(twice.words()) {
                *kept = word;
            }
        }
        self.words[place]
    }
}

/// The compression function G (§3.5): the mixed sum of two blocks is xored into `next`, which is zero in the first pass. Not
/// inlined, and one for all passes: a small function that is called often is compiled well soon.
#[inline(never)]
fn mix(previous: &Block, reference: &Block, next: &mut Block) {
    let mut mixed = [pair::ZERO; PAIRS];
    for row in (0..PAIRS).step_by(16) {
        let mut sum = [pair::ZERO; 16];
        for place in 0..16 {
            let at = row + place;
            sum[place] = pair::xor(previous.0[at], reference.0[at]);
            next.0[at] = pair::xor(next.0[at], sum[place]);
        }
        let (left, right) =
            permute(core::array::from_fn(|at| sum[at]), core::array::from_fn(|at| sum[at + 8]));
        for place in 0..8 {
            mixed[row + place] = left[place];
            mixed[row + place + 8] = right[place];
        }
    }
    for column in (0..8).step_by(2) {
        let (left, right) = permute(
            core::array::from_fn(|at| mixed[column + 8 * at]),
            core::array::from_fn(|at| mixed[column + 8 * at + 1]),
        );
        for place in 0..8 {
            let at = column + 8 * place;
            next.0[at] = pair::xor(next.0[at], left[place]);
            next.0[at + 1] = pair::xor(next.0[at + 1], right[place]);
        }
    }
}

/// The permutation P (§3.6) of two rows of 16 words, side by side.
#[inline(always)]
fn permute(mut left: [Pair; 8], mut right: [Pair; 8]) -> ([Pair; 8], [Pair; 8]) {
    half_round(&mut left, &mut right);
    turn(&mut left);
    turn(&mut right);
    half_round(&mut left, &mut right);
    turn_back(&mut left);
    turn_back(&mut right);
    (left, right)
}

/// GB on the four columns of both rows. A row is four lines a, b, c, d of two pairs.
#[inline(always)]
fn half_round(left: &mut [Pair; 8], right: &mut [Pair; 8]) {
    add(left, right, 0, 2);
    turn_line(left, right, 6, 0, pair::rotate_32);
    add(left, right, 4, 6);
    turn_line(left, right, 2, 4, pair::rotate_24);
    add(left, right, 0, 2);
    turn_line(left, right, 6, 0, pair::rotate_16);
    add(left, right, 4, 6);
    turn_line(left, right, 2, 4, pair::rotate_63);
}

/// Line `to` becomes `to + from + 2 · low(to) · low(from)`.
#[inline(always)]
fn add(left: &mut [Pair; 8], right: &mut [Pair; 8], to: usize, from: usize) {
    for row in [left, right] {
        let (first, second) = pair::add_product(row[to], row[from], row[to + 1], row[from + 1]);
        row[to] = first;
        row[to + 1] = second;
    }
}

/// Line `to` becomes its sum with `from`, rotated.
#[inline(always)]
fn turn_line(
    left: &mut [Pair; 8],
    right: &mut [Pair; 8],
    to: usize,
    from: usize,
    rotate: impl Fn(Pair) -> Pair,
) {
    for row in [left, right] {
        row[to] = rotate(pair::xor(row[to], row[from]));
        row[to + 1] = rotate(pair::xor(row[to + 1], row[from + 1]));
    }
}

/// Brings the diagonals into the columns: line b moves by one word, c by two, d by three.
#[inline(always)]
fn turn(row: &mut [Pair; 8]) {
    let [a, e, b, f, c, g, d, h] = *row;
    *row = [a, e, pair::across(b, f), pair::across(f, b), g, c, pair::across(h, d), pair::across(d, h)];
}

#[inline(always)]
fn turn_back(row: &mut [Pair; 8]) {
    let [a, e, b, f, c, g, d, h] = *row;
    *row = [a, e, pair::across(f, b), pair::across(b, f), g, c, pair::across(d, h), pair::across(h, d)];
}

/// Overwrites a block so that the compiler cannot leave it out.
pub(super) fn wipe(block: &mut Block) {
    *block = Block::ZERO;
    core::hint::black_box(block);
}

const PAIRS: usize = 64;
const SLICES: usize = 4;
const BLOCK_BYTES: usize = 1024;
const VERSION: u32 = 0x13;
const ARGON2ID: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_a_block_that_was_wiped() {
        let mut block = Block::from_words(|place| place as u64 + 1);
        wipe(&mut block);
        assert!(block.words().all(|word| word == 0));
    }
}
