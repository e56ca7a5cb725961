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
    assert_eq!(decode(&[], 0).unwrap_err(), ErrorCode::VaultObjectDamaged.into());
}

#[test]
fn anything_but_zeros_behind_the_columns_is_refused() {
    let mut plain = encode(&Replica::default());
    plain.extend([0, 0, 1]);
    assert_eq!(decode(&plain, 0).unwrap_err(), ErrorCode::VaultObjectDamaged.into());
}
