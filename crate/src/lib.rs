//! The core of Tessera: everything that can be decided without a browser.
//!
//! It has no clock, no storage, no DOM and no global. Time is an argument, randomness comes from [`entropy`], and
//! the only module that names a browser type is `wasm`, which exists on that target alone.
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]
#![cfg_attr(test, allow(missing_docs))]

pub mod account;
pub mod backup_codes;
pub mod entropy;
pub mod error;
pub mod flat;
pub mod intake;
mod order;
pub mod otp;
pub mod qr;
pub mod secret;
pub mod site;
pub mod sync;
pub mod time;
#[cfg(feature = "transfer")]
pub mod transfer;
pub mod uri;
pub mod vault;
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
