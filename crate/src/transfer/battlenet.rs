//! Battle.net's Android preferences: key and serial, each masked with a constant.

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::transfer::Format;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::Report;

pub(super) const FORMATS: &[&Format] = &[&BATTLENET];

static BATTLENET: Format = Format {
    name: "battlenet-prefs",
    app: "Battle.net",
    marks: &[Mark::Preferences(Reader {
        fits: is_preferences,
        read: |values, _| read_preferences(values),
        sample: sample(
            b"<?xml version='1.0'?><map><string name=\"com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET\
            \">398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6c80d2fb38068773fa59ba47c1\
            7ca6c6479015c1d5b8b8f6b9a</string><string name=\"com.blizzard.messenger.AUTHENTICATOR_SERIAL\
            \">EU-0</string></map>",
        ),
        ..Reader::CLEAR
    })],
};

/// Whether an Android preferences file is Battle.net's.
fn is_preferences(values: &[(String, String)]) -> bool {
    value_of(values, SECRET).is_some()
}

/// Errors: `transfer_empty`.
fn read_preferences(values: &[(String, String)]) -> Result<Report, Error> {
    let mut report = Report::new(&BATTLENET);
    let serial = value_of(values, SERIAL).and_then(|text| unmask(text).ok()).unwrap_or_default();
    report.enter(serial.clone(), read_account(values, serial));
    report.finish()
}

fn read_account(values: &[(String, String)], serial: String) -> Result<Account, Error> {
    let masked = value_of(values, SECRET).ok_or(ErrorCode::TransferEntrySecretMissing)?;
    // Under the mask stands the key's hexadecimal text.
    let key = Key::from_hex(&unmask(masked)?)?;
    Ok(Account::new(Otp { key, scheme: Scheme::BattleNet }, "Battle.net", serial))
}

fn value_of<'a>(values: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values.iter().find(|(other, _)| other.ends_with(name)).map(|(_, value)| value.as_str())
}

fn unmask(hex: &str) -> Result<String, Error> {
    let masked = base16ct::mixed::decode_vec(hex.trim()).map_err(|_| ErrorCode::TransferEntryMalformed)?;
    if masked.len() > MASK.len() {
        return Err(ErrorCode::TransferEntryMalformed.into());
    }
    let plain = masked.iter().zip(MASK).map(|(byte, mask)| byte ^ mask).collect();
    String::from_utf8(plain).map_err(|_| ErrorCode::TransferEntryMalformed.into())
}

const SECRET: &str = "AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "AUTHENTICATOR_SERIAL";
/// The same in every installation.
const MASK: [u8; 40] = [
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c, 0x04,
    0xc6, 0x10, 0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6, 0xc8, 0x0d,
    0x2f, 0xb3, 0x80, 0x68, 0x77, 0x3f,
];
