//! Which sites a code is for, and whether a page belongs to one of them.
//!
//! Whether a host that does not belong only looks as if it did is a question for [`judge`], which carries the public
//! suffix list and the table of confusable characters; the list of codes does not need them.

#[cfg(feature = "site")]
pub mod hosts;
#[cfg(feature = "site")]
pub mod judge;
#[cfg(feature = "site")]
mod looks;
#[cfg(feature = "site")]
mod trick;

/// The sites of an account one by one: registrable domains, in the field apart by spaces or commas.
pub fn listed(sites: &str) -> impl Iterator<Item = &str> {
    sites.split(|c: char| c.is_whitespace() || c == ',').filter(|site| !site.is_empty())
}

/// Whether `host` is one of `sites` or lies below one. Both are as browsers write hosts: lower case, without port.
pub fn covers(sites: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.');
    listed(sites)
        .any(|site| host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// `sites` with one more, if it is not covered already.
pub fn with(sites: &str, site: &str) -> String {
    if site.is_empty() || covers(sites, site) {
        return sites.to_owned();
    }
    listed(sites).chain([site]).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_below_the_site_belongs_to_it() {
        for host in ["rivemont.example", "www.rivemont.example", "a.b.rivemont.example", "rivemont.example."]
        {
            assert!(covers("rivemont.example", host), "{host}");
        }
        for host in ["rivemont.example.evil.test", "notrivemont.example", "example", "", "rivemont.exampl"] {
            assert!(!covers("rivemont.example", host), "{host}");
        }
    }

    #[test]
    fn an_account_may_have_several_sites_or_none() {
        assert!(covers("a.example, b.example", "login.b.example"));
        assert!(!covers("", "a.example"));
        assert!(!covers("", ""));
    }

    #[test]
    fn a_site_is_added_once() {
        assert_eq!(with("", "a.example"), "a.example");
        assert_eq!(with("a.example", "b.example"), "a.example b.example");
        assert_eq!(with("a.example", "www.a.example"), "a.example");
        assert_eq!(with("a.example", ""), "a.example");
    }
}
