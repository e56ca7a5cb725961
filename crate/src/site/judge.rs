//! A page's host against the sites of an account: the same, another, or one that only looks the same.

use super::hosts::Hosts;
use super::looks::Looks;
use super::trick::{self, Trick};
use super::{covers, listed};

/// How a host stands to the sites of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is one of them, or the account has no site yet.
    Same,
    /// It is another site and looks it.
    Different {
        /// The account's first site.
        site: String,
    },
    /// It is another site that may be taken for the account's.
    Lookalike {
        /// The site it may be taken for.
        site: String,
        /// What makes it look alike.
        trick: Trick,
    },
}

/// Whether codes for `sites` belong on `host`. `plain` gives a text in small letters, decomposed (NFKD) and without marks.
pub fn judge(hosts: &Hosts, plain: &dyn Fn(&str) -> String, sites: &str, host: &str) -> Verdict {
    let host = host.trim_end_matches('.');
    let Some(first) = listed(sites).next() else { return Verdict::Same };
    if covers(sites, host) {
        return Verdict::Same;
    }
    let looks = Looks::new(plain);
    let alike = listed(sites).find_map(|site| Some((site, trick::between(hosts, &looks, site, host)?)));
    match alike {
        Some((site, trick)) => Verdict::Lookalike { site: site.to_owned(), trick },
        None => Verdict::Different { site: first.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::looks::tests::plain;

    #[test]
    fn an_account_without_site_belongs_everywhere() {
        let hosts = Hosts::new().unwrap();
        assert_eq!(judge(&hosts, &plain, "", "a.example"), Verdict::Same);
        assert_eq!(judge(&hosts, &plain, "a.example", "www.a.example"), Verdict::Same);
    }

    #[test]
    fn the_site_that_is_imitated_is_the_one_named() {
        let verdict =
            judge(&Hosts::new().unwrap(), &plain, "ormeval.example rivemont.example", "rivemont.test");
        let Verdict::Lookalike { site, trick } = verdict else { panic!("{verdict:?}") };
        assert_eq!((site.as_str(), trick), ("rivemont.example", Trick::Suffix));
    }
}
