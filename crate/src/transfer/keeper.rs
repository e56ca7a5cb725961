//! Keeper: JSON records whose custom fields hold codes.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::{Format, limits, login};

pub(super) const FORMATS: &[&Format] = &[&KEEPER];

static KEEPER: Format = Format {
    name: "keeper-json",
    app: "Keeper",
    marks: &[Mark::Json(Reader {
        has: &["records"],
        general: true,
        read: |file, _| read(file),
        sample: sample(
            br#"{"records":[{"title":"T","login":"u","notes":"n",
                "custom_fields":{"$oneTimeCode::1":["otpauth://totp/T:u?secret=MFRGGZDF"]},
                "folders":[{"folder":"F"}]}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let records = Fields::of(file)?.list("records");
    limits::check_entries(records.len())?;
    let mut report = Report::new(&KEEPER);
    let mut without = 0u32;
    for record in records {
        let before = report.entries();
        match Fields::of(record) {
            Ok(record) => enter_record(&mut report, record),
            Err(error) => report.skip("", error),
        }
        without = without.saturating_add(u32::from(report.entries() == before));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn enter_record(report: &mut Report, record: Fields<'_>) {
    let (title, user) = (record.label("title"), record.label("login"));
    let Ok(custom) = record.object("custom_fields") else {
        return report.skip(entry_name(&title, &user), ErrorCode::TransferEntryMalformed);
    };
    let fields =
        custom.iter().filter(|(name, _)| name.starts_with("$oneTimeCode") || name.starts_with("TFC:"));
    for code in fields.flat_map(|(_, value)| texts_of(value)) {
        let entry = login::account(&code, &title, &user).map(|mut account| {
            account.groups = groups_of(record);
            account
        });
        report.enter(entry_name(&title, &user), entry);
    }
}

/// A field is a text or a list of texts.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn groups_of(record: Fields<'_>) -> Vec<String> {
    let folders = record.list("folders").iter().filter_map(|folder| Fields::of(folder).ok());
    folders.map(|folder| folder.label("folder")).filter(|name| !name.is_empty()).collect()
}
