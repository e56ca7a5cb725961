//! The set of all records that one device has, and how it takes in another's.

use core::cmp::Ordering;
use std::collections::btree_map::{BTreeMap, Entry as Slot};

use super::hlc::Hlc;
use super::record::{Group, Record, RecordId};
use crate::flat::Set;
use crate::time::UnixTime;

/// Everything a device knows: live records and what is left of erased ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replica {
    entries: BTreeMap<RecordId, Entry>,
}

/// One id: its record, or the trace of an erased one, and the bucket it belongs to.
///
/// `generation` counts how often it was erased or brought back: even is live, odd is gone. A higher generation wins
/// whatever the other holds, so an erased record comes back only by a deliberate edit ([`Replica::merge`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Even: live; odd: gone.
    pub generation: u32,
    /// Which bucket holds it.
    pub home: Home,
    /// The record or its trace.
    pub body: Body,
}

/// A record or its trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The account.
    Live(Box<Record>),
    /// Erased.
    Gone(Trace),
}

/// What is left of an erased record: the stamp of each group as it was erased ([`Group::ALL`]).
///
/// A single stamp would not do: an edit made apart on a device whose clock is behind has a later stamp than the group
/// it edited, though perhaps an earlier one than the erasing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace(pub [Hlc; 4]);

impl Trace {
    /// What erasing this record leaves.
    pub fn of(record: &Record) -> Trace {
        Trace(Group::ALL.map(|group| record.group(group).at))
    }

    /// Group by group the later stamp.
    #[must_use]
    pub fn join(&self, other: &Trace) -> Trace {
        let mut joined = *self;
        joined.0.iter_mut().zip(other.0).for_each(|(ours, theirs)| *ours = theirs.max(*ours));
        joined
    }

    /// Whether the erasing knew every edit of the record.
    pub fn covers(&self, record: &Record) -> bool {
        self.join(&Trace::of(record)) == *self
    }

    /// The latest of its stamps.
    pub fn latest(&self) -> Hlc {
        self.0.into_iter().fold(Hlc::ZERO, Hlc::max)
    }
}

/// Which bucket an entry belongs to. The most often moved wins, then the higher bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// How often it was moved.
    pub moves: u32,
    /// The bucket's index.
    pub bucket: u8,
}

impl Entry {
    /// The entry that two copies become. A join: a higher generation wins, equal ones merge.
    pub fn join(&self, other: &Entry) -> Entry {
        match self.generation.cmp(&other.generation) {
            Ordering::Less => return other.clone(),
            Ordering::Greater => return self.clone(),
            Ordering::Equal => {}
        }
        let body = match (&self.body, &other.body) {
            (Body::Live(ours), Body::Live(theirs)) => Body::Live(Box::new(ours.join(theirs))),
            (Body::Gone(ours), Body::Gone(theirs)) => Body::Gone(ours.join(theirs)),
            // A generation is live or gone by its parity, which decoding enforces.
            (Body::Gone(trace), _) | (_, Body::Gone(trace)) => Body::Gone(*trace),
        };
        Entry { generation: self.generation, home: self.home.max(other.home), body }
    }

    /// The record, unless it is gone.
    pub fn record(&self) -> Option<&Record> {
        match &self.body {
            Body::Live(record) => Some(record),
            Body::Gone(_) => None,
        }
    }

    /// The stamp of the latest edit it knows.
    pub fn latest(&self) -> Hlc {
        match &self.body {
            Body::Live(record) => record.latest(),
            Body::Gone(trace) => trace.latest(),
        }
    }
}

/// What taking in another replica changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Ids that are now different from before.
    pub changed: Set<RecordId>,
    /// Ids whose content here gave way to the other's.
    pub lost_here: Set<RecordId>,
    /// Ids whose content there gave way to ours.
    pub lost_there: Set<RecordId>,
}

impl Replica {
    /// The entry of an id.
    pub fn entry(&self, id: RecordId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// The live record of an id.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.entries.get(&id)?.record()
    }

    /// The live record of an id, to be edited.
    pub fn record_mut(&mut self, id: RecordId) -> Option<&mut Record> {
        match &mut self.entries.get_mut(&id)?.body {
            Body::Live(record) => Some(record),
            Body::Gone(_) => None,
        }
    }

    /// Every entry, by id.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Entry)> {
        self.entries.iter().map(|(id, entry)| (*id, entry))
    }

    /// Every live record, by id.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.iter().filter_map(|(id, entry)| Some((id, entry.record()?)))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was ever kept.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The latest stamp of all.
    pub fn latest(&self) -> Hlc {
        self.entries.values().map(Entry::latest).fold(Hlc::ZERO, Hlc::max)
    }

    /// Takes in one entry, as [`Entry::join`] says.
    pub fn put(&mut self, id: RecordId, entry: Entry) {
        match self.entries.entry(id) {
            Slot::Vacant(slot) => {
                slot.insert(entry);
            }
            Slot::Occupied(mut slot) => {
                let joined = slot.get().join(&entry);
                slot.insert(joined);
            }
        }
    }

    /// Both replicas in one. A join: commutative, associative, idempotent.
    #[must_use]
    pub fn join(mut self, other: &Replica) -> Replica {
        for (id, entry) in other.iter() {
            self.put(id, entry.clone());
        }
        self
    }

    /// Takes in another replica, and brings back what one side erased without knowing the other's later edit.
    ///
    /// Bringing back is an edit on top of the join, a deliberate one: the record of the older generation is added
    /// again under the next one. Every device that holds that record does the same, with the same result.
    pub fn merge(&mut self, other: &Replica) -> Joined {
        let mut joined = Joined::default();
        for (id, theirs) in other.iter() {
            let before = self.entries.get(&id).cloned();
            self.put(id, theirs.clone());
            if let Some(ours) = &before
                && let Some(rescued) = rescue(ours, theirs)
            {
                self.put(id, rescued);
            }
            let after = self.entries.get(&id);
            if after == before.as_ref() && after == Some(theirs) {
                continue;
            }
            if after != before.as_ref() {
                joined.changed.insert(id);
            }
            if before.as_ref().is_some_and(|before| gave_way(before, after)) {
                joined.lost_here.insert(id);
            }
            if gave_way(theirs, after) {
                joined.lost_there.insert(id);
            }
        }
        joined
    }

    /// [`Replica::merge`] of a replica that is not needed any more: what is new is moved.
    pub fn absorb(&mut self, other: Replica) {
        let mut known = Replica::default();
        for (id, theirs) in other.entries {
            match self.entries.entry(id) {
                Slot::Vacant(slot) => {
                    slot.insert(theirs);
                }
                Slot::Occupied(_) => known.put(id, theirs),
            }
        }
        self.merge(&known);
    }

    /// Whether this replica knows everything that `other` knows.
    pub fn covers(&self, other: &Replica) -> bool {
        other.iter().all(|(id, entry)| self.entries.get(&id).is_some_and(|ours| ours.join(entry) == *ours))
    }

    /// The entries that belong to a bucket.
    pub fn bucket(&self, index: u8) -> Replica {
        let inside = |(_, entry): &(&RecordId, &Entry)| entry.home.bucket == index;
        Replica {
            entries: self.entries.iter().filter(inside).map(|(id, entry)| (*id, entry.clone())).collect(),
        }
    }

    /// Moves an entry to another bucket.
    pub fn rehome(&mut self, id: RecordId, bucket: u8) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.home = Home { moves: entry.home.moves.saturating_add(1), bucket };
        }
    }

    /// Erases a record for good; only its trace stays.
    pub fn erase(&mut self, id: RecordId) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else {
            return false;
        };
        let Body::Live(record) = &entry.body else {
            return false;
        };
        entry.body = Body::Gone(Trace::of(record));
        entry.generation = entry.generation.saturating_add(1);
        true
    }

    /// The records that have lain in the bin since `before`.
    pub fn deleted_before(&self, before: UnixTime) -> Vec<RecordId> {
        let old = |record: &Record| record.is_deleted() && record.bin.at.time() <= before;
        self.records().filter(|(_, record)| old(record)).map(|(id, _)| id).collect()
    }

    /// Drops the traces of what was erased with its last edit at `before` or earlier.
    pub fn forget(&mut self, before: Hlc) -> Set<u8> {
        let old = |entry: &Entry| matches!(entry.body, Body::Gone(trace) if trace.latest() <= before);
        let buckets =
            self.entries.values().filter(|entry| old(entry)).map(|entry| entry.home.bucket).collect();
        self.entries.retain(|_, entry| !old(entry));
        buckets
    }
}

impl FromIterator<(RecordId, Entry)> for Replica {
    fn from_iter<I: IntoIterator<Item = (RecordId, Entry)>>(entries: I) -> Replica {
        let mut replica = Replica::default();
        entries.into_iter().for_each(|(id, entry)| replica.put(id, entry));
        replica
    }
}

/// What the join alone would lose of two different generations: a record edited later than its erasing knew comes
/// back in the next generation; edits made to the older generation of a live record are kept in the newer.
fn rescue(one: &Entry, other: &Entry) -> Option<Entry> {
    let (newer, older) = match one.generation.cmp(&other.generation) {
        Ordering::Less => (other, one),
        Ordering::Equal => return None,
        Ordering::Greater => (one, other),
    };
    let Body::Live(record) = &older.body else {
        return None;
    };
    let (generation, body) = match &newer.body {
        Body::Gone(trace) if trace.covers(record) => return None,
        Body::Gone(_) => (newer.generation.saturating_add(1), older.body.clone()),
        Body::Live(newest) => (newer.generation, Body::Live(Box::new(newest.join(record)))),
    };
    Some(Entry { generation, home: newer.home, body })
}

/// Whether `before` said something about its account that `after` no longer says.
fn gave_way(before: &Entry, after: Option<&Entry>) -> bool {
    let Some(before) = before.record() else {
        return false;
    };
    after.and_then(Entry::record).is_none_or(|after| before.differs_in_content(after))
}

#[cfg(test)]
mod tests;
