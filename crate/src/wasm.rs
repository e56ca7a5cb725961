//! The boundary: the only module that names a JavaScript type.
//!
//! One sub-module per artefact the browser loads, each behind its own feature, so that the popup does not wait for
//! what it does not use.

#[cfg(feature = "boundary-core")]
pub mod core;
#[cfg(feature = "boundary-core")]
mod details;
#[cfg(any(feature = "boundary-core", feature = "boundary-qr", feature = "boundary-transfer"))]
mod error;
#[cfg(feature = "boundary-core")]
mod list;
#[cfg(feature = "boundary-core")]
mod moving;
#[cfg(feature = "boundary-qr")]
pub mod qr;
#[cfg(any(feature = "boundary-core", feature = "boundary-transfer"))]
mod to_js;
#[cfg(feature = "boundary-transfer")]
pub mod transfer;
#[cfg(feature = "boundary-core")]
mod views;
