//! Whole files: those of `tests/vectors/transfer`, and a folder of further exports where there is one.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::qr::{self, Picture};
use crate::secret::Secret;
use crate::time::UnixTime;
use crate::transfer::{self, Format, Report};
use crate::vault::kdf::nfkc;

#[test]
fn every_synthetic_file_imports_to_what_it_must() {
    let files = check_folder(&vectors().join("synthetic"));
    println!("{files} synthetic files read");
    assert!(files >= 26, "{files}");
}

#[test]
fn every_backup_of_the_authenticator_extension_imports_to_what_it_must() {
    let files = check_peer(&vectors().join("peer"));
    println!("{files} backups of the Authenticator extension read");
    assert_eq!(files, 11);
}

#[test]
fn every_file_of_the_outer_corpus_imports_to_what_it_must() {
    let corpus = std::env::var_os("TESSERA_FIXTURES").map(PathBuf::from);
    let corpus = corpus.unwrap_or_else(|| root().join("../shared/fixtures"));
    if !corpus.is_dir() {
        println!("0 files read: there is no outer corpus");
        return;
    }
    let apps = std::fs::read_dir(corpus.join("exports")).unwrap().map(|entry| entry.unwrap().path());
    let exports: usize = apps.filter(|path| path.is_dir()).map(|path| check_folder(&path)).sum();
    println!("{exports} exports read");
    assert!(exports > 0);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn vectors() -> PathBuf {
    root().join("tests/vectors/transfer")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The files that `expected.json` names, each compared; their number.
fn check_folder(folder: &Path) -> usize {
    let expected = json(&folder.join("expected.json"));
    let time = UnixTime::from_seconds(expected["code_time"].as_u64().unwrap());
    let files = expected["files"].as_object().unwrap();
    for (name, case) in files {
        let path = folder.join(name);
        let result = read(&path, case["password"].as_str());
        if case["result"] == "refuse" {
            assert!(result.is_err(), "{}: must be refused", path.display());
            continue;
        }
        match result {
            Ok(report) => check_report(&path, case, &report, time),
            // An app's own database is recognised, named and refused with the way out.
            Err(error) => assert_eq!(error.code, ErrorCode::TransferAppDatabase, "{}", path.display()),
        }
    }
    files.len()
}

fn read(path: &Path, password: Option<&str>) -> Result<Report, Error> {
    let bytes = std::fs::read(path).unwrap();
    let manifest = std::fs::read(path.with_file_name("manifest.json")).unwrap_or_default();
    let password = password.map(|text| Secret::from(text.to_owned()));
    match transfer::read_with(&bytes, &[&manifest], password.as_ref(), &nfkc) {
        Err(Error { code: ErrorCode::TransferPicture, .. }) => read_picture(&bytes),
        result => result,
    }
}

fn read_picture(bytes: &[u8]) -> Result<Report, Error> {
    let image = image::load_from_memory(bytes).unwrap().into_rgba8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let found = qr::find(&Picture::from_rgba(image.as_raw(), width, height).unwrap());
    let texts: Vec<String> = found.iter().map(|found| found.text.to_string()).collect();
    transfer::read(texts.join("\n").as_bytes(), None)
}

fn check_report(path: &Path, case: &Value, report: &Report, time: UnixTime) {
    let file = path.display();
    let all = case["accounts"].as_array().unwrap();
    let (optional, accounts): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|a| a["optional"] == true);
    // What the list calls unsupported and this product computes (GOST) or reads (hexadecimal keys) is an account more.
    let more = report.accounts.len() - accounts.len();
    let skipped = case["skipped"].as_array().unwrap().len() + optional.len();
    assert_eq!(report.skipped.len() + more, skipped, "{file}: {:?}", report.skipped);
    for expected in accounts {
        let name = format!("{file}: {}:{}", expected["issuer"], expected["account"]);
        let found = report.accounts.iter().any(|account| is_account(expected, account, time));
        assert!(found, "{name} is not among {:?}", report.accounts);
    }
    if path.parent().and_then(Path::file_name).is_some_and(|name| name != "synthetic") {
        assert!(
            is_format(case["format"].as_str().unwrap(), report.format),
            "{file}: {}",
            report.format.as_str()
        );
    }
}

/// Lists without a mark of their own, and a picture's texts, are lists.
fn is_format(expected: &str, format: &Format) -> bool {
    let list = matches!(format.as_str(), "uri-list" | "otpauth-migration");
    expected == format.as_str()
        || (list && matches!(expected, "ente-plain" | "authenticator-ext-txt" | "qr-image" | "uri-list"))
}

fn is_account(expected: &Value, account: &Account, time: UnixTime) -> bool {
    let scheme = &account.otp.scheme;
    let says = |name: &str, actual: Value| {
        let also =
            expected["also_accept"][name].as_array().into_iter().flatten().any(|other| *other == actual);
        expected[name] == actual || also
    };
    let said = |name: &str, actual: Value| expected[name].is_null() || says(name, actual);
    let secret = expected["secret_hex"].as_str().unwrap();
    let code = match expected["code"].as_str() {
        None => true,
        Some(code) => says_code(&account.otp, time, code) || expected.get("also_accept").is_some(),
    };
    let groups: Vec<&str> =
        expected["groups"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    says("type", scheme.name().into())
        && says("issuer", account.issuer.as_str().into())
        && says("account", account.account.as_str().into())
        && data_encoding::HEXLOWER.encode(account.otp.key.bytes()) == secret
        && said(
            "algorithm",
            scheme.algorithm().map_or("MD5".into(), |algorithm| algorithm.to_string().into()),
        )
        && says("digits", scheme.digits().count().into())
        && (scheme.period().is_none()
            || said("period", scheme.period().map(|period| period.seconds()).into()))
        && said("counter", scheme.counter().into())
        && says_pin(expected, scheme)
        && account.groups == groups
        && expected["note"].as_str().unwrap_or_default() == account.note
        && expected["favorite"].as_bool().unwrap_or_default() == account.favorite
        && code
}

fn says_code(otp: &Otp, time: UnixTime, code: &str) -> bool {
    otp.code_at(time).is_ok_and(|made| made.as_str() == code)
}

fn says_pin(expected: &Value, scheme: &Scheme) -> bool {
    match scheme {
        Scheme::Yandex { pin } | Scheme::Motp { pin } => {
            pin.as_ref().map(Secret::expose) == expected["pin"].as_str().map(str::as_bytes)
        }
        _ => true,
    }
}

/// The Authenticator extension's own files: the same accounts in each, as far as its format holds them.
fn check_peer(folder: &Path) -> usize {
    let expected = json(&folder.join("expected.json"));
    let password = expected["password"].as_str().unwrap();
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|path| !path.ends_with("expected.json")).collect();
    for path in &files {
        let report = read(path, Some(password)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(report.skipped, [], "{}", path.display());
        let name = path.file_name().unwrap().to_str().unwrap();
        let count = match name {
            "v1-plain.json" => 7,
            "v8-encrypted-with-late-account.json" => 15,
            _ if name.ends_with(".txt") => 12,
            _ => 14,
        };
        assert_eq!(report.accounts.len(), count, "{name}");
        for account in &report.accounts {
            check_peer_account(name, &expected, account);
        }
        if is_sealed(name) {
            let wrong = read(path, Some("wrong")).map(|report| report.accounts.len());
            assert_eq!(wrong, Err(ErrorCode::TransferPasswordWrong.into()), "{name}");
            let none = read(path, None).map(|report| report.accounts.len());
            assert_eq!(none, Err(ErrorCode::TransferPasswordMissing.into()), "{name}");
        }
    }
    files.len()
}

fn is_sealed(name: &str) -> bool {
    name.contains("encrypted")
}

fn check_peer_account(file: &str, expected: &Value, account: &Account) {
    // One of the oldest file's own, with the key that the others have under another name.
    let issuer = if account.issuer == "Blizzard 2" { "Blizzard" } else { &account.issuer };
    let known = expected["accounts"].as_array().unwrap().iter().chain([&expected["late_account"]]);
    let mut known =
        known.filter(|known| known["issuer"].as_str().unwrap().split("::").next() == Some(issuer));
    let known = known.next_back().unwrap_or_else(|| panic!("{file}: {issuer}"));
    let kind = match known["type"].as_str().unwrap() {
        "hex" => "totp",
        "hhex" => "hotp",
        kind => kind,
    };
    assert_eq!(account.otp.scheme.name(), kind, "{file}: {issuer}");
    // The text export deletes every colon from names.
    let name = known["account"].as_str().unwrap();
    let as_text = name.replace(':', "");
    assert!([name, &as_text, "jaina"].contains(&account.account.as_str()), "{file}: {issuer}");
    if let Some(codes) = known["codes"].as_object() {
        for (time, code) in codes {
            let time = UnixTime::from_seconds(time.parse().unwrap());
            assert_eq!(account.otp.code_at(time).unwrap().as_str(), code, "{file}: {issuer}");
        }
        assert!(!codes.is_empty());
    } else {
        let code = account.otp.code_at(UnixTime::default()).unwrap();
        assert_eq!(code.as_str(), known["next_code"], "{file}: {issuer}");
    }
}
