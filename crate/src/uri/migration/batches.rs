//! The codes of an export, collected in any order.

use super::Part;
use crate::order;

/// What has been scanned so far. A code scanned twice counts once; codes of two exports are kept apart.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    exports: Vec<Vec<Part>>,
}

/// How far one export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many different codes were scanned.
    pub scanned: u32,
    /// How many the export has.
    pub count: u32,
    /// The first code that is missing, from 0; `None` when all are there.
    pub missing: Option<u32>,
}

impl Batches {
    /// Takes a part in and tells how far its export is.
    ///
    /// Two parts at the same place that hold different accounts are of different exports, whatever their ids say:
    /// other apps write 0 for every export, and nothing may be dropped.
    pub fn add(&mut self, part: Part) -> Progress {
        let parts = match self.exports.iter_mut().find(|parts| belongs(&part, parts)) {
            Some(parts) => parts,
            None => self.exports.push_mut(Vec::new()),
        };
        if !parts.contains(&part) {
            parts.push(part);
            order::sort_by_key(parts, |part| part.index);
        }
        progress(parts)
    }

    /// How far each export is, in the order in which their first codes were scanned.
    pub fn progress(&self) -> Vec<Progress> {
        self.exports.iter().map(|parts| progress(parts)).collect()
    }

    /// Every part so far, export by export and in each in the exporting app's order.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.exports.iter().flatten()
    }

    /// Whether nothing was scanned yet.
    pub fn is_empty(&self) -> bool {
        self.exports.is_empty()
    }
}

fn belongs(part: &Part, parts: &[Part]) -> bool {
    parts.iter().all(|other| {
        (other.id, other.count) == (part.id, part.count) && (other.index != part.index || other == part)
    })
}

fn progress(parts: &[Part]) -> Progress {
    let count = parts.first().map_or(0, |part| part.count);
    let missing = (0..count).find(|index| parts.iter().all(|part| part.index != *index));
    Progress { scanned: u32::try_from(parts.len()).unwrap_or(u32::MAX), count, missing }
}
