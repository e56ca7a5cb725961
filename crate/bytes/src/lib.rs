//! What runs over every byte of a stored object: the cipher and the text form.
//!
//! A crate of its own, because the core is made as small as it gets, and generic code is compiled like the crate that uses
//! it: the cipher's, in the core, took as long as everything else that opening a vault does.

pub mod aead;
pub mod base91;
