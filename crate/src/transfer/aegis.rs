//! Aegis: JSON in the clear or under a password; the format is documented and authenticated, so other apps read it.
//!
//! A file has slots, each of which wraps the same master key; only password slots (type 1) can be opened here.

use std::collections::HashMap;

use base16ct::lower as hex;
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Key, Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, from_hex, open_gcm, seal_gcm};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::json;
use crate::transfer::kdf::{Kdf, Key256};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::write::{
    canonical_base32, check_algorithm, check_counter, check_longest_period, make_uuid,
};
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&AEGIS];

static AEGIS: Format = Format {
    name: "aegis-json",
    app: "Aegis",
    marks: &[Mark::Json(Reader {
        has: &["header", "db"],
        lock: |file| Lock::when(is_encrypted(file), kdf(file)),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            br#"{"version":1,"header":{"slots":[{"type":1,"n":32768,"r":8,"p":1}],"params":null},
                "db":{"version":3,"entries":[{"type":"motp","name":"a","issuer":"I","note":"",
                "favorite":true,"info":{"secret":"MFRGGZDF","algo":"SHA1","digits":6,"period":30,
                "counter":0,"pin":"1"},"groups":["g"]}],"groups":[{"uuid":"g","name":"G"}]}}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether the database is sealed.
fn is_encrypted(file: &Value) -> bool {
    file.get("db").is_some_and(Value::is_string)
}

/// The derivation of the costliest password slot.
fn kdf(file: &Value) -> Option<Kdf> {
    let slots = Fields::of(file).ok()?.object("header").ok()?.list("slots");
    slots.iter().filter_map(|slot| slot_kdf(Fields::of(slot).ok()?).ok()).max_by_key(|kdf| kdf.cost().work)
}

/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
fn read(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    check_version(fields, 1)?;
    let opened;
    let db = if is_encrypted(file) {
        opened = json::parse(&open(fields, password.ok_or(ErrorCode::TransferPasswordMissing)?)?)?;
        &opened
    } else {
        fields.value("db").ok_or(ErrorCode::TransferDamaged)?
    };
    read_db(Fields::of(db).map_err(|_| ErrorCode::TransferDamaged)?)
}

fn check_version(fields: Fields<'_>, newest: u64) -> Result<(), Error> {
    match fields.value("version").map_or(Ok(newest), |_| fields.number("version"))? {
        version if version > newest => Err(Error::at(
            ErrorCode::TransferVersionUnsupported,
            usize::try_from(version).unwrap_or(usize::MAX),
        )),
        _ => Ok(()),
    }
}

/// The master key comes out of the first password slot that the password opens.
fn open(file: Fields<'_>, password: &Secret) -> Result<Zeroizing<Vec<u8>>, Error> {
    let header = file.object("header")?;
    let sealed = sealed_with_tag(from_base64(file.required("db")?)?, header.object("params")?)?;
    let nonce = from_hex(header.object("params")?.required("nonce")?)?;
    let slots = header.list("slots").iter().filter_map(|slot| Fields::of(slot).ok());
    let mut failure = Error::from(ErrorCode::TransferCipherUnsupported);
    for slot in slots.filter(|slot| slot.number("type") == Ok(1)).take(SLOTS) {
        match open_slot(slot, password) {
            // Behind a slot that opened, a tag that does not fit is damage.
            Ok(master) => {
                return open_gcm(&master, &nonce, &sealed, &[])
                    .map_err(|_| ErrorCode::TransferDamaged.into());
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn open_slot(slot: Fields<'_>, password: &Secret) -> Result<Key256, Error> {
    let params = slot.object("key_params")?;
    let sealed = sealed_with_tag(from_hex(slot.required("key")?)?, params)?;
    let key = slot_kdf(slot)?.derive(password, &from_hex(slot.required("salt")?)?)?;
    let master = open_gcm(&key, &from_hex(params.required("nonce")?)?, &sealed, &[])?;
    let master: [u8; 32] = master.as_slice().try_into().map_err(|_| ErrorCode::TransferDamaged)?;
    Ok(Zeroizing::new(master))
}

fn slot_kdf(slot: Fields<'_>) -> Result<Kdf, Error> {
    Ok(Kdf::Scrypt { n: slot.number("n")?, r: slot.number("r")?, p: slot.number("p")? })
}

fn sealed_with_tag(mut sealed: Vec<u8>, params: Fields<'_>) -> Result<Vec<u8>, Error> {
    sealed.extend(from_hex(params.required("tag")?)?);
    Ok(sealed)
}

fn read_db(db: Fields<'_>) -> Result<Report, Error> {
    check_version(db, 3)?;
    let groups = group_names(db);
    let entries = db.list("entries");
    limits::check_entries(entries.len())?;
    let mut report = Report::new(&AEGIS);
    for entry in entries {
        match Fields::of(entry) {
            Ok(fields) => report.enter(
                entry_name(&fields.label("issuer"), &fields.label("name")),
                read_entry(fields, &groups),
            ),
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn group_names(db: Fields<'_>) -> HashMap<String, String> {
    let groups = db.list("groups").iter().filter_map(|group| Fields::of(group).ok());
    groups.map(|group| (group.label("uuid"), group.label("name"))).collect()
}

fn read_entry(entry: Fields<'_>, groups: &HashMap<String, String>) -> Result<Account, Error> {
    let info = entry.object("info")?;
    let kind = entry.text("type")?.to_ascii_lowercase();
    let algorithm = hash_of(&info.text("algo")?);
    let (digits, period) = (info.text("digits")?, info.text("period")?);
    let scheme = match kind.as_str() {
        "totp" => scheme::totp(&algorithm, &digits, &period)?,
        "hotp" => scheme::hotp(&algorithm, &digits, &info.text("counter")?)?,
        "steam" => Scheme::Steam,
        "yandex" => Scheme::Yandex { pin: info.pin("pin")? },
        "motp" => Scheme::Motp { pin: info.pin("pin")? },
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let key = match scheme {
        // What is hashed is the lower-case hexadecimal text of these bytes.
        Scheme::Motp { .. } => Key::from_bytes(hex::encode_string(info.key("secret")?.bytes()).into_bytes())?,
        _ => info.key("secret")?,
    };
    let mut account = Account::new(Otp { key, scheme }, entry.name("issuer")?, entry.name("name")?);
    account.note = entry.text("note")?;
    account.favorite = entry.flag("favorite");
    account.groups = entry.texts("groups").iter().filter_map(|uuid| groups.get(uuid).cloned()).collect();
    // Databases of version 1 and 2 name one group in the entry itself.
    let group = entry.name("group")?;
    if account.groups.is_empty() && !group.is_empty() {
        account.groups.push(group);
    }
    Ok(account)
}

/// Aegis once wrote MD5 on entries whose codes it computes with SHA-1; only mOTP uses MD5, which is implied there.
fn hash_of(name: &str) -> String {
    if name.eq_ignore_ascii_case("MD5") { String::new() } else { name.to_owned() }
}

/// What Aegis cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    match &account.otp.scheme {
        Scheme::Yandex { pin: None } | Scheme::Motp { pin: None } => {
            Some(ErrorCode::TransferTargetPin.into())
        }
        Scheme::Motp { .. } if motp_bytes(&account.otp.key).is_none() => {
            Some(ErrorCode::TransferTargetType.into())
        }
        scheme => check_algorithm(scheme)
            .and_then(|()| check_longest_period(scheme, LONGEST_PERIOD))
            .and_then(|()| check_counter(scheme, i64::MAX.unsigned_abs()))
            .err(),
    }
}

/// The bytes whose lower-case hexadecimal text is the mOTP key.
fn motp_bytes(key: &Key) -> Option<Vec<u8>> {
    hex::decode_vec(key.bytes()).ok().filter(|bytes| !bytes.is_empty())
}

/// A file with `accounts`, each of which Aegis can hold; sealed if there is a password.
///
/// Errors: `entropy_unavailable`, `transfer_memory_unavailable`.
pub(super) fn write(accounts: &[&Account], password: Option<&Secret>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let db = db_of(accounts)?;
    let file = match password {
        None => json!({"version": 1, "header": {"slots": null, "params": null}, "db": db}),
        Some(password) => seal(&db, password)?,
    };
    json::write(&file)
}

fn db_of(accounts: &[&Account]) -> Result<Value, Error> {
    let mut groups: Vec<(String, String)> = Vec::new();
    for name in accounts.iter().flat_map(|account| &account.groups) {
        if !groups.iter().any(|(known, _)| known == name) {
            groups.push((name.clone(), make_uuid()?));
        }
    }
    let entries: Result<Vec<Value>, Error> =
        accounts.iter().map(|account| entry_of(account, &groups)).collect();
    let groups: Vec<Value> = groups.iter().map(|(name, uuid)| json!({"uuid": uuid, "name": name})).collect();
    Ok(json!({"version": 3, "entries": entries?, "groups": groups, "icons_optimized": true}))
}

fn entry_of(account: &Account, groups: &[(String, String)]) -> Result<Value, Error> {
    let otp = &account.otp;
    let kind = match otp.scheme {
        Scheme::BattleNet => "totp",
        ref scheme => scheme.name(),
    };
    let secret = match otp.scheme {
        Scheme::Motp { .. } => canonical_base32(&motp_bytes(&otp.key).unwrap_or_default()),
        _ => canonical_base32(otp.key.bytes()),
    };
    let algorithm =
        otp.scheme.algorithm().map_or("MD5".to_owned(), |algorithm: Algorithm| algorithm.to_string());
    let mut info = json!({"secret": *secret, "algo": algorithm, "digits": otp.scheme.digits().count()});
    if let Some(period) = otp.scheme.period() {
        json::put(&mut info, "period", period.seconds());
    }
    if let Some(counter) = otp.scheme.counter() {
        json::put(&mut info, "counter", counter);
    }
    if let Scheme::Yandex { pin: Some(pin) } | Scheme::Motp { pin: Some(pin) } = &otp.scheme {
        json::put(&mut info, "pin", String::from_utf8_lossy(pin.expose()).into_owned());
    }
    let uuids = account.groups.iter().filter_map(|group| groups.iter().find(|(name, _)| name == group));
    let uuids = uuids.map(|(_, uuid)| uuid);
    Ok(json!({
        "type": kind, "uuid": make_uuid()?, "name": account.account, "issuer": account.issuer,
        "note": account.note, "favorite": account.favorite, "icon": null, "info": info,
        "groups": uuids.collect::<Vec<_>>(),
    }))
}

fn seal(db: &Value, password: &Secret) -> Result<Value, Error> {
    let master = Zeroizing::new(entropy::make_bytes::<32>()?);
    let salt = entropy::make_bytes::<32>()?;
    let key = Kdf::Scrypt { n: SCRYPT.0, r: SCRYPT.1, p: SCRYPT.2 }.derive(password, &salt)?;
    let (slot_key, slot_params) = seal_part(&key, master.as_slice())?;
    let (sealed, params) = seal_part(&master, &json::write(db)?)?;
    Ok(json!({
        "version": 1,
        "header": {
            "slots": [{
                "type": 1, "uuid": make_uuid()?, "key": hex::encode_string(&slot_key), "key_params": slot_params,
                "n": SCRYPT.0, "r": SCRYPT.1, "p": SCRYPT.2, "salt": hex::encode_string(&salt),
                "repaired": true, "is_backup": false,
            }],
            "params": params,
        },
        "db": Base64::encode_string(&sealed),
    }))
}

/// The ciphertext, and nonce and tag as Aegis keeps them apart from it.
fn seal_part(key: &[u8; 32], content: &[u8]) -> Result<(Vec<u8>, Value), Error> {
    let nonce = entropy::make_bytes::<12>()?;
    let mut sealed = seal_gcm(key, &nonce, content, &[])?;
    let tag = sealed.split_off(sealed.len().saturating_sub(16));
    Ok((sealed, json!({"nonce": hex::encode_string(&nonce), "tag": hex::encode_string(&tag)})))
}

/// What Aegis itself writes: N, r, p.
const SCRYPT: (u64, u64, u64) = (32768, 8, 1);
/// More slots than a person has passwords; each costs one scrypt.
const SLOTS: usize = 10;
/// Aegis counts the milliseconds of a period in 32 bits.
const LONGEST_PERIOD: u32 = i32::MAX.unsigned_abs() / 1000;
