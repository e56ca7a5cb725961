//! Which accounts the list shows, and in which order.

use super::{Query, fold};
use crate::order;
use crate::sync::RecordId;
use crate::vault::Listed;

/// The order of the list, below what is pinned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the person arranged it.
    #[default]
    Own,
    /// By issuer, then account, without regard to case and accents.
    Name,
    /// The last used first.
    Recent,
    /// The most used first.
    Frequent,
}

/// How an account was used on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// When its code was last copied, in milliseconds since 1970.
    pub last: u64,
    /// How often.
    pub count: u32,
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The accounts to show, in order: pinned ones first.
    pub ids: Vec<RecordId>,
    /// How many of these are pinned.
    pub pinned: usize,
    /// How many accounts there are in all.
    pub total: usize,
    /// Every tag, in alphabetical order.
    pub tags: Vec<String>,
}

/// The list of `accounts`, which are in the person's order.
pub fn arrange(
    accounts: &[Listed<'_>],
    query: &Query<'_>,
    tag: &str,
    sort: Sort,
    usage: &[(RecordId, Usage)],
) -> List {
    let has_tag = |listed: &Listed<'_>| tag.is_empty() || listed.groups().any(|group| group == tag);
    let is_shown = |listed: &Listed<'_>| has_tag(listed) && query.finds(|| listed.words());
    let shown = accounts.iter().enumerate().filter(|(_, listed)| is_shown(listed));
    let mut keys: Vec<Key> =
        shown.map(|(position, listed)| Key::of(listed, position, query, sort, usage)).collect();
    order::sort_by(&mut keys, Ord::cmp);
    let ids = keys.iter().filter_map(|key| accounts.get(key.position)).map(|listed| listed.id).collect();
    let pinned = keys.iter().filter(|key| !key.below).count();
    List { ids, pinned, total: accounts.len(), tags: tags(accounts, query) }
}

/// What the order is decided by, from first to last. One type for every order: each more would be as much code again.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    below: bool,
    rank: u64,
    name: String,
    position: usize,
}

impl Key {
    fn of(
        listed: &Listed<'_>,
        position: usize,
        query: &Query<'_>,
        sort: Sort,
        usage: &[(RecordId, Usage)],
    ) -> Key {
        let used =
            || usage.iter().find(|(id, _)| *id == listed.id).map(|(_, usage)| *usage).unwrap_or_default();
        let (rank, name) = match sort {
            Sort::Own => (0, String::new()),
            Sort::Name => (0, name_key(listed, query)),
            Sort::Recent => (u64::MAX.saturating_sub(used().last), String::new()),
            Sort::Frequent => (u64::MAX.saturating_sub(used().count.into()), String::new()),
        };
        Key { below: !listed.is_favorite(), rank, name, position }
    }
}

/// Issuer, then account; a control character between them sorts before every letter.
fn name_key(listed: &Listed<'_>, query: &Query<'_>) -> String {
    let (first, account) = listed.names();
    fold(&[&first, "\u{1}", &account].concat(), query.decompose)
}

fn tags(accounts: &[Listed<'_>], query: &Query<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in accounts.iter().flat_map(Listed::groups) {
        if !tags.iter().any(|known| *known == tag) {
            tags.push(tag.into_owned());
        }
    }
    let key = |(position, tag): (usize, &String)| Key {
        below: false,
        rank: 0,
        name: fold(tag, query.decompose),
        position,
    };
    let mut keys: Vec<Key> = tags.iter().enumerate().map(key).collect();
    order::sort_by(&mut keys, Ord::cmp);
    keys.iter().filter_map(|key| tags.get(key.position)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::otp::{Otp, Scheme};
    use crate::time::UnixTime;
    use crate::vault::Vault;

    const NOW: UnixTime = UnixTime::from_seconds(1_700_000_000);

    fn plain(text: &str) -> String {
        text.replace('é', "e\u{301}").replace('É', "E\u{301}")
    }

    fn vault() -> Vault {
        let mut vault = Vault::create(NOW).unwrap();
        for (issuer, tag, pinned) in
            [("Zébra", "perso", false), ("alpha", "travail", false), ("Étoile", "perso", true)]
        {
            let otp = Otp { key: "JBSWY3DPEHPK3PXP".parse().unwrap(), scheme: Scheme::standard() };
            let mut account = Account::new(otp, issuer, "");
            account.groups = vec![tag.to_owned()];
            account.favorite = pinned;
            vault.add(&account, NOW).unwrap();
        }
        vault
    }

    fn names(vault: &Vault, text: &str, tag: &str, sort: Sort, used: &[(usize, u64, u32)]) -> Vec<String> {
        let kept = vault.accounts();
        let usage = used.iter().map(|(at, last, count)| (kept[*at].id, Usage { last: *last, count: *count }));
        let usage: Vec<(RecordId, Usage)> = usage.collect();
        let list = arrange(&vault.listed(), &Query::new(text, &plain), tag, sort, &usage);
        list.ids.iter().map(|id| vault.account(*id).unwrap().account.issuer).collect()
    }

    #[test]
    fn pinned_accounts_come_first_in_every_order() {
        let vault = vault();
        assert_eq!(names(&vault, "", "", Sort::Own, &[]), ["Étoile", "Zébra", "alpha"]);
        assert_eq!(names(&vault, "", "", Sort::Name, &[]), ["Étoile", "alpha", "Zébra"]);
        assert_eq!(names(&vault, "", "", Sort::Recent, &[(1, 5, 1)]), ["Étoile", "alpha", "Zébra"]);
        assert_eq!(
            names(&vault, "", "", Sort::Frequent, &[(0, 5, 2), (1, 6, 1)]),
            ["Étoile", "Zébra", "alpha"]
        );
    }

    #[test]
    fn a_tag_and_a_search_narrow_the_list() {
        let vault = vault();
        assert_eq!(names(&vault, "", "perso", Sort::Own, &[]), ["Étoile", "Zébra"]);
        assert_eq!(names(&vault, "etoile", "", Sort::Own, &[]), ["Étoile"]);
        assert_eq!(names(&vault, "travail", "", Sort::Own, &[]), ["alpha"]);
    }
}
