//! Other apps' files: an artefact of its own for the pages that import and export, run in a worker whose memory is
//! thrown away with it.

use js_sys::{JsString, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::error::CoreError;
use super::to_js::to_js;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::qr;
use crate::secret::Secret;
use crate::transfer::{self, Note, Report, Target, Written};
use crate::vault::{backup, kdf, parcel};
use crate::view;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What can be said of a file before it is opened. */
export interface Detected {
  /** The stable name of what it is. */
  readonly format: string;
  readonly needsPassword: boolean;
  /** Bytes of memory that its key derivation needs; 0 if none is worth a word. */
  readonly memory: number;
  /** Work of its key derivation, in units of about a microsecond. */
  readonly work: number;
}
/** An entry that is not taken. */
export interface SkippedEntry {
  readonly name: string;
  readonly code: string;
  readonly number?: number;
}
/** Something worth saying once about a file. */
export interface FileNote {
  readonly note: string;
  readonly count: number;
  readonly of: number;
}
/** What an app cannot hold. */
export interface LeftOut extends SkippedEntry {}
/** A QR code ready to be shown: the `d` of an SVG path, and the width and height of its picture. */
export interface DrawnCode {
  readonly path: string;
  readonly size: number;
}
/** One account for another device. */
export interface Sheet {
  readonly issuer: string;
  readonly account: string;
  readonly key: string;
  /** What is unusual about it; empty for an ordinary account. */
  readonly details: string;
  readonly scheme: string;
  readonly code?: DrawnCode;
  /** Why there is no QR code. */
  readonly failure?: string;
}
/** An app to leave for. */
export interface ExportTarget {
  readonly name: string;
  readonly fileName?: string;
  readonly takesPassword: boolean;
}
"#;

/// Says what a file is without opening it.
///
/// Throws CoreError: those of `transfer::detect`.
#[wasm_bindgen(unchecked_return_type = "Detected")]
pub fn detect(file: &[u8]) -> Result<JsValue, CoreError> {
    let detected = transfer::detect(file)?;
    let (memory, work) = detected.kdf.map_or((0.0, 0.0), |cost| (cost.memory as f64, cost.work as f64));
    let (format, needs_password) = (detected.format.as_str(), detected.needs_password);
    Ok(to_js(&Detected { format, needs_password, memory, work }))
}

/// Reads a file. `companions` are the other files given with it: a sealed maFile needs its manifest.
///
/// Throws CoreError: those of `transfer::read`.
#[wasm_bindgen]
pub fn read(
    file: Vec<u8>,
    companions: Vec<Uint8Array>,
    password: Option<Vec<u8>>,
) -> Result<ReadFile, CoreError> {
    let (file, password) = (Zeroizing::new(file), password.map(Secret::new));
    let companions: Vec<Vec<u8>> = companions.iter().map(Uint8Array::to_vec).collect();
    let companions: Vec<&[u8]> = companions.iter().map(Vec::as_slice).collect();
    Ok(ReadFile(transfer::read_with(&file, &companions, password.as_ref(), &nfkc)?))
}

/// What a file held: each entry is an account of the parcel or among the skipped.
#[wasm_bindgen]
pub struct ReadFile(Report);

#[wasm_bindgen]
impl ReadFile {
    /// The stable name of what the file was.
    #[wasm_bindgen(getter)]
    pub fn format(&self) -> String {
        self.0.format.as_str().to_owned()
    }

    /// The name of the app it is from, which is the same in every language; empty where the pages have words for it.
    #[wasm_bindgen(getter)]
    pub fn app(&self) -> String {
        self.0.format.app().to_owned()
    }

    /// The number of accounts.
    #[wasm_bindgen(getter)]
    pub fn accounts(&self) -> usize {
        self.0.accounts.len()
    }

    /// The accounts, for `Intake.add_parcel` of the core.
    pub fn parcel(&self) -> Vec<u8> {
        parcel::pack(&self.0.accounts).to_vec()
    }

    /// The entries that cannot be taken.
    #[wasm_bindgen(unchecked_return_type = "SkippedEntry[]")]
    pub fn skipped(&self) -> JsValue {
        let skipped = self.0.skipped.iter();
        to_js(&skipped.map(|entry| Entry::new(&entry.name, entry.error)).collect::<Vec<_>>())
    }

    /// What is worth saying once.
    #[wasm_bindgen(unchecked_return_type = "FileNote[]")]
    pub fn notes(&self) -> JsValue {
        to_js(&self.0.notes.iter().map(FileNote::from).collect::<Vec<_>>())
    }
}

/// Every app to leave for, in the order in which the page offers them.
#[wasm_bindgen(unchecked_return_type = "ExportTarget[]")]
pub fn targets() -> JsValue {
    let view = |target: &Target| ExportTarget {
        name: target.as_str(),
        file_name: target.file_name(),
        takes_password: target.takes_password(),
    };
    to_js(&Target::ALL.iter().map(view).collect::<Vec<_>>())
}

/// What `write` would leave out.
///
/// Throws CoreError: `transfer_format_unknown` for another name, `vault_object_damaged` for what is no parcel.
#[wasm_bindgen(unchecked_return_type = "LeftOut[]")]
pub fn left_out(target: &str, parcel: Vec<u8>) -> Result<JsValue, CoreError> {
    let parcel = Zeroizing::new(parcel);
    let left_out = transfer::left_out(target_named(target)?, &parcel::unpack(&parcel)?);
    Ok(to_js(&left_out.iter().map(|(name, error)| Entry::new(name, *error)).collect::<Vec<_>>()))
}

/// Every account of a parcel with its key and its QR code.
///
/// Throws CoreError: `vault_object_damaged` for what is no parcel.
#[wasm_bindgen(unchecked_return_type = "Sheet[]")]
pub fn sheets(parcel: Vec<u8>) -> Result<JsValue, CoreError> {
    let parcel = Zeroizing::new(parcel);
    let accounts = parcel::unpack(&parcel)?;
    Ok(to_js(&accounts.iter().map(Sheet::of).collect::<Vec<_>>()))
}

/// Writes what the app named `target` can hold of a parcel from the core's `Vault.parcel`.
///
/// Throws CoreError: `transfer_format_unknown` for another name, `vault_object_damaged` for what is no parcel,
/// `entropy_unavailable`, `transfer_memory_unavailable`.
#[wasm_bindgen]
pub fn write(target: &str, parcel: Vec<u8>, password: Option<Vec<u8>>) -> Result<WrittenFile, CoreError> {
    let (parcel, password) = (Zeroizing::new(parcel), password.map(Secret::new));
    let target = target_named(target)?;
    Ok(WrittenFile(transfer::write(target, &parcel::unpack(&parcel)?, password.as_ref())?))
}

fn target_named(name: &str) -> Result<Target, ErrorCode> {
    let known = Target::ALL.iter().find(|known| known.as_str() == name);
    known.copied().ok_or(ErrorCode::TransferFormatUnknown)
}

/// An export: a file, or QR codes.
#[wasm_bindgen]
pub struct WrittenFile(Written);

#[wasm_bindgen]
impl WrittenFile {
    /// The file's bytes; empty if there are QR codes.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.bytes.to_vec()
    }

    /// The QR codes to show.
    ///
    /// Throws CoreError: `qr_text_too_long`, which no code of ten accounts is.
    #[wasm_bindgen(unchecked_return_type = "DrawnCode[]")]
    pub fn codes(&self) -> Result<JsValue, CoreError> {
        let codes: Result<Vec<_>, Error> = self.0.texts.iter().map(|text| DrawnCode::of(text)).collect();
        Ok(to_js(&codes?))
    }

    /// The accounts that are not in it, and why.
    #[wasm_bindgen(unchecked_return_type = "LeftOut[]")]
    pub fn left_out(&self) -> JsValue {
        let left_out = self.0.left_out.iter();
        to_js(&left_out.map(|(name, error)| Entry::new(name, *error)).collect::<Vec<_>>())
    }
}

/// A key for a backup file, with what it was derived with.
#[wasm_bindgen]
pub struct BackupKey {
    params: kdf::Params,
    key: Secret,
}

#[wasm_bindgen]
impl BackupKey {
    /// For `Vault.seal_backup`.
    pub fn params(&self) -> Vec<u8> {
        self.params.to_bytes()
    }

    /// For `Vault.seal_backup` and `Vault.verify_backup`.
    pub fn key(&self) -> Vec<u8> {
        self.key.expose().to_vec()
    }
}

/// Derives the key for a new backup: at the highest usual cost that the device has the memory for.
///
/// Throws CoreError: `vault_passphrase_empty`, `vault_kdf_memory`, `entropy_unavailable`.
#[wasm_bindgen]
pub fn make_backup_key(passphrase: Vec<u8>) -> Result<BackupKey, CoreError> {
    let passphrase = Secret::new(passphrase);
    let mut refused = ErrorCode::VaultKdfMemory.into();
    for cost in [kdf::Cost::HIGH, kdf::Cost::USUAL, kdf::Cost::SMALL] {
        let params = kdf::Params::make(cost)?;
        match kdf::derive_with(&params, &passphrase, &nfkc) {
            Ok(key) => return Ok(BackupKey { params, key }),
            Err(error) if error.code == ErrorCode::VaultKdfMemory => refused = error,
            Err(error) => return Err(error.into()),
        }
    }
    Err(refused.into())
}

/// Derives the key of a backup that is there.
///
/// Throws CoreError: `backup_unknown`, `backup_damaged`, `vault_format_newer`, `vault_kdf_parameters`,
/// `vault_passphrase_empty`, `vault_kdf_memory`.
#[wasm_bindgen]
pub fn derive_backup_key(file: &[u8], passphrase: Vec<u8>) -> Result<BackupKey, CoreError> {
    let params = backup::params(file)?;
    let key = kdf::derive_with(&params, &Secret::new(passphrase), &nfkc)?;
    Ok(BackupKey { params, key })
}

/// The NFKC form that the browser has built in.
fn nfkc(text: &str) -> Zeroizing<String> {
    Zeroizing::new(JsString::from(text).normalize("NFKC").into())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detected {
    format: &'static str,
    needs_password: bool,
    memory: f64,
    work: f64,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    code: &'static str,
    number: Option<u32>,
}

impl Entry {
    fn new(name: &str, error: Error) -> Entry {
        Entry { name: name.to_owned(), code: error.code.as_str(), number: error.number }
    }
}

#[derive(Serialize)]
struct FileNote {
    note: &'static str,
    count: u32,
    of: u32,
}

impl From<&Note> for FileNote {
    fn from(note: &Note) -> FileNote {
        let (count, of) = match note {
            Note::ItemsWithoutCode(count) | Note::PinsMissing(count) => (*count, 0),
            Note::PartsGiven { given, of } => (*given, *of),
            Note::PeriodUnstated => (0, 0),
        };
        FileNote { note: note.as_str(), count, of }
    }
}

#[derive(Serialize)]
struct DrawnCode {
    path: String,
    size: usize,
}

impl DrawnCode {
    fn of(text: &str) -> Result<DrawnCode, Error> {
        let code = qr::draw(text)?;
        Ok(DrawnCode {
            path: code.svg_path().to_string(),
            size: code.side().saturating_add(2 * qr::Matrix::QUIET),
        })
    }
}

#[derive(Serialize)]
struct Sheet {
    issuer: String,
    account: String,
    key: String,
    details: String,
    scheme: &'static str,
    code: Option<DrawnCode>,
    failure: Option<&'static str>,
}

impl Sheet {
    fn of(account: &Account) -> Sheet {
        let sheet = transfer::sheet(account);
        let code = sheet.uri.and_then(|uri| DrawnCode::of(&uri));
        let failure = code.as_ref().err().map(|error| error.code.as_str());
        Sheet {
            issuer: account.issuer.clone(),
            account: account.account.clone(),
            key: sheet.key.to_string(),
            details: view::unusual_settings(&account.otp.scheme),
            scheme: account.otp.scheme.name(),
            code: code.ok(),
            failure,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExportTarget {
    name: &'static str,
    file_name: Option<&'static str>,
    takes_password: bool,
}
