//! XML within bounds: Android preferences, and the texts of pages.

use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use quick_xml::{XmlVersion, escape};

use crate::error::{Error, ErrorCode};
use crate::transfer::limits;

/// The named values of an Android preferences file, in its order.
///
/// Errors: `transfer_damaged`, `transfer_too_many_entries`.
pub(super) fn preferences(text: &str) -> Result<Vec<(String, String)>, Error> {
    let mut reader = Reader::from_str(text);
    let mut values: Vec<(String, String)> = Vec::new();
    let (mut open, mut depth) = (false, 0usize);
    loop {
        match reader.read_event().map_err(|_| ErrorCode::TransferDamaged)? {
            Event::Start(element) => {
                depth = check_depth(depth)?;
                if let Some(name) = attribute(&element, "name") {
                    values.push((name, attribute(&element, "value").unwrap_or_default()));
                    open = true;
                }
            }
            Event::Empty(element) => {
                if let Some(name) = attribute(&element, "name") {
                    values.push((name, attribute(&element, "value").unwrap_or_default()));
                }
            }
            Event::End(_) => (open, depth) = (false, depth.saturating_sub(1)),
            Event::Text(text) if open => append(&mut values, &text.xml10_content()),
            Event::CData(text) if open => append(&mut values, &text.xml10_content()),
            Event::GeneralRef(reference) if open => append(&mut values, &resolve(&reference)?),
            Event::Eof => return Ok(values),
            _ => {}
        }
        limits::check_entries(values.len())?;
    }
}

fn append(values: &mut [(String, String)], text: &str) {
    if let Some((_, value)) = values.last_mut() {
        value.push_str(text);
    }
}

/// An attribute's value with its references resolved.
pub(super) fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Explicit1_0).ok().map(|value| value.into_owned())
}

/// The text of a reference such as `&amp;` or `&#252;`. Others than XML's own five do not occur; a file's own
/// definitions are never followed.
///
/// Errors: `transfer_damaged`.
pub(super) fn resolve(reference: &BytesRef<'_>) -> Result<String, Error> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    let text = escape::resolve_predefined_entity(&name).ok_or(ErrorCode::TransferDamaged)?;
    Ok(text.to_owned())
}

/// One level deeper.
///
/// Errors: `transfer_damaged` beyond the bound.
pub(super) fn check_depth(depth: usize) -> Result<usize, Error> {
    if depth >= limits::DEPTH {
        return Err(ErrorCode::TransferDamaged.into());
    }
    Ok(depth.saturating_add(1))
}
