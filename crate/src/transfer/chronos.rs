//! Chronos: JSON tokens in the clear.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Otp;
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&CHRONOS];

static CHRONOS: Format = Format {
    name: "chronos-json",
    app: "Chronos",
    marks: &[Mark::Json(Reader {
        has: &["tokens"],
        general: true,
        read: |file, _| read(file),
        sample: sample(
            br#"{"tokens":[{"type":"HOTP","issuer":"I","account":"a","secret":"MFRGGZDF",
                "algorithm":"SHA1","digits":6,"period":30,"counter":1,"pinned":true,"tags":["t"]}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let tokens = Fields::of(file)?.list("tokens");
    limits::check_entries(tokens.len())?;
    let mut report = Report::new(&CHRONOS);
    for token in tokens {
        match Fields::of(token) {
            Ok(token) => {
                report.enter(entry_name(&token.label("issuer"), &token.label("account")), read_token(token))
            }
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn read_token(token: Fields<'_>) -> Result<Account, Error> {
    let (algorithm, digits) = (token.text("algorithm")?, token.text("digits")?);
    let scheme = match token.text("type")?.to_ascii_uppercase().as_str() {
        "" | "TOTP" => scheme::totp(&algorithm, &digits, &token.text("period")?)?,
        "HOTP" => scheme::hotp(&algorithm, &digits, &token.text("counter")?)?,
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let otp = Otp { key: token.key("secret")?, scheme };
    let mut account = Account::new(otp, token.name("issuer")?, token.name("account")?);
    account.favorite = token.flag("pinned");
    account.groups = token.texts("tags");
    Ok(account)
}
