//! What is done to sixteen pixels at once.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use crate::block_simd::{Colour, Differences, Extremes, halve, luma};

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use crate::block_plain::{Colour, Differences, Extremes, halve, luma};

/// Rounded.
pub(crate) fn mean(four: [u8; 4]) -> u8 {
    ((four.map(u16::from).iter().sum::<u16>() + 2) >> 2) as u8
}
