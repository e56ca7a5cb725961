//! What earlier builds stored: a tag, a label or a byte that changes on both sides of the core shows nowhere else.

use serde_json::{Value, json};

use super::*;

pub(super) fn sample(text: &str) -> (Value, Objects) {
    let sample: Value = serde_json::from_str(text).unwrap();
    let objects = sample["objects"].as_object().into_iter().flatten();
    let objects = objects.map(|(key, text)| (key.clone(), text.as_str().unwrap().to_owned())).collect();
    (sample, objects)
}

fn text(value: &Value) -> Secret {
    Secret::from(value.as_str().unwrap().to_owned())
}

fn bytes(value: &Value) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

#[track_caller]
fn assert_holds(vault: &Vault, sample: &Value) {
    assert_eq!(vault.damage(), []);
    let held = vault.accounts().into_iter().map(|Kept { account, .. }| {
        let algorithm = account.otp.scheme.algorithm().map(|algorithm| algorithm.to_string());
        json!([account.issuer, data_encoding::HEXLOWER.encode(account.otp.key.bytes()), algorithm])
    });
    let wanted = sample["accounts"].as_array().unwrap().iter();
    let wanted = wanted.map(|one| json!([one["issuer"], one["key"], one["algorithm"]]));
    assert_eq!(held.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
    assert_eq!(vault.bin().len(), sample["deleted"].as_array().unwrap().len());
}

#[test]
fn a_vault_that_an_earlier_build_stored_opens_in_each_of_its_ways() {
    let (device, stored) = sample(include_str!("../../../../tests/vectors/vault/device.json"));
    assert_holds(&Vault::open(&stored, &Unlock::Device, NOW).unwrap(), &device);

    let (both, stored) =
        sample(include_str!("../../../../tests/vectors/vault/passkey_and_recovery_code.json"));
    let passkey = &both["unlock"]["passkey"];
    assert_eq!(prf_input(unlock::vault_id(&stored).unwrap()).to_vec(), bytes(&passkey["prf_input"]));
    let passkey = Unlock::Passkey {
        credential: bytes(&passkey["credential"]),
        output: Secret::new(bytes(&passkey["output"])),
    };
    for unlock in [passkey, Unlock::Recovery(text(&both["unlock"]["recovery_code"]))] {
        let vault = Vault::open(&stored, &unlock, NOW).unwrap();
        assert_eq!(vault.prf_input(), prf_input(vault.id()));
        assert_holds(&vault, &both);
    }
}

/// Its header holds the key of the time before, wrapped under the new one.
#[test]
fn a_vault_whose_key_an_earlier_build_changed_opens() {
    let (rotated, stored) = sample(include_str!("../../../../tests/vectors/vault/rotated.json"));
    let keys = unlock::derive_passphrase_keys(&stored, &text(&rotated["unlock"]["passphrase"])).unwrap();
    let vault = Vault::open(&stored, &keys[0], NOW).unwrap();
    assert_holds(&vault, &rotated);
    assert!(vault.keyring.len() > 1);
}

#[test]
fn a_backup_that_an_earlier_build_made_opens() {
    let (sample, _) = sample(include_str!("../../../../tests/vectors/vault/backup.json"));
    let file = data_encoding::BASE64.decode(sample["file"].as_str().unwrap().as_bytes()).unwrap();
    let params = backup::params(&file).unwrap();
    let kek = kdf::derive(&params, &text(&sample["unlock"]["passphrase"])).unwrap();
    let mut vault = Vault::create(NOW).unwrap();
    vault.restore_backup(&backup::open(&file, &kek).unwrap(), NOW);
    assert_holds(&vault, &sample);
}
