//! KeePassXC's CSV: the fallback for databases, and the way into KeePassXC.

use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::Error;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::{Note, Report, entry_name};
use crate::transfer::table::{Row, Table};
use crate::transfer::write::{check_algorithm, check_kind, check_longest_period};
use crate::transfer::{Format, login, table, uri_list};
use crate::uri::SteamForm;

pub(super) const FORMATS: &[&Format] = &[&KEEPASSXC];

static KEEPASSXC: Format = Format {
    name: "keepassxc-csv",
    app: "KeePassXC",
    marks: &[Mark::Table(Reader {
        has: &["Group", "Title", "Username", "TOTP"],
        read: |table, _| read_table(table),
        sample: sample(
            b"\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\",\
            \"Last Modified\",\"Created\"\n\"Root/G\",\"T\",\"u\",\"p\",\"\",\"n\",\
            \"otpauth://totp/T:u?secret=MFRGGZDF\",\"0\",\"\",\"\"\n",
        ),
        ..Reader::CLEAR
    })],
};

/// Errors: `transfer_empty`.
fn read_table(table: &Table) -> Result<Report, Error> {
    let mut report = Report::new(&KEEPASSXC);
    let mut without = 0u32;
    for row in table.rows() {
        if row.cell("TOTP").is_empty() {
            without = without.saturating_add(1);
            continue;
        }
        report.enter(entry_name(row.cell("Title"), row.cell("Username")), read_row(&row));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

fn read_row(row: &Row<'_>) -> Result<Account, Error> {
    let mut account = login_account(row.cell("TOTP"), row.cell("Title"), row.cell("Username"))?;
    row.cell("Notes").clone_into(&mut account.note);
    account.groups = group_of(row.cell("Group")).into_iter().collect();
    Ok(account)
}

/// KeePassXC writes the label `Title:none` where there is no user name.
pub(super) fn login_account(code: &str, title: &str, user: &str) -> Result<Account, Error> {
    let mut account = login::account(code, title, user)?;
    if account.account == "none" && user.trim().is_empty() {
        account.account.clear();
    }
    Ok(account)
}

/// The path without the root group, which every entry shares; an entry of the root itself has no group.
fn group_of(path: &str) -> Option<String> {
    let (_, group) = path.split_once('/')?;
    (!group.is_empty()).then(|| group.to_owned())
}

/// What KeePassXC cannot keep of `account`.
pub(super) fn cannot_hold(account: &Account) -> Option<Error> {
    let scheme = &account.otp.scheme;
    check_kind(scheme, &["totp", "steam", "battle"])
        .and_then(|()| check_algorithm(scheme))
        .and_then(|()| check_longest_period(scheme, A_DAY))
        .and_then(|()| uri_list::checked_uri(account, SteamForm::Encoder).map(|_| ()))
        .err()
}

/// A table in the clear.
///
/// Errors: as [`uri_list::checked_uri`].
pub(super) fn write(accounts: &[&Account]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let rows: Result<Vec<[String; 10]>, Error> = accounts.iter().map(|account| row_of(account)).collect();
    Ok(table::write(HEADER, &rows?))
}

fn row_of(account: &Account) -> Result<[String; 10], Error> {
    let group = account.groups.first().map_or_else(|| "Root".to_owned(), |name| format!("Root/{name}"));
    let code = uri_list::checked_uri(account, SteamForm::Encoder)?.to_string();
    let (none, icon) = (String::new(), "0".to_owned());
    Ok([
        group,
        account.issuer.clone(),
        account.account.clone(),
        none.clone(),
        none.clone(),
        account.note.clone(),
        code,
        icon,
        none.clone(),
        none,
    ])
}

const HEADER: [&str; 10] =
    ["Group", "Title", "Username", "Password", "URL", "Notes", "TOTP", "Icon", "Last Modified", "Created"];
/// KeePassXC takes longer periods for this, in seconds.
const A_DAY: u32 = 86_400;
