//! 2FAS: JSON `.2fas` of schema 1 to 4, whose services may be sealed.

use std::collections::HashMap;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, open_gcm};
use crate::transfer::fields::{Fields, is_unsaid, key};
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::write::{
    canonical_base32, check_algorithm, check_counter, check_digits, check_kind, check_period, make_uuid,
};
use crate::transfer::{Format, json, limits, scheme};
use crate::uri;

pub(super) const FORMATS: &[&Format] = &[&TWOFAS];

static TWOFAS: Format = Format {
    name: "2fas",
    app: "2FAS",
    marks: &[Mark::Json(Reader {
        has: &["schemaVersion"],
        fits: |file| json::has(file, &["services"]) || json::has(file, &["servicesEncrypted"]),
        lock: |file| Lock::when(is_encrypted(file), Some(KDF)),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            br#"{"schemaVersion":4,"services":[{"name":"N","secret":"MFRGGZDF","otp":{"account":"a",
                "issuer":"I","digits":6,"period":30,"algorithm":"SHA1","counter":1,"tokenType":"HOTP",
                "link":"otpauth://totp/x?secret=A"},"order":{"position":0},"groupId":"g"}],
                "groups":[{"id":"g","name":"G"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether the services are sealed.
fn is_encrypted(file: &Value) -> bool {
    file.get("servicesEncrypted").and_then(Value::as_str).is_some_and(|sealed| !sealed.is_empty())
}

/// What opening takes.
const KDF: Kdf = Kdf::Pbkdf2 { hash: Hash::Sha256, rounds: 10_000 };

/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
fn read(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    if let Some(version) = fields.number("schemaVersion").ok().filter(|version| *version > NEWEST_SCHEMA) {
        let version = usize::try_from(version).unwrap_or(usize::MAX);
        return Err(Error::at(ErrorCode::TransferVersionUnsupported, version));
    }
    let groups = group_names(fields);
    if is_encrypted(file) {
        let services = open(fields, password.ok_or(ErrorCode::TransferPasswordMissing)?)?;
        let services = services.as_array().ok_or(ErrorCode::TransferDamaged)?;
        read_services(services, &groups)
    } else {
        read_services(fields.list("services"), &groups)
    }
}

/// `base64(ciphertext ‖ tag):base64(salt):base64(nonce)`.
fn open(file: Fields<'_>, password: &Secret) -> Result<Value, Error> {
    let parts: Result<Vec<Vec<u8>>, Error> =
        file.required("servicesEncrypted")?.split(':').map(from_base64).collect();
    let parts = parts?;
    let [sealed, salt, nonce] = parts.as_slice() else {
        return Err(ErrorCode::TransferDamaged.into());
    };
    let key = KDF.derive(password, salt)?;
    json::parse(&open_gcm(&key, nonce, sealed, &[])?)
}

fn group_names(file: Fields<'_>) -> HashMap<String, String> {
    let groups = file.list("groups").iter().filter_map(|group| Fields::of(group).ok());
    groups.map(|group| (group.label("id"), group.label("name"))).collect()
}

fn read_services(services: &[Value], groups: &HashMap<String, String>) -> Result<Report, Error> {
    limits::check_entries(services.len())?;
    let mut report = Report::new(&TWOFAS);
    for service in in_order(services) {
        match Fields::of(service) {
            Ok(fields) => {
                let names = names_of(fields).unwrap_or_else(|_| (fields.label("name"), String::new()));
                report.enter(entry_name(&names.0, &names.1), read_service(fields, groups));
            }
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

/// The order that the app shows, which it keeps beside the services.
fn in_order(services: &[Value]) -> Vec<&Value> {
    let place =
        |service: &&Value| service.pointer("/order/position").and_then(Value::as_i64).unwrap_or(i64::MAX);
    let mut ordered: Vec<&Value> = services.iter().collect();
    ordered.sort_by_key(place);
    ordered
}

fn read_service(service: Fields<'_>, groups: &HashMap<String, String>) -> Result<Account, Error> {
    let otp = service.object("otp")?;
    let (issuer, account) = names_of(service)?;
    let kind = otp.text("tokenType")?.to_ascii_uppercase();
    let (algorithm, digits) = (otp.text("algorithm")?, otp.text("digits")?);
    let scheme = match kind.as_str() {
        // Schemas 1 and 2 had no other type.
        "" | "TOTP" => scheme::totp(&algorithm, &digits, &otp.text("period")?)?,
        "HOTP" => scheme::hotp(&algorithm, &digits, &otp.text("counter")?)?,
        "STEAM" => Scheme::Steam,
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let secret = service.text("secret")?;
    let key = match (is_unsaid(&secret), linked(otp)) {
        (true, Some(linked)) => linked.otp.key,
        _ => key(&secret)?,
    };
    let mut account = Account::new(Otp { key, scheme }, issuer, account);
    account.groups = groups.get(&service.text("groupId")?).cloned().into_iter().collect();
    Ok(account)
}

/// The issuer is what the service said, else the name in the list. The account is what the person edited, else the
/// label, else what the link holds.
fn names_of(service: Fields<'_>) -> Result<(String, String), Error> {
    let otp = service.object("otp")?;
    let issuer = otp.name("issuer")?;
    let issuer = if issuer.is_empty() { service.name("name")? } else { issuer };
    let account = otp.name("account")?;
    if !account.is_empty() || otp.has("account") {
        return Ok((issuer, account));
    }
    let label = otp.name("label")?;
    let account = match label.split_once(':') {
        Some((prefix, rest)) if prefix.trim() == issuer => rest.trim().to_owned(),
        _ => label,
    };
    if !account.is_empty() {
        return Ok((issuer, account));
    }
    Ok((issuer, linked(otp).map(|linked| linked.account).unwrap_or_default()))
}

/// The key URI the service was added with, unless the app hid the key in it.
fn linked(otp: Fields<'_>) -> Option<Account> {
    uri::parse(&otp.text("link").ok()?).ok()
}

/// What 2FAS cannot keep of `account`, by both of its apps.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "hotp", "steam", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_digits(scheme, &[5, 6, 7, 8]))
        .and_then(|()| check_period(scheme, &[10, 30, 60, 90]))
        .and_then(|()| check_counter(scheme, i32::MAX.unsigned_abs().into()))
        .err()
}

/// A file of schema 4 with every field that either app insists on.
///
/// Errors: `entropy_unavailable`.
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut groups: Vec<(&str, String)> = Vec::new();
    for name in accounts.iter().filter_map(|account| account.groups.first()) {
        if !groups.iter().any(|(known, _)| known == name) {
            groups.push((name, make_uuid()?));
        }
    }
    let services: Vec<Value> =
        accounts.iter().enumerate().map(|(place, account)| service_of(account, place, &groups)).collect();
    let groups = groups
        .iter()
        .map(|(name, id)| json!({"id": id, "name": name, "isExpanded": true, "updatedAt": UPDATED}));
    json::write(&json!({
        "services": services, "groups": groups.collect::<Vec<_>>(), "updatedAt": UPDATED,
        "schemaVersion": NEWEST_SCHEMA, "appVersionCode": 5_000_029, "appVersionName": "5.4.9", "appOrigin": "android",
    }))
}

fn service_of(account: &Account, place: usize, groups: &[(&str, String)]) -> Value {
    let scheme = &account.otp.scheme;
    let kind = match scheme {
        Scheme::Hotp { .. } => "HOTP",
        Scheme::Steam => "STEAM",
        _ => "TOTP",
    };
    let name = if account.issuer.is_empty() { &account.account } else { &account.issuer };
    let badge = tessera_case::upper(&name.chars().take(2).collect::<String>());
    let mut service = json!({
        "name": account.issuer, "secret": *canonical_base32(account.otp.key.bytes()), "updatedAt": UPDATED,
        "otp": {
            "label": account.account, "account": account.account, "issuer": account.issuer,
            "digits": scheme.digits().count(), "period": scheme.period().map_or(30, |period| period.seconds()),
            "algorithm": scheme.algorithm().map(|algorithm| algorithm.to_string()),
            "counter": scheme.counter().unwrap_or(0), "tokenType": kind, "source": "Manual",
        },
        "order": {"position": place}, "badge": {"color": "Default"},
        "icon": {
            "selected": "Label", "label": {"text": badge, "backgroundColor": "Default"},
            "iconCollection": {"id": ICON_COLLECTION},
        },
    });
    let group = account.groups.first().and_then(|name| groups.iter().find(|(known, _)| known == name));
    if let Some((_, id)) = group {
        json::put(&mut service, "groupId", id.as_str());
    }
    service
}

const NEWEST_SCHEMA: u64 = 4;
/// 2FAS's “default” collection of icons.
const ICON_COLLECTION: &str = "a5b3fb65-4ec5-43e6-8ec1-49e24ca9e7ad";
/// A moment in milliseconds: the apps refuse a file without one, and it decides nothing.
const UPDATED: u64 = 1_700_000_000_000;
