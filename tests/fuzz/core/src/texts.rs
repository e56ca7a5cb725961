//! Texts: key URIs, Google exports, keys as people type them, recovery codes, base 91.

use std::sync::LazyLock;

use serde_json::Value;
use tessera_core::account::Account;
use tessera_core::secret::Secret;
use tessera_core::time::UnixTime;
use tessera_core::uri::{Reading, SecretInput, SteamForm, migration, parse, read_all, secret_input, write};
use tessera_core::vault::{base91, recovery::RecoveryCode};

use crate::random::Random;

/// Every text of `tests/vectors/uri`.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file: Value =
        serde_json::from_str(include_str!("../../../vectors/uri/vectors.json")).unwrap_or_default();
    let list = |name: &str, field: &str| -> Vec<String> {
        let cases = file[name].as_array().cloned().unwrap_or_default();
        cases.iter().filter_map(|case| case[field].as_str().map(str::to_owned)).collect()
    };
    let texts = [list("vectors", "uri"), list("not_accounts", "text"), vec![EXPORT.to_owned()]].concat();
    assert!(texts.len() > 100, "the corpus is not there");
    texts
});

/// One code of an export with two accounts.
const EXPORT: &str = "otpauth-migration://offline?data=CiAKCkhlbGxvId6tvu8SDGFAZXhhbXBsZS5pbyABKAEwAgoeCgpIZWxsbyHerb7vEghzZWNvbmQgeCABKAEwATgFEAEYASAA";

/// Whatever a text becomes, an account that comes out of it can be written and is read back as the same.
pub fn uri(random: &mut Random) {
    let text = random.pick(&CORPUS).clone();
    for reading in read_all(&random.mutated(&text, &CORPUS)) {
        match reading {
            Reading::Account(account) => check(&account),
            Reading::Part(part) => part.accounts.iter().for_each(check),
            Reading::Foreign(_) | Reading::Invalid(_) => {}
        }
    }
}

/// The field “Secret”.
pub fn secret(random: &mut Random) {
    let keys = [
        "JBSW Y3DP EHPK 3PXP",
        "gezd-gnbv-gy3t-qojq",
        "48656c6c6f21deadbeef",
        "SGVsbG8h3q2+70hlbGxvId6tvu8=",
        EXPORT,
    ];
    let text = (*random.pick(&keys)).to_owned();
    match secret_input(&random.mutated(&text, &CORPUS)) {
        Ok(SecretInput::Account(account)) => check(&account),
        Ok(SecretInput::Key { key, .. }) => assert!(!key.bytes().is_empty(), "an empty key"),
        Ok(SecretInput::Part(_) | SecretInput::Foreign(_)) | Err(_) => {}
    }
}

/// A Google export of which some characters are others.
pub fn export(random: &mut Random) {
    if let Ok(part) = migration::parse(&random.mutated(EXPORT, &CORPUS)) {
        assert!(part.count >= 1, "an export of no codes");
        part.accounts.iter().for_each(check);
    }
}

/// The text of sealed objects: any bytes come back, and any text is read or refused.
pub fn base91(random: &mut Random) {
    let bytes = random.bytes(200);
    let text = base91::encode(&bytes);
    assert_eq!(base91::decode(&text).as_deref(), Some(&bytes), "other bytes came back");
    if let Some(read) = base91::decode(&random.mutated(&text, &CORPUS)) {
        assert!(read.len() <= 2 * text.len() + 200, "more than was written");
    }
}

/// A recovery code as typed: it is the one that was made, or refused, or another one that is well formed.
pub fn recovery(random: &mut Random) {
    let Ok(code) = RecoveryCode::make() else { return };
    let text = code.to_text().to_string();
    let same = RecoveryCode::parse(&Secret::new(text.to_lowercase().into_bytes()));
    assert_eq!(same.ok().map(|code| code.to_text()), Some(code.to_text()), "its own text is another code");
    drop(RecoveryCode::parse(&Secret::new(random.mutated(&text, &CORPUS).into_bytes())));
}

fn check(account: &Account) {
    drop(account.otp.code_at(UnixTime::from_seconds(1_700_000_000)));
    if let Ok(written) = write(account, SteamForm::Host) {
        let read = parse(&written).map(|read| read.makes_same_codes_as(account));
        assert_eq!(read, Ok(true), "what was written is read as another account");
    }
}
