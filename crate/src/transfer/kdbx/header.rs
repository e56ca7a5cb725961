//! The outer header (KDBX 3.1 and 4), its dictionary of KDF parameters, and the inner header of KDBX 4.

use argon2::{Algorithm, Version};

use crate::error::{Error, ErrorCode};
use crate::transfer::kdbx::MAGIC;
use crate::transfer::kdf::Kdf;

/// What the outer header says.
pub(super) struct Header<'a> {
    /// The format's major version: 3 or 4.
    pub(super) major: u16,
    /// Bytes of the header, from the start of the file.
    pub(super) length: usize,
    /// What the body is sealed with.
    pub(super) cipher: Cipher,
    /// Whether the body is gzipped.
    pub(super) compressed: bool,
    /// Mixed into every key.
    pub(super) master_seed: &'a [u8],
    /// The cipher's IV or nonce.
    pub(super) iv: &'a [u8],
    /// How the key is derived.
    pub(super) kdf: Kdf,
    /// The derivation's salt, or the seed of AES-KDF.
    pub(super) kdf_salt: &'a [u8],
    /// KDBX 3: the mask of protected values.
    pub(super) stream: u32,
    /// KDBX 3: the mask's key.
    pub(super) stream_key: &'a [u8],
    /// KDBX 3: what the decrypted body begins with.
    pub(super) start_bytes: &'a [u8],
}

/// A cipher of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cipher {
    /// AES-256-CBC.
    Aes,
    /// Twofish-CBC.
    Twofish,
    /// ChaCha20.
    ChaCha20,
}

impl<'a> Header<'a> {
    /// Errors: `transfer_damaged`, `transfer_version_unsupported`, `transfer_cipher_unsupported`.
    pub(super) fn parse(file: &'a [u8]) -> Result<Header<'a>, Error> {
        let mut rest = file.strip_prefix(MAGIC).ok_or(ErrorCode::TransferDamaged)?;
        let _minor = u16::from_le_bytes(chunk(&mut rest)?);
        let major = u16::from_le_bytes(chunk(&mut rest)?);
        if !(3..=4).contains(&major) {
            return Err(Error::at(ErrorCode::TransferVersionUnsupported, major.into()));
        }
        let mut fields = Raw::default();
        loop {
            let [id] = chunk(&mut rest)?;
            let length = if major == 3 {
                usize::from(u16::from_le_bytes(chunk(&mut rest)?))
            } else {
                length_of(u32::from_le_bytes(chunk(&mut rest)?))?
            };
            let value = take(&mut rest, length)?;
            if id == END {
                break;
            }
            fields.set(id, value);
        }
        fields.build(major, file.len().saturating_sub(rest.len()))
    }
}

/// The fields as bytes.
#[derive(Default)]
struct Raw<'a> {
    values: [&'a [u8]; 13],
}

impl<'a> Raw<'a> {
    fn set(&mut self, id: u8, value: &'a [u8]) {
        if let Some(place) = self.values.get_mut(usize::from(id)) {
            *place = value;
        }
    }

    fn field(&self, id: usize) -> &'a [u8] {
        self.values.get(id).copied().unwrap_or_default()
    }

    fn build(&self, major: u16, length: usize) -> Result<Header<'a>, Error> {
        let cipher = match self.field(2) {
            AES => Cipher::Aes,
            TWOFISH => Cipher::Twofish,
            CHACHA20 => Cipher::ChaCha20,
            _ => return Err(ErrorCode::TransferCipherUnsupported.into()),
        };
        let (kdf, kdf_salt) = if major == 3 {
            (Kdf::Aes { rounds: number(self.field(6))? }, self.field(5))
        } else {
            Dictionary(self.field(11)).kdf()?
        };
        Ok(Header {
            major,
            length,
            cipher,
            compressed: number(self.field(3))? == 1,
            master_seed: self.field(4),
            iv: self.field(7),
            kdf,
            kdf_salt,
            stream: u32::try_from(number(self.field(10)).unwrap_or(0)).unwrap_or(0),
            stream_key: self.field(8),
            start_bytes: self.field(9),
        })
    }
}

/// A VariantDictionary: version, then type, name and value of each item.
struct Dictionary<'a>(&'a [u8]);

impl<'a> Dictionary<'a> {
    fn kdf(&self) -> Result<(Kdf, &'a [u8]), Error> {
        let salt = self.value("S")?;
        let kdf = match self.value("$UUID")? {
            AES_KDF | AES_KDF_3 => Kdf::Aes { rounds: number(self.value("R")?)? },
            ARGON2D => self.argon2(Algorithm::Argon2d)?,
            ARGON2ID => self.argon2(Algorithm::Argon2id)?,
            _ => return Err(ErrorCode::TransferCipherUnsupported.into()),
        };
        Ok((kdf, salt))
    }

    fn argon2(&self, variant: Algorithm) -> Result<Kdf, Error> {
        let version = match number(self.value("V")?)? {
            0x10 => Version::V0x10,
            0x13 => Version::V0x13,
            _ => return Err(ErrorCode::TransferCipherUnsupported.into()),
        };
        let kibibytes = number(self.value("M")?)? / 1024;
        Ok(Kdf::Argon2 {
            variant,
            version,
            kibibytes,
            passes: number(self.value("I")?)?,
            lanes: number(self.value("P")?)?,
        })
    }

    fn value(&self, name: &str) -> Result<&'a [u8], Error> {
        let mut rest = self.0;
        take(&mut rest, 2)?;
        loop {
            let [kind] = chunk(&mut rest)?;
            if kind == 0 {
                return Err(ErrorCode::TransferDamaged.into());
            }
            let length = length_of(u32::from_le_bytes(chunk(&mut rest)?))?;
            let found = take(&mut rest, length)?;
            let length = length_of(u32::from_le_bytes(chunk(&mut rest)?))?;
            let value = take(&mut rest, length)?;
            if found == name.as_bytes() {
                return Ok(value);
            }
        }
    }
}

/// What the inner header of KDBX 4 says.
pub(super) struct Inner {
    /// The mask of protected values.
    pub(super) stream: u32,
    /// The mask's key.
    pub(super) key: Vec<u8>,
}

/// The inner header and its length. Attachments are passed over.
///
/// Errors: `transfer_damaged`.
pub(super) fn parse_inner(plain: &[u8]) -> Result<(Inner, usize), Error> {
    let mut inner = Inner { stream: 0, key: Vec::new() };
    let mut rest = plain;
    loop {
        let [id] = chunk(&mut rest)?;
        let length = length_of(u32::from_le_bytes(chunk(&mut rest)?))?;
        let value = take(&mut rest, length)?;
        match id {
            0 => return Ok((inner, plain.len().saturating_sub(rest.len()))),
            1 => inner.stream = u32::try_from(number(value)?).unwrap_or(0),
            2 => inner.key = value.to_vec(),
            _ => {}
        }
    }
}

/// A little-endian number of up to eight bytes.
fn number(bytes: &[u8]) -> Result<u64, Error> {
    if bytes.is_empty() || bytes.len() > 8 {
        return Err(ErrorCode::TransferDamaged.into());
    }
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn length_of(length: u32) -> Result<usize, Error> {
    usize::try_from(length).map_err(|_| ErrorCode::TransferDamaged.into())
}

pub(super) fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Error> {
    let (taken, left) = rest.split_at_checked(length).ok_or(ErrorCode::TransferDamaged)?;
    *rest = left;
    Ok(taken)
}

pub(super) fn chunk<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Error> {
    let (taken, left) = rest.split_first_chunk::<N>().ok_or(ErrorCode::TransferDamaged)?;
    *rest = left;
    Ok(*taken)
}

const END: u8 = 0;
const AES: &[u8] = b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff";
const TWOFISH: &[u8] = b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c";
const CHACHA20: &[u8] = b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a";
const AES_KDF_3: &[u8] = b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea";
const AES_KDF: &[u8] = b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38";
const ARGON2D: &[u8] = b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c";
const ARGON2ID: &[u8] = b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6";
