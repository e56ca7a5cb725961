//! The life of a vault, from outside.

mod arrivals;
mod damage;
mod headers;
mod lacking;
mod order;
mod pages;
mod protection;
mod restored;
mod room;
mod samples;
mod told;

use super::backup::RecoveryCodes;
use super::*;
use crate::otp::{Otp, Scheme};

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

fn account(issuer: &str, name: &str) -> Account {
    let key = "JBSWY3DPEHPK3PXP".parse().unwrap();
    Account::new(Otp { key, scheme: Scheme::standard() }, issuer, name)
}

/// Storage as the browser has it: an object for each key.
#[derive(Clone, Default)]
struct Storage(Objects);

impl Storage {
    fn write(&mut self, vault: &mut Vault) -> Changes {
        let changes = vault.changes().unwrap();
        self.0.extend(changes.set.clone());
        changes.remove.iter().for_each(|key| {
            self.0.remove(key);
        });
        vault.written(&changes);
        changes
    }

    fn open(&self) -> Vault {
        Vault::open(&self.0, &Unlock::Device, NOW).unwrap()
    }
}

fn names(vault: &Vault) -> Vec<String> {
    vault.accounts().into_iter().map(|kept| kept.account.issuer).collect()
}

#[test]
fn what_was_added_is_there_after_reopening() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    for issuer in ["one", "two", "three"] {
        vault.add(&account(issuer, "me"), NOW).unwrap();
    }
    storage.write(&mut vault);
    assert!(vault.changes().unwrap().is_empty());
    let again = storage.open();
    assert_eq!(names(&again), ["one", "two", "three"]);
    assert!(again.damage().is_empty());
}

fn kek(byte: u8) -> Unlocking {
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [byte; 16] };
    Unlocking::passphrase(params, Secret::new(vec![byte; 32])).unwrap()
}

fn unlock(byte: u8) -> Unlock {
    Unlock::PassphraseKey(Secret::new(vec![byte; 32]))
}

fn new_slot(byte: u8) -> NewSlot {
    NewSlot { id: None, label: String::new(), unlocking: kek(byte) }
}

/// A device: its storage, and the sync area as it sees it.
#[derive(Clone, Default)]
struct Device {
    local: Storage,
    area: Objects,
}

impl Device {
    fn open(&self, byte: u8) -> Vault {
        Vault::open(&self.local.0, &unlock(byte), NOW).unwrap()
    }

    /// Reads the sync area, merges, writes locally, then to sync.
    fn sync(&mut self, vault: &mut Vault) -> Arrival {
        let arrival = vault.join_sync(&self.area).unwrap();
        let changes = self.local.write(vault);
        self.area.extend(changes.sync.clone());
        vault.synced(&changes.sync);
        self.local.write(vault);
        arrival
    }
}

/// A protected vault with one account, and a second device that joined it.
fn two_devices() -> (Device, Vault, Device, Vault) {
    let mut one = Device::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("first", "me"), NOW).unwrap();
    one.local.write(&mut vault);
    vault.protect(&new_slot(1), NOW).unwrap();
    one.sync(&mut vault);
    let mut two = Device { local: Storage(objects::inbox(&one.area)), area: one.area.clone() };
    let mut other = two.open(1);
    two.sync(&mut other);
    (one, vault, two, other)
}

#[test]
fn an_unprotected_vault_writes_nothing_to_sync() {
    let mut device = Device::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("one", "me"), NOW).unwrap();
    device.sync(&mut vault);
    assert!(device.area.is_empty());
}

#[test]
fn the_first_passphrase_removes_the_device_key_and_seals_everything_anew() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("one", "me"), NOW).unwrap();
    storage.write(&mut vault);
    let before = storage.0.clone();
    vault.protect(&new_slot(1), NOW).unwrap();
    storage.write(&mut vault);
    assert!(
        !storage.0.contains_key(objects::DEVICE_KEY) && !storage.0.contains_key(objects::DEVICE_KEY_COPY)
    );
    assert_ne!(storage.0["0"], before["0"]);
    let error = Vault::open(&storage.0, &unlock(2), NOW).err().unwrap();
    assert_eq!(error.code, ErrorCode::VaultPassphraseWrong);
    assert_eq!(names(&Vault::open(&storage.0, &unlock(1), NOW).unwrap()), ["one"]);
    let mut with_old_key = storage.0.clone();
    with_old_key.insert(objects::DEVICE_KEY.to_owned(), before[objects::DEVICE_KEY].clone());
    assert!(Vault::open(&with_old_key, &Unlock::Device, NOW).is_err());
}

#[test]
fn edits_made_apart_meet_on_both_devices() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    assert_eq!(names(&there), ["first"]);
    here.add(&account("here", "me"), NOW).unwrap();
    one.local.write(&mut here);
    there.add(&account("there", "me"), NOW).unwrap();
    two.sync(&mut there);
    one.area.extend(two.area.clone());
    one.sync(&mut here);
    two.area.extend(one.area.clone());
    two.sync(&mut there);
    for vault in [&here, &there] {
        let mut all = names(vault);
        all.sort();
        assert_eq!(all, ["first", "here", "there"]);
    }
    assert!(!one.local.0.contains_key(objects::PENDING));
    let changes = {
        one.area.extend(two.area.clone());
        one.sync(&mut here);
        here.changes().unwrap()
    };
    assert!(changes.is_empty(), "{:?}", changes.set.keys());
}

#[test]
fn a_device_that_joins_has_a_list_of_versions_and_no_damage() {
    let (one, here, two, there) = two_devices();
    assert!(here.damage().is_empty() && there.damage().is_empty());
    for device in [&one, &two] {
        assert!(device.local.0.contains_key(objects::VERSIONS));
        assert!(device.open(1).damage().is_empty());
    }
    // What arrived is not this device's own: it says nothing about what lies here.
    let arrived = Vault::open(&objects::inbox(&one.area), &unlock(1), NOW).unwrap();
    assert!(arrived.damage().is_empty());
}

#[test]
fn a_vault_protected_before_its_first_account_opens_without_a_notice() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&new_slot(1), NOW).unwrap();
    storage.write(&mut vault);
    let again = Vault::open(&storage.0, &unlock(1), NOW).unwrap();
    assert!(again.damage().is_empty() && again.accounts().is_empty());
    storage.0.remove(objects::VERSIONS);
    let damage = Vault::open(&storage.0, &unlock(1), NOW).unwrap().damage();
    assert_eq!(damage, [Damage { key: objects::VERSIONS.into(), code: ErrorCode::VaultObjectMissing }]);
}

#[test]
fn a_wiped_sync_area_is_filled_again() {
    let (mut one, mut here, ..) = two_devices();
    let before: Vec<String> = one.area.keys().cloned().collect();
    one.area.clear();
    one.sync(&mut here);
    assert_eq!(one.area.keys().cloned().collect::<Vec<_>>(), before);
}

#[test]
fn a_passphrase_changed_elsewhere_opens_here_too() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    let slot = here.doors()[0].id;
    here.protect(&NewSlot { id: Some(slot), label: String::new(), unlocking: kek(2) }, NOW).unwrap();
    one.sync(&mut here);
    there.add(&account("there", "me"), NOW).unwrap();
    two.local.write(&mut there);
    two.local.0.extend(objects::inbox(&one.area));
    let mut again = two.open(2);
    two.area = one.area.clone();
    two.sync(&mut again);
    assert_eq!(names(&again), ["first", "there"]);
    assert!(Vault::open(&two.local.0, &unlock(1), NOW).is_err());
}

#[test]
fn what_was_changed_or_removed_here_opens_no_more_while_sync_has_the_older_header() {
    let (mut one, mut here, ..) = two_devices();
    let code = recovery::RecoveryCode::make().unwrap();
    let unlocking = Unlocking::make_recovery(&code).unwrap();
    let sheet = here.protect(&NewSlot { id: None, label: String::new(), unlocking }, NOW).unwrap();
    one.sync(&mut here);
    let slot = here.doors().iter().map(|door| door.id).find(|id| *id != sheet).unwrap();
    here.protect(&NewSlot { id: Some(slot), label: String::new(), unlocking: kek(2) }, NOW).unwrap();
    here.remove_slot(sheet, NOW).unwrap();
    one.local.write(&mut here);
    one.local.0.extend(objects::inbox(&one.area));
    let refusal = |unlock: Unlock| Vault::open(&one.local.0, &unlock, NOW).err().map(|error| error.code);
    assert_eq!(refusal(unlock(1)), Some(ErrorCode::VaultPassphraseWrong));
    let code = Secret::from(code.to_text().to_string());
    assert_eq!(refusal(Unlock::Recovery(code)), Some(ErrorCode::VaultRecoveryWrong));
    assert_eq!(super::unlock::doors(&one.local.0).unwrap(), here.doors());
    assert_eq!(names(&one.open(2)), ["first"]);
}

#[test]
fn a_rotation_elsewhere_is_waited_for_and_nothing_is_lost() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.rotate(&[new_slot(3)], NOW).unwrap();
    one.sync(&mut here);
    there.add(&account("there", "me"), NOW).unwrap();
    two.area = one.area.clone();
    two.sync(&mut there);
    assert!(there.is_waiting());
    assert_eq!(two.area, one.area, "nothing is written while waiting");
    there.join_unlocked(&two.area.clone(), &unlock(3)).unwrap();
    two.sync(&mut there);
    one.area = two.area.clone();
    one.sync(&mut here);
    assert_eq!(names(&here), ["first", "there"]);
    assert_eq!(names(&two.open(3)), ["first", "there"]);
}

#[test]
fn two_pages_that_edit_in_turn_keep_both_edits() {
    let mut storage = Storage::default();
    let mut one = Vault::create(NOW).unwrap();
    storage.write(&mut one);
    let mut two = storage.open();
    one.add(&account("one", "me"), NOW).unwrap();
    storage.write(&mut one);
    two.refresh(&storage.0).unwrap();
    two.add(&account("two", "me"), NOW).unwrap();
    storage.write(&mut two);
    one.refresh(&storage.0).unwrap();
    assert_eq!(names(&one), ["one", "two"]);
    assert!(one.changes().unwrap().is_empty());
    assert_eq!(names(&storage.open()), ["one", "two"]);
}

#[test]
fn edits_delete_restore_and_move_survive_reopening() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&["a", "b", "c"].map(|name| account(name, "")), NOW).unwrap();
    vault.edit(ids[0], &account("A", "renamed"), NOW).unwrap();
    vault.delete(ids[1], NOW).unwrap();
    vault.move_to(ids[2], Place::First, NOW).unwrap();
    storage.write(&mut vault);
    let mut vault = storage.open();
    assert_eq!(names(&vault), ["c", "A"]);
    assert_eq!(vault.bin().len(), 1);
    vault.restore(ids[1], NOW).unwrap();
    vault.move_to(ids[1], Place::After(ids[2]), NOW).unwrap();
    storage.write(&mut vault);
    assert_eq!(names(&storage.open()), ["c", "b", "A"]);
}

#[test]
fn a_used_counter_never_goes_back() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let mut hotp = account("hotp", "me");
    let Scheme::Totp { algorithm, digits, .. } = hotp.otp.scheme else { panic!() };
    hotp.otp.scheme = Scheme::Hotp { algorithm, digits, counter: 5 };
    let id = vault.add(&hotp, NOW).unwrap();
    let code = vault.use_counter(id, NOW).unwrap();
    assert_eq!(code, hotp.otp.code_at(NOW).unwrap());
    storage.write(&mut vault);
    assert_eq!(storage.open().account(id).unwrap().account.otp.scheme.counter(), Some(6));
    vault.edit(id, &hotp, NOW).unwrap();
    assert_eq!(vault.account(id).unwrap().account.otp.scheme.counter(), Some(6));
}

#[test]
fn another_key_under_the_same_name_keeps_the_old_one_in_the_bin() {
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("a", "me"), NOW).unwrap();
    let mut other = account("a", "me");
    other.otp.key = "GEZDGNBVGY3TQOJQ".parse().unwrap();
    let new = vault.edit(id, &other, NOW).unwrap();
    assert_ne!(new, id);
    assert_eq!(vault.bin()[0].id, id);
    assert_eq!(vault.accounts()[0].account, other);
}

#[test]
fn a_damaged_bucket_is_named_and_kept_and_the_rest_opens() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&["a", "b", "c"].map(|name| account(name, "")), NOW).unwrap();
    storage.write(&mut vault);
    let good = storage.0.clone();
    storage.0.get_mut("1").unwrap().replace_range(100..101, "!");
    let damaged = storage.0["1"].clone();
    let mut vault = storage.open();
    assert_eq!(names(&vault), ["a", "c"]);
    assert_eq!(vault.damage(), [Damage { key: "1".into(), code: ErrorCode::VaultObjectDamaged }]);
    vault.add(&account("d", ""), NOW).unwrap();
    storage.write(&mut vault);
    assert_eq!(storage.0["1"], damaged);
    vault.join(&Objects::from([("1".into(), good["1"].clone())])).unwrap();
    storage.write(&mut vault);
    assert_eq!(names(&storage.open()), ["a", "b", "c", "d"]);
    assert!(storage.0.values().any(|text| *text == damaged), "the damaged text is put aside");
}

#[test]
fn what_one_page_restores_is_whole_in_the_other_too() {
    for key in ["1", objects::HEADER, objects::HEADER_COPY, objects::VERSIONS] {
        let mut storage = Storage::default();
        let mut vault = Vault::create(NOW).unwrap();
        vault.add_all(&["a", "b", "c"].map(|name| account(name, "")), NOW).unwrap();
        storage.write(&mut vault);
        storage.0.insert(key.into(), "garbage".into());
        let (mut one, mut two) = (storage.open(), storage.open());
        assert!(key == objects::HEADER_COPY || !two.damage().is_empty(), "{key}");
        one.repair(&storage.0, NOW);
        storage.write(&mut one);
        two.refresh(&storage.0).unwrap();
        assert_eq!(two.damage(), one.damage(), "{key}");
        assert_eq!(names(&two), ["a", "b", "c"], "{key}");
        assert!(key == objects::VERSIONS || one.damage().is_empty(), "{key}");
        storage.write(&mut two);
        assert_eq!((storage.open().damage(), names(&storage.open())), (one.damage(), names(&one)), "{key}");
    }
}

#[test]
fn one_damaged_header_is_replaced_by_its_copy() {
    for key in [objects::HEADER, objects::HEADER_COPY] {
        let mut storage = Storage::default();
        let mut vault = Vault::create(NOW).unwrap();
        vault.add(&account("a", ""), NOW).unwrap();
        storage.write(&mut vault);
        storage.0.get_mut(key).unwrap().replace_range(150..151, "!");
        let mut vault = storage.open();
        assert_eq!(names(&vault), ["a"]);
        storage.write(&mut vault);
        assert_eq!(storage.0[objects::HEADER], storage.0[objects::HEADER_COPY]);
        assert_eq!(storage.open().damage().len(), 0, "{key}");
    }
}

/// An account of the size that the sync quota is measured with: issuer 10 and account 22 characters, key 20 bytes, all
/// random.
fn measured_account() -> Account {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let text = |length: usize| -> String {
        (0..length)
            .map(|_| {
                let [a, b] = entropy::make_bytes::<2>().unwrap();
                char::from(letters[usize::from(u16::from_be_bytes([a, b])) % letters.len()])
            })
            .collect()
    };
    let key = crate::otp::Key::from_bytes(entropy::make_bytes::<20>().unwrap().to_vec()).unwrap();
    Account::new(Otp { key, scheme: Scheme::standard() }, text(10), text(22))
}

fn quota_bytes(area: &Objects) -> usize {
    area.iter().map(|(key, text)| key.len() + text.len() + 2).sum()
}

#[test]
fn twelve_hundred_random_accounts_fit_the_sync_quota_and_more_stay_on_the_device() {
    let mut device = Device::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&new_slot(1), NOW).unwrap();
    let mut synced = 0;
    for second in 0..30u64 {
        let accounts: Vec<Account> = (0..50).map(|_| measured_account()).collect();
        vault.add_all(&accounts, UnixTime::from_seconds(NOW.seconds() + second * 86_400)).unwrap();
        device.sync(&mut vault);
        assert!(quota_bytes(&device.area) <= 102_400 - 64);
        assert!(device.area.iter().all(|(key, text)| key.len() + text.len() + 2 <= 8192));
        if vault.meter().local_only == 0 {
            synced = vault.accounts().len();
        }
    }
    println!("accounts in the sync quota: {synced}, bytes {}", quota_bytes(&device.area));
    assert!(synced >= 1200, "{synced}");
    // Sealing shows how much room packing left; the next writing uses it.
    for _ in 0..4 {
        device.sync(&mut vault);
    }
    let meter = vault.meter();
    assert!(meter.local_only > 0 && meter.used <= meter.limit);
    let again = device.open(1);
    assert_eq!(again.accounts().len(), 1500);
    assert_eq!(again.accounts().iter().filter(|kept| kept.local_only).count(), meter.local_only);
    let fresh = Vault::open(&objects::inbox(&device.area), &unlock(1), NOW).unwrap();
    assert_eq!(fresh.accounts().len(), 1500 - meter.local_only);
}

#[test]
fn what_did_not_fit_is_synced_once_there_is_room() {
    let mut device = Device::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&new_slot(1), NOW).unwrap();
    let accounts: Vec<Account> = (0..1450).map(|_| measured_account()).collect();
    let ids = vault.add_all(&accounts, NOW).unwrap();
    device.sync(&mut vault);
    assert!(vault.meter().local_only > 0);
    for id in &ids[..400] {
        vault.delete(*id, NOW).unwrap();
        vault.erase(*id).unwrap();
    }
    device.sync(&mut vault);
    device.sync(&mut vault);
    device.sync(&mut vault);
    assert_eq!(vault.meter().local_only, 0);
    let fresh = Vault::open(&objects::inbox(&device.area), &unlock(1), NOW).unwrap();
    assert_eq!(fresh.accounts().len(), 1050);
}

#[test]
fn an_earlier_version_is_previewed_restored_and_undone() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&["a", "b"].map(|name| account(name, "")), NOW).unwrap();
    storage.write(&mut vault);
    let later = UnixTime::from_seconds(NOW.seconds() + 60);
    vault.edit(ids[0], &account("A", ""), later).unwrap();
    vault.delete(ids[1], later).unwrap();
    vault.add(&account("c", ""), later).unwrap();
    storage.write(&mut vault);

    let mut vault = Vault::open(&storage.0, &Unlock::Device, later).unwrap();
    let versions = vault.versions();
    let version = &versions[0];
    assert_eq!((version.accounts, version.time), (2, NOW));
    let text = |key: String| storage.0.get(&key).map(|text| (key, text.clone()));
    let kept: Objects = version.keys().into_iter().filter_map(text).collect();
    assert_eq!(kept.len(), 2);
    let preview = vault.preview(version, &kept).unwrap();
    let names_of = |named: &[Named]| named.iter().map(|named| named.issuer.clone()).collect::<Vec<_>>();
    assert_eq!(names_of(&preview.added), ["b"]);
    assert_eq!(names_of(&preview.changed), ["a"]);
    assert_eq!(names_of(&preview.removed), ["c"]);

    vault.restore_version(version, &kept, later).unwrap();
    storage.write(&mut vault);
    let mut vault = storage.open();
    assert_eq!(names(&vault), ["a", "b"]);
    let undo = vault.versions()[0].clone();
    vault.restore_version(&undo, &storage.0, later).unwrap();
    storage.write(&mut vault);
    assert_eq!(names(&storage.open()), ["A", "c"]);
}

#[test]
fn versions_share_what_did_not_change_and_are_thinned_out() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let ids =
        vault.add_all(&(0..24).map(|n| account(&format!("n{n}"), "")).collect::<Vec<_>>(), NOW).unwrap();
    storage.write(&mut vault);
    for minute in 0..100 {
        let now = UnixTime::from_seconds(NOW.seconds() + minute * 60);
        vault.edit(ids[0], &account(&format!("name {minute}"), ""), now).unwrap();
        storage.write(&mut vault);
    }
    let kept = storage.0.keys().filter(|key| key.starts_with(objects::KEPT)).count();
    assert!((30..=40).contains(&kept), "{kept} objects kept");
    let vault = storage.open();
    for version in vault.versions() {
        vault.preview(&version, &storage.0).unwrap();
    }
}

#[test]
fn moving_and_counting_make_no_version() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&["a", "b"].map(|name| account(name, "")), NOW).unwrap();
    storage.write(&mut vault);
    vault.move_to(ids[0], Place::After(ids[1]), NOW).unwrap();
    vault.set_favorite(ids[0], true, NOW).unwrap();
    storage.write(&mut vault);
    assert!(storage.open().versions().is_empty());
}

#[test]
fn the_loser_of_two_edits_made_apart_is_kept() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    let id = here.accounts()[0].id;
    let later = |seconds: u64| UnixTime::from_seconds(NOW.seconds() + seconds);
    here.edit(id, &account("mine", ""), later(1)).unwrap();
    one.sync(&mut here);
    there.edit(id, &account("theirs", ""), later(2)).unwrap();
    two.local.write(&mut there);
    two.area = one.area.clone();
    two.sync(&mut there);
    assert_eq!(names(&there), ["theirs"]);
    let found = there.versions().iter().any(|version| {
        let preview = there.preview(version, &two.local.0).unwrap();
        preview.changed.iter().any(|named| named.issuer == "mine")
    });
    assert!(found);
}

#[test]
fn a_backup_holds_everything_and_brings_back_what_is_missing() {
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&["a", "b", "c"].map(|name| account(name, "")), NOW).unwrap();
    vault.delete(ids[2], NOW).unwrap();
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
    let kek = Secret::new(vec![9; 32]);
    let file = backup::seal(&vault, RecoveryCodes::Kept, params, kek.clone(), NOW).unwrap();
    assert!(backup::is_backup(&file));
    assert_eq!(backup::params(&file), Ok(params));
    let made = backup::verify(&file, RecoveryCodes::Kept, &kek, &vault).unwrap();
    assert_eq!((made.accounts(), made.made, made.is_of(&vault)), (2, NOW, true));

    vault.edit(ids[0], &account("A", ""), NOW).unwrap();
    assert_eq!(
        backup::verify(&file, RecoveryCodes::Kept, &kek, &vault).err(),
        Some(ErrorCode::BackupDiffers.into())
    );
    vault.delete(ids[1], NOW).unwrap();
    vault.erase(ids[1]).unwrap();
    let backup = backup::open(&file, &kek).unwrap();
    assert_eq!(vault.restore_backup(&backup, NOW).added.len(), 1);
    assert_eq!(names(&vault), ["A", "b"]);

    let mut empty = Vault::create(NOW).unwrap();
    empty.restore_backup(&backup, NOW);
    assert_eq!(names(&empty), ["a", "b"]);
    assert_eq!(
        backup::open(&file, &Secret::new(vec![8; 32])).err(),
        Some(ErrorCode::BackupPassphraseWrong.into())
    );
}

#[test]
fn recovery_codes_are_in_a_backup_only_if_it_is_said() {
    let mut vault = Vault::create(NOW).unwrap();
    let mut with_codes = account("a", "");
    with_codes.recovery_codes =
        vec![crate::account::RecoveryCode { code: Secret::from("1234-5678".to_owned()), used: false }];
    let ids = vault.add_all(&[with_codes.clone(), with_codes.clone()], NOW).unwrap();
    vault.delete(ids[1], NOW).unwrap();
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
    let kek = Secret::new(vec![9; 32]);
    for (codes, other, kept) in
        [(RecoveryCodes::Kept, RecoveryCodes::LeftOut, 1), (RecoveryCodes::LeftOut, RecoveryCodes::Kept, 0)]
    {
        let file = backup::seal(&vault, codes, params, kek.clone(), NOW).unwrap();
        let made = backup::verify(&file, codes, &kek, &vault).unwrap();
        assert_eq!(backup::verify(&file, other, &kek, &vault).err(), Some(ErrorCode::BackupDiffers.into()));
        let (accounts, binned) = made.contents().unwrap();
        assert_eq!((accounts.len(), binned.len()), (1, 1));
        assert_eq!(accounts[0].recovery_codes.len(), kept);
    }
    assert_eq!(vault.account(ids[0]).unwrap().account, with_codes, "the vault keeps them");
}

#[test]
fn every_altered_or_cut_backup_is_refused() {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("a", ""), NOW).unwrap();
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
    let kek = Secret::new(vec![9; 32]);
    let file = backup::seal(&vault, RecoveryCodes::Kept, params, kek.clone(), NOW).unwrap();
    for at in (0..file.len()).filter(|at| *at < 600 || at % 16 == 0) {
        for bit in 0..8 {
            let mut altered = file.clone();
            altered[at] ^= 1 << bit;
            assert!(backup::open(&altered, &kek).is_err(), "byte {at} bit {bit}");
        }
        assert!(backup::open(&file[..at], &kek).is_err(), "cut at {at}");
    }
}

#[test]
fn a_recovery_code_a_passkey_and_a_passphrase_open_the_same_vault() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    vault.add(&account("a", ""), NOW).unwrap();
    let code = recovery::RecoveryCode::make().unwrap();
    let output = Secret::new(vec![7; 32]);
    let slot = |unlocking| NewSlot { id: None, label: "mine".into(), unlocking };
    vault.protect(&slot(Unlocking::make_recovery(&code).unwrap()), NOW).unwrap();
    vault.protect(&slot(Unlocking::make_passkey(vec![1, 2, 3], &output).unwrap()), NOW).unwrap();
    let removed = vault.protect(&slot(kek(1)), NOW).unwrap();
    storage.write(&mut vault);
    let text = Secret::from(code.to_text().to_lowercase());
    let passkey = |credential: &[u8], byte| Unlock::Passkey {
        credential: credential.to_vec(),
        output: Secret::new(vec![byte; 32]),
    };
    for unlock in [Unlock::Recovery(text), passkey(&[1, 2, 3], 7), unlock(1)] {
        assert_eq!(names(&Vault::open(&storage.0, &unlock, NOW).unwrap()), ["a"]);
    }
    let refusal = |unlock: Unlock| Vault::open(&storage.0, &unlock, NOW).err().unwrap().code;
    assert_eq!(refusal(passkey(&[9], 7)), ErrorCode::VaultPasskeyWrong);
    assert_eq!(refusal(passkey(&[1, 2, 3], 8)), ErrorCode::VaultPasskeyWrong);
    assert_eq!(refusal(passkey(&[1, 2, 3], 0)), ErrorCode::VaultPasskeyEmpty);
    let other = recovery::RecoveryCode::make().unwrap();
    assert_eq!(
        refusal(Unlock::Recovery(Secret::from(other.to_text().to_string()))),
        ErrorCode::VaultRecoveryWrong
    );
    let (epoch, key) = vault.session_key().unwrap();
    assert_eq!(names(&Vault::open(&storage.0, &Unlock::MasterKey { epoch, key }, NOW).unwrap()), ["a"]);

    vault.remove_slot(removed, NOW).unwrap();
    storage.write(&mut vault);
    assert!(Vault::open(&storage.0, &unlock(1), NOW).is_err());
    for door in vault.doors().into_iter().skip(1) {
        vault.remove_slot(door.id, NOW).unwrap();
    }
    let last = vault.doors()[0].id;
    assert_eq!(vault.remove_slot(last, NOW), Err(ErrorCode::VaultSlotLast.into()));
}

#[test]
fn an_account_is_erased_after_thirty_days_in_the_bin() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("a", ""), NOW).unwrap();
    vault.delete(id, NOW).unwrap();
    storage.write(&mut vault);
    let days = |days: u64| UnixTime::from_seconds(NOW.seconds() + days * 86_400);
    let open = |storage: &Storage, day| Vault::open(&storage.0, &Unlock::Device, days(day)).unwrap();
    assert_eq!(open(&storage, 365).bin().len(), 1, "one wrong clock erases nothing");
    for (day, left) in [(29, 1), (31, 0)] {
        let mut vault = open(&storage, day);
        vault.add(&account("b", ""), days(day)).unwrap();
        storage.write(&mut vault);
        assert_eq!(open(&storage, day).bin().len(), left);
    }
    let mut vault = open(&storage, 31);
    storage.write(&mut vault);
    assert!(!vault.versions().is_empty(), "a kept version still has it");
}

#[test]
fn a_device_with_accounts_of_its_own_joins_the_vault_in_sync() {
    let (mut one, mut here, ..) = two_devices();
    let mut late = Device { area: one.area.clone(), ..Device::default() };
    let mut own = Vault::create(NOW).unwrap();
    own.add_all(&["mine", "also mine"].map(|name| account(name, "")), NOW).unwrap();
    late.local.write(&mut own);
    own.edit(own.accounts()[0].id, &account("my own", ""), NOW).unwrap();
    late.local.write(&mut own);
    assert!(late.sync(&mut own).other_vault);
    assert_eq!(late.area, one.area, "nothing is written over another vault");

    let mut joined = Vault::open(&objects::inbox(&late.area), &unlock(1), NOW).unwrap();
    assert_eq!(joined.adopt(&own).unwrap().changed.len(), 2);
    late.sync(&mut joined);
    assert!(late.local.0.keys().all(|key| !key.starts_with(objects::KEPT) && key != objects::DEVICE_KEY));
    let again = late.open(1);
    assert!(again.damage().is_empty());
    assert_eq!(again.accounts().len(), 3);
    one.area = late.area.clone();
    one.sync(&mut here);
    assert_eq!(here.accounts().len(), 3);
}

#[test]
fn versions_of_an_earlier_master_key_can_still_be_restored() {
    let mut storage = Storage::default();
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("a", ""), NOW).unwrap();
    storage.write(&mut vault);
    vault.edit(id, &account("b", ""), NOW).unwrap();
    storage.write(&mut vault);
    vault.protect(&new_slot(1), NOW).unwrap();
    storage.write(&mut vault);
    let mut vault = Vault::open(&storage.0, &unlock(1), NOW).unwrap();
    let version = vault.versions().into_iter().next_back().unwrap();
    vault.restore_version(&version, &storage.0, NOW).unwrap();
    assert_eq!(names(&vault), ["a"]);
}

#[test]
fn an_account_moves_beside_another_and_never_out_of_the_favorites() {
    let mut vault = Vault::create(NOW).unwrap();
    let all = ["a", "b", "c", "d"].map(|name| account(name, ""));
    let ids = vault.add_all(&all, NOW).unwrap();
    vault.move_beside(ids[0], ids[1], false, NOW).unwrap();
    assert_eq!(names(&vault), ["a", "b", "c", "d"], "in front of its own successor it stays");
    vault.move_beside(ids[0], ids[2], true, NOW).unwrap();
    assert_eq!(names(&vault), ["b", "c", "a", "d"]);
    vault.move_beside(ids[3], ids[1], false, NOW).unwrap();
    assert_eq!(names(&vault), ["d", "b", "c", "a"]);
    vault.set_favorite(ids[2], true, NOW).unwrap();
    vault.set_favorite(ids[0], true, NOW).unwrap();
    vault.move_beside(ids[1], ids[2], false, NOW).unwrap();
    vault.move_beside(ids[2], ids[3], true, NOW).unwrap();
    let favorites = |vault: &Vault| -> Vec<String> {
        let kept = vault.accounts().into_iter().filter(|kept| kept.account.favorite);
        kept.map(|kept| kept.account.issuer).collect()
    };
    assert_eq!(favorites(&vault), ["a", "c"], "below the last favorite at most");
    vault.move_by(ids[2], -1, NOW).unwrap();
    assert_eq!(favorites(&vault), ["c", "a"]);
    vault.move_by(ids[2], -1, NOW).unwrap();
    assert_eq!(favorites(&vault), ["c", "a"]);
    assert_eq!(vault.accounts().len(), 4);
}
