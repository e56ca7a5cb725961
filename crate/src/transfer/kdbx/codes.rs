//! One-time codes in an entry's fields, in the five ways that KeePass, its plugins and KeePassXC keep them.

use super::document::Entry;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::transfer::cipher::from_base64;
use crate::transfer::fields::key;
use crate::transfer::keepassxc::login_account;
use crate::transfer::report::{Report, entry_name};
use crate::transfer::scheme;

/// Enters every code of `entry`.
pub(super) fn enter(report: &mut Report, entry: &Entry) {
    let name = entry_name(entry.field("Title"), entry.field("UserName"));
    for account in [time_based(entry), hmac_otp(entry)].into_iter().flatten() {
        if entry.trashed {
            report.skip(name.as_str(), ErrorCode::TransferEntryTrashed);
            continue;
        }
        let account = account.map(|mut account| {
            if !entry.path.is_empty() {
                account.groups.push(entry.path.join("/"));
            }
            account
        });
        report.enter(name.as_str(), account);
    }
}

/// The first of the ways that is there: plugins copy one into the other.
fn time_based(entry: &Entry) -> Option<Result<Account, Error>> {
    let otp = entry.field("otp").trim();
    if !otp.is_empty() {
        let is_uri = otp.contains("://") || !otp.contains("key=");
        return Some(if is_uri { uri(entry, otp) } else { key_value(entry, otp) });
    }
    if !entry.field("TOTP Seed").trim().is_empty() {
        return Some(seed(entry));
    }
    secret_of(entry, "TimeOtp").map(|key| {
        let algorithm = entry.field("TimeOtp-Algorithm");
        let scheme = scheme::totp(algorithm, entry.field("TimeOtp-Length"), entry.field("TimeOtp-Period"))?;
        Ok(named(entry, Otp { key: key?, scheme }))
    })
}

/// KeePassXC.
fn uri(entry: &Entry, uri: &str) -> Result<Account, Error> {
    login_account(uri, entry.field("Title"), entry.field("UserName"))
}

/// KeeOtp: `key=…&step=…&size=…&otpHashMode=…`, for counters `type=hotp&counter=…`.
fn key_value(entry: &Entry, text: &str) -> Result<Account, Error> {
    let value = |name: &str| {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        let value =
            pairs.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value).next();
        value.unwrap_or_default().replace("%3d", "=").replace("%3D", "=")
    };
    let (hash, size) = (value("otpHashMode"), value("size"));
    let scheme = match value("type").to_ascii_lowercase().as_str() {
        "" | "totp" => scheme::totp(&hash, &size, &value("step"))?,
        "hotp" => scheme::hotp(&hash, &size, &value("counter"))?,
        "steam" => Scheme::Steam,
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    Ok(named(entry, Otp { key: key(&value("key"))?, scheme }))
}

/// Tray TOTP, and KeePassXC before 2.4: settings `30;6`, or `30;S` for Steam.
fn seed(entry: &Entry) -> Result<Account, Error> {
    let mut settings = entry.field("TOTP Settings").split(';').map(str::trim);
    let (period, digits) = (settings.next().unwrap_or_default(), settings.next().unwrap_or_default());
    let scheme =
        if digits.eq_ignore_ascii_case("S") { Scheme::Steam } else { scheme::totp("", digits, period)? };
    Ok(named(entry, Otp { key: key(entry.field("TOTP Seed"))?, scheme }))
}

/// KeePass 2.47 and later, counter based.
fn hmac_otp(entry: &Entry) -> Option<Result<Account, Error>> {
    secret_of(entry, "HmacOtp").map(|key| {
        let scheme = scheme::hotp("", "", entry.field("HmacOtp-Counter"))?;
        Ok(named(entry, Otp { key: key?, scheme }))
    })
}

/// KeePass's own fields: the key's text as it is, or encoded.
fn secret_of(entry: &Entry, kind: &str) -> Option<Result<Key, Error>> {
    let field = |suffix: &str| {
        let value = entry.field(&format!("{kind}-Secret{suffix}")).trim();
        (!value.is_empty()).then_some(value)
    };
    if let Some(text) = field("-Base32") {
        return Some(key(text));
    }
    if let Some(text) = field("-Hex") {
        return Some(Key::from_hex(text));
    }
    if let Some(text) = field("-Base64") {
        let bytes = from_base64(text).map_err(|_| ErrorCode::TransferEntryMalformed.into());
        return Some(bytes.and_then(Key::from_bytes));
    }
    field("").map(|text| Key::from_bytes(text.as_bytes().to_vec()))
}

fn named(entry: &Entry, otp: Otp) -> Account {
    Account::new(otp, entry.field("Title").trim(), entry.field("UserName").trim())
}
