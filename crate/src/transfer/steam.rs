//! Steam: maFiles of Steam Desktop Authenticator and steamguard-cli, clear or sealed, and the Android app's file.
//!
//! Only `shared_secret` makes codes. The `uri` beside it may hold another key, and the identity secret confirms
//! trades: neither is taken.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_cbc};
use crate::transfer::fields::{Fields, is_unsaid};
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf};
use crate::transfer::report::Report;
use crate::transfer::{Format, json, limits};

pub(super) const FORMATS: &[&Format] = &[&STEAM_MANIFEST, &STEAM, &STEAM_ENCRYPTED];

/// The manifest beside sealed maFiles.
static STEAM_MANIFEST: Format = Format {
    name: "steam-manifest",
    app: "Steam",
    marks: &[Mark::Json(Reader {
        fits: is_manifest,
        read: |_, _| Err(ErrorCode::TransferMafileMissing.into()),
        sample: sample(
            br#"{"entries":[{"filename":"1.maFile","encryption_iv":"AA==","encryption_salt":"AA=="}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// A maFile in the clear.
static STEAM: Format = Format {
    name: "steam-mafile",
    app: "Steam",
    marks: &[Mark::Json(Reader {
        fits: is_file,
        general: true,
        read: |file, _| read(file),
        sample: sample(
            br#"{"accounts":{"1":{"shared_secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAA=","account_name":"a"}}}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// A sealed maFile: nothing but a manifest tells it from what TOTP Authenticator writes, whose mark it has.
static STEAM_ENCRYPTED: Format = Format { name: "steam-mafile-encrypted", app: "Steam", marks: &[] };

/// What opening takes.
const KDF: Kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: 50_000 };

/// Whether a JSON file is a maFile or the old Android app's.
fn is_file(file: &Value) -> bool {
    file.get("shared_secret").is_some() || accounts_by_id(file).is_some()
}

/// Whether a JSON file is a manifest.
fn is_manifest(file: &Value) -> bool {
    let entries = file.get("entries").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    entries.iter().any(|entry| entry.get("filename").is_some() || entry.get("encryption_iv").is_some())
}

fn accounts_by_id(file: &Value) -> Option<Vec<&Value>> {
    let accounts = file.get("accounts")?.as_object()?;
    accounts
        .values()
        .any(|account| account.get("shared_secret").is_some())
        .then(|| accounts.values().collect())
}

/// Errors: `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    read_as(&STEAM, file)
}

fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let accounts = accounts_by_id(file).unwrap_or_else(|| vec![file]);
    limits::check_entries(accounts.len())?;
    let mut report = Report::new(format);
    for account in accounts {
        let name = account.get("account_name").and_then(Value::as_str).unwrap_or("Steam");
        report.enter(name, Fields::of(account).and_then(read_account));
    }
    report.finish()
}

fn read_account(account: Fields<'_>) -> Result<Account, Error> {
    let secret = account.text("shared_secret")?;
    if is_unsaid(&secret) {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let key = from_base64(&secret).map_err(|_| ErrorCode::TransferEntryMalformed)?;
    let otp = Otp { key: Key::from_bytes(key)?, scheme: Scheme::Steam };
    Ok(Account::new(otp, "Steam", account.name("account_name")?))
}

/// A sealed maFile: base64 of AES-256-CBC; salt and IV are in a manifest among `companions`.
///
/// Errors: `transfer_manifest_missing`, those of opening, `transfer_empty`.
pub(super) fn read_encrypted(
    text: &str,
    companions: &[&[u8]],
    password: Option<&Secret>,
) -> Result<Report, Error> {
    let manifests: Vec<Value> =
        companions.iter().filter_map(|file| json::parse(file).ok()).filter(is_manifest).collect();
    if manifests.is_empty() {
        return Err(ErrorCode::TransferManifestMissing.into());
    }
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let sealed = from_base64(text)?;
    let entries = manifests
        .iter()
        .flat_map(|manifest| Fields::of(manifest).map_or(&[][..], |fields| fields.list("entries")));
    for entry in entries.take(ENTRIES) {
        // Which entry is this file's, only the right one opens to a maFile.
        if let Ok(file) = Fields::of(entry).and_then(|entry| open(&sealed, entry, password)) {
            return read_as(&STEAM_ENCRYPTED, &file);
        }
    }
    Err(ErrorCode::TransferPasswordWrong.into())
}

fn open(sealed: &[u8], entry: Fields<'_>, password: &Secret) -> Result<Value, Error> {
    let nested = entry.object("encryption")?;
    let text = |flat: &str, inner: &str| {
        let text = entry.label(flat);
        if text.is_empty() { nested.label(inner) } else { text }
    };
    let (iv, salt) =
        (from_base64(&text("encryption_iv", "iv"))?, from_base64(&text("encryption_salt", "salt"))?);
    let key = KDF.derive(password, &salt)?;
    let opened = open_cbc(&key, &iv, sealed)?;
    let file = json::parse_unauthenticated(&Zeroizing::new(opened.to_vec()))?;
    if is_file(&file) { Ok(file) } else { Err(ErrorCode::TransferPasswordWrong.into()) }
}

/// More accounts than a manifest lists; each costs one derivation.
const ENTRIES: usize = 50;
