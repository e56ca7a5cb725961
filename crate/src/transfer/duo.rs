//! Duo Mobile's own file: ordinary accounts beside Duo's, which only Duo can use.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::Report;
use crate::transfer::{Format, json, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&DUO];

static DUO: Format = Format {
    name: "duo-app",
    app: "Duo Mobile",
    marks: &[Mark::Json(Reader {
        fits: |file| json::any_has(file, "otpGenerator"),
        read: |file, _| read(file),
        sample: sample(br#"[{"name":"a","otpGenerator":{"otpSecret":"MFRGGZDF","counter":1}}]"#),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let entries = file.as_array().ok_or(ErrorCode::TransferDamaged)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(&DUO);
    for entry in entries {
        match Fields::of(entry) {
            Ok(entry) => report.enter(entry.label("name"), read_entry(entry)),
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn read_entry(entry: Fields<'_>) -> Result<Account, Error> {
    let generator = entry.object("otpGenerator")?;
    let scheme = match generator.value("counter") {
        None => Scheme::standard(),
        Some(_) => scheme::hotp("", "", &generator.text("counter")?)?,
    };
    Ok(Account::new(Otp { key: generator.key("otpSecret")?, scheme }, "", entry.name("name")?))
}
