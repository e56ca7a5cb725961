//! Google Authenticator: the texts of its export's QR codes, in a file.

use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::{Format, uri_list};

pub(super) const FORMATS: &[&Format] = &[&MIGRATION];

static MIGRATION: Format = Format {
    name: "otpauth-migration",
    app: "Google Authenticator",
    marks: &[Mark::Text(Reader {
        fits: uri_list::is_migration,
        read: |text, _| uri_list::read_as(&MIGRATION, text),
        sample: sample(
            b"otpauth-migration://offline?data=ChkKBWFiY2RlEgNJOmEaAUkgASgBMAI4ARABGAEgACi4vOjm%2BP%2F%2F%\
            2F%2F8B",
        ),
        ..Reader::CLEAR
    })],
};
