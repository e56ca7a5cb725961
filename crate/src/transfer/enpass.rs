//! Enpass: JSON items with a field of type “totp”.

use std::collections::HashMap;

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::{Format, limits, login};

pub(super) const FORMATS: &[&Format] = &[&ENPASS];

static ENPASS: Format = Format {
    name: "enpass-json",
    app: "Enpass",
    marks: &[Mark::Json(Reader {
        fits: is_export,
        read: |file, _| read(file),
        sample: sample(
            br#"{"items":[{"title":"T","subtitle":"u","note":"n","fields":[{"type":"totp",
                "value":"MFRGGZDF"},{"type":"username","value":"u"}],"folders":["f"],"trashed":0}],
                "folders":[{"uuid":"f","title":"F"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// Whether a JSON file with `items` is Enpass's and not Bitwarden's.
fn is_export(file: &Value) -> bool {
    let items = file.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    file.get("folders").is_some_and(Value::is_array)
        && items.iter().any(|item| item.get("template_type").is_some())
        || items.iter().any(|item| {
            let fields = item.get("fields").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            fields.iter().any(|field| field.get("type").and_then(Value::as_str).is_some())
        })
}

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    let folders = fields.list("folders").iter().filter_map(|folder| Fields::of(folder).ok());
    let folders: HashMap<String, String> =
        folders.map(|folder| (folder.label("uuid"), folder.label("title"))).collect();
    let items = fields.list("items");
    limits::check_entries(items.len())?;
    let mut report = Report::new(&ENPASS);
    let mut without = 0u32;
    for item in items {
        let before = report.entries();
        match Fields::of(item) {
            Ok(item) => enter_item(&mut report, item, &folders),
            Err(error) => report.skip("", error),
        }
        without = without.saturating_add(u32::from(report.entries() == before));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn enter_item(report: &mut Report, item: Fields<'_>, folders: &HashMap<String, String>) {
    let title = item.label("title");
    let fields: Vec<Fields<'_>> =
        item.list("fields").iter().filter_map(|field| Fields::of(field).ok()).collect();
    let text = |kind: &str| {
        let field =
            fields.iter().find(|field| field.label("type") == kind && !field.label("value").is_empty());
        field.map(|field| field.label("value"))
    };
    let user = text("username").or_else(|| text("email")).unwrap_or_default();
    let codes = fields.iter().filter(|field| field.label("type") == "totp" && !field.flag("deleted"));
    for code in codes.map(|field| field.label("value")).filter(|code| !code.is_empty()) {
        if item.flag("trashed") || item.flag("archived") {
            report.skip(entry_name(&title, &user), ErrorCode::TransferEntryTrashed);
            continue;
        }
        let entry = login::account(&code, &title, &user).map(|mut account| {
            account.favorite = item.flag("favorite");
            account.groups = item.texts("folders").iter().filter_map(|id| folders.get(id).cloned()).collect();
            account
        });
        report.enter(entry_name(&title, &user), entry);
    }
}
