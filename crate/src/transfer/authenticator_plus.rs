//! Authenticator Plus: a zip, mostly under a password, of key URIs.

use crate::error::ErrorCode;
use crate::transfer::format::{Mark, Reader};
use crate::transfer::{Format, detect, uri_list};

pub(super) const FORMATS: &[&Format] = &[&AUTHENTICATOR_PLUS];

static AUTHENTICATOR_PLUS: Format = Format {
    name: "authplus-zip",
    app: "Authenticator Plus",
    marks: &[Mark::Zip(Reader {
        has: &[MEMBER],
        read: |_, opening| {
            let text = detect::text_of(&opening.member(MEMBER)?).ok_or(ErrorCode::TransferPasswordWrong)?;
            uri_list::read_as(&AUTHENTICATOR_PLUS, &text)
        },
        ..Reader::CLEAR
    })],
};

const MEMBER: &str = "Accounts.txt";
