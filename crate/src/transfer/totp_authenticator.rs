//! TOTP Authenticator by BinaryBoot: base64 of AES-256-CBC with a zero IV and no MAC.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_cbc};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Opening, Reader, inside, sample};
use crate::transfer::kdf::Key256;
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, json, limits, scheme, steam};

pub(super) const FORMATS: &[&Format] = &[&TOTP_AUTHENTICATOR];

static TOTP_AUTHENTICATOR: Format = Format {
    name: "totpauth-backup",
    app: "TOTP Authenticator",
    marks: &[Mark::Text(Reader {
        fits: is_blob,
        general: true,
        lock: |text| Lock::when(!is_open(text), None),
        read: read_blob,
        sample: sample(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        inside: inside(
            |plain| drop(read_plain(plain)),
            br#"{"[{\"issuer\":\"I\",\"name\":\"a\",\"key\":\"MFRGGZDF\",\"base\":32,\"digits\":6}]":"x"}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether the file was written without a password.
fn is_open(text: &str) -> bool {
    open(text, &default_password()).is_ok()
}

/// Whether a text is one piece of base64 in whole blocks.
fn is_blob(text: &str) -> bool {
    from_base64(text.trim()).is_ok_and(|blob| !blob.is_empty() && blob.len().is_multiple_of(16))
}

/// A piece of base64 is a sealed maFile if a manifest came with it, and else what TOTP Authenticator writes; if that
/// does not open either, the manifest may be what is missing.
fn read_blob(text: &str, opening: &Opening<'_>) -> Result<Report, Error> {
    match steam::read_encrypted(text, opening.companions, opening.password) {
        Err(Error { code: ErrorCode::TransferManifestMissing, .. }) => read(text, opening.password),
        result => result,
    }
}

/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read(text: &str, password: Option<&Secret>) -> Result<Report, Error> {
    let entries = match open(text, &default_password()) {
        Ok(entries) => entries,
        Err(_) => open(text, password.ok_or(ErrorCode::TransferPasswordMissing)?)?,
    };
    read_entries(&entries)
}

/// What a file holds once it is opened, for the fuzz targets.
fn read_plain(plain: &[u8]) -> Result<Report, Error> {
    read_entries(&entries_of(plain)?)
}

fn read_entries(entries: &Value) -> Result<Report, Error> {
    let entries = entries.as_array().ok_or(ErrorCode::TransferDamaged)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(&TOTP_AUTHENTICATOR);
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
            let bytes = base16ct::mixed::decode_vec(text.trim());
            Key::from_bytes(bytes.map_err(|_| ErrorCode::TransferEntryMalformed)?)?
        }
        "64" => Key::from_bytes(from_base64(&text).map_err(|_| ErrorCode::TransferEntryMalformed)?)?,
        _ => return Err(ErrorCode::TransferEntryMalformed.into()),
    };
    Ok(Account::new(Otp { key, scheme }, issuer_of(entry), entry.name("name")?))
}
