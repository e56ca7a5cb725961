//! Whole lists as other apps write them: the Authenticator extension's own (`tests/vectors/peer`), and every list of
//! the fixtures folder, where it is present.

use std::path::PathBuf;

use serde_json::Value;

use super::{Reading, read_all};
use crate::account::Account;
use crate::otp::Scheme;
use crate::time::UnixTime;

/// The accounts of a list, and how many of its lines are something else.
fn accounts(text: &str) -> (Vec<Account>, usize) {
    let mut accounts = Vec::new();
    let mut others = 0;
    for reading in read_all(text) {
        match reading {
            Reading::Account(account) => accounts.push(*account),
            Reading::Part(part) => {
                others += part.skipped.len();
                accounts.extend(part.accounts);
            }
            Reading::Foreign(_) | Reading::Invalid(_) => others += 1,
        }
    }
    (accounts, others)
}

#[test]
fn the_list_of_the_authenticator_extension_shows_its_codes() {
    let expected: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/peer/expected.json")).unwrap();
    let (accounts, others) = accounts(include_str!("../../../tests/vectors/peer/v8-otpauth.txt"));
    assert_eq!((accounts.len(), others), (12, 0));
    for account in &accounts {
        let list = expected["accounts"].as_array().unwrap();
        // The extension leaves away what stands behind two colons.
        let issuer = |entry: &Value| entry["issuer"].as_str().unwrap().split("::").next().unwrap().to_owned();
        let entry = list.iter().find(|entry| issuer(entry) == account.issuer).unwrap();
        if let Some(code) = entry["next_code"].as_str() {
            assert!(matches!(account.otp.scheme, Scheme::Hotp { .. }), "{}", account.issuer);
            assert_eq!(
                account.otp.code_at(UnixTime::default()).unwrap().as_str(),
                code,
                "{}",
                account.issuer
            );
        }
        for (time, code) in entry["codes"].as_object().into_iter().flatten() {
            let now = UnixTime::from_seconds(time.parse().unwrap());
            assert_eq!(account.otp.code_at(now).unwrap().as_str(), code, "{}", account.issuer);
        }
    }
}

/// What differs between an account and the fields that a fixture expects of it.
fn difference(account: &Account, expected: &Value, code_time: u64) -> Option<String> {
    let scheme = &account.otp.scheme;
    let code = account.otp.code_at(UnixTime::from_seconds(code_time)).map(|code| code.to_string());
    let fields = [
        ("type", Value::from(scheme.name())),
        ("issuer", Value::from(account.issuer.as_str())),
        ("account", Value::from(account.account.as_str())),
        ("secret_hex", Value::from(data_encoding::HEXLOWER.encode(account.otp.key.bytes()))),
        ("digits", Value::from(scheme.digits().count())),
        ("counter", scheme.counter().map_or(Value::Null, Value::from)),
        ("code", code.map_or(Value::Null, Value::from)),
    ];
    let accepted = |name: &str, value: &Value| {
        let also = expected["also_accept"][name].as_array().is_some_and(|list| list.contains(value));
        also || expected[name].is_null() || expected[name] == *value
    };
    let wrong = fields.iter().find(|(name, value)| !accepted(name, value))?;
    Some(format!("{} is {}, not {}", wrong.0, wrong.1, expected[wrong.0]))
}

#[test]
fn every_list_of_the_fixtures_gives_its_accounts() {
    let folder = std::env::var_os("TESSERA_FIXTURES").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/fixtures")),
        PathBuf::from,
    );
    let mut count = 0;
    for app in ["exports/google", "exports/uri-list", "synthetic"] {
        let Ok(text) = std::fs::read_to_string(folder.join(app).join("expected.json")) else { continue };
        let expected: Value = serde_json::from_str(&text).unwrap();
        for (name, file) in expected["files"].as_object().unwrap() {
            if !["otpauth-migration", "uri-list", "google", "uri_list"]
                .contains(&file["format"].as_str().unwrap())
            {
                continue;
            }
            count += 1;
            let (accounts, others) = accounts(&std::fs::read_to_string(folder.join(app).join(name)).unwrap());
            if file["result"] != "accounts" {
                assert!(accounts.is_empty(), "{name}");
                continue;
            }
            let wanted = file["accounts"].as_array().unwrap();
            assert_eq!((accounts.len(), others), (wanted.len(), 0), "{name}");
            for (account, wanted) in accounts.iter().zip(wanted) {
                let difference = difference(account, wanted, expected["code_time"].as_u64().unwrap());
                assert_eq!(difference, None, "{name}: {}", account.account);
            }
        }
    }
    println!("{count} lists of the fixtures were read");
}
