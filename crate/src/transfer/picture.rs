//! Pictures: known, and handed back to the page, which searches them for QR codes.

use crate::error::ErrorCode;
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::{Format, detect};

pub(super) const FORMATS: &[&Format] = &[&PICTURE];

static PICTURE: Format = Format {
    name: "qr-image",
    app: "",
    marks: &[Mark::Magic(Reader {
        fits: is_picture,
        read: |_, _| Err(ErrorCode::TransferPicture.into()),
        sample: sample(b"\x89PNG\r\n\x1a\n"),
        ..Reader::CLEAR
    })],
};

fn is_picture(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let bitmap_or_other = magics.iter().any(|magic| bytes.starts_with(magic));
    webp || (bitmap_or_other && (!bytes.starts_with(b"BM") || detect::text_of(bytes).is_none()))
}
