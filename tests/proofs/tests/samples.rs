//! The core opens every sample vault, whatever version made it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use serde_json::Value;
use sha2::{Digest, Sha256};
use tessera_core::secret::Secret;
use tessera_core::time::UnixTime;
use tessera_core::vault::{Objects, Unlock, Vault, backup, kdf, objects, unlock};
use tessera_proofs::listed;

const NOW: UnixTime = UnixTime::from_seconds(1_800_100_000);

fn samples() -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/vault");
    let mut samples: Vec<(String, Value)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
        })
        .collect();
    samples.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(samples.len() >= 6, "the samples are missing");
    samples
}

fn text(value: &Value) -> Secret {
    Secret::from(value.as_str().unwrap().to_owned())
}

fn unlocks(ways: &Value, objects: &Objects) -> Vec<Unlock> {
    let mut unlocks = Vec::new();
    if ways.get("device").is_some() {
        unlocks.push(Unlock::Device);
    }
    if let Some(passphrase) = ways.get("passphrase") {
        unlocks.extend(unlock::derive_passphrase_keys(objects, &text(passphrase)).unwrap());
    }
    if let Some(code) = ways.get("recovery_code") {
        unlocks.push(Unlock::Recovery(text(code)));
    }
    if let Some(passkey) = ways.get("passkey") {
        let bytes =
            |name: &str| data_encoding::HEXLOWER.decode(passkey[name].as_str().unwrap().as_bytes()).unwrap();
        unlocks
            .push(Unlock::Passkey { credential: bytes("credential"), output: Secret::new(bytes("output")) });
    }
    unlocks
}

fn compare(vault: &Vault, sample: &Value, name: &str) {
    assert!(vault.damage().is_empty(), "{name}");
    let accounts: Vec<Value> = vault.accounts().iter().map(|kept| listed(&kept.account)).collect();
    if let Some(hash) = sample.get("accounts_sha256") {
        let part = |account: &Value, field: &str| account[field].as_str().unwrap().to_owned();
        let line = |account: &Value| {
            ["type", "issuer", "account", "key"].map(|field| part(account, field)).join("|") + "\n"
        };
        let lines: String = accounts.iter().map(line).collect();
        assert_eq!(data_encoding::HEXLOWER.encode(&Sha256::digest(lines)), hash.as_str().unwrap(), "{name}");
        return;
    }
    assert_eq!(Value::from(accounts), sample["accounts"], "{name}");
    let deleted: Vec<String> = vault.bin().into_iter().map(|kept| kept.account.issuer).collect();
    assert_eq!(Value::from(deleted), sample["deleted"], "{name}");
}

/// The first version kept no list before the first kept version: such vaults open without a notice, have the list from
/// their next writing on, and from then on a lost one is noticed.
#[test]
fn a_sample_without_a_list_of_versions_gives_no_notice_and_has_one_after_the_next_edit() {
    let mut tried = 0;
    for (name, sample) in samples() {
        let Some(mut stored) = objects_of(&sample) else { continue };
        if stored.contains_key(objects::VERSIONS) {
            continue;
        }
        let unlock = unlocks(&sample["unlock"], &stored).remove(0);
        let mut vault = Vault::open(&stored, &unlock, NOW).unwrap();
        assert!(vault.damage().is_empty(), "{name}");
        let listed = vault.accounts().len();
        let first = vault.accounts().remove(0).account;
        vault.add(&first, NOW).unwrap();
        let changes = vault.changes().unwrap();
        stored.extend(changes.set);
        changes.remove.iter().for_each(|key| drop(stored.remove(key)));
        let again = Vault::open(&stored, &unlock, NOW).unwrap();
        assert!(again.damage().is_empty(), "{name}");
        assert_eq!(again.accounts().len(), listed + 1, "{name}");
        stored.remove(objects::VERSIONS);
        let lacking = Vault::open(&stored, &unlock, NOW).unwrap().damage();
        assert_eq!(lacking.len(), 1, "{name}");
        tried += 1;
    }
    assert!(tried >= 4, "{tried} samples without a list");
}

#[test]
fn every_sample_opens_in_every_way() {
    let mut opened = 0;
    for (name, sample) in samples() {
        if let Some(file) = sample.get("file") {
            let file = data_encoding::BASE64.decode(file.as_str().unwrap().as_bytes()).unwrap();
            let kek =
                kdf::derive(&backup::params(&file).unwrap(), &text(&sample["unlock"]["passphrase"])).unwrap();
            let mut vault = Vault::create(NOW).unwrap();
            vault.restore_backup(&backup::open(&file, &kek).unwrap(), NOW);
            compare(&vault, &sample, &name);
            opened += 1;
            continue;
        }
        let objects = objects_of(&sample).unwrap();
        for unlock in unlocks(&sample["unlock"], &objects) {
            compare(&Vault::open(&objects, &unlock, NOW).unwrap(), &sample, &name);
            opened += 1;
        }
    }
    println!("{opened} ways to open the samples");
    assert!(opened >= 7);
}

/// What is stored of a sample; a backup file stores nothing.
fn objects_of(sample: &Value) -> Option<Objects> {
    let objects = sample["objects"].as_object()?;
    Some(objects.iter().map(|(key, text)| (key.clone(), text.as_str().unwrap().to_owned())).collect())
}
