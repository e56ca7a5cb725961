//! The streams of blocks that a body is cut into: hashed (KDBX 3), authenticated (KDBX 4).

use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::header::{Header, chunk, take};
use crate::error::{Error, ErrorCode};
use crate::transfer::cipher::{Opened, is_authentic};
use crate::transfer::kdf::Key256;

/// KDBX 4: hash and MAC of the header, then blocks each with its MAC.
///
/// Errors: `transfer_damaged`; `transfer_password_wrong` if the header's hash fits and its MAC does not.
pub(super) fn authenticated(
    file: &[u8],
    header: &Header<'_>,
    transformed: &Key256,
    body: &[u8],
) -> Result<Opened, Error> {
    let bytes = file.get(..header.length).ok_or(ErrorCode::TransferDamaged)?;
    let mut rest = body;
    if chunk::<32>(&mut rest)? != *Sha256::digest(bytes) {
        return Err(ErrorCode::TransferDamaged.into());
    }
    let base =
        Sha512::new().chain_update(header.master_seed).chain_update(transformed.as_slice()).chain_update([1]);
    let base = Zeroizing::new(<[u8; 64]>::from(base.finalize()));
    if !is_authentic(key_of(u64::MAX, &base).as_slice(), &[bytes], &chunk::<32>(&mut rest)?) {
        return Err(ErrorCode::TransferPasswordWrong.into());
    }
    let mut content = Zeroizing::new(Vec::with_capacity(rest.len()));
    for index in 0u64.. {
        let mac = chunk::<32>(&mut rest)?;
        let length = chunk::<4>(&mut rest)?;
        let data = take(&mut rest, usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX))?;
        if !is_authentic(key_of(index, &base).as_slice(), &[&index.to_le_bytes(), &length, data], &mac) {
            return Err(ErrorCode::TransferDamaged.into());
        }
        if data.is_empty() {
            break;
        }
        content.extend_from_slice(data);
    }
    Ok(content)
}

fn key_of(index: u64, base: &[u8; 64]) -> Zeroizing<[u8; 64]> {
    Zeroizing::new(Sha512::new().chain_update(index.to_le_bytes()).chain_update(base).finalize().into())
}

/// KDBX 3: index, hash, length and data of each block; an empty one ends them.
///
/// Errors: `transfer_damaged`.
pub(super) fn hashed(mut rest: &[u8]) -> Result<Opened, Error> {
    let mut content = Zeroizing::new(Vec::with_capacity(rest.len()));
    loop {
        take(&mut rest, 4)?;
        let hash = chunk::<32>(&mut rest)?;
        let length = u32::from_le_bytes(chunk(&mut rest)?);
        let data = take(&mut rest, usize::try_from(length).unwrap_or(usize::MAX))?;
        if data.is_empty() {
            return Ok(content);
        }
        if hash != *Sha256::digest(data) {
            return Err(ErrorCode::TransferDamaged.into());
        }
        content.extend_from_slice(data);
    }
}
