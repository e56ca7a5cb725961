//! The person's order, and the way out of the bin.

use super::*;

fn listed<const N: usize>(issuers: [&str; N]) -> (Vault, Vec<RecordId>) {
    let mut vault = Vault::create(NOW).unwrap();
    let ids = vault.add_all(&issuers.map(|issuer| account(issuer, "")), NOW).unwrap();
    (vault, ids)
}

#[test]
fn an_account_moves_by_places_and_not_beyond_an_end() {
    let (mut vault, ids) = listed(["a", "b", "c", "d"]);
    for (offset, order) in [(1, "bacd"), (9, "bcda"), (-2, "bacd"), (0, "bacd"), (-9, "abcd")] {
        vault.move_by(ids[0], offset, NOW).unwrap();
        assert_eq!(names(&vault).concat(), order, "{offset}");
    }
}

#[test]
fn an_account_put_among_those_of_the_other_kind_goes_to_the_nearest_end_of_its_own() {
    let (mut vault, ids) = listed(["a", "b", "c", "d"]);
    for id in &ids[..2] {
        vault.set_favorite(*id, true, NOW).unwrap();
    }
    let of_kind = |vault: &Vault, favorite| -> String {
        let kept = vault.accounts().into_iter().filter(|kept| kept.account.favorite == favorite);
        kept.map(|kept| kept.account.issuer).collect()
    };
    vault.move_beside(ids[3], ids[0], true, NOW).unwrap();
    assert_eq!((of_kind(&vault, true).as_str(), of_kind(&vault, false).as_str()), ("ab", "dc"));
    vault.move_beside(ids[0], ids[2], true, NOW).unwrap();
    assert_eq!((of_kind(&vault, true).as_str(), of_kind(&vault, false).as_str()), ("ba", "dc"));
}

#[test]
fn only_what_is_in_the_bin_is_erased_and_then_it_is_gone() {
    let (mut vault, ids) = listed(["a", "b"]);
    let unknown = Some(ErrorCode::VaultRecordUnknown.into());
    assert_eq!(vault.erase(ids[0]).err(), unknown);
    vault.delete(ids[0], NOW).unwrap();
    vault.erase(ids[0]).unwrap();
    assert!(vault.bin().is_empty());
    assert_eq!((names(&vault).concat().as_str(), vault.account(ids[0]).err()), ("b", unknown));
    assert_eq!(vault.restore(ids[0], NOW).err(), unknown);
}
