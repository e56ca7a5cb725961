//! Keys from passwords, at a cost that the file chooses and this module bounds.
//!
//! Argon2 gets its memory from here, so that a device without enough of it is an error with a name and not a trap.

use hmac::digest::block_api::EagerHash;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::limits::MEBIBYTE;

/// A 256-bit key, wiped when dropped.
pub(super) type Key256 = Zeroizing<[u8; 32]>;

/// What it takes to derive the key of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfCost {
    /// The memory needed at once, in bytes.
    pub memory: u64,
    /// The work, in units of about one microsecond on a slow computer: for a progress bar.
    pub work: u64,
}

/// A key derivation with the costs that a file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kdf {
    /// PBKDF2 with HMAC.
    Pbkdf2 { hash: Hash, rounds: u64 },
    /// scrypt, RFC 7914.
    Scrypt { n: u64, r: u64, p: u64 },
    /// Argon2, RFC 9106.
    Argon2 { variant: argon2::Algorithm, version: argon2::Version, kibibytes: u64, passes: u64, lanes: u64 },
    /// KeePass's own: AES-256 over and over.
    Aes { rounds: u64 },
}

/// The hash inside PBKDF2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Kdf {
    /// Argon2id of version 1.3, which all apps but KeePass use.
    pub(super) const fn argon2id(kibibytes: u64, passes: u64, lanes: u64) -> Kdf {
        let (variant, version) = (argon2::Algorithm::Argon2id, argon2::Version::V0x13);
        Kdf::Argon2 { variant, version, kibibytes, passes, lanes }
    }

    /// What the derivation takes.
    pub(super) fn cost(self) -> KdfCost {
        match self {
            Kdf::Pbkdf2 { rounds, .. } => KdfCost { memory: 0, work: rounds },
            Kdf::Aes { rounds } => KdfCost { memory: 0, work: rounds / 8 },
            Kdf::Scrypt { n, r, p } => {
                let block = 128u64.saturating_mul(r);
                let memory = block.saturating_mul(n.saturating_add(p));
                KdfCost { memory, work: n.saturating_mul(r).saturating_mul(p) }
            }
            Kdf::Argon2 { kibibytes, passes, .. } => {
                KdfCost { memory: kibibytes.saturating_mul(1024), work: kibibytes.saturating_mul(passes) }
            }
        }
    }

    /// Errors: `transfer_kdf_too_costly` above the bounds of this module.
    pub(super) fn check(self) -> Result<(), Error> {
        let bearable = match self {
            Kdf::Pbkdf2 { rounds, .. } => (1..=PBKDF2_ROUNDS).contains(&rounds),
            Kdf::Aes { rounds } => rounds <= AES_ROUNDS,
            Kdf::Scrypt { n, r, p } => {
                let memory = n.saturating_mul(r);
                n.is_power_of_two() && n > 1 && r > 0 && p > 0 && memory.saturating_mul(p) <= SCRYPT_WORK
            }
            Kdf::Argon2 { kibibytes, passes, lanes, .. } => {
                kibibytes <= ARGON2_KIBIBYTES
                    && passes >= 1
                    && kibibytes.max(ARGON2_LEAST).saturating_mul(passes) <= ARGON2_WORK
                    && (1..=ARGON2_LANES).contains(&lanes)
            }
        };
        if bearable { Ok(()) } else { Err(ErrorCode::TransferKdfTooCostly.into()) }
    }

    /// Derives 32 bytes.
    ///
    /// Errors: `transfer_kdf_too_costly`, `transfer_memory_unavailable`, `transfer_damaged` (a salt or parameters
    /// that the algorithm does not allow).
    pub(super) fn derive(self, password: &Secret, salt: &[u8]) -> Result<Key256, Error> {
        let mut key = Key256::default();
        self.derive_into(password.expose(), salt, key.as_mut_slice())?;
        Ok(key)
    }

    /// Derives as many bytes as `key` holds; errors as [`Kdf::derive`].
    pub(super) fn derive_into(self, password: &[u8], salt: &[u8], key: &mut [u8]) -> Result<(), Error> {
        self.check()?;
        match self {
            Kdf::Pbkdf2 { hash, rounds } => pbkdf2_with(hash, password, salt, rounds, key),
            Kdf::Scrypt { n, r, p } => scrypt_with(password, salt, (n, r, p), key),
            Kdf::Argon2 { variant, version, kibibytes, passes, lanes } => argon2_with(
                password,
                salt,
                argon2::Argon2::new(variant, version, params(kibibytes, passes, lanes)?),
                key,
            ),
            Kdf::Aes { rounds } => aes_with(password, salt, rounds, key),
        }
    }
}

fn pbkdf2_with(hash: Hash, password: &[u8], salt: &[u8], rounds: u64, key: &mut [u8]) -> Result<(), Error> {
    fn run<D: EagerHash>(password: &[u8], salt: &[u8], rounds: u32, key: &mut [u8]) {
        pbkdf2::pbkdf2_hmac::<D>(password, salt, rounds, key);
    }
    let rounds = u32::try_from(rounds).map_err(|_| ErrorCode::TransferKdfTooCostly)?;
    match hash {
        Hash::Sha1 => run::<sha1::Sha1>(password, salt, rounds, key),
        Hash::Sha256 => run::<sha2::Sha256>(password, salt, rounds, key),
        Hash::Sha512 => run::<sha2::Sha512>(password, salt, rounds, key),
    }
    Ok(())
}

/// The library allocates by itself; that the memory is there is tried first.
fn scrypt_with(
    password: &[u8],
    salt: &[u8],
    (n, r, p): (u64, u64, u64),
    key: &mut [u8],
) -> Result<(), Error> {
    let narrow = |number: u64| u32::try_from(number).map_err(|_| ErrorCode::TransferKdfTooCostly);
    let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| ErrorCode::TransferKdfTooCostly)?;
    let params =
        scrypt::Params::new(log_n, narrow(r)?, narrow(p)?).map_err(|_| ErrorCode::TransferDamaged)?;
    let cost = Kdf::Scrypt { n, r, p }.cost();
    drop(reserve::<u8>(usize::try_from(cost.memory).unwrap_or(usize::MAX))?);
    scrypt::scrypt(password, salt, &params, key).map_err(|_| ErrorCode::TransferDamaged.into())
}

fn params(kibibytes: u64, passes: u64, lanes: u64) -> Result<argon2::Params, Error> {
    let narrow = |number: u64| u32::try_from(number).map_err(|_| ErrorCode::TransferKdfTooCostly);
    argon2::Params::new(narrow(kibibytes)?, narrow(passes)?, narrow(lanes)?, None)
        .map_err(|_| ErrorCode::TransferDamaged.into())
}

/// Lanes run one after the other; the result is the same.
fn argon2_with(
    password: &[u8],
    salt: &[u8],
    argon2: argon2::Argon2<'_>,
    key: &mut [u8],
) -> Result<(), Error> {
    let count = argon2.params().block_count();
    let mut memory = reserve::<argon2::Block>(count)?;
    memory.resize(count, argon2::Block::new());
    let derived = argon2.hash_password_into_with_memory(password, salt, key, memory.as_mut_slice());
    memory.fill(argon2::Block::new());
    derived.map_err(|_| ErrorCode::TransferDamaged.into())
}

/// AES-256 in ECB mode over the two halves of a composite key, then SHA-256 (KDBX 3.1 and 4).
fn aes_with(password: &[u8], seed: &[u8], rounds: u64, key: &mut [u8]) -> Result<(), Error> {
    use aes::cipher::{BlockCipherEncrypt, KeyInit};
    use sha2::Digest;
    let cipher = aes::Aes256::new_from_slice(seed).map_err(|_| ErrorCode::TransferDamaged)?;
    let mut blocks = [aes::Block::default(); 2];
    let (halves, []) = password.as_chunks::<16>() else {
        return Err(ErrorCode::TransferDamaged.into());
    };
    for (block, half) in blocks.iter_mut().zip(halves) {
        block.copy_from_slice(half);
    }
    for _ in 0..rounds {
        cipher.encrypt_blocks(&mut blocks);
    }
    let digest = Zeroizing::new(<[u8; 32]>::from(sha2::Sha256::digest(Zeroizing::new(blocks.concat()))));
    for (to, from) in key.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    Ok(())
}

/// Room for `count` values, or the error that names how much was asked for.
fn reserve<T>(count: usize) -> Result<Vec<T>, Error> {
    let mut memory = Vec::new();
    let mebibytes = count.saturating_mul(size_of::<T>()) / MEBIBYTE;
    memory
        .try_reserve_exact(count)
        .map_err(|_| Error::at(ErrorCode::TransferMemoryUnavailable, mebibytes))?;
    Ok(memory)
}

/// formats.md's bounds: what real apps ask for stays far below.
const PBKDF2_ROUNDS: u64 = 10_000_000;
const SCRYPT_WORK: u64 = 8 << 20;
const ARGON2_KIBIBYTES: u64 = 1 << 20;
/// 32 passes over the most memory; KeePass asks for more passes over less.
const ARGON2_WORK: u64 = 32 << 20;
/// Below this a pass costs as much as at this.
const ARGON2_LEAST: u64 = 256;
const ARGON2_LANES: u64 = 64;
const AES_ROUNDS: u64 = 200_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_real_apps_ask_for_is_done() {
        for kdf in [
            Kdf::Scrypt { n: 32768, r: 8, p: 1 },
            Kdf::argon2id(1 << 20, 4, 1),
            Kdf::argon2id(65536, 3, 4),
            Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: 600_000 },
        ] {
            assert_eq!(kdf.check(), Ok(()), "{kdf:?}");
        }
    }

    #[test]
    fn costs_beyond_the_bounds_are_refused_before_any_work() {
        for kdf in [
            Kdf::Scrypt { n: 1 << 40, r: 8, p: 1 },
            Kdf::Scrypt { n: 32767, r: 8, p: 1 },
            Kdf::Scrypt { n: 32768, r: 8, p: 1 << 20 },
            Kdf::argon2id(1 << 21, 1, 1),
            Kdf::argon2id(1 << 20, 33, 1),
            Kdf::argon2id(1024, 1, 1 << 24),
            Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: u64::MAX },
            Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: 0 },
            Kdf::Aes { rounds: u64::MAX },
        ] {
            let derived = kdf.derive(&Secret::default(), &[0; 32]);
            assert_eq!(derived.map(|_| ()), Err(ErrorCode::TransferKdfTooCostly.into()), "{kdf:?}");
        }
    }
}
