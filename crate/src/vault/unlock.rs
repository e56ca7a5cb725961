//! Ways to unlock, and what the lock screen may know without a key.

use super::header::{self, Header};
use super::kdf;
use super::keys::{self, MasterKey, VaultId};
use super::objects::{self, HEADER, HEADER_COPY, INBOX, Objects};
use super::recovery::RecoveryCode;
use super::slot::{self, Lock, Slot};
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::{Epoch, Hlc, SlotId};

/// What a person or the session brings to open a vault.
#[derive(Clone, Debug)]
pub enum Unlock {
    /// Nothing: the device's own key is in storage.
    Device,
    /// The key of a passphrase, derived with the parameters of [`doors`].
    PassphraseKey(Secret),
    /// A passkey's PRF output.
    Passkey {
        /// The credential that gave it.
        credential: Vec<u8>,
        /// 32 bytes.
        output: Secret,
    },
    /// A recovery code as typed.
    Recovery(Secret),
    /// The master key that the session kept ([`super::Vault::session_key`]).
    MasterKey {
        /// Its epoch.
        epoch: Epoch,
        /// 32 bytes.
        key: Secret,
    },
}

/// A slot as the lock screen and the settings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Which slot.
    pub id: SlotId,
    /// How it is unlocked.
    pub lock: Lock,
    /// The person's name for it.
    pub label: String,
    /// When it was made or changed.
    pub at: Hlc,
}

/// The ways to open the stored vault, read without a key and therefore not yet authenticated. Headers that arrived
/// from sync are included, so that a passphrase changed on another device is asked for; but what this device has
/// changed or removed is not asked for again while an older header still lies in sync.
///
/// Errors: `vault_missing`, `vault_header_damaged`, `vault_format_newer`.
pub fn doors(stored: &Objects) -> Result<Vec<Door>, Error> {
    let headers = headers(stored)?;
    let mut doors: Vec<Door> = Vec::new();
    for header in &headers {
        let own = headers.first().unwrap_or(header);
        for door in header_doors(header) {
            let stands = own.roster.leaves(&header.roster, door.id);
            if stands && !doors.iter().any(|known| known.lock == door.lock) {
                doors.push(door);
            }
        }
    }
    Ok(doors)
}

/// Whether the stored vault opens only with something that the person or the session brings.
///
/// Errors: those of [`doors`].
pub fn is_locked(stored: &Objects) -> Result<bool, Error> {
    let headers = headers(stored)?;
    Ok(!headers.iter().flat_map(header_doors).any(|door| door.lock == Lock::Device))
}

/// Which vault is stored.
///
/// Errors: those of [`doors`].
pub fn vault_id(stored: &Objects) -> Result<VaultId, Error> {
    let headers = headers(stored)?;
    headers.first().map(|header| header.vault).ok_or_else(|| ErrorCode::VaultMissing.into())
}

pub(crate) fn header_doors(header: &Header) -> Vec<Door> {
    header
        .roster
        .live_slots()
        .filter_map(|(id, at, body)| {
            let slot = Slot::read(body)?;
            Some(Door { id, lock: slot.lock, label: slot.label, at })
        })
        .collect()
}

/// Every readable header of the stored vault: its own, the copy, and those of the same vault that arrived.
///
/// Errors: `vault_missing` if there is none at all; `vault_format_newer`, `vault_header_damaged` if none is readable.
pub(crate) fn headers(stored: &Objects) -> Result<Vec<Header>, Error> {
    let mut failure = None;
    let mut headers: Vec<Header> = Vec::new();
    let own = [HEADER, HEADER_COPY].into_iter().filter_map(|key| stored.get(key));
    for text in own {
        match objects::parse_header(text) {
            Ok(header) => headers.push(header),
            Err(error) if error.code == ErrorCode::VaultFormatNewer => return Err(error),
            Err(error) => failure = Some(error),
        }
    }
    for text in arrived(stored).filter(|text| objects::is_header(text)) {
        match objects::parse_header(text) {
            Ok(header) => headers.push(header),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    let vault = headers.first().map(|header| header.vault);
    headers.retain(|header| Some(header.vault) == vault);
    match (headers.is_empty(), failure) {
        (false, _) => Ok(headers),
        (true, Some(failure)) => Err(failure),
        (true, None) if holds_anything(stored) => Err(ErrorCode::VaultHeaderDamaged.into()),
        (true, None) => Err(ErrorCode::VaultMissing.into()),
    }
}

/// Whether there is a vault, even if its header is gone: that is damage, not an empty storage.
fn holds_anything(stored: &Objects) -> bool {
    objects::working_keys().iter().any(|key| stored.contains_key(key))
}

/// The texts in the inbox.
pub(crate) fn arrived(stored: &Objects) -> impl Iterator<Item = &String> {
    stored.iter().filter(|(key, _)| key.starts_with(INBOX)).map(|(_, text)| text)
}

impl Unlock {
    /// The master key of a header, or `None` if this does not open it: neither does what the device's own header has
    /// changed or removed since.
    ///
    /// Errors: `vault_header_damaged`; `vault_kdf_parameters`; for a recovery code those of [`RecoveryCode::parse`].
    pub(crate) fn master_key(&self, header: &Header, stored: &Objects) -> Result<Option<MasterKey>, Error> {
        let headers = headers(stored).unwrap_or_default();
        let own = &headers.first().unwrap_or(header).roster;
        match self {
            Unlock::Device => open_with_device_key(header, stored),
            Unlock::PassphraseKey(kek) => header::unwrap(header, own, |slot| match &slot.lock {
                Lock::Passphrase(params) if params.check().is_ok() => Ok(Some(kek.clone())),
                _ => Ok(None),
            }),
            Unlock::Passkey { credential, output } => header::unwrap(header, own, |slot| match &slot.lock {
                Lock::Passkey { credential: known, salt } if known == credential => {
                    slot::passkey_key(salt, output).map(Some)
                }
                _ => Ok(None),
            }),
            Unlock::Recovery(text) => {
                let code = RecoveryCode::parse(text)?;
                header::unwrap(header, own, |slot| match &slot.lock {
                    Lock::Recovery { salt } => Ok(Some(slot::recovery_key(salt, &code))),
                    _ => Ok(None),
                })
            }
            Unlock::MasterKey { epoch, key } => {
                Ok(keys::key_of(key).filter(|_| *epoch == header.roster.epoch))
            }
        }
    }

    /// What it means that no header opened.
    pub(crate) fn refusal(&self) -> ErrorCode {
        match self {
            Unlock::Device => ErrorCode::VaultDeviceKeyMissing,
            Unlock::PassphraseKey(_) => ErrorCode::VaultPassphraseWrong,
            Unlock::Passkey { .. } => ErrorCode::VaultPasskeyWrong,
            Unlock::Recovery(_) => ErrorCode::VaultRecoveryWrong,
            Unlock::MasterKey { .. } => ErrorCode::VaultKeyChanged,
        }
    }
}

fn open_with_device_key(header: &Header, stored: &Objects) -> Result<Option<MasterKey>, Error> {
    for key in [objects::DEVICE_KEY, objects::DEVICE_KEY_COPY] {
        let Some(kek) = stored.get(key).and_then(|text| super::base91::decode(text)) else {
            continue;
        };
        let kek = Secret::new(kek.to_vec());
        let opened = header::unwrap(header, &header.roster, |slot| {
            Ok(matches!(slot.lock, Lock::Device).then(|| kek.clone()))
        })?;
        if opened.is_some() {
            return Ok(opened);
        }
    }
    Ok(None)
}

/// The key of a passphrase for each set of parameters that the stored vault's passphrase slots have: usually one, two
/// after the passphrase was changed on another device. Slow, and meant to run in a worker.
///
/// Errors: those of [`kdf::derive`] and [`doors`]; `vault_passphrase_wrong` if no slot takes a passphrase.
pub fn derive_passphrase_keys(stored: &Objects, passphrase: &Secret) -> Result<Vec<Unlock>, Error> {
    let mut unlocks = Vec::new();
    for door in doors(stored)? {
        if let Lock::Passphrase(params) = door.lock {
            unlocks.push(Unlock::PassphraseKey(kdf::derive(&params, passphrase)?));
        }
    }
    if unlocks.is_empty() { Err(ErrorCode::VaultPassphraseWrong.into()) } else { Ok(unlocks) }
}
