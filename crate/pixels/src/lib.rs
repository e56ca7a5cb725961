//! What runs over every pixel of a picture.
//!
//! A crate of its own, because the search is made small and this is made fast. Rows are slices, four bytes a pixel for
//! colours and one for brightness; nothing here knows what a code is.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "pixels are 8 bits and rows at most 8192 pixels long: sums and products stay far within their types"
)]

mod block;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod block_plain;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod block_simd;
pub mod edge;
pub mod plane;
pub mod tiles;
