//! Proton Pass: a zip with `data.json`; one item may hold several codes.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::{Format, json, limits, login};

pub(super) const FORMATS: &[&Format] = &[&PROTON_PASS];

static PROTON_PASS: Format = Format {
    name: "proton-pass-zip",
    app: "Proton Pass",
    marks: &[
        Mark::Zip(Reader {
            has: &[MEMBER],
            general: true,
            read: |_, opening| read(&json::parse(&opening.member(MEMBER)?)?),
            ..Reader::CLEAR
        }),
        Mark::Json(Reader {
            has: &["vaults"],
            general: true,
            read: |file, _| read(file),
            sample: sample(
                br#"{"vaults":{"v":{"name":"V","items":[{"data":{"metadata":{"name":"T"},
                "content":{"itemUsername":"u","totpUri":"MFRGGZDF",
                "sections":[{"sectionFields":[{"type":"totp","fieldName":"f",
                "data":{"totpUri":"MFRGGZDF"}}]}]},"extraFields":[{"type":"totp","fieldName":"x",
                "data":{"totpUri":"MFRGGZDF"}}]}}]}}}"#,
            ),
            ..Reader::CLEAR
        }),
    ],
};

/// The member of the zip.
const MEMBER: &str = "data.json";

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file).map_err(|_| ErrorCode::TransferDamaged)?;
    let mut report = Report::new(&PROTON_PASS);
    let mut without = 0u32;
    for (_, vault) in fields.object("vaults")?.iter() {
        let Ok(vault) = Fields::of(vault) else {
            report.skip("", ErrorCode::TransferEntryMalformed);
            continue;
        };
        for item in vault.list("items") {
            let before = report.entries();
            match Fields::of(item) {
                Ok(item) => enter_item(&mut report, item, &vault.label("name")),
                Err(error) => report.skip("", error),
            }
            limits::check_entries(report.entries())?;
            without = without.saturating_add(u32::from(report.entries() == before));
        }
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn enter_item(report: &mut Report, item: Fields<'_>, vault: &str) {
    let Ok(data) = item.object("data") else {
        return report.skip("", ErrorCode::TransferEntryMalformed);
    };
    let title = data.object("metadata").map(|metadata| metadata.label("name")).unwrap_or_default();
    let content = data.object("content").ok();
    let text = |name| content.map(|content| content.label(name)).unwrap_or_default();
    let user =
        [text("itemUsername"), text("itemEmail"), text("username")].into_iter().find(|user| !user.is_empty());
    let user = user.unwrap_or_default();
    let mut codes = vec![(String::new(), text("totpUri"))];
    codes.extend(extra_codes(data));
    for section in content.into_iter().flat_map(|content| content.list("sections")) {
        codes.extend(
            Fields::of(section).into_iter().flat_map(|section| codes_in(section.list("sectionFields"))),
        );
    }
    for (field, code) in codes.into_iter().filter(|(field, code)| !code.is_empty() || !field.is_empty()) {
        let entry = login::account(&code, &title, &user).map(|mut account| {
            if !vault.is_empty() {
                account.groups.push(vault.to_owned());
            }
            account
        });
        report.enter(
            if field.is_empty() { entry_name(&title, &user) } else { format!("{title} - {field}") },
            entry,
        );
    }
}

fn extra_codes(data: Fields<'_>) -> Vec<(String, String)> {
    codes_in(data.list("extraFields"))
}

/// The fields of type “totp”, each with its name and its text.
fn codes_in(fields: &[Value]) -> Vec<(String, String)> {
    let fields = fields.iter().filter_map(|field| Fields::of(field).ok());
    let codes = fields.filter(|field| field.label("type") == "totp").map(|field| {
        let data = field.object("data").ok();
        let code = data.map(|data| data.label("totpUri")).unwrap_or_default();
        (field.label("fieldName"), code)
    });
    codes.collect()
}
