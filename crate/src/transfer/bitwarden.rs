//! Bitwarden and Bitwarden Authenticator: JSON, JSON under a password, CSV.

use std::collections::HashMap;

use hkdf::Hkdf;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::cipher::{Opened, from_base64, is_authentic, open_cbc};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf, Key256};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::{Row, Table};
use crate::transfer::write::{check_algorithm, check_kind, make_uuid};
use crate::transfer::{Format, json, limits, login, uri_list};
use crate::uri::SteamForm;

pub(super) const FORMATS: &[&Format] = &[&BITWARDEN_PASSWORD, &BITWARDEN_ACCOUNT, &BITWARDEN, &BITWARDEN_CSV];

/// Under a password.
static BITWARDEN_PASSWORD: Format = Format {
    name: "bitwarden-json-password",
    app: "Bitwarden",
    marks: &[Mark::Json(Reader {
        fits: is_sealed,
        lock: |file| Lock::Password(kdf(file).ok()),
        read: |file, opening| read_password(file, opening.password),
        sample: sample(
            br#"{"encrypted":true,"passwordProtected":true,"salt":"s","kdfType":0,"kdfIterations":1,
            "encKeyValidation_DO_NOT_EDIT":"2.AA==|AA==|AA==","data":"2.AA==|AA==|AA=="}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Under the key of the account, which only Bitwarden has.
static BITWARDEN_ACCOUNT: Format = Format {
    name: "bitwarden-json-account",
    app: "Bitwarden",
    marks: &[Mark::Json(Reader {
        fits: |file| is_export(file) && says(file, "encrypted"),
        lock: |_| Lock::Foreign,
        read: |_, _| Err(ErrorCode::TransferAccountRestricted.into()),
        sample: sample(br#"{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.AA==|AA==|AA==","items":[]}"#),
        ..Reader::CLEAR
    })],
};

/// In the clear.
static BITWARDEN: Format = Format {
    name: "bitwarden-json",
    app: "Bitwarden",
    marks: &[Mark::Json(Reader {
        fits: is_export,
        read: |file, _| read(file),
        sample: sample(
            br#"{"encrypted":false,"kdfType":1,"kdfIterations":3,"kdfMemory":64,"kdfParallelism":4,
                "folders":[{"id":"f","name":"F"}],"items":[{"type":1,"name":"N","notes":"n",
                "favorite":true,"folderId":"f","login":{"username":"u","totp":"steam://MFRGGZDF"}}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// As a table.
static BITWARDEN_CSV: Format = Format {
    name: "bitwarden-csv",
    app: "Bitwarden",
    marks: &[Mark::Table(Reader {
        has: &["login_totp", "name", "type"],
        read: |table, _| read_table(table),
        sample: sample(
            b"folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,\
            login_totp\nF,1,login,N,\"a\nb\",,0,,u,p,MFRGGZDF\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Whether a JSON file is Bitwarden's, if it is nobody else's.
fn is_export(file: &Value) -> bool {
    ["items", "passwordProtected", "encKeyValidation_DO_NOT_EDIT"].iter().any(|name| file.get(name).is_some())
}

/// Whether it is under a password.
fn is_sealed(file: &Value) -> bool {
    let sealed = says(file, "passwordProtected") || (says(file, "encrypted") && file.get("data").is_some());
    is_export(file) && sealed
}

fn says(file: &Value, name: &str) -> bool {
    file.get(name).and_then(Value::as_bool) == Some(true)
}

/// The derivation that a file under a password asks for.
///
/// Errors: `transfer_damaged`, `transfer_cipher_unsupported`.
fn kdf(file: &Value) -> Result<Kdf, Error> {
    let fields = Fields::of(file)?;
    let rounds = fields.number("kdfIterations")?;
    match fields.number("kdfType")? {
        0 => Ok(Kdf::Pbkdf2 { hash: Hash::Sha256, rounds }),
        1 => {
            // Bitwarden's own values, where an export leaves them out.
            let said = |name, usual| fields.value(name).map_or(Ok(usual), |_| fields.number(name));
            let memory = said("kdfMemory", 64)?.saturating_mul(1024);
            Ok(Kdf::argon2id(memory, rounds, said("kdfParallelism", 4)?))
        }
        _ => Err(ErrorCode::TransferCipherUnsupported.into()),
    }
}

/// A file under a password.
///
/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read_password(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let keys = Keys::derive(file, fields.required("salt")?, password)?;
    if fields.value(VALIDATION).is_some() {
        keys.open(fields.required(VALIDATION)?, ErrorCode::TransferPasswordWrong)?;
    }
    // Behind a validation that passed, a MAC that does not fit is damage.
    let broken = match fields.value(VALIDATION) {
        Some(_) => ErrorCode::TransferDamaged,
        None => ErrorCode::TransferPasswordWrong,
    };
    let opened = keys.open(fields.required("data")?, broken)?;
    read_as(&BITWARDEN_PASSWORD, &json::parse(&opened)?)
}

/// The two halves that HKDF-Expand makes of the password's key.
struct Keys {
    cipher: Key256,
    mac: Key256,
}

impl Keys {
    /// The salt is the text itself, though it looks like base64.
    fn derive(file: &Value, salt: &str, password: &Secret) -> Result<Keys, Error> {
        let kdf = kdf(file)?;
        let master = match kdf {
            Kdf::Argon2 { .. } => kdf.derive(password, &Sha256::digest(salt.as_bytes()))?,
            _ => kdf.derive(password, salt.as_bytes())?,
        };
        let expand = |info: &[u8]| {
            let mut key = Key256::default();
            let hkdf = Hkdf::<Sha256>::from_prk(master.as_slice()).map_err(|_| ErrorCode::TransferDamaged)?;
            hkdf.expand(info, key.as_mut_slice()).map_err(|_| ErrorCode::TransferDamaged)?;
            Ok::<Key256, Error>(key)
        };
        Ok(Keys { cipher: expand(b"enc")?, mac: expand(b"mac")? })
    }

    /// `2.iv|ciphertext|mac`; `broken` says what a MAC that does not fit means.
    fn open(&self, sealed: &str, broken: ErrorCode) -> Result<Opened, Error> {
        let parts = sealed.strip_prefix("2.").ok_or(ErrorCode::TransferCipherUnsupported)?;
        let parts: Result<Vec<Vec<u8>>, Error> = parts.split('|').map(from_base64).collect();
        let parts = parts?;
        let [iv, sealed, mac] = parts.as_slice() else {
            return Err(ErrorCode::TransferDamaged.into());
        };
        if !is_authentic(self.mac.as_slice(), &[iv, sealed], mac) {
            return Err(broken.into());
        }
        open_cbc(&self.cipher, iv, sealed).map_err(|_| broken.into())
    }
}

/// A file in the clear.
///
/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    read_as(&BITWARDEN, file)
}

fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file).map_err(|_| ErrorCode::TransferDamaged)?;
    let folders = folder_names(fields);
    let items = fields.list("items");
    limits::check_entries(items.len())?;
    let mut report = Report::new(format);
    let mut without = 0u32;
    for item in items {
        let Ok(item) = Fields::of(item) else {
            report.skip("", ErrorCode::TransferEntryMalformed);
            continue;
        };
        match item
            .object("login")
            .map(|login| login.value("totp").is_some() && login.text("totp") != Ok(String::new()))
        {
            Ok(false) => without = without.saturating_add(1),
            Ok(true) => report.enter(name_of(item), read_item(item, &folders)),
            Err(error) => report.skip(item.label("name"), error),
        }
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn folder_names(file: Fields<'_>) -> HashMap<String, String> {
    let folders = ["folders", "collections"].into_iter().flat_map(|name| file.list(name));
    let folders = folders.filter_map(|folder| Fields::of(folder).ok());
    folders.map(|folder| (folder.label("id"), folder.label("name"))).collect()
}

fn name_of(item: Fields<'_>) -> String {
    let user = item.object("login").map(|login| login.label("username")).unwrap_or_default();
    entry_name(&item.label("name"), &user)
}

fn read_item(item: Fields<'_>, folders: &HashMap<String, String>) -> Result<Account, Error> {
    let login = item.object("login")?;
    let mut account = login::account(&login.text("totp")?, &item.name("name")?, &login.name("username")?)?;
    account.note = item.text("notes")?;
    account.favorite = item.flag("favorite");
    let ids = core::iter::once(item.text("folderId")?).chain(item.texts("collectionIds"));
    account.groups = ids.filter_map(|id| folders.get(&id).cloned()).collect();
    Ok(account)
}

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&BITWARDEN_CSV);
    let mut without = 0u32;
    for row in table.rows() {
        if row.cell("login_totp").is_empty() {
            without = without.saturating_add(1);
            continue;
        }
        report.enter(entry_name(row.cell("name"), row.cell("login_username")), read_row(&row));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn read_row(row: &Row<'_>) -> Result<Account, Error> {
    let mut account = login::account(row.cell("login_totp"), row.cell("name"), row.cell("login_username"))?;
    row.cell("notes").clone_into(&mut account.note);
    account.favorite = row.cell("favorite") == "1";
    let folder = row.cell("folder");
    account.groups = (!folder.is_empty()).then(|| folder.to_owned()).into_iter().collect();
    Ok(account)
}

/// What Bitwarden cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "steam", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| uri_list::checked_uri(account, SteamForm::Bare).map(|_| ()))
        .err()
}

/// A file in the clear.
///
/// Errors: `entropy_unavailable`, as [`uri_list::checked_uri`].
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut folders: Vec<(&str, String)> = Vec::new();
    for name in accounts.iter().filter_map(|account| account.groups.first()) {
        if !folders.iter().any(|(known, _)| known == name) {
            folders.push((name, make_uuid()?));
        }
    }
    let items: Result<Vec<Value>, Error> =
        accounts.iter().map(|account| item_of(account, &folders)).collect();
    let folders: Vec<Value> = folders.iter().map(|(name, id)| json!({"id": id, "name": name})).collect();
    json::write(&json!({"encrypted": false, "folders": folders, "items": items?}))
}

fn item_of(account: &Account, folders: &[(&str, String)]) -> Result<Value, Error> {
    let folder = account.groups.first().and_then(|name| folders.iter().find(|(known, _)| known == name));
    let note = (!account.note.is_empty()).then_some(&account.note);
    Ok(json!({
        "id": make_uuid()?, "organizationId": null, "folderId": folder.map(|(_, id)| id), "type": 1, "reprompt": 0,
        "name": account.issuer, "notes": note, "favorite": account.favorite, "collectionIds": null,
        "login": {
            "uris": null, "username": account.account, "password": null,
            "totp": *uri_list::checked_uri(account, SteamForm::Bare)?,
        },
    }))
}

const VALIDATION: &str = "encKeyValidation_DO_NOT_EDIT";
