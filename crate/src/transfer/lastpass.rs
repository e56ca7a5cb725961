//! LastPass Authenticator's JSON and LastPass's CSV.

use std::collections::HashMap;

use serde_json::Value;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Otp;
use crate::transfer::fields::Fields;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::{Row, Table};
use crate::transfer::{Format, limits, login, scheme};

pub(super) const FORMATS: &[&Format] = &[&LASTPASS, &LASTPASS_CSV];

/// LastPass Authenticator's.
static LASTPASS: Format = Format {
    name: "lastpass-json",
    app: "LastPass Authenticator",
    marks: &[Mark::Json(Reader {
        fits: |file| file.get("accounts").is_some_and(Value::is_array),
        general: true,
        read: |file, _| read(file),
        sample: sample(
            br#"{"version":3,"accounts":[{"issuerName":"I","originalIssuerName":"O","userName":"u",
                "secret":"MFRGGZDF","timeStep":30,"digits":6,"algorithm":"SHA1","isFavorite":true,
                "folderData":{"folderId":2}}],"folders":[{"id":2,"name":"F"}]}"#,
        ),
        ..Reader::CLEAR
    })],
};

/// The password manager's.
static LASTPASS_CSV: Format = Format {
    name: "lastpass-csv",
    app: "LastPass",
    marks: &[Mark::Table(Reader {
        has: &["url", "username", "totp", "name", "grouping"],
        read: |table, _| read_table(table),
        sample: sample(
            b"url,username,password,totp,extra,name,grouping,fav\nhttps://a.example,u,p,MFRGGZDF,n,N,G,1\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_damaged`, `transfer_empty`.
fn read(file: &Value) -> Result<Report, Error> {
    let fields = Fields::of(file)?;
    let folders = fields.list("folders").iter().filter_map(|folder| Fields::of(folder).ok());
    let folders: HashMap<String, String> =
        folders.map(|folder| (folder.label("id"), folder.label("name"))).collect();
    let accounts = fields.list("accounts");
    limits::check_entries(accounts.len())?;
    let mut report = Report::new(&LASTPASS);
    for account in accounts {
        let Ok(entry) = Fields::of(account) else {
            report.skip("", ErrorCode::TransferEntryMalformed);
            continue;
        };
        let (issuer, user) = (
            first(entry, ["issuerName", "originalIssuerName"]),
            first(entry, ["userName", "originalUserName"]),
        );
        report.enter(entry_name(&issuer, &user), read_entry(entry, issuer, user, &folders));
    }
    report.finish()
}

fn first(entry: Fields<'_>, names: [&str; 2]) -> String {
    let [edited, original] = names;
    if entry.has(edited) { entry.label(edited) } else { entry.label(original) }
}

fn read_entry(
    entry: Fields<'_>,
    issuer: String,
    user: String,
    folders: &HashMap<String, String>,
) -> Result<Account, Error> {
    let scheme = scheme::totp(&entry.text("algorithm")?, &entry.text("digits")?, &entry.text("timeStep")?)?;
    let mut account = Account::new(Otp { key: entry.key("secret")?, scheme }, issuer, user);
    let folder = entry.object("folderData")?.text("folderId")?;
    // 0 is “Other accounts”, 1 is “Favorites”.
    account.favorite = entry.flag("isFavorite") || folder == "1";
    if !matches!(folder.as_str(), "" | "0") {
        account.groups.extend(folders.get(&folder).cloned());
    }
    Ok(account)
}

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&LASTPASS_CSV);
    let mut without = 0u32;
    for row in table.rows() {
        if row.cell("totp").is_empty() {
            without = without.saturating_add(1);
            continue;
        }
        report.enter(entry_name(&title_of(&row), row.cell("username")), read_row(&row));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn read_row(row: &Row<'_>) -> Result<Account, Error> {
    let mut account = login::account(row.cell("totp"), &title_of(row), row.cell("username"))?;
    account.favorite = row.cell("fav") == "1";
    let group = row.cell("grouping");
    account.groups = (!group.is_empty()).then(|| group.to_owned()).into_iter().collect();
    Ok(account)
}

/// A login without a name is known by its host.
fn title_of(row: &Row<'_>) -> String {
    let name = row.cell("name");
    if name.is_empty() { login::host_of(row.cell("url")).to_owned() } else { name.to_owned() }
}
