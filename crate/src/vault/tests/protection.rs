//! Ways to unlock: made, changed, tried, removed and kept when the key changes.

use super::recovery::RecoveryCode;
use super::*;

fn protected() -> Vault {
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&new_slot(1), NOW).unwrap();
    vault
}

#[test]
fn a_vault_has_twelve_ways_to_unlock_at_most() {
    let mut vault = protected();
    for byte in 2..=12 {
        vault.protect(&new_slot(byte), NOW).unwrap();
    }
    let refused = Some(Error::at(ErrorCode::VaultSlotLimit, 12));
    assert_eq!(vault.protect(&new_slot(13), NOW).err(), refused);
    let changed = NewSlot { id: Some(vault.doors()[0].id), ..new_slot(14) };
    vault.protect(&changed, NOW).unwrap();
    assert_eq!(vault.doors().len(), 12);
    let all: Vec<NewSlot> = (1..=13).map(new_slot).collect();
    assert_eq!(vault.rotate(&all, NOW).err(), refused);
    assert_eq!(vault.rotate(&all[..12], NOW).unwrap().len(), 12);
}

#[test]
fn a_way_that_is_not_there_is_neither_changed_nor_removed_nor_tried() {
    let mut vault = protected();
    let id = SlotId([0; 4]);
    let slot = NewSlot { id: Some(id), ..new_slot(2) };
    let code = RecoveryCode::make().unwrap();
    let secret = Secret::new(vec![1; 32]);
    let unknown = Some(ErrorCode::VaultSlotUnknown.into());
    assert_eq!(vault.protect(&slot, NOW).err(), unknown);
    assert_eq!(vault.rotate(&[slot], NOW).err(), unknown);
    assert_eq!(vault.remove_slot(id, NOW).err(), unknown);
    assert_eq!(vault.opens_slot(id, &secret).err(), unknown);
    assert_eq!(vault.known_recovery(id, &code).err(), unknown);
    assert_eq!(vault.known_passkey(id, &secret).err(), unknown);
    let passphrase = vault.doors()[0].id;
    assert_eq!(vault.known_recovery(passphrase, &code).err(), unknown, "it takes no code");
    assert_eq!(vault.known_passkey(passphrase, &secret).err(), unknown, "it takes no passkey");
}

#[test]
fn no_key_is_changed_so_that_only_this_device_could_open_the_vault() {
    let mut vault = protected();
    let device = NewSlot { unlocking: Unlocking::device(Secret::new(vec![1; 32])).unwrap(), ..new_slot(1) };
    for keep in [&[][..], &[device]] {
        assert_eq!(vault.rotate(keep, NOW).err(), Some(ErrorCode::VaultSlotLast.into()));
    }
}

#[test]
fn a_way_to_unlock_has_its_name_and_opens_by_its_own_key_alone() {
    let mut vault = protected();
    let id = vault.protect(&NewSlot { label: "MacBook".into(), ..new_slot(2) }, NOW).unwrap();
    let door = vault.doors().into_iter().find(|door| door.id == id).unwrap();
    assert_eq!((door.label.as_str(), &door.lock), ("MacBook", &kek(2).lock));
    assert_eq!(vault.opens_slot(id, kek(2).key()), Ok(true));
    assert_eq!(vault.opens_slot(id, kek(1).key()), Ok(false));
}

#[test]
fn a_passkey_and_a_recovery_code_are_kept_when_the_key_changes() {
    let mut storage = Storage::default();
    let mut vault = protected();
    let (code, output) = (RecoveryCode::make().unwrap(), Secret::new(vec![7; 32]));
    let slot = |id, unlocking| NewSlot { id, label: String::new(), unlocking };
    let printed = vault.protect(&slot(None, Unlocking::make_recovery(&code).unwrap()), NOW).unwrap();
    let passkey = Unlocking::make_passkey(vec![1], &output).unwrap();
    let passkey = vault.protect(&slot(None, passkey), NOW).unwrap();
    let keep = [
        slot(Some(printed), vault.known_recovery(printed, &code).unwrap()),
        slot(Some(passkey), vault.known_passkey(passkey, &output).unwrap()),
    ];
    assert_eq!(vault.rotate(&keep, NOW), Ok(vec![printed, passkey]));
    storage.write(&mut vault);
    let code = Unlock::Recovery(Secret::from(code.to_text().to_string()));
    for unlock in [code, Unlock::Passkey { credential: vec![1], output }] {
        assert!(Vault::open(&storage.0, &unlock, NOW).is_ok());
    }
    assert!(Vault::open(&storage.0, &unlock(1), NOW).is_err(), "what was not kept opens no more");
}

#[test]
fn the_strongest_derivation_so_far_is_remembered() {
    let mut vault = protected();
    for (memory, passes) in [(128 << 10, 3), (64 << 10, 6), (64 << 10, 3)] {
        let params = kdf::Params { memory, passes, lanes: 1, salt: [9; 16] };
        let unlocking = Unlocking::passphrase(params, Secret::new(vec![9; 32])).unwrap();
        vault.protect(&NewSlot { id: None, label: String::new(), unlocking }, NOW).unwrap();
    }
    assert_eq!(vault.roster.floor, (128 << 10, 6));
}

#[test]
fn once_the_protection_ends_the_vault_opens_by_itself_and_by_nothing_else() {
    let mut storage = Storage::default();
    let mut vault = protected();
    vault.add(&account("one", "me"), NOW).unwrap();
    storage.write(&mut vault);
    assert_eq!(unlock::is_locked(&storage.0), Ok(true));
    vault.unprotect(NOW).unwrap();
    storage.write(&mut vault);
    assert_eq!(unlock::is_locked(&storage.0), Ok(false));
    assert!(!vault.is_protected());
    assert_eq!(names(&storage.open()), ["one"]);
    assert!(Vault::open(&storage.0, &unlock(1), NOW).is_err());
}

#[test]
fn a_header_that_sync_has_no_room_for_is_refused() {
    let output = Secret::new(vec![7; 32]);
    let passkey = |length| {
        let unlocking = Unlocking::make_passkey(vec![1; length], &output).unwrap();
        NewSlot { id: None, label: String::new(), unlocking }
    };
    let mut vault = protected();
    for _ in 0..4 {
        vault.protect(&passkey(512), NOW).unwrap();
    }
    let header = |length| {
        let mut vault = vault.clone();
        vault.protect(&passkey(length), NOW).unwrap();
        vault.changes().map(|changes| changes.set[objects::HEADER].len())
    };
    let lengths: Vec<Result<usize, Error>> = (1..=512).map(header).collect();
    assert_eq!(lengths.iter().flatten().max(), Some(&4000));
    assert_eq!(lengths.last(), Some(&Err(ErrorCode::VaultSlotLimit.into())));
}
