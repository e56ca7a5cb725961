//! Proton Authenticator: JSON with key URIs, in the clear or under a password.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Scheme;
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_gcm, split};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::Kdf;
use crate::transfer::report::Report;
use crate::transfer::write::{check_algorithm, check_kind, check_longest_period, make_uuid};
use crate::transfer::{Format, json, limits, uri_list};
use crate::uri::{self, SteamForm};

pub(super) const FORMATS: &[&Format] = &[&PROTON_PASSWORD, &PROTON];

/// Under a password.
static PROTON_PASSWORD: Format = Format {
    name: "proton-json-password",
    app: "Proton Authenticator",
    marks: &[Mark::Json(Reader {
        has: &["salt", "content"],
        lock: |_| Lock::Password(Some(KDF)),
        read: |file, opening| read_encrypted(file, opening.password),
        sample: sample(br#"{"version":1,"salt":"AAAA","content":"AAAAAAAAAAAAAAAAAAAAAA=="}"#),
        ..Reader::CLEAR
    })],
};

/// In the clear.
static PROTON: Format = Format {
    name: "proton-json",
    app: "Proton Authenticator",
    marks: &[Mark::Json(Reader {
        fits: is_export,
        general: true,
        read: |file, _| read(file),
        sample: sample(
            br#"{"version":1,"entries":[{"id":"i","content":{"uri":"otpauth://totp/I:a?secret=MFRGGZDF",
                "entry_type":"Totp","name":"a"},"note":"n"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// What opening takes.
const KDF: Kdf = Kdf::argon2id(19_456, 2, 1);

/// Salt and nonce ‖ ciphertext ‖ tag, bound to their purpose.
///
/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
fn read_encrypted(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    check_version(fields)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let content = from_base64(fields.required("content")?)?;
    let (nonce, sealed) = split::<12>(&content)?;
    let key = KDF.derive(password, &from_base64(fields.required("salt")?)?)?;
    let opened = json::parse(&open_gcm(&key, nonce, sealed, AAD)?)?;
    read_as(&PROTON_PASSWORD, &opened)
}

/// Whether a JSON file is such a list of entries.
fn is_export(file: &Value) -> bool {
    let first = file.get("entries").and_then(Value::as_array).and_then(|entries| entries.first());
    let has_content = first.is_some_and(|entry| entry.get("content").is_some());
    has_content || json::has(file, &["entries", "version"])
}

/// Errors: `transfer_version_unsupported`, `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    read_as(&PROTON, file)
}

fn check_version(file: Fields<'_>) -> Result<(), Error> {
    match file.number("version") {
        Ok(version) if version > 1 => {
            let version = usize::try_from(version).unwrap_or(usize::MAX);
            Err(Error::at(ErrorCode::TransferVersionUnsupported, version))
        }
        _ => Ok(()),
    }
}

fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file).map_err(|_| ErrorCode::TransferDamaged)?;
    check_version(fields)?;
    let entries = fields.list("entries");
    limits::check_entries(entries.len())?;
    let mut report = Report::new(format);
    for entry in entries {
        let name = entry.pointer("/content/name").and_then(Value::as_str).unwrap_or_default();
        report.enter(name, Fields::of(entry).and_then(read_entry));
    }
    report.finish()
}

fn read_entry(entry: Fields<'_>) -> Result<Account, Error> {
    let content = entry.object("content")?;
    let code = content.text("uri")?;
    if code.is_empty() {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let mut account = match (uri::parse(&code), content.text("entry_type")?.as_str()) {
        (Ok(account), _) => account,
        // Proton also keeps a Steam key without any scheme.
        (Err(_), "Steam") if !code.contains("://") => uri::parse(&format!("steam://{code}"))?,
        (Err(error), _) => return Err(error),
    };
    if account.account.is_empty() {
        account.account = content.name("name")?;
    }
    account.note = entry.text("note")?;
    Ok(account)
}

/// What Proton cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "steam", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_longest_period(scheme, u16::MAX.into()))
        .and_then(|()| uri_list::checked_uri(account, SteamForm::Bare).map(|_| ()))
        .err()
}

/// A file in the clear.
///
/// Errors: `entropy_unavailable`, as [`uri_list::checked_uri`].
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let entries: Result<Vec<Value>, Error> = accounts.iter().map(|account| entry_of(account)).collect();
    json::write(&json!({"version": 1, "entries": entries?}))
}

fn entry_of(account: &Account) -> Result<Value, Error> {
    let steam = matches!(account.otp.scheme, Scheme::Steam);
    let note = (!account.note.is_empty()).then_some(&account.note);
    Ok(json!({
        "id": make_uuid()?,
        "content": {
            "uri": *uri_list::checked_uri(account, SteamForm::Bare)?, "entry_type": if steam { "Steam" } else { "Totp" },
            "name": account.account,
        },
        "note": note,
    }))
}

const AAD: &[u8] = b"proton.authenticator.export.v1";
