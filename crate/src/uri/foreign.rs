//! Texts that are no accounts, by name.
//!
//! What is recognised is data: `crate/foreign/<kind>.json` holds the patterns and, for the pages, the texts that tell
//! the person what it is and what to do next. No server is ever asked: activation codes are for one use.

use super::query::KeyUri;

/// Something that is recognised and holds no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The name of its file in `crate/foreign/`.
    pub kind: &'static str,
    /// The host, network or app it is of, where that helps; never a token or a password.
    pub detail: Option<String>,
}

impl Foreign {
    /// What no pattern knows.
    pub(super) const fn plain_text() -> Foreign {
        Foreign { kind: "plain-text", detail: None }
    }
}

/// The kind of `text`; `None` if no pattern knows it.
pub fn recognise(text: &str) -> Option<Foreign> {
    recognise_special(text).or_else(|| recognise_general(text))
}

/// The kinds that name one thing, such as Okta Verify.
pub(super) fn recognise_special(text: &str) -> Option<Foreign> {
    recognise_among(text, |kind| !kind.general)
}

/// The kinds that stand for many things, such as any web address.
pub(super) fn recognise_general(text: &str) -> Option<Foreign> {
    recognise_among(text, |kind| kind.general)
}

/// The kinds whose one text goes over several lines, such as a contact.
pub(super) fn recognise_block(text: &str) -> Option<Foreign> {
    recognise_among(text, |kind| kind.multiline)
}

fn recognise_among(text: &str, among: fn(&Kind) -> bool) -> Option<Foreign> {
    let text = text.trim();
    let uri = KeyUri::split(text);
    let kind = KINDS
        .iter()
        .filter(|kind| among(kind))
        .find(|kind| kind.rules.iter().any(|rule| rule.holds(text, uri.as_ref())))?;
    Some(Foreign { kind: kind.name, detail: kind.detail.find(text, uri.as_ref()) })
}

/// One file of `crate/foreign/`.
struct Kind {
    name: &'static str,
    general: bool,
    multiline: bool,
    detail: Detail,
    rules: &'static [Rule],
}

/// One way to know a text: everything that is given holds. `crate/build.rs` says what each field means.
struct Rule {
    schemes: &'static [&'static str],
    hosts: &'static [&'static str],
    path: &'static str,
    starts_with: &'static str,
    contains: &'static [&'static str],
    has: &'static [&'static str],
    lacks: &'static [&'static str],
    rest_only: Option<&'static str>,
    least: usize,
    most: usize,
}

impl Rule {
    fn holds(&self, text: &str, uri: Option<&KeyUri<'_>>) -> bool {
        let Some(rest) = strip_prefix(text, self.starts_with) else {
            return false;
        };
        (self.least..=self.most).contains(&text.len())
            && self.contains.iter().all(|part| text.contains(part))
            && self.rest_only.is_none_or(|set| rest.chars().all(|c| set.contains(c)))
            && (!self.needs_uri() || uri.is_some_and(|uri| self.holds_for(uri)))
    }

    fn needs_uri(&self) -> bool {
        [self.schemes, self.hosts, self.has, self.lacks].iter().any(|list| !list.is_empty())
            || !self.path.is_empty()
    }

    fn holds_for(&self, uri: &KeyUri<'_>) -> bool {
        let path = uri.path.unwrap_or("");
        (self.schemes.is_empty()
            || self.schemes.iter().any(|scheme| matches!(*scheme, "*") || uri.scheme == *scheme))
            && (self.hosts.is_empty() || self.hosts.iter().any(|pattern| is_host(uri.host, pattern)))
            && strip_prefix(path, self.path.trim_start_matches('/')).is_some()
            && self.has.iter().all(|name| uri.query.has(name))
            && !self.lacks.iter().any(|name| uri.query.has(name))
    }
}

/// Where the text says whose it is.
enum Detail {
    None,
    Scheme,
    Host,
    HostOfParameter(&'static str),
    Field(&'static str),
}

impl Detail {
    fn find(&self, text: &str, uri: Option<&KeyUri<'_>>) -> Option<String> {
        match self {
            Detail::None => None,
            Detail::Scheme => Some(uri?.scheme.clone()),
            Detail::Host => host_name(uri?.host),
            Detail::HostOfParameter(name) => host_name(KeyUri::split(&uri?.query.value(name)?)?.host),
            Detail::Field(name) => field(text, name),
        }
    }
}

/// The host without user and port; `None` for what is no host name.
fn host_name(authority: &str) -> Option<String> {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    (plain && !host.is_empty()).then_some(host)
}

fn is_host(authority: &str, pattern: &str) -> bool {
    let Some(host) = host_name(authority) else {
        return false;
    };
    match pattern.strip_prefix('*') {
        Some(below) => host.ends_with(below),
        None => host == pattern,
    }
}

/// The value of `NAME:value;` in `WIFI:T:WPA;S:guest;P:…;;`; a backslash takes the next character as it is.
fn field(text: &str, name: &str) -> Option<String> {
    let (_, mut rest) = text.split_once(':')?;
    while !rest.is_empty() {
        let (value, behind) = split_field(rest);
        if let Some(value) = value.strip_prefix(name).and_then(|value| value.strip_prefix(':')) {
            return (!value.is_empty()).then(|| value.to_owned());
        }
        rest = behind;
    }
    None
}

/// The first field without its escapes, and what stands behind its semicolon.
fn split_field(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

/// The rest of `text` behind `prefix`, compared without case.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (before, rest) = text.split_at_checked(prefix.len())?;
    before.eq_ignore_ascii_case(prefix).then_some(rest)
}

include!(concat!(env!("OUT_DIR"), "/foreign_table.rs"));

#[cfg(test)]
mod tests;
