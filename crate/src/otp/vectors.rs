//! Every case of `tests/vectors/otp` and `tests/vectors/hmac`, and what the Authenticator extension shows for its own
//! accounts (`tests/vectors/peer`).

use std::collections::BTreeMap;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::time::UnixTime;

#[derive(Deserialize)]
struct File<T> {
    cases: Vec<T>,
}

#[derive(Deserialize)]
struct Case {
    r#type: String,
    key_hex: String,
    #[serde(default = "sha1")]
    algorithm: String,
    #[serde(default = "six")]
    digits: u64,
    #[serde(default = "thirty")]
    period: u64,
    #[serde(default)]
    counter: u64,
    pin: Option<String>,
    #[serde(default)]
    time: u64,
    code: String,
    hmac: Option<String>,
}

#[derive(Deserialize)]
struct HmacCase {
    algorithm: String,
    key_hex: String,
    message_hex: String,
    hmac: String,
}

#[derive(Deserialize)]
struct Peer {
    accounts: Vec<PeerAccount>,
}

#[derive(Deserialize)]
struct PeerAccount {
    issuer: String,
    secret: String,
    r#type: String,
    algorithm: String,
    digits: u64,
    period: u64,
    #[serde(default)]
    counter: u64,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    next_code: Option<String>,
}

fn sha1() -> String {
    "SHA1".to_owned()
}

fn six() -> u64 {
    6
}

fn thirty() -> u64 {
    30
}

/// Every case of a folder of `tests/vectors`, with the name of its file.
fn cases<T: DeserializeOwned>(folder: &str) -> Vec<(String, T)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors")).join(folder);
    let mut cases = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension == "json") {
            let file: File<T> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            cases.extend(file.cases.into_iter().map(|case| (name.clone(), case)));
        }
    }
    cases
}

fn scheme(name: &str, algorithm: Algorithm, digits: Digits, period: u64, counter: u64) -> Scheme {
    match name {
        "totp" | "hex" => Scheme::Totp { algorithm, digits, period: Period::new(period).unwrap() },
        "hotp" | "hhex" => Scheme::Hotp { algorithm, digits, counter },
        "steam" => Scheme::Steam,
        "battle" => Scheme::BattleNet,
        other => panic!("no scheme is called {other}"),
    }
}

impl Case {
    fn otp(&self) -> Otp {
        let pin = self.pin.clone().map(Secret::from);
        let scheme = match self.r#type.as_str() {
            "yandex" => Scheme::Yandex { pin },
            "motp" => Scheme::Motp { pin },
            name => scheme(
                name,
                self.algorithm.parse().unwrap(),
                Digits::new(self.digits).unwrap(),
                self.period,
                self.counter,
            ),
        };
        Otp { key: Key::from_hex(&self.key_hex).unwrap(), scheme }
    }
}

#[test]
fn every_vector_gives_its_code() {
    let cases: Vec<(String, Case)> = cases("otp");
    for (index, (file, case)) in cases.iter().enumerate() {
        let otp = case.otp();
        let code = otp.code_at(UnixTime::from_seconds(case.time)).unwrap();
        assert_eq!(code.as_str(), case.code, "{file}, case {index} of all");
        assert_eq!(code.to_string(), case.code, "{file}, case {index} of all");
        if let Some(hmac) = &case.hmac {
            let tag = otp.scheme.algorithm().unwrap().sign(otp.key.bytes(), case.counter);
            assert_eq!(HEXLOWER.encode(&tag), *hmac, "{file}, case {index} of all");
        }
    }
    let count = |name: &str| cases.iter().filter(|(file, _)| file == name).count();
    assert_eq!((count("rfc4226.json"), count("rfc6238.json")), (20, 18));
}

#[test]
fn hmac_gives_the_published_values() {
    let cases: Vec<(String, HmacCase)> = cases("hmac");
    assert!(!cases.is_empty());
    for (file, case) in cases {
        let key = HEXLOWER.decode(case.key_hex.as_bytes()).unwrap();
        let message = HEXLOWER.decode(case.message_hex.as_bytes()).unwrap();
        let tag = match case.algorithm.parse().unwrap() {
            Algorithm::Gost256 => algorithm::sign_gost256(&key, &message),
            Algorithm::Gost512 => algorithm::sign_gost512(&key, &message),
            other => panic!("{file}: {other} has its vectors in RFC 6238"),
        };
        assert_eq!(HEXLOWER.encode(&tag), case.hmac, "{file}, {}", case.algorithm);
    }
}

#[test]
fn every_account_of_the_authenticator_extension_shows_its_codes() {
    let peer: Peer = serde_json::from_str(include_str!("../../../tests/vectors/peer/expected.json")).unwrap();
    let mut shown = 0;
    for account in &peer.accounts {
        let is_hex = ["hex", "hhex"].contains(&account.r#type.as_str());
        let key = if is_hex { Key::from_hex(&account.secret) } else { account.secret.parse() }.unwrap();
        let digits = Digits::new(account.digits).unwrap();
        let algorithm = account.algorithm.parse().unwrap();
        let otp =
            Otp { key, scheme: scheme(&account.r#type, algorithm, digits, account.period, account.counter) };
        for (time, code) in &account.codes {
            let now = UnixTime::from_seconds(time.parse().unwrap());
            assert_eq!(otp.code_at(now).unwrap().as_str(), code, "{} at {time}", account.issuer);
            shown += 1;
        }
        if let Some(code) = &account.next_code {
            assert_eq!(otp.code_at(UnixTime::default()).unwrap().as_str(), code, "{}", account.issuer);
            shown += 1;
        }
    }
    assert_eq!((peer.accounts.len(), shown), (14, 50));
}
