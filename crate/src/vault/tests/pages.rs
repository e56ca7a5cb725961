//! Two pages of one browser: what one writes, the other takes in before it edits.

use super::*;

const LATER: UnixTime = UnixTime::from_seconds(1_800_000_600);
const LATEST: UnixTime = UnixTime::from_seconds(1_800_001_200);

/// A stored vault of these accounts, open on two pages.
pub(super) fn two_pages(issuers: &[&str]) -> (Storage, Vault, Vault) {
    let mut storage = Storage::default();
    let mut one = Vault::create(NOW).unwrap();
    one.add_all(&issuers.iter().map(|issuer| account(issuer, "me")).collect::<Vec<_>>(), NOW).unwrap();
    storage.write(&mut one);
    let two = storage.open();
    (storage, one, two)
}

#[test]
fn a_version_tells_when_and_how_much_another_page_had_stored() {
    let (mut storage, mut one, mut two) = two_pages(&["a"]);
    one.add(&account("b", "me"), LATER).unwrap();
    storage.write(&mut one);
    two.refresh(&storage.0).unwrap();
    two.add(&account("c", "me"), LATEST).unwrap();
    storage.write(&mut two);
    let version = &two.versions()[0];
    assert_eq!((version.accounts, version.time), (2, LATER));
}
