//! Accounts → codes that Google Authenticator accepts.

use base64ct::{Base64, Encoding as _};
use prost::Message as _;
use zeroize::Zeroizing;

use super::super::label::Names;
use super::super::percent;
use super::message::{Entry, Payload};
use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Period, Scheme};

/// What came of an export.
#[derive(Debug)]
pub struct Written {
    /// The text of each QR code, in order.
    pub texts: Vec<Zeroizing<String>>,
    /// What Google Authenticator cannot hold.
    pub left_out: Vec<LeftOut>,
}

/// An account that is in none of the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place among the accounts given, from 0.
    pub index: usize,
    /// Why.
    pub error: Error,
}

/// A random id for the codes of one export.
///
/// Errors: `entropy_unavailable`.
pub fn make_batch_id() -> Result<i32, Error> {
    entropy::make_bytes().map(i32::from_le_bytes)
}

/// Writes the accounts, ten to a code. What Google Authenticator would refuse or change is left out and told.
pub fn write(accounts: &[Account], batch_id: i32) -> Written {
    let mut entries = Vec::new();
    let mut left_out = Vec::new();
    for (index, account) in accounts.iter().enumerate() {
        match entry(account) {
            Ok(entry) => entries.push(entry),
            Err(error) => left_out.push(LeftOut { index, error }),
        }
    }
    let groups: Vec<&[Entry]> = entries.chunks(ENTRIES_PER_CODE).collect();
    let size = i32::try_from(groups.len()).unwrap_or(i32::MAX);
    let texts = (0..).zip(&groups).map(|(index, group)| code(group, size, index, batch_id)).collect();
    Written { texts, left_out }
}

fn code(entries: &[Entry], batch_size: i32, batch_index: i32, batch_id: i32) -> Zeroizing<String> {
    let entries = entries.iter().map(|entry| entry.encode_to_vec()).collect();
    let payload = Payload { entries, version: 1, batch_size, batch_index, batch_id };
    let bytes = Zeroizing::new(payload.encode_to_vec());
    for entry in payload.entries {
        drop(Zeroizing::new(entry));
    }
    let data = Zeroizing::new(Base64::encode_string(&bytes));
    let mut text = Zeroizing::new(String::from("otpauth-migration://offline?data="));
    percent::encode(&data, &mut text);
    text
}

fn entry(account: &Account) -> Result<Entry, Error> {
    let (algorithm, digits, kind, counter) = match &account.otp.scheme {
        Scheme::Totp { period, .. } if *period != Period::THIRTY => {
            return Err(ErrorCode::UriGooglePeriod.into());
        }
        Scheme::Totp { algorithm, digits, .. } => (*algorithm, *digits, 2, 0),
        Scheme::BattleNet => (Algorithm::Sha1, Digits::EIGHT, 2, 0),
        Scheme::Hotp { algorithm, digits, counter } => {
            let counter = i64::try_from(*counter).map_err(|_| ErrorCode::UriGoogleCounter)?;
            (*algorithm, *digits, 1, counter)
        }
        Scheme::Steam | Scheme::Yandex { .. } | Scheme::Motp { .. } => {
            return Err(ErrorCode::UriGoogleType.into());
        }
    };
    let algorithm = match algorithm {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
        Algorithm::Gost256 | Algorithm::Gost512 => return Err(ErrorCode::UriGoogleAlgorithm.into()),
    };
    let digits = match digits {
        Digits::SIX => 1,
        Digits::EIGHT => 2,
        _ => return Err(ErrorCode::UriGoogleDigits.into()),
    };
    Ok(Entry {
        secret: account.otp.key.bytes().to_vec(),
        name: name(account).into_bytes(),
        issuer: account.issuer.clone().into_bytes(),
        algorithm,
        digits,
        kind,
        counter,
    })
}

/// The bare account, as Google writes it. One that readers would split, because it holds a colon or begins like the
/// issuer, is led by the issuer: that prefix is what they take away.
fn name(account: &Account) -> String {
    let names = Names::from_plain(&account.account, &account.issuer);
    if (&names.issuer, &names.account) == (&account.issuer, &account.account) {
        account.account.clone()
    } else {
        format!("{}:{}", account.issuer, account.account)
    }
}

/// What Google's own export puts in one code.
const ENTRIES_PER_CODE: usize = 10;
