//! Random input for the QR reader: the same seed gives the same inputs, so that a failure is found again.
//!
//! A case fails by a panic, or by a message that the reader must not give: a text out of noise, a text that is not the
//! one that was drawn. No sanitizer and no coverage is needed for that, so it runs on stable Rust and in every test run.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a harness: its own overflow or panic is a failed case like any other"
)]

pub mod bits;
pub mod pixels;
pub mod random;

/// One kind of input. `run` makes one case from `random`, hands it to the reader and checks what comes back.
pub struct Target {
    /// For the command line.
    pub name: &'static str,
    /// Runs one case.
    pub run: fn(&mut random::Random),
}

/// Every target, cheap ones first.
pub const TARGETS: [Target; 4] = [
    Target { name: "data", run: bits::data },
    Target { name: "modules", run: bits::modules },
    Target { name: "pixels", run: pixels::small },
    Target { name: "large", run: pixels::large },
];
