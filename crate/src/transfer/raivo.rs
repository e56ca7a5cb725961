//! Raivo OTP: a JSON array in which every value is a text, alone or in a WinZip-AES zip.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&RAIVO, &RAIVO_ZIP];

/// In the clear.
static RAIVO: Format = Format {
    name: "raivo-json",
    app: "Raivo OTP",
    marks: &[Mark::Json(Reader {
        fits: |file| json::any_has(file, "kind") && json::any_has(file, "timer"),
        read: |file, _| read_as(&RAIVO, file),
        sample: sample(
            br#"[{"issuer":"I","account":"a","secret":"MFRGGZDF","kind":"HOTP","algorithm":"SHA1",
                "digits":"6","timer":"30","counter":"1","pinned":"true","iconType":"","iconValue":""}]"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Sealed.
static RAIVO_ZIP: Format = Format {
    name: "raivo-zip",
    app: "Raivo OTP",
    marks: &[Mark::Zip(Reader {
        has: &[MEMBER],
        read: |_, opening| read_as(&RAIVO_ZIP, &json::parse(&opening.member(MEMBER)?)?),
        ..Reader::CLEAR
    })],
};

/// The member of the zip.
const MEMBER: &str = "raivo-otp-export.json";

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read_as(format: &'static Format, file: &Value) -> Result<Report, Error> {
    let entries = file.as_array().ok_or(ErrorCode::TransferDamaged)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(format);
    for entry in entries {
        match Fields::of(entry) {
            Ok(entry) => {
                report.enter(entry_name(&entry.label("issuer"), &entry.label("account")), read_entry(entry))
            }
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn read_entry(entry: Fields<'_>) -> Result<Account, Error> {
    let (algorithm, digits) = (entry.text("algorithm")?, entry.text("digits")?);
    let scheme = match entry.text("kind")?.to_ascii_uppercase().as_str() {
        "" | "TOTP" => scheme::totp(&algorithm, &digits, &entry.text("timer")?)?,
        "HOTP" => scheme::hotp(&algorithm, &digits, &entry.text("counter")?)?,
        "STEAM" => Scheme::Steam,
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let otp = Otp { key: entry.key("secret")?, scheme };
    let mut account = Account::new(otp, entry.name("issuer")?, entry.name("account")?);
    account.favorite = entry.flag("pinned");
    Ok(account)
}
