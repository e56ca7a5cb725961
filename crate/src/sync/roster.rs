//! Who may open the vault: the mergeable part of the header.

use litemap::Entry as Place;

use super::hlc::Hlc;
use crate::flat::Map;

/// Which master key of a vault: how often it was changed, and four random bytes that tell apart two devices that
/// changed it at once. The greater is the current one everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch {
    /// How often the key was changed.
    pub number: u32,
    /// Random.
    pub nonce: u32,
}

impl Epoch {
    /// The encoded length.
    pub const BYTES: usize = 8;

    /// The epoch after this, with the random bytes given.
    pub const fn next(self, nonce: u32) -> Epoch {
        Epoch { number: self.number.saturating_add(1), nonce }
    }

    /// Number, then nonce, big-endian.
    pub fn to_bytes(self) -> [u8; Epoch::BYTES] {
        (u64::from(self.number) << 32 | u64::from(self.nonce)).to_be_bytes()
    }

    /// Reads eight bytes.
    pub fn from_bytes(bytes: [u8; Epoch::BYTES]) -> Epoch {
        let both = u64::from_be_bytes(bytes);
        Epoch { number: (both >> 32) as u32, nonce: both as u32 }
    }
}

/// Which key slot: four random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub [u8; 4]);

/// Which device: four random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub [u8; 4]);

/// A slot as it is stored, or the trace of a removed one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotEntry {
    /// When it was made, changed or removed.
    pub at: Hlc,
    /// Its bytes; `None` once removed.
    pub body: Option<Vec<u8>>,
}

/// The slots of the current master key, and what else the devices agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The current master key.
    pub epoch: Epoch,
    /// When anything here was last edited.
    pub at: Hlc,
    /// The slots of this epoch; all of them wrap its key.
    pub slots: Map<SlotId, SlotEntry>,
    /// Up to which stamp each device has seen everything.
    pub devices: Map<DeviceId, Hlc>,
    /// The strongest key derivation used so far, in KiB and passes.
    pub floor: (u32, u8),
    /// A first byte that says that who wrote this keeps a list of versions, and what a later version adds to it.
    pub others: Vec<u8>,
}

impl Roster {
    /// The roster that two copies become. A join: the later epoch's slots win as a whole, because slots of an
    /// earlier epoch open nothing any more; in the same epoch each slot's last edit wins.
    #[must_use]
    pub fn join(&self, other: &Roster) -> Roster {
        let slots = match self.epoch.cmp(&other.epoch) {
            core::cmp::Ordering::Less => other.slots.clone(),
            core::cmp::Ordering::Greater => self.slots.clone(),
            core::cmp::Ordering::Equal => join_maps(&self.slots, &other.slots),
        };
        Roster {
            epoch: self.epoch.max(other.epoch),
            at: self.at.max(other.at),
            slots,
            devices: join_maps(&self.devices, &other.devices),
            floor: (self.floor.0.max(other.floor.0), self.floor.1.max(other.floor.1)),
            others: self.others.clone().max(other.others.clone()),
        }
    }

    /// Whether this roster knows everything that `other` knows.
    pub fn covers(&self, other: &Roster) -> bool {
        self.join(other) == *self
    }

    /// Whether a slot of `other` is what it was once both are joined: neither changed nor removed here.
    pub fn leaves(&self, other: &Roster, id: SlotId) -> bool {
        self.join(other).slots.get(&id) == other.slots.get(&id)
    }

    /// Whether every device that stores this header stores a list of versions with it. Those of the first version did
    /// so from the first kept version on.
    pub const fn keeps_list(&self) -> bool {
        !self.others.is_empty()
    }

    /// Says so from now on; gives whether that is new.
    pub fn keep_list(&mut self) -> bool {
        let new = !self.keeps_list();
        if new {
            self.others.push(KEEPS_LIST);
        }
        new
    }

    /// The slots that are not removed.
    pub fn live_slots(&self) -> impl Iterator<Item = (SlotId, Hlc, &[u8])> {
        self.slots.iter().filter_map(|(id, slot)| Some((*id, slot.at, slot.body.as_deref()?)))
    }
}

const KEEPS_LIST: u8 = 1;

/// Every key of both, each with the greater value.
fn join_maps<K: Ord + Copy, V: Ord + Clone>(one: &Map<K, V>, other: &Map<K, V>) -> Map<K, V> {
    let mut joined = one.clone();
    for (key, theirs) in other {
        match joined.entry(*key) {
            Place::Vacant(place) => {
                place.insert(theirs.clone());
            }
            Place::Occupied(mut place) if theirs > place.get() => {
                place.insert(theirs.clone());
            }
            Place::Occupied(_) => {}
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixTime;
    use proptest::prelude::*;

    fn hlc(number: u64) -> Hlc {
        Hlc::next(UnixTime::from_milliseconds(number), Hlc::ZERO)
    }

    fn slot() -> impl Strategy<Value = (SlotId, SlotEntry)> {
        (0u8..3, 0u64..4, proptest::option::of(0u8..3)).prop_map(|(id, at, body)| {
            (SlotId([id; 4]), SlotEntry { at: hlc(at), body: body.map(|byte| vec![byte]) })
        })
    }

    #[test]
    fn an_epoch_is_number_then_nonce() {
        let epoch = Epoch { number: 0x0102_0304, nonce: 0xfffe_fdfc };
        assert_eq!(epoch.to_bytes(), [1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc]);
        assert_eq!(Epoch::from_bytes(epoch.to_bytes()), epoch);
        assert_eq!(epoch.next(7), Epoch { number: 0x0102_0305, nonce: 7 });
        assert!(epoch.next(0) > epoch);
    }

    #[test]
    fn a_roster_covers_only_what_it_knows() {
        let old = Roster::default();
        let new = Roster { at: hlc(1), ..Roster::default() };
        assert!(new.covers(&old) && new.covers(&new));
        assert!(!old.covers(&new));
    }

    #[test]
    fn that_a_list_is_kept_is_said_once() {
        let mut roster = Roster::default();
        assert!(!roster.keeps_list());
        assert!(roster.keep_list());
        assert!(roster.keeps_list());
        assert!(!roster.keep_list());
        assert_eq!(roster.others, [KEEPS_LIST]);
    }

    #[test]
    fn a_removed_slot_is_not_alive() {
        let (kept, removed) = (SlotId([1; 4]), SlotId([2; 4]));
        let slots = [(kept, Some(vec![7])), (removed, None)];
        let slots = slots.map(|(id, body)| (id, SlotEntry { at: hlc(3), body })).into();
        let roster = Roster { slots, ..Roster::default() };
        assert_eq!(roster.live_slots().collect::<Vec<_>>(), [(kept, hlc(3), &[7][..])]);
    }

    fn with_slot(epoch: u32, id: SlotId, at: u64, body: Option<Vec<u8>>) -> Roster {
        let slots = [(id, SlotEntry { at: hlc(at), body })].into();
        Roster { epoch: Epoch { number: epoch, nonce: 0 }, slots, ..Roster::default() }
    }

    #[test]
    fn of_each_slot_and_each_device_the_later_word_stands() {
        let (id, device) = (SlotId([1; 4]), DeviceId([2; 4]));
        let known = |at: u64| Roster {
            devices: [(device, hlc(at))].into(),
            ..with_slot(1, id, at, Some(vec![at as u8]))
        };
        for joined in [known(1).join(&known(2)), known(2).join(&known(1))] {
            assert_eq!(joined, known(2));
        }
        let removed = with_slot(1, id, 3, None);
        assert_eq!(known(2).join(&removed).slots, removed.slots);
    }

    #[test]
    fn a_slot_that_was_changed_or_removed_since_is_left_no_more() {
        let id = SlotId([1; 4]);
        let older = with_slot(1, id, 1, Some(vec![1]));
        assert!(older.leaves(&older, id));
        assert!(Roster::default().leaves(&older, id), "one that is not known yet");
        for own in [with_slot(1, id, 2, Some(vec![2])), with_slot(1, id, 2, None), with_slot(2, id, 0, None)]
        {
            assert!(!own.leaves(&older, id));
        }
    }

    fn roster() -> impl Strategy<Value = Roster> {
        let slots = proptest::collection::vec(slot(), 0..4);
        let devices = proptest::collection::vec((0u8..3, 0u64..4), 0..3);
        ((1u32..3, 0u32..2), 0u64..5, slots, devices, (0u32..3, 0u8..3), 0u8..2).prop_map(
            |((number, nonce), at, slots, devices, floor, others)| Roster {
                epoch: Epoch { number, nonce },
                at: hlc(at),
                slots: slots.into_iter().collect(),
                devices: devices.into_iter().map(|(id, seen)| (DeviceId([id; 4]), hlc(seen))).collect(),
                floor,
                others: vec![others],
            },
        )
    }

    proptest! {
        #[test]
        fn joining_is_commutative_associative_and_idempotent(a in roster(), b in roster(), c in roster()) {
            prop_assert_eq!(a.join(&b), b.join(&a));
            prop_assert_eq!(a.join(&b).join(&c), a.join(&b.join(&c)));
            prop_assert_eq!(a.join(&a), a.clone());
            prop_assert!(a.join(&b).covers(&a));
        }
    }
}
