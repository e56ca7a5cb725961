//! The Authenticator extension: backups of every age, in the clear and sealed, and raw copies of its storage.
//!
//! One JSON object holds entries by their ids, and keys, settings and stray fields between them. Sealed and clear
//! entries occur side by side.

mod sealed;

use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use self::sealed::Locks;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme};
use crate::secret::Secret;
use crate::transfer::fields::{Fields, is_unsaid, key};
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::write::{check_counter, check_kind, check_period, make_uuid};
use crate::transfer::{Format, json, kdf::Kdf, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&AUTHENTICATOR];

static AUTHENTICATOR: Format = Format {
    name: "authenticator-ext-json",
    app: "Authenticator",
    marks: &[Mark::Json(Reader {
        fits: is_backup,
        general: true,
        lock: |file| Lock::when(is_encrypted(file), kdf(file)),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            br#"{"a":{"account":"a","issuer":"I::d","secret":"stm-MFRGGZDF","type":"hhex","period":30,
                "digits":"6","algorithm":"GOST3411_2012_256","counter":1,"pinned":true,"index":0,
                "hash":"a","encrypted":false,"dataType":"OTPStorage"},"k":{"dataType":"Key","id":"k",
                "salt":"s","hash":"$argon2id$v=19$m=19456,t=2,p=1$AA$AA","version":3}}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether any entry is sealed.
fn is_encrypted(file: &Value) -> bool {
    Fields::of(file).is_ok_and(|file| entries(file).iter().any(|(_, entry)| sealed::is_locked(*entry)))
}

/// The costliest derivation among the file's keys, if any is costly at all.
fn kdf(file: &Value) -> Option<Kdf> {
    is_encrypted(file).then_some(sealed::KDF)
}

/// Whether a JSON object is a backup: some value of it is an entry or a key of the extension.
fn is_backup(file: &Value) -> bool {
    let entry = |value: &Value| {
        value.get("dataType").is_some()
            || value.get("secret").is_some_and(Value::is_string)
            || (value.get("encrypted").is_some() && value.get("hash").is_some())
    };
    file.as_object().is_some_and(|fields| fields.values().any(entry))
}

/// Errors: those of opening, `transfer_empty`.
fn read(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    let entries = entries(fields);
    limits::check_entries(entries.len())?;
    let locks = if entries.iter().any(|(_, entry)| sealed::is_locked(*entry)) {
        Some(Locks::open(fields, password.ok_or(ErrorCode::TransferPasswordMissing)?)?)
    } else {
        None
    };
    let mut report = Report::new(&AUTHENTICATOR);
    let mut opened = 0usize;
    for (_, entry) in entries {
        let locked = sealed::is_locked(entry);
        let (name, account) = read_stored(entry, locks.as_ref());
        opened = opened.saturating_add(usize::from(locked && account.is_ok()));
        report.enter(name, account);
    }
    // Where no hash tells, a password that opens nothing is the wrong one.
    if locks.as_ref().is_some_and(|locks| !locks.is_proven()) && opened == 0 {
        return Err(ErrorCode::TransferPasswordWrong.into());
    }
    report.finish()
}

/// The entries in the order the extension shows them: by index, ties as in the file.
fn entries(file: Fields<'_>) -> Vec<(i64, Fields<'_>)> {
    let mut entries: Vec<(i64, Fields<'_>)> = file
        .iter()
        .filter(|(id, _)| !NO_ENTRIES.contains(&id.as_str()))
        .filter_map(|(_, value)| Fields::of(value).ok())
        .filter(|entry| !matches!(entry.label("dataType").as_str(), "Key" | "UserSettings"))
        .map(|entry| (entry.text("index").ok().and_then(|text| text.parse().ok()).unwrap_or(i64::MAX), entry))
        .collect();
    entries.sort_by_key(|(index, _)| *index);
    entries
}

fn read_stored(entry: Fields<'_>, locks: Option<&Locks>) -> (String, Result<Account, Error>) {
    let name = entry_name(&issuer_and_site(&entry.label("issuer")).0, &entry.label("account"));
    let Some(locks) = locks.filter(|_| sealed::is_locked(entry)) else {
        return (name, read_entry(entry, &entry.text("secret").unwrap_or_default()));
    };
    if entry.value("data").is_some() {
        let record = match locks.open_record(entry) {
            Ok(record) => record,
            Err(error) => return (name, Err(error)),
        };
        return match Fields::of(&record) {
            Ok(entry) => (
                entry_name(&issuer_and_site(&entry.label("issuer")).0, &entry.label("account")),
                read_entry(entry, &entry.text("secret").unwrap_or_default()),
            ),
            Err(error) => (name, Err(error)),
        };
    }
    let secret = locks.open_secret(entry);
    (name, secret.and_then(|secret| read_entry(entry, &secret)))
}

fn read_entry(entry: Fields<'_>, secret: &str) -> Result<Account, Error> {
    let (prefixed, secret) = split_prefix(secret);
    let kind = match prefixed {
        Some(kind) => kind,
        None => Kind::of(&entry.text("type")?)?,
    };
    let algorithm = algorithm_of(&entry.text("algorithm")?)?;
    let digits = scheme::digits(&entry.text("digits")?)?;
    let scheme = match kind {
        Kind::Totp | Kind::Hex => Scheme::Totp { algorithm, digits, period: period_of(entry)? },
        Kind::Hotp | Kind::HexHotp => match scheme::hotp("", "", &entry.text("counter")?)? {
            Scheme::Hotp { counter, .. } => Scheme::Hotp { algorithm, digits, counter },
            other => other,
        },
        Kind::Battle => Scheme::BattleNet,
        Kind::Steam => Scheme::Steam,
    };
    let key = key_of(secret, matches!(kind, Kind::Hex | Kind::HexHotp))?;
    let (issuer, site) = issuer_and_site(&entry.name("issuer")?);
    let mut account = Account::new(Otp { key, scheme }, issuer, entry.name("account")?);
    account.site = site;
    account.favorite = entry.flag("pinned");
    Ok(account)
}

fn period_of(entry: Fields<'_>) -> Result<Period, Error> {
    let period = entry.text("period")?;
    if is_unsaid(&period) { Ok(Period::THIRTY) } else { period.parse() }
}

/// The extension's types; old versions wrote their numbers.
#[derive(Clone, Copy)]
enum Kind {
    Totp,
    Hotp,
    Battle,
    Steam,
    Hex,
    HexHotp,
}

impl Kind {
    fn of(name: &str) -> Result<Kind, Error> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "" | "null" | "totp" | "1" => Kind::Totp,
            "hotp" | "2" => Kind::Hotp,
            "battle" | "3" => Kind::Battle,
            "steam" | "4" => Kind::Steam,
            "hex" | "5" => Kind::Hex,
            "hhex" | "6" => Kind::HexHotp,
            _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
        })
    }
}

/// The first versions marked Battle.net's and Steam's keys instead of giving a type.
fn split_prefix(secret: &str) -> (Option<Kind>, &str) {
    let secret = secret.trim();
    for (prefix, kind) in [("blz-", Kind::Battle), ("bliz-", Kind::Battle), ("stm-", Kind::Steam)] {
        if let Some(rest) = secret.strip_prefix(prefix) {
            return (Some(kind), rest);
        }
    }
    (None, secret)
}

fn algorithm_of(name: &str) -> Result<Algorithm, Error> {
    match name {
        "1" => Ok(Algorithm::Sha1),
        "2" => Ok(Algorithm::Sha256),
        "3" => Ok(Algorithm::Sha512),
        "4" => Ok(Algorithm::Gost256),
        "5" => Ok(Algorithm::Gost512),
        name => scheme::algorithm(name),
    }
}

/// Base32 wherever it can be; hexadecimal where the type says so or nothing else is possible, as the extension guesses.
fn key_of(secret: &str, is_hex: bool) -> Result<Key, Error> {
    let read = key(secret);
    let plain: Zeroizing<String> =
        Zeroizing::new(secret.chars().filter(|c| !c.is_whitespace() && *c != '-').collect());
    let can_be_hex = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_hexdigit());
    if can_be_hex && (is_hex || read.is_err()) {
        return Key::from_hex(&even(&plain));
    }
    read
}

/// Of an odd number of hexadecimal digits the extension drops a final zero, or appends one.
fn even(hex: &str) -> Zeroizing<String> {
    Zeroizing::new(match (hex.len().is_multiple_of(2), hex.strip_suffix('0')) {
        (true, _) => hex.to_owned(),
        (false, Some(shorter)) => shorter.to_owned(),
        (false, None) => format!("{hex}0"),
    })
}

/// `Name::domain`: the extension's own way to bind an entry to a site.
fn issuer_and_site(issuer: &str) -> (String, String) {
    match issuer.split_once("::") {
        Some((issuer, site)) => (issuer.trim().to_owned(), site.trim().to_owned()),
        None => (issuer.to_owned(), String::new()),
    }
}

/// The issuer and, if it is known, the site behind it.
fn joined(account: &Account) -> String {
    match account.site.as_str() {
        "" => account.issuer.clone(),
        site => format!("{}::{site}", account.issuer),
    }
}

/// What the extension cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    // The extension takes a period that does not divide a minute for 30 seconds.
    check_kind(scheme, &["totp", "hotp", "steam", "battle"])
        .and_then(|()| check_period(scheme, &[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]))
        .and_then(|()| check_counter(scheme, LARGEST_COUNTER))
        .and_then(|()| {
            match issuer_and_site(&joined(account)) == (account.issuer.clone(), account.site.clone()) {
                true => Ok(()),
                false => Err(ErrorCode::TransferTargetName.into()),
            }
        })
        .err()
}

/// A backup in the clear, as the extension writes it: only what is not the default.
///
/// Errors: `entropy_unavailable`.
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut file = Map::new();
    for (place, account) in accounts.iter().enumerate() {
        let id = make_uuid()?;
        let entry = entry_of(account, &id, place);
        file.insert(id, entry);
    }
    json::write(&Value::Object(file))
}

fn entry_of(account: &Account, id: &str, place: usize) -> Value {
    let scheme = &account.otp.scheme;
    let issuer = joined(account);
    let mut entry = json!({
        "account": account.account, "dataType": "OTPStorage", "encrypted": false, "hash": id, "index": place,
        "issuer": issuer, "secret": *account.otp.key.to_base32(), "type": scheme.name(),
    });
    if let Some(counter) = scheme.counter() {
        json::put(&mut entry, "counter", counter);
    }
    if let Scheme::Totp { algorithm, digits, .. } | Scheme::Hotp { algorithm, digits, .. } = scheme {
        if *digits != Digits::SIX {
            json::put(&mut entry, "digits", digits.count());
        }
        if *algorithm != Algorithm::Sha1 {
            json::put(&mut entry, "algorithm", algorithm.to_string());
        }
    }
    if let Some(period) = scheme.period().filter(|period| *period != Period::THIRTY) {
        json::put(&mut entry, "period", period.seconds());
    }
    if account.favorite {
        json::put(&mut entry, "pinned", true);
    }
    entry
}

/// Names of the top level that are no entries.
const NO_ENTRIES: &[&str] = &["UserSettings", "LocalStorage", "key", "enc", "hash"];
/// A JavaScript number counts exactly this far.
const LARGEST_COUNTER: u64 = (1 << 53) - 1;
