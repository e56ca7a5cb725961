//! The master keys of a vault and what is derived from them.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::Epoch;

/// Which vault: sixteen random bytes, the same on every device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VaultId(pub [u8; 16]);

/// Random bytes of 32, from which every key of an epoch is derived. It never leaves the device unwrapped.
pub(crate) type MasterKey = Zeroizing<[u8; 32]>;

/// Draws a master key, or the key of a device slot.
///
/// Errors: `entropy_unavailable`.
pub(crate) fn make_key() -> Result<MasterKey, Error> {
    entropy::make_bytes().map(Zeroizing::new)
}

/// The 32 bytes of `secret`.
pub(crate) fn key_of(secret: &Secret) -> Option<MasterKey> {
    secret.expose().try_into().ok().map(Zeroizing::new)
}

/// A master key with its epoch, ready to derive from: HKDF-SHA-256 (RFC 5869), extracted with the vault's id as salt.
#[derive(Clone)]
pub(crate) struct VaultKey {
    pub(crate) epoch: Epoch,
    pub(crate) master: MasterKey,
    prk: Zeroizing<[u8; 32]>,
}

impl VaultKey {
    pub(crate) fn new(vault: VaultId, epoch: Epoch, master: MasterKey) -> VaultKey {
        let (prk, _) = Hkdf::<Sha256>::extract(Some(&vault.0), master.as_slice());
        VaultKey { epoch, master, prk: Zeroizing::new(prk.into()) }
    }

    /// `N` bytes for one purpose, named by `info`.
    pub(crate) fn derive<const N: usize>(&self, info: &[&[u8]]) -> Result<Zeroizing<[u8; N]>, Error> {
        expand(&self.prk, info)
    }
}

/// HKDF-Extract of a slot's or object's own secret.
pub(crate) fn extract(salt: &[u8], secret: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Hkdf::<Sha256>::extract(Some(salt), secret).0.into())
}

/// HKDF-Expand.
///
/// Errors: none in practice; HKDF refuses only keys below 32 bytes and outputs above 8,160.
pub(crate) fn expand<const N: usize>(prk: &[u8; 32], info: &[&[u8]]) -> Result<Zeroizing<[u8; N]>, Error> {
    let mut output = Zeroizing::new([0; N]);
    let hkdf = Hkdf::<Sha256>::from_prk(prk).map_err(|_| ErrorCode::VaultObjectDamaged)?;
    hkdf.expand_multi_info(info, output.as_mut_slice()).map_err(|_| ErrorCode::VaultObjectDamaged)?;
    Ok(output)
}
