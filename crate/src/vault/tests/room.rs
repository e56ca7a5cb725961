//! Room in the synced buckets: what does not fit moves on, what waits moves back.

use super::*;
use crate::sync::record::tag;

/// Bytes that deflate makes no smaller.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    (0..length).map(next).collect()
}

/// A vault whose accounts all belong in the first bucket, each with a note of this many bytes.
fn crowded(accounts: usize, note: usize) -> (Vault, Vec<RecordId>) {
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&vec![account("one", "me"); accounts], NOW).unwrap();
    for (seed, id) in (1..).zip(&ids) {
        vault.replica.rehome(*id, 0);
        let fields = &mut vault.replica.record_mut(*id).unwrap().name.fields;
        fields.put(tag::NOTE, Some(noise(note, seed)));
    }
    vault.load.clear();
    (vault, ids)
}

fn size(vault: &Vault, index: u8) -> usize {
    bucket::encode(&vault.replica.bucket(index)).len()
}

#[test]
fn what_a_bucket_cannot_hold_moves_on_and_hardly_more() {
    let (mut vault, ids) = crowded(20, 400);
    assert!(size(&vault, 0) > objects::BUCKET_CAPACITY);
    vault.changes().unwrap();
    assert!((0..objects::SYNC_BUCKETS).all(|index| size(&vault, index) <= objects::BUCKET_CAPACITY));
    assert!(size(&vault, 0) > objects::BUCKET_CAPACITY / 2);
    assert_eq!((vault.accounts().len(), vault.meter().local_only), (ids.len(), 0));
}

#[test]
fn what_just_fits_stays_in_its_bucket() {
    let (vault, _) = crowded(1, 6000);
    let (mut vault, ids) = crowded(1, 6000 + objects::BUCKET_CAPACITY - size(&vault, 0));
    assert_eq!(size(&vault, 0), objects::BUCKET_CAPACITY);
    vault.changes().unwrap();
    assert_eq!(vault.replica.entry(ids[0]).unwrap().home.bucket, 0);
}

#[test]
fn what_waits_moves_to_the_synced_bucket_with_most_room_that_can_be_written() {
    let (mut vault, ids) = crowded(1, 10);
    vault.replica.rehome(ids[0], objects::OVERFLOW);
    vault.stale.clear();
    vault.stale.insert(objects::OVERFLOW);
    vault.load = (0..objects::SYNC_BUCKETS).map(|index| (index, objects::BUCKET_CAPACITY)).collect();
    vault.blocked.insert(5);
    vault.load.insert(5, 0);
    let home = |vault: &mut Vault| {
        vault.changes().unwrap();
        vault.replica.entry(ids[0]).unwrap().home.bucket
    };
    assert_eq!(home(&mut vault), objects::OVERFLOW);
    vault.load.insert(3, objects::BUCKET_CAPACITY / 2);
    assert_eq!(home(&mut vault), 3);
}
