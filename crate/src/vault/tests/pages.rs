//! Two pages of one browser: what one writes, the other takes in before it edits.

use super::*;

const LATER: UnixTime = UnixTime::from_seconds(1_800_000_600);
const LATEST: UnixTime = UnixTime::from_seconds(1_800_001_200);

/// A stored vault of these accounts, open on two pages.
pub(super) fn two_pages(issuers: &[&str]) -> (Storage, Vault, Vault) {
    let mut storage = Storage::default();
    let mut one = Vault::create(NOW).unwrap();
    one.add_all(&issuers.iter().map(|issuer| account(issuer, "me")).collect::<Vec<_>>(), NOW).unwrap();
    storage.write(&mut one);
    let two = storage.open();
    (storage, one, two)
}

#[test]
fn a_version_tells_when_and_how_much_another_page_had_stored() {
    let (mut storage, mut one, mut two) = two_pages(&["a"]);
    one.add(&account("b", "me"), LATER).unwrap();
    storage.write(&mut one);
    two.refresh(&storage.0).unwrap();
    two.add(&account("c", "me"), LATEST).unwrap();
    storage.write(&mut two);
    let version = &two.versions()[0];
    assert_eq!((version.accounts, version.time), (2, LATER));
}

#[test]
fn an_edit_that_waits_while_another_page_writes_keeps_its_version() {
    let (mut storage, mut one, mut two) = two_pages(&["a", "b"]);
    let [a, b] = [0, 1].map(|at| one.accounts()[at].id);
    two.edit(a, &account("A", "me"), LATER).unwrap();
    one.edit(b, &account("B", "me"), LATER).unwrap();
    storage.write(&mut one);
    two.refresh(&storage.0).unwrap();
    storage.write(&mut two);
    assert_eq!(two.versions().len(), 2);
}

/// A protected vault, open on two pages.
fn two_protected_pages() -> (Device, Vault, Vault) {
    let (device, one, ..) = two_devices();
    let two = device.open(1);
    (device, one, two)
}

#[test]
fn a_page_learns_that_another_changed_the_key() {
    let (mut storage, mut one, mut two) = two_pages(&["a"]);
    one.protect(&new_slot(1), LATER).unwrap();
    storage.write(&mut one);
    assert_eq!(two.refresh(&storage.0).err(), Some(ErrorCode::VaultKeyChanged.into()));
}

#[test]
fn a_page_learns_whether_another_changed_the_ways_to_unlock() {
    let (mut device, mut one, mut two) = two_protected_pages();
    one.add(&account("second", "me"), LATER).unwrap();
    device.local.write(&mut one);
    let arrival = two.refresh(&device.local.0).unwrap();
    assert!(!arrival.doors_changed && arrival.changed.len() == 1);
    one.protect(&new_slot(2), LATER).unwrap();
    device.local.write(&mut one);
    assert!(two.refresh(&device.local.0).unwrap().doors_changed);
    assert_eq!(two.doors(), one.doors());
    assert!(two.changes().unwrap().is_empty());
}

#[test]
fn what_one_page_has_synced_waits_on_no_other() {
    let (mut device, mut one, mut two) = two_protected_pages();
    one.add(&account("second", "me"), LATER).unwrap();
    device.local.write(&mut one);
    two.refresh(&device.local.0).unwrap();
    assert_eq!(two.unsynced(), 1);
    device.sync(&mut one);
    two.refresh(&device.local.0).unwrap();
    assert_eq!(two.unsynced(), 0);
    assert!(two.changes().unwrap().is_empty());
}

#[test]
fn what_one_page_let_go_comes_back_from_no_other() {
    let (mut storage, ..) = two_pages(&["a", "b"]);
    storage.0.insert("1".into(), "garbage".into());
    let mut one = storage.open();
    one.dismiss("1");
    storage.write(&mut one);
    let mut two = storage.open();
    let aside = two.damage().remove(0).key;
    assert!(aside.starts_with(objects::ASIDE));
    one.dismiss(&aside);
    storage.write(&mut one);
    assert!(!storage.0.contains_key(&aside));
    two.refresh(&storage.0).unwrap();
    assert_eq!(two.damage(), []);
    assert!(two.changes().unwrap().is_empty());
}

#[test]
fn a_copy_of_the_header_that_is_damaged_while_a_page_is_open_is_restored() {
    let (mut storage, mut vault, _) = two_pages(&["a"]);
    storage.0.insert(objects::HEADER_COPY.into(), "garbage".into());
    vault.refresh(&storage.0).unwrap();
    assert_eq!(vault.damage().len(), 1);
    vault.repair(&storage.0, LATER);
    storage.write(&mut vault);
    assert_eq!(storage.0[objects::HEADER_COPY], storage.0[objects::HEADER]);
    assert!(vault.damage().is_empty());
}

#[test]
fn what_is_kept_beside_the_vault_does_not_stay_in_memory() {
    let (mut storage, mut vault, _) = two_pages(&["a"]);
    vault.edit(vault.accounts()[0].id, &account("A", "me"), LATER).unwrap();
    storage.write(&mut vault);
    let beside = |key: &String| [objects::KEPT, objects::COPY].iter().any(|prefix| key.starts_with(prefix));
    assert_eq!(storage.0.keys().filter(|key| beside(key)).count(), 2);
    assert!(!vault.stored.keys().chain(vault.wanted.keys()).any(beside));
}
