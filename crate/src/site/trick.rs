//! How a host imitates a site. What is sought here is what phishing does: the same name in characters that look the
//! same, under another ending, with words added, or with one letter wrong.

use super::hosts::{Hosts, is_address, readable};
use super::looks::Looks;

/// What makes a host look like a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trick {
    /// Other characters that look the same: “pаypal” with a Cyrillic а, “paypa1”, “rnicrosoft”.
    Characters,
    /// The same name under another ending: “.co” for “.com”.
    Suffix,
    /// The name among other words or labels: “bank.example.login.test”, “secure-bank.test”.
    Added,
    /// The name with a letter missing, doubled, swapped or wrong.
    Spelling,
}

impl Trick {
    /// The name that crosses the boundary and ends the message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Trick::Characters => "characters",
            Trick::Suffix => "suffix",
            Trick::Added => "added",
            Trick::Spelling => "spelling",
        }
    }
}

/// The trick by which `host`, which does not belong to `site`, may be taken for it.
pub(super) fn between(hosts: &Hosts, looks: &Looks<'_>, site: &str, host: &str) -> Option<Trick> {
    if is_address(site) || is_address(host) {
        return None;
    }
    let (ours, theirs) = (readable(hosts.name(site)), readable(hosts.name(host)));
    if ours == theirs {
        return Some(if hosts.registrable(site) == hosts.registrable(host) {
            Trick::Added
        } else {
            Trick::Suffix
        });
    }
    let (seen, shown) = (looks.of(&ours), looks.of(&theirs));
    if seen == shown || labels(host).any(|label| label != ours && looks.of(&label) == seen) {
        return Some(Trick::Characters);
    }
    if holds_site(host, site) || holds_name(host, looks, &ours, &seen) {
        return Some(Trick::Added);
    }
    is_misspelt(&ours, &theirs).then_some(Trick::Spelling)
}

fn labels(host: &str) -> impl Iterator<Item = String> {
    host.split('.').map(readable)
}

/// Whether the whole site stands somewhere in the host, with its dots or with hyphens in their place.
fn holds_site(host: &str, site: &str) -> bool {
    let words = |text: &str| format!(".{}.", text.replace('-', "."));
    words(host).contains(&words(site))
}

/// Whether a label of the host is the name, or holds it; short names occur by chance and must stand alone.
fn holds_name(host: &str, looks: &Looks<'_>, name: &str, seen: &str) -> bool {
    let length = name.chars().count();
    let mut words = labels(host)
        .flat_map(|label| label.split('-').map(|word| (word.to_owned(), looks.of(word))).collect::<Vec<_>>());
    words.any(|(word, shown)| {
        (length >= STANDS_ALONE && shown == seen) || (length >= STANDS_INSIDE && word.contains(name))
    })
}

fn is_misspelt(ours: &str, theirs: &str) -> bool {
    let length = ours.chars().count();
    let allowed = if length >= LONG { 2 } else { usize::from(length >= STANDS_INSIDE) };
    allowed > 0 && strsim::osa_distance(ours, theirs) <= allowed
}

/// Characters from which on a name counts where it is one word of a host.
const STANDS_ALONE: usize = 4;
/// Characters from which on a name counts where it is a part of a word, and one wrong letter matters.
const STANDS_INSIDE: usize = 5;
/// Characters from which on two wrong letters still look alike.
const LONG: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::looks::tests::plain;

    /// Site, host, and what is expected of them: the hosts are what phishing reports are full of, with our own names.
    #[test]
    fn imitations_are_seen_for_what_they_are() {
        let (hosts, looks) = (Hosts::new().unwrap(), Looks::new(&plain));
        for (site, host, trick) in [
            ("paypal.com", "xn--pypal-4ve.com", Trick::Characters),
            ("paypal.com", "paypa1.com", Trick::Characters),
            ("microsoft.com", "rnicrosoft.com", Trick::Characters),
            ("rivemont.fr", "xn--rivemnt-p0a.fr", Trick::Characters),
            ("google.com", "g00gle.com", Trick::Characters),
            ("rivemont.fr", "xn--rvemont-7ya.evil.example", Trick::Characters),
            ("rivemont.fr", "rivemont.com", Trick::Suffix),
            ("rivemont.co.uk", "rivemont.uk", Trick::Suffix),
            ("rivemont.fr", "rivemont.fr.evil.example", Trick::Added),
            ("rivemont.fr", "rivemont-fr.evil.example", Trick::Added),
            ("rivemont.fr", "rivemont.evil.example", Trick::Added),
            ("rivemont.fr", "secure-rivemont.com", Trick::Added),
            ("rivemont.fr", "monrivemont.fr", Trick::Added),
            ("rivemont.fr", "connexion.rivemont-espace.test", Trick::Added),
            ("rivemont.fr", "rivmont.fr", Trick::Spelling),
            ("rivemont.fr", "rivemomt.fr", Trick::Spelling),
            ("rivemont.fr", "rviemont.fr", Trick::Spelling),
            ("accesssecurium.ch", "acesssecuriun.ch", Trick::Spelling),
        ] {
            assert_eq!(between(&hosts, &looks, site, host), Some(trick), "{site} {host}");
        }
    }

    #[test]
    fn other_sites_are_not_imitations() {
        let (hosts, looks) = (Hosts::new().unwrap(), Looks::new(&plain));
        for (site, host) in [
            ("rivemont.fr", "ormeval.fr"),
            ("amen.fr", "amende.gouv.fr"),
            ("okta.com", "opta.com"),
            ("rivemont.fr", "mail.example"),
            ("x.com", "ex.com"),
            ("x.com", "x-ray.example"),
            ("127.0.0.1", "127.0.0.2"),
            ("github.com", "gitlab.com"),
            ("localhost", "127.0.0.1"),
        ] {
            assert_eq!(between(&hosts, &looks, site, host), None, "{site} {host}");
        }
    }
}
