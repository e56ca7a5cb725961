//! Everything about one account but its key and its recovery codes.

use tessera_case as case;

use crate::account::Account;
use crate::otp::{Algorithm, Scheme};
use crate::vault::Kept;

/// What the screen of one account shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Who asks for the code.
    pub issuer: String,
    /// Whose code it is.
    pub account: String,
    /// The registrable domain it is for.
    pub site: String,
    /// Free text.
    pub note: String,
    /// Its tags, in the person's order.
    pub tags: Vec<String>,
    /// The name of the chosen icon.
    pub icon: String,
    /// Kept at the top of the list.
    pub pinned: bool,
    /// `totp`, `hotp`, `steam`, `battle`, `yandex` or `motp`.
    pub kind: &'static str,
    /// The hash, if the type leaves a choice.
    pub algorithm: Option<Algorithm>,
    /// How many characters its codes have, if the type leaves a choice.
    pub digits: Option<u8>,
    /// Seconds that a code holds, for time-based types that leave a choice.
    pub period: Option<u32>,
    /// The next counter.
    pub counter: Option<u64>,
    /// When it was added, in milliseconds since 1970.
    pub created: u64,
    /// How many recovery codes it has.
    pub recovery_codes: usize,
    /// How many of these are not used yet.
    pub recovery_codes_left: usize,
}

impl Details {
    /// The details of a kept account.
    pub fn new(kept: &Kept) -> Details {
        let account = &kept.account;
        let (algorithm, digits, period) = settings(&account.otp.scheme);
        Details {
            issuer: account.issuer.clone(),
            account: account.account.clone(),
            site: account.site.clone(),
            note: account.note.clone(),
            tags: account.groups.clone(),
            icon: account.icon.clone(),
            pinned: account.favorite,
            kind: kind(&account.otp.scheme),
            algorithm,
            digits,
            period,
            counter: account.otp.scheme.counter(),
            created: kept.created.milliseconds(),
            recovery_codes: account.recovery_codes.len(),
            recovery_codes_left: account.recovery_codes.iter().filter(|code| !code.used).count(),
        }
    }
}

/// What a person may change on the screen of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// Who asks for the code.
    pub issuer: &'a str,
    /// Whose code it is.
    pub account: &'a str,
    /// The site, as typed: an address is cut down to its host.
    pub site: &'a str,
    /// Free text.
    pub note: &'a str,
    /// Tags, as typed: by commas.
    pub tags: &'a str,
    /// The name of an icon, or empty.
    pub icon: &'a str,
}

impl Texts<'_> {
    /// Puts the texts into `account`.
    pub fn put_into(&self, account: &mut Account) {
        account.issuer = self.issuer.trim().to_owned();
        account.account = self.account.trim().to_owned();
        account.site = host(self.site);
        account.note = self.note.trim().to_owned();
        account.groups = tags(self.tags);
        account.icon = self.icon.trim().to_owned();
    }
}

/// The host of an address, in lower case: what is left of `https://www.example.com/login` is `www.example.com`.
fn host(text: &str) -> String {
    let text = text.trim();
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    case::lower(host.split(':').next().unwrap_or_default())
}

/// Tags by commas, each once whatever its case.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|other| case::same(other, tag)) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

const fn kind(scheme: &Scheme) -> &'static str {
    match scheme {
        Scheme::Totp { .. } => "totp",
        Scheme::Hotp { .. } => "hotp",
        Scheme::Steam => "steam",
        Scheme::BattleNet => "battle",
        Scheme::Yandex { .. } => "yandex",
        Scheme::Motp { .. } => "motp",
    }
}

const fn settings(scheme: &Scheme) -> (Option<Algorithm>, Option<u8>, Option<u32>) {
    match scheme {
        Scheme::Totp { algorithm, digits, period } => {
            (Some(*algorithm), Some(digits.count()), Some(period.seconds()))
        }
        Scheme::Hotp { algorithm, digits, .. } => (Some(*algorithm), Some(digits.count()), None),
        _ => (None, None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_down_to_its_host() {
        for (typed, kept) in [
            ("https://www.Example.com/login?a=b", "www.example.com"),
            (" example.com ", "example.com"),
            ("http://user@example.com:8080/", "example.com"),
            ("", ""),
        ] {
            assert_eq!(host(typed), kept, "{typed}");
        }
    }

    #[test]
    fn a_tag_is_kept_once() {
        assert_eq!(tags(" Travail, perso,,travail , Banque"), ["Travail", "perso", "Banque"]);
    }
}
