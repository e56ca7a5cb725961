//! Stratum, once Authenticator Pro: JSON, in the clear or in one of two sealed containers.

use std::collections::HashMap;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::cipher::{open_cbc, open_gcm, split};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::write::{canonical_base32, check_algorithm, check_counter, check_digits, check_kind};
use crate::transfer::{Format, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&STRATUM, &STRATUM_STRONG, &STRATUM_LEGACY];

/// In the clear.
static STRATUM: Format = Format {
    name: "stratum-json",
    app: "Stratum",
    marks: &[Mark::Json(Reader {
        has: &["Authenticators"],
        read: |file, _| read(file),
        sample: sample(
            br#"{"Authenticators":[{"Type":2,"Icon":null,"Issuer":"I","Username":"a","Secret":"MFRGGZDF",
                "Pin":"1","Algorithm":0,"Digits":6,"Period":30,"Counter":0,"Ranking":0}],
                "Categories":[{"Id":"c","Name":"C"}],"AuthenticatorCategories":[{"CategoryId":"c",
                "AuthenticatorSecret":"MFRGGZDF"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// The present container.
static STRATUM_STRONG: Format = Format {
    name: "stratum-strong",
    app: "Stratum",
    marks: &[Mark::Magic(Reader {
        fits: |file| file.starts_with(STRONG_MAGIC),
        lock: |_| Lock::Password(Some(STRONG_KDF)),
        read: |file, opening| read_strong(file, opening.password),
        sample: sample(b"AUTHENTICATORPROsalt of 16 bytes12 bytes yeswhat is sealed, and its tag"),
        ..Reader::CLEAR
    })],
};

/// The first container.
static STRATUM_LEGACY: Format = Format {
    name: "stratum-legacy",
    app: "Authenticator Pro",
    marks: &[Mark::Magic(Reader {
        fits: |file| file.starts_with(LEGACY_MAGIC),
        lock: |_| Lock::Password(Some(LEGACY_KDF)),
        read: |file, opening| read_legacy(file, opening.password),
        sample: sample(b"AuthenticatorProa salt of twenty byteiv of sixteen by16 sealed bytes, "),
        ..Reader::CLEAR
    })],
};

/// What opening the present container takes.
const STRONG_KDF: Kdf = Kdf::argon2id(65_536, 3, 4);
/// What opening the first container takes.
const LEGACY_KDF: Kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: 64_000 };
/// How the present container begins.
const STRONG_MAGIC: &[u8] = b"AUTHENTICATORPRO";
/// How the first container begins.
const LEGACY_MAGIC: &[u8] = b"AuthenticatorPro";

/// Magic ‖ salt 16 ‖ nonce 12 ‖ ciphertext ‖ tag.
///
/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read_strong(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let body = file.strip_prefix(STRONG_MAGIC).ok_or(ErrorCode::TransferDamaged)?;
    let (salt, body) = split::<16>(body)?;
    let (nonce, sealed) = split::<12>(body)?;
    let key = STRONG_KDF.derive(password, salt)?;
    read_as(&STRATUM_STRONG, &json::parse(&open_gcm(&key, nonce, sealed, &[])?)?)
}

/// Magic ‖ salt 20 ‖ iv 16 ‖ ciphertext, without a MAC.
///
/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read_legacy(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let body = file.strip_prefix(LEGACY_MAGIC).ok_or(ErrorCode::TransferDamaged)?;
    let (salt, body) = split::<20>(body)?;
    let (iv, sealed) = split::<16>(body)?;
    let key = LEGACY_KDF.derive(password, salt)?;
    read_as(&STRATUM_LEGACY, &json::parse_unauthenticated(&open_cbc(&key, iv, sealed)?)?)
}

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    read_as(&STRATUM, file)
}

fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file).map_err(|_| ErrorCode::TransferDamaged)?;
    let groups = Groups::of(fields);
    let entries = fields.list("Authenticators");
    limits::check_entries(entries.len())?;
    let mut report = Report::new(format);
    for entry in entries {
        match Fields::of(entry) {
            Ok(fields) => report.enter(
                entry_name(&fields.label("Issuer"), &fields.label("Username")),
                read_entry(fields, &groups),
            ),
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn read_entry(entry: Fields<'_>, groups: &Groups) -> Result<Account, Error> {
    let algorithm = match entry.text("Algorithm")?.as_str() {
        "" | "0" => "SHA1",
        "1" => "SHA256",
        "2" => "SHA512",
        _ => return Err(ErrorCode::OtpAlgorithmUnknown.into()),
    };
    let (digits, period) = (entry.text("Digits")?, entry.text("Period")?);
    let scheme = match entry.text("Type")?.as_str() {
        "1" => scheme::hotp(algorithm, &digits, &entry.text("Counter")?)?,
        "2" => scheme::totp(algorithm, &digits, &period)?,
        "3" => Scheme::Motp { pin: entry.pin("Pin")? },
        "4" => Scheme::Steam,
        "5" => Scheme::Yandex { pin: entry.pin("Pin")? },
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let secret = entry.text("Secret")?;
    let key = match scheme {
        Scheme::Motp { .. } if !secret.is_empty() => Key::from_bytes(secret.as_bytes().to_vec())?,
        _ => entry.key("Secret")?,
    };
    let mut account = Account::new(Otp { key, scheme }, entry.name("Issuer")?, entry.name("Username")?);
    account.groups = groups.of_secret(&secret);
    Ok(account)
}

/// Categories, which a file binds to entries by their secrets.
struct Groups(Vec<(String, String)>);

impl Groups {
    fn of(file: Fields<'_>) -> Groups {
        let objects = |name| file.list(name).iter().filter_map(|value| Fields::of(value).ok());
        let names: HashMap<String, String> =
            objects("Categories").map(|category| (category.label("Id"), category.label("Name"))).collect();
        let bound = objects("AuthenticatorCategories").filter_map(|bond| {
            Some((bond.label("AuthenticatorSecret"), names.get(&bond.label("CategoryId"))?.clone()))
        });
        Groups(bound.collect())
    }

    fn of_secret(&self, secret: &str) -> Vec<String> {
        self.0.iter().filter(|(bound, _)| bound == secret).map(|(_, name)| name.clone()).collect()
    }
}

/// What Stratum cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    if matches!(scheme, Scheme::Yandex { pin: None } | Scheme::Motp { pin: None }) {
        return Some(ErrorCode::TransferTargetPin.into());
    }
    check_kind(scheme, &["totp", "hotp", "steam", "battle", "yandex", "motp"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_digits(scheme, &[5, 6, 7, 8, 9, 10]))
        .and_then(|()| check_counter(scheme, i64::MAX.unsigned_abs()))
        .err()
}

/// A file in the clear.
///
/// Errors: none that an account of this crate causes.
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut names: Vec<&str> = Vec::new();
    for name in accounts.iter().flat_map(|account| &account.groups) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let id = |place: usize| format!("{place:08x}");
    let categories = names
        .iter()
        .enumerate()
        .map(|(place, name)| json!({"Id": id(place), "Name": name, "Ranking": place}));
    let bonds = accounts.iter().flat_map(|account| {
        let places = account.groups.iter().filter_map(|group| names.iter().position(|name| name == group));
        places.map(|place| {
            json!({"CategoryId": id(place), "AuthenticatorSecret": *secret_of(account), "Ranking": 0})
        })
    });
    let entries = accounts.iter().enumerate().map(|(place, account)| entry_of(account, place));
    json::write(&json!({
        "Authenticators": entries.collect::<Vec<_>>(), "Categories": categories.collect::<Vec<_>>(),
        "AuthenticatorCategories": bonds.collect::<Vec<_>>(), "CustomIcons": [],
    }))
}

fn entry_of(account: &Account, place: usize) -> Value {
    use crate::otp::Algorithm;
    let scheme = &account.otp.scheme;
    let kind = match scheme {
        Scheme::Hotp { .. } => 1,
        Scheme::Totp { .. } | Scheme::BattleNet => 2,
        Scheme::Motp { .. } => 3,
        Scheme::Steam => 4,
        Scheme::Yandex { .. } => 5,
    };
    let algorithm = match scheme.algorithm() {
        Some(Algorithm::Sha256) => 1,
        Some(Algorithm::Sha512) => 2,
        _ => 0,
    };
    let pin = match scheme {
        Scheme::Yandex { pin } | Scheme::Motp { pin } => pin.as_ref(),
        _ => None,
    };
    json!({
        "Type": kind, "Icon": null, "Issuer": account.issuer, "Username": account.account,
        "Secret": *secret_of(account), "Pin": pin.map(|pin| String::from_utf8_lossy(pin.expose()).into_owned()),
        "Algorithm": algorithm, "Digits": scheme.digits().count(),
        "Period": scheme.period().map_or(30, |period| period.seconds()),
        "Counter": scheme.counter().unwrap_or(0), "Ranking": place,
    })
}

fn secret_of(account: &Account) -> Zeroizing<String> {
    match account.otp.scheme {
        Scheme::Motp { .. } => Zeroizing::new(String::from_utf8_lossy(account.otp.key.bytes()).into_owned()),
        _ => canonical_base32(account.otp.key.bytes()),
    }
}
