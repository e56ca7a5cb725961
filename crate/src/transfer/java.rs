//! Java's serialisation, as far as a map of strings needs it (Java Object Serialization Specification, section 6).

use crate::error::{Error, ErrorCode};
use crate::transfer::limits;

/// How a serialised stream begins.
pub(super) const MAGIC: &[u8] = &[0xac, 0xed, 0x00, 0x05];

/// The pairs of a `HashMap<String, String>`, in the stream's order.
///
/// Errors: `transfer_damaged`, `transfer_too_many_entries`.
pub(super) fn parse_string_map(file: &[u8]) -> Result<Vec<(String, String)>, Error> {
    let mut stream =
        Stream { rest: file.strip_prefix(MAGIC).ok_or(ErrorCode::TransferDamaged)?, handles: Vec::new() };
    stream.map_header()?;
    let mut pairs = Vec::new();
    while stream.rest.first().is_some_and(|tag| *tag != END_BLOCK) {
        let name = stream.string()?;
        pairs.push((name, stream.string()?));
        limits::check_entries(pairs.len())?;
    }
    Ok(pairs)
}

struct Stream<'a> {
    rest: &'a [u8],
    /// What a back reference may mean, in order of appearance; classes and objects take a place without a text.
    handles: Vec<Option<String>>,
}

impl Stream<'_> {
    /// The class description of the map, its fields, and the block with capacity and size.
    fn map_header(&mut self) -> Result<(), Error> {
        self.expect(OBJECT)?;
        self.expect(CLASS)?;
        if self.short_text()? != "java.util.HashMap" {
            return Err(ErrorCode::TransferDamaged.into());
        }
        self.handles.push(None);
        self.take(8 + 1)?;
        let mut sizes = 0usize;
        for _ in 0..u16::from_be_bytes(self.chunk()?) {
            let [kind] = self.chunk()?;
            self.short_text()?;
            sizes = sizes.saturating_add(match kind {
                b'B' | b'Z' => 1,
                b'C' | b'S' => 2,
                b'F' | b'I' => 4,
                b'D' | b'J' => 8,
                _ => return Err(ErrorCode::TransferDamaged.into()),
            });
        }
        self.expect(END_BLOCK)?;
        self.expect(NULL)?;
        self.handles.push(None);
        self.take(sizes)?;
        self.expect(BLOCK)?;
        let [length] = self.chunk()?;
        self.take(usize::from(length))
    }

    fn string(&mut self) -> Result<String, Error> {
        let [tag] = self.chunk()?;
        let text = match tag {
            SHORT_STRING => self.short_text()?,
            LONG_STRING => {
                let length = u64::from_be_bytes(self.chunk()?);
                self.text(usize::try_from(length).map_err(|_| ErrorCode::TransferDamaged)?)?
            }
            REFERENCE => {
                let handle = u32::from_be_bytes(self.chunk()?).checked_sub(FIRST_HANDLE);
                let place = handle.and_then(|handle| usize::try_from(handle).ok());
                let text = place.and_then(|place| self.handles.get(place)?.clone());
                return text.ok_or_else(|| ErrorCode::TransferDamaged.into());
            }
            NULL => return Ok(String::new()),
            _ => return Err(ErrorCode::TransferDamaged.into()),
        };
        self.handles.push(Some(text.clone()));
        Ok(text)
    }

    fn short_text(&mut self) -> Result<String, Error> {
        let length = u16::from_be_bytes(self.chunk()?);
        self.text(usize::from(length))
    }

    /// Modified UTF-8: zero in two bytes, characters beyond the first plane as two surrogates of three bytes each.
    fn text(&mut self, length: usize) -> Result<String, Error> {
        let bytes = self.rest.get(..length).ok_or(ErrorCode::TransferDamaged)?;
        self.rest = self.rest.get(length..).unwrap_or_default();
        if let Ok(text) = core::str::from_utf8(bytes) {
            return Ok(text.to_owned());
        }
        let units = utf16_of(bytes).ok_or(ErrorCode::TransferDamaged)?;
        String::from_utf16(&units).map_err(|_| ErrorCode::TransferDamaged.into())
    }

    fn expect(&mut self, tag: u8) -> Result<(), Error> {
        if self.chunk::<1>()? == [tag] { Ok(()) } else { Err(ErrorCode::TransferDamaged.into()) }
    }

    fn take(&mut self, length: usize) -> Result<(), Error> {
        self.rest = self.rest.get(length..).ok_or(ErrorCode::TransferDamaged)?;
        Ok(())
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (chunk, rest) = self.rest.split_first_chunk::<N>().ok_or(ErrorCode::TransferDamaged)?;
        self.rest = rest;
        Ok(*chunk)
    }
}

/// The UTF-16 units of modified UTF-8.
fn utf16_of(bytes: &[u8]) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().map(|byte| u16::from(*byte));
    while let Some(first) = rest.next() {
        let mut next = || rest.next().filter(|byte| byte & 0xc0 == 0x80).map(|byte| byte & 0x3f);
        units.push(match first {
            0x00..=0x7f => first,
            0xc0..=0xdf => (first & 0x1f) << 6 | next()?,
            0xe0..=0xef => (first & 0x0f) << 12 | next()? << 6 | next()?,
            _ => return None,
        });
    }
    Some(units)
}

const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS: u8 = 0x72;
const OBJECT: u8 = 0x73;
const SHORT_STRING: u8 = 0x74;
const LONG_STRING: u8 = 0x7c;
const BLOCK: u8 = 0x77;
const END_BLOCK: u8 = 0x78;
const FIRST_HANDLE: u32 = 0x7e_0000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_beyond_the_first_plane_are_joined() {
        // U+1F510 as two surrogates, then a zero in two bytes.
        let units = utf16_of(&[0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x90, 0xc0, 0x80]).unwrap();
        assert_eq!(String::from_utf16(&units).unwrap(), "🔐\0");
        assert_eq!(utf16_of(&[0xed, 0xa0]), None);
    }

    #[test]
    fn a_stream_of_something_else_is_damaged() {
        for rest in [&[0x73, 0x72, 0, 1, b'X'][..], &[], &[0x70]] {
            let file = [MAGIC, rest].concat();
            assert_eq!(parse_string_map(&file), Err(ErrorCode::TransferDamaged.into()));
        }
    }
}
