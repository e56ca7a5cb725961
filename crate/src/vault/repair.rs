//! Bringing back what damaged objects held, from the copies that lie beside them.
//!
//! Each bucket is written twice in one step: under its own key, and under [`objects::COPY`], which nothing reads until
//! a bucket is damaged. So a single damaged text costs nothing at all, not even the last edit.

use super::objects::{self, COPY, HEADER, HEADER_COPY, KEPT, Objects, VERSIONS};
use super::restore::{Extent, Named};
use super::{Vault, objects::Opened};
use crate::error::ErrorCode;
use crate::flat::Set;
use crate::sync::{RecordId, Replica};
use crate::time::UnixTime;

impl Vault {
    /// Brings back the accounts of damaged buckets and makes their places usable again. `everything` is all of local
    /// storage. The bucket's copy is taken; if that is damaged too, the newest kept version of that bucket that can be
    /// read. What is in the list stays as it is. The damaged text is put aside, never dropped, unless its copy held
    /// all of it.
    ///
    /// Gives the number of accounts that came back to the list.
    pub fn repair(&mut self, everything: &Objects, now: UnixTime) -> usize {
        let damaged: Vec<String> = self.damage.keys().cloned().collect();
        damaged.iter().map(|key| self.repair_one(key, everything, now)).sum()
    }

    /// The accounts that [`Vault::repair`] would bring back to the list.
    pub fn savable(&self, everything: &Objects, now: UnixTime) -> Vec<Named> {
        let mut repaired = self.clone();
        repaired.repair(everything, now);
        self.difference(&repaired.replica, Extent::Missing).added
    }

    fn repair_one(&mut self, key: &str, everything: &Objects, now: UnixTime) -> usize {
        if key == VERSIONS {
            return self.repair_list(everything, now);
        }
        let Some(index) = objects::bucket_index(key) else {
            self.header_stale |= [HEADER, HEADER_COPY].contains(&key);
            return 0;
        };
        let copy = self.copy_of(index, everything);
        let whole = copy.is_some();
        let Some(entries) = copy.or_else(|| self.newest_kept(index, everything)) else {
            return 0;
        };
        let text = self.stored.get(key).cloned().unwrap_or_default();
        self.dismiss(key);
        let difference = self.difference(&entries, Extent::Missing);
        self.bring_back(&entries, Extent::Missing, now);
        if whole {
            self.dismiss(&objects::content_key(objects::ASIDE, &text));
        }
        difference.added.len()
    }

    /// The list begins anew, and buckets that were lost with it come back. One of which there is neither a copy nor a
    /// version never was; one of which only something unreadable is left is damage from now on.
    fn repair_list(&mut self, everything: &Objects, now: UnixTime) -> usize {
        self.history.lost = false;
        self.history_stale = true;
        let mut restored = 0usize;
        for index in self.unsure.clone() {
            let copy = self.copy_of(index, everything);
            if let Some(entries) = copy.or_else(|| self.newest_kept(index, everything)) {
                self.dismiss(&objects::bucket_key(index));
                restored = restored.saturating_add(self.difference(&entries, Extent::Missing).added.len());
                self.bring_back(&entries, Extent::Missing, now);
            } else if everything.contains_key(&objects::copy_key(index)) {
                self.unsure.remove(&index);
                self.damage.insert(objects::bucket_key(index), ErrorCode::VaultObjectMissing);
            } else {
                self.unblock(index);
            }
        }
        restored
    }

    fn copy_of(&self, index: u8, everything: &Objects) -> Option<Replica> {
        everything.get(&objects::copy_key(index)).and_then(|text| self.open_as(index, text))
    }

    fn newest_kept(&self, index: u8, everything: &Objects) -> Option<Replica> {
        let kept = everything.iter().filter(|(key, _)| key.starts_with(KEPT));
        kept.filter_map(|(_, text)| self.open_as(index, text)).max_by_key(Replica::latest)
    }

    fn open_as(&self, index: u8, text: &str) -> Option<Replica> {
        let opened: Opened = objects::open_bucket(self.id, &self.keyring, text, Some(index)).ok()?;
        Some(opened.entries)
    }

    /// Writes each bucket that is about to be stored a second time, in the same step.
    pub(super) fn copy_buckets(&mut self) {
        for index in 0..=objects::OVERFLOW {
            let key = objects::bucket_key(index);
            let Some(text) = self.wanted.get(&key).cloned() else {
                continue;
            };
            if self.stored.get(&key) != Some(&text) && !self.blocked.contains(&index) {
                self.wanted.insert(objects::copy_key(index), text);
            }
        }
    }

    /// Reads the copies beside damaged buckets from `everything`, all of local storage. When a text of such a bucket arrives
    /// and takes its place ([`Vault::join_sync`]), it takes the place of the copy too, which may hold a later edit: so the
    /// two are joined then. Until then the bucket stays closed, for the person to see.
    pub fn know_copies(&mut self, everything: &Objects) {
        for index in &self.blocked {
            let key = objects::copy_key(*index);
            if let Some(text) = everything.get(&key) {
                self.copies.insert(key, text.clone());
            }
        }
        for texts in [&mut self.stored, &mut self.wanted] {
            texts.retain(|key, _| !key.starts_with(COPY));
        }
    }

    /// What the copy of a closed bucket holds, and perhaps nothing else.
    pub(super) fn take_copy(&mut self, index: u8) -> Set<RecordId> {
        let copy = self.copies.remove(&objects::copy_key(index));
        let Some(entries) = copy.and_then(|text| self.open_as(index, &text)) else {
            return Set::new();
        };
        self.clock = self.clock.max(entries.latest());
        self.replica.merge(&entries).changed
    }

    /// What is kept beside the vault is written once and not read again.
    pub(super) fn forget_copies(&mut self) {
        let beside = |key: &String| key.starts_with(KEPT) || key.starts_with(COPY);
        self.stored.retain(|key, _| !beside(key));
        self.wanted.retain(|key, _| !beside(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::vault::{Damage, Unlock};

    const NOW: UnixTime = UnixTime::from_seconds(1_700_000_000);
    const LATER: UnixTime = UnixTime::from_seconds(1_700_000_600);

    fn account(issuer: &str) -> Account {
        crate::uri::parse(&format!("otpauth://totp/{issuer}:alice?secret=JBSWY3DPEHPK3PXP")).unwrap()
    }

    fn write(vault: &mut Vault, storage: &mut Objects) {
        let changes = vault.changes().unwrap();
        storage.extend(changes.set.clone());
        changes.remove.iter().for_each(|key| drop(storage.remove(key)));
        vault.written(&changes);
    }

    /// A vault of three accounts, each stored on its own, as `storage.local` holds it.
    fn stored() -> Objects {
        let mut vault = Vault::create(NOW).unwrap();
        let mut storage = Objects::new();
        for issuer in ["Apricot", "Banana", "Cherry"] {
            vault.add(&account(issuer), NOW).unwrap();
            write(&mut vault, &mut storage);
        }
        storage
    }

    fn issuers(vault: &Vault) -> Vec<String> {
        vault.accounts().into_iter().map(|kept| kept.account.issuer).collect()
    }

    fn buckets(storage: &Objects) -> Vec<String> {
        storage.keys().filter(|key| objects::bucket_index(key).is_some()).cloned().collect()
    }

    #[test]
    fn every_damaged_bucket_comes_back_with_its_last_edit() {
        let whole = stored();
        assert!(!buckets(&whole).is_empty());
        for key in buckets(&whole) {
            let mut storage = whole.clone();
            storage.insert(key.clone(), "garbage".to_owned());
            let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(vault.damage().len(), 1, "{key}");
            let missing = 3 - issuers(&vault).len();
            assert_eq!(vault.repair(&storage, LATER), missing);
            write(&mut vault, &mut storage);
            let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(issuers(&again), ["Apricot", "Banana", "Cherry"]);
            assert_eq!(again.damage(), []);
        }
    }

    #[test]
    fn without_a_copy_the_newest_kept_version_comes_back_and_the_damaged_text_stays() {
        let mut storage = stored();
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        let first = vault.accounts().remove(0);
        let renamed = Account { note: "kept before this".to_owned(), ..first.account };
        vault.edit(first.id, &renamed, LATER).unwrap();
        write(&mut vault, &mut storage);
        for key in buckets(&storage) {
            let index = objects::bucket_index(&key).unwrap();
            storage.insert(objects::copy_key(index), "garbage too".to_owned());
        }
        let key = buckets(&storage)
            .into_iter()
            .find(|key| {
                let mut damaged = storage.clone();
                damaged.insert(key.clone(), "garbage".to_owned());
                !issuers(&Vault::open(&damaged, &Unlock::Device, LATER).unwrap())
                    .contains(&"Apricot".to_owned())
            })
            .unwrap();
        storage.insert(key, "garbage".to_owned());
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(vault.repair(&storage, LATER), 1);
        write(&mut vault, &mut storage);
        assert!(issuers(&vault).contains(&"Apricot".to_owned()));
        assert!(storage.values().any(|text| text == "garbage"), "the damaged text is put aside");
    }

    #[test]
    fn what_cannot_be_brought_back_stays_in_its_place() {
        let mut storage = stored();
        let key = buckets(&storage).remove(0);
        let index = objects::bucket_index(&key).unwrap();
        storage.insert(key.clone(), "garbage".to_owned());
        storage.remove(&objects::copy_key(index));
        storage.retain(|key, _| !key.starts_with(KEPT));
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(vault.repair(&storage, LATER), 0);
        write(&mut vault, &mut storage);
        assert_eq!(storage.get(&key).map(String::as_str), Some("garbage"));
        assert_eq!(vault.damage().len(), 1);
        assert_eq!(vault.damage()[0].code, ErrorCode::VaultObjectDamaged);
    }

    #[test]
    fn a_copy_is_written_with_its_bucket_and_never_read_at_opening() {
        let storage = stored();
        for key in buckets(&storage) {
            let index = objects::bucket_index(&key).unwrap();
            assert_eq!(storage.get(&objects::copy_key(index)), storage.get(&key));
            assert!(!objects::working_keys().contains(&objects::copy_key(index)));
        }
    }

    #[test]
    fn an_older_text_that_arrives_for_a_damaged_bucket_takes_nothing_from_the_copy() {
        let whole = stored();
        for key in buckets(&whole) {
            // Sync has everything as it was; then every account gets a note, and a bucket is damaged.
            let area: Objects =
                buckets(&whole).into_iter().map(|key| (key.clone(), whole[&key].clone())).collect();
            let mut storage = whole.clone();
            let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            for kept in vault.accounts() {
                let noted = Account { note: "written last".to_owned(), ..kept.account };
                vault.edit(kept.id, &noted, LATER).unwrap();
            }
            write(&mut vault, &mut storage);
            storage.insert(key.clone(), "garbage".to_owned());

            let mut synced = storage.clone();
            let mut vault = Vault::open(&synced, &Unlock::Device, LATER).unwrap();
            vault.know_copies(&synced);
            vault.join_sync(&area).unwrap();
            write(&mut vault, &mut synced);

            let mut unlocked = storage.clone();
            unlocked.extend(objects::inbox(&area));
            let mut vault = Vault::open(&unlocked, &Unlock::Device, LATER).unwrap();
            write(&mut vault, &mut unlocked);

            for storage in [synced, unlocked] {
                let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
                let notes: Vec<String> = again.accounts().into_iter().map(|kept| kept.account.note).collect();
                assert_eq!(notes, ["written last"; 3], "{key}");
                assert!(storage.values().any(|text| text == "garbage"), "the damaged text is put aside");
            }
        }
    }

    #[test]
    fn an_edit_heals_a_damaged_header_from_its_copy() {
        for key in [HEADER, HEADER_COPY] {
            let mut storage = stored();
            storage.insert(key.to_owned(), "garbage".to_owned());
            let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(vault.damage().len(), 1);
            vault.add(&account("Date"), LATER).unwrap();
            write(&mut vault, &mut storage);
            let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(issuers(&again).len(), 4, "{key}");
            assert_eq!(again.damage(), []);
        }
    }

    #[test]
    fn a_bucket_that_is_gone_is_noticed_and_comes_back() {
        let whole = stored();
        for key in buckets(&whole) {
            let mut storage = whole.clone();
            storage.remove(&key);
            let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(vault.damage().first().map(|one| one.code), Some(ErrorCode::VaultObjectMissing));
            vault.add(&account("Date"), LATER).unwrap();
            write(&mut vault, &mut storage);
            vault.repair(&storage, LATER);
            write(&mut vault, &mut storage);
            let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            // Added while another was away, it may share that one's place; which of the two comes first is chance.
            let mut there = issuers(&again);
            there.sort();
            assert_eq!(there, ["Apricot", "Banana", "Cherry", "Date"]);
            assert_eq!(again.damage(), []);
        }
    }

    #[test]
    fn buckets_that_are_gone_with_the_list_that_names_them_are_noticed_and_come_back() {
        let whole = stored();
        for key in buckets(&whole) {
            let index = objects::bucket_index(&key).unwrap();
            let copy = &whole[&objects::copy_key(index)];
            for lost in [None, Some("garbage")] {
                let mut storage = whole.clone();
                storage.remove(&key);
                match lost {
                    None => drop(storage.remove(VERSIONS)),
                    Some(text) => drop(storage.insert(VERSIONS.to_owned(), text.to_owned())),
                }
                let code = if lost.is_none() {
                    ErrorCode::VaultObjectMissing
                } else {
                    ErrorCode::VaultObjectDamaged
                };
                let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
                assert_eq!(vault.damage(), [Damage { key: VERSIONS.to_owned(), code }], "{key}");
                // Edits go on where something lies; the notice stays, and so does the copy.
                for issuer in ["Date", "Elder"] {
                    vault.add(&account(issuer), LATER).unwrap();
                    write(&mut vault, &mut storage);
                    assert!(vault.damage().iter().any(|one| one.key == VERSIONS));
                    vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
                    assert!(vault.damage().iter().any(|one| one.key == VERSIONS), "{issuer} beside {key}");
                    assert_eq!(storage.get(&objects::copy_key(index)), Some(copy));
                }
                assert_eq!(vault.savable(&storage, LATER).len(), 1);
                assert_eq!(vault.repair(&storage, LATER), 1);
                write(&mut vault, &mut storage);
                let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
                let mut there = issuers(&again);
                there.sort();
                assert_eq!(there, ["Apricot", "Banana", "Cherry", "Date", "Elder"]);
                assert!(again.damage().iter().all(|one| one.key.starts_with(objects::ASIDE)));
            }
        }
    }

    #[test]
    fn where_every_bucket_is_gone_with_their_list_nothing_is_added_before_they_come_back() {
        let mut storage = stored();
        for key in buckets(&storage) {
            storage.remove(&key);
        }
        storage.remove(VERSIONS);
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(vault.damage().len(), 1);
        let refused = vault.add(&account("Date"), LATER).err().map(|error| error.code);
        assert_eq!(refused, Some(ErrorCode::VaultObjectMissing));
        assert_eq!(vault.repair(&storage, LATER), 3);
        vault.add(&account("Date"), LATER).unwrap();
        write(&mut vault, &mut storage);
        let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(issuers(&again).len(), 4);
        assert_eq!(again.damage(), []);
    }

    #[test]
    fn a_bucket_lost_with_the_list_and_its_copy_damaged_stays_damage() {
        let mut storage = stored();
        let key = buckets(&storage).remove(0);
        let index = objects::bucket_index(&key).unwrap();
        storage.retain(|other, _| *other != key && other != VERSIONS && !other.starts_with(KEPT));
        storage.insert(objects::copy_key(index), "garbage".to_owned());
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(vault.repair(&storage, LATER), 0);
        write(&mut vault, &mut storage);
        let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(again.damage(), [Damage { key, code: ErrorCode::VaultObjectMissing }]);
    }

    #[test]
    fn a_lost_list_is_healed_on_every_page_once_one_has_restored() {
        let mut storage = stored();
        let whole = storage.clone();
        storage.remove(VERSIONS);
        let mut one = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        let mut other = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!((one.damage().len(), other.damage().len()), (1, 1));
        assert_eq!(one.repair(&whole, LATER), 0);
        write(&mut one, &mut storage);
        let working: Objects =
            storage.clone().into_iter().filter(|(key, _)| objects::working_keys().contains(key)).collect();
        other.refresh(&working).unwrap();
        assert_eq!(other.damage(), []);
        other.add_all(&["Date", "Elder"].map(account), LATER).unwrap();
        write(&mut other, &mut storage);
        let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!((issuers(&again).len(), again.damage()), (5, Vec::new()));
    }

    #[test]
    fn damage_that_another_page_meets_where_nothing_was_known_is_the_only_damage_left() {
        let mut storage = stored();
        storage.remove(VERSIONS);
        let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        let key = objects::bucket_key(5);
        storage.insert(key.clone(), "garbage".to_owned());
        vault.refresh(&storage).unwrap();
        vault.repair(&storage, LATER);
        write(&mut vault, &mut storage);
        let again = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
        assert_eq!(again.damage(), [Damage { key, code: ErrorCode::VaultObjectDamaged }]);
    }

    #[test]
    fn a_new_vault_has_its_list_from_the_first_writing_and_gives_no_notice() {
        let (mut vault, mut storage) = (Vault::create(NOW).unwrap(), Objects::new());
        write(&mut vault, &mut storage);
        assert!(storage.contains_key(VERSIONS));
        for issuer in [None, Some("Apricot"), Some("Banana")] {
            let mut vault = Vault::open(&storage, &Unlock::Device, LATER).unwrap();
            assert_eq!(vault.damage(), []);
            assert!(vault.changes().unwrap().is_empty(), "opening alone writes nothing");
            if let Some(issuer) = issuer {
                vault.add(&account(issuer), LATER).unwrap();
                write(&mut vault, &mut storage);
            }
        }
        assert_eq!(Vault::open(&storage, &Unlock::Device, LATER).unwrap().damage(), []);
    }

    #[test]
    fn a_vault_whose_header_is_gone_is_damaged_and_not_missing() {
        let mut storage = stored();
        for key in [HEADER, HEADER_COPY] {
            storage.remove(key);
        }
        let refusal =
            |storage: &Objects| Vault::open(storage, &Unlock::Device, LATER).err().map(|error| error.code);
        assert_eq!(refusal(&storage), Some(ErrorCode::VaultHeaderDamaged));
        assert_eq!(refusal(&Objects::new()), Some(ErrorCode::VaultMissing));
    }
}
