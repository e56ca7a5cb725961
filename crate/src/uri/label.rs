//! Issuer and account out of a key URI's label and its `issuer` parameter.

use tessera_case as case;
use zeroize::Zeroizing;

use super::percent;
use super::query::Query;

/// The two names, each possibly empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) issuer: String,
    pub(super) account: String,
}

impl Names {
    /// The parameter names the issuer, else the label's prefix does. A prefix that says something else than the
    /// parameter stays in the account: nothing is lost.
    pub(super) fn read(label: &str, query: Query<'_>) -> Names {
        let parts = Label::split(label);
        let issuer = issuer_parameter(query, &parts);
        Names::join(&parts, issuer)
    }

    /// Google's export: the names are plain text, the issuer stands apart.
    pub(super) fn from_plain(name: &str, issuer: &str) -> Names {
        Names::join(&Label::of_plain(name), issuer.trim().to_owned())
    }

    fn join(parts: &Label, issuer: String) -> Names {
        if issuer.is_empty() {
            return Names { issuer: parts.prefix.clone(), account: parts.account.clone() };
        }
        let account = parts.account_of(&issuer).unwrap_or(&parts.whole).to_owned();
        Names { issuer, account }
    }
}

/// A label's readings.
struct Label {
    /// All of it, decoded.
    whole: String,
    /// What stands before the colon; empty without one.
    prefix: String,
    /// What stands behind the colon; all of it without one.
    account: String,
    has_prefix: bool,
}

impl Label {
    /// A literal colon parts the two, else the first encoded one does. A plus sign in a path is a plus sign.
    fn split(text: &str) -> Label {
        let whole = percent::decode(text).trim().to_owned();
        match text.split_once(':') {
            Some((prefix, account)) => Label {
                whole,
                prefix: percent::decode(prefix).trim().to_owned(),
                account: percent::decode(account).trim().to_owned(),
                has_prefix: true,
            },
            None => Label::of_plain(&whole),
        }
    }

    fn of_plain(text: &str) -> Label {
        let whole = text.trim().to_owned();
        let (prefix, account) = match whole.split_once(':') {
            Some((prefix, account)) => (prefix.trim().to_owned(), account.trim().to_owned()),
            None => (String::new(), whole.clone()),
        };
        Label { has_prefix: account.len() != whole.len(), whole, prefix, account }
    }

    /// The account, if the label is led by `issuer`. An issuer may hold a colon itself.
    fn account_of(&self, issuer: &str) -> Option<&str> {
        let led = self.whole.split_at_checked(issuer.len()).filter(|(before, _)| same(before, issuer));
        let behind = led.and_then(|(_, rest)| rest.trim_start().strip_prefix(':'));
        let has_prefix = self.has_prefix && (self.prefix.is_empty() || same(&self.prefix, issuer));
        behind.map(str::trim).or_else(|| has_prefix.then_some(self.account.as_str()))
    }
}

/// A plus sign in the parameter is a space (PHP, Ente and ZXing users write it so), unless the label agrees with the
/// plus sign.
fn issuer_parameter(query: Query<'_>, label: &Label) -> String {
    let Some(raw) = query.raw("issuer") else {
        return String::new();
    };
    let literal: Zeroizing<String> = percent::decode(raw);
    let issuer = literal.trim();
    if issuer.contains('+') && label.account_of(issuer).is_some() && !label.prefix.is_empty() {
        return issuer.to_owned();
    }
    percent::decode_form(raw).trim().to_owned()
}

fn same(one: &str, two: &str) -> bool {
    case::lower(one) == case::lower(two)
}

#[cfg(test)]
mod tests {
    use super::super::query::KeyUri;
    use super::*;

    fn plain(name: &str, issuer: &str) -> (String, String) {
        let names = Names::from_plain(name, issuer);
        (names.issuer, names.account)
    }

    fn pair(issuer: &str, account: &str) -> (String, String) {
        (issuer.to_owned(), account.to_owned())
    }

    #[test]
    fn the_issuer_may_hold_a_colon() {
        assert_eq!(plain("Acme: Corp: bob", "Acme: Corp"), pair("Acme: Corp", "bob"));
    }

    #[test]
    fn another_prefix_stays_in_the_account() {
        assert_eq!(plain("name: updated", "My Company"), pair("My Company", "name: updated"));
    }

    #[test]
    fn without_issuer_the_first_colon_parts_the_name() {
        assert_eq!(plain("Matrix:@edent_:matrix.org", ""), pair("Matrix", "@edent_:matrix.org"));
        assert_eq!(plain("alice", ""), pair("", "alice"));
        assert_eq!(plain(":alice", ""), pair("", "alice"));
    }

    #[test]
    fn a_plus_sign_in_the_issuer_is_a_space_unless_the_label_has_it_too() {
        for (text, issuer, account) in [
            ("otpauth://totp/A%20B:bob?issuer=A+B", "A B", "bob"),
            ("otpauth://totp/A+B:bob?issuer=A+B", "A+B", "bob"),
            ("otpauth://totp/C:bob?issuer=A+B", "A B", "C:bob"),
            ("otpauth://totp/:bob?issuer=A+B", "A B", "bob"),
            ("otpauth://totp/bob?issuer=A+B", "A B", "bob"),
        ] {
            let uri = KeyUri::split(text).unwrap();
            let names = Names::read(uri.path.unwrap_or(""), uri.query);
            assert_eq!((names.issuer, names.account), pair(issuer, account), "{text}");
        }
    }

    #[test]
    fn letters_whose_case_changes_their_length_do_not_break_the_comparison() {
        assert_eq!(plain("İ:bob", "i̇"), pair("i̇", "bob"));
        assert_eq!(plain("ẞ:bob", "ß"), pair("ß", "bob"));
        assert_eq!(plain("éé", "é"), pair("é", "éé"));
    }
}
