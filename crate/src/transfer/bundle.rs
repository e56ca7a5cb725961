//! A zip of other exports.

use crate::error::Error;
use crate::transfer::archive::Archive;
use crate::transfer::format::{Mark, Opening, Reader};
use crate::transfer::report::Report;
use crate::transfer::{Format, limits, read_with};

pub(super) const FORMATS: &[&Format] = &[&BUNDLE];

static BUNDLE: Format = Format {
    name: "zip",
    app: "",
    marks: &[Mark::Zip(Reader {
        general: true,
        read: |_, opening| read_as(&BUNDLE, opening),
        ..Reader::CLEAR
    })],
};

/// Each member as a file of its own, one level deep; what is nothing to read is passed over.
///
/// Errors: those of opening, the first member's if nothing can be read, `transfer_empty`.
pub(super) fn read_as(format: &'static Format, opening: &Opening<'_>) -> Result<Report, Error> {
    let mut archive = Archive::open(opening.file)?;
    let mut report = Report::new(format);
    let mut failure = None;
    for name in archive.names() {
        let bytes = archive.read(&name, opening.password)?;
        if bytes.starts_with(b"PK") {
            continue;
        }
        match read_with(&bytes, &[], opening.password, opening.nfkc) {
            Ok(inner) => report.append(inner),
            Err(error) => failure = failure.or(Some(error)),
        }
        limits::check_entries(report.entries())?;
    }
    match failure {
        Some(error) if report.entries() == 0 => Err(error),
        _ => report.finish(),
    }
}
