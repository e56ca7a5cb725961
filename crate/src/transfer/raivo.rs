//! Raivo OTP: a JSON array in which every value is a text, alone or in a WinZip-AES zip.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::transfer::fields::Fields;
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, limits, scheme};

/// The member of the zip.
pub(super) const MEMBER: &str = "raivo-otp-export.json";

/// Errors: `transfer_damaged`, `transfer_empty`.
pub(super) fn read(format: Format, file: &Value) -> Result<Report, Error> {
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
