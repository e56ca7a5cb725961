//! Key URIs: `otpauth://`, `apple-otpauth://`, `motp://` and `steam://`.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD};
use zeroize::Zeroizing;

use super::label::Names;
use super::percent;
use super::query::{KeyUri, Query};
use super::secret_input::parse_base32_or_hex;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme, parse_counter};
use crate::secret::Secret;

/// Reads one key URI.
///
/// Errors: `uri_scheme_unknown`, `uri_type_unknown`, `uri_secret_missing`, `uri_encoder_unknown`,
/// `uri_steam_setting`, `uri_pin_invalid`, `uri_pin_length_invalid`, those of a key (`secret_…`) and of its settings
/// (`otp_…`).
pub fn parse(text: &str) -> Result<Account, Error> {
    let uri = KeyUri::split(text).ok_or(ErrorCode::UriSchemeUnknown)?;
    match uri.scheme.as_str() {
        "otpauth" | "apple-otpauth" => parse_otpauth(&uri),
        "motp" => parse_motp(&uri, text),
        "steam" => parse_steam(&uri, text),
        _ => Err(ErrorCode::UriSchemeUnknown.into()),
    }
}

/// Whether `text` begins as a key URI of one of the schemes that [`parse`] reads.
pub(super) fn has_key_scheme(text: &str) -> bool {
    KeyUri::split(text)
        .is_some_and(|uri| matches!(uri.scheme.as_str(), "otpauth" | "apple-otpauth" | "motp" | "steam"))
}

fn parse_otpauth(uri: &KeyUri<'_>) -> Result<Account, Error> {
    let query = uri.query;
    let names = Names::read(uri.path.unwrap_or(""), query);
    match uri.host.trim().to_ascii_lowercase().as_str() {
        "totp" => parse_totp(query, names),
        "hotp" => {
            let otp = Otp { key: key_of(query)?, scheme: hotp(query)? };
            Ok(Account::new(otp, names.issuer, names.account))
        }
        "steam" => parse_steam_guard(query, names),
        "yaotp" => parse_yandex(query, names),
        _ => Err(ErrorCode::UriTypeUnknown.into()),
    }
}

fn parse_totp(query: Query<'_>, names: Names) -> Result<Account, Error> {
    let says_steam = query.has("steam") || says_steam_encoder(query)?;
    if says_steam {
        return parse_steam_guard(query, names);
    }
    let (algorithm, period) = (algorithm(query)?, period(query)?);
    let digits = optional::<Digits>(query, "digits")?;
    // Steam's own name is enough, unless the settings are not Steam's.
    let usual = digits.is_none_or(|digits| digits == Digits::FIVE)
        && (algorithm, period) == (Algorithm::Sha1, Period::THIRTY);
    let scheme = if usual && is_steam_name(&names.issuer) {
        Scheme::Steam
    } else {
        Scheme::Totp { algorithm, digits: digits.unwrap_or(Digits::SIX), period }
    };
    Ok(Account::new(Otp { key: key_of(query)?, scheme }, names.issuer, names.account))
}

/// Whether readers take a time-based account of this issuer for Steam's when its settings allow it.
pub(super) fn is_steam_name(issuer: &str) -> bool {
    issuer.eq_ignore_ascii_case("steam")
}

/// KeePassXC's parameter; it knows one value.
fn says_steam_encoder(query: Query<'_>) -> Result<bool, Error> {
    match query.value("encoder") {
        None => Ok(false),
        Some(encoder) if encoder.eq_ignore_ascii_case("steam") => Ok(true),
        Some(_) => Err(ErrorCode::UriEncoderUnknown.into()),
    }
}

/// The type says all; a number of digits may stand there (apps write 5 or 6), another hash or period may not.
fn parse_steam_guard(query: Query<'_>, names: Names) -> Result<Account, Error> {
    optional::<Digits>(query, "digits")?;
    if (algorithm(query)?, period(query)?) != (Algorithm::Sha1, Period::THIRTY) {
        return Err(ErrorCode::UriSteamSetting.into());
    }
    let secret = query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    let otp = Otp { key: parse_steam_key(&secret)?, scheme: Scheme::Steam };
    Ok(Account::new(otp, names.issuer, names.account))
}

fn hotp(query: Query<'_>) -> Result<Scheme, Error> {
    Ok(Scheme::Hotp {
        algorithm: algorithm(query)?,
        digits: optional(query, "digits")?.unwrap_or(Digits::SIX),
        // The Key URI Format requires it; every reader takes 0 when it is absent.
        counter: query.value("counter").map_or(Ok(0), |text| parse_counter(&text))?,
    })
}

/// `otpauth://yaotp/NAME?secret=…&pin_length=…&name=…`; Aegis adds `pin=`, the PIN's text in base32.
fn parse_yandex(query: Query<'_>, names: Names) -> Result<Account, Error> {
    if let Some(length) = query.value("pin_length") {
        length.parse::<u8>().map_err(|_| ErrorCode::UriPinLengthInvalid)?;
    }
    let key = key_of(query)?;
    if ![16, 26].contains(&key.bytes().len()) {
        return Err(ErrorCode::OtpKeyLength.into());
    }
    let pin = query.value("pin").map(|text| yandex_pin(&text)).transpose()?;
    let account = match names.account.as_str() {
        "" => query.value("name").map(|name| name.to_string()).unwrap_or_default(),
        account => account.to_owned(),
    };
    // Yandex writes no issuer; a list of ours writes an empty one where the person took the name away.
    let issuer =
        if names.issuer.is_empty() && !query.has("issuer") { "Yandex".to_owned() } else { names.issuer };
    Ok(Account::new(Otp { key, scheme: Scheme::Yandex { pin } }, issuer, account))
}

/// Digits alone are the PIN itself: the base32 text of a PIN of digits begins with a G.
fn yandex_pin(text: &str) -> Result<Secret, Error> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Secret::new(text.as_bytes().to_vec()));
    }
    let upper = Zeroizing::new(text.trim_end_matches('=').to_ascii_uppercase());
    let pin = BASE32_NOPAD.decode(upper.as_bytes()).map_err(|_| ErrorCode::UriPinInvalid)?;
    Ok(Secret::new(pin))
}

/// `motp://ISSUER:NAME?secret=TEXT`, the text as it enters the hash; some apps add `pin=`.
fn parse_motp(uri: &KeyUri<'_>, text: &str) -> Result<Account, Error> {
    // There is no host: all before the query is the label, and a slash in it is a slash.
    let label = text.split_once(':').map_or("", |(_, rest)| rest);
    let label = label.split_once('?').map_or(label, |(label, _)| label).trim();
    let names = Names::read(label.strip_prefix("//").unwrap_or(label), uri.query);
    let secret = uri.query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    let pin = uri.query.value("pin").map(|pin| Secret::new(pin.as_bytes().to_vec()));
    let otp = Otp { key: Key::from_bytes(secret.as_bytes().to_vec())?, scheme: Scheme::Motp { pin } };
    Ok(Account::new(otp, names.issuer, names.account))
}

/// `steam://KEY`, as Bitwarden (base32) and Proton (base64 too) write it.
fn parse_steam(uri: &KeyUri<'_>, text: &str) -> Result<Account, Error> {
    let key = match uri.path {
        None => percent::decode(uri.host),
        // A slash of base64.
        Some(_) => percent::decode(text.trim().split_at_checked("steam://".len()).map_or("", |(_, key)| key)),
    };
    if key.trim().is_empty() {
        return Err(ErrorCode::UriSecretMissing.into());
    }
    Ok(Account::new(Otp { key: parse_steam_key(&key)?, scheme: Scheme::Steam }, "Steam", ""))
}

/// Base32, or the base64 of Steam's own 20-byte `shared_secret`.
pub(super) fn parse_steam_key(text: &str) -> Result<Key, Error> {
    match steam_base64(text) {
        Some(bytes) => Key::from_bytes(bytes),
        None => text.parse(),
    }
}

/// The 20 bytes of a `shared_secret`. Its 27 characters are taken for base64 only where base32 cannot be meant: they
/// hold a character that base32 lacks, or both cases.
pub(super) fn steam_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let plain = text.strip_suffix('=').unwrap_or(text);
    let mixed =
        plain.contains(|c: char| c.is_ascii_lowercase()) && plain.contains(|c: char| c.is_ascii_uppercase());
    let foreign = plain.contains(['0', '1', '8', '9', '+', '/']);
    if plain.len() != 27 || !(mixed || foreign) {
        return None;
    }
    let decoded = if plain.len() == text.len() {
        BASE64_NOPAD.decode(plain.as_bytes())
    } else {
        BASE64.decode(text.as_bytes())
    };
    decoded.ok()
}

fn key_of(query: Query<'_>) -> Result<Key, Error> {
    let secret = query.value("secret").ok_or(ErrorCode::UriSecretMissing)?;
    parse_base32_or_hex(&secret)
}

fn algorithm(query: Query<'_>) -> Result<Algorithm, Error> {
    Ok(optional(query, "algorithm")?.unwrap_or(Algorithm::Sha1))
}

fn period(query: Query<'_>) -> Result<Period, Error> {
    Ok(optional(query, "period")?.unwrap_or(Period::THIRTY))
}

/// `None` if absent; an error if it is there and wrong.
fn optional<T: core::str::FromStr<Err = Error>>(query: Query<'_>, name: &str) -> Result<Option<T>, Error> {
    query.value(name).map(|text| text.parse()).transpose()
}
