//! Every case of `tests/vectors/uri`: what each text must become, or be refused as.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Foreign, Reading, parse, read};
use crate::account::Account;
use crate::error::ErrorCode;
use crate::otp::Scheme;
use crate::time::UnixTime;

#[derive(Deserialize)]
struct File {
    vectors: Vec<Case>,
    not_accounts: Vec<NotAccount>,
}

#[derive(Deserialize)]
struct Case {
    id: u32,
    uri: String,
    expect: Option<HashMap<String, Value>>,
    #[serde(default)]
    also_accept: HashMap<String, Vec<Value>>,
    error: Option<String>,
    #[serde(default)]
    optional: bool,
    code: Option<String>,
    code_time: Option<u64>,
}

#[derive(Deserialize)]
struct NotAccount {
    text: String,
    kind: String,
}

fn file() -> File {
    serde_json::from_str(include_str!("../../../tests/vectors/uri/vectors.json")).unwrap()
}

/// The account as the vectors write it down.
fn described(account: &Account) -> HashMap<String, Value> {
    let scheme = &account.otp.scheme;
    let algorithm = scheme.algorithm().map_or("MD5".to_owned(), |algorithm| algorithm.to_string());
    let mut fields = HashMap::from([
        ("type", Value::from(scheme.name())),
        ("issuer", Value::from(account.issuer.as_str())),
        ("account", Value::from(account.account.as_str())),
        ("secret_base32", Value::from(account.otp.key.to_base32().as_str())),
        ("secret_hex", Value::from(data_encoding::HEXLOWER.encode(account.otp.key.bytes()))),
        ("algorithm", Value::from(algorithm)),
        ("digits", Value::from(scheme.digits().count())),
    ]);
    fields.extend(scheme.period().map(|period| ("period", Value::from(period.seconds()))));
    fields.extend(scheme.counter().map(|counter| ("counter", Value::from(counter))));
    if let Scheme::Yandex { pin: Some(pin) } | Scheme::Motp { pin: Some(pin) } = scheme {
        fields.insert("pin", Value::from(std::str::from_utf8(pin.expose()).unwrap()));
    }
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The codes that name the failure the vector asks for.
fn codes_for(error: &str) -> &'static [ErrorCode] {
    use ErrorCode::*;
    match error {
        "no secret" | "empty secret" | "no parameters" => &[UriSecretMissing],
        "secret is not base32" => &[UriSecretCharacter, SecretTooShort, SecretEmpty],
        "bad algorithm" => &[OtpAlgorithmUnknown],
        "bad digits" => &[OtpDigitsInvalid],
        "bad period" => &[OtpPeriodInvalid],
        "bad counter" => &[OtpCounterInvalid],
        "not a URI" | "scheme" => &[UriSchemeUnknown],
        "type" => &[UriTypeUnknown],
        "bad pin_length or secret too short" => &[UriPinLengthInvalid, OtpKeyLength],
        other => panic!("no code is named for “{other}”"),
    }
}

#[test]
fn every_valid_uri_becomes_what_it_says() {
    let mut count = 0;
    for case in file().vectors {
        let Some(expected) = &case.expect else { continue };
        count += 1;
        let account = match parse(&case.uri) {
            Ok(account) => account,
            // An optional case may be refused, by name.
            Err(error) if case.optional => {
                assert_ne!(error.code, ErrorCode::UriSchemeUnknown, "case {}", case.id);
                continue;
            }
            Err(error) => panic!("case {} is refused: {error}", case.id),
        };
        let fields = described(&account);
        for (name, value) in expected {
            let accepted = case.also_accept.get(name).map_or(&[][..], |values| values);
            let found = fields.get(name).unwrap_or(&Value::Null);
            assert!(
                found == value || accepted.contains(found),
                "case {}: {name} is {found}, not {value}",
                case.id
            );
        }
        if let (Some(code), Some(time)) = (&case.code, case.code_time) {
            let shown = account.otp.code_at(UnixTime::from_seconds(time)).unwrap();
            assert_eq!(shown.as_str(), code, "case {}", case.id);
        }
    }
    assert!(count > 60, "{count} valid cases were read");
}

#[test]
fn every_invalid_uri_is_refused_by_name() {
    let mut count = 0;
    for case in file().vectors {
        let Some(error) = &case.error else { continue };
        count += 1;
        let code = parse(&case.uri).map(|_| ()).map_err(|error| error.code);
        assert!(
            codes_for(error).iter().any(|wanted| code == Err(*wanted)),
            "case {}: {code:?}, not “{error}”",
            case.id
        );
    }
    assert!(count > 20, "{count} invalid cases were read");
}

#[test]
fn every_text_that_is_no_account_is_recognised() {
    for case in file().not_accounts {
        let kind = match read(&case.text) {
            Reading::Foreign(Foreign { kind, .. }) => kind,
            Reading::Part(_) => "google-export",
            other => panic!("{} is read as {other:?}", case.text),
        };
        assert_eq!(kind, case.kind, "{}", case.text);
    }
}
