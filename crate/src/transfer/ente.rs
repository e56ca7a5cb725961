//! Ente Auth: key URIs that carry Ente's own data in `codeDisplay`, or the same text sealed.

use crypto_secretstream::{Header, Key as StreamKey, PullStream};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::cipher::from_base64;
use crate::transfer::fields::Fields;
use crate::transfer::format::{Lock, Mark, Reader, sample};
use crate::transfer::kdf::Kdf;
use crate::transfer::report::Report;
use crate::transfer::{Format, json, uri_list};

pub(super) const FORMATS: &[&Format] = &[&ENTE_ENCRYPTED, &ENTE];

/// Sealed.
static ENTE_ENCRYPTED: Format = Format {
    name: "ente-encrypted",
    app: "Ente Auth",
    marks: &[Mark::Json(Reader {
        has: &["kdfParams", "encryptedData"],
        lock: |file| Lock::Password(kdf(file).ok()),
        read: |file, opening| read_encrypted(file, opening.password),
        sample: sample(
            br#"{"version":1,"kdfParams":{"memLimit":1073741824,"opsLimit":4,
                "salt":"AAAAAAAAAAAAAAAAAAAAAA=="},"encryptedData":"AAAA",
                "encryptionNonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Key URIs with Ente's own data.
static ENTE: Format = Format {
    name: "ente-plain",
    app: "Ente Auth",
    marks: &[Mark::Text(Reader {
        fits: |text| {
            uri_list::is_list(text) && (text.contains("&codeDisplay=") || text.contains("?codeDisplay="))
        },
        read: |text, _| uri_list::read_as(&ENTE, text),
        sample: sample(
            b"otpauth://totp/I:a?secret=MFRGGZDF&codeDisplay=%7B%22pinned%22%3Atrue%2C%22tags%22%3A%5B%22t\
            %22%5D%7D\n",
        ),
        ..Reader::CLEAR
    })],
};

/// The derivation that a sealed file asks for.
///
/// Errors: `transfer_damaged`.
fn kdf(file: &Value) -> Result<Kdf, Error> {
    let params = Fields::of(file)?.object("kdfParams")?;
    Ok(Kdf::argon2id(params.number("memLimit")? / 1024, params.number("opsLimit")?, 1))
}

/// A sealed file: libsodium's secretstream with one message.
///
/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
fn read_encrypted(file: &Value, password: Option<&Secret>) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    if let Some(version) = fields.number("version").ok().filter(|version| *version > 1) {
        let version = usize::try_from(version).unwrap_or(usize::MAX);
        return Err(Error::at(ErrorCode::TransferVersionUnsupported, version));
    }
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let header = from_base64(fields.required("encryptionNonce")?)?;
    let header: [u8; Header::BYTES] = header.try_into().map_err(|_| ErrorCode::TransferDamaged)?;
    let mut content = Zeroizing::new(from_base64(fields.required("encryptedData")?)?);
    let salt = from_base64(fields.object("kdfParams")?.required("salt")?)?;
    let key = kdf(file)?.derive(password, &salt)?;
    let key = StreamKey::from(*key);
    let header = Header::from(header);
    // The one message is whole or its MAC does not fit; its tag says no more (Ente's own is “final”, others write “message”).
    PullStream::init(header, &key).pull(&mut *content, &[]).map_err(|_| ErrorCode::TransferPasswordWrong)?;
    let text = core::str::from_utf8(&content).map_err(|_| ErrorCode::TransferDamaged)?;
    uri_list::read_as(&ENTE_ENCRYPTED, text)
}

/// What Ente keeps beside a key URI, taken from `uri` and put on its account.
///
/// Errors: `transfer_entry_trashed`.
pub(super) fn read_display(uri: &str, account: &mut Account) -> Result<(), Error> {
    let Some(value) = display_of(uri) else {
        return Ok(());
    };
    let Ok(fields) = Fields::of(&value) else {
        return Ok(());
    };
    if fields.flag("trashed") {
        return Err(ErrorCode::TransferEntryTrashed.into());
    }
    account.favorite = fields.flag("pinned");
    account.note = fields.text("note").unwrap_or_default();
    account.groups = fields.texts("tags");
    Ok(())
}

/// The JSON behind `codeDisplay=`; what cannot be read of it is not worth losing the key for.
fn display_of(uri: &str) -> Option<Value> {
    let (_, query) = uri.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix("codeDisplay="))?;
    // Ente encodes the JSON as a form: a plus sign is a space, a real one is %2B.
    let text = percent_decode(&value.replace('+', " "));
    json::parse(&text).ok()
}

pub(super) fn percent_decode(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| byte == b'%');
        match hex.and_then(|hex| base16ct::mixed::decode_vec(hex).ok()) {
            Some(one) => {
                decoded.extend(one);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(byte);
                rest = tail;
            }
        }
    }
    decoded
}

/// What Ente cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    use crate::transfer::write::{check_algorithm, check_counter, check_kind};
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "hotp", "steam", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_counter(scheme, i64::MAX.unsigned_abs()))
        .and_then(|()| uri_list::text_of(account).map(|_| ()))
        .err()
}

/// Key URIs with what Ente keeps beside them. No comma may stand anywhere: Ente cuts the file at commas.
///
/// Errors: those of [`crate::uri::write`].
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut text = Zeroizing::new(String::new());
    for (place, account) in accounts.iter().enumerate() {
        let display = json!({
            "pinned": account.favorite, "trashed": false, "lastUsedAt": 0, "tapCount": 0,
            "tags": account.groups, "note": account.note, "position": place, "iconSrc": "", "iconID": "",
        });
        text.push_str(&uri_list::text_of(account)?);
        text.push_str("&codeDisplay=");
        uri_list::percent_encode(&display.to_string(), &mut text);
        text.push('\n');
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}
