//! andOTP: a JSON array, in the clear or sealed in two ways that have no magic bytes.

use serde_json::Value;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::cipher::{open_gcm, split};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf, Key256};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, bplist, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&ANDOTP, &ANDOTP_AES];

/// In the clear.
static ANDOTP: Format = Format {
    name: "andotp-json",
    app: "andOTP",
    marks: &[Mark::Json(Reader {
        fits: |file| {
            json::any_has(file, "secret") && (json::any_has(file, "label") || json::any_has(file, "issuer"))
        },
        read: |file, _| read(file),
        sample: sample(
            br#"[{"secret":"MFRGGZDF","issuer":"I","label":"I - a","digits":6,"type":"TOTP",
                "algorithm":"SHA1","tags":["t"],"period":30,"counter":1}]"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Sealed.
static ANDOTP_AES: Format = Format {
    name: "andotp-aes",
    app: "andOTP",
    marks: &[
        Mark::Binary(Reader {
            fits: |file| kdf(file).is_some(),
            lock: |file| Lock::Password(kdf(file)),
            read: |file, opening| read_encrypted(file, opening.password),
            sample: sample(b"\x00\x02\x22\xe0abcdefghijklmnopqrstuvwx0123456789abcdef0123456789"),
            ..Reader::CLEAR
        }),
        // The first container has no mark at all: only its password can tell.
        Mark::Binary(Reader {
            fits: |file| file.len() >= 12 + 16 + 2 && !file.starts_with(bplist::MAGIC),
            general: true,
            lock: |_| Lock::Password(None),
            read: |file, opening| read_encrypted(file, opening.password),
            ..Reader::CLEAR
        }),
    ],
};

/// The derivation of the present container; `None` if the number in front is no plausible count of rounds.
fn kdf(file: &[u8]) -> Option<Kdf> {
    let (rounds, rest) = file.split_first_chunk::<4>()?;
    let rounds = u32::from_be_bytes(*rounds);
    let plausible = (1_000..=1_000_000).contains(&rounds) && rest.len() >= HEADER_AND_TAG;
    plausible.then_some(Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: rounds.into() })
}

/// Rounds ‖ salt 12 ‖ nonce 12 ‖ ciphertext ‖ tag; or, from the first versions, without rounds and salt, under the
/// hash of the password.
///
/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read_encrypted(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let opened = match kdf(file) {
        Some(kdf) => {
            open(file, kdf, password).or_else(|error| open_old(file, password).map_err(|_| error))?
        }
        None => open_old(file, password)?,
    };
    read_as(&ANDOTP_AES, &json::parse(&opened)?)
}

fn open(file: &[u8], kdf: Kdf, password: &Secret) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (_, rest) = split::<4>(file)?;
    let (salt, rest) = split::<12>(rest)?;
    let (nonce, sealed) = split::<12>(rest)?;
    let key = kdf.derive(password, salt)?;
    open_gcm(&key, nonce, sealed, &[])
}

fn open_old(file: &[u8], password: &Secret) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, sealed) = split::<12>(file)?;
    let key = Key256::new(Sha256::digest(password.expose()).into());
    open_gcm(&key, nonce, sealed, &[])
}

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    read_as(&ANDOTP, file)
}

fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let entries = file.as_array().ok_or(ErrorCode::TransferDamaged)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(format);
    for entry in entries {
        let Ok(entry) = Fields::of(entry) else {
            report.skip("", ErrorCode::TransferEntryMalformed);
            continue;
        };
        let (issuer, account) = names_of(entry);
        report.enter(entry_name(&issuer, &account), read_entry(entry, issuer, account));
    }
    report.finish()
}

fn read_entry(entry: Fields<'_>, issuer: String, account: String) -> Result<Account, Error> {
    let (algorithm, digits) = (entry.text("algorithm")?, entry.text("digits")?);
    let scheme = match entry.text("type")?.to_ascii_uppercase().as_str() {
        "" | "TOTP" => scheme::totp(&algorithm, &digits, &entry.text("period")?)?,
        "HOTP" => scheme::hotp(&algorithm, &digits, &entry.text("counter")?)?,
        "STEAM" => Scheme::Steam,
        // The file has no PIN.
        "MOTP" => Scheme::Motp { pin: None },
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let key = entry.key("secret")?;
    let key = match scheme {
        Scheme::Motp { .. } => Key::from_bytes(key.bytes().to_vec())?,
        _ => key,
    };
    let mut account = Account::new(Otp { key, scheme }, issuer, account);
    account.groups = entry.texts("tags");
    Ok(account)
}

/// Old files have no issuer field, but `Issuer - label` or `Issuer:label`.
fn names_of(entry: Fields<'_>) -> (String, String) {
    let (issuer, label) = (entry.label("issuer"), entry.label("label"));
    if !issuer.is_empty() || entry.has("issuer") {
        return (issuer, label);
    }
    let parts = label.split_once(" - ").or_else(|| label.split_once(':'));
    parts.map_or_else(
        || (String::new(), label.clone()),
        |(issuer, account)| (issuer.trim().to_owned(), account.trim().to_owned()),
    )
}

const HEADER_AND_TAG: usize = 12 + 12 + 16;
