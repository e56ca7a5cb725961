//! Bringing back what an earlier version or a backup holds, as ordinary edits.

use super::{Vault, fields};
use crate::flat::Set;
use crate::sync::record::tag;
use crate::sync::{Body, Entry, Group, Hlc, Home, Record, RecordId, Replica};
use crate::time::UnixTime;

/// What restoring would do, by the names that the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Accounts that would come back.
    pub added: Vec<Named>,
    /// Accounts that would go to the bin.
    pub removed: Vec<Named>,
    /// Accounts whose names, note or PIN would change back; the names are those of the version.
    pub changed: Vec<Named>,
}

/// An account's names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Which record.
    pub id: RecordId,
    /// Who asks for the code.
    pub issuer: String,
    /// Whose code it is.
    pub account: String,
}

/// How much of the list a source speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it: accounts that the source lacks go to the bin.
    Whole,
    /// Only the accounts it has: these come back or change back.
    Part,
    /// Only accounts that the list lacks; those it has stay as they are.
    Missing,
}

impl Difference {
    /// Whether the list would stay as it is.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl Vault {
    /// How the list would change if it became that of `entries`, as far as these speak for it.
    pub(super) fn difference(&self, entries: &Replica, extent: Extent) -> Difference {
        let mut difference = Difference::default();
        for (id, theirs) in shown(entries) {
            match self.replica.record(id).filter(|record| !record.is_deleted()) {
                None => difference.added.extend(named(id, theirs)),
                Some(ours) if extent != Extent::Missing && ours.differs_in_content(theirs) => {
                    difference.changed.extend(named(id, theirs))
                }
                Some(_) => {}
            }
        }
        if extent == Extent::Whole {
            let there: Set<RecordId> = shown(entries).map(|(id, _)| id).collect();
            let gone = shown(&self.replica).filter(|(id, _)| !there.contains(id));
            difference.removed = gone.filter_map(|(id, record)| named(id, record)).collect();
        }
        difference
    }

    /// Brings the accounts of `entries` back under a new stamp, as [`Vault::difference`] says.
    pub(super) fn bring_back(&mut self, entries: &Replica, extent: Extent, now: UnixTime) {
        let at = self.tick(now);
        let difference = self.difference(entries, extent);
        for named in difference.added.iter().chain(&difference.changed) {
            if let Some(record) = entries.record(named.id) {
                self.bring_back_one(named.id, record, at);
            }
        }
        for named in &difference.removed {
            if let Some(record) = self.replica.record_mut(named.id) {
                record.bin.at = at;
                record.bin.fields.put(tag::DELETED, Some(Vec::new()));
                self.mark(named.id);
            }
        }
        self.content_changed = true;
    }

    fn bring_back_one(&mut self, id: RecordId, old: &Record, at: Hlc) {
        if let Some(record) = self.replica.record_mut(id) {
            for group in [Group::Name, Group::Pin, Group::Bin] {
                if record.group(group).fields != old.group(group).fields {
                    *record.group_mut(group) = crate::sync::Stamped { at, ..old.group(group).clone() };
                }
            }
            record.counter = record.counter.max(old.counter);
            return self.mark(id);
        }
        let generation = self.replica.entry(id).map_or(0, |entry| entry.generation.saturating_add(1));
        let mut record = old.clone();
        record.bin = crate::sync::Stamped { at, ..old.bin.clone() };
        let bucket = self.emptiest_bucket();
        let home = self.replica.entry(id).map_or(Home { moves: 0, bucket }, |entry| entry.home);
        let entry = Entry { generation, home, body: Body::Live(Box::new(record)) };
        self.add_load(entry.home.bucket, &entry);
        self.replica.put(id, entry);
        self.mark(id);
    }
}

fn shown(entries: &Replica) -> impl Iterator<Item = (RecordId, &Record)> {
    entries.records().filter(|(_, record)| !record.is_deleted())
}

fn named(id: RecordId, record: &Record) -> Option<Named> {
    let account = fields::account(record).ok()?;
    Some(Named { id, issuer: account.issuer, account: account.account })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_list_would_show_otherwise_is_a_difference() {
        let named = || vec![Named { id: RecordId([1; 8]), issuer: String::new(), account: String::new() }];
        assert!(Difference::default().is_empty());
        assert!(!Difference { added: named(), ..Difference::default() }.is_empty());
        assert!(!Difference { removed: named(), ..Difference::default() }.is_empty());
        assert!(!Difference { changed: named(), ..Difference::default() }.is_empty());
    }
}
