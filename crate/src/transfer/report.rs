//! What an import read, and what it could not take, entry by entry.

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::Scheme;
use crate::transfer::Format;

/// Everything a file held: each entry is either in `accounts` or, with its name and reason, in `skipped`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What the file was.
    pub format: &'static Format,
    /// The accounts, in the file's order.
    pub accounts: Vec<Account>,
    /// The entries that cannot be taken.
    pub skipped: Vec<Skipped>,
    /// What is worth saying once about the file as a whole.
    pub notes: Vec<Note>,
}

/// An entry that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The name its own app shows; may be empty.
    pub name: String,
    /// Why.
    pub error: Error,
}

/// Something about a file that is no failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A password manager's items that have no one-time code: nothing of them is taken.
    ItemsWithoutCode(u32),
    /// A Google export: it does not say how long a code lasts, so each was taken as 30 seconds.
    PeriodUnstated,
    /// A Google export in several codes: this many were given, of so many.
    PartsGiven {
        /// Parts that were there.
        given: u32,
        /// Parts that the export consists of.
        of: u32,
    },
    /// Accounts that need a PIN which the file does not hold.
    PinsMissing(u32),
}

impl Note {
    /// The stable name that ends the message key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Note::ItemsWithoutCode(_) => "items_without_code",
            Note::PeriodUnstated => "period_unstated",
            Note::PartsGiven { .. } => "parts_given",
            Note::PinsMissing(_) => "pins_missing",
        }
    }
}

impl Report {
    /// A report about a file of `format` with nothing in it yet.
    pub(super) fn new(format: &'static Format) -> Report {
        Report { format, accounts: Vec::new(), skipped: Vec::new(), notes: Vec::new() }
    }

    /// Enters one entry under the name its app shows.
    pub(super) fn enter(&mut self, name: impl Into<String>, entry: Result<Account, Error>) {
        match entry {
            Ok(account) => self.accounts.push(account),
            Err(error) => self.skip(name, error),
        }
    }

    /// Lists one entry that cannot be taken.
    pub(super) fn skip(&mut self, name: impl Into<String>, error: impl Into<Error>) {
        self.skipped.push(Skipped { name: name.into(), error: error.into() });
    }

    /// Adds what another file inside this one held.
    pub(super) fn append(&mut self, other: Report) {
        self.accounts.extend(other.accounts);
        self.skipped.extend(other.skipped);
        for note in other.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// Lists accounts whose texts are longer than a record can hold, so that they do not keep the others out.
    pub(super) fn skip_too_long(&mut self) {
        for account in self.accounts.extract_if(.., |account| !account.fits_a_record()) {
            let name = entry_name(&account.issuer, &account.account).chars().take(NAME_SHOWN).collect();
            self.skipped.push(Skipped { name, error: ErrorCode::VaultTextTooLong.into() });
        }
    }

    /// The number of entries the file held.
    pub fn entries(&self) -> usize {
        self.accounts.len().saturating_add(self.skipped.len())
    }

    /// The finished report: with a note on missing PINs, and refused if the file held no entry at all.
    ///
    /// Errors: `transfer_empty`.
    pub(super) fn finish(mut self) -> Result<Report, Error> {
        if self.entries() == 0 && !self.notes.iter().any(|n| matches!(n, Note::ItemsWithoutCode(1..))) {
            return Err(ErrorCode::TransferEmpty.into());
        }
        let pins = self.accounts.iter().filter(|a| lacks_pin(&a.otp.scheme)).count();
        if pins > 0 {
            self.notes.push(Note::PinsMissing(u32::try_from(pins).unwrap_or(u32::MAX)));
        }
        Ok(self)
    }
}

/// The name under which a skipped entry is listed: issuer and account as far as there are any.
pub(super) fn entry_name(issuer: &str, account: &str) -> String {
    match (issuer.trim(), account.trim()) {
        ("", account) => account.to_owned(),
        (issuer, "") => issuer.to_owned(),
        (issuer, account) => format!("{issuer} ({account})"),
    }
}

/// How much of a name that is too long a report shows, in characters.
const NAME_SHOWN: usize = 100;

fn lacks_pin(scheme: &Scheme) -> bool {
    matches!(scheme, Scheme::Yandex { pin: None } | Scheme::Motp { pin: None })
}
