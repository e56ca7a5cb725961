//! WinAuth: key URIs with its own parameters, in a text or a zip.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode};
use crate::otp::Key;
use crate::transfer::cipher::from_base64;
use crate::transfer::ente::percent_decode;
use crate::transfer::format::{Mark, Reader};
use crate::transfer::{Format, bundle, json};

pub(super) const FORMATS: &[&Format] = &[&WINAUTH];

/// The zip, or another that holds key URIs.
static WINAUTH: Format = Format {
    name: "winauth-zip",
    app: "WinAuth",
    marks: &[Mark::Zip(Reader {
        fits: |members| matches!(members.paths(), [path] if path.to_ascii_lowercase().ends_with(".txt")),
        general: true,
        read: |_, opening| bundle::read_as(&WINAUTH, opening),
        ..Reader::CLEAR
    })],
};

/// The line as a standard key URI. WinAuth writes a space of the label as `+` and keeps Steam's real key in `data=`;
/// every other line is as it was.
pub(super) fn plain_uri(line: &str) -> Cow<'_, str> {
    let Some((path, query)) = line.split_once('?') else {
        return Cow::Borrowed(line);
    };
    if !query.split('&').any(is_own_parameter) {
        return Cow::Borrowed(line);
    }
    let path = path.replace('+', "%20");
    match steam_key(query) {
        Some(Ok(key)) => Cow::Owned(format!("{path}?secret={}&encoder=steam", *key.to_base32())),
        _ => Cow::Owned(format!("{path}?{query}")),
    }
}

/// What only WinAuth writes: its icon names and its data.
fn is_own_parameter(pair: &str) -> bool {
    let icon = pair
        .strip_prefix("icon=")
        .is_some_and(|icon| icon.starts_with("WinAuth") || icon.starts_with("base64"));
    icon || pair.starts_with("data=%7b") || pair.starts_with("data=%7B") || pair.starts_with("serial=")
}

/// The `shared_secret` inside `data=`, if that is there: base64 as in a maFile.
fn steam_key(query: &str) -> Option<Result<Key, Error>> {
    let data = query.split('&').find_map(|pair| pair.strip_prefix("data="))?;
    let value = json::parse(&percent_decode(&data.replace('+', " "))).ok()?;
    let secret = value.get("shared_secret")?.as_str()?;
    Some(from_base64(secret).and_then(Key::from_bytes).map_err(|_| ErrorCode::TransferEntryMalformed.into()))
}
