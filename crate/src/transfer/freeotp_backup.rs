//! FreeOTP 2's backup: a serialised Java map of JSON texts, each key sealed under a master key.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::otp::Key;
use crate::secret::Secret;
use crate::transfer::cipher::{Opened, open_gcm};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::freeotp::{enter, signed_bytes};
use crate::transfer::java;
use crate::transfer::kdf::{Hash, Kdf};
use crate::transfer::report::Report;
use crate::transfer::{Format, json, limits};

pub(super) const FORMATS: &[&Format] = &[&FREEOTP_BACKUP];

static FREEOTP_BACKUP: Format = Format {
    name: "freeotp-v2",
    app: "FreeOTP",
    marks: &[Mark::Magic(Reader {
        fits: |file| file.starts_with(java::MAGIC),
        lock: |file| Lock::Password(kdf(file).ok()),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02F\x00\n\
            loadFactorI\x00\tthresholdxp?@\x00\x00\x00\x00\x00\x0cw\x08\x00\x00\x00\x10\x00\x00\x00\x01t\
            \x00\x01at\x00\x01bx",
        ),
        ..Reader::CLEAR
    })],
};

/// The derivation that the file asks for.
///
/// Errors: `transfer_damaged`, `transfer_cipher_unsupported`.
fn kdf(file: &[u8]) -> Result<Kdf, Error> {
    kdf_of(&master_of(&java::parse_string_map(file)?)?)
}

/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let map = java::parse_string_map(file)?;
    limits::check_entries(map.len())?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let master = open_master(&master_of(&map)?, password)?;
    let mut report = Report::new(&FREEOTP_BACKUP);
    let text_of = |name: &str| map.iter().find(|(other, _)| other == name).map(|(_, text)| text);
    let ids =
        map.iter().map(|(name, _)| name.as_str()).filter(|name| !matches!(*name, "masterKey" | "tokenOrder"));
    for id in ids.filter(|name| !name.ends_with(TOKEN)) {
        let key = text_of(id)
            .map_or(Err(ErrorCode::TransferEntrySecretMissing.into()), |text| open_key(text, &master));
        let Some(text) = text_of(&format!("{id}{TOKEN}")) else {
            report.skip("", ErrorCode::TransferEntryMalformed);
            continue;
        };
        match json::parse(text.as_bytes()) {
            Ok(token) => enter(&mut report, &token, Some(key)),
            Err(error) => report.skip("", error),
        }
    }
    for (_, text) in
        map.iter().filter(|(name, _)| name.strip_suffix(TOKEN).is_some_and(|id| text_of(id).is_none()))
    {
        let token = json::parse(text.as_bytes()).unwrap_or_default();
        enter(&mut report, &token, Some(Err(ErrorCode::TransferEntrySecretMissing.into())));
    }
    report.finish()
}

fn master_of(map: &[(String, String)]) -> Result<Value, Error> {
    let text = map.iter().find(|(name, _)| name == "masterKey").map(|(_, text)| text);
    json::parse(text.ok_or(ErrorCode::TransferDamaged)?.as_bytes())
}

fn kdf_of(master: &Value) -> Result<Kdf, Error> {
    let fields = Fields::of(master)?;
    let hash = match fields.required("mAlgorithm")?.to_ascii_lowercase().as_str() {
        "pbkdf2withhmacsha512" => Hash::Sha512,
        "pbkdf2withhmacsha256" => Hash::Sha256,
        "pbkdf2withhmacsha1" => Hash::Sha1,
        _ => return Err(ErrorCode::TransferCipherUnsupported.into()),
    };
    Ok(Kdf::Pbkdf2 { hash, rounds: fields.number("mIterations")? })
}

fn open_master(master: &Value, password: &Secret) -> Result<[u8; 32], Error> {
    let fields = Fields::of(master)?;
    let salt = signed_bytes(fields.list("mSalt")).map_err(|_| ErrorCode::TransferDamaged)?;
    let key = kdf_of(master)?.derive(password, &salt)?;
    let opened = open_sealed(fields.object("mEncryptedKey")?, &key)?;
    opened.as_slice().try_into().map_err(|_| ErrorCode::TransferDamaged.into())
}

/// `{"key": "<JSON>"}`, the same structure under the master key. Behind a master key that opened, failing is damage.
fn open_key(text: &str, master: &[u8; 32]) -> Result<Key, Error> {
    let outer = json::parse(text.as_bytes())?;
    let inner = json::parse(Fields::of(&outer)?.required("key")?.as_bytes())?;
    let opened = open_sealed(Fields::of(&inner)?, master).map_err(|error| match error.code {
        ErrorCode::TransferPasswordWrong => ErrorCode::TransferDamaged.into(),
        _ => error,
    })?;
    Key::from_bytes(opened.to_vec())
}

/// The name of what is inside is bound to it as associated data.
fn open_sealed(sealed: Fields<'_>, key: &[u8; 32]) -> Result<Opened, Error> {
    if sealed.required("mCipher")? != "AES/GCM/NoPadding" {
        return Err(ErrorCode::TransferCipherUnsupported.into());
    }
    let bytes = |name| signed_bytes(sealed.list(name)).map_err(|_| Error::from(ErrorCode::TransferDamaged));
    let parameters = bytes("mParameters")?;
    let nonce = nonce_of(&parameters).ok_or(ErrorCode::TransferDamaged)?;
    open_gcm(key, nonce, &bytes("mCipherText")?, sealed.label("mToken").as_bytes())
}

/// The OCTET STRING of the DER parameters (RFC 5084), which stands alone or first in a SEQUENCE.
fn nonce_of(der: &[u8]) -> Option<&[u8]> {
    let der = match der {
        [SEQUENCE, length, body @ ..] if usize::from(*length) == body.len() => body,
        der => der,
    };
    match der {
        [OCTET_STRING, length, body @ ..] => body.get(..usize::from(*length)),
        _ => None,
    }
}

const SEQUENCE: u8 = 0x30;
const OCTET_STRING: u8 = 0x04;
/// What ends the name of a token's settings.
const TOKEN: &str = "-token";
