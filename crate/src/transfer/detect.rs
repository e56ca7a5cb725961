//! What a file is, by its content and never by its name.

use serde_json::Value;

use crate::error::{Error, ErrorCode};
use crate::transfer::archive::{Archive, ZIP};
use crate::transfer::format::{Lock, Mark, Members, Opening, Preferences, Reader};
use crate::transfer::kdf::{Kdf, KdfCost};
use crate::transfer::report::Report;
use crate::transfer::table::Table;
use crate::transfer::{Format, html, json, kdbx, limits, xml};

/// What can be said of a file before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// What it is.
    pub format: &'static Format,
    /// Whether its accounts are encrypted.
    pub encrypted: bool,
    /// Whether it opens with a password; an encrypted file that does not is refused with the reason.
    pub needs_password: bool,
    /// What deriving its key takes, if that is worth a word.
    pub kdf: Option<KdfCost>,
}

/// Says what a file is without opening it.
///
/// Errors: `transfer_format_unknown`, `transfer_file_too_large`, `transfer_too_many_entries`, and what makes a file
/// of a known kind unreadable (`transfer_damaged`).
pub fn detect(bytes: &[u8]) -> Result<Detected, Error> {
    let content = Content::of(bytes)?;
    let (encrypted, needs_password, kdf) = match content.lock(bytes) {
        Lock::None => (false, false, None),
        Lock::Password(kdf) => (true, true, kdf.map(Kdf::cost)),
        Lock::Foreign => (true, false, None),
    };
    Ok(Detected { format: content.format, encrypted, needs_password, kdf })
}

/// A recognised file.
pub(super) struct Content {
    pub(super) format: &'static Format,
    body: Body,
}

/// What was parsed to recognise a file, with the reader that takes it.
enum Body {
    Bytes(&'static Reader<[u8]>),
    Zip(Members, &'static Reader<Members>),
    Json(Value, &'static Reader<Value>),
    Preferences(Vec<(String, String)>, &'static Reader<Preferences>),
    Text(String, &'static Reader<str>),
    Table(Table, &'static Reader<Table>),
}

impl Content {
    /// Errors: as [`detect`].
    pub(super) fn of(bytes: &[u8]) -> Result<Content, Error> {
        limits::check_file(bytes)?;
        if bytes.starts_with(ZIP) {
            return of_zip(bytes);
        }
        if bytes.starts_with(kdbx::MAGIC_OF_VERSION_1) {
            return Err(Error::at(ErrorCode::TransferVersionUnsupported, 1));
        }
        if let Some((format, reader)) = find(bytes, MAGIC) {
            return Ok(Content { format, body: Body::Bytes(reader) });
        }
        match text_of(bytes) {
            Some(text) => of_text(text),
            None => known(find(bytes, BINARY), Body::Bytes),
        }
    }

    /// Errors: those of the reader.
    pub(super) fn read(&self, opening: &Opening<'_>) -> Result<Report, Error> {
        match &self.body {
            Body::Bytes(reader) => (reader.read)(opening.file, opening),
            Body::Zip(members, reader) => (reader.read)(members, opening),
            Body::Json(file, reader) => (reader.read)(file, opening),
            Body::Preferences(values, reader) => (reader.read)(values, opening),
            Body::Text(text, reader) => (reader.read)(text, opening),
            Body::Table(table, reader) => (reader.read)(table, opening),
        }
    }

    fn lock(&self, bytes: &[u8]) -> Lock {
        match &self.body {
            Body::Bytes(reader) => (reader.lock)(bytes),
            Body::Zip(members, reader) => match (reader.lock)(members) {
                Lock::None => {
                    let archive = Archive::open(bytes);
                    Lock::when(archive.is_ok_and(|mut archive| archive.is_encrypted()), None)
                }
                lock => lock,
            },
            Body::Json(file, reader) => (reader.lock)(file),
            Body::Preferences(values, reader) => (reader.lock)(values),
            Body::Text(text, reader) => (reader.lock)(text),
            Body::Table(table, reader) => (reader.lock)(table),
        }
    }
}

type Found<B> = Option<(&'static Format, &'static Reader<B>)>;

/// A shape: the reader of a mark, if that is of this shape, and whether a file has something by name.
type Shape<B> = (fn(&'static Mark) -> Option<&'static Reader<B>>, fn(&B, &str) -> bool);

/// The first format whose mark fits, those with a general mark after all others.
fn find<B: ?Sized>(body: &B, shape: Shape<B>) -> Found<B> {
    find_among(body, shape, false).or_else(|| find_among(body, shape, true))
}

fn find_among<B: ?Sized>(body: &B, (reader_of, has): Shape<B>, general: bool) -> Found<B> {
    let mut found = None;
    let format = first(&mut |mark| {
        found = reader_of(mark).filter(|reader| {
            let fits = || reader.has.iter().all(|name| has(body, name)) && (reader.fits)(body);
            reader.general == general && fits()
        });
        found.is_some()
    });
    Some((format?, found?))
}

/// The first format that has a mark which is `wanted`: one function for all shapes, because it ships.
fn first(wanted: &mut dyn FnMut(&'static Mark) -> bool) -> Option<&'static Format> {
    Format::all().find(|format| format.marks.iter().any(&mut *wanted))
}

fn known<B: ?Sized>(
    found: Found<B>,
    body: impl FnOnce(&'static Reader<B>) -> Body,
) -> Result<Content, Error> {
    let (format, reader) = found.ok_or(ErrorCode::TransferFormatUnknown)?;
    Ok(Content { format, body: body(reader) })
}

fn of_zip(bytes: &[u8]) -> Result<Content, Error> {
    let members = Members::of(&Archive::open(bytes)?);
    known(find(&members, ZIP_MEMBERS), |reader| Body::Zip(members, reader))
}

fn of_text(text: String) -> Result<Content, Error> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ErrorCode::TransferEmpty.into());
    }
    if start.starts_with(['{', '[']) {
        let file = json::parse(text.trim().as_bytes())?;
        return known(find(&file, JSON), |reader| Body::Json(file, reader));
    }
    if (start.starts_with("<?xml") || start.starts_with("<map")) && !html::is_page(&text) {
        let values = xml::preferences(start)?;
        return known(find(values.as_slice(), PREFERENCES), |reader| Body::Preferences(values, reader));
    }
    let mut found = find_among(text.as_str(), TEXT, false);
    if found.is_none() {
        if let Some(content) = of_table(&text)? {
            return Ok(content);
        }
        found = find_among(text.as_str(), TEXT, true);
    }
    known(found, |reader| Body::Text(text, reader))
}

/// A table is known by its first line.
fn of_table(text: &str) -> Result<Option<Content>, Error> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !first.contains([',', ';']) || first.len() > 4096 {
        return Ok(None);
    }
    let table = Table::parse(text)?;
    let found = find(&table, TABLE);
    Ok(found.map(|(format, reader)| Content { format, body: Body::Table(table, reader) }))
}

/// UTF-8, or UTF-16 with its mark; without control characters that no text has.
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, odd) = rest.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
        odd.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = core::str::from_utf8(bytes).ok()?;
    let control = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{7f}'..='\u{9f}')
    };
    (!text.contains(control)).then(|| text.to_owned())
}

/// Declares the shapes.
macro_rules! shapes {
    ($($name:ident: $variant:ident of $body:ty, $has:expr;)*) => {
        $(const $name: Shape<$body> = (
            |mark| match mark {
                Mark::$variant(reader) => Some(reader),
                _ => None,
            },
            $has,
        );)*
    };
}

shapes! {
    ZIP_MEMBERS: Zip of Members, Members::has;
    MAGIC: Magic of [u8], |_, _| false;
    JSON: Json of Value, |file, name| file.get(name).is_some();
    PREFERENCES: Preferences of Preferences, |values, name| values.iter().any(|(other, _)| other == name);
    TEXT: Text of str, |text, name| text.contains(name);
    TABLE: Table of Table, |table, name| table.has(&[name]);
    BINARY: Binary of [u8], |_, _| false;
}
