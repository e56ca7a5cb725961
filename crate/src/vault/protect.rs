//! Ways to unlock: adding, changing and removing them, and changing the master key.

use super::keys::{self, VaultKey};
use super::objects::{self};
use super::recovery::RecoveryCode;
use super::slot::{self, Lock, Slot};
use super::{Unlocking, Vault, base91};
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::{SlotEntry, SlotId};
use crate::time::UnixTime;

/// A slot to be made or kept: its name and how it is unlocked.
#[derive(Clone, Debug)]
pub struct NewSlot {
    /// The slot it replaces; `None` for a new one.
    pub id: Option<SlotId>,
    /// The person's name for it; cut to 40 bytes.
    pub label: String,
    /// The way to unlock.
    pub unlocking: Unlocking,
}

impl Vault {
    /// Adds a way to unlock, or replaces one (a changed passphrase): only the header changes.
    ///
    /// The first that another device could open ends the time of the device key: because that key and what it opened
    /// may still lie in the browser's files, the master key is changed, every bucket is sealed again and the device
    /// key is removed.
    ///
    /// Errors: `vault_slot_unknown`, `vault_slot_limit`, `entropy_unavailable`.
    pub fn protect(&mut self, slot: &NewSlot, now: UnixTime) -> Result<SlotId, Error> {
        if !self.is_protected() {
            let ids = self.rotate(core::slice::from_ref(slot), now)?;
            return ids.first().copied().ok_or_else(|| ErrorCode::VaultSlotUnknown.into());
        }
        let id = self.slot_id(slot.id)?;
        if slot.id.is_none() && self.doors().len() >= SLOT_LIMIT {
            return Err(Error::at(ErrorCode::VaultSlotLimit, SLOT_LIMIT));
        }
        let at = self.tick(now);
        self.put_slot(id, &slot.label, &slot.unlocking, at)?;
        self.raise_floor(&slot.unlocking.lock);
        Ok(id)
    }

    /// Removes a way to unlock. Whoever used it may have kept the master key: [`Vault::rotate`] shuts him out.
    ///
    /// Errors: `vault_slot_unknown`; `vault_slot_last` for the only one that another device could open.
    pub fn remove_slot(&mut self, id: SlotId, now: UnixTime) -> Result<(), Error> {
        let doors = self.doors();
        if !doors.iter().any(|door| door.id == id) {
            return Err(ErrorCode::VaultSlotUnknown.into());
        }
        if !doors.iter().any(|door| door.id != id && door.lock.is_portable()) {
            return Err(ErrorCode::VaultSlotLast.into());
        }
        let at = self.tick(now);
        self.roster.slots.insert(id, SlotEntry { at, body: None });
        self.roster.at = at;
        self.header_stale = true;
        Ok(())
    }

    /// Changes the master key and keeps only these ways to unlock. All buckets are sealed again; the old key stays in
    /// the header, wrapped under the new one, for what other devices still write under it.
    ///
    /// Errors: `vault_slot_last` if none of them could be opened by another device; `vault_slot_unknown`,
    /// `vault_slot_limit`, `entropy_unavailable`. On an error the vault is as it was.
    pub fn rotate(&mut self, keep: &[NewSlot], now: UnixTime) -> Result<Vec<SlotId>, Error> {
        if !keep.iter().any(|slot| slot.unlocking.lock.is_portable()) {
            return Err(ErrorCode::VaultSlotLast.into());
        }
        self.change_key(keep, now)
    }

    fn change_key(&mut self, keep: &[NewSlot], now: UnixTime) -> Result<Vec<SlotId>, Error> {
        if keep.len() > SLOT_LIMIT {
            return Err(Error::at(ErrorCode::VaultSlotLimit, SLOT_LIMIT));
        }
        let ids: Result<Vec<SlotId>, Error> = keep.iter().map(|slot| self.slot_id(slot.id)).collect();
        let ids = ids?;
        let epoch = self.roster.epoch.next(u32::from_be_bytes(entropy::make_bytes()?));
        let key = VaultKey::new(self.id, epoch, keys::make_key()?);
        let mut next = self.clone();
        next.keyring.insert(epoch, key);
        next.roster.epoch = epoch;
        next.roster.slots.clear();
        let at = next.tick(now);
        for (id, slot) in ids.iter().zip(keep) {
            next.put_slot(*id, &slot.label, &slot.unlocking, at)?;
            next.raise_floor(&slot.unlocking.lock);
        }
        let held =
            (0..=objects::OVERFLOW).filter(|index| next.wanted.contains_key(&objects::bucket_key(*index)));
        next.stale.extend(held.collect::<Vec<_>>());
        for key in [objects::DEVICE_KEY, objects::DEVICE_KEY_COPY] {
            next.wanted.remove(key);
        }
        *self = next;
        Ok(ids)
    }

    /// Ends the protection: the master key is changed, its slots go, and the new one lies beside the vault on this
    /// device, as in a new vault. What was synced stays sealed under the old key, and nothing is synced any more.
    ///
    /// Errors: `entropy_unavailable`. On an error the vault is as it was.
    pub fn unprotect(&mut self, now: UnixTime) -> Result<(), Error> {
        let device_key = keys::make_key()?;
        let unlocking = Unlocking::device(Secret::new(device_key.to_vec()))?;
        let slot = NewSlot { id: None, label: String::new(), unlocking };
        self.change_key(core::slice::from_ref(&slot), now)?;
        for key in [objects::DEVICE_KEY, objects::DEVICE_KEY_COPY] {
            self.wanted.insert(key.to_owned(), base91::encode(device_key.as_slice()));
        }
        Ok(())
    }

    /// The way to unlock of a known recovery slot, for this code.
    ///
    /// Errors: `vault_slot_unknown`.
    pub fn known_recovery(&self, id: SlotId, code: &RecoveryCode) -> Result<Unlocking, Error> {
        match self.lock_of(id)? {
            Lock::Recovery { salt } => {
                Unlocking::known(Lock::Recovery { salt }, slot::recovery_key(&salt, code))
            }
            _ => Err(ErrorCode::VaultSlotUnknown.into()),
        }
    }

    /// The way to unlock of a known passkey slot, for this PRF output.
    ///
    /// Errors: `vault_slot_unknown`, `vault_passkey_empty`.
    pub fn known_passkey(&self, id: SlotId, output: &Secret) -> Result<Unlocking, Error> {
        match self.lock_of(id)? {
            Lock::Passkey { credential, salt } => {
                let kek = slot::passkey_key(&salt, output)?;
                Unlocking::known(Lock::Passkey { credential, salt }, kek)
            }
            _ => Err(ErrorCode::VaultSlotUnknown.into()),
        }
    }

    fn lock_of(&self, id: SlotId) -> Result<Lock, Error> {
        let door = self.doors().into_iter().find(|door| door.id == id);
        door.map(|door| door.lock).ok_or_else(|| ErrorCode::VaultSlotUnknown.into())
    }

    /// What to ask a passkey's PRF for: the same for every passkey of this vault.
    pub fn prf_input(&self) -> [u8; 32] {
        prf_input(self.id)
    }

    /// Whether `kek` opens the slot `id`: to ask for a passphrase again before something serious.
    ///
    /// Errors: `vault_slot_unknown`.
    pub fn opens_slot(&self, id: SlotId, kek: &Secret) -> Result<bool, Error> {
        let body = self.roster.slots.get(&id).and_then(|slot| slot.body.as_deref());
        let slot = body.and_then(Slot::read).ok_or(ErrorCode::VaultSlotUnknown)?;
        Ok(slot.unwrap(self.id, self.roster.epoch, id, kek)?.is_some())
    }

    fn slot_id(&self, known: Option<SlotId>) -> Result<SlotId, Error> {
        match known {
            None => entropy::make_bytes().map(SlotId),
            Some(id) if self.doors().iter().any(|door| door.id == id) => Ok(id),
            Some(_) => Err(ErrorCode::VaultSlotUnknown.into()),
        }
    }

    fn raise_floor(&mut self, lock: &Lock) {
        if let Lock::Passphrase(params) = lock {
            let (memory, passes) = self.roster.floor;
            self.roster.floor = (memory.max(params.memory), passes.max(params.passes));
        }
    }
}

/// What to ask a passkey's PRF for, read from a stored header before it is opened.
pub fn prf_input(vault: super::VaultId) -> [u8; 32] {
    *keys::extract(b"tv1-prf", &vault.0)
}

/// Ways to unlock that one vault may have.
const SLOT_LIMIT: usize = 12;
