//! Taking in what others wrote: another page, another device, a snapshot, a backup.

use super::Vault;
use super::header::{Header, Keyring};
use super::objects::{self, HEADER, HEADER_COPY, INBOX, Objects, Opened};
use super::open::opens_with;
use super::unlock::Unlock;
use crate::error::{Error, ErrorCode};
use crate::flat::Set;
use crate::sync::RecordId;

/// What taking in objects did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Accounts that are now different or new.
    pub changed: Set<RecordId>,
    /// Objects that were refused, by key: nothing of them was taken.
    pub refused: Vec<(String, ErrorCode)>,
    /// They belong to another vault; nothing was taken and nothing will be written over it.
    pub other_vault: bool,
    /// The ways to open the vault changed.
    pub doors_changed: bool,
}

/// The keys that a header gives to this unlock.
///
/// Errors: `vault_header_damaged` and those of the unlock itself.
pub(super) fn open_header(
    header: &Header,
    unlock: &Unlock,
    stored: &Objects,
) -> Result<Option<Keyring>, Error> {
    match unlock.master_key(header, stored)? {
        Some(master) => header.open(master).map(Some),
        None => Ok(None),
    }
}

impl Vault {
    /// Takes in what another page wrote to local storage since: `stored` is all of it under
    /// [`objects::working_keys`]. Cheap when nothing changed. Every edit begins with it, under the storage lock.
    ///
    /// Errors: `vault_key_changed` if another page changed the master key: the session must be opened anew.
    pub fn refresh(&mut self, stored: &Objects) -> Result<Arrival, Error> {
        let mut arrival = Arrival::default();
        let before: Set<String> = self.stored.keys().chain(stored.keys()).cloned().collect();
        for key in before.iter().filter(|key| !key.starts_with(INBOX)) {
            let text = stored.get(key);
            if text == self.stored.get(key) {
                continue;
            }
            self.note_stored(key, text);
            let Some(text) = text else {
                self.miss(key);
                continue;
            };
            // What was damaged here, that page has put aside if it was worth it.
            self.damage.remove(key);
            if key == HEADER {
                self.refresh_header(text, &mut arrival)?;
            } else if key == HEADER_COPY {
                self.damage.extend(objects::parse_header(text).err().map(|error| (key.clone(), error.code)));
            } else if let Some(index) = objects::bucket_index(key) {
                self.blocked.remove(&index);
                self.take_bucket(key, text, Some(index), &mut arrival);
            } else if key == objects::VERSIONS {
                self.wanted.insert(key.clone(), text.clone());
                self.read_history();
                self.note_unsure();
            } else {
                self.wanted.insert(key.clone(), text.clone());
            }
        }
        if !arrival.changed.is_empty() && self.stale.is_empty() {
            self.content_changed = false;
            self.note_stored_state();
        }
        Ok(arrival)
    }

    /// Takes in objects from anywhere: from sync under their keys, from the inbox, from a snapshot. What cannot be
    /// read is refused as a whole and changes nothing. Taking in the same again changes nothing.
    ///
    /// Errors: none in practice.
    pub fn join(&mut self, arrived: &Objects) -> Result<Arrival, Error> {
        let mut arrival = Arrival::default();
        self.join_headers(arrived, None, &mut arrival)?;
        if !arrival.other_vault {
            self.join_buckets(arrived, &mut arrival);
        }
        Ok(arrival)
    }

    /// Takes in the whole sync area, and finds out what must be written there ([`super::Changes::sync`]): whatever it
    /// lacks. A missing object is not a deletion.
    ///
    /// Errors: none in practice.
    pub fn join_sync(&mut self, area: &Objects) -> Result<Arrival, Error> {
        let arrival = self.join(area)?;
        self.area = Some(area.clone());
        let held = arrival.refused.iter().filter(|(_, code)| keeps(*code));
        self.sync_held = held.map(|(key, _)| key.clone()).collect();
        self.sync_wanted.clear();
        self.other_vault = arrival.other_vault;
        if !arrival.other_vault {
            self.sync_wanted = self.lacking(area);
        }
        Ok(arrival)
    }

    /// Takes in the sync area with the unlock that its newer header asks for ([`Vault::is_waiting`]).
    ///
    /// Errors: that the unlock does not fit.
    pub fn join_unlocked(&mut self, area: &Objects, unlock: &Unlock) -> Result<Arrival, Error> {
        let mut arrival = Arrival::default();
        self.join_headers(area, Some(unlock), &mut arrival)?;
        if self.waiting {
            return Err(unlock.refusal().into());
        }
        self.join_sync(area)
    }

    /// Takes over all that another vault holds, and its place in this device's storage: for a device that had accounts of
    /// its own before it met the vault that is in sync. Open that one from its inbox ([`objects::inbox`]) and let it
    /// adopt the device's own. The other's earlier versions go with its key.
    ///
    /// Errors: `vault_object_damaged` if the other has something that cannot be read; restore or dismiss it first.
    /// `vault_object_missing` as [`Vault::add_all`].
    pub fn adopt(&mut self, other: &Vault) -> Result<Arrival, Error> {
        if !other.damage.is_empty() || other.id == self.id {
            return Err(ErrorCode::VaultObjectDamaged.into());
        }
        self.check_room()?;
        let mut entries = other.replica.clone();
        for (id, _) in other.replica.iter() {
            entries.rehome(id, self.emptiest_bucket());
            if let Some(entry) = entries.entry(id) {
                self.add_load(entry.home.bucket, entry);
            }
        }
        let joined = self.replica.merge(&entries);
        for id in &joined.changed {
            self.mark(*id);
        }
        self.clock = self.clock.max(other.clock);
        self.content_changed = true;
        self.adopted = true;
        let replaced = other.stored.iter().filter(|(key, _)| !key.starts_with(INBOX));
        self.stored.extend(replaced.map(|(key, text)| (key.clone(), text.clone())));
        self.drop.extend(other.history.kept_keys());
        Ok(Arrival { changed: joined.changed, ..Arrival::default() })
    }

    /// Reads what was put aside while the vault was locked.
    pub(super) fn join_inbox(&mut self, unlock: &Unlock) -> Result<(), Error> {
        let waiting = self.stored.iter().filter(|(key, _)| key.starts_with(INBOX));
        let inbox: Objects = waiting.map(|(key, text)| (key.clone(), text.clone())).collect();
        let mut arrival = Arrival::default();
        self.join_headers(&inbox, Some(unlock), &mut arrival)?;
        if arrival.other_vault {
            return Ok(());
        }
        self.join_buckets(&inbox, &mut arrival);
        // What waits for a header stays; so does what only a later version can read.
        let stays =
            |key: &String| arrival.refused.iter().any(|(refused, code)| refused == key && keeps(*code));
        for key in inbox.keys().filter(|key| !stays(key)) {
            self.wanted.remove(key);
        }
        Ok(())
    }

    fn join_headers(
        &mut self,
        arrived: &Objects,
        unlock: Option<&Unlock>,
        arrival: &mut Arrival,
    ) -> Result<(), Error> {
        for (key, text) in arrived.iter().filter(|(_, text)| objects::is_header(text)) {
            if objects::bucket_index(key).is_some() {
                arrival.refused.push((key.clone(), ErrorCode::VaultObjectMisplaced));
                continue;
            }
            match objects::parse_header(text) {
                Ok(header) if header.vault != self.id => arrival.other_vault = true,
                Ok(header) => {
                    let before = self.roster.clone();
                    if let Err(error) = self.join_header(&header, unlock.map(|unlock| (unlock, arrived))) {
                        arrival.refused.push((key.clone(), error.code));
                    }
                    if self.waiting {
                        arrival.refused.push((key.clone(), ErrorCode::VaultEpochUnknown));
                    }
                    arrival.doors_changed |= self.roster.slots != before.slots;
                }
                Err(error) => arrival.refused.push((key.clone(), error.code)),
            }
        }
        Ok(())
    }

    /// Takes in a header that the known keys open, or this unlock; one of a later key that nothing opens is waited for.
    ///
    /// Errors: `vault_header_damaged` for one that is not authentic.
    pub(super) fn join_header(
        &mut self,
        header: &Header,
        unlock: Option<(&Unlock, &Objects)>,
    ) -> Result<(), Error> {
        let keyring = match self.keyring.get(&header.roster.epoch) {
            Some(key) => Some(header.open(key.master.clone())?),
            None => match unlock {
                Some((unlock, stored)) => open_header(header, unlock, stored)?,
                None => None,
            },
        };
        let Some(keyring) = keyring else {
            self.waiting |= header.roster.epoch > self.roster.epoch;
            return Ok(());
        };
        if header.roster.epoch > self.roster.epoch {
            self.waiting = false;
        }
        let known = self.keyring.len();
        let epoch = self.roster.epoch;
        self.keyring.extend(keyring);
        let joined = self.roster.join(&header.roster);
        self.header_stale |= joined != self.roster || self.keyring.len() != known;
        self.clock = self.clock.max(joined.at);
        self.roster = joined;
        if self.roster.epoch != epoch {
            let held: Vec<u8> = (0..=objects::OVERFLOW).filter(|index| self.holds(*index)).collect();
            self.stale.extend(held);
        }
        if !self.doors().iter().any(|door| door.lock == super::Lock::Device) {
            self.wanted.remove(objects::DEVICE_KEY);
            self.wanted.remove(objects::DEVICE_KEY_COPY);
        }
        Ok(())
    }

    fn join_buckets(&mut self, arrived: &Objects, arrival: &mut Arrival) {
        for (key, text) in arrived.iter().filter(|(_, text)| !objects::is_header(text)) {
            if key == objects::PENDING || self.wanted.get(key) == Some(text) && !self.is_inbox(key) {
                continue;
            }
            if [HEADER, HEADER_COPY].contains(&key.as_str()) {
                arrival.refused.push((key.clone(), ErrorCode::VaultObjectMisplaced));
                continue;
            }
            let expected = objects::bucket_index(key);
            match objects::open_bucket(self.id, &self.keyring, text, expected) {
                Ok(opened) => self.take(&opened, text, arrival),
                Err(error) => arrival.refused.push((key.clone(), error.code)),
            }
        }
    }

    fn is_inbox(&self, key: &str) -> bool {
        key.starts_with(INBOX)
    }

    /// A bucket's text as another page left it in local storage.
    fn take_bucket(&mut self, key: &str, text: &str, index: Option<u8>, arrival: &mut Arrival) {
        match objects::open_bucket(self.id, &self.keyring, text, index) {
            Ok(opened) => self.take(&opened, text, arrival),
            Err(error) => {
                // It stays as it is until it is restored or dismissed.
                self.wanted.insert(key.to_owned(), text.to_owned());
                self.damage.insert(key.to_owned(), error.code);
                self.blocked.extend(index);
                self.unsure.retain(|unsure| Some(*unsure) != index);
                arrival.refused.push((key.to_owned(), error.code));
            }
        }
    }

    /// Merges an opened bucket; its text replaces ours if both say the same.
    fn take(&mut self, opened: &Opened, text: &str, arrival: &mut Arrival) {
        let index = opened.label.index;
        self.clock = self.clock.max(opened.label.at).max(opened.entries.latest());
        let for_good = self.is_blocked_for_good(index);
        let opens = self.blocked.contains(&index) && !for_good;
        let mut joined = self.replica.merge(&opened.entries);
        if opens {
            joined.changed.extend(self.take_copy(index));
        }
        for id in &joined.changed {
            self.mark(*id);
        }
        self.content_changed |= !joined.changed.is_empty();
        if !joined.lost_there.is_empty() {
            self.keep_arrived(index, opened.label.at, &opened.entries, text);
        }
        arrival.changed.extend(joined.changed);
        let same = self.replica.bucket(index) == opened.entries && opened.label.epoch == self.roster.epoch;
        if same && !for_good {
            self.unblock(index);
            self.wanted.insert(objects::bucket_key(index), text.to_owned());
            self.load.insert(index, opened.size);
            self.stale.remove(&index);
        } else if opens {
            self.unblock(index);
            self.stale.insert(index);
        }
    }

    /// Marks the bucket of an entry as no longer saying what the replica says.
    pub(super) fn mark(&mut self, id: RecordId) {
        if let Some(entry) = self.replica.entry(id) {
            self.stale.insert(entry.home.bucket);
        }
    }

    fn holds(&self, index: u8) -> bool {
        self.wanted.contains_key(&objects::bucket_key(index))
    }

    /// A bucket of a later format is never written over.
    fn is_blocked_for_good(&self, index: u8) -> bool {
        self.damage.get(&objects::bucket_key(index)) == Some(&ErrorCode::VaultFormatNewer)
    }

    /// Lets a bucket be written again; the damaged text moves aside and stays until it is dismissed.
    pub(super) fn unblock(&mut self, index: u8) {
        self.unsure.remove(&index);
        if self.blocked.remove(&index) {
            let key = objects::bucket_key(index);
            self.put_aside(&key);
            // No version is made of it: none that lists it could be restored.
            self.stored.remove(&key);
        }
    }

    pub(super) fn put_aside(&mut self, key: &str) {
        let Some(code) = self.damage.remove(key) else {
            return;
        };
        if let Some(text) = self.stored.get(key).cloned() {
            self.note_aside(&text, code);
        }
    }

    fn note_stored(&mut self, key: &str, text: Option<&String>) {
        match text {
            Some(text) => self.stored.insert(key.to_owned(), text.clone()),
            None => self.stored.remove(key),
        };
    }

    /// Another page took a key away. What only that page decides follows it; what holds accounts is written again.
    fn miss(&mut self, key: &str) {
        let decided_there = [objects::PENDING, objects::DEVICE_KEY, objects::DEVICE_KEY_COPY].contains(&key)
            || key.starts_with(objects::ASIDE)
            || key.starts_with(objects::KEPT);
        if decided_there {
            self.wanted.remove(key);
            self.damage.remove(key);
        }
    }

    fn refresh_header(&mut self, text: &str, arrival: &mut Arrival) -> Result<(), Error> {
        let header = match objects::parse_header(text) {
            Ok(header) => header,
            Err(error) => {
                self.damage.insert(HEADER.to_owned(), error.code);
                self.header_stale = true;
                return Ok(());
            }
        };
        if header.vault != self.id || !opens_with(&header, &self.keyring) {
            return Err(ErrorCode::VaultKeyChanged.into());
        }
        let before = self.roster.clone();
        self.join_header(&header, None)?;
        arrival.doors_changed |= before.slots != self.roster.slots;
        self.header_stale = self.roster != header.roster;
        if !self.header_stale {
            for key in [HEADER, HEADER_COPY] {
                self.wanted.insert(key.to_owned(), text.to_owned());
            }
        }
        Ok(())
    }

    /// The sync keys whose texts lack something that this device knows.
    fn lacking(&self, area: &Objects) -> Set<String> {
        let buckets = (0..objects::SYNC_BUCKETS).filter(|index| self.bucket_lacks(*index, area));
        let mut keys: Set<String> = buckets.map(objects::bucket_key).collect();
        if self.header_lacks(area) {
            keys.insert(HEADER.to_owned());
        }
        keys
    }

    fn bucket_lacks(&self, index: u8, area: &Objects) -> bool {
        let ours = self.replica.bucket(index);
        if self.blocked.contains(&index) || ours.is_empty() {
            return false;
        }
        let Some(text) = area.get(&objects::bucket_key(index)) else {
            return true;
        };
        match objects::open_bucket(self.id, &self.keyring, text, Some(index)) {
            Ok(theirs) => theirs.label.epoch != self.roster.epoch || !theirs.entries.covers(&ours),
            Err(error) => !keeps(error.code),
        }
    }

    fn header_lacks(&self, area: &Objects) -> bool {
        let Some(text) = area.get(HEADER) else {
            return true;
        };
        match objects::parse_header(text) {
            Ok(theirs) if theirs.vault == self.id => match self.keyring.contains_key(&theirs.roster.epoch) {
                true => !opens_with(&theirs, &self.keyring) || !theirs.roster.covers(&self.roster),
                false => theirs.roster.epoch < self.roster.epoch,
            },
            Ok(_) => false,
            Err(error) => !keeps(error.code),
        }
    }
}

/// Whether a text refused for this reason must be left as it is: the key or the version to read it may still come.
pub(super) const fn keeps(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::VaultEpochUnknown | ErrorCode::VaultFormatNewer)
}
