//! What arrives from other devices, and what is made of it.

use super::*;

const LATER: UnixTime = UnixTime::from_seconds(1_800_000_600);

fn inbox_keys(stored: &Objects) -> Vec<&String> {
    stored.keys().filter(|key| key.starts_with(objects::INBOX)).collect()
}

#[test]
fn neither_a_damaged_vault_nor_the_vault_itself_is_adopted() {
    let (_, mut here, ..) = two_devices();
    let mut storage = Storage::default();
    let mut own = Vault::create(NOW).unwrap();
    own.add(&account("mine", "me"), NOW).unwrap();
    storage.write(&mut own);
    storage.0.insert("0".into(), "garbage".into());
    let refused = Some(ErrorCode::VaultObjectDamaged.into());
    assert_eq!(here.adopt(&storage.open()).err(), refused);
    assert_eq!(here.adopt(&here.clone()).err(), refused);
    assert_eq!(names(&here), ["first"]);
}

#[test]
fn what_waits_for_another_key_stays_in_the_inbox_and_what_nothing_can_read_leaves_it() {
    let (mut one, mut here, mut two, _) = two_devices();
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    let waiting = objects::inbox(&one.area);
    two.local.0.extend(waiting.clone());
    two.local.0.extend(objects::inbox(&Objects::from([("0".into(), "garbage".into())])));
    let mut there = two.open(1);
    assert!(there.is_waiting());
    two.local.write(&mut there);
    assert_eq!(inbox_keys(&two.local.0), inbox_keys(&waiting));
    let mut again = two.open(3);
    two.local.write(&mut again);
    assert!(inbox_keys(&two.local.0).is_empty());
}

#[test]
fn it_is_told_whether_the_ways_to_unlock_changed() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.add(&account("second", "me"), NOW).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    let arrival = two.sync(&mut there);
    assert!(!arrival.doors_changed && arrival.changed.len() == 1);
    here.protect(&new_slot(2), NOW).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    let arrival = two.sync(&mut there);
    assert!(arrival.doors_changed && arrival.changed.is_empty());
}

#[test]
fn a_way_to_unlock_that_was_added_elsewhere_is_stored_here() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.protect(&new_slot(2), NOW).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    two.sync(&mut there);
    assert_eq!(names(&two.open(2)), ["first"]);
}

#[test]
fn an_older_header_does_not_end_the_wait_for_a_later_key() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    let before = two.area.clone();
    assert!(!there.is_waiting());
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    two.sync(&mut there);
    there.join(&before).unwrap();
    assert!(there.is_waiting());
}

#[test]
fn devices_that_know_the_same_write_nothing_also_after_the_key_was_changed() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    there.join_unlocked(&one.area, &unlock(3)).unwrap();
    two.area = one.area.clone();
    two.sync(&mut there);
    for (device, vault) in [(&mut one, &mut here), (&mut two, &mut there)] {
        device.sync(vault);
        vault.join_sync(&device.area).unwrap();
        assert!(vault.changes().unwrap().is_empty());
    }
}

#[test]
fn a_device_that_is_handed_its_own_storage_refuses_nothing_of_it() {
    let (mut one, mut here, ..) = two_devices();
    here.edit(here.accounts()[0].id, &account("renamed", "me"), NOW).unwrap();
    one.local.write(&mut here);
    assert!(one.local.0.contains_key(objects::PENDING) && one.local.0.contains_key(objects::VERSIONS));
    assert_eq!(here.join(&one.local.0).unwrap(), Arrival::default());
}

#[test]
fn what_says_less_than_is_known_here_changes_nothing_that_is_stored() {
    let (mut one, mut here, ..) = two_devices();
    here.set_favorite(here.accounts()[0].id, true, NOW).unwrap();
    one.local.write(&mut here);
    here.join(&one.area).unwrap();
    assert!(here.changes().unwrap().set.is_empty());
    here.set_favorite(here.accounts()[0].id, false, NOW).unwrap();
    one.local.write(&mut here);
    assert!(here.versions().is_empty(), "it is no reason to keep a version");
}

#[test]
fn before_what_arrives_takes_effect_a_version_is_kept() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.edit(here.accounts()[0].id, &account("renamed", "me"), NOW).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    two.sync(&mut there);
    assert_eq!(names(&there), ["renamed"]);
    let version = there.versions().remove(0);
    assert_eq!(there.preview(&version, &two.local.0).unwrap().changed[0].issuer, "first");
}

#[test]
fn once_the_later_key_is_here_every_bucket_is_sealed_under_it_and_no_empty_one_is_written() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    there.add(&account("there", "me"), NOW).unwrap();
    two.local.write(&mut there);
    let buckets = |device: &Device| -> Vec<(String, String)> {
        let objects = device.local.0.iter().filter(|(key, _)| objects::bucket_index(key).is_some());
        objects.map(|(key, text)| (key.clone(), text.clone())).collect()
    };
    let before: Vec<String> = buckets(&two).into_iter().map(|(key, _)| key).collect();
    there.join_unlocked(&one.area, &unlock(3)).unwrap();
    two.local.write(&mut there);
    let after = buckets(&two);
    assert_eq!(after.iter().map(|(key, _)| key).collect::<Vec<_>>(), before.iter().collect::<Vec<_>>());
    for (key, text) in after {
        let label = sealed::Label::read(&base91::decode(&text).unwrap()).unwrap();
        assert_eq!(label.epoch, here.roster.epoch, "{key}");
    }
}

#[test]
fn a_text_from_elsewhere_that_gives_way_is_kept_once_and_our_own_not_beside_the_version() {
    let (mut one, mut here, _, mut there) = two_devices();
    there.edit(there.accounts()[0].id, &account("theirs", "me"), NOW).unwrap();
    let arrived = there.changes().unwrap().set;
    let arrived = Objects::from([("0".into(), arrived["0"].clone())]);
    here.edit(here.accounts()[0].id, &account("ours", "me"), LATER).unwrap();
    here.join(&one.area).unwrap();
    one.local.write(&mut here);
    let kept = |vault: &Vault| -> Vec<(bool, usize)> {
        vault.versions().iter().map(|version| (version.partial, version.accounts)).collect()
    };
    assert_eq!(kept(&here), [(false, 1)]);
    for _ in 0..2 {
        here.join(&arrived).unwrap();
        assert_eq!(names(&here), ["ours"]);
        assert_eq!(kept(&here).iter().filter(|(partial, _)| *partial).collect::<Vec<_>>(), [&(true, 1)]);
    }
}
