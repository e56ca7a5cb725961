//! Stored objects with damage: a vault opens with all it can read, says what it cannot, and takes in nothing false.

use std::sync::LazyLock;

use tessera_core::account::Account;
use tessera_core::otp::{Otp, Scheme};
use tessera_core::secret::Secret;
use tessera_core::time::UnixTime;
use tessera_core::vault::{NewSlot, Objects, Unlock, Unlocking, Vault, backup, kdf};

use crate::random::Random;

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
const NAMES: [&str; 6] = ["Amen", "Bern", "Chur", "Davos", "Épalinges", "Fribourg"];
/// A passphrase's key that no KDF made: what is under test is what it opens.
const KEY: [u8; 32] = [7; 32];

/// What two devices of one vault have stored, the second with an account more; and a backup.
struct Stored {
    here: Objects,
    there: Objects,
    backup: Vec<u8>,
}

static STORED: LazyLock<Stored> = LazyLock::new(|| {
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [1; 16] };
    let Ok(unlocking) = Unlocking::passphrase(params, Secret::new(KEY.to_vec())) else { panic!("no slot") };
    let Ok(mut vault) = Vault::create(NOW) else { panic!("no vault") };
    let made = vault.protect(&NewSlot { id: None, label: String::new(), unlocking }, NOW);
    assert!(made.is_ok() && vault.add_all(&NAMES.map(account), NOW).is_ok(), "no sample");
    let here = written(&mut vault);
    let Ok(backup) =
        backup::seal(&vault, backup::RecoveryCodes::Kept, params, Secret::new(KEY.to_vec()), NOW)
    else {
        panic!("no backup")
    };
    let mut there = here.clone();
    assert!(vault.add(&account("Genève"), NOW).is_ok(), "no seventh");
    there.extend(written(&mut vault));
    Stored { here, there, backup }
});

fn account(issuer: &str) -> Account {
    let Ok(key) = "JBSWY3DPEHPK3PXP".parse() else { panic!("no key") };
    Account::new(Otp { key, scheme: Scheme::standard() }, issuer, "me@example.com")
}

fn written(vault: &mut Vault) -> Objects {
    let Ok(changes) = vault.changes() else { panic!("no changes") };
    vault.written(&changes);
    changes.set
}

fn unlock() -> Unlock {
    Unlock::PassphraseKey(Secret::new(KEY.to_vec()))
}

/// A stored object that was altered, swapped with another or lost: what opens is true, and what is missing is said.
pub fn open(random: &mut Random) {
    let stored = damaged(random, &STORED.here);
    let Ok(vault) = Vault::open(&stored, &unlock(), NOW) else { return };
    let is_whole = true_names(&vault) == NAMES.len();
    assert!(is_whole || !vault.damage().is_empty(), "accounts are missing without a word");
}

/// Objects that arrive from another device, with damage: nothing that is here is lost or changed by it.
pub fn join(random: &mut Random) {
    let Ok(mut vault) = Vault::open(&STORED.here, &unlock(), NOW) else { panic!("the whole vault opens") };
    let arrived = damaged(random, &STORED.there);
    for result in [vault.join(&arrived), vault.join_sync(&arrived)] {
        drop(result);
    }
    assert!(true_names(&vault) >= NAMES.len(), "an arrival took an account away");
}

/// A backup with a changed byte is refused, and so is a shortened one.
pub fn backups(random: &mut Random) {
    let mut file = STORED.backup.clone();
    let at = random.below(file.len());
    if random.below(4) == 0 {
        file.truncate(at);
    } else {
        file[at] ^= 1 << random.below(8);
    }
    let _ = backup::params(&file);
    if let Ok(opened) = backup::open(&file, &Secret::new(KEY.to_vec())) {
        assert_eq!(opened.accounts(), NAMES.len(), "a changed backup opens with less");
    }
}

/// How many accounts are listed; each must be one that was saved.
fn true_names(vault: &Vault) -> usize {
    let accounts = vault.accounts();
    for kept in &accounts {
        let name = kept.account.issuer.as_str();
        assert!(NAMES.contains(&name) || name == "Genève", "an account that nobody saved: {name}");
    }
    accounts.len()
}

fn damaged(random: &mut Random, whole: &Objects) -> Objects {
    let mut objects = whole.clone();
    let keys: Vec<String> = whole.keys().cloned().collect();
    let texts: Vec<String> = whole.values().cloned().collect();
    for _ in 0..=random.below(3) {
        let key = random.pick(&keys).clone();
        let text = random.pick(&texts).clone();
        match random.below(4) {
            0 => drop(objects.remove(&key)),
            1 => drop(objects.insert(key, text)),
            _ => {
                let changed = random.mutated(whole.get(&key).map_or("", String::as_str), &texts);
                objects.insert(key, changed);
            }
        }
    }
    objects
}
