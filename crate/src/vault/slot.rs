//! Key slots: each wraps the master key under one way to unlock.

use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use super::kdf;
use super::keys::{self, MasterKey, VaultId, VaultKey};
use super::recovery::RecoveryCode;
use super::sealed::{PARTS_BYTES, Parts};
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::{Epoch, SlotId};
use subtle::ConstantTimeEq;

/// A key slot: how to unlock, and the master key wrapped under the key that unlocking gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) lock: Lock,
    /// The person's name for it: “MacBook”.
    pub(crate) label: String,
    wrap: Wrap,
}

/// How a slot is unlocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A passphrase, through Argon2id.
    Passphrase(kdf::Params),
    /// A passkey's PRF output (WebAuthn).
    Passkey {
        /// The credential's id, to ask the browser for it.
        credential: Vec<u8>,
        /// Random.
        salt: [u8; 16],
    },
    /// A recovery code.
    Recovery {
        /// Random.
        salt: [u8; 16],
    },
    /// The key beside it in this device's storage. Never synced: it protects against nothing but a look into the
    /// files.
    Device,
    /// A kind of a later version, carried along.
    Newer {
        /// Its number.
        kind: u8,
        /// Its parameters.
        parameters: Vec<u8>,
    },
}

impl Lock {
    /// Whether another device could open it.
    pub const fn is_portable(&self) -> bool {
        matches!(self, Lock::Passphrase(_) | Lock::Passkey { .. } | Lock::Recovery { .. })
    }

    const fn kind(&self) -> u8 {
        match self {
            Lock::Passphrase(_) => 1,
            Lock::Passkey { .. } => 2,
            Lock::Recovery { .. } => 3,
            Lock::Device => 4,
            Lock::Newer { kind, .. } => *kind,
        }
    }

    fn parameters(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self {
            Lock::Passphrase(params) => params.write(&mut bytes),
            Lock::Passkey { credential, salt } => {
                bytes.text(credential);
                bytes.bytes(salt);
            }
            Lock::Recovery { salt } => bytes.bytes(salt),
            Lock::Device => {}
            Lock::Newer { parameters, .. } => bytes.bytes(parameters),
        }
        bytes
    }

    fn read(kind: u8, parameters: &[u8]) -> Option<Lock> {
        let mut reader = Reader::new(parameters);
        let lock = match kind {
            1 => match kdf::Params::read(&mut reader) {
                Some(params) => Lock::Passphrase(params),
                None => return Some(Lock::Newer { kind, parameters: parameters.to_vec() }),
            },
            2 => Lock::Passkey { credential: reader.text()?.to_vec(), salt: reader.array()? },
            3 => Lock::Recovery { salt: reader.array()? },
            4 => Lock::Device,
            _ => return Some(Lock::Newer { kind, parameters: parameters.to_vec() }),
        };
        reader.rest().is_empty().then_some(lock)
    }
}

/// A way to unlock together with the key it gives: what is needed to make a slot, or to keep one when the master key
/// changes.
#[derive(Clone, Debug)]
pub struct Unlocking {
    pub(crate) lock: Lock,
    pub(crate) kek: Secret,
}

impl Unlocking {
    /// A passphrase whose key was derived with `params`, here or in a worker ([`kdf::derive`]).
    ///
    /// Errors: `vault_kdf_parameters`, `vault_key_length`.
    pub fn passphrase(params: kdf::Params, kek: Secret) -> Result<Unlocking, Error> {
        params.check()?;
        Unlocking::new(Lock::Passphrase(params), kek)
    }

    /// A passkey with the PRF output for [`super::Vault::prf_input`].
    ///
    /// Errors: `vault_passkey_empty` for an output that is all zero or not 32 bytes; `entropy_unavailable`.
    pub fn make_passkey(credential: Vec<u8>, output: &Secret) -> Result<Unlocking, Error> {
        let salt = entropy::make_bytes()?;
        let kek = passkey_key(&salt, output)?;
        Unlocking::new(Lock::Passkey { credential, salt }, kek)
    }

    /// A recovery code.
    ///
    /// Errors: `entropy_unavailable`.
    pub fn make_recovery(code: &RecoveryCode) -> Result<Unlocking, Error> {
        let salt = entropy::make_bytes()?;
        Unlocking::new(Lock::Recovery { salt }, recovery_key(&salt, code))
    }

    /// The key of a slot that is already there.
    pub(crate) fn known(lock: Lock, kek: Secret) -> Result<Unlocking, Error> {
        Unlocking::new(lock, kek)
    }

    /// The key, to be tried on a slot.
    pub const fn key(&self) -> &Secret {
        &self.kek
    }

    /// The key that lies beside the vault on this device.
    pub(crate) fn device(kek: Secret) -> Result<Unlocking, Error> {
        Unlocking::new(Lock::Device, kek)
    }

    fn new(lock: Lock, kek: Secret) -> Result<Unlocking, Error> {
        let fits = kek.len() == 32 && lock_fits(&lock);
        if fits { Ok(Unlocking { lock, kek }) } else { Err(ErrorCode::VaultKeyLength.into()) }
    }
}

fn lock_fits(lock: &Lock) -> bool {
    !matches!(lock, Lock::Passkey { credential, .. } if credential.len() > CREDENTIAL_LIMIT)
}

pub(crate) fn passkey_key(salt: &[u8; 16], output: &Secret) -> Result<Secret, Error> {
    let empty = output.expose().iter().all(|byte| *byte == 0);
    if empty || output.len() != 32 {
        return Err(ErrorCode::VaultPasskeyEmpty.into());
    }
    Ok(Secret::new(keys::extract(salt, output.expose()).to_vec()))
}

pub(crate) fn recovery_key(salt: &[u8; 16], code: &RecoveryCode) -> Secret {
    Secret::new(keys::extract(salt, code.digits()).to_vec())
}

impl Slot {
    /// Wraps the master key under a fresh salt.
    ///
    /// Errors: `entropy_unavailable`.
    pub(crate) fn make(
        vault: VaultId,
        key: &VaultKey,
        id: SlotId,
        label: &str,
        unlocking: &Unlocking,
    ) -> Result<Slot, Error> {
        let label = shortened(label, LABEL_LIMIT).to_owned();
        let salt: [u8; 16] = entropy::make_bytes()?;
        let front = front(&unlocking.lock, &label);
        let parts = wrap_parts(&salt, &unlocking.kek, unlocking.lock.kind(), id)?;
        let mut sealed = key.master.to_vec();
        parts.seal(&associated_data(vault, key.epoch, id, &front), &mut sealed)?;
        let commitment = parts.commitment().try_into().map_err(|_| ErrorCode::VaultKeyLength)?;
        let sealed = sealed.try_into().map_err(|_| ErrorCode::VaultKeyLength)?;
        Ok(Slot { lock: unlocking.lock.clone(), label, wrap: Wrap { salt, sealed, commitment } })
    }

    /// The master key, if `kek` is this slot's key.
    ///
    /// `None` for another key; an error if the key fits and yet the slot does not open.
    ///
    /// Errors: `vault_header_damaged`.
    pub(crate) fn unwrap(
        &self,
        vault: VaultId,
        epoch: Epoch,
        id: SlotId,
        kek: &Secret,
    ) -> Result<Option<MasterKey>, Error> {
        let parts = wrap_parts(&self.wrap.salt, kek, self.lock.kind(), id)?;
        if !bool::from(parts.commitment().ct_eq(&self.wrap.commitment)) {
            return Ok(None);
        }
        let front = front(&self.lock, &self.label);
        let mut master = Zeroizing::new(self.wrap.sealed.to_vec());
        parts
            .open(&associated_data(vault, epoch, id, &front), &mut master)
            .map_err(|_| ErrorCode::VaultHeaderDamaged)?;
        let master = master.as_slice().try_into().map_err(|_| ErrorCode::VaultHeaderDamaged)?;
        Ok(Some(Zeroizing::new(master)))
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = front(&self.lock, &self.label);
        bytes.bytes(&self.wrap.salt);
        bytes.bytes(&self.wrap.sealed);
        bytes.bytes(&self.wrap.commitment);
        bytes
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Slot> {
        let mut reader = Reader::new(bytes);
        let kind = reader.u8()?;
        let label = core::str::from_utf8(reader.text()?).ok()?.to_owned();
        let lock = Lock::read(kind, reader.text()?)?;
        let wrap = Wrap { salt: reader.array()?, sealed: reader.array()?, commitment: reader.array()? };
        reader.rest().is_empty().then_some(Slot { lock, label, wrap })
    }
}

/// The wrapped key: salt, ciphertext with tag, commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrap {
    salt: [u8; 16],
    sealed: [u8; 48],
    commitment: [u8; 16],
}

fn front(lock: &Lock, label: &str) -> Vec<u8> {
    let mut bytes = vec![lock.kind()];
    bytes.text(label.as_bytes());
    bytes.text(&lock.parameters());
    bytes
}

fn wrap_parts(salt: &[u8; 16], kek: &Secret, kind: u8, id: SlotId) -> Result<Parts, Error> {
    let prk = keys::extract(salt, kek.expose());
    keys::expand::<PARTS_BYTES>(&prk, &[b"tv1-slot", &[kind], &id.0]).map(Parts::new)
}

fn associated_data(vault: VaultId, epoch: Epoch, id: SlotId, front: &[u8]) -> Vec<u8> {
    [b"tv1-slot".as_slice(), &vault.0, &epoch.to_bytes(), &id.0, front].concat()
}

fn shortened(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or_default()
}

const LABEL_LIMIT: usize = 40;
const CREDENTIAL_LIMIT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    const VAULT: VaultId = VaultId([7; 16]);
    const ID: SlotId = SlotId([1; 4]);

    fn sample() -> (VaultKey, Unlocking) {
        let key = VaultKey::new(VAULT, Epoch { number: 1, nonce: 2 }, keys::make_key().unwrap());
        let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
        (key, Unlocking::passphrase(params, Secret::new(vec![9; 32])).unwrap())
    }

    #[test]
    fn a_slot_is_named_as_the_person_said_as_far_as_forty_bytes_go() {
        let (key, unlocking) = sample();
        let label = |text: &str| Slot::make(VAULT, &key, ID, text, &unlocking).unwrap().label;
        assert_eq!(label("MacBook"), "MacBook");
        assert_eq!(label(&"x".repeat(50)), "x".repeat(40));
        assert_eq!(label(&format!("x{}", "é".repeat(30))), format!("x{}", "é".repeat(19)));
    }

    #[test]
    fn a_key_or_a_credential_of_the_wrong_length_makes_no_slot() {
        let (_, unlocking) = sample();
        let refused = Some(ErrorCode::VaultKeyLength.into());
        for length in [0, 31, 33] {
            assert_eq!(Unlocking::known(unlocking.lock.clone(), Secret::new(vec![9; length])).err(), refused);
        }
        let passkey = |length| Unlocking::make_passkey(vec![1; length], &Secret::new(vec![7; 32]));
        assert!(passkey(CREDENTIAL_LIMIT).is_ok());
        assert_eq!(passkey(CREDENTIAL_LIMIT + 1).err(), refused);
    }
}
