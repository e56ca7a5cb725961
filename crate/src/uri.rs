//! Any scanned or pasted text → accounts, or the name of what it is instead.
//!
//! [`read`] is the way in for one text, [`read_all`] for a pasted block. What is present but wrong is an error that
//! names it; only what is absent (or empty, or the word `null`) gets the default of the Key URI Format. The rules and
//! the case that each comes from are in `tests/vectors/uri`.

mod bare_key;
pub mod foreign;
mod key_uri;
mod label;
#[cfg(test)]
mod lists;
pub mod migration;
mod percent;
mod query;
mod reading;
mod secret_input;
#[cfg(test)]
mod vectors;
mod write;

pub use foreign::Foreign;
pub use key_uri::parse;
pub use reading::{Reading, read, read_all, read_bytes};
pub use secret_input::{SecretInput, Spelling, secret_input};
pub use write::{SteamForm, write};
