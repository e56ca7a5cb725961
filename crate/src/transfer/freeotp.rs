//! FreeOTP and FreeOTP+: tokens as JSON, in Android preferences or in one JSON file.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&FREEOTP_PREFERENCES, &FREEOTP_PLUS];

/// The first app's own preferences, and those of FreeOTP+.
static FREEOTP_PREFERENCES: Format = Format {
    name: "freeotp-v1-prefs",
    app: "FreeOTP",
    marks: &[Mark::Preferences(Reader {
        fits: is_preferences,
        read: |values, _| read_preferences(values),
        sample: sample(
            b"<?xml version='1.0'?><map><string name=\"I:a\">{&quot;algo&quot;:null,&quot;counter&\
            quot;:-1,&quot;digits&quot;:6,&quot;issuerExt&quot;:&quot;I&quot;,&quot;label&quot;:&quot;a&\
            quot;,&quot;period&quot;:30,&quot;secret&quot;:[1,-2],&quot;type&quot;:&quot;HOTP&quot;}\
            </string><string name=\"tokenOrder\">[&quot;I:a&quot;]</string></map>",
        ),
        ..Reader::CLEAR
    })],
};

/// What FreeOTP+ exports.
static FREEOTP_PLUS: Format = Format {
    name: "freeotp-plus-json",
    app: "FreeOTP+",
    marks: &[Mark::Json(Reader {
        has: &["tokenOrder", "tokens"],
        general: true,
        read: |file, _| read_plus(file),
        sample: sample(
            br#"{"tokenOrder":["I:a"],"tokens":[{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"I",
                "label":"a","period":30,"secret":[1,-2,3],"type":"TOTP"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// FreeOTP+'s JSON: tokens and their order by name.
///
/// Errors: `transfer_damaged`, `transfer_empty`.
fn read_plus(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    let tokens = fields.list("tokens");
    limits::check_entries(tokens.len())?;
    let mut report = Report::new(&FREEOTP_PLUS);
    for token in tokens {
        enter(&mut report, token, None);
    }
    report.finish()
}

/// Whether an Android preferences file is FreeOTP's: it names the tokens' order, or any value is a token.
fn is_preferences(values: &[(String, String)]) -> bool {
    let is_token = |text: &str| text.starts_with('{') && text.contains("\"secret\"");
    values.iter().any(|(name, text)| name == ORDER || is_token(text))
}

/// The names of the preferences in the order that the app shows; those it does not name come last, as in the file.
fn in_order(values: &[(String, String)]) -> Vec<&(String, String)> {
    let order =
        values.iter().find(|(name, _)| name == ORDER).and_then(|(_, text)| json::parse(text.as_bytes()).ok());
    let order = order.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let place =
        |name: &str| order.iter().position(|other| other.as_str() == Some(name)).unwrap_or(usize::MAX);
    let mut tokens: Vec<&(String, String)> = values.iter().filter(|(name, _)| name != ORDER).collect();
    tokens.sort_by_key(|(name, _)| place(name));
    tokens
}

/// Android preferences: a token per value, the name its own.
///
/// Errors: `transfer_empty`.
fn read_preferences(values: &[(String, String)]) -> Result<Report, Error> {
    let mut report = Report::new(&FREEOTP_PREFERENCES);
    for (name, value) in in_order(values) {
        match json::parse(value.as_bytes()) {
            Ok(token) if token.is_object() => enter(&mut report, &token, None),
            Ok(_) => {}
            Err(error) => report.skip(name.clone(), error),
        }
    }
    report.finish()
}

/// Enters one token; `secret` is given where it is kept apart (FreeOTP 2).
pub(super) fn enter(report: &mut Report, token: &Value, secret: Option<Result<Key, Error>>) {
    let Ok(token) = Fields::of(token) else {
        return report.skip("", ErrorCode::TransferEntryMalformed);
    };
    let (issuer, account) = names_of(token);
    report.enter(entry_name(&issuer, &account), read_token(token, issuer, account, secret));
}

fn read_token(
    token: Fields<'_>,
    issuer: String,
    account: String,
    secret: Option<Result<Key, Error>>,
) -> Result<Account, Error> {
    let (algorithm, digits) = (token.text("algo")?, token.text("digits")?);
    let scheme = match token.text("type")?.to_ascii_uppercase().as_str() {
        "" | "TOTP" => scheme::totp(&algorithm, &digits, &token.text("period")?)?,
        "HOTP" => {
            // Counters were kept one below the next; one that was never used is -1.
            let counter = token.text("counter")?;
            scheme::hotp(&algorithm, &digits, if counter == "-1" { "0" } else { &counter })?
        }
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let key = secret.unwrap_or_else(|| Key::from_bytes(signed_bytes(token.list("secret"))?))?;
    Ok(Account::new(Otp { key, scheme }, issuer, account))
}

/// What the person renamed wins over what the code said.
fn names_of(token: Fields<'_>) -> (String, String) {
    let first = |names: [&str; 3]| {
        let texts = names.into_iter().map(|name| token.label(name));
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    (first(["issuerAlt", "issuerExt", "issuerInt"]), first(["labelAlt", "label", "label"]))
}

/// Java's bytes go from -128 to 127.
///
/// Errors: `transfer_entry_secret_missing` for none, `transfer_entry_malformed`.
pub(super) fn signed_bytes(values: &[Value]) -> Result<Vec<u8>, Error> {
    if values.is_empty() {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let byte = |value: &Value| {
        let number = value.as_i64()?;
        i8::try_from(number).map(i8::cast_unsigned).or_else(|_| u8::try_from(number)).ok()
    };
    values.iter().map(|value| byte(value).ok_or_else(|| ErrorCode::TransferEntryMalformed.into())).collect()
}

const ORDER: &str = "tokenOrder";
