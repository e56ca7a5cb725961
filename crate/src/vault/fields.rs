//! An account as the fields of a record, and back.

use super::bytes::{Reader, Writer};
use crate::account::{Account, RecoveryCode};
use crate::error::{Error, ErrorCode};
use crate::order;
use crate::otp::{Algorithm, Digits, Key, Otp, Period, Scheme};
use crate::secret::Secret;
use crate::sync::record::tag;
use crate::sync::{Fields, Hlc, Identity, OrderKey, Record, RecordId, Stamped};

/// The record of a new account.
pub(crate) fn make_record(account: &Account, order: &OrderKey, at: Hlc) -> Record {
    let stamped = |fields| Stamped { at, fields };
    Record {
        created: at,
        identity: identity(&account.otp),
        name: stamped(name(account, Fields::default())),
        place: stamped(place(account.favorite, order, Fields::default())),
        pin: stamped(pin(&account.otp.scheme, Fields::default())),
        bin: stamped(Fields::default()),
        counter: account.otp.scheme.counter().unwrap_or(0),
        others: Fields::default(),
    }
}

/// The account that a record holds.
///
/// Errors: `vault_record_newer` for a kind or setting that only a later version knows.
pub(crate) fn account(record: &Record) -> Result<Account, Error> {
    let mut account = Account::new(otp(record)?, text(record, tag::ISSUER), text(record, tag::ACCOUNT));
    account.note = text(record, tag::NOTE);
    account.site = text(record, tag::SITE);
    account.icon = text(record, tag::ICON);
    account.favorite = is_favorite(record);
    account.groups = list(record, tag::GROUPS).map(string).collect();
    account.recovery_codes = list(record, tag::RECOVERY_CODES)
        .filter_map(|bytes| {
            let (used, code) = bytes.split_first()?;
            Some(RecoveryCode { code: Secret::new(code.to_vec()), used: *used != 0 })
        })
        .collect();
    Ok(account)
}

/// Whether [`account`] gives one, found out without making it.
pub(crate) fn is_known(record: &Record) -> bool {
    scheme(record).is_ok() && Key::fits(record.identity.key.len()).is_ok()
}

/// Whether it is kept at the top of the list.
pub(crate) fn is_favorite(record: &Record) -> bool {
    record.place.fields.find(tag::FAVORITE).is_some()
}

/// The fields of the name group; fields of a later version stay as they were in `before`.
pub(crate) fn name(account: &Account, before: Fields) -> Fields {
    let mut fields = before;
    let mut put = |tag, bytes: Vec<u8>| fields.put(tag, (!bytes.is_empty()).then_some(bytes));
    put(tag::ISSUER, account.issuer.clone().into_bytes());
    put(tag::ACCOUNT, account.account.clone().into_bytes());
    put(tag::NOTE, account.note.clone().into_bytes());
    put(tag::SITE, account.site.clone().into_bytes());
    put(tag::ICON, account.icon.clone().into_bytes());
    let mut groups = Vec::new();
    account.groups.iter().for_each(|group| groups.text(group.as_bytes()));
    put(tag::GROUPS, groups);
    let mut codes = Vec::new();
    for code in &account.recovery_codes {
        codes.count(code.code.len().saturating_add(1));
        codes.bytes(&[u8::from(code.used)]);
        codes.bytes(code.code.expose());
    }
    put(tag::RECOVERY_CODES, codes);
    fields
}

/// The fields of the place group.
pub(crate) fn place(favorite: bool, order: &OrderKey, before: Fields) -> Fields {
    let mut fields = before;
    fields.put(tag::ORDER, Some(order.as_bytes().to_vec()));
    fields.put(tag::FAVORITE, favorite.then(Vec::new));
    fields
}

/// The fields of the PIN group.
pub(crate) fn pin(scheme: &Scheme, before: Fields) -> Fields {
    let mut fields = before;
    let value = match scheme {
        Scheme::Yandex { pin } | Scheme::Motp { pin } => pin.as_ref().map(|pin| pin.expose().to_vec()),
        _ => None,
    };
    fields.put(tag::PIN, value);
    fields
}

/// The record's place in the list.
pub(crate) fn order(record: &Record) -> OrderKey {
    OrderKey::from_bytes(record.place.fields.find(tag::ORDER).unwrap_or_default())
}

/// Records in the person's order.
pub(crate) fn in_order<'a>(
    records: impl Iterator<Item = (RecordId, &'a Record)>,
) -> Vec<(RecordId, &'a Record)> {
    let mut records: Vec<_> = records.collect();
    order::sort_by_key(&mut records, |(id, record)| {
        (OrderKey::stored(record.place.fields.find(tag::ORDER).unwrap_or_default()), *id)
    });
    records
}

/// What the codes are made from, without counter and PIN, which may change.
pub(crate) fn identity(otp: &Otp) -> Identity {
    let mut settings = Vec::new();
    let kind = match &otp.scheme {
        Scheme::Totp { algorithm, digits, period } => {
            settings.bytes(&[algorithm_number(*algorithm), digits.count()]);
            settings.number(period.seconds().into());
            kind::TOTP
        }
        Scheme::Hotp { algorithm, digits, .. } => {
            settings.bytes(&[algorithm_number(*algorithm), digits.count()]);
            kind::HOTP
        }
        Scheme::Steam => kind::STEAM,
        Scheme::BattleNet => kind::BATTLE_NET,
        Scheme::Yandex { .. } => kind::YANDEX,
        Scheme::Motp { .. } => kind::MOTP,
    };
    settings.push(otp.key.tail_mark());
    if settings == usual_settings(kind) {
        settings.clear();
    }
    Identity { kind, settings, key: Secret::new(otp.key.bytes().to_vec()) }
}

fn otp(record: &Record) -> Result<Otp, Error> {
    let (scheme, tail) = scheme(record)?;
    Ok(Otp { key: Key::from_parts(record.identity.key.expose().to_vec(), tail)?, scheme })
}

/// The scheme, and the mark of the key's stray bits.
fn scheme(record: &Record) -> Result<(Scheme, u8), Error> {
    let Identity { kind, settings, .. } = &record.identity;
    let settings = if settings.is_empty() { usual_settings(*kind) } else { settings };
    let mut reader = Reader::new(settings);
    let pin = || record.pin.fields.find(tag::PIN).map(|pin| Secret::new(pin.to_vec()));
    let newer = || Error::from(ErrorCode::VaultRecordNewer);
    let scheme = match *kind {
        kind::TOTP => Scheme::Totp {
            algorithm: algorithm(reader.u8()).ok_or_else(newer)?,
            digits: Digits::new(reader.u8().ok_or_else(newer)?.into())?,
            period: Period::new(reader.number().ok_or_else(newer)?)?,
        },
        kind::HOTP => Scheme::Hotp {
            algorithm: algorithm(reader.u8()).ok_or_else(newer)?,
            digits: Digits::new(reader.u8().ok_or_else(newer)?.into())?,
            counter: record.counter,
        },
        kind::STEAM => Scheme::Steam,
        kind::BATTLE_NET => Scheme::BattleNet,
        kind::YANDEX => Scheme::Yandex { pin: pin() },
        kind::MOTP => Scheme::Motp { pin: pin() },
        _ => return Err(newer()),
    };
    let tail = reader.u8().ok_or_else(newer)?;
    if !reader.rest().is_empty() {
        return Err(newer());
    }
    Ok((scheme, tail))
}

/// The settings that are stored as none: SHA-1, six digits, 30 seconds, no stray bits.
const fn usual_settings(kind: u8) -> &'static [u8] {
    match kind {
        kind::TOTP => &[1, 6, 30, 0],
        kind::HOTP => &[1, 6, 0],
        _ => &[0],
    }
}

const fn algorithm_number(algorithm: Algorithm) -> u8 {
    match algorithm {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
        Algorithm::Gost256 => 4,
        Algorithm::Gost512 => 5,
    }
}

fn algorithm(number: Option<u8>) -> Option<Algorithm> {
    Algorithm::ALL.into_iter().find(|algorithm| Some(algorithm_number(*algorithm)) == number)
}

/// The scheme kinds of FORMAT.md.
mod kind {
    pub(super) const TOTP: u8 = 1;
    pub(super) const HOTP: u8 = 2;
    pub(super) const STEAM: u8 = 3;
    pub(super) const BATTLE_NET: u8 = 4;
    pub(super) const YANDEX: u8 = 5;
    pub(super) const MOTP: u8 = 6;
}

fn text(record: &Record, tag: u8) -> String {
    record.name.fields.find(tag).map(string).unwrap_or_default()
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The texts of a list.
pub(crate) fn list(record: &Record, tag: u8) -> impl Iterator<Item = &[u8]> {
    let mut reader = Reader::new(record.name.fields.find(tag).unwrap_or_default());
    core::iter::from_fn(move || reader.text())
}
