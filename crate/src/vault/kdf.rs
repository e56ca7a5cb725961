//! From a passphrase to a key: Argon2id (RFC 9106), with its memory wiped afterwards.

use argon2::{Algorithm, Argon2, Block, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use super::bytes::{Reader, Writer};
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// How much work a passphrase costs, and the salt that makes it cost it anew for every vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u8,
    /// Lanes; they are computed one after another.
    pub lanes: u8,
    /// Random.
    pub salt: [u8; 16],
}

/// How much work to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u8,
}

impl Cost {
    /// For unlocking: 128 MiB, 3 passes.
    pub const USUAL: Cost = Cost { memory: 128 << 10, passes: 3 };
    /// For a device that cannot spare 128 MiB: the same work in half the memory.
    pub const SMALL: Cost = Cost { memory: 64 << 10, passes: 6 };
    /// For backup files and whoever prefers a slow unlock: 256 MiB, 3 passes.
    pub const HIGH: Cost = Cost { memory: 256 << 10, passes: 3 };
    /// The least that is accepted.
    pub const FLOOR: Cost = Cost { memory: 64 << 10, passes: 3 };
    /// The most that is accepted: nobody may freeze a device by what he writes into the sync area.
    pub const CEILING: Cost = Cost { memory: 1 << 20, passes: 16 };
}

impl Params {
    /// Parameters of this cost with a fresh salt.
    ///
    /// Errors: `entropy_unavailable`.
    pub fn make(cost: Cost) -> Result<Params, Error> {
        Ok(Params { memory: cost.memory, passes: cost.passes, lanes: 1, salt: entropy::make_bytes()? })
    }

    /// Errors: `vault_kdf_parameters` below the floor or above the ceiling. Asked before anything is derived.
    pub fn check(&self) -> Result<(), Error> {
        let memory = Cost::FLOOR.memory..=Cost::CEILING.memory;
        let passes = Cost::FLOOR.passes..=Cost::CEILING.passes;
        let fits =
            memory.contains(&self.memory) && passes.contains(&self.passes) && (1..=4).contains(&self.lanes);
        if fits { Ok(()) } else { Err(ErrorCode::VaultKdfParameters.into()) }
    }

    /// The parameters as a slot stores them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// Reads what [`Params::to_bytes`] gave.
    ///
    /// Errors: `vault_kdf_parameters` for anything else, and outside the bounds.
    pub fn from_bytes(bytes: &[u8]) -> Result<Params, Error> {
        let params = Params::read(&mut Reader::new(bytes)).ok_or(ErrorCode::VaultKdfParameters)?;
        params.check()?;
        Ok(params)
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.bytes(&[ARGON2ID]);
        bytes.bytes(&self.memory.to_be_bytes());
        bytes.bytes(&[self.passes, self.lanes]);
        bytes.bytes(&self.salt);
    }

    /// Reads parameters; `None` for another function than Argon2id.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Params> {
        let algorithm = reader.u8()?;
        let (memory, passes, lanes) = (reader.u32()?, reader.u8()?, reader.u8()?);
        let salt = reader.array()?;
        (algorithm == ARGON2ID).then_some(Params { memory, passes, lanes, salt })
    }
}

/// The key of a passphrase slot: Argon2id of the passphrase's NFKC form, 32 bytes.
///
/// NFKC makes the passphrase the same whether “é” came as one character or two, and whatever the keyboard's width.
///
/// Errors: `vault_passphrase_empty`, `vault_kdf_parameters`, `vault_kdf_memory`.
pub fn derive(params: &Params, passphrase: &Secret) -> Result<Secret, Error> {
    params.check()?;
    let text = core::str::from_utf8(passphrase.expose()).map_err(|_| ErrorCode::VaultPassphraseEmpty)?;
    let mut normal = Zeroizing::new(String::with_capacity(text.len().saturating_mul(4)));
    normal.extend(text.nfkc());
    if normal.is_empty() {
        return Err(ErrorCode::VaultPassphraseEmpty.into());
    }
    argon2id(params, normal.as_bytes())
}

/// Argon2id as the `argon2` crate computes it, in memory that is wiped afterwards: one BLAKE2b of the last block is
/// the key.
fn argon2id(params: &Params, passphrase: &[u8]) -> Result<Secret, Error> {
    let refused = |_| ErrorCode::VaultKdfParameters;
    let (memory, passes, lanes) = (params.memory, params.passes.into(), params.lanes.into());
    let settings = argon2::Params::new(memory, passes, lanes, Some(KEY_BYTES)).map_err(refused)?;
    let mut blocks = Blocks::allocate(settings.block_count())?;
    let mut key = vec![0; KEY_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, settings)
        .hash_password_into_with_memory(passphrase, &params.salt, &mut key, &mut blocks.0)
        .map_err(refused)?;
    Ok(Secret::new(key))
}

/// The working memory, wiped when dropped.
struct Blocks(Vec<Block>);

impl Blocks {
    fn allocate(count: usize) -> Result<Blocks, Error> {
        let mut blocks = Vec::new();
        blocks.try_reserve_exact(count).map_err(|_| ErrorCode::VaultKdfMemory)?;
        blocks.resize(count, Block::new());
        Ok(Blocks(blocks))
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|block| block.as_mut().zeroize());
    }
}

const ARGON2ID: u8 = 1;
const KEY_BYTES: usize = 32;
