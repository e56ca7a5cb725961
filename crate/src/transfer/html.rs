//! Pages that hold key URIs: the HTML exports of Stratum, Aegis and others. Only texts are read, pictures are not.

use crate::error::{Error, ErrorCode};
use crate::transfer::format::{Mark, Reader, sample};
use crate::transfer::report::Report;
use crate::transfer::{Format, uri_list};

pub(super) const FORMATS: &[&Format] = &[&HTML];

static HTML: Format = Format {
    name: "html",
    app: "",
    marks: &[Mark::Text(Reader {
        fits: is_page,
        read: |page, _| read(page),
        sample: sample(
            b"<!DOCTYPE html><html><body><code>otpauth://totp/I:a?secret=MFRGGZDF&amp;issuer=I</code>\
            <a href=\"motp://I:a?secret=0123456789abcdef\">x</a></body></html>",
        ),
        ..Reader::CLEAR
    })],
};

/// Every key URI in the page's text or links, once each, in their order.
///
/// Errors: `transfer_picture` for a page of pictures alone, `transfer_empty`.
fn read(page: &str) -> Result<Report, Error> {
    let uris = key_uris(page);
    if uris.is_empty() {
        let pictures = page.contains("data:image/");
        return Err(if pictures { ErrorCode::TransferPicture } else { ErrorCode::TransferEmpty }.into());
    }
    uri_list::read_as(&HTML, &uris.join("\n"))
}

/// Whether a text is a page.
pub(super) fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(256).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.contains("<html") || start.starts_with("<table")
}

fn key_uris(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for scheme in ["otpauth://", "otpauth-migration://", "motp://", "steam://"] {
        for (at, _) in page.match_indices(scheme) {
            let rest = page.get(at..).unwrap_or_default();
            let end = rest.find(['<', '>', '"', '\'', '\n', '\r']).unwrap_or(rest.len());
            let uri = unescape(rest.get(..end).unwrap_or_default().trim());
            if !found.contains(&uri) {
                found.push(uri);
            }
        }
    }
    found
}

/// The entities that occur in a URI.
fn unescape(text: &str) -> String {
    let text = text.replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", "\"");
    text.replace("&#43;", "+")
        .replace("&#x2B;", "+")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
