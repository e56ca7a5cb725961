//! Rows ready to show: what the popup draws without knowing any rule about codes.

pub mod details;
pub mod list;

use tessera_case as case;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Code, Digits, Otp, Period, Scheme};
use crate::time::UnixTime;

/// A code as it is shown: in groups, with its life and, when there is one, its successor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeView {
    /// The characters to copy; empty for a counter code that was not asked for yet.
    pub code: String,
    /// The same characters in groups that the eye can hold.
    pub groups: Vec<String>,
    /// The code after this one, in groups; empty for counter codes.
    pub next_groups: Vec<String>,
    /// When this code began, in milliseconds since 1970; `None` for counter codes.
    pub starts_at: Option<u64>,
    /// When the next code begins, in milliseconds since 1970.
    pub ends_at: Option<u64>,
    /// From when on the next code is worth showing, in milliseconds since 1970.
    pub next_from: Option<u64>,
    /// Why there is no code.
    pub failure: Option<ErrorCode>,
}

impl CodeView {
    /// What `otp` shows at `now`. A counter code is hidden until it is asked for, because showing it uses it up.
    pub fn new(otp: &Otp, now: UnixTime) -> CodeView {
        CodeView::computed(otp, now)
            .unwrap_or_else(|error| CodeView { failure: Some(error.code), ..CodeView::default() })
    }

    fn computed(otp: &Otp, now: UnixTime) -> Result<CodeView, Error> {
        let Some(window) = otp.window_at(now) else {
            return Ok(CodeView::hidden(&otp.code_at(now)?));
        };
        let code = otp.code_at(now)?;
        let ends_at = window.ends.milliseconds();
        let life = ends_at.saturating_sub(window.starts.milliseconds());
        let ahead = NEXT_SHOWN_FOR.min(life.div_euclid(2));
        Ok(CodeView {
            groups: groups(&code),
            code: code.to_string(),
            next_groups: groups(&otp.next_code_at(now)?),
            starts_at: Some(window.starts.milliseconds()),
            ends_at: Some(ends_at),
            next_from: Some(ends_at.saturating_sub(ahead)),
            failure: None,
        })
    }

    /// The code of a counter, shown because the form asks what it would be; nothing is used up by that.
    pub fn of_counter(otp: &Otp, now: UnixTime) -> CodeView {
        match otp.code_at(now) {
            Ok(code) => CodeView { groups: groups(&code), code: code.to_string(), ..CodeView::default() },
            Err(error) => CodeView { failure: Some(error.code), ..CodeView::default() },
        }
    }

    fn hidden(code: &Code) -> CodeView {
        let dots = groups(code).iter().map(|group| "•".repeat(group.chars().count())).collect();
        CodeView { groups: dots, ..CodeView::default() }
    }
}

/// One account as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The record's id.
    pub id: String,
    /// Who asks for the code.
    pub issuer: String,
    /// Whose code it is.
    pub account: String,
    /// One letter that stands for the issuer.
    pub monogram: String,
    /// Which of the [`HUES`] colours its tile has; the same for the same issuer on every device.
    pub hue: u8,
    /// The code.
    pub code: CodeView,
    /// Counter based: shown only when asked for.
    pub counter: bool,
    /// The registrable domain it is for; empty if unknown.
    pub site: String,
    /// The name of the chosen icon; empty for the one that goes with the issuer.
    pub icon: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Kept at the top of the list.
    pub pinned: bool,
}

impl Row {
    /// The row of `account` at `now`.
    pub fn new(id: String, account: &Account, now: UnixTime) -> Row {
        let name = if account.issuer.trim().is_empty() { &account.account } else { &account.issuer };
        Row {
            id,
            monogram: monogram(name),
            hue: hue(name),
            code: CodeView::new(&account.otp, now),
            counter: matches!(account.otp.scheme, Scheme::Hotp { .. }),
            issuer: account.issuer.clone(),
            account: account.account.clone(),
            site: account.site.clone(),
            icon: account.icon.clone(),
            tags: account.groups.clone(),
            pinned: account.favorite,
        }
    }
}

/// Words to look for, compared without case and accents.
pub struct Query<'a> {
    words: Vec<String>,
    decompose: &'a dyn Fn(&str) -> String,
}

impl<'a> Query<'a> {
    /// Every word of `text` must occur. `decompose` gives the text's compatibility decomposition (NFKD), which every
    /// browser has built in and the core therefore does not carry.
    pub fn new(text: &str, decompose: &'a dyn Fn(&str) -> String) -> Query<'a> {
        let folded = fold(text, decompose);
        Query { words: folded.split_whitespace().map(str::to_owned).collect(), decompose }
    }

    /// Whether a text holds every word; without words it is not asked for.
    pub fn finds(&self, text: impl FnOnce() -> String) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = fold(&text(), self.decompose);
        self.words.iter().all(|word| text.contains(word))
    }
}

/// Lower case without accents.
fn fold(text: &str, decompose: &dyn Fn(&str) -> String) -> String {
    // A sigma at the end of a word is a sigma.
    case::lower(&decompose(text))
        .chars()
        .filter(|c| !is_accent(*c))
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .collect()
}

/// The combining diacritical marks of Latin, Greek and Cyrillic.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}')
}

/// The settings that set an account apart from the usual one, such as “HOTP · SHA256 · 8”; empty for the usual one.
pub fn unusual_settings(scheme: &Scheme) -> String {
    let mut words: Vec<String> = Vec::new();
    match scheme {
        Scheme::Totp { .. } => {}
        Scheme::Hotp { .. } => words.push("HOTP".to_owned()),
        Scheme::Steam => words.push("Steam".to_owned()),
        Scheme::BattleNet => words.push("Battle.net".to_owned()),
        Scheme::Yandex { .. } => words.push("Yandex".to_owned()),
        Scheme::Motp { .. } => words.push("mOTP".to_owned()),
    }
    if let Scheme::Totp { algorithm, digits, .. } | Scheme::Hotp { algorithm, digits, .. } = scheme {
        words.extend((*algorithm != Algorithm::Sha1).then(|| algorithm.to_string()));
        words.extend((*digits != Digits::SIX).then(|| digits.to_string()));
    }
    if let Scheme::Totp { period, .. } = scheme {
        words.extend((*period != Period::THIRTY).then(|| format!("{period} s")));
    }
    words.join(" · ")
}

/// The characters of a code in groups of three to five.
pub fn groups(code: &Code) -> Vec<String> {
    let characters: Vec<char> = code.as_str().chars().collect();
    let sizes: &[usize] = match characters.len() {
        6 => &[3, 3],
        7 => &[3, 4],
        8 => &[4, 4],
        9 => &[3, 3, 3],
        10 => &[3, 3, 4],
        _ => return vec![code.to_string()],
    };
    let mut rest = characters.into_iter();
    sizes.iter().map(|size| rest.by_ref().take(*size).collect()).collect()
}

fn monogram(name: &str) -> String {
    let letter = name.chars().find(|c| c.is_alphanumeric());
    letter.map_or_else(|| "#".to_owned(), |c| case::upper(c.encode_utf8(&mut [0; 4])))
}

/// FNV-1a of the name in lower case: stable on every device and in every version.
fn hue(name: &str) -> u8 {
    let hash = case::lower(name.trim())
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_be_bytes()[2] & (HUES - 1)
}

/// The number of tile colours the style sheet has: a power of two.
pub const HUES: u8 = 8;
/// The next code is shown for the last ten seconds, in milliseconds.
const NEXT_SHOWN_FOR: u64 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::Key;

    fn plain(text: &str) -> String {
        text.replace('é', "e\u{301}").replace('É', "E\u{301}")
    }

    fn account(issuer: &str, name: &str) -> Account {
        let otp = Otp { key: "JBSWY3DPEHPK3PXP".parse::<Key>().unwrap(), scheme: Scheme::standard() };
        Account::new(otp, issuer, name)
    }

    fn row(issuer: &str, name: &str) -> Row {
        Row::new("1".into(), &account(issuer, name), UnixTime::from_seconds(59))
    }

    #[test]
    fn a_code_knows_its_life_and_its_successor() {
        let at_59 = row("GitHub", "alice").code;
        let at_60 = CodeView::new(&account("", "").otp, UnixTime::from_seconds(60));
        assert_eq!((at_59.starts_at, at_59.ends_at), (Some(30_000), Some(60_000)));
        assert_eq!(at_59.next_from, Some(50_000));
        assert_eq!(at_59.next_groups, at_60.groups);
        assert_eq!(at_59.groups.concat(), at_59.code);
    }

    #[test]
    fn the_next_code_of_a_short_period_shows_for_half_of_it() {
        let mut otp = account("", "").otp;
        otp.scheme =
            Scheme::Totp { algorithm: Algorithm::Sha1, digits: Digits::SIX, period: Period::new(4).unwrap() };
        let view = CodeView::new(&otp, UnixTime::from_seconds(0));
        assert_eq!(view.next_from, Some(2_000));
    }

    #[test]
    fn a_counter_code_is_hidden_until_asked_for() {
        let mut otp = account("", "").otp;
        otp.scheme = Scheme::Hotp { algorithm: Algorithm::Sha1, digits: Digits::SIX, counter: 7 };
        let view = CodeView::new(&otp, UnixTime::from_seconds(0));
        assert_eq!(view.code, "");
        assert_eq!(view.groups, ["•••", "•••"]);
        assert_eq!(view.ends_at, None);
    }

    #[test]
    fn only_what_is_unusual_is_named() {
        let eight = Digits::EIGHT;
        let hotp = Scheme::Hotp { algorithm: Algorithm::Sha256, digits: eight, counter: 9 };
        let minute = Period::new(60).unwrap();
        let slow = Scheme::Totp { algorithm: Algorithm::Sha1, digits: Digits::SIX, period: minute };
        assert_eq!(unusual_settings(&Scheme::standard()), "");
        assert_eq!(unusual_settings(&hotp), "HOTP · SHA256 · 8");
        assert_eq!(unusual_settings(&slow), "60 s");
    }

    #[test]
    fn a_missing_pin_is_said_instead_of_a_code() {
        let mut otp = account("", "").otp;
        otp.scheme = Scheme::Motp { pin: None };
        let view = CodeView::new(&otp, UnixTime::from_seconds(0));
        assert_eq!(view.failure, Some(ErrorCode::OtpPinMissing));
        assert_eq!(view.code, "");
    }

    #[test]
    fn a_search_ignores_case_and_accents_and_wants_every_word() {
        let words = || "Société Générale Alice@example.com".to_owned();
        let found = |text: &str| Query::new(text, &plain).finds(words);
        for text in ["societe", "GÉNÉRALE", "alice gen", "", "  "] {
            assert!(found(text), "{text}");
        }
        for text in ["alice bob", "credit"] {
            assert!(!found(text), "{text}");
        }
    }

    #[test]
    fn a_row_without_issuer_takes_its_letter_from_the_account() {
        assert_eq!(row("", "émile").monogram, "É");
        assert_eq!(row("", "").monogram, "#");
        assert_eq!(row("« 7zip »", "").monogram, "7");
    }

    #[test]
    fn the_same_issuer_has_the_same_colour() {
        assert_eq!(row("GitHub", "a").hue, row(" github", "b").hue);
    }
}
