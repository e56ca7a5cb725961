//! Which header is believed: one that a key proves, and never one that merely arrived in place of the device's own.

use super::samples::sample;
use super::*;

/// The header with its last bit turned: it reads well, and no key proves it.
fn unproven(text: &str) -> String {
    let mut bytes = base91::decode(text).unwrap().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    base91::encode(&bytes)
}

#[test]
fn whoever_writes_to_the_inbox_opens_nothing_with_a_key_of_his_own() {
    let (mut one, here, ..) = two_devices();
    let epoch = Epoch { number: 9, nonce: 9 };
    let key = VaultKey::new(here.id, epoch, keys::make_key().unwrap());
    let roster = Roster { epoch, ..Roster::default() };
    let mut forger = Vault::assemble(here.id, roster, Keyring::from([(epoch, key)]), Objects::new());
    forger.put_slot(SlotId([9; 4]), "", &kek(9), Hlc::ZERO).unwrap();
    let forged = forger.changes().unwrap().set;
    one.local.0.extend(objects::inbox(&forged));
    let refused = Vault::open(&one.local.0, &unlock(9), NOW).err().map(|error| error.code);
    assert_eq!(refused, Some(ErrorCode::VaultPassphraseWrong));
    assert_eq!(names(&one.open(1)), ["first"]);
}

#[test]
fn a_header_or_copy_that_no_key_proves_is_damage() {
    let (one, ..) = two_devices();
    for key in [objects::HEADER, objects::HEADER_COPY] {
        let mut storage = one.local.clone();
        let text = unproven(&storage.0[key]);
        storage.0.insert(key.into(), text);
        let mut vault = Vault::open(&storage.0, &unlock(1), NOW).unwrap();
        assert_eq!(vault.damage(), [Damage { key: key.into(), code: ErrorCode::VaultHeaderDamaged }]);
        storage.write(&mut vault);
        assert!(Vault::open(&storage.0, &unlock(1), NOW).unwrap().damage().is_empty());
    }
}

#[test]
fn of_a_header_and_a_copy_that_differ_each_way_to_unlock_opens() {
    let (mut one, mut here, ..) = two_devices();
    let before = one.local.0[objects::HEADER].clone();
    here.protect(&new_slot(2), NOW).unwrap();
    one.local.write(&mut here);
    for key in [objects::HEADER, objects::HEADER_COPY] {
        let mut storage = one.local.clone();
        storage.0.insert(key.into(), before.clone());
        let mut vault = Vault::open(&storage.0, &unlock(1), NOW).unwrap();
        assert_eq!(vault.doors(), here.doors());
        storage.write(&mut vault);
        assert_eq!(storage.0[objects::HEADER], storage.0[objects::HEADER_COPY]);
    }
}

#[test]
fn a_list_of_versions_that_is_lost_with_both_headers_is_noticed() {
    let (mut one, ..) = two_devices();
    one.local.0.extend(objects::inbox(&one.area));
    one.local.0.remove(objects::VERSIONS);
    for key in [objects::HEADER, objects::HEADER_COPY] {
        one.local.0.insert(key.into(), "garbage".into());
    }
    let damaged: Vec<String> = one.open(1).damage().into_iter().map(|damage| damage.key).collect();
    assert_eq!(damaged, [objects::HEADER, objects::HEADER_COPY, objects::VERSIONS]);
}

/// The first version kept no list. That another device keeps one, or that someone says so, makes none of this device lost.
#[test]
fn only_what_this_device_said_itself_makes_a_list_of_versions_missing() {
    let (_, stored) = sample(include_str!("../../../../tests/vectors/vault/passkey_and_recovery_code.json"));
    assert!(!stored.contains_key(objects::VERSIONS));
    let credential = vec![1, 2, 3];
    let passkey = Unlock::Passkey { credential, output: Secret::new((0..32).collect()) };
    let mut elsewhere = Vault::open(&stored, &passkey, NOW).unwrap();
    elsewhere.protect(&new_slot(2), NOW).unwrap();
    let mut arrived = stored.clone();
    let header = elsewhere.changes().unwrap().set[objects::HEADER].clone();
    arrived.extend(objects::inbox(&Objects::from([(objects::HEADER.into(), header)])));
    assert!(Vault::open(&arrived, &unlock(2), NOW).unwrap().damage().is_empty());

    let mut said = stored.clone();
    said.extend(objects::inbox(&stored));
    let bytes = base91::decode(&stored[objects::HEADER]).unwrap();
    let (front, authenticator) = bytes.split_at(bytes.len() - 32);
    let claim = base91::encode(&[&front[..front.len() - 1], &[1, 1], authenticator].concat());
    for key in [objects::HEADER, objects::HEADER_COPY] {
        said.insert(key.into(), claim.clone());
    }
    let damage = Vault::open(&said, &passkey, NOW).unwrap().damage();
    let damaged: Vec<&str> = damage.iter().map(|damage| damage.key.as_str()).collect();
    assert_eq!(damaged, [objects::HEADER, objects::HEADER_COPY]);
}

#[test]
fn where_the_header_is_of_a_later_format_its_older_copy_opens_nothing() {
    let (mut one, ..) = two_devices();
    let mut later = base91::decode(&one.local.0[objects::HEADER]).unwrap().to_vec();
    later[2] = sealed::FORMAT + 1;
    one.local.0.insert(objects::HEADER.into(), base91::encode(&later));
    let refused = Vault::open(&one.local.0, &unlock(1), NOW).err().map(|error| error.code);
    assert_eq!(refused, Some(ErrorCode::VaultFormatNewer));
}

#[test]
fn a_passphrase_that_was_derived_with_too_little_work_opens_nothing() {
    let (mut one, mut here, ..) = two_devices();
    let lock = Lock::Passphrase(kdf::Params { memory: 8, passes: 1, lanes: 1, salt: [9; 16] });
    let weak = Unlocking::known(lock, Secret::new(vec![9; 32])).unwrap();
    here.put_slot(SlotId([9; 4]), "", &weak, here.clock).unwrap();
    one.local.write(&mut here);
    let refused = Vault::open(&one.local.0, &unlock(9), NOW).err().map(|error| error.code);
    assert_eq!(refused, Some(ErrorCode::VaultPassphraseWrong));
}

#[test]
fn where_no_way_to_unlock_takes_a_passphrase_each_is_wrong() {
    let (storage, passphrase) = (pages::two_pages(&[]).0, Secret::from("any".to_owned()));
    let refused = unlock::derive_passphrase_keys(&storage.0, &passphrase).err();
    assert_eq!(refused, Some(ErrorCode::VaultPassphraseWrong.into()));
}
