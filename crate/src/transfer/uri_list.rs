//! Key URIs, one per line: the export that nearly every app has, with what some apps add to it.

use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Scheme;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report};
use crate::transfer::{Format, ente, limits, winauth};
use crate::uri::migration::Batches;
use crate::uri::{self, Reading, SteamForm};

pub(super) const FORMATS: &[&Format] = &[&URI_LIST];

static URI_LIST: Format = Format {
    name: "uri-list",
    app: "",
    marks: &[Mark::Text(Reader {
        fits: is_list,
        read: |text, _| read_as(&URI_LIST, text),
        sample: sample(
            b"# comment\r\notpauth://totp/I:a?secret=MFRGGZDF\r\nsteam://MFRGGZDF\n\
            otpauth://steam/Steam:a?secret=MFRGGZDF\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Whether any line begins as a key URI or as a Google export.
pub(super) fn is_list(text: &str) -> bool {
    let schemes = ["otpauth:", "apple-otpauth:", "otpauth-migration:", "motp:", "steam:"];
    lines(text).any(|line| schemes.iter().any(|scheme| starts_with(line, scheme)))
}

/// Whether there are lines, and each is a Google export's.
pub(super) fn is_migration(text: &str) -> bool {
    is_list(text) && lines(text).all(|line| starts_with(line, "otpauth-migration:"))
}

/// A list that is a file of `format`, or came out of one.
///
/// Errors: the line's own error if the only line is wrong as a whole, `transfer_empty`.
pub(super) fn read_as(format: &'static Format, text: &str) -> Result<Report, Error> {
    limits::check_entries(lines(text).count())?;
    let mut report = Report::new(format);
    let mut batches = Batches::default();
    let mut broken = None;
    for line in lines(text) {
        if starts_with(line, "otpauth-migration:") {
            match uri::migration::parse(line) {
                Ok(part) => drop(batches.add(part)),
                Err(error) => broken = Some(note_broken(&mut report, broken, error)),
            }
            continue;
        }
        let (name, entry) = read_line(line);
        report.enter(name, entry);
    }
    enter_batches(&mut report, &batches);
    // A file that is one broken code of an export is refused for that code's reason.
    match broken {
        Some(error) if report.accounts.is_empty() && report.skipped.len() == 1 => Err(error),
        _ => report.finish(),
    }
}

fn note_broken(report: &mut Report, first: Option<Error>, error: Error) -> Error {
    report.skip("Google Authenticator", error);
    first.unwrap_or(error)
}

fn enter_batches(report: &mut Report, batches: &Batches) {
    for part in batches.parts() {
        report.accounts.extend(part.accounts.iter().cloned());
        for skipped in &part.skipped {
            report.skip(skipped.name.clone(), skipped.error);
        }
    }
    for progress in batches.progress().iter().filter(|progress| progress.scanned < progress.count) {
        report.notes.push(Note::PartsGiven { given: progress.scanned, of: progress.count });
    }
    if !batches.is_empty() {
        report.notes.push(Note::PeriodUnstated);
    }
}

/// One line: its name for the report, and what it holds.
fn read_line(line: &str) -> (String, Result<Account, Error>) {
    let line = winauth::plain_uri(line);
    let entry = match uri::read(&line) {
        Reading::Account(account) => {
            let mut account = *account;
            ente::read_display(&line, &mut account).map(|()| account)
        }
        Reading::Invalid(error) => match odd_hex(&line) {
            Some(repaired) => uri::parse(&repaired),
            None => Err(error),
        },
        Reading::Part(_) | Reading::Foreign(_) => Err(ErrorCode::TransferEntryMalformed.into()),
    };
    (label_of(&line), entry)
}

/// The Authenticator extension writes hexadecimal keys as they are; of an odd number of digits, it drops a final zero
/// or appends one.
fn odd_hex(uri: &str) -> Option<String> {
    let (head, tail) = uri.split_once("secret=")?;
    let (secret, rest) = tail.split_at(tail.find('&').unwrap_or(tail.len()));
    let is_hex = secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hex || secret.len() < 16 || secret.len().is_multiple_of(2) {
        return None;
    }
    let even = secret.strip_suffix('0').map_or_else(|| format!("{secret}0"), str::to_owned);
    Some(format!("{head}secret={even}{rest}"))
}

/// The label of a line that cannot be read, without anything of its query.
fn label_of(line: &str) -> String {
    if let Ok(account) = uri::parse(line) {
        return crate::transfer::report::entry_name(&account.issuer, &account.account);
    }
    let path = line.split_once("://").map_or("", |(_, rest)| rest);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let label = path.split_once('/').map_or("", |(_, label)| label);
    let decoded = ente::percent_decode(label);
    String::from_utf8_lossy(&decoded).trim().to_owned()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_start_matches('\u{feff}').trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// What a key URI cannot say so that everyone reads the same.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    text_of(account).err()
}

/// The account as a line of a list.
///
/// Errors: as [`checked_uri`].
pub(super) fn text_of(account: &Account) -> Result<Zeroizing<String>, Error> {
    checked_uri(account, SteamForm::Host)
}

/// The account as a key URI that was read again and makes the same codes: an mOTP key of odd bytes, or a Yandex key of
/// another length, has no such URI.
///
/// Errors: `transfer_target_type`, those of [`crate::uri::write`].
pub(super) fn checked_uri(account: &Account, form: SteamForm) -> Result<Zeroizing<String>, Error> {
    let text = uri::write(account, form)?;
    let again = uri::parse(&text).map_err(|_| ErrorCode::TransferTargetType)?;
    let same_key = again.otp.key.makes_same_codes_as(&account.otp.key);
    let same_scheme =
        again.otp.scheme == account.otp.scheme || matches!(account.otp.scheme, Scheme::BattleNet);
    if same_key && same_scheme { Ok(text) } else { Err(ErrorCode::TransferTargetType.into()) }
}

/// One line each, no byte order mark, no comment, no blank line, no comma: so that Ente reads it too.
///
/// Errors: those of [`crate::uri::write`].
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut text = Zeroizing::new(String::new());
    for account in accounts {
        text.push_str(&text_of(account)?);
        text.push('\n');
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

/// Encodes everything but the unreserved characters of RFC 3986 section 2.3.
pub(super) fn percent_encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push_str(&base16ct::upper::encode_string(&[byte]));
        }
    }
}
