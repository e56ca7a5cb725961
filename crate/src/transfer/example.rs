//! A made-up app, which is in the tests alone: what a foreign format consists of, to begin the next one from.

use serde_json::Value;

use crate::account::Account;
use crate::error::Error;
use crate::otp::Otp;
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&EXAMPLE];

static EXAMPLE: Format = Format {
    name: "example-json",
    app: "Example",
    marks: &[Mark::Json(Reader {
        has: &["exampleVersion", "codes"],
        read: |file, _| read(file),
        sample: sample(SAMPLE),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let codes = Fields::of(file)?.list("codes");
    limits::check_entries(codes.len())?;
    let mut report = Report::new(&EXAMPLE);
    for code in codes {
        match Fields::of(code) {
            Ok(code) => {
                report.enter(entry_name(&code.label("service"), &code.label("user")), read_code(code))
            }
            Err(error) => report.skip("", error),
        }
    }
    report.finish()
}

fn read_code(code: Fields<'_>) -> Result<Account, Error> {
    let scheme = scheme::totp("", &code.text("digits")?, &code.text("seconds")?)?;
    Ok(Account::new(Otp { key: code.key("key")?, scheme }, code.name("service")?, code.name("user")?))
}

const SAMPLE: &[u8] = br#"{"exampleVersion":1,"codes":[
    {"service":"Bank","user":"ann","key":"MFRGGZDF","seconds":60},
    {"service":"Shop","user":"bob","key":"?"}]}"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::transfer;

    #[test]
    fn an_entry_is_taken_or_listed_with_its_name_and_reason() {
        let report = transfer::read(SAMPLE, None).unwrap();
        assert_eq!(report.format.app(), "Example");
        assert_eq!(report.accounts[0].issuer, "Bank");
        assert_eq!(report.accounts[0].otp.scheme.period().unwrap().seconds(), 60);
        assert_eq!(report.skipped[0].name, "Shop (bob)");
        assert_eq!(report.skipped[0].error.code, ErrorCode::SecretCharacterOther);
    }
}
