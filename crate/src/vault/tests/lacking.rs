//! What a device finds lacking in the sync area, and what it leaves alone there.

use super::*;

/// A later format's text of this object.
fn later(text: &str) -> String {
    let mut object = base91::decode(text).unwrap().to_vec();
    object[usize::from(objects::is_header(text)) * 2] += 1;
    base91::encode(&object)
}

/// What the device would write to this area.
fn written(vault: &mut Vault, area: &Objects) -> Vec<String> {
    vault.join_sync(area).unwrap();
    vault.changes().unwrap().sync.keys().cloned().collect()
}

fn with(area: &Objects, key: &str, text: &str) -> Objects {
    let mut area = area.clone();
    area.insert(key.to_owned(), text.to_owned());
    area
}

#[test]
fn an_area_that_has_everything_is_left_alone_also_by_one_that_knows_less() {
    let (mut one, mut here, _, mut there) = two_devices();
    assert!(written(&mut here, &one.area.clone()).is_empty());
    assert!(!here.meets_other_vault());
    assert_eq!(objects::vault_of(&one.area), Some(here.id()));
    let older = one.area.clone();
    here.add(&account("second", "me"), NOW).unwrap();
    one.sync(&mut here);
    assert!(written(&mut there, &one.area).is_empty());
    assert_eq!(written(&mut here, &older), ["1"]);
    here.protect(&new_slot(2), NOW).unwrap();
    one.sync(&mut here);
    let older_header = with(&one.area, objects::HEADER, &older[objects::HEADER]);
    assert_eq!(written(&mut here, &older_header), [objects::HEADER]);
}

#[test]
fn what_is_broken_in_the_area_is_mended_and_what_a_later_version_wrote_stays() {
    let (one, here, ..) = two_devices();
    for key in ["0", objects::HEADER] {
        let broken = with(&one.area, key, "garbage");
        assert_eq!(written(&mut here.clone(), &broken), [key]);
        let newer = with(&one.area, key, &later(&one.area[key]));
        assert!(written(&mut here.clone(), &newer).is_empty(), "{key}");
    }
}

#[test]
fn what_is_still_sealed_under_an_earlier_key_is_written_again() {
    let (mut one, mut here, ..) = two_devices();
    let before = one.area.clone();
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    assert_eq!(written(&mut here.clone(), &with(&one.area, "0", &before["0"])), ["0"]);
    let older_header = with(&one.area, objects::HEADER, &before[objects::HEADER]);
    assert_eq!(written(&mut here, &older_header), [objects::HEADER]);
}

#[test]
fn a_bucket_that_cannot_be_read_here_is_not_written_there() {
    let (mut one, mut here, ..) = two_devices();
    here.add(&account("second", "me"), NOW).unwrap();
    one.sync(&mut here);
    one.local.0.insert("0".into(), "garbage".into());
    let mut damaged = one.open(1);
    one.area.remove("0");
    assert!(written(&mut damaged, &one.area).is_empty());
}

/// A header that anyone could have written is not authentic, whatever its layout says.
#[test]
fn a_header_that_no_key_proves_is_written_over() {
    let (one, mut here, ..) = two_devices();
    let mut forged = base91::decode(&one.area[objects::HEADER]).unwrap().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let area = with(&one.area, objects::HEADER, &base91::encode(&forged));
    assert_eq!(written(&mut here, &area), [objects::HEADER]);
}

#[test]
fn another_vault_in_the_area_is_left_alone() {
    let (one, ..) = two_devices();
    let mut own = Vault::create(NOW).unwrap();
    own.protect(&new_slot(2), NOW).unwrap();
    own.add(&account("mine", "me"), NOW).unwrap();
    assert!(written(&mut own, &one.area).is_empty());
    assert!(own.meets_other_vault());
}

#[test]
fn what_waits_for_sync_is_noted_in_a_protected_vault_alone() {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("one", "me"), NOW).unwrap();
    vault.changes().unwrap();
    assert_eq!(vault.unsynced(), 0);
    vault.protect(&new_slot(1), NOW).unwrap();
    vault.changes().unwrap();
    assert_eq!(vault.unsynced(), 1);
}

#[test]
fn the_header_of_an_earlier_key_is_written_over_also_where_that_key_is_not_known() {
    let (mut one, _, mut two, mut there) = two_devices();
    there.rotate(&[new_slot(2)], NOW).unwrap();
    two.sync(&mut there);
    // It has read no area yet, so that its header does not wait for sync already.
    let mut here = one.open(1);
    for byte in [3, 4] {
        here.rotate(&[new_slot(byte)], NOW).unwrap();
        one.local.write(&mut here);
    }
    let mut again = one.open(4);
    assert!(written(&mut again, &two.area).contains(&objects::HEADER.to_owned()));
    assert!(!again.is_waiting());
}
