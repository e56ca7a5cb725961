//! TOTP Authenticator by BinaryBoot: base64 of AES-256-CBC with a zero IV and no MAC.

use data_encoding::HEXLOWER_PERMISSIVE;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_cbc};
use crate::transfer::fields::Fields;
use crate::transfer::kdf::Key256;
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, json, limits, scheme};

/// Whether the file was written without a password.
pub(super) fn is_open(text: &str) -> bool {
    open(text, &default_password()).is_ok()
}

/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
pub(super) fn read(text: &str, password: Option<&Secret>) -> Result<Report, Error> {
    let entries = match open(text, &default_password()) {
        Ok(entries) => entries,
        Err(_) => open(text, password.ok_or(ErrorCode::TransferPasswordMissing)?)?,
    };
    read_entries(&entries)
}

/// What a file holds once it is opened, for the fuzz targets.
#[cfg(any(test, feature = "fuzzing"))]
pub(super) fn read_plain(text: &str) -> Result<Report, Error> {
    read_entries(&entries_of(text.as_bytes())?)
}

fn read_entries(entries: &Value) -> Result<Report, Error> {
    let entries = entries.as_array().ok_or(ErrorCode::TransferDamaged)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(Format::TotpAuthenticator);
    for entry in entries {
        match Fields::of(entry) {
            Ok(entry) => report.enter(entry_name(&issuer_of(entry), &entry.label("name")), read_entry(entry)),
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

/// What the app uses where the person set none.
fn default_password() -> Secret {
    Secret::new(b"TotpAuthenticator".to_vec())
}

/// The plaintext is an object whose first *name* is the array of entries as text.
fn open(text: &str, password: &Secret) -> Result<Value, Error> {
    let key = Key256::new(Sha256::digest(password.expose()).into());
    entries_of(&open_cbc(&key, &[0; 16], &from_base64(text)?)?)
}

fn entries_of(opened: &[u8]) -> Result<Value, Error> {
    let outer = json::parse_unauthenticated(opened)?;
    let inner =
        outer.as_object().and_then(|fields| fields.keys().next()).ok_or(ErrorCode::TransferPasswordWrong)?;
    json::parse_unauthenticated(inner.as_bytes())
}

fn issuer_of(entry: Fields<'_>) -> String {
    Some(entry.label("issuer")).filter(|issuer| issuer != "Unknown").unwrap_or_default()
}

fn read_entry(entry: Fields<'_>) -> Result<Account, Error> {
    let scheme = scheme::totp("", &entry.text("digits")?, &entry.text("period")?)?;
    let text = entry.text("key")?;
    if text.is_empty() {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let key = match entry.text("base")?.as_str() {
        "" | "32" => entry.key("key")?,
        "16" => {
            let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes());
            Key::from_bytes(bytes.map_err(|_| ErrorCode::TransferEntryMalformed)?)?
        }
        "64" => Key::from_bytes(from_base64(&text).map_err(|_| ErrorCode::TransferEntryMalformed)?)?,
        _ => return Err(ErrorCode::TransferEntryMalformed.into()),
    };
    Ok(Account::new(Otp { key, scheme }, issuer_of(entry), entry.name("name")?))
}
