//! Anything under PGP, as andOTP and WinAuth write it: known, and refused with what to do.

use crate::error::ErrorCode;
use crate::transfer::Format;
use crate::transfer::format::{Lock, Mark, Members, Reader, sample};

pub(super) const FORMATS: &[&Format] = &[&PGP];

static PGP: Format = Format {
    name: "pgp",
    app: "",
    marks: &[
        Mark::Zip(Reader {
            fits: is_zip,
            lock: |_| Lock::Foreign,
            read: |_, _| Err(ErrorCode::TransferPgp.into()),
            ..Reader::CLEAR
        }),
        Mark::Magic(Reader {
            fits: is_message,
            lock: |_| Lock::Foreign,
            read: |_, _| Err(ErrorCode::TransferPgp.into()),
            sample: sample(b"-----BEGIN PGP MESSAGE-----\n"),
            ..Reader::CLEAR
        }),
    ],
};

fn is_zip(members: &Members) -> bool {
    let paths = members.paths();
    members.has("data.pgp") || (!paths.is_empty() && paths.iter().all(|path| path.ends_with(".pgp")))
}

/// Armoured, or a binary message that begins with an encrypted session key (RFC 9580 section 4.2).
fn is_message(bytes: &[u8]) -> bool {
    let armoured = bytes.trim_ascii_start().starts_with(b"-----BEGIN PGP");
    armoured || matches!(bytes, [0x84 | 0x85 | 0x8c | 0xc1 | 0xc3, _, 0x03 | 0x04 | 0x06, ..])
}
