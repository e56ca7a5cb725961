//! What a vault tells of itself.

use super::*;
use crate::sync::{Body, Entry, Home};

#[test]
fn a_record_that_only_a_later_version_shows_is_counted_and_kept() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("one", "me"), NOW).unwrap();
    assert_eq!(vault.newer_records(), 0);
    let mut record = vault.replica.record(id).unwrap().clone();
    record.identity.kind = 99;
    let home = Home { moves: 0, bucket: 3 };
    let newer = RecordId([9; 8]);
    vault.replica.put(newer, Entry { generation: 0, home, body: Body::Live(Box::new(record)) });
    vault.mark(newer);
    storage.write(&mut vault);
    for vault in [vault, storage.open()] {
        assert_eq!((vault.newer_records(), names(&vault)), (1, vec!["one".to_owned()]));
        assert_eq!(vault.listed().len(), 1);
        assert_eq!(vault.account(newer).err(), Some(ErrorCode::VaultRecordNewer.into()));
    }
}

#[test]
fn the_meter_counts_what_is_synced_and_names_what_is_not() {
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("one", "me"), NOW).unwrap();
    vault.load = [(0, 10), (objects::SYNC_BUCKETS - 1, 20), (objects::OVERFLOW, 40)].into();
    let limit = 12 * objects::BUCKET_CAPACITY;
    assert_eq!(vault.meter(), Meter { used: 30, limit, local_only: 0 });
    assert!(!vault.account(id).unwrap().local_only);
    vault.replica.rehome(id, objects::OVERFLOW);
    assert_eq!(vault.meter().local_only, 1);
    assert!(vault.account(id).unwrap().local_only);
}

#[test]
fn each_edit_has_a_later_stamp_than_the_one_before_also_within_a_moment() {
    let mut vault = Vault::create(NOW).unwrap();
    let created = vault.roster.at;
    assert_eq!((created.time(), vault.last_edit()), (NOW, NOW));
    vault.protect(&new_slot(1), NOW).unwrap();
    assert!(vault.roster.at > created);
    let before = vault.roster.at;
    vault.add(&account("one", "me"), NOW).unwrap();
    assert!(vault.replica.latest() > before);
}

#[test]
fn an_account_with_a_text_too_long_for_a_record_is_refused_and_so_are_all_beside_it() {
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("one", "me"), NOW).unwrap();
    let long = account(&"x".repeat(1 << 20), "me");
    let refused = vault.add_all(&[account("two", "me"), long.clone()], NOW).err();
    assert_eq!(refused, Some(Error::at(ErrorCode::VaultTextTooLong, 2)));
    assert_eq!(vault.edit(id, &long, NOW).err(), Some(ErrorCode::VaultTextTooLong.into()));
    assert_eq!(names(&vault), ["one"]);
}

#[test]
fn what_the_list_shows_can_be_shown() {
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("one", "me"), NOW).unwrap();
    let mut record = vault.replica.record(id).unwrap().clone();
    for (kind, length, known) in [(1, 10, true), (3, 10, true), (0, 10, false), (7, 10, false), (1, 0, false)]
    {
        record.identity.kind = kind;
        record.identity.key = Secret::new(vec![1; length]);
        assert_eq!((fields::is_known(&record), fields::account(&record).is_ok()), (known, known), "{kind}");
    }
}

#[test]
fn the_list_is_sorted_and_searched_by_what_its_accounts_say() {
    let mut vault = Vault::create(NOW).unwrap();
    let mut first = account("Bank", "ann");
    (first.note, first.site) = ("blue card".into(), "bank.example".into());
    (first.groups, first.favorite) = (vec!["work".into(), "money".into()], true);
    let ids = vault.add_all(&[first, account("", "bob"), account("gone", "")], NOW).unwrap();
    vault.delete(ids[2], NOW).unwrap();
    let listed = vault.listed();
    assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), ids[..2]);
    assert_eq!(listed.iter().map(Listed::is_favorite).collect::<Vec<_>>(), [true, false]);
    assert_eq!(listed[0].names(), ("Bank".into(), "ann".into()));
    assert_eq!(listed[1].names(), ("bob".into(), "bob".into()));
    assert_eq!(listed[0].groups().collect::<Vec<_>>(), ["work", "money"]);
    assert_eq!(listed[0].words(), "Bank ann blue card bank.example work money");
}

#[test]
fn what_most_accounts_are_set_to_is_stored_as_nothing() {
    let mut usual = account("one", "me");
    let Scheme::Totp { algorithm, digits, .. } = usual.otp.scheme else { panic!() };
    for scheme in [usual.otp.scheme.clone(), Scheme::Hotp { algorithm, digits, counter: 0 }, Scheme::Steam] {
        usual.otp.scheme = scheme;
        let mut vault = Vault::create(NOW).unwrap();
        let id = vault.add(&usual, NOW).unwrap();
        assert!(vault.replica.record(id).unwrap().identity.settings.is_empty());
        assert_eq!(vault.account(id).unwrap().account, usual);
    }
}
