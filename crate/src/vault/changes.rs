//! From a vault in memory to what must be written: only what changed is sealed again.

use super::objects::{self, BUCKET_CAPACITY, HEADER, HEADER_COPY, OVERFLOW, Objects, PENDING, SYNC_BUCKETS};
use super::{Vault, base91, bucket, header};
use crate::error::{Error, ErrorCode};
use crate::flat::Set;
use crate::order;
use crate::sync::{Entry, Hlc, RecordId, Replica};

/// What must be written. First `set` and `remove` to local storage, the former in one call; then `sync`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// For one `storage.local.set`: the edit is safe once it returned.
    pub set: Objects,
    /// For `storage.local.remove`, after `set`.
    pub remove: Vec<String>,
    /// For one `storage.sync.set`, after both: what the area of the last [`Vault::join_sync`] lacks. Empty if the
    /// area was not read, the vault is not protected, or a newer header is waited for.
    pub sync: Objects,
}

impl Changes {
    /// Whether nothing must be written.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty() && self.sync.is_empty()
    }
}

impl Vault {
    /// Seals what changed and says what must be written. Asking again without [`Vault::written`] gives the same.
    ///
    /// Errors: `entropy_unavailable`; `vault_object_missing` if something belongs where a lost bucket may have been.
    pub fn changes(&mut self) -> Result<Changes, Error> {
        self.keep_list();
        let resealed = self.reseal()?;
        if self.header_stale {
            self.reseal_header()?;
        }
        self.keep_version(self.now);
        self.note_present();
        if self.history_stale {
            self.reseal_history()?;
        }
        self.copy_buckets();
        let pending: Set<&str> = resealed.iter().map(String::as_str).collect();
        self.note_pending(&pending);
        let different = |(key, text): &(&String, &String)| self.stored.get(*key) != Some(*text);
        let set =
            self.wanted.iter().filter(different).map(|(key, text)| (key.clone(), text.clone())).collect();
        let gone = self.stored.keys().chain(&self.drop).filter(|key| !self.wanted.contains_key(*key));
        let remove: Set<String> = gone.cloned().collect();
        let remove = remove.into_iter().collect();
        Ok(Changes { set, remove, sync: self.sync_texts() })
    }

    /// Local storage now holds `set` and no longer `remove`.
    pub fn written(&mut self, changes: &Changes) {
        self.adopted = false;
        self.stored.extend(changes.set.clone());
        for key in &changes.remove {
            self.stored.remove(key);
            self.drop.remove(key);
        }
        self.forget_copies();
        if changes.set.keys().any(|key| objects::bucket_index(key).is_some()) {
            self.content_changed = false;
            self.note_stored_state();
        }
    }

    /// The sync area now holds these texts. [`Vault::changes`] then says what is no longer pending.
    pub fn synced(&mut self, sync: &Objects) {
        let area = self.area.get_or_insert_default();
        area.extend(sync.clone());
        let done = |key: &String| self.wanted.get(key) == sync.get(key);
        self.sync_wanted.retain(|key| !done(key));
        let lacking: String = self.pending().filter(|key| !done(key)).collect();
        self.put_pending(lacking);
    }

    fn sync_texts(&self) -> Objects {
        if self.area.is_none() || self.waiting || self.other_vault || !self.is_protected() {
            return Objects::new();
        }
        let text = |key: &String| Some((key.clone(), self.wanted.get(key)?.clone()));
        self.sync_wanted.difference(&self.sync_held).filter_map(text).collect()
    }

    /// Keys that wait to be synced, each one character.
    fn pending(&self) -> impl Iterator<Item = String> + use<> {
        let keys = self.wanted.get(PENDING).cloned().unwrap_or_default();
        keys.chars().map(String::from).collect::<Vec<_>>().into_iter()
    }

    fn note_pending(&mut self, resealed: &Set<&str>) {
        if !self.is_protected() {
            return self.put_pending(String::new());
        }
        let overflow = objects::bucket_key(OVERFLOW);
        let known: Set<String> = self.pending().collect();
        let new = resealed.iter().map(|key| (*key).to_owned()).filter(|key| *key != overflow);
        let all: Set<String> = known.into_iter().chain(new).chain(self.sync_wanted.iter().cloned()).collect();
        if self.area.is_some() {
            self.sync_wanted.extend(all.iter().cloned());
        }
        self.put_pending(all.into_iter().collect());
    }

    fn put_pending(&mut self, keys: String) {
        if keys.is_empty() {
            self.wanted.remove(PENDING);
        } else {
            self.wanted.insert(PENDING.to_owned(), keys);
        }
    }

    fn reseal_header(&mut self) -> Result<(), Error> {
        let bytes = header::encode(self.id, &self.roster, &self.keyring)?;
        let text = base91::encode(&bytes);
        if text.len() > HEADER_TEXT_LIMIT {
            return Err(ErrorCode::VaultSlotLimit.into());
        }
        // A damaged header whose copy is good is merely replaced; if both are damaged, what replaces them may be older.
        let both = [HEADER, HEADER_COPY].iter().all(|key| self.damage.contains_key(*key));
        for key in [HEADER, HEADER_COPY] {
            if both {
                self.put_aside(key);
            }
            self.damage.remove(key);
            self.wanted.insert(key.to_owned(), text.clone());
        }
        self.header_stale = false;
        if self.is_protected() && self.area.is_some() {
            self.sync_wanted.insert(HEADER.to_owned());
        }
        Ok(())
    }

    /// Seals every stale bucket, moving entries on where one is too full and back where there is room. Gives the keys of
    /// what was sealed.
    fn reseal(&mut self) -> Result<Set<String>, Error> {
        let (mut full, mut sealed) = (Set::new(), Set::new());
        for _ in 0..REFILL_ROUNDS {
            self.refill(&full);
            if self.stale.is_empty() {
                break;
            }
            self.reseal_stale(&mut full, &mut sealed)?;
        }
        Ok(sealed)
    }

    fn reseal_stale(&mut self, full: &mut Set<u8>, sealed: &mut Set<String>) -> Result<(), Error> {
        while let Some(index) = self.stale.pop_first() {
            if self.unsure.contains(&index) {
                return Err(ErrorCode::VaultObjectMissing.into());
            }
            if self.blocked.contains(&index) {
                continue;
            }
            let entries = self.replica.bucket(index);
            let plain = bucket::encode(&entries);
            if index != OVERFLOW && plain.len() > BUCKET_CAPACITY {
                full.insert(index);
                self.spill(&entries, plain.len().saturating_sub(BUCKET_CAPACITY), full)?;
                self.stale.insert(index);
                continue;
            }
            let text = objects::seal_bucket(self.id, self.key()?, index, entries.latest(), &plain)?;
            self.load.insert(index, plain.len());
            self.wanted.insert(objects::bucket_key(index), text);
            sealed.insert(objects::bucket_key(index));
        }
        Ok(())
    }

    /// Moves the latest entries of a bucket that is `excess` bytes too full to where there is room.
    ///
    /// Errors: `vault_object_missing` if there is none.
    fn spill(&mut self, entries: &Replica, excess: usize, full: &Set<u8>) -> Result<(), Error> {
        let mut latest: Vec<(Hlc, RecordId, &Entry)> =
            entries.iter().map(|(id, entry)| (entry.latest(), id, entry)).collect();
        order::sort_by_key(&mut latest, |(at, id, _)| core::cmp::Reverse((*at, *id)));
        let mut moved = 0usize;
        for (_, id, entry) in latest {
            if moved >= excess {
                break;
            }
            // Packing makes an entry smaller than its estimate, so that more must go than it seems.
            moved = moved.saturating_add(bucket::estimate(entry).saturating_mul(5) / 8);
            let target = self.roomiest_bucket(full)?;
            self.replica.rehome(id, target);
            self.add_load(target, entry);
            self.stale.insert(target);
        }
        Ok(())
    }

    fn roomiest_bucket(&self, full: &Set<u8>) -> Result<u8, Error> {
        (0..SYNC_BUCKETS)
            .filter(|index| !full.contains(index) && !self.blocked.contains(index))
            .min_by_key(|index| self.load.get(index).copied().unwrap_or(0))
            .or_else(|| (!self.blocked.contains(&OVERFLOW)).then_some(OVERFLOW))
            .ok_or_else(|| ErrorCode::VaultObjectMissing.into())
    }

    /// Whether an account that is added now has a place. Those of buckets that cannot be read are taken.
    ///
    /// Errors: `vault_object_missing`.
    pub(super) fn check_room(&self) -> Result<(), Error> {
        self.roomiest_bucket(&Set::new()).map(drop)
    }

    /// Moves entries from the overflow into synced buckets that surely have room.
    fn refill(&mut self, full: &Set<u8>) {
        let waiting = self.replica.bucket(OVERFLOW);
        for (id, entry) in waiting.iter() {
            let room =
                |index: &u8| BUCKET_CAPACITY.saturating_sub(self.load.get(index).copied().unwrap_or(0));
            let target = (0..SYNC_BUCKETS)
                .filter(|index| {
                    !full.contains(index)
                        && !self.blocked.contains(index)
                        && room(index) >= bucket::estimate(entry).saturating_add(SLACK)
                })
                .max_by_key(room);
            let Some(target) = target else {
                break;
            };
            self.replica.rehome(id, target);
            self.add_load(target, entry);
            self.stale.extend([target, OVERFLOW]);
        }
    }

    pub(super) fn add_load(&mut self, index: u8, entry: &Entry) {
        let load = self.load.entry(index).or_default();
        *load = load.saturating_add(bucket::estimate(entry));
    }
}

/// What is left of the sync quota beside twelve full items, less Firefox's overhead for its map.
const HEADER_TEXT_LIMIT: usize = 4000;
/// Each round fills what the last one left over; the last few bytes are not worth more.
const REFILL_ROUNDS: usize = 6;
/// What a bucket's own columns may grow by.
const SLACK: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_must_be_written_anywhere_is_a_change() {
        let objects = Objects::from([("0".to_owned(), "text".to_owned())]);
        assert!(Changes::default().is_empty());
        assert!(!Changes { set: objects.clone(), ..Changes::default() }.is_empty());
        assert!(!Changes { remove: vec!["0".to_owned()], ..Changes::default() }.is_empty());
        assert!(!Changes { sync: objects, ..Changes::default() }.is_empty());
    }
}
