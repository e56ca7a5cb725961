//! How the accounts of a whole import stand to what is kept, and to each other.

use tessera_case as case;

use super::Relation;
use crate::account::Account;
use crate::flat::{Map, Set};

/// How each of `accounts` stands to `kept`, in order.
///
/// An account that has the key and the name of a kept one is that one. One that has only its key is taken for it as
/// well, under another name, but a kept account stands for one of those alone: the same key under twenty names is
/// twenty accounts.
pub fn relations<Id: Clone>(accounts: &[&Account], kept: &[(Id, &Account)]) -> Vec<Relation<Id>> {
    let names: Vec<Name> = accounts.iter().map(|account| Name::of(account)).collect();
    let kept_by_name = by_name(kept.iter().map(|(_, account)| Name::of(account)));
    let places_by_name = by_name(names.iter().cloned());
    let here = |name: &Name| kept_by_name.get(name).map_or(&[][..], Vec::as_slice);
    let kept_at = |place: usize| kept.get(place);

    let exact: Vec<Option<usize>> = accounts
        .iter()
        .zip(&names)
        .map(|(account, name)| {
            let mut places = here(name).iter().copied();
            places.find(|place| kept_at(*place).is_some_and(|(_, kept)| kept.makes_same_codes_as(account)))
        })
        .collect();
    let mut taken: Set<usize> = exact.iter().flatten().copied().collect();

    let mut relations = Vec::with_capacity(accounts.len());
    for (place, ((account, name), exact)) in accounts.iter().zip(&names).zip(exact).enumerate() {
        let is_repeated = || {
            let mut earlier =
                places_by_name.get(name).into_iter().flatten().take_while(|other| **other < place);
            earlier.any(|other| accounts.get(*other) == Some(account))
        };
        let renamed = || {
            let mut free = kept.iter().enumerate().filter(|(place, _)| !taken.contains(place));
            free.find(|(_, (_, kept))| kept.makes_same_codes_as(account)).map(|(place, _)| place)
        };
        let relation = if let Some((id, _)) = exact.and_then(kept_at) {
            Relation::Same(id.clone())
        } else if is_repeated() {
            Relation::Repeated
        } else if let Some((found, (id, _))) = renamed().and_then(|place| Some((place, kept_at(place)?))) {
            taken.insert(found);
            Relation::Same(id.clone())
        } else if let Some((id, _)) =
            here(name).first().filter(|_| !name.is_empty()).and_then(|at| kept_at(*at))
        {
            Relation::SameName(id.clone())
        } else {
            Relation::New
        };
        relations.push(relation);
    }
    relations
}

/// A name as it is compared: without case and outer spaces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name(String, String);

impl Name {
    fn of(account: &Account) -> Name {
        Name(case::lower(account.issuer.trim()), case::lower(account.account.trim()))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty() && self.1.is_empty()
    }
}

fn by_name(names: impl Iterator<Item = Name>) -> Map<Name, Vec<usize>> {
    let mut places: Map<Name, Vec<usize>> = Map::new();
    for (place, name) in names.enumerate() {
        places.entry(name).or_default().push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri;

    fn accounts(uris: &[&str]) -> Vec<Account> {
        uris.iter().map(|uri| uri::parse(uri).unwrap()).collect()
    }

    fn between(incoming: &[&str], kept: &[&str]) -> Vec<Relation<usize>> {
        let (incoming, kept) = (accounts(incoming), accounts(kept));
        let incoming: Vec<&Account> = incoming.iter().collect();
        let kept: Vec<(usize, &Account)> = kept.iter().enumerate().collect();
        relations(&incoming, &kept)
    }

    const ANN: &str = "otpauth://totp/GitHub:ann?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
    const BOB: &str = "otpauth://totp/GitHub:bob?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
    const EVE: &str = "otpauth://totp/GitHub:eve?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";
    const OTHER_ANN: &str = "otpauth://totp/github:ANN?secret=GEZDGNBVGY3TQOJR&issuer=github";

    #[test]
    fn one_key_under_several_names_is_several_accounts() {
        assert_eq!(between(&[ANN, BOB, EVE], &[]), [Relation::New, Relation::New, Relation::New]);
        assert_eq!(between(&[ANN, BOB], &[ANN]), [Relation::Same(0), Relation::New]);
        assert_eq!(between(&[BOB, ANN], &[ANN]), [Relation::New, Relation::Same(0)]);
        assert_eq!(between(&[ANN, BOB, EVE], &[EVE, ANN, BOB]), [1, 2, 0].map(Relation::Same));
    }

    #[test]
    fn a_renamed_account_is_found_by_its_key_and_stands_for_one() {
        assert_eq!(between(&[ANN, BOB], &[EVE]), [Relation::Same(0), Relation::New]);
    }

    #[test]
    fn the_same_entry_twice_is_told_apart_from_one_of_the_same_name() {
        assert_eq!(between(&[ANN, ANN, OTHER_ANN], &[]), [Relation::New, Relation::Repeated, Relation::New]);
        assert_eq!(between(&[ANN, ANN], &[ANN]), [Relation::Same(0), Relation::Same(0)]);
        assert_eq!(between(&[OTHER_ANN], &[ANN]), [Relation::SameName(0)]);
    }

    #[test]
    fn accounts_without_a_name_are_never_of_the_same_name() {
        let (one, two) =
            ("otpauth://totp/?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/?secret=GEZDGNBVGY3TQOJR");
        assert_eq!(between(&[one], &[two]), [Relation::New]);
    }
}
