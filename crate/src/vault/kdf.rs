//! From a passphrase to a key: Argon2id (RFC 9106), with its memory wiped afterwards.

#[cfg(any(test, all(target_arch = "wasm32", target_feature = "simd128", not(feature = "kdf-crate"))))]
mod argon2id;
#[cfg(any(test, feature = "kdf-crate", not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod reference;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128", not(feature = "kdf-crate")))]
use argon2id as engine;
#[cfg(any(feature = "kdf-crate", not(all(target_arch = "wasm32", target_feature = "simd128"))))]
use reference as engine;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

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

    /// Parameters as a slot holds them.
    ///
    /// Errors: `vault_kdf_parameters` for a salt that has not 16 bytes.
    pub fn new(cost: Cost, lanes: u8, salt: &[u8]) -> Result<Params, Error> {
        let salt = salt.try_into().map_err(|_| ErrorCode::VaultKdfParameters)?;
        Ok(Params { memory: cost.memory, passes: cost.passes, lanes, salt })
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
    derive_with(params, passphrase, &nfkc)
}

/// As [`derive`], with another's NFKC.
///
/// Errors: as [`derive`].
pub fn derive_with(params: &Params, passphrase: &Secret, nfkc: Nfkc<'_>) -> Result<Secret, Error> {
    params.check()?;
    let text = core::str::from_utf8(passphrase.expose()).map_err(|_| ErrorCode::VaultPassphraseEmpty)?;
    Memory::default().derive(params, nfkc(text).as_bytes())
}

/// Gives a text's NFKC form. Every browser has one built in, so that the artefacts do without its tables.
pub type Nfkc<'a> = &'a dyn Fn(&str) -> Zeroizing<String>;

/// The NFKC form by the tables of a crate, for what runs outside a browser.
pub fn nfkc(text: &str) -> Zeroizing<String> {
    let mut normal = Zeroizing::new(String::with_capacity(text.len().saturating_mul(4)));
    normal.extend(text.nfkc());
    normal
}

/// What goes into Argon2id.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// A passphrase or PIN.
    pub password: &'a [u8],
    /// At least 8 bytes.
    pub salt: &'a [u8],
    /// The optional key K of the RFC.
    pub secret: &'a [u8],
    /// The optional associated data X.
    pub data: &'a [u8],
}

/// How much Argon2id does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Work {
    /// Blocks of 1 KiB: the memory, rounded down to four slices of each lane.
    fn blocks(&self) -> usize {
        let slices = self.lanes.saturating_mul(4).max(1);
        self.memory.div_euclid(slices).saturating_mul(slices) as usize
    }

    /// Errors: `vault_kdf_parameters` for what RFC 9106 does not allow, or more than 4 GiB.
    fn check(&self) -> Result<(), Error> {
        let least = self.lanes.saturating_mul(8).max(8);
        let fits = (1..=0xFF_FFFF).contains(&self.lanes)
            && self.passes > 0
            && (least..=LARGEST_MEMORY).contains(&self.memory);
        if fits { Ok(()) } else { Err(ErrorCode::VaultKdfParameters.into()) }
    }
}

/// The working memory: kept between derivations, because touching it for the first time takes as long as a quarter of
/// a derivation, and wiped after each, because one BLAKE2b of what is left in it is the key.
#[derive(Default)]
pub struct Memory(Vec<engine::Block>);

impl Memory {
    /// Memory for derivations of this many KiB, every page of it touched.
    ///
    /// Errors: `vault_kdf_memory`.
    pub fn prepare(memory: u32) -> Result<Memory, Error> {
        let mut prepared = Memory::default();
        prepared.resize(memory.min(LARGEST_MEMORY) as usize)?;
        Ok(prepared)
    }

    /// The key of a passphrase that is already in NFKC form, or of a PIN.
    ///
    /// Errors: `vault_passphrase_empty`, `vault_kdf_parameters`, `vault_kdf_memory`.
    pub fn derive(&mut self, params: &Params, normal: &[u8]) -> Result<Secret, Error> {
        params.check()?;
        if normal.is_empty() {
            return Err(ErrorCode::VaultPassphraseEmpty.into());
        }
        let input = Input { password: normal, salt: &params.salt, ..Input::default() };
        let work = Work { memory: params.memory, passes: params.passes.into(), lanes: params.lanes.into() };
        self.argon2id(&input, &work).map(|key| Secret::new(key.to_vec()))
    }

    /// Argon2id with any parameters the RFC allows: what [`Memory::derive`] does once they are checked, and what other
    /// implementations are compared with.
    ///
    /// Errors: `vault_kdf_parameters`, `vault_kdf_memory`.
    pub fn argon2id(&mut self, input: &Input<'_>, work: &Work) -> Result<Zeroizing<[u8; KEY_BYTES]>, Error> {
        work.check()?;
        self.resize(work.blocks())?;
        let blocks = self.0.get_mut(..work.blocks()).ok_or(ErrorCode::VaultKdfMemory)?;
        let key = engine::hash(blocks, input, work);
        blocks.iter_mut().for_each(engine::wipe);
        key
    }

    fn resize(&mut self, blocks: usize) -> Result<(), Error> {
        let more = blocks.saturating_sub(self.0.len());
        self.0.try_reserve_exact(more).map_err(|_| ErrorCode::VaultKdfMemory)?;
        if more > 0 {
            self.0.resize(blocks, engine::zero());
        }
        Ok(())
    }
}

const ARGON2ID: u8 = 1;
const KEY_BYTES: usize = 32;
/// 2 GiB: what one wasm memory surely can hold beside the rest.
const LARGEST_MEMORY: u32 = 2 << 20;

#[cfg(test)]
mod tests;
