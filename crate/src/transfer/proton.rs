//! Proton Authenticator: JSON with key URIs, in the clear or under a password.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Scheme;
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_gcm, split};
use crate::transfer::fields::Fields;
use crate::transfer::kdf::Kdf;
use crate::transfer::report::Report;
use crate::transfer::write::{check_algorithm, check_kind, check_longest_period, make_uuid};
use crate::transfer::{Format, json, limits, uri_list};
use crate::uri::{self, SteamForm};

/// What opening takes.
pub(super) const KDF: Kdf = Kdf::argon2id(19_456, 2, 1);

/// Salt and nonce ‖ ciphertext ‖ tag, bound to their purpose.
///
/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
pub(super) fn read_encrypted(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    check_version(fields)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let content = from_base64(fields.required("content")?)?;
    let (nonce, sealed) = split::<12>(&content)?;
    let key = KDF.derive(password, &from_base64(fields.required("salt")?)?)?;
    let opened = json::parse(&open_gcm(&key, nonce, sealed, AAD)?)?;
    read_as(Format::ProtonPassword, &opened)
}

/// Errors: `transfer_version_unsupported`, `transfer_damaged`, `transfer_empty`.
pub(super) fn read(file: &Value) -> Result<Report, Error> {
    read_as(Format::Proton, file)
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

fn read_as(format: Format, file: &Value) -> Result<Report, Error> {
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
