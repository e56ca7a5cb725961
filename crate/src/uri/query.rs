//! The parts of a key URI and its parameters.

use zeroize::Zeroizing;

use super::percent;

/// A URI cut into its parts without a generic URL type: raw `#`, spaces, letters of every script and upper-case hosts
/// occur in real codes, and a URL type would cut, change or refuse them.
pub(super) struct KeyUri<'a> {
    /// What stands before `:`, in lower case.
    pub(super) scheme: String,
    /// All between `//` and the query, as written.
    pub(super) body: &'a str,
    /// What stands between `//` and the next `/`, or all of it up to the query, as written.
    pub(super) host: &'a str,
    /// What stands behind the host, without the slash, as written; `None` without a slash.
    pub(super) path: Option<&'a str>,
    /// What stands behind the first `?`.
    pub(super) query: Query<'a>,
}

impl<'a> KeyUri<'a> {
    /// `None` if there is no scheme (RFC 3986 section 3.1) at the start.
    pub(super) fn split(text: &'a str) -> Option<KeyUri<'a>> {
        let (scheme, rest) = text.trim().split_once(':')?;
        if !is_scheme(scheme) {
            return None;
        }
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (body, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = match body.split_once('/') {
            Some((host, path)) => (host, Some(path)),
            None => (body, None),
        };
        Some(KeyUri { scheme: scheme.to_ascii_lowercase(), body, host, path, query: Query(query) })
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The parameters behind `?`, as written. Names are compared without case; the first of a name wins.
#[derive(Clone, Copy)]
pub(super) struct Query<'a>(&'a str);

impl<'a> Query<'a> {
    /// The value as written, even if empty. `&amp;` of a link copied from a page's source counts as `&`.
    pub(super) fn raw(self, name: &str) -> Option<&'a str> {
        self.0.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = percent::decode(key.strip_prefix("amp;").unwrap_or(key));
            key.trim().eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The decoded value, trimmed; `None` if it is absent, empty or the word `null`, which an Ente version wrote for
    /// what it did not know. (`NULL` is a key of four letters.)
    pub(super) fn value(self, name: &str) -> Option<Zeroizing<String>> {
        let value = percent::decode_form(self.raw(name)?);
        let trimmed = value.trim();
        if trimmed.is_empty() || trimmed == "null" {
            return None;
        }
        Some(Zeroizing::new(trimmed.to_owned()))
    }

    /// Whether the name occurs, with a value or without.
    pub(super) fn has(self, name: &str) -> bool {
        self.raw(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_name_wins_in_any_case() {
        let uri = KeyUri::split("OTPAUTH://TOTP/x?A=1&a=2&amp;b=3&c").unwrap();
        assert_eq!((uri.scheme.as_str(), uri.host, uri.path), ("otpauth", "TOTP", Some("x")));
        assert_eq!(uri.query.raw("a"), Some("1"));
        assert_eq!(uri.query.raw("b"), Some("3"));
        assert_eq!(uri.query.raw("c"), Some(""));
        assert_eq!(uri.query.raw("d"), None);
    }

    #[test]
    fn a_text_without_scheme_is_no_uri() {
        for text in ["definitely not valid", "", ":", "1a:b", "é:b", "a b:c"] {
            assert!(KeyUri::split(text).is_none(), "{text}");
        }
    }
}
