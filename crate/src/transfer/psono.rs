//! Psono: JSON folders of items; those of type “totp” hold a key.

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Otp;
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::Report;
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&PSONO];

static PSONO: Format = Format {
    name: "psono-json",
    app: "Psono",
    marks: &[Mark::Json(Reader {
        fits: is_export,
        read: |file, _| read(file),
        sample: sample(
            br#"{"items":[{"type":"totp","name":"N","totp_title":"T","totp_code":"MFRGGZDF",
                "totp_period":30,"totp_algorithm":"SHA1","totp_digits":6,"totp_notes":"n"}],
                "folders":[{"name":"F","items":[]}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether any item of a JSON file is Psono's code.
fn is_export(file: &Value) -> bool {
    let mut items = Vec::new();
    collect(file, &[], &mut items);
    items.iter().any(|(item, _)| item.get("totp_code").is_some())
}

/// Errors: `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let mut items = Vec::new();
    collect(file, &[], &mut items);
    limits::check_entries(items.len())?;
    let mut report = Report::new(&PSONO);
    for (item, groups) in items.into_iter().filter(|(item, _)| item.get("totp_code").is_some()) {
        let name = item.get("totp_title").and_then(Value::as_str).unwrap_or_default();
        report.enter(name, Fields::of(item).and_then(|item| read_item(item, groups)));
    }
    report.finish()
}

fn collect<'a>(folder: &'a Value, path: &[String], items: &mut Vec<(&'a Value, Vec<String>)>) {
    let list = |name| folder.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.extend(list("items").iter().map(|item| (item, path.to_vec())));
    for inner in list("folders") {
        let name = inner.get("name").and_then(Value::as_str).unwrap_or_default();
        collect(inner, &[path, &[name.to_owned()]].concat(), items);
    }
}

fn read_item(item: Fields<'_>, groups: Vec<String>) -> Result<Account, Error> {
    if item.text("totp_code")?.is_empty() {
        return Err(ErrorCode::TransferEntrySecretMissing.into());
    }
    let scheme =
        scheme::totp(&item.text("totp_algorithm")?, &item.text("totp_digits")?, &item.text("totp_period")?)?;
    let otp = Otp { key: item.key("totp_code")?, scheme };
    let mut account = Account::new(otp, item.name("totp_title")?, "");
    account.note = item.text("totp_notes")?;
    account.groups = groups;
    Ok(account)
}
