//! The laws of merging, on small worlds where stamps and contents often meet.

use proptest::prelude::*;

use super::*;
use crate::secret::Secret;
use crate::sync::record::{Fields, Identity, Stamped, tag};
use crate::time::UnixTime;

fn hlc(number: u64) -> Hlc {
    Hlc::next(UnixTime::from_milliseconds(number), Hlc::ZERO)
}

fn fields(tag: u8) -> impl Strategy<Value = Fields> {
    proptest::option::of(0u8..3).prop_map(move |value| {
        let mut fields = Fields::default();
        fields.put(tag, value.map(|value| vec![value]));
        fields
    })
}

fn stamped(tag: u8) -> impl Strategy<Value = Stamped> {
    (0u64..6, fields(tag)).prop_map(|(at, fields)| Stamped { at: hlc(at), fields })
}

fn record() -> impl Strategy<Value = Record> {
    let groups = (stamped(tag::ISSUER), stamped(tag::ORDER), stamped(tag::PIN), stamped(tag::DELETED));
    (0u64..3, groups, 0u64..4, fields(200)).prop_map(|(created, (name, place, pin, bin), counter, others)| {
        let identity = Identity { kind: 1, settings: Vec::new(), key: Secret::new(vec![created as u8]) };
        Record { created: hlc(created), identity, name, place, pin, bin, counter, others }
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let stamps = proptest::array::uniform4(0u64..6);
    (0u32..5, 0u32..3, 0u8..3, record(), stamps).prop_map(|(generation, moves, bucket, record, at)| {
        let trace = Trace(at.map(hlc));
        let body = if generation % 2 == 0 { Body::Live(Box::new(record)) } else { Body::Gone(trace) };
        Entry { generation, home: Home { moves, bucket }, body }
    })
}

fn replica() -> impl Strategy<Value = Replica> {
    proptest::collection::vec((0u8..3, entry()), 0..4)
        .prop_map(|entries| entries.into_iter().map(|(id, entry)| (RecordId([id; 8]), entry)).collect())
}

fn joined(one: &Replica, other: &Replica) -> Replica {
    one.clone().join(other)
}

fn merged(one: &Replica, other: &Replica) -> Replica {
    let mut merged = one.clone();
    merged.merge(other);
    merged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn absorbing_is_merging(one in replica(), other in replica()) {
        let mut absorbed = one.clone();
        absorbed.absorb(other.clone());
        prop_assert_eq!(absorbed, merged(&one, &other));
    }

    #[test]
    fn ids_are_in_the_order_of_their_bytes(one: [u8; RecordId::BYTES], other: [u8; RecordId::BYTES]) {
        prop_assert_eq!(RecordId(one).cmp(&RecordId(other)), one.cmp(&other));
        prop_assert_eq!(RecordId(one) < RecordId(other), one < other);
    }

    #[test]
    fn joining_is_commutative_associative_and_idempotent(a in replica(), b in replica(), c in replica()) {
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
        prop_assert_eq!(joined(&a, &a), a);
    }

    #[test]
    fn two_that_merge_in_turn_agree(a in replica(), b in replica()) {
        let here = merged(&a, &b);
        let there = merged(&b, &here);
        prop_assert_eq!(&here, &there);
        prop_assert_eq!(&merged(&here, &there), &here);
        prop_assert!(here.covers(&a) && here.covers(&b));
    }

    #[test]
    fn merging_loses_no_edit(a in replica(), b in replica()) {
        let all = merged(&a, &b);
        for (id, record) in a.records().chain(b.records()) {
            match &all.entry(id).unwrap().body {
                Body::Live(kept) => prop_assert!(Trace::of(kept).covers(record)),
                Body::Gone(trace) => prop_assert!(trace.covers(record)),
            }
        }
    }

    #[test]
    fn three_that_gossip_until_nothing_changes_agree(
        start in (replica(), replica(), replica()),
        talks in proptest::collection::vec((0usize..3, 0usize..3), 0..6),
    ) {
        let mut all = [start.0, start.1, start.2];
        let talk = |all: &mut [Replica; 3], from: usize, to: usize| {
            let message = all[from].clone();
            all[to].merge(&message);
        };
        talks.into_iter().for_each(|(from, to)| talk(&mut all, from, to));
        let mut rounds = 0;
        while all[0] != all[1] || all[1] != all[2] {
            rounds += 1;
            prop_assert!(rounds < 10, "endless rewriting");
            for (from, to) in [(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)] {
                talk(&mut all, from, to);
            }
        }
    }

    #[test]
    fn what_gave_way_is_reported(a in replica(), b in replica()) {
        let mut all = a.clone();
        let report = all.merge(&b);
        for (id, before) in a.records() {
            let lost = all.record(id).is_none_or(|now| before.differs_in_content(now));
            prop_assert_eq!(lost, report.lost_here.contains(&id));
        }
        for (id, theirs) in b.records() {
            let lost = all.record(id).is_none_or(|now| theirs.differs_in_content(now));
            prop_assert_eq!(lost, report.lost_there.contains(&id));
        }
        for (id, now) in all.iter() {
            prop_assert_eq!(a.entry(id) != Some(now), report.changed.contains(&id));
        }
    }

    #[test]
    fn covering_is_having_nothing_to_learn(a in replica(), b in replica()) {
        prop_assert_eq!(a.covers(&b), joined(&a, &b) == a);
    }

    #[test]
    fn every_entry_is_in_the_bucket_of_its_home(all in replica()) {
        let buckets: Vec<Replica> = (0..3).map(|index| all.bucket(index)).collect();
        prop_assert_eq!(buckets.iter().map(Replica::len).sum::<usize>(), all.iter().count());
        for (id, entry) in all.iter() {
            prop_assert_eq!(buckets[usize::from(entry.home.bucket)].entry(id), Some(entry));
        }
    }

    #[test]
    fn the_latest_stamp_is_that_of_an_entry_and_none_is_later(all in replica()) {
        let stamps: Vec<Hlc> = all.iter().map(|(_, entry)| match &entry.body {
            Body::Live(record) => Trace::of(record).latest().max(record.created),
            Body::Gone(trace) => trace.0.into_iter().max().unwrap(),
        }).collect();
        prop_assert_eq!(all.latest(), stamps.iter().copied().max().unwrap_or(Hlc::ZERO));
        prop_assert_eq!(all.is_empty(), stamps.is_empty());
    }
}

/// `TESSERA_MERGE_CASES` makes a longer run.
fn cases() -> u32 {
    std::env::var("TESSERA_MERGE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

const ID: RecordId = RecordId([1; 8]);

fn stamp(at: u64) -> Stamped {
    Stamped { at: hlc(at), fields: Fields::default() }
}

/// One live record, with the name and the bin given.
fn lone(name: Stamped, bin: Stamped) -> Replica {
    let identity = Identity { kind: 1, settings: Vec::new(), key: Secret::new(vec![1]) };
    let (place, pin) = (stamp(1), stamp(1));
    let record =
        Record { created: hlc(1), identity, name, place, pin, bin, counter: 0, others: Fields::default() };
    let body = Body::Live(Box::new(record));
    Replica::from_iter([(ID, Entry { generation: 0, home: Home::default(), body })])
}

#[test]
fn an_edit_made_without_knowing_of_the_erasing_comes_back() {
    let make = |at: u64| lone(stamp(at), stamp(3));
    let mut erased = make(1);
    assert!(erased.erase(ID));
    assert!(merged(&erased, &make(1)).record(ID).is_none(), "nothing new: stays erased");
    // Earlier than the deletion, but later than the name that was erased: its device's clock was behind.
    let back = merged(&erased, &make(2));
    assert_eq!(back.entry(ID).unwrap().generation, 2);
    assert_eq!(back, merged(&make(2), &erased));
}

#[test]
fn a_record_is_edited_and_erased_while_it_lives() {
    let mut replica = lone(stamp(1), stamp(1));
    replica.record_mut(ID).unwrap().counter = 9;
    assert_eq!(replica.record(ID).unwrap().counter, 9);
    assert!(!replica.erase(RecordId([2; 8])));
    assert!(replica.erase(ID));
    assert!(!replica.erase(ID));
    assert!(replica.record_mut(ID).is_none());
    assert_eq!(replica.len(), 1, "its trace stays");
}

#[test]
fn a_move_to_another_bucket_is_counted() {
    let mut replica = lone(stamp(1), stamp(1));
    for (moves, bucket) in [(1, 2), (2, 0)] {
        replica.rehome(ID, bucket);
        assert_eq!(replica.entry(ID).unwrap().home, Home { moves, bucket });
    }
}

#[test]
fn what_has_lain_in_the_bin_long_enough_is_found() {
    let mut bin = stamp(5);
    bin.fields.put(tag::DELETED, Some(Vec::new()));
    let binned = lone(stamp(1), bin);
    assert!(binned.deleted_before(UnixTime::from_milliseconds(4)).is_empty());
    assert_eq!(binned.deleted_before(UnixTime::from_milliseconds(5)), [ID]);
    let restored = lone(stamp(1), stamp(5));
    assert!(restored.deleted_before(UnixTime::from_milliseconds(9)).is_empty());
}

#[test]
fn traces_are_forgotten_only_once_old() {
    let entry =
        Entry { generation: 1, home: Home { moves: 0, bucket: 3 }, body: Body::Gone(Trace([hlc(5); 4])) };
    let mut replica = Replica::from_iter([(ID, entry)]);
    assert!(replica.forget(hlc(4)).is_empty());
    assert_eq!(replica.forget(hlc(5)).into_iter().collect::<Vec<_>>(), [3]);
    assert!(replica.is_empty());
}
