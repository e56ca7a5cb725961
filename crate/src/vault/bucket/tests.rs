//! Bytes of a bucket: nothing is lost, nothing is guessed, and 1,200 accounts fit.

use proptest::prelude::*;

use super::*;
use crate::sync::Hlc;
use crate::time::UnixTime;

fn hlc(number: u64) -> Hlc {
    Hlc::next(UnixTime::from_milliseconds(number), Hlc::ZERO)
}

fn fields(tags: core::ops::RangeInclusive<u8>) -> impl Strategy<Value = Fields> {
    proptest::collection::vec((tags, proptest::collection::vec(any::<u8>(), 0..20)), 0..4).prop_map(
        |values| {
            let mut fields = Fields::default();
            values.into_iter().for_each(|(tag, value)| fields.put(tag, Some(value)));
            fields
        },
    )
}

fn stamped(tags: core::ops::RangeInclusive<u8>) -> impl Strategy<Value = Stamped> {
    (0u64..1 << 43, fields(tags)).prop_map(|(at, fields)| Stamped { at: hlc(at), fields })
}

fn record() -> impl Strategy<Value = Record> {
    let identity = (
        any::<u8>(),
        proptest::collection::vec(any::<u8>(), 0..5),
        proptest::collection::vec(any::<u8>(), 0..65),
    );
    let groups = (stamped(1..=62), stamped(64..=94), stamped(96..=126), stamped(128..=158));
    (0u64..1 << 43, identity, groups, any::<u64>(), fields(194..=255)).prop_map(
        |(created, (kind, settings, key), (name, place, pin, bin), counter, others)| Record {
            created: hlc(created),
            identity: Identity { kind, settings, key: Secret::new(key) },
            name,
            place,
            pin,
            bin,
            counter,
            others,
        },
    )
}

fn replica(bucket: u8) -> impl Strategy<Value = Replica> {
    let body = prop_oneof![
        record().prop_map(|record| Body::Live(Box::new(record))),
        any::<[u32; 4]>().prop_map(|at| Body::Gone(Trace(at.map(|at| hlc(u64::from(at) / 2))))),
    ];
    let entry = (0u32..9, any::<u32>(), body).prop_map(move |(number, moves, body)| {
        let generation = number * 2 + u32::from(matches!(body, Body::Gone(_)));
        Entry { generation, home: Home { moves, bucket }, body }
    });
    proptest::collection::btree_map(any::<[u8; 8]>().prop_map(RecordId), entry, 0..12)
        .prop_map(|entries| entries.into_iter().collect())
}

proptest! {
    #[test]
    fn entries_come_back_also_with_fields_of_later_versions(entries in replica(7), padding in 0usize..40) {
        let mut plain = encode(&entries);
        let size = plain.len();
        plain.resize(size + padding, 0);
        prop_assert_eq!(decode(&plain, 7).unwrap(), (entries, size));
    }

    #[test]
    fn the_estimate_is_on_the_safe_side(entries in replica(0)) {
        let estimated: usize = entries.iter().map(|(_, entry)| estimate(entry)).sum();
        prop_assert!(encode(&entries).len() <= estimated + 64);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let plain: Vec<u8> = [&[1, 0], bytes.as_slice()].concat();
        if let Ok((entries, size)) = decode(&plain, 0) {
            prop_assert!(size <= plain.len() && entries.len() <= bytes.len());
        }
    }
}

#[test]
fn a_later_layout_is_named() {
    assert_eq!(decode(&[2, 0], 0).unwrap_err(), Error::at(ErrorCode::VaultFormatNewer, 2));
    for none in [&[][..], &[0, 0]] {
        assert_eq!(decode(none, 0).unwrap_err(), ErrorCode::VaultObjectDamaged.into());
    }
}

#[test]
fn anything_but_zeros_behind_the_columns_is_refused() {
    let mut plain = encode(&Replica::default());
    plain.extend([0, 0, 1]);
    assert_eq!(decode(&plain, 0).unwrap_err(), ErrorCode::VaultObjectDamaged.into());
}

/// A bucket as FORMAT.md lays it out, not deflated, without looking whether it makes sense.
struct Layout {
    flags: u8,
    ids: Vec<u8>,
    gone: u8,
    keys: Vec<u8>,
    traces: Vec<u8>,
    packed: Vec<u8>,
}

impl Layout {
    /// One live record of kind 1 without key, settings and fields.
    fn one() -> Layout {
        let packed = vec![0, 0, 0, 1, 0, 0, 0];
        Layout { flags: 0, ids: vec![1; 8], gone: 0, keys: Vec::new(), traces: Vec::new(), packed }
    }

    /// That record with these fields: their tags, then the lengths and values by rising tag.
    fn with_fields(tags: &[u8], values: &[u8]) -> Layout {
        let packed = [&[0, 0, 0, 1, 0, 0, tags.len() as u8], tags, values].concat();
        Layout { packed, ..Layout::one() }
    }

    /// That record and the trace of another, whose groups were never edited.
    fn with_trace(id: u8, generation: u8) -> Layout {
        let traces = [&[id; 8][..], &[generation, 0, 0, 0, 0, 0]].concat();
        Layout { gone: 1, traces, ..Layout::one() }
    }

    fn bytes(&self) -> Vec<u8> {
        let live = self.ids.len() / 8;
        let counts = [live, self.gone.into(), self.keys.len(), self.packed.len()].map(|count| count as u8);
        let stamps = vec![0; 3 * live];
        let parts = [&self.ids, &stamps, &self.keys, &self.traces, &self.packed].map(Vec::as_slice);
        [&[1, self.flags][..], &counts, &parts.concat()].concat()
    }

    fn is_read(&self) -> bool {
        decode(&self.bytes(), 0).is_ok()
    }
}

/// The entry that [`Layout::one`] lays out.
fn bare() -> Entry {
    let identity = Identity { kind: 1, settings: Vec::new(), key: Secret::new(Vec::new()) };
    Unpacked::new(Hlc::ZERO, identity, 0).entry().unwrap()
}

fn replica_of(entries: &[Entry]) -> Replica {
    (1..).zip(entries).map(|(id, entry)| (RecordId([id; 8]), entry.clone())).collect()
}

#[test]
fn what_is_empty_or_zero_takes_no_byte() {
    assert_eq!(encode(&replica_of(&[bare()])).to_vec(), Layout::one().bytes());
    let record = |counter| {
        let mut record = bare().record().unwrap().clone();
        record.counter = counter;
        Body::Live(Box::new(record))
    };
    let counting = Entry { body: record(1), ..bare() };
    assert_eq!(estimate(&counting), estimate(&bare()) + 6 + FIELD_ESTIMATE);
}

#[test]
fn what_deflate_makes_smaller_is_stored_deflated_and_nothing_else() {
    let many = encode(&replica_of(&vec![bare(); 100]));
    assert_eq!(many[1], 1);
    assert!(many.len() < 100 * (8 + 3 + 2));
    assert_eq!(encode(&replica_of(&[bare()]))[1], 0);
}

#[test]
fn a_layout_that_no_device_writes_is_refused() {
    assert!(Layout::one().is_read());
    assert!(!Layout { flags: 2, ..Layout::one() }.is_read());
    assert!(!Layout { keys: vec![7], ..Layout::one() }.is_read(), "a key of no record");
    assert!(!Layout { packed: vec![0, 0, 0, 1, 0, 0, 0, 0], ..Layout::one() }.is_read(), "a byte too many");
    let twice = vec![0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0];
    assert!(!Layout { ids: vec![1; 16], packed: twice, ..Layout::one() }.is_read(), "one id twice");
}

#[test]
fn tags_rise_and_none_is_zero() {
    assert!(Layout::with_fields(&[1, 2], &[0, 0]).is_read());
    for tags in [&[0][..], &[1, 1], &[2, 1]] {
        assert!(!Layout::with_fields(tags, &vec![0; tags.len()]).is_read(), "{tags:?}");
    }
}

#[test]
fn an_even_generation_is_alive_and_an_odd_one_gone() {
    assert!(Layout::with_fields(&[tag::GENERATION], &[1, 2]).is_read());
    assert!(!Layout::with_fields(&[tag::GENERATION], &[1, 3]).is_read());
    assert!(Layout::with_trace(2, 1).is_read());
    assert!(!Layout::with_trace(2, 2).is_read());
    assert!(!Layout::with_trace(1, 1).is_read(), "the same id alive and gone");
}
