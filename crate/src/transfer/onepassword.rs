//! 1Password: `.1pux` (a zip with `export.data`) and CSV; one item may hold several codes.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::Table;
use crate::transfer::{Format, json, limits, login};

pub(super) const FORMATS: &[&Format] = &[&ONEPASSWORD, &ONEPASSWORD_CSV];

/// `.1pux`, or the JSON file out of it.
static ONEPASSWORD: Format = Format {
    name: "1pux",
    app: "1Password",
    marks: &[
        Mark::Zip(Reader {
            has: &[MEMBER],
            read: |_, opening| read(&json::parse(&opening.member(MEMBER)?)?),
            ..Reader::CLEAR
        }),
        Mark::Json(Reader {
            fits: is_export,
            general: true,
            read: |file, _| read(file),
            sample: sample(
                br#"{"accounts":[{"vaults":[{"items":[{"overview":{"title":"T"},
                "details":{"loginFields":[{"designation":"username","value":"u"}],
                "sections":[{"fields":[{"value":{"totp":"MFRGGZDF"}}]}]}}]}]}]}"#,
            ),
            ..Reader::CLEAR
        }),
    ],
};

/// As a table.
static ONEPASSWORD_CSV: Format = Format {
    name: "1password-csv",
    app: "1Password",
    marks: &[Mark::Table(Reader {
        fits: is_table,
        general: true,
        read: |table, _| read_table(table),
        sample: sample(b"Title,Username,OTPAuth,Favorite\nT,u,otpauth://totp/T:u?secret=MFRGGZDF,true\n"),
        ..Reader::CLEAR
    })],
};

/// The member of the zip.
const MEMBER: &str = "export.data";

/// Whether a JSON file is that member.
fn is_export(file: &Value) -> bool {
    let first = file.get("accounts").and_then(Value::as_array).and_then(|accounts| accounts.first());
    first.is_some_and(|account| account.get("vaults").is_some())
}

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file).map_err(|_| ErrorCode::TransferDamaged)?;
    let mut report = Report::new(&ONEPASSWORD);
    let mut without = 0u32;
    let objects = |list: &'_ [Value]| {
        list.iter().filter_map(|value| value.as_object().cloned()).map(Value::Object).collect::<Vec<_>>()
    };
    for account in objects(fields.list("accounts")) {
        for vault in objects(Fields::of(&account)?.list("vaults")) {
            let vault = Fields::of(&vault)?;
            let group = vault.object("attrs").map(|attrs| attrs.label("name")).unwrap_or_default();
            for item in vault.list("items") {
                let before = report.entries();
                // Older exports wrap each item once more.
                let item = item.get("item").unwrap_or(item);
                match Fields::of(item) {
                    Ok(item) => enter_item(&mut report, item, &group),
                    Err(error) => report.skip("", error),
                }
                limits::check_entries(report.entries())?;
                without = without.saturating_add(u32::from(report.entries() == before));
            }
        }
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn enter_item(report: &mut Report, item: Fields<'_>, group: &str) {
    let title = item.object("overview").map(|overview| overview.label("title")).unwrap_or_default();
    let Ok(details) = item.object("details") else {
        return report.skip(title, ErrorCode::TransferEntryMalformed);
    };
    let user = user_of(details);
    for code in codes_of(details) {
        let entry = login::account(&code, &title, &user).map(|mut account| {
            if !group.is_empty() {
                account.groups.push(group.to_owned());
            }
            account
        });
        report.enter(entry_name(&title, &user), entry);
    }
}

fn user_of(details: Fields<'_>) -> String {
    let fields = details.list("loginFields").iter().filter_map(|field| Fields::of(field).ok());
    fields
        .filter(|field| field.label("designation") == "username")
        .map(|field| field.label("value"))
        .next()
        .unwrap_or_default()
}

fn codes_of(details: Fields<'_>) -> Vec<String> {
    let sections = details.list("sections").iter().filter_map(|section| Fields::of(section).ok());
    let fields = sections.flat_map(|section| section.list("fields"));
    let codes = fields.filter_map(|field| field.pointer("/value/totp")?.as_str());
    codes.filter(|code| !code.trim().is_empty()).map(str::to_owned).collect()
}

/// Whether a CSV file is 1Password's.
fn is_table(table: &Table) -> bool {
    table.has(&["Title", "Username", "OTPAuth", "Favorite"])
        || table.has(&["Title", "Username", "One-time password"])
}

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&ONEPASSWORD_CSV);
    let mut without = 0u32;
    for row in table.rows() {
        let code =
            [row.cell("OTPAuth"), row.cell("One-time password")].into_iter().find(|code| !code.is_empty());
        let Some(code) = code else {
            without = without.saturating_add(1);
            continue;
        };
        let (title, user) = (row.cell("Title"), row.cell("Username"));
        let entry = login::account(code, title, user).map(|mut account| {
            account.favorite = row.cell("Favorite").eq_ignore_ascii_case("true");
            account
        });
        report.enter(entry_name(title, user), entry);
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}
