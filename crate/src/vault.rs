//! The vault: accounts sealed under a master key, on this device and, sealed, in sync.
//!
//! A [`Vault`] is a plain value. It is made from what lies in storage ([`Vault::open`]), edited, merged
//! ([`Vault::refresh`], [`Vault::join`], [`Vault::join_sync`]), and asked what must be written ([`Vault::changes`]).
//! The byte layouts and their reasons are in `vault/FORMAT.md`.

pub mod backup;
mod bucket;
mod bytes;
mod changes;
mod edit;
mod fields;
mod header;
mod history;
pub mod kdf;
mod keys;
mod listed;
mod merge;
pub mod objects;
mod open;
pub mod parcel;
mod protect;
pub mod recovery;
mod repair;
mod restore;
mod sealed;
pub mod session;
mod slot;
pub mod unlock;

pub use tessera_bytes::base91;

use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::flat::{Map, Set};
use crate::order;
use crate::secret::Secret;
use crate::sync::{Epoch, Hlc, Record, RecordId, Replica, Roster, SlotEntry, SlotId};
use crate::time::UnixTime;

pub use changes::Changes;
pub use edit::Place;
use header::Keyring;
use history::History;
pub use history::Version;
pub use keys::VaultId;
use keys::VaultKey;
pub use listed::Listed;
pub use merge::Arrival;
pub use objects::Objects;
pub use protect::{NewSlot, prf_input};
pub use restore::{Difference, Named};
pub use slot::{Lock, Unlocking};
pub use unlock::{Door, Unlock};

/// An open vault.
#[derive(Clone)]
pub struct Vault {
    id: VaultId,
    roster: Roster,
    keyring: Keyring,
    replica: Replica,
    /// The latest stamp seen anywhere.
    clock: Hlc,
    /// What storage holds, as far as is known.
    stored: Objects,
    /// What storage shall hold.
    wanted: Objects,
    /// Buckets whose text does not say what the replica says.
    stale: Set<u8>,
    /// Whether the header's text does not say what the roster says.
    header_stale: bool,
    /// Plain bytes of each bucket as last sealed, plus estimates for what came since.
    load: Map<u8, usize>,
    /// Buckets that cannot be read and must not be written.
    blocked: Set<u8>,
    /// Those of them that storage lacks and of which nothing says whether they ever were: the list that did is lost.
    unsure: Set<u8>,
    damage: Map<String, ErrorCode>,
    /// The copies beside buckets that are closed, as far as they are known.
    copies: Objects,
    history: History,
    /// Whether the list of versions does not say what the history says.
    history_stale: bool,
    /// Whether an edit since the last writing deserves a version: moving and counting do not.
    content_changed: bool,
    /// Whether what storage holds is another vault's, which this one has adopted.
    adopted: bool,
    /// The last edit in what storage holds, and how many accounts it shows.
    stored_edit: UnixTime,
    stored_accounts: usize,
    /// Keys to be removed that were never read.
    drop: Set<String>,
    /// The latest moment handed in.
    now: UnixTime,
    /// Texts last seen in the sync area, and the keys that must be written there.
    area: Option<Objects>,
    sync_wanted: Set<String>,
    /// Keys whose texts in the sync area only another key or a later version can read: never written over.
    sync_held: Set<String>,
    /// A header of a later master key arrived that the keys at hand do not open.
    waiting: bool,
    /// The sync area belongs to another vault: nothing is written over it.
    other_vault: bool,
}

/// An account with what the vault knows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which record.
    pub id: RecordId,
    /// The account itself.
    pub account: Account,
    /// When it was added.
    pub created: UnixTime,
    /// When it was put into the bin; `None` for accounts in the list.
    pub deleted: Option<UnixTime>,
    /// Whether it is on this device alone because sync is full.
    pub local_only: bool,
}

/// An object that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its storage key.
    pub key: String,
    /// Why: `vault_object_damaged`, `vault_object_misplaced`, `vault_object_missing`, `vault_epoch_unknown`,
    /// `vault_format_newer`, `vault_header_damaged`.
    pub code: ErrorCode,
}

/// How much of the sync quota is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// Bytes of content in synced buckets.
    pub used: usize,
    /// Bytes that fit.
    pub limit: usize,
    /// Accounts kept on this device alone because the rest is full.
    pub local_only: usize,
}

impl Vault {
    /// A new vault with no account, opened by a key beside it on this device.
    ///
    /// Errors: `entropy_unavailable`.
    pub fn create(now: UnixTime) -> Result<Vault, Error> {
        let id = VaultId(entropy::make_bytes()?);
        let epoch = Epoch::default().next(u32::from_be_bytes(entropy::make_bytes()?));
        let key = VaultKey::new(id, epoch, keys::make_key()?);
        let device_key = keys::make_key()?;
        let at = Hlc::next(now, Hlc::ZERO);
        let roster = Roster { epoch, at, ..Roster::default() };
        let mut vault = Vault::assemble(id, roster, Keyring::from([(epoch, key)]), Objects::new());
        let unlocking = Unlocking::device(Secret::new(device_key.to_vec()))?;
        vault.put_slot(SlotId(entropy::make_bytes()?), "", &unlocking, at)?;
        for key in [objects::DEVICE_KEY, objects::DEVICE_KEY_COPY] {
            vault.wanted.insert(key.to_owned(), base91::encode(device_key.as_slice()));
        }
        Ok(vault)
    }

    fn assemble(id: VaultId, roster: Roster, keyring: Keyring, stored: Objects) -> Vault {
        Vault {
            id,
            clock: roster.at,
            roster,
            keyring,
            replica: Replica::default(),
            wanted: stored.clone(),
            stored,
            stale: Set::new(),
            header_stale: false,
            load: Map::new(),
            blocked: Set::new(),
            unsure: Set::new(),
            damage: Map::new(),
            copies: Objects::new(),
            history: History::default(),
            history_stale: false,
            content_changed: false,
            adopted: false,
            stored_edit: UnixTime::default(),
            stored_accounts: 0,
            drop: Set::new(),
            now: UnixTime::default(),
            area: None,
            sync_wanted: Set::new(),
            sync_held: Set::new(),
            waiting: false,
            other_vault: false,
        }
    }

    /// Which vault this is.
    pub const fn id(&self) -> VaultId {
        self.id
    }

    /// The accounts in the list, in its order.
    pub fn accounts(&self) -> Vec<Kept> {
        self.kept(|record| !record.is_deleted())
    }

    /// The accounts in the bin, the last deleted first.
    pub fn bin(&self) -> Vec<Kept> {
        let mut kept = self.kept(Record::is_deleted);
        order::sort_by_key(&mut kept, |kept| core::cmp::Reverse(kept.deleted));
        kept
    }

    /// One account, in the list or in the bin.
    ///
    /// Errors: `vault_record_unknown`, `vault_record_newer`.
    pub fn account(&self, id: RecordId) -> Result<Kept, Error> {
        let record = self.replica.record(id).ok_or(ErrorCode::VaultRecordUnknown)?;
        self.keep(id, record)
    }

    /// The number of records that only a later version can show. They are kept and synced.
    pub fn newer_records(&self) -> usize {
        self.replica.records().filter(|(_, record)| !fields::is_known(record)).count()
    }

    fn kept(&self, wanted: impl Fn(&Record) -> bool) -> Vec<Kept> {
        let records = fields::in_order(self.replica.records().filter(|(_, record)| wanted(record)));
        records.into_iter().filter_map(|(id, record)| self.keep(id, record).ok()).collect()
    }

    fn keep(&self, id: RecordId, record: &Record) -> Result<Kept, Error> {
        let home = self.replica.entry(id).map(|entry| entry.home.bucket);
        Ok(Kept {
            id,
            account: fields::account(record)?,
            created: record.created.time(),
            deleted: record.is_deleted().then(|| record.bin.at.time()),
            local_only: home == Some(objects::OVERFLOW),
        })
    }

    /// What cannot be read, by storage key. The objects stay as they are until they are restored or dismissed.
    pub fn damage(&self) -> Vec<Damage> {
        let in_place = self.damage.iter().map(|(key, code)| Damage { key: key.clone(), code: *code });
        in_place.chain(self.aside_damage()).collect()
    }

    /// Whether the master key was changed on another device and its unlock is needed here too
    /// ([`Vault::join_unlocked`]). Until then this device works on and writes nothing to sync.
    pub const fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Whether the sync area that was last read belongs to another vault, over which nothing is written.
    pub const fn meets_other_vault(&self) -> bool {
        self.other_vault
    }

    /// How many objects wait to be written to sync.
    pub fn unsynced(&self) -> usize {
        self.wanted.get(objects::PENDING).map_or(0, String::len)
    }

    /// The ways to open this vault.
    pub fn doors(&self) -> Vec<Door> {
        let slots = self.roster.live_slots();
        slots
            .filter_map(|(id, at, body)| {
                let slot = slot::Slot::read(body)?;
                Some(Door { id, lock: slot.lock, label: slot.label, at })
            })
            .collect()
    }

    /// Whether another device could open it; only then is anything synced.
    pub fn is_protected(&self) -> bool {
        self.doors().iter().any(|door| door.lock.is_portable())
    }

    /// The current master key, for the session to keep sealed ([`Unlock::MasterKey`]).
    ///
    /// Errors: none in practice; an open vault has its key.
    pub fn session_key(&self) -> Result<(Epoch, Secret), Error> {
        let key = self.key()?;
        Ok((key.epoch, Secret::new(key.master.to_vec())))
    }

    /// How full the synced buckets are.
    pub fn meter(&self) -> Meter {
        let used =
            self.load.iter().filter(|(index, _)| **index < objects::SYNC_BUCKETS).map(|(_, size)| size).sum();
        let limit = objects::BUCKET_CAPACITY.saturating_mul(objects::SYNC_BUCKETS.into());
        let local_only =
            self.replica.iter().filter(|(_, entry)| entry.home.bucket == objects::OVERFLOW).count();
        Meter { used, limit, local_only }
    }

    /// When anything was last edited, on any device.
    pub fn last_edit(&self) -> UnixTime {
        self.replica.latest().max(self.roster.at).time()
    }

    fn key(&self) -> Result<&VaultKey, Error> {
        self.keyring.get(&self.roster.epoch).ok_or_else(|| ErrorCode::VaultEpochUnknown.into())
    }

    /// The stamp of an edit made now.
    fn tick(&mut self, now: UnixTime) -> Hlc {
        self.now = now;
        self.clock = Hlc::next(now, self.clock);
        self.clock
    }

    /// Remembers what storage holds now, for the next version.
    fn note_stored_state(&mut self) {
        self.stored_edit = self.replica.latest().time();
        self.stored_accounts = self.replica.records().filter(|(_, record)| !record.is_deleted()).count();
    }

    fn put_slot(&mut self, id: SlotId, label: &str, unlocking: &Unlocking, at: Hlc) -> Result<(), Error> {
        let slot = slot::Slot::make(self.id, self.key()?, id, label, unlocking)?;
        self.roster.slots.insert(id, SlotEntry { at, body: Some(slot.to_bytes()) });
        self.roster.at = at;
        self.header_stale = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
