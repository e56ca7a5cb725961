//! What cannot be read: named, left where it is, and let go only by the person.

use super::*;

/// Storage of three accounts, each in a bucket of its own.
fn three() -> Storage {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&["a", "b", "c"].map(|name| account(name, "")), NOW).unwrap();
    storage.write(&mut vault);
    storage
}

/// The text as a later version would have written it.
fn of_a_later_format(text: &str) -> String {
    let mut object = base91::decode(text).unwrap().to_vec();
    object[0] = sealed::FORMAT + 1;
    base91::encode(&object)
}

#[test]
fn a_bucket_of_a_later_format_is_never_written_over() {
    let mut storage = three();
    let good = storage.0["1"].clone();
    let later = of_a_later_format(&good);
    storage.0.insert("1".into(), later.clone());
    let mut vault = storage.open();
    let damage = [Damage { key: "1".into(), code: ErrorCode::VaultFormatNewer }];
    assert_eq!(vault.damage(), damage);
    vault.join(&Objects::from([("1".into(), good)])).unwrap();
    assert_eq!(names(&vault), ["a", "b", "c"]);
    vault.dismiss("1");
    storage.write(&mut vault);
    assert_eq!(storage.0["1"], later);
    assert_eq!(vault.damage(), damage);
    assert!(vault.versions().is_empty(), "nothing was replaced");
}

#[test]
fn a_damaged_text_is_put_aside_with_its_reason_until_it_is_let_go() {
    for (key, code) in
        [("1", ErrorCode::VaultObjectMisplaced), (objects::VERSIONS, ErrorCode::VaultObjectDamaged)]
    {
        let mut storage = three();
        let wrong = if key == "1" { storage.0["0"].clone() } else { "garbage".to_owned() };
        storage.0.insert(key.into(), wrong.clone());
        let mut vault = storage.open();
        assert_eq!(vault.damage(), [Damage { key: key.into(), code }]);
        match objects::bucket_index(key) {
            Some(_) => vault.dismiss(key),
            None => assert_eq!(vault.repair(&storage.0, NOW), 0),
        }
        storage.write(&mut vault);
        let aside = objects::content_key(objects::ASIDE, &wrong);
        for vault in [&vault, &storage.open()] {
            assert_eq!(vault.damage(), [Damage { key: aside.clone(), code }], "{key}");
        }
        assert_eq!(storage.0[&aside], wrong);
        vault.dismiss(&aside);
        storage.write(&mut vault);
        assert!(!storage.0.contains_key(&aside) && storage.open().damage().is_empty());
    }
}

#[test]
fn the_version_before_a_damaged_bucket_came_back_can_be_restored() {
    let mut storage = three();
    let good = storage.0["1"].clone();
    storage.0.insert("1".into(), "garbage".into());
    let mut vault = storage.open();
    vault.join(&Objects::from([("1".into(), good)])).unwrap();
    storage.write(&mut vault);
    let vault = storage.open();
    let version = vault.versions().remove(0);
    assert_eq!(version.accounts, 2);
    let removed = vault.preview(&version, &storage.0).unwrap().removed;
    assert_eq!(removed.iter().map(|named| named.issuer.as_str()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn what_is_damaged_while_a_page_is_open_stays_until_it_is_restored() {
    let mut storage = three();
    let mut vault = storage.open();
    for key in ["1", "5"] {
        storage.0.insert(key.into(), "garbage".into());
    }
    vault.refresh(&storage.0).unwrap();
    let damage = ["1", "5"].map(|key| Damage { key: key.into(), code: ErrorCode::VaultObjectDamaged });
    assert_eq!(vault.damage(), damage);
    vault.add(&account("d", ""), NOW).unwrap();
    storage.write(&mut vault);
    assert_eq!((storage.0["1"].as_str(), storage.0["5"].as_str()), ("garbage", "garbage"));
    let mut vault = storage.open();
    assert_eq!(vault.damage(), damage);
    assert_eq!(vault.repair(&storage.0, NOW), 1);
    assert_eq!(names(&vault), ["a", "b", "c", "d"]);
}
