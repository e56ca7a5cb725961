//! What was brought back is an edit like any other: it wins everywhere.

use super::*;

const LATER: UnixTime = UnixTime::from_seconds(1_800_000_600);
const LATEST: UnixTime = UnixTime::from_seconds(1_800_001_200);

#[test]
fn a_restored_version_is_restored_on_every_device() {
    let (mut one, mut here, mut two, mut there) = two_devices();
    here.edit(here.accounts()[0].id, &account("renamed", "me"), LATER).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    two.sync(&mut there);
    let version = here.versions().remove(0);
    here.restore_version(&version, &one.local.0, LATEST).unwrap();
    one.sync(&mut here);
    two.area = one.area.clone();
    two.sync(&mut there);
    assert_eq!((names(&here), names(&there)), (vec!["first".to_owned()], vec!["first".to_owned()]));
}

#[test]
fn an_erased_account_comes_back_from_a_backup_as_the_latest_edit() {
    let mut vault = Vault::create(NOW).unwrap();
    let id = vault.add(&account("one", "me"), NOW).unwrap();
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
    let secret = Secret::new(vec![9; 32]);
    let file = backup::seal(&vault, RecoveryCodes::Kept, params, secret.clone(), NOW).unwrap();
    let backup = backup::open(&file, &secret).unwrap();
    vault.delete(id, NOW).unwrap();
    vault.erase(id).unwrap();
    vault.restore_backup(&backup, LATER);
    assert_eq!((names(&vault), vault.last_edit()), (vec!["one".to_owned()], LATER));
}
