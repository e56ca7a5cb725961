//! Apple's binary property lists, as far as archives of accounts need them; bounded where a crate is not.

use crate::error::{Error, ErrorCode};
use crate::transfer::limits;

/// How a list begins.
pub(super) const MAGIC: &[u8] = b"bplist00";

/// One object; arrays and dictionaries hold the numbers of others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    /// Null, a real, a date, a set: not looked at.
    Other,
    /// A boolean.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Bytes.
    Data(Vec<u8>),
    /// A text.
    Text(String),
    /// A reference inside an archive.
    Uid(usize),
    /// Numbers of objects.
    Array(Vec<usize>),
    /// Numbers of key and value objects.
    Dictionary(Vec<(usize, usize)>),
}

/// A parsed list: flat, so that no nesting can be deeper than its reader looks.
pub(super) struct List {
    objects: Vec<Object>,
    top: usize,
}

impl List {
    /// Errors: `transfer_damaged`, `transfer_too_many_entries`.
    pub(super) fn parse(file: &[u8]) -> Result<List, Error> {
        let damaged = Error::from(ErrorCode::TransferDamaged);
        if !file.starts_with(MAGIC) {
            return Err(damaged);
        }
        let trailer = file.last_chunk::<32>().ok_or(damaged)?;
        let [.., offset_size, reference_size] = trailer.first_chunk::<8>().ok_or(damaged)?;
        let word = |at: usize| {
            trailer.get(at..).and_then(|rest| rest.first_chunk::<8>()).map(|bytes| u64::from_be_bytes(*bytes))
        };
        let word = |at| word(at).and_then(|word| usize::try_from(word).ok()).ok_or(damaged);
        let (count, top, table) = (word(8)?, word(16)?, word(24)?);
        if count > limits::VALUES / 8 {
            return Err(Error::at(ErrorCode::TransferTooManyEntries, limits::VALUES));
        }
        let sizes = (usize::from(*offset_size), usize::from(*reference_size));
        let mut reader = Reader { file, reference: sizes.1, left: limits::VALUES };
        let mut objects = Vec::new();
        for index in 0..count {
            let at =
                index.checked_mul(sizes.0).and_then(|offset| offset.checked_add(table)).ok_or(damaged)?;
            let offset = big_endian(file.get(at..).and_then(|rest| rest.get(..sizes.0)).ok_or(damaged)?)?;
            objects.push(reader.object(usize::try_from(offset).map_err(|_| damaged)?)?);
        }
        Ok(List { objects, top })
    }

    /// The outermost object.
    pub(super) fn top(&self) -> &Object {
        self.at(self.top)
    }

    /// The object of a number.
    pub(super) fn at(&self, number: usize) -> &Object {
        self.objects.get(number).unwrap_or(&Object::Other)
    }

    /// The value of a dictionary under `name`.
    pub(super) fn value<'a>(&'a self, dictionary: &Object, name: &str) -> Option<&'a Object> {
        let Object::Dictionary(pairs) = dictionary else {
            return None;
        };
        let found = pairs.iter().find(|(key, _)| matches!(self.at(*key), Object::Text(text) if text == name));
        found.map(|(_, value)| self.at(*value))
    }
}

struct Reader<'a> {
    file: &'a [u8],
    reference: usize,
    /// Elements that arrays and dictionaries may still hold, and bytes that objects may still copy.
    left: usize,
}

impl Reader<'_> {
    fn object(&mut self, at: usize) -> Result<Object, Error> {
        let [marker, rest @ ..] = self.file.get(at..).ok_or(ErrorCode::TransferDamaged)? else {
            return Err(ErrorCode::TransferDamaged.into());
        };
        let low = usize::from(marker & 0x0f);
        match marker >> 4 {
            0x0 => Ok(match low {
                8 => Object::Flag(false),
                9 => Object::Flag(true),
                _ => Object::Other,
            }),
            0x1 => number(rest, low),
            0x4 => Ok(Object::Data(self.bytes(rest, low, 1)?.to_vec())),
            0x5 => Ok(Object::Text(String::from_utf8_lossy(self.bytes(rest, low, 1)?).into_owned())),
            0x6 => {
                let (units, _) = self.bytes(rest, low, 2)?.as_chunks::<2>();
                let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
                Ok(Object::Text(String::from_utf16_lossy(&units)))
            }
            0x8 => {
                let uid = big_endian(rest.get(..low.saturating_add(1)).ok_or(ErrorCode::TransferDamaged)?)?;
                Ok(Object::Uid(usize::try_from(uid).map_err(|_| ErrorCode::TransferDamaged)?))
            }
            0xa => Ok(Object::Array(self.references(rest, low, 1)?)),
            0xd => {
                let numbers = self.references(rest, low, 2)?;
                let (keys, values) = numbers.split_at(numbers.len() / 2);
                Ok(Object::Dictionary(keys.iter().copied().zip(values.iter().copied()).collect()))
            }
            _ => Ok(Object::Other),
        }
    }

    /// As many bytes as the length, short or as a number behind it, says.
    fn bytes<'a>(&mut self, rest: &'a [u8], low: usize, width: usize) -> Result<&'a [u8], Error> {
        let (count, rest) = length(rest, low)?;
        let size = count.checked_mul(width).ok_or(ErrorCode::TransferDamaged)?;
        self.spend(size / 64)?;
        rest.get(..size).ok_or_else(|| ErrorCode::TransferDamaged.into())
    }

    fn references(&mut self, rest: &[u8], low: usize, per: usize) -> Result<Vec<usize>, Error> {
        let (count, rest) = length(rest, low)?;
        let count = count.checked_mul(per).ok_or(ErrorCode::TransferDamaged)?;
        self.spend(count)?;
        let size = count.checked_mul(self.reference).ok_or(ErrorCode::TransferDamaged)?;
        let bytes = rest.get(..size).filter(|_| self.reference > 0).ok_or(ErrorCode::TransferDamaged)?;
        let numbers = bytes.chunks_exact(self.reference).map(|number| {
            usize::try_from(big_endian(number)?).map_err(|_| ErrorCode::TransferDamaged.into())
        });
        numbers.collect()
    }

    fn spend(&mut self, count: usize) -> Result<(), Error> {
        self.left = self
            .left
            .checked_sub(count)
            .ok_or(Error::at(ErrorCode::TransferTooManyEntries, limits::VALUES))?;
        Ok(())
    }
}

/// A length of up to 14 stands in the marker; a longer one is a number object behind it.
fn length(rest: &[u8], low: usize) -> Result<(usize, &[u8]), Error> {
    if low < 0x0f {
        return Ok((low, rest));
    }
    let [marker, rest @ ..] = rest else {
        return Err(ErrorCode::TransferDamaged.into());
    };
    let size = 1usize << (marker & 0x03);
    let (bytes, rest) = rest.split_at_checked(size).ok_or(ErrorCode::TransferDamaged)?;
    Ok((usize::try_from(big_endian(bytes)?).map_err(|_| ErrorCode::TransferDamaged)?, rest))
}

fn number(rest: &[u8], low: usize) -> Result<Object, Error> {
    let size = 1usize << (low & 0x07);
    let bytes = rest.get(..size).ok_or(ErrorCode::TransferDamaged)?;
    // Numbers of eight bytes have a sign, of sixteen only the last eight are used.
    let bytes = bytes.last_chunk::<8>().map_or(bytes, |last| last.as_slice());
    Ok(Object::Number(big_endian(bytes)?.cast_signed()))
}

fn big_endian(bytes: &[u8]) -> Result<u64, Error> {
    if bytes.is_empty() || bytes.len() > 8 {
        return Err(ErrorCode::TransferDamaged.into());
    }
    Ok(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
