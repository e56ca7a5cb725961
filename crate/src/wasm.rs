//! The boundary: the only module that names a JavaScript type.
//!
//! One sub-module per artefact the browser loads, each behind its own feature, so that the popup does not wait for
//! what it does not use.

#[cfg(not(feature = "boundary-qr"))]
use std::alloc::System;

#[cfg(not(feature = "boundary-qr"))]
use zeroizing_alloc::ZeroAlloc;

/// Whatever is let go is wiped: growing buffers, and what crosses to JavaScript, leave copies that no type of ours owns.
/// The search for QR codes does without, for its speed: its whole memory ends with its worker.
#[cfg(not(feature = "boundary-qr"))]
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

#[cfg(feature = "boundary-core")]
pub mod core;
#[cfg(feature = "boundary-core")]
mod details;
#[cfg(feature = "boundary-core")]
pub mod draw;
#[cfg(any(
    feature = "boundary-core",
    feature = "boundary-kdf",
    feature = "boundary-qr",
    feature = "boundary-site",
    feature = "boundary-transfer"
))]
mod error;
#[cfg(feature = "boundary-kdf")]
pub mod kdf;
#[cfg(feature = "boundary-core")]
mod list;
#[cfg(feature = "boundary-core")]
pub mod lock;
#[cfg(feature = "boundary-core")]
mod moving;
#[cfg(feature = "boundary-qr")]
pub mod qr;
#[cfg(feature = "boundary-site")]
pub mod site;
#[cfg(feature = "boundary-core")]
mod sites;
#[cfg(feature = "boundary-core")]
pub mod sync;
#[cfg(any(feature = "boundary-core", feature = "boundary-transfer"))]
mod to_js;
#[cfg(feature = "boundary-transfer")]
pub mod transfer;
#[cfg(feature = "boundary-core")]
pub mod versions;
#[cfg(feature = "boundary-core")]
mod views;
