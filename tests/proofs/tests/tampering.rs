//! Whoever writes the sync area or the disk: altered, moved, swapped and replayed objects are refused and the replica
//! stays as it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::BTreeSet;

use tessera_core::error::ErrorCode;
use tessera_core::secret::Secret;
use tessera_core::sync::RecordId;
use tessera_core::time::UnixTime;
use tessera_core::vault::objects::{HEADER, HEADER_COPY};
use tessera_core::vault::{NewSlot, Objects, Unlocking, Vault, base91, kdf, objects};
use tessera_proofs::{account, setting, slot, unlock};

const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

/// A vault whose every synced bucket is full, and its sync area.
fn full_vault() -> (Vault, Objects) {
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&slot(1), NOW).unwrap();
    let accounts: Vec<_> = (0..2400).map(|number| account(&format!("account number {number}"))).collect();
    vault.add_all(&accounts, NOW).unwrap();
    let changes = vault.changes().unwrap();
    vault.written(&changes);
    let keys = objects::sync_keys();
    let area = changes.set.into_iter().filter(|(key, _)| keys.contains(key)).collect();
    (vault, area)
}

type Seen = Vec<(RecordId, String, bool)>;

fn seen(vault: &Vault) -> Seen {
    let all = vault.accounts().into_iter().chain(vault.bin());
    all.map(|kept| (kept.id, kept.account.issuer, kept.deleted.is_some())).collect()
}

fn flipped(text: &str, bit: usize) -> String {
    let mut bytes = base91::decode(text).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    base91::encode(&bytes)
}

/// The bits of an object that are flipped: `TESSERA_FLIPS` of them, or so many as is usual, spread evenly; 0 for every
/// single bit.
fn bits(text: &str, usual: usize) -> impl Iterator<Item = usize> {
    let bits = base91::decode(text).unwrap().len() * 8;
    (0..bits).step_by(bits.checked_div(setting("TESSERA_FLIPS", usual)).unwrap_or(1).max(1))
}

/// Each object alone is offered, so that a refusal costs one failed opening.
#[test]
fn every_flipped_bit_of_a_full_vault_is_refused() {
    let (mut vault, area) = full_vault();
    assert!(area.len() == 13 && area.iter().filter(|(_, text)| text.len() > 8000).count() == 12);
    let before = seen(&vault);
    let mut flips = 0;
    for (key, text) in &area {
        for bit in bits(text, 400) {
            let arrival = vault.join(&Objects::from([(key.clone(), flipped(text, bit))])).unwrap();
            let refused = !arrival.refused.is_empty() || arrival.other_vault || vault.is_waiting();
            assert!(refused && arrival.changed.is_empty(), "bit {bit} of {key}");
            flips += 1;
        }
    }
    assert_eq!(seen(&vault), before);
    println!("{flips} flipped bits refused");
}

#[test]
fn every_flipped_bit_of_a_stored_object_is_named_and_nothing_is_written_over_it() {
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&slot(1), NOW).unwrap();
    vault.add_all(&["a", "b", "c"].map(account), NOW).unwrap();
    let stored = vault.changes().unwrap().set;
    for (key, text) in stored.iter().filter(|(key, _)| objects::bucket_index(key).is_some()) {
        for bit in bits(text, 400) {
            let mut damaged = stored.clone();
            damaged.insert(key.clone(), flipped(text, bit));
            let mut vault = Vault::open(&damaged, &unlock(1), NOW).unwrap();
            assert_eq!(vault.accounts().len(), 2);
            assert_eq!(vault.damage().len(), 1);
            vault.add(&account("d"), NOW).unwrap();
            assert!(!vault.changes().unwrap().set.contains_key(key), "bit {bit} of {key}");
        }
    }
}

#[test]
fn every_flipped_bit_of_both_headers_is_refused() {
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&slot(1), NOW).unwrap();
    vault.add(&account("a"), NOW).unwrap();
    let stored = vault.changes().unwrap().set;
    let bits = base91::decode(&stored[HEADER]).unwrap().len() * 8;
    for bit in 0..bits {
        let mut damaged = stored.clone();
        for key in [HEADER, HEADER_COPY] {
            damaged.insert(key.into(), flipped(&stored[HEADER], bit));
        }
        assert!(Vault::open(&damaged, &unlock(1), NOW).is_err(), "bit {bit}");
    }
}

/// Vaults that share everything an attacker could mix up: the same vault earlier, at another master key, another vault.
#[test]
fn every_object_in_the_place_of_every_other_is_refused() {
    let (mut vault, area) = full_vault();
    let before = seen(&vault);
    let (other, other_area) = full_vault();
    assert_ne!(vault.id(), other.id());
    let mut tried = 0;
    for key in area.keys() {
        for (source, text) in area.iter().chain(&other_area) {
            let foreign = other_area.get(source) == Some(text);
            if source == key && !foreign {
                continue;
            }
            let arrival = vault.join(&Objects::from([(key.clone(), text.clone())])).unwrap();
            let refused = !arrival.refused.is_empty() || arrival.other_vault;
            assert!(refused && arrival.changed.is_empty(), "{source} under {key}");
            tried += 1;
        }
    }
    assert_eq!(seen(&vault), before);
    assert!(vault.doors().len() == 1 && !vault.is_waiting());
    println!("{tried} misplaced objects refused");
}

/// The same vault before and after a change of the master key: the old key is known, so that the old objects do open, but
/// each in its own place alone.
#[test]
fn objects_of_two_master_keys_cannot_be_swapped() {
    let (mut vault, old) = full_vault();
    vault.rotate(&[slot(2)], NOW).unwrap();
    let new = vault.changes().unwrap().set;
    let keys = objects::sync_keys();
    let before = seen(&vault);
    for key in &keys {
        for (source, text) in old.iter().chain(new.iter().filter(|(key, _)| keys.contains(key))) {
            let arrival = vault.join(&Objects::from([(key.clone(), text.clone())])).unwrap();
            let refused = !arrival.refused.is_empty();
            assert!(arrival.changed.is_empty(), "{source} under {key}");
            assert!(refused || source == key, "{source} under {key}");
        }
    }
    assert_eq!(seen(&vault), before);
    assert!(vault.doors().len() == 1 && !vault.is_waiting());
}

/// The list of versions, the versions themselves and the copies: what is altered there is refused when it is asked for,
/// and takes nothing of the list with it.
#[test]
fn every_flipped_bit_beside_the_vault_is_refused_where_it_is_read() {
    let mut vault = Vault::create(NOW).unwrap();
    vault.protect(&slot(1), NOW).unwrap();
    let mut stored = Objects::new();
    for name in ["a", "b", "c", "renamed"] {
        match vault.accounts().get(2) {
            None => drop(vault.add(&account(name), NOW).unwrap()),
            Some(last) => drop(vault.edit(last.id, &account(name), NOW).unwrap()),
        }
        let changes = vault.changes().unwrap();
        stored.extend(changes.set.clone());
        vault.written(&changes);
    }
    let version = vault.versions().remove(0);
    let beside: Vec<String> = stored
        .keys()
        .filter(|key| key.starts_with(objects::KEPT) || key.starts_with(objects::COPY))
        .cloned()
        .collect();
    assert!(beside.len() >= 4, "{beside:?}");
    for key in beside.iter().map(String::as_str).chain([objects::VERSIONS]) {
        for bit in bits(&stored[key], 200) {
            let mut damaged = stored.clone();
            damaged.insert(key.to_owned(), flipped(&stored[key], bit));
            let mut vault = Vault::open(&damaged, &unlock(1), NOW).unwrap();
            assert_eq!(vault.accounts().len(), 3, "bit {bit} of {key}");
            if key == objects::VERSIONS {
                assert_eq!(vault.damage().len(), 1, "bit {bit} of the list");
            } else if version.keys().iter().any(|kept| kept == key) {
                assert!(vault.preview(&version, &damaged).is_err(), "bit {bit} of {key}");
                assert!(vault.restore_version(&version, &damaged, NOW).is_err());
                assert_eq!(vault.accounts().len(), 3);
            } else if let Some(bucket) = key.strip_prefix(objects::COPY) {
                damaged.insert(bucket.to_owned(), "garbage".to_owned());
                let mut vault = Vault::open(&damaged, &unlock(1), NOW).unwrap();
                vault.repair(&damaged, NOW);
                assert!(
                    vault.changes().unwrap().set.values().all(|text| *text != damaged[key]),
                    "bit {bit} of {key}"
                );
            }
        }
    }
}

#[test]
fn an_older_state_of_the_same_vault_changes_nothing() {
    let (mut vault, old) = full_vault();
    for kept in vault.accounts().into_iter().step_by(3).collect::<Vec<_>>() {
        vault.edit(kept.id, &account("edited"), NOW).unwrap();
    }
    let before = seen(&vault);
    let arrival = vault.join_sync(&old).unwrap();
    assert!(arrival.changed.is_empty());
    assert_eq!(seen(&vault), before);
    let written: BTreeSet<String> = vault.changes().unwrap().sync.into_iter().map(|(key, _)| key).collect();
    assert!(!written.is_empty(), "what the area lacks is written again");
}

#[test]
fn objects_of_a_new_master_key_do_not_open_under_the_old_one() {
    let (mut vault, _) = full_vault();
    let stay = vault.clone();
    vault.rotate(&[slot(2)], NOW).unwrap();
    let rotated = vault.changes().unwrap().set;
    let mut stay = stay;
    let before = seen(&stay);
    let arrival = stay.join(&rotated).unwrap();
    assert!(stay.is_waiting() && arrival.changed.is_empty());
    assert!(arrival.refused.iter().all(|(_, code)| *code == ErrorCode::VaultEpochUnknown));
    assert_eq!(seen(&stay), before);
}

#[test]
fn a_later_format_is_named_and_never_written_over() {
    let (vault, area) = full_vault();
    let mut newer = base91::decode(&area["3"]).unwrap();
    newer[0] = 2;
    let mut changed = area.clone();
    changed.insert("3".into(), base91::encode(&newer));
    let mut vault = vault;
    let arrival = vault.join_sync(&changed).unwrap();
    assert_eq!(arrival.refused, [("3".to_owned(), ErrorCode::VaultFormatNewer)]);
    for kept in vault.accounts().into_iter().take(100).collect::<Vec<_>>() {
        vault.edit(kept.id, &account("edited"), NOW).unwrap();
    }
    assert!(!vault.changes().unwrap().sync.contains_key("3"));
}

#[test]
fn parameters_out_of_bounds_are_refused_before_anything_is_derived() {
    let bounds = [
        (65_535, 3, 1),
        (65_536, 2, 1),
        (65_536, 3, 0),
        (65_536, 3, 5),
        (1_048_577, 3, 1),
        (65_536, 17, 1),
        (0, 0, 0),
        (u32::MAX, u8::MAX, u8::MAX),
    ];
    let begin = std::time::Instant::now();
    for (memory, passes, lanes) in bounds {
        let params = kdf::Params { memory, passes, lanes, salt: [1; 16] };
        let passphrase = Secret::from("passphrase".to_owned());
        assert_eq!(kdf::derive(&params, &passphrase).unwrap_err().code, ErrorCode::VaultKdfParameters);
        assert!(Unlocking::passphrase(params, Secret::new(vec![1; 32])).is_err());
    }
    assert!(begin.elapsed().as_millis() < 100, "{:?}", begin.elapsed());
}

/// The parameters lie in a slot's associated data: lowering them in place makes another key and another slot.
#[test]
fn a_slot_with_lowered_parameters_does_not_open() {
    let mut vault = Vault::create(NOW).unwrap();
    let params = kdf::Params { memory: 128 << 10, passes: 3, lanes: 1, salt: [1; 16] };
    let unlocking = Unlocking::passphrase(params, Secret::new(vec![1; 32])).unwrap();
    vault.protect(&NewSlot { id: None, label: String::new(), unlocking }, NOW).unwrap();
    let mut stored = vault.changes().unwrap().set;
    let mut header = base91::decode(&stored[HEADER]).unwrap();
    let memory = (128u32 << 10).to_be_bytes();
    for at in (0..header.len() - 4).filter(|at| header[*at..at + 4] == memory).collect::<Vec<_>>() {
        header[at..at + 4].copy_from_slice(&(64u32 << 10).to_be_bytes());
    }
    for key in [HEADER, HEADER_COPY] {
        stored.insert(key.into(), base91::encode(&header));
    }
    assert!(Vault::open(&stored, &unlock(1), NOW).is_err());
}
