//! Earlier versions: what the vault held before an edit, kept on this device and brought back by an ordinary edit.
//!
//! A version lists the hashes of the buckets it consisted of; a bucket that was replaced is kept under its hash, once,
//! however many versions share it. The list itself is a sealed object under the key `v`.

use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use super::objects::{self, ASIDE, KEPT, OVERFLOW, Objects, VERSIONS};
use super::restore::Extent;
use super::sealed::{self, Kind, Label};
use super::{Vault, base91};
use crate::error::{Error, ErrorCode};
use crate::flat::{Map, Set};
use crate::order;
use crate::sync::{Hlc, Replica};
use crate::time::UnixTime;

/// A state the vault once had.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Its last edit.
    pub time: UnixTime,
    /// How many accounts its list showed.
    pub accounts: usize,
    /// Whether it is only a bucket of another device whose content gave way to ours, and not a whole list.
    pub partial: bool,
    /// The buckets it consisted of.
    pub(super) buckets: Vec<Part>,
}

/// One bucket of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    index: u8,
    hash: [u8; 16],
    size: u32,
}

/// A damaged object that was put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Aside {
    hash: [u8; 16],
    /// Why it was, as the byte of FORMAT.md.
    reason: u8,
}

/// What is kept beside the vault itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    pub(super) versions: Vec<Version>,
    pub(super) aside: Vec<Aside>,
    /// The buckets that storage holds, one bit each: one that is gone is damage, not an empty one.
    pub(super) present: u16,
    /// An earlier list was lost and nothing was restored since: what storage lacks may be lost as well.
    pub(super) lost: bool,
}

impl Version {
    /// The storage keys whose texts [`Vault::preview`] and [`Vault::restore_version`] need.
    pub fn keys(&self) -> Vec<String> {
        self.buckets.iter().map(|part| objects::hash_key(KEPT, &part.hash)).collect()
    }

    const fn extent(&self) -> Extent {
        if self.partial { Extent::Part } else { Extent::Whole }
    }
}

impl Vault {
    /// The versions that are kept, the latest first.
    pub fn versions(&self) -> Vec<Version> {
        let mut versions = self.history.versions.clone();
        order::sort_by(&mut versions, |one, other| other.cmp(one));
        versions
    }

    /// What restoring a version would do; `kept` holds the texts under [`Version::keys`], as far as they exist.
    ///
    /// Errors: `vault_version_unknown` if a text is missing, and those of damaged objects.
    pub fn preview(&self, version: &Version, kept: &Objects) -> Result<super::Difference, Error> {
        let entries = self.open_version(version, kept)?;
        Ok(self.difference(&entries, version.extent()))
    }

    /// Makes the list what it was in a version: accounts come back or change back under new stamps, and accounts added
    /// since go to the bin, unless the version is partial. It syncs like any edit, and the state before it is a version again.
    ///
    /// Errors: as [`Vault::preview`]; `vault_object_missing` as [`Vault::add_all`].
    pub fn restore_version(
        &mut self,
        version: &Version,
        kept: &Objects,
        now: UnixTime,
    ) -> Result<super::Difference, Error> {
        self.check_room()?;
        let entries = self.open_version(version, kept)?;
        let difference = self.difference(&entries, version.extent());
        self.bring_back(&entries, version.extent(), now);
        Ok(difference)
    }

    /// Lets go of a damaged object: one in its place is put aside so that its place can be used again, one that was put
    /// aside is dropped.
    pub fn dismiss(&mut self, key: &str) {
        if let Some(index) = objects::bucket_index(key) {
            if self.damage.get(key) != Some(&ErrorCode::VaultFormatNewer) {
                self.unblock(index);
                self.stale.insert(index);
            }
            return;
        }
        self.history.aside.retain(|aside| objects::hash_key(ASIDE, &aside.hash) != key);
        self.wanted.remove(key);
        self.drop.insert(key.to_owned());
        self.history_stale = true;
    }

    fn open_version(&self, version: &Version, kept: &Objects) -> Result<Replica, Error> {
        let mut entries = Replica::default();
        for part in &version.buckets {
            let key = objects::hash_key(KEPT, &part.hash);
            let current = self.stored.get(&objects::bucket_key(part.index));
            let text = kept
                .get(&key)
                .or_else(|| self.wanted.get(&key))
                .or_else(|| current.filter(|text| objects::content_hash(text) == part.hash))
                .ok_or(ErrorCode::VaultVersionUnknown)?;
            let opened = objects::open_bucket(self.id, &self.keyring, text, Some(part.index))?;
            entries = entries.join(&opened.entries);
        }
        Ok(entries)
    }

    /// Reads the list of versions; a damaged or missing one is named and begins anew.
    pub(super) fn read_history(&mut self) {
        let Some(text) = self.stored.get(VERSIONS) else {
            self.history = History { lost: self.expects_list(), ..History::default() };
            return;
        };
        match self.open_history(text) {
            Ok(history) => {
                self.history = history;
                self.damage.remove(VERSIONS);
            }
            Err(error) => {
                self.history.lost = true;
                self.damage.insert(VERSIONS.to_owned(), error.code);
            }
        }
    }

    fn open_history(&self, text: &str) -> Result<History, Error> {
        let object = base91::decode(text).ok_or(ErrorCode::VaultObjectDamaged)?;
        let label = Label::read(&object)?;
        if label.kind != Kind::Versions {
            return Err(ErrorCode::VaultObjectMisplaced.into());
        }
        let key = self.keyring.get(&label.epoch).ok_or(ErrorCode::VaultEpochUnknown)?;
        let plain = sealed::open(self.id, key, &object)?;
        History::read(&plain).ok_or_else(|| ErrorCode::VaultObjectDamaged.into())
    }

    /// Before the stored buckets are replaced: keeps them as a version if their content changes.
    pub(super) fn keep_version(&mut self, now: UnixTime) {
        let replaced: Vec<u8> = (0..=OVERFLOW).filter(|index| self.is_replaced(*index)).collect();
        let added = (0..=OVERFLOW).any(|index| self.is_new(index)) && self.stored_accounts > 0;
        if (replaced.is_empty() && !added) || !self.content_changed || self.adopted {
            return self.keep_shared(&replaced);
        }
        let parts: Vec<Part> = (0..=OVERFLOW)
            .filter_map(|index| {
                let text = self.stored.get(&objects::bucket_key(index))?;
                (!self.blocked.contains(&index)).then(|| Part::of(index, text))
            })
            .collect();
        self.history.versions.push(Version {
            time: self.stored_edit.min(now),
            accounts: self.stored_accounts,
            partial: false,
            buckets: parts,
        });
        self.history_stale = true;
        self.keep_shared(&replaced);
        self.thin_out(now);
    }

    /// Keeps the texts that are about to be replaced and belong to a version.
    fn keep_shared(&mut self, replaced: &[u8]) {
        for index in replaced {
            let Some(text) = self.stored.get(&objects::bucket_key(*index)) else {
                continue;
            };
            let hash = objects::content_hash(text);
            if self.history.holds(&hash) {
                self.wanted.insert(objects::hash_key(KEPT, &hash), text.clone());
            }
        }
    }

    /// Keeps a bucket from elsewhere whose content gave way to ours, unless it is already known.
    pub(super) fn keep_arrived(&mut self, index: u8, at: Hlc, entries: &Replica, text: &str) {
        let hash = objects::content_hash(text);
        let own = self.stored.values().any(|known| known == text);
        if own || self.history.holds(&hash) {
            return;
        }
        let accounts = entries.records().filter(|(_, record)| !record.is_deleted()).count();
        let version =
            Version { time: at.time(), accounts, partial: true, buckets: vec![Part::of(index, text)] };
        self.history.versions.push(version);
        self.wanted.insert(objects::hash_key(KEPT, &hash), text.to_owned());
        self.history_stale = true;
    }

    fn is_replaced(&self, index: u8) -> bool {
        let key = objects::bucket_key(index);
        let stored = self.stored.get(&key);
        stored.is_some() && stored != self.wanted.get(&key) && !self.blocked.contains(&index)
    }

    /// Whether a bucket gets its first accounts.
    fn is_new(&self, index: u8) -> bool {
        let key = objects::bucket_key(index);
        !self.stored.contains_key(&key) && self.wanted.contains_key(&key) && !self.blocked.contains(&index)
    }

    fn thin_out(&mut self, now: UnixTime) {
        let before = self.history.hashes();
        self.history.thin_out(now);
        for hash in before.difference(&self.history.hashes()) {
            let key = objects::hash_key(KEPT, hash);
            if self.wanted.remove(&key).is_none() {
                self.drop.insert(key);
            }
        }
    }

    /// Sees to it that the list is stored wherever the header is, and that the header says so: a list that is gone is
    /// then known to be gone.
    pub(super) fn keep_list(&mut self) {
        self.header_stale |= self.roster.keep_list();
        self.history_stale |= !self.wanted.contains_key(VERSIONS);
    }

    /// Notes which buckets storage will hold; those that cannot be read are still held.
    pub(super) fn note_present(&mut self) {
        let held = |index: &u8| {
            self.blocked.contains(index) && !self.unsure.contains(index)
                || self.wanted.contains_key(&objects::bucket_key(*index))
        };
        let present = (0..=OVERFLOW).filter(held).fold(0, |bits, index| bits | bit(index));
        if self.history.present != present {
            self.history.present = present;
            self.history_stale = true;
        }
    }

    /// Names the buckets that storage should hold and does not.
    pub(super) fn note_missing(&mut self) {
        for index in (0..=OVERFLOW).filter(|index| self.history.present & bit(*index) != 0) {
            let key = objects::bucket_key(index);
            if !self.stored.contains_key(&key) {
                self.blocked.insert(index);
                self.damage.insert(key, ErrorCode::VaultObjectMissing);
            }
        }
        self.note_unsure();
    }

    /// If the list that says which buckets there must be is lost, each that is not there may be lost too. Until the
    /// person restores, their places are left alone, so that the copies beside them stay ([`Vault::repair`]).
    pub(super) fn note_unsure(&mut self) {
        for index in core::mem::take(&mut self.unsure) {
            if !self.damage.contains_key(&objects::bucket_key(index)) {
                self.blocked.remove(&index);
            }
        }
        if self.history.lost {
            self.damage.entry(VERSIONS.to_owned()).or_insert(ErrorCode::VaultObjectMissing);
            let is_gone = |index: &u8| {
                !self.blocked.contains(index) && !self.wanted.contains_key(&objects::bucket_key(*index))
            };
            self.unsure = (0..=OVERFLOW).filter(is_gone).collect();
            self.blocked.extend(self.unsure.iter().copied());
        }
    }

    pub(super) fn reseal_history(&mut self) -> Result<(), Error> {
        if self.damage.get(VERSIONS) != Some(&ErrorCode::VaultObjectMissing) {
            self.put_aside(VERSIONS);
        }
        let plain = self.history.to_bytes();
        let label = Label { kind: Kind::Versions, index: 0, epoch: self.roster.epoch, at: self.clock };
        let text = base91::encode(&sealed::seal(self.id, self.key()?, label, &plain)?);
        self.wanted.insert(VERSIONS.to_owned(), text);
        self.history_stale = false;
        self.damage.remove(VERSIONS);
        if self.history.lost {
            self.damage.insert(VERSIONS.to_owned(), ErrorCode::VaultObjectMissing);
        }
        Ok(())
    }

    /// Notes a damaged object that moves to [`ASIDE`].
    pub(super) fn note_aside(&mut self, text: &str, code: ErrorCode) {
        let aside = Aside { hash: objects::content_hash(text), reason: reason(code) };
        if !self.history.aside.contains(&aside) {
            self.history.aside.push(aside);
        }
        self.wanted.insert(objects::content_key(ASIDE, text), text.to_owned());
        self.history_stale = true;
    }

    pub(super) fn aside_damage(&self) -> impl Iterator<Item = super::Damage> {
        self.history.aside.iter().map(|aside| super::Damage {
            key: objects::hash_key(ASIDE, &aside.hash),
            code: code(aside.reason),
        })
    }
}

impl Part {
    fn of(index: u8, text: &str) -> Part {
        Part { index, hash: objects::content_hash(text), size: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }
}

impl History {
    fn holds(&self, hash: &[u8; 16]) -> bool {
        self.versions.iter().flat_map(|version| &version.buckets).any(|part| part.hash == *hash)
    }

    /// The storage keys of everything that is kept beside the vault.
    pub(super) fn kept_keys(&self) -> Vec<String> {
        let aside = self.aside.iter().map(|aside| objects::hash_key(ASIDE, &aside.hash));
        self.hashes().iter().map(|hash| objects::hash_key(KEPT, hash)).chain(aside).collect()
    }

    fn hashes(&self) -> Set<[u8; 16]> {
        self.versions.iter().flat_map(|version| &version.buckets).map(|part| part.hash).collect()
    }

    /// Keeps the last 32 versions, the last one of each of 30 days and of each of 12 weeks, as far as 4 MiB go; the
    /// oldest go first.
    fn thin_out(&mut self, now: UnixTime) {
        order::sort_by(&mut self.versions, |one, other| other.cmp(one));
        self.versions.dedup();
        let kept = kept_times(self.versions.iter().map(|version| version.time), now);
        let mut index = 0usize;
        self.versions.retain(|_| {
            let keep = kept.contains(&index);
            index = index.saturating_add(1);
            keep
        });
        let mut sizes: Map<[u8; 16], u32> = Map::new();
        self.versions.retain(|version| {
            let mut with = sizes.clone();
            with.extend(version.buckets.iter().map(|part| (part.hash, part.size)));
            let fits = with.values().map(|size| u64::from(*size)).sum::<u64>() <= SIZE_LIMIT;
            if fits {
                sizes = with;
            }
            fits
        });
    }

    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![LAYOUT]);
        bytes.count(self.versions.len());
        for version in &self.versions {
            bytes.number(version.time.milliseconds());
            bytes.count(version.accounts);
            bytes.count(version.buckets.len());
            for part in &version.buckets {
                bytes.bytes(&[part.index]);
                bytes.bytes(&part.hash);
                bytes.number(part.size.into());
            }
        }
        bytes.count(self.aside.len());
        for aside in &self.aside {
            bytes.bytes(&aside.hash);
            bytes.bytes(&[aside.reason]);
        }
        let lost = if self.lost { LOST } else { 0 };
        bytes.bytes(&(self.present | lost).to_be_bytes());
        let partial = || self.versions.iter().enumerate().filter(|(_, version)| version.partial);
        bytes.count(partial().count());
        partial().for_each(|(place, _)| bytes.count(place));
        bytes
    }

    fn read(plain: &[u8]) -> Option<History> {
        let mut reader = Reader::new(plain);
        if reader.u8()? != LAYOUT {
            return None;
        }
        let mut history = History::default();
        for _ in 0..reader.count()? {
            let time = UnixTime::from_milliseconds(reader.number()?);
            let accounts = reader.count()?;
            let mut buckets = Vec::new();
            for _ in 0..reader.count()? {
                let (index, hash) = (reader.u8()?, reader.array()?);
                buckets.push(Part { index, hash, size: reader.number()?.try_into().ok()? });
            }
            history.versions.push(Version { time, accounts, partial: false, buckets });
        }
        for _ in 0..reader.count()? {
            history.aside.push(Aside { hash: reader.array()?, reason: reader.u8()? });
        }
        // Lists made before this was noted end here and claim nothing.
        let present = reader.array().map_or(0, u16::from_be_bytes);
        history.present = present & !LOST;
        history.lost = present & LOST != 0;
        for _ in 0..reader.count().unwrap_or(0) {
            history.versions.get_mut(reader.count()?)?.partial = true;
        }
        reader.rest().is_empty().then_some(history)
    }
}

const fn bit(index: u8) -> u16 {
    1u16.wrapping_shl(index as u32)
}

/// Which of these times, the latest first, are kept.
fn kept_times(times: impl Iterator<Item = UnixTime>, now: UnixTime) -> Set<usize> {
    let mut kept = Set::new();
    let (mut days, mut weeks) = (Set::new(), Set::new());
    for (index, time) in times.enumerate() {
        let day = time.seconds() / DAY;
        let age = now.seconds().saturating_sub(time.seconds()) / DAY;
        let first_of_day = days.insert(day) && age < 30;
        let first_of_week = weeks.insert(day / 7) && age < 7 * 12;
        if index < LATEST || first_of_day || first_of_week {
            kept.insert(index);
        }
    }
    kept
}

const fn reason(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::VaultObjectMisplaced => 2,
        ErrorCode::VaultEpochUnknown => 3,
        ErrorCode::VaultHeaderDamaged => 4,
        _ => 1,
    }
}

const fn code(reason: u8) -> ErrorCode {
    match reason {
        2 => ErrorCode::VaultObjectMisplaced,
        3 => ErrorCode::VaultEpochUnknown,
        4 => ErrorCode::VaultHeaderDamaged,
        _ => ErrorCode::VaultObjectDamaged,
    }
}

const LAYOUT: u8 = 1;
/// Beside the bits of the buckets.
const LOST: u16 = 1 << 15;
const LATEST: usize = 32;
const DAY: u64 = 24 * 60 * 60;
/// Of the 10 MiB that `storage.local` allows.
const SIZE_LIMIT: u64 = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_versions_a_month_of_days_and_a_quarter_of_weeks_are_kept() {
        let now = 20_000 * DAY;
        let hourly = (0..24 * 200).map(|hour| UnixTime::from_seconds(now - hour * 3600));
        let times: Vec<UnixTime> = hourly.collect();
        let kept = kept_times(times.iter().copied(), UnixTime::from_seconds(now));
        assert!((0..32).all(|index| kept.contains(&index)));
        let days: Set<u64> = kept.iter().map(|index| times[*index].seconds() / DAY).collect();
        assert!((0..30).all(|age| days.contains(&(now / DAY - age))), "{days:?}");
        assert!((60..=75).contains(&kept.len()), "{}", kept.len());
        let oldest = kept.iter().map(|index| times[*index].seconds()).min().unwrap();
        assert!((now - oldest) / DAY >= 70, "{}", (now - oldest) / DAY);
    }

    #[test]
    fn of_a_day_the_last_version_is_kept_for_thirty_days_and_of_a_week_for_twelve_weeks() {
        let day = 86_400;
        let now = 20_001 * day + day / 2;
        let kept_at = |ages: &[u64]| -> Vec<u64> {
            // So many of today that none before them is kept for being one of the last.
            let ages: Vec<u64> = [0; LATEST].iter().chain(ages).copied().collect();
            let times = ages.iter().map(|age| UnixTime::from_seconds(now - age));
            let kept = kept_times(times, UnixTime::from_seconds(now));
            kept.iter().filter(|place| **place >= LATEST).map(|place| ages[*place]).collect()
        };
        assert!(kept_at(&[0]).is_empty());
        assert_eq!(kept_at(&[22 * day, 22 * day + 3600, 23 * day]), [22 * day, 23 * day]);
        // A week began 30 days ago, so that the day after stands for it too.
        assert_eq!(kept_at(&[28 * day, 29 * day, 30 * day]), [28 * day, 29 * day]);
        assert_eq!(kept_at(&[82 * day, 83 * day]), [82 * day]);
        assert_eq!(kept_at(&[83 * day]), [83 * day]);
        assert!(kept_at(&[84 * day]).is_empty());
    }

    #[test]
    fn a_few_old_versions_are_kept_for_ever() {
        let times = [UnixTime::from_seconds(3), UnixTime::from_seconds(1)];
        assert_eq!(kept_times(times.into_iter(), UnixTime::from_seconds(2_000_000_000)).len(), 2);
    }

    #[test]
    fn the_size_limit_drops_the_oldest() {
        let part = |number: u8| Part { index: 0, hash: [number; 16], size: 1 << 20 };
        let version = |number: u8| Version {
            time: UnixTime::from_seconds(number.into()),
            accounts: 1,
            partial: false,
            buckets: vec![part(number)],
        };
        let mut history = History { versions: (0..9).map(version).collect(), ..History::default() };
        history.thin_out(UnixTime::from_seconds(100));
        let times: Vec<u64> = history.versions.iter().map(|version| version.time.seconds()).collect();
        assert_eq!(times, [8, 7, 6, 5]);
    }

    #[test]
    fn the_list_is_read_as_written() {
        let buckets = vec![Part { index: 3, hash: [4; 16], size: 8189 }];
        let version = |partial, seconds| Version {
            time: UnixTime::from_seconds(seconds),
            accounts: 6,
            partial,
            buckets: buckets.clone(),
        };
        let versions = vec![version(false, 5), version(true, 4)];
        let aside = vec![Aside { hash: [9; 16], reason: 1 }];
        for lost in [false, true] {
            let (versions, aside) = (versions.clone(), aside.clone());
            let history = History { versions, aside, present: 0x1003, lost };
            assert_eq!(History::read(&history.to_bytes()), Some(history));
        }
    }

    #[test]
    fn why_an_object_was_put_aside_is_told_as_it_was() {
        for known in [
            ErrorCode::VaultObjectDamaged,
            ErrorCode::VaultObjectMisplaced,
            ErrorCode::VaultEpochUnknown,
            ErrorCode::VaultHeaderDamaged,
        ] {
            assert_eq!(code(reason(known)), known);
        }
        assert_eq!(code(reason(ErrorCode::VaultFormatNewer)), ErrorCode::VaultObjectDamaged);
    }
}
