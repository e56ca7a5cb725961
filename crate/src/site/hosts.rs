//! What a host is made of, by the public suffix list.

use core::net::IpAddr;

use publicsuffix::{List, Psl as _};

use crate::error::{Error, ErrorCode};

/// The public suffix list, unpacked. Its file is `crate/suffixes/public_suffix_list.dat`, as its maintainers publish it.
pub struct Hosts {
    list: List,
}

impl Hosts {
    /// Unpacks the list.
    ///
    /// Errors: `suffixes_damaged`, which a file that was built as it should be never is.
    pub fn new() -> Result<Hosts, Error> {
        let list = unpack(PACKED).and_then(|rules| rules.parse().ok());
        Ok(Hosts { list: list.ok_or(ErrorCode::SuffixesDamaged)? })
    }

    /// The part of a host that somebody registered: “bank.co.uk” of “login.bank.co.uk”. A host of which nobody did, such
    /// as an address or the name of a machine, is its own.
    pub fn registrable<'a>(&self, host: &'a str) -> &'a str {
        let host = host.trim_end_matches('.');
        if is_address(host) {
            return host;
        }
        let domain =
            self.list.domain(host.as_bytes()).and_then(|domain| core::str::from_utf8(domain.as_bytes()).ok());
        // The domain is the host's own end; cut there, so that the text lives as long as the host does.
        domain.map_or(host, |domain| host.get(host.len().saturating_sub(domain.len())..).unwrap_or(host))
    }

    /// The registrable domain without its public suffix: “bank” of “login.bank.co.uk”.
    pub fn name<'a>(&self, host: &'a str) -> &'a str {
        let domain = self.registrable(host);
        domain.split('.').next().unwrap_or(domain)
    }
}

/// The host as people read it: every label in its own script, if it is written in another than ASCII.
pub fn readable(host: &str) -> String {
    let label = |label: &str| {
        let decoded = label.strip_prefix("xn--").and_then(|coded| punycode::decode(coded).ok());
        decoded.unwrap_or_else(|| label.to_owned())
    };
    host.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// Whether a host is the address of a machine, which has no parts.
pub fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<IpAddr>().is_ok()
}

/// The rules as the reader of the list wants them: one a line, under the mark of a section.
fn unpack(packed: &str) -> Option<String> {
    let mut rules = String::from("// ===BEGIN ICANN DOMAINS===\n");
    let mut rule = String::new();
    let mut rest = packed;
    while let Some(same) = rest.bytes().next() {
        rule.truncate(same.checked_sub(b'A')?.into());
        let next = rest.get(1..)?;
        let end = next.find(|c: char| c.is_ascii_uppercase()).unwrap_or(next.len());
        let (own, behind) = next.split_at_checked(end)?;
        rule.push_str(own);
        for (place, label) in rule.rsplit('.').enumerate() {
            rules.push_str(if place == 0 { "" } else { "." });
            rules.push_str(label);
        }
        rules.push('\n');
        rest = behind;
    }
    Some(rules)
}

/// The rules, by the build script: in ASCII, their labels from the end, sorted. A capital letter says how many characters
/// a rule shares with the one before it, A for none; what differs follows.
const PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/suffixes.txt"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registrable_domain_is_that_of_the_public_suffix_list() {
        let hosts = Hosts::new().unwrap();
        for (host, domain) in [
            ("login.bank.co.uk", "bank.co.uk"),
            ("www.rivemont.fr", "rivemont.fr"),
            ("alice.github.io", "alice.github.io"),
            ("app.alice.github.io", "alice.github.io"),
            ("a.b.kawasaki.jp", "a.b.kawasaki.jp"),
            ("x.city.kawasaki.jp", "city.kawasaki.jp"),
            ("shop.xn--55qx5d.cn", "shop.xn--55qx5d.cn"),
            ("clients.rivemont.example", "rivemont.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("localhost", "localhost"),
            ("intranet", "intranet"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("co.uk", "co.uk"),
            ("bank.fr.", "bank.fr"),
        ] {
            assert_eq!(hosts.registrable(host), domain, "{host}");
        }
    }

    #[test]
    fn each_rule_of_the_published_list_is_there() {
        let published = include_str!("../../suffixes/public_suffix_list.dat");
        let published =
            published.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        let label = |label: &str| match label.is_ascii() {
            true => label.to_owned(),
            false => format!("xn--{}", punycode::encode(label).unwrap()),
        };
        let mut published: Vec<String> =
            published.map(|rule| rule.split('.').map(label).collect::<Vec<_>>().join(".")).collect();
        let unpacked = unpack(PACKED).unwrap();
        let mut unpacked: Vec<&str> = unpacked.lines().skip(1).collect();
        published.sort();
        unpacked.sort_unstable();
        assert_eq!(unpacked, published);
    }

    #[test]
    fn a_host_in_another_script_is_made_readable() {
        assert_eq!(readable("xn--bcher-kva.example"), "bücher.example");
        assert_eq!(readable("login.xn--pypal-4ve.com"), "login.pаypal.com");
        assert_eq!(readable("xn--\u{7f}.com"), "xn--\u{7f}.com");
        assert_eq!(readable("plain.example"), "plain.example");
    }
}
