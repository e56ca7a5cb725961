//! What a file is, by its content and never by its name.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::archive::{Archive, file_name};
use crate::transfer::kdf::{Kdf, KdfCost};
use crate::transfer::table::Table;
use crate::transfer::{
    Format, aegis, andotp, apple, authenticator, authme, authy, battlenet, bitwarden, bplist, dashlane,
    enpass, ente, freeotp_backup, html, java, json, kdbx, keepassxc, lastpass, limits, onepassword, otp_auth,
    proton, psono, raivo, steam, stratum, tessera, totp_authenticator, twofas, uri_list, xml,
};

/// What can be said of a file before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// What it is.
    pub format: Format,
    /// Whether its accounts are encrypted.
    pub encrypted: bool,
    /// Whether it opens with a password; an encrypted file that does not is refused with the reason.
    pub needs_password: bool,
    /// What deriving its key takes, if that is worth a word.
    pub kdf: Option<KdfCost>,
}

/// Says what a file is without opening it.
///
/// Errors: `transfer_format_unknown`, `transfer_file_too_large`, `transfer_too_many_entries`, and what makes a file
/// of a known kind unreadable (`transfer_damaged`).
pub fn detect(bytes: &[u8]) -> Result<Detected, Error> {
    let content = Content::of(bytes)?;
    let (encrypted, kdf) = content.lock(bytes);
    let needs_password =
        encrypted && !matches!(content.format, Format::BitwardenAccount | Format::Pgp | Format::Sqlcipher);
    Ok(Detected { format: content.format, encrypted, needs_password, kdf: kdf.map(Kdf::cost) })
}

/// A recognised file and the shape that its reader takes.
pub(super) struct Content {
    pub(super) format: Format,
    pub(super) body: Body,
}

/// What was parsed to recognise a file.
pub(super) enum Body {
    /// The reader takes the bytes.
    Bytes,
    /// A text.
    Text(String),
    /// A JSON value.
    Json(Value),
    /// Android preferences.
    Preferences(Vec<(String, String)>),
    /// A CSV table.
    Table(Table),
}

impl Content {
    /// Errors: as [`detect`].
    pub(super) fn of(bytes: &[u8]) -> Result<Content, Error> {
        limits::check_file(bytes)?;
        if let Some(format) = by_magic(bytes)? {
            return Ok(Content { format, body: Body::Bytes });
        }
        match text_of(bytes) {
            Some(text) => of_text(text),
            None => of_binary(bytes),
        }
    }

    /// Whether the accounts are encrypted, and what deriving the key takes.
    fn lock(&self, bytes: &[u8]) -> (bool, Option<Kdf>) {
        match (self.format, &self.body) {
            (Format::Aegis, Body::Json(file)) => (aegis::is_encrypted(file), aegis::kdf(file)),
            (Format::TwoFas, Body::Json(file)) => match twofas::is_encrypted(file) {
                true => (true, Some(twofas::KDF)),
                false => (false, None),
            },
            (Format::Authenticator, Body::Json(file)) => {
                (authenticator::is_encrypted(file), authenticator::kdf(file))
            }
            (Format::Authy, Body::Json(file)) => (authy::is_encrypted(file), authy::kdf(file)),
            (Format::BitwardenPassword, Body::Json(file)) => (true, bitwarden::kdf(file).ok()),
            (Format::EnteEncrypted, Body::Json(file)) => (true, ente::kdf(file).ok()),
            (Format::ProtonPassword, _) => (true, Some(proton::KDF)),
            (Format::Tessera, _) => (true, tessera::kdf(bytes)),
            (Format::StratumStrong, _) => (true, Some(stratum::STRONG_KDF)),
            (Format::StratumLegacy, _) => (true, Some(stratum::LEGACY_KDF)),
            (Format::AndOtpAes, _) => (true, andotp::kdf(bytes)),
            (Format::FreeOtpBackup, _) => (true, freeotp_backup::kdf(bytes).ok()),
            (Format::Kdbx, _) => (true, kdbx::kdf(bytes).ok()),
            (Format::OtpAuth, _) => (true, Some(otp_auth::KDF)),
            (Format::SteamEncrypted, _) => (true, Some(steam::KDF)),
            (Format::TotpAuthenticator, Body::Text(text)) => (!totp_authenticator::is_open(text), None),
            (Format::BitwardenAccount | Format::Pgp | Format::Sqlcipher, _) => (true, None),
            (_, Body::Bytes) if bytes.starts_with(ZIP) => {
                (Archive::open(bytes).is_ok_and(|mut archive| archive.is_encrypted()), None)
            }
            _ => (false, None),
        }
    }
}

fn by_magic(bytes: &[u8]) -> Result<Option<Format>, Error> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(ZIP) {
        return of_zip(bytes).map(Some);
    }
    Ok(if starts(kdbx::MAGIC) {
        Some(Format::Kdbx)
    } else if starts(KDB) {
        return Err(Error::at(ErrorCode::TransferVersionUnsupported, 1));
    } else if tessera::is_backup(bytes) {
        Some(Format::Tessera)
    } else if starts(java::MAGIC) {
        Some(Format::FreeOtpBackup)
    } else if starts(stratum::STRONG_MAGIC) {
        Some(Format::StratumStrong)
    } else if starts(stratum::LEGACY_MAGIC) {
        Some(Format::StratumLegacy)
    } else if starts(SQLITE) {
        Some(Format::Sqlite)
    } else if is_picture(bytes) {
        Some(Format::Picture)
    } else if is_pgp(bytes) {
        Some(Format::Pgp)
    } else {
        None
    })
}

/// A zip is known by its members' names.
fn of_zip(bytes: &[u8]) -> Result<Format, Error> {
    let archive = Archive::open(bytes)?;
    let names = archive.names();
    let has = |name: &str| names.iter().any(|path| file_name(path).eq_ignore_ascii_case(name));
    let ends = |end: &str| names.iter().any(|path| path.to_ascii_lowercase().ends_with(end));
    Ok(if has("export.data") {
        Format::OnePassword
    } else if has(raivo::MEMBER) {
        Format::RaivoZip
    } else if has("Accounts.txt") {
        Format::AuthenticatorPlus
    } else if has("data.pgp") || (!names.is_empty() && names.iter().all(|name| name.ends_with(".pgp"))) {
        Format::Pgp
    } else if has("data.json") && names.iter().any(|path| path.starts_with("Proton Pass/"))
        || has("data.json")
    {
        Format::ProtonPass
    } else if has("authplus.db") {
        Format::Sqlcipher
    } else if names.len() == 1 && ends(".txt") {
        Format::WinAuth
    } else {
        Format::Zip
    })
}

fn is_picture(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let bitmap_or_other = magics.iter().any(|magic| bytes.starts_with(magic));
    webp || (bitmap_or_other && (!bytes.starts_with(b"BM") || text_of(bytes).is_none()))
}

/// Armoured, or a binary message that begins with an encrypted session key (RFC 9580 section 4.2).
fn is_pgp(bytes: &[u8]) -> bool {
    let armoured = bytes.trim_ascii_start().starts_with(b"-----BEGIN PGP");
    armoured || matches!(bytes, [0x84 | 0x85 | 0x8c | 0xc1 | 0xc3, _, 0x03 | 0x04 | 0x06, ..])
}

/// UTF-8, or UTF-16 with its mark; without control characters that no text has.
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, odd) = rest.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
        odd.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = core::str::from_utf8(bytes).ok()?;
    let control = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{7f}'..='\u{9f}')
    };
    (!text.contains(control)).then(|| text.to_owned())
}

fn of_text(text: String) -> Result<Content, Error> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ErrorCode::TransferEmpty.into());
    }
    if start.starts_with(['{', '[']) {
        return of_json(json::parse(text.trim().as_bytes())?);
    }
    if html::is_page(start) {
        return Ok(Content { format: Format::Html, body: Body::Text(text) });
    }
    if start.starts_with("<?xml") || start.starts_with("<map") {
        return of_preferences(xml::preferences(start)?);
    }
    if uri_list::is_list(&text) {
        return Ok(Content { format: uri_list::format_of(&text), body: Body::Text(text) });
    }
    if let Some(content) = of_table(&text)? {
        return Ok(content);
    }
    let format = if authme::is_text(&text) { Format::Authme } else { of_blob(&text)? };
    Ok(Content { format, body: Body::Text(text) })
}

/// One piece of base64 in whole blocks: TOTP Authenticator, or a sealed maFile, which is read with its manifest. What
/// opens with TOTP Authenticator's own password is its; else only the reader can tell.
fn of_blob(text: &str) -> Result<Format, Error> {
    let unknown = Error::from(ErrorCode::TransferFormatUnknown);
    let blob = crate::transfer::cipher::from_base64(text.trim()).map_err(|_| unknown)?;
    if blob.is_empty() || !blob.len().is_multiple_of(16) {
        return Err(if uri_list::is_comment(text) { ErrorCode::TransferEmpty.into() } else { unknown });
    }
    Ok(Format::TotpAuthenticator)
}

fn of_preferences(values: Vec<(String, String)>) -> Result<Content, Error> {
    let is_token = |text: &str| text.starts_with('{') && text.contains("\"secret\"");
    let format = if authy::is_preferences(&values) {
        Format::AuthyPrefs
    } else if battlenet::is_preferences(&values) {
        Format::BattleNet
    } else if values.iter().any(|(name, text)| name == "tokenOrder" || is_token(text)) {
        Format::FreeOtpPrefs
    } else {
        return Err(ErrorCode::TransferFormatUnknown.into());
    };
    Ok(Content { format, body: Body::Preferences(values) })
}

/// A table is known by its first line.
fn of_table(text: &str) -> Result<Option<Content>, Error> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !first.contains([',', ';']) || first.len() > 4096 {
        return Ok(None);
    }
    let table = Table::parse(text)?;
    let format = if bitwarden::is_table(&table) {
        Format::BitwardenCsv
    } else if lastpass::is_table(&table) {
        Format::LastPassCsv
    } else if keepassxc::is_table(&table) {
        Format::KeePassXcCsv
    } else if onepassword::is_table(&table) {
        Format::OnePasswordCsv
    } else if apple::is_table(&table) {
        Format::AppleCsv
    } else if dashlane::is_table(&table) {
        Format::DashlaneCsv
    } else {
        return Ok(None);
    };
    Ok(Some(Content { format, body: Body::Table(table) }))
}

/// JSON is known by its keys, in an order in which the first that fits is right.
fn of_json(file: Value) -> Result<Content, Error> {
    let has = |name: &str| file.get(name).is_some();
    let first = |list: Option<&Value>| {
        list.and_then(Value::as_array).and_then(|list| list.first()).cloned().unwrap_or_default()
    };
    let format = if file.is_array() {
        of_array(&file)
    } else if has("header") && has("db") {
        Some(Format::Aegis)
    } else if has("schemaVersion") && (has("services") || has("servicesEncrypted")) {
        Some(Format::TwoFas)
    } else if has("Authenticators") {
        Some(Format::Stratum)
    } else if has("kdfParams") && has("encryptedData") {
        Some(Format::EnteEncrypted)
    } else if has("codes") && has("encrypted") {
        Some(Format::Authme)
    } else if psono::is_export(&file) {
        Some(Format::Psono)
    } else if has("items") || has("passwordProtected") || has("encKeyValidation_DO_NOT_EDIT") {
        Some(of_items(&file))
    } else if has("salt") && has("content") {
        Some(Format::ProtonPassword)
    } else if steam::is_manifest(&file) {
        Some(Format::SteamManifest)
    } else if has("entries") && (first(file.get("entries")).get("content").is_some() || has("version")) {
        Some(Format::Proton)
    } else if has("authenticator_tokens") {
        Some(Format::Authy)
    } else if has("tokenOrder") && has("tokens") {
        Some(Format::FreeOtpPlus)
    } else if steam::is_file(&file) {
        Some(Format::Steam)
    } else if has("tokens") {
        Some(Format::Chronos)
    } else if has("records") {
        Some(Format::Keeper)
    } else if has("vaults") && has("userId") || has("vaults") {
        Some(Format::ProtonPass)
    } else if has("accounts") && (first(file.get("accounts")).get("vaults").is_some()) {
        Some(Format::OnePassword)
    } else if file.get("accounts").is_some_and(Value::is_array) {
        Some(Format::LastPass)
    } else if authenticator::is_backup(&file) {
        Some(Format::Authenticator)
    } else {
        None
    };
    let format = format.ok_or(ErrorCode::TransferFormatUnknown)?;
    Ok(Content { format, body: Body::Json(file) })
}

fn of_array(file: &Value) -> Option<Format> {
    let entries = file.as_array().map_or(&[][..], Vec::as_slice);
    let any = |name: &str| entries.iter().any(|entry| entry.get(name).is_some());
    if any("kind") && any("timer") {
        Some(Format::Raivo)
    } else if any("otpGenerator") {
        Some(Format::Duo)
    } else if any("secret") && (any("label") || any("issuer")) {
        Some(Format::AndOtp)
    } else {
        None
    }
}

fn of_items(file: &Value) -> Format {
    let says = |name: &str| file.get(name).and_then(Value::as_bool) == Some(true);
    if enpass::is_export(file) {
        Format::Enpass
    } else if says("passwordProtected") || (says("encrypted") && file.get("data").is_some()) {
        Format::BitwardenPassword
    } else if says("encrypted") {
        Format::BitwardenAccount
    } else {
        Format::Bitwarden
    }
}

fn of_binary(bytes: &[u8]) -> Result<Content, Error> {
    let format = if otp_auth::is_file(bytes) {
        Format::OtpAuth
    } else if andotp::kdf(bytes).is_some() {
        Format::AndOtpAes
    } else if bytes.len() >= 1024 && bytes.len().is_multiple_of(1024) {
        Format::Sqlcipher
    } else if bytes.starts_with(bplist::MAGIC) || bytes.len() < 12 + 16 + 2 {
        return Err(ErrorCode::TransferFormatUnknown.into());
    } else {
        // andOTP's first container has no mark at all: only its password can tell.
        Format::AndOtpAes
    };
    Ok(Content { format, body: Body::Bytes })
}

const ZIP: &[u8] = b"PK\x03\x04";
const KDB: &[u8] = &[0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5];
const SQLITE: &[u8] = b"SQLite format 3\0";
