//! Google Authenticator's export, `otpauth-migration://offline?data=…`: a protobuf, cut into several codes.
//!
//! The message has no period: an account of another period comes out of Google's app with 30 seconds.

mod batches;
mod message;
mod write;

pub use batches::{Batches, Progress};
pub use write::{LeftOut, Written, make_batch_id, write};

use base64ct::{Base64Unpadded, Encoding as _};
use prost::Message as _;
use zeroize::Zeroizing;

use self::message::{Entry, Payload};
use super::label::Names;
use super::percent;
use super::query::KeyUri;
use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme};

/// One code of an export: what it holds and where it stands among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The same for all codes of one export.
    pub id: i32,
    /// The place of this code, from 0.
    pub index: u32,
    /// How many codes the export has, at least 1.
    pub count: u32,
    /// What can be kept, in the export's order.
    pub accounts: Vec<Account>,
    /// What cannot, with the reason.
    pub skipped: Vec<Skipped>,
}

/// An entry that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name, as far as it has one.
    pub name: String,
    /// Why.
    pub error: Error,
}

/// Whether `text` has the scheme of an export.
pub(super) fn is_migration(text: &str) -> bool {
    KeyUri::split(text).is_some_and(|uri| uri.scheme == "otpauth-migration")
}

/// Reads one code of an export. An entry that cannot be kept is skipped with its reason; the others are not touched.
///
/// Errors: `uri_scheme_unknown`, `uri_migration_data_missing`, `uri_migration_damaged`, `uri_migration_empty`.
pub fn parse(text: &str) -> Result<Part, Error> {
    let uri = KeyUri::split(text).filter(|uri| uri.scheme == "otpauth-migration");
    let query = uri.ok_or(ErrorCode::UriSchemeUnknown)?.query;
    let data = query.raw("data").filter(|data| !data.is_empty()).ok_or(ErrorCode::UriMigrationDataMissing)?;
    let bytes = decode_data(data)?;
    let payload = Payload::decode(bytes.as_slice()).map_err(|_| ErrorCode::UriMigrationDamaged)?;
    if payload.entries.is_empty() {
        return Err(ErrorCode::UriMigrationEmpty.into());
    }
    Ok(read_payload(payload))
}

/// Percent-encoded base64. Many writers leave `+` as it is, some use the URL-safe alphabet or leave the padding away,
/// and a `+` that went through a form decoder is a space.
fn decode_data(data: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let decoded = percent::decode(data);
    let plain: Zeroizing<String> = Zeroizing::new(
        decoded
            .chars()
            .filter(|c| !matches!(c, '=' | '\n' | '\r' | '\t'))
            .map(|c| match c {
                '-' | ' ' => '+',
                '_' => '/',
                other => other,
            })
            .collect(),
    );
    let bytes = Base64Unpadded::decode_vec(&plain).map_err(|_| ErrorCode::UriMigrationDamaged)?;
    Ok(Zeroizing::new(bytes))
}

fn read_payload(payload: Payload) -> Part {
    let index = u32::try_from(payload.batch_index).unwrap_or(0);
    let count = u32::try_from(payload.batch_size).unwrap_or(1).max(index.saturating_add(1));
    let mut part = Part { id: payload.batch_id, index, count, accounts: Vec::new(), skipped: Vec::new() };
    for bytes in payload.entries {
        match Entry::decode(Zeroizing::new(bytes).as_slice()) {
            Ok(entry) => {
                let names = entry.names();
                match entry.into_otp() {
                    Ok(otp) => part.accounts.push(Account::new(otp, names.issuer, names.account)),
                    Err(error) => part.skipped.push(Skipped { name: shown(names), error }),
                }
            }
            Err(_) => part
                .skipped
                .push(Skipped { name: String::new(), error: ErrorCode::UriMigrationDamaged.into() }),
        }
    }
    part
}

/// The name under which a skipped entry is reported.
fn shown(names: Names) -> String {
    match (names.issuer.as_str(), names.account.as_str()) {
        ("", _) => names.account,
        (_, "") => names.issuer,
        (issuer, account) => format!("{issuer} ({account})"),
    }
}

impl Entry {
    /// Names that are no UTF-8 keep what is readable of them: the key matters more.
    fn names(&self) -> Names {
        Names::from_plain(&String::from_utf8_lossy(&self.name), &String::from_utf8_lossy(&self.issuer))
    }

    fn into_otp(mut self) -> Result<Otp, Error> {
        let scheme = self.scheme()?;
        Ok(Otp { key: Key::from_bytes(core::mem::take(&mut self.secret))?, scheme })
    }

    fn scheme(&self) -> Result<Scheme, Error> {
        let algorithm = match self.algorithm {
            0 | 1 => Algorithm::Sha1,
            2 => Algorithm::Sha256,
            3 => Algorithm::Sha512,
            _ => return Err(ErrorCode::OtpAlgorithmUnknown.into()),
        };
        let digits = match self.digits {
            0 | 1 => Digits::SIX,
            2 => Digits::EIGHT,
            _ => return Err(ErrorCode::OtpDigitsInvalid.into()),
        };
        match self.kind {
            0 | 2 => Ok(Scheme::Totp { algorithm, digits, period: Period::THIRTY }),
            1 => {
                let counter = u64::try_from(self.counter).map_err(|_| ErrorCode::OtpCounterInvalid)?;
                Ok(Scheme::Hotp { algorithm, digits, counter })
            }
            _ => Err(ErrorCode::UriTypeUnknown.into()),
        }
    }
}

#[cfg(test)]
mod tests;
