//! Authme: blocks of `Name:`, `Secret:`, `Issuer:`, `Type:` lines, alone or as base64 in a JSON file.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Otp, Scheme};
use crate::transfer::cipher::from_base64;
use crate::transfer::fields::{Fields, key};
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&AUTHME];

static AUTHME: Format = Format {
    name: "authme",
    app: "Authme",
    marks: &[
        Mark::Json(Reader {
            has: &["codes", "encrypted"],
            read: |file, _| read(file),
            sample: sample(
                br#"{"role":"export","encrypted":false,
                "codes":"TmFtZTogYQpTZWNyZXQ6IE1GUkdHWkRGCklzc3VlcjogSQpUeXBlOiBPVFBfVE9UUAo="}"#,
            ),
            ..Reader::CLEAR
        }),
        Mark::Text(Reader {
            fits: is_text,
            general: true,
            read: |text, _| read_text(text),
            sample: sample(b"Name: a\nSecret: MFRGGZDF\nIssuer: I\nType: OTP_TOTP\n\n"),
            ..Reader::CLEAR
        }),
    ],
};

/// Errors: `transfer_cipher_unsupported` for a sealed file, `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    if fields.flag("encrypted") {
        return Err(ErrorCode::TransferCipherUnsupported.into());
    }
    let codes = fields.required("codes")?;
    if codes.contains("Secret:") {
        return read_text(codes);
    }
    let text = String::from_utf8(from_base64(codes)?).map_err(|_| ErrorCode::TransferDamaged)?;
    read_text(&text)
}

/// Whether a text is such a list.
fn is_text(text: &str) -> bool {
    let has = |name: &str| text.lines().any(|line| line.trim_start().starts_with(name));
    ["Name:", "Secret:", "Issuer:", "Type:"].into_iter().all(has)
}

/// Errors: `transfer_empty`.
fn read_text(text: &str) -> Result<Report, Error> {
    let mut report = Report::new(&AUTHME);
    let mut block = Block::default();
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().to_owned();
        match name.trim() {
            "Name" => {
                block.enter(&mut report);
                block = Block { name: Some(value), ..Block::default() };
            }
            "Secret" => block.secret = value,
            "Issuer" => block.issuer = value,
            "Type" => block.kind = value,
            _ => {}
        }
        limits::check_entries(report.entries())?;
    }
    block.enter(&mut report);
    report.finish()
}

#[derive(Default)]
struct Block {
    name: Option<String>,
    secret: String,
    issuer: String,
    kind: String,
}

impl Block {
    fn enter(&self, report: &mut Report) {
        if let Some(name) = &self.name {
            report.enter(entry_name(&self.issuer, name), self.read(name));
        }
    }

    fn read(&self, name: &str) -> Result<Account, Error> {
        let scheme = match self.kind.as_str() {
            "" | "OTP_TOTP" => Scheme::standard(),
            "OTP_HOTP" => scheme::hotp("", "", "")?,
            _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
        };
        Ok(Account::new(Otp { key: key(&self.secret)?, scheme }, self.issuer.as_str(), name))
    }
}
