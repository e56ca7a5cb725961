//! Databases out of an app's private folder, clear or under SQLCipher: known, and refused with the way out.

use crate::error::ErrorCode;
use crate::transfer::Format;
use crate::transfer::format::{Lock, Mark, Reader, sample};

pub(super) const FORMATS: &[&Format] = &[&SQLITE, &SQLCIPHER];

static SQLITE: Format = Format {
    name: "sqlite",
    app: "",
    marks: &[Mark::Magic(Reader {
        fits: |bytes| bytes.starts_with(b"SQLite format 3\0"),
        read: |_, _| Err(ErrorCode::TransferAppDatabase.into()),
        sample: sample(b"SQLite format 3\0"),
        ..Reader::CLEAR
    })],
};

static SQLCIPHER: Format = Format {
    name: "sqlcipher",
    app: "",
    marks: &[
        // Authenticator Plus's.
        Mark::Zip(Reader {
            has: &["authplus.db"],
            general: true,
            lock: |_| Lock::Foreign,
            read: |_, _| Err(ErrorCode::TransferSqlcipher.into()),
            ..Reader::CLEAR
        }),
        // Whole pages of what looks like noise.
        Mark::Binary(Reader {
            fits: |bytes| bytes.len() >= 1024 && bytes.len().is_multiple_of(1024),
            general: true,
            lock: |_| Lock::Foreign,
            read: |_, _| Err(ErrorCode::TransferSqlcipher.into()),
            ..Reader::CLEAR
        }),
    ],
};
