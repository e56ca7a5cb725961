//! Authy: what community tools write, and the Android app's own preferences. Authy itself exports nothing.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp};
use crate::secret::Secret;
use crate::transfer::cipher::{from_base64, from_hex, open_cbc};
use crate::transfer::fields::{Fields, key};
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::{Hash, Kdf};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&AUTHY, &AUTHY_PREFERENCES];

/// What community tools write.
static AUTHY: Format = Format {
    name: "authy-json",
    app: "Authy",
    marks: &[Mark::Json(Reader {
        has: &["authenticator_tokens"],
        general: true,
        lock: |file| Lock::when(is_encrypted(file), kdf(file)),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            br#"{"authenticator_tokens":[{"name":"N","original_name":"O:a","issuer":"I","digits":6,
                "salt":"s","encrypted_seed":"AAAAAAAAAAAAAAAAAAAAAA==","key_derivation_iterations":1000,
                "unique_iv":null,"decrypted_seed":"MFRGGZDF"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// The Android app's own.
static AUTHY_PREFERENCES: Format = Format {
    name: "authy-prefs",
    app: "Authy",
    marks: &[Mark::Preferences(Reader {
        fits: is_preferences,
        read: |values, opening| read_preferences(values, opening.password),
        sample: sample(
            b"<?xml version='1.0'?><map><string name=\"com.authy.storage.tokens.authenticator.key\">[{&\
            quot;name&quot;:&quot;a&quot;,&quot;decryptedSecret&quot;:&quot;MFRGGZDF&quot;,&quot;digits&\
            quot;:6}]</string></map>",
        ),
        ..Reader::CLEAR
    })],
};

/// The preferences that hold tokens.
const KEYS: [&str; 2] = ["com.authy.storage.tokens.authenticator.key", "com.authy.storage.tokens.authy.key"];

/// Whether an Android preferences file is Authy's.
fn is_preferences(values: &[(String, String)]) -> bool {
    values.iter().any(|(name, _)| KEYS.contains(&name.as_str()))
}

/// Whether any seed is sealed.
fn is_encrypted(file: &Value) -> bool {
    tokens_of(file).iter().any(|token| token.get("encrypted_seed").is_some_and(Value::is_string))
}

/// The costliest derivation of the file's tokens.
fn kdf(file: &Value) -> Option<Kdf> {
    let kdfs = tokens_of(file).iter().filter_map(|token| Some(kdf_of(Fields::of(token).ok()?)));
    kdfs.max_by_key(|kdf| kdf.cost().work)
}

fn tokens_of(file: &Value) -> &[Value] {
    file.get("authenticator_tokens").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Errors: those of opening, `transfer_empty`.
fn read(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let tokens = tokens_of(file);
    limits::check_entries(tokens.len().saturating_mul(COSTLY))?;
    if is_encrypted(file) && password.is_none() {
        return Err(ErrorCode::TransferPasswordMissing.into());
    }
    let mut report = Report::new(&AUTHY);
    for token in tokens {
        enter(&mut report, token, password);
    }
    // A seed has no MAC: a password that opens none of several is wrong, and so is one that opens not the only one.
    let wrong = |error: &Error| error.code == ErrorCode::TransferEntryLocked;
    if report.accounts.is_empty() && report.skipped.iter().any(|skipped| wrong(&skipped.error)) {
        return Err(ErrorCode::TransferPasswordWrong.into());
    }
    report.finish()
}

/// Errors: `transfer_damaged`, those of [`read`].
fn read_preferences(values: &[(String, String)], password: Option<&Secret>) -> Result<Report, Error> {
    let mut report = Report::new(&AUTHY_PREFERENCES);
    for (_, text) in values.iter().filter(|(name, _)| KEYS.contains(&name.as_str())) {
        let tokens = json::parse(text.as_bytes())?;
        let tokens = tokens.as_array().ok_or(ErrorCode::TransferDamaged)?;
        limits::check_entries(tokens.len().saturating_mul(COSTLY))?;
        let sealed = |token: &Value| token.get("encryptedSecret").is_some_and(Value::is_string);
        if tokens.iter().any(|token| sealed(token) && token.get("decryptedSecret").is_none())
            && password.is_none()
        {
            return Err(ErrorCode::TransferPasswordMissing.into());
        }
        tokens.iter().for_each(|token| enter(&mut report, token, password));
    }
    report.finish()
}

fn enter(report: &mut Report, token: &Value, password: Option<&Secret>) {
    let Ok(token) = Fields::of(token) else {
        return report.skip("", ErrorCode::TransferEntryMalformed);
    };
    let (issuer, account) = names_of(token);
    report.enter(entry_name(&issuer, &account), read_token(token, issuer, account, password));
}

fn read_token(
    token: Fields<'_>,
    issuer: String,
    account: String,
    password: Option<&Secret>,
) -> Result<Account, Error> {
    // Authy's own tokens: hexadecimal, seven digits, ten seconds.
    let own = ["secret_seed", "secretSeed"].into_iter().find(|name| token.value(name).is_some());
    let otp = match own {
        Some(name) => {
            let digits = token.text("digits")?;
            let digits = if digits.is_empty() { "7" } else { &digits };
            Otp { key: Key::from_hex(&token.text(name)?)?, scheme: scheme::totp("", digits, "10")? }
        }
        None => Otp { key: key_of(token, password)?, scheme: scheme::totp("", &token.text("digits")?, "")? },
    };
    Ok(Account::new(otp, issuer, account))
}

fn key_of(token: Fields<'_>, password: Option<&Secret>) -> Result<Key, Error> {
    for clear in ["decryptedSecret", "decrypted_seed", "decryptedSeed", "secret"] {
        if token.value(clear).is_some() {
            return token.key(clear);
        }
    }
    let sealed = ["encrypted_seed", "encryptedSecret", "encryptedSeed"].map(|name| token.label(name));
    let sealed =
        sealed.into_iter().find(|text| !text.is_empty()).ok_or(ErrorCode::TransferEntrySecretMissing)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let iv = match token.text("unique_iv")?.as_str() {
        "" | "null" => vec![0; 16],
        hex => from_hex(hex)?,
    };
    // The salt is the text, whatever it looks like.
    let derived = kdf_of(token).derive(password, token.label("salt").as_bytes())?;
    let opened = open_cbc(&derived, &iv, &from_base64(&sealed)?).map_err(|error| match error.code {
        ErrorCode::TransferPasswordWrong => ErrorCode::TransferEntryLocked.into(),
        _ => error,
    })?;
    let text = core::str::from_utf8(&opened).map_err(|_| ErrorCode::TransferEntryLocked)?;
    key(text).map_err(|_| ErrorCode::TransferEntryLocked.into())
}

fn kdf_of(token: Fields<'_>) -> Kdf {
    let rounds = token.number("key_derivation_iterations").unwrap_or(1_000);
    Kdf::Pbkdf2 { hash: Hash::Sha1, rounds }
}

/// `Issuer: account` is one text; the issuer is known apart from it, or is not there at all.
fn names_of(token: Fields<'_>) -> (String, String) {
    let name = ["name", "originalName", "original_name"].map(|name| token.label(name));
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let issuer = ["issuer", "originalIssuer", "original_issuer"].map(|name| token.label(name));
    let issuer = issuer.into_iter().find(|issuer| !issuer.is_empty() && issuer != "null").unwrap_or_default();
    match name.split_once(':') {
        Some((prefix, account)) if issuer.is_empty() || prefix.trim() == issuer => {
            (prefix.trim().to_owned(), account.trim().to_owned())
        }
        _ if name == issuer => (issuer, String::new()),
        _ => (issuer, name),
    }
}

/// Each token may cost a derivation of its own: as many fewer are read.
const COSTLY: usize = 20;
