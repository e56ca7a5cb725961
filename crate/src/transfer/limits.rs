//! What a hostile file may cost at most.

use crate::error::{Error, ErrorCode};

/// The largest file that is read, in bytes.
pub(super) const FILE: usize = 32 * MEBIBYTE;
/// The most that a compressed file may unpack to, in bytes.
pub(super) const UNPACKED: usize = 64 * MEBIBYTE;
/// The most entries of one file.
pub(super) const ENTRIES: usize = 10_000;
/// The most members of an archive.
pub(super) const MEMBERS: usize = 4_096;
/// The most JSON or XML values of one file; each costs about 100 bytes.
pub(super) const VALUES: usize = 1_000_000;
/// How deep XML and property lists may nest. (serde_json stops at 128 itself.)
pub(super) const DEPTH: usize = 64;
/// One MiB.
pub(super) const MEBIBYTE: usize = 1 << 20;

/// Errors: `transfer_file_too_large` above [`FILE`].
pub(super) fn check_file(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() > FILE {
        return Err(Error::at(ErrorCode::TransferFileTooLarge, FILE / MEBIBYTE));
    }
    Ok(())
}

/// Errors: `transfer_too_many_entries` above [`ENTRIES`].
pub(super) fn check_entries(entries: usize) -> Result<(), Error> {
    if entries > ENTRIES {
        return Err(Error::at(ErrorCode::TransferTooManyEntries, ENTRIES));
    }
    Ok(())
}

/// Refuses a text whose values alone would fill the memory, before they are built.
///
/// Errors: `transfer_too_many_entries` above [`VALUES`].
pub(super) fn check_values(json: &[u8]) -> Result<(), Error> {
    if json.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > VALUES {
        return Err(Error::at(ErrorCode::TransferTooManyEntries, VALUES));
    }
    Ok(())
}
