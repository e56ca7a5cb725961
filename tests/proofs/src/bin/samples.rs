//! Makes the sample vaults of `tests/vectors/vault/`, which the second reader and the core both open.
//!
//! They are made once and stay: a later version must still open them. Usage: `samples FOLDER`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, reason = "a tool for developers")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tessera_core::account::{Account, RecoveryCode};
use tessera_core::otp::{Algorithm, Digits, Otp, Period, Scheme};
use tessera_core::secret::Secret;
use tessera_core::time::UnixTime;
use tessera_core::vault::{Changes, NewSlot, Objects, Unlocking, Vault, backup, kdf, objects, recovery};
use tessera_proofs::{account, listed};

fn main() {
    let folder = std::env::args().nth(1).expect("usage: samples FOLDER");
    let write = |name: &str, sample: Value| {
        let text = serde_json::to_string_pretty(&sample).unwrap() + "\n";
        std::fs::write(format!("{folder}/{name}.json"), text).unwrap();
    };
    write("device", device());
    write("passphrase", passphrase());
    write("passkey_and_recovery_code", passkey_and_recovery_code());
    write("rotated", rotated());
    write("full", full());
    write("backup", backup_file());
}

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
const PASSPHRASE: &str = "correct horse \u{e9}t\u{e9} \u{ff21}";

/// Every scheme and every field.
fn accounts() -> Vec<Account> {
    let otp = |key: &str, scheme| Otp { key: key.parse().unwrap(), scheme };
    let totp = |algorithm, digits, period| Scheme::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    };
    let (sha1, key) = (Algorithm::Sha1, "JBSWY3DPEHPK3PXP");
    let hotp = Scheme::Hotp { algorithm: Algorithm::Sha256, digits: Digits::EIGHT, counter: u64::MAX - 1 };
    let pin = || Some(Secret::from("1234".to_owned()));
    let mut everything = Account::new(otp(key, Scheme::standard()), "Société « R&D »", "zoë+tag@example.com");
    everything.note = "two\nlines".into();
    everything.groups = vec!["work".into(), "maison".into()];
    everything.favorite = true;
    everything.site = "example.com".into();
    everything.icon = "example".into();
    let code = |text: &str, used| RecoveryCode { code: Secret::from(text.to_owned()), used };
    everything.recovery_codes = vec![code("1111-2222", true), code("3333-4444", false)];
    vec![
        everything,
        Account::new(otp("ABCDEFGHIJKLMNOPQ", totp(sha1, 6, 30)), "odd length", ""),
        Account::new(otp(key, totp(Algorithm::Sha512, 10, 1)), "", "sha512"),
        Account::new(otp(key, totp(Algorithm::Gost512, 8, 3600)), "gost", "512"),
        Account::new(otp(key, hotp), "hotp", "counter"),
        Account::new(otp(key, Scheme::Steam), "Steam", "gordon"),
        Account::new(otp(key, Scheme::BattleNet), "Battle.net", "jaina"),
        Account::new(otp("JBSWY3DPEHPK3PXPJBSWY3DPEE", Scheme::Yandex { pin: pin() }), "Yandex", "ivan"),
        Account::new(otp(key, Scheme::Motp { pin: None }), "mOTP", "no pin yet"),
    ]
}

fn sample(vault: &mut Vault, unlock: Value) -> Value {
    let objects: BTreeMap<String, String> = written(vault).into_iter().collect();
    let deleted: Vec<String> = vault.bin().into_iter().map(|kept| kept.account.issuer).collect();
    let accounts: Vec<Value> = vault.accounts().iter().map(|kept| listed(&kept.account)).collect();
    json!({ "unlock": unlock, "objects": objects, "accounts": accounts, "deleted": deleted })
}

fn written(vault: &mut Vault) -> Objects {
    let Changes { set, .. } = vault.changes().unwrap();
    set
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn device() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&accounts(), NOW).unwrap();
    vault.add(&account("deleted"), NOW).and_then(|id| vault.delete(id, NOW)).unwrap();
    let later = UnixTime::from_seconds(NOW.seconds() + 86_400);
    vault.edit(ids[2], &Account { issuer: "renamed".into(), ..accounts()[2].clone() }, later).unwrap();
    let erased = vault.add(&account("erased"), later).unwrap();
    vault.delete(erased, later).unwrap();
    vault.erase(erased).unwrap();
    sample(&mut vault, json!({ "device": true }))
}

fn derived(passphrase: &str, salt: u8) -> (kdf::Params, Secret) {
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [salt; 16] };
    (params, kdf::derive(&params, &Secret::from(passphrase.to_owned())).unwrap())
}

fn slot(unlocking: Unlocking) -> NewSlot {
    NewSlot { id: None, label: "Büro".into(), unlocking }
}

fn passphrase() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&accounts(), NOW).unwrap();
    let (params, kek) = derived(PASSPHRASE, 7);
    vault.protect(&slot(Unlocking::passphrase(params, kek).unwrap()), NOW).unwrap();
    sample(&mut vault, json!({ "passphrase": PASSPHRASE }))
}

fn passkey_and_recovery_code() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&accounts(), NOW).unwrap();
    let code = recovery::RecoveryCode::make().unwrap();
    let output = Secret::new((0..32).collect());
    vault.protect(&slot(Unlocking::make_passkey(vec![1, 2, 3], &output).unwrap()), NOW).unwrap();
    vault.protect(&slot(Unlocking::make_recovery(&code).unwrap()), NOW).unwrap();
    let unlock = json!({
        "recovery_code": code.to_text().as_str(),
        "passkey": { "credential": "010203", "output": hex(output.expose()), "prf_input": hex(&vault.prf_input()) },
    });
    sample(&mut vault, unlock)
}

/// A bucket of the first master key, buckets of the second, and a removed slot.
fn rotated() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&accounts(), NOW).unwrap();
    let (params, kek) = derived("first passphrase", 8);
    vault.protect(&slot(Unlocking::passphrase(params, kek).unwrap()), NOW).unwrap();
    let old = written(&mut vault);
    let (params, kek) = derived("second passphrase", 9);
    vault.rotate(&[slot(Unlocking::passphrase(params, kek).unwrap())], NOW).unwrap();
    let code = recovery::RecoveryCode::make().unwrap();
    let removed = vault.protect(&slot(Unlocking::make_recovery(&code).unwrap()), NOW).unwrap();
    vault.remove_slot(removed, NOW).unwrap();
    let mut sample = sample(&mut vault, json!({ "passphrase": "second passphrase" }));
    sample["objects"]["2"] = json!(old["2"]);
    sample
}

/// So many accounts that every size class and the overflow occur, and the list of versions.
fn full() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    let (params, kek) = derived("full", 10);
    vault.protect(&slot(Unlocking::passphrase(params, kek).unwrap()), NOW).unwrap();
    let many: Vec<Account> = (0..1500)
        .map(|_| {
            let id = recovery::RecoveryCode::make().unwrap().to_text().replace('-', "");
            let (issuer, name) = id.split_at(10);
            let key = tessera_core::otp::Key::from_bytes(id.as_bytes()[..20].to_vec()).unwrap();
            Account::new(Otp { key, scheme: Scheme::standard() }, issuer, name)
        })
        .collect();
    vault.add_all(&many, NOW).unwrap();
    let changes = vault.changes().unwrap();
    vault.written(&changes);
    let first = vault.accounts()[0].clone();
    vault.edit(first.id, &account("edited"), NOW).unwrap();
    let later = vault.changes().unwrap();
    let mut all = changes.set;
    all.extend(later.set);
    assert!(all.contains_key(&objects::bucket_key(objects::OVERFLOW)) && all.contains_key(objects::VERSIONS));
    let all: BTreeMap<String, String> = all.into_iter().collect();
    let line = |account: &Account| {
        let (kind, key) = (account.otp.scheme.name(), hex(account.otp.key.bytes()));
        format!("{kind}|{}|{}|{key}\n", account.issuer, account.account)
    };
    let lines: String = vault.accounts().iter().map(|kept| line(&kept.account)).collect();
    let hash = hex(&Sha256::digest(lines.as_bytes()));
    json!({ "unlock": { "passphrase": "full" }, "objects": all, "accounts_sha256": hash, "accounts": [], "deleted": [] })
}

fn backup_file() -> Value {
    let mut vault = Vault::create(NOW).unwrap();
    vault.add_all(&accounts(), NOW).unwrap();
    let (params, kek) = derived(PASSPHRASE, 11);
    let file = backup::seal(&vault, backup::RecoveryCodes::Kept, params, kek, NOW).unwrap();
    let accounts: Vec<Value> = vault.accounts().iter().map(|kept| listed(&kept.account)).collect();
    json!({
        "unlock": { "passphrase": PASSPHRASE },
        "file": data_encoding::BASE64.encode(&file),
        "accounts": accounts,
        "deleted": [],
    })
}
