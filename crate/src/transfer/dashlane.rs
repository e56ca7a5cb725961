//! Dashlane: a CSV with a key or a key URI per login.

use crate::account::Account;
use crate::error::Error;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::{Row, Table};
use crate::transfer::{Format, login};

pub(super) const FORMATS: &[&Format] = &[&DASHLANE];

static DASHLANE: Format = Format {
    name: "dashlane-csv",
    app: "Dashlane",
    marks: &[Mark::Table(Reader {
        fits: is_table,
        general: true,
        read: |table, _| read_table(table),
        sample: sample(
            b"username,username2,username3,title,password,note,url,category,otpSecret\nu,,,T,p,n,\
            https://a.example,c,MFRGGZDF\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Whether a CSV file is Dashlane's.
fn is_table(table: &Table) -> bool {
    let login = table.has(&["title", "username"]);
    login && (table.has(&["otpSecret"]) || table.has(&["otpUrl"]) || table.has(&["otpUri"]))
}

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&DASHLANE);
    let mut without = 0u32;
    for row in table.rows() {
        let code = code_of(&row);
        if code.is_empty() {
            without = without.saturating_add(1);
            continue;
        }
        report.enter(entry_name(row.cell("title"), row.cell("username")), read_row(&row, code));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn code_of<'a>(row: &Row<'a>) -> &'a str {
    let codes = ["otpUrl", "otpUri", "otpSecret"].map(|name| row.cell(name));
    codes.into_iter().find(|code| !code.is_empty()).unwrap_or_default()
}

fn read_row(row: &Row<'_>, code: &str) -> Result<Account, Error> {
    let title = match row.cell("title") {
        "" => login::host_of(row.cell("url")),
        title => title,
    };
    let mut account = login::account(code, title, row.cell("username"))?;
    let category = row.cell("category");
    account.groups = (!category.is_empty()).then(|| category.to_owned()).into_iter().collect();
    Ok(account)
}
