//! Apple Passwords and Safari: a CSV with a key URI per login.

use crate::error::Error;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::Table;
use crate::transfer::{Format, login};

pub(super) const FORMATS: &[&Format] = &[&APPLE];

static APPLE: Format = Format {
    name: "apple-csv",
    app: "Apple",
    marks: &[Mark::Table(Reader {
        has: &["Title", "Username", "OTPAuth"],
        general: true,
        read: |table, _| read_table(table),
        sample: sample(
            b"Title,URL,Username,Password,Notes,OTPAuth\nT (u),https://a.example/,u,p,n,\
            otpauth://totp/T:u?secret=MFRGGZDF\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&APPLE);
    let mut without = 0u32;
    for row in table.rows() {
        let (code, user) = (row.cell("OTPAuth"), row.cell("Username"));
        if code.is_empty() {
            without = without.saturating_add(1);
            continue;
        }
        // The title repeats the user name: “example.com (ann)”.
        let title = row.cell("Title");
        let title = title.strip_suffix(&format!(" ({user})")).unwrap_or(title);
        report.enter(entry_name(title, user), login::account(code, title, user));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}
