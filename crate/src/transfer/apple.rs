//! Apple Passwords and Safari: a CSV with a key URI per login.

use crate::error::Error;
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::Table;
use crate::transfer::{Format, login};

/// Whether a CSV file is Apple's.
pub(super) fn is_table(table: &Table) -> bool {
    table.has(&["Title", "Username", "OTPAuth"])
}

/// Errors: `transfer_empty`.
pub(super) fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(Format::AppleCsv);
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
