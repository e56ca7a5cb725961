//! KeePass databases, KDBX 3.1 and 4, opened with a password.
//!
//! Written out here over the cipher crates because the costs of the key derivation, which come from the file, must be
//! bounded before any work is done, and its memory must be asked for.

mod blocks;
mod codes;
mod document;
mod header;

use std::io::Read;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use self::header::{Cipher, Header};
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::cipher::Opened;
use crate::transfer::format::{Lock, Mark, Reader, inside, sample};
use crate::transfer::kdf::{Kdf, Key256};
use crate::transfer::limits::{MEBIBYTE, UNPACKED};
use crate::transfer::report::{Note, Report};
use crate::transfer::{Format, limits};

pub(super) const FORMATS: &[&Format] = &[&KDBX];

static KDBX: Format = Format {
    name: "kdbx",
    app: "KeePass",
    marks: &[Mark::Magic(Reader {
        fits: |file| file.starts_with(MAGIC),
        lock: |file| Lock::Password(kdf(file).ok()),
        read: |file, opening| read(file, opening.password),
        sample: sample(
            b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x04\x00\x02\x10\x00\x00\x00\x31\xc1\xf2\xe6\xbf\x71\
            \x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff\x03\x04\x00\x00\x00\x01\x00\x00\x00\x04\x04\x00\x00\
            \x00abcd\x00\x04\x00\x00\x00\r\n\r\n",
        ),
        inside: inside(
            parse_plain,
            b"\x01\x04\x00\x00\x00\x03\x00\x00\x00\x02\x04\x00\x00\x00keys\x00\x00\x00\x00\x00<?xml versio\
            n=\"1.0\"?><KeePassFile><Meta><RecycleBinUUID>AA==</RecycleBinUUID></Meta><Root><Group>\
            <UUID>BB==</UUID><Name>G</Name><Entry><String><Key>Title</Key><Value>T</Value></String>\
            <String><Key>otp</Key><Value Protected=\"True\">AAAA</Value></String><String><Key>\
            TOTP Seed</Key><Value>MFRGGZDF</Value></String><History><Entry/></History></Entry></Group>\
            </Root></KeePassFile>",
        ),
        ..Reader::CLEAR
    })],
};

/// How a database begins.
const MAGIC: &[u8] = &[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5];
/// How one of KeePass 1 begins, which nothing here reads.
pub(super) const MAGIC_OF_VERSION_1: &[u8] = &[0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5];

/// The derivation that the file asks for.
///
/// Errors: `transfer_damaged`, `transfer_version_unsupported`, `transfer_cipher_unsupported`.
fn kdf(file: &[u8]) -> Result<Kdf, Error> {
    Ok(Header::parse(file)?.kdf)
}

/// Errors: `transfer_version_unsupported`, those of opening, `transfer_damaged`, `transfer_empty`.
fn read(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let header = Header::parse(file)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let opened = open(file, &header, password)?;
    let entries = document::entries(&opened.xml, opened.stream)?;
    limits::check_entries(entries.len())?;
    let mut report = Report::new(&KDBX);
    let mut without = 0u32;
    for entry in entries {
        let before = report.entries();
        codes::enter(&mut report, &entry);
        without = without.saturating_add(u32::from(report.entries() == before));
    }
    report.notes.push(Note::ItemsWithoutCode(without));
    report.finish()
}

struct Content {
    xml: Opened,
    /// What masks protected values.
    stream: document::Mask,
}

fn open(file: &[u8], header: &Header<'_>, password: &Secret) -> Result<Content, Error> {
    let composite = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(Sha256::digest(password.expose()))));
    let mut transformed = Key256::default();
    header.kdf.derive_into(composite.as_slice(), header.kdf_salt, transformed.as_mut_slice())?;
    let key = Key256::new(
        Sha256::new().chain_update(header.master_seed).chain_update(transformed.as_slice()).finalize().into(),
    );
    let body = file.get(header.length..).ok_or(ErrorCode::TransferDamaged)?;
    if header.major >= 4 {
        let sealed = blocks::authenticated(file, header, &transformed, body)?;
        let plain = decrypt(header, &key, sealed).map_err(|_| ErrorCode::TransferDamaged)?;
        let plain = unpack(header, plain)?;
        return content_of(&plain);
    }
    let plain = decrypt(header, &key, Zeroizing::new(body.to_vec()))?;
    // KDBX 3 has no MAC: known bytes at the start tell whether the key is right.
    let rest = plain.strip_prefix(header.start_bytes).ok_or(ErrorCode::TransferPasswordWrong)?;
    let xml = unpack(header, blocks::hashed(rest)?)?;
    Ok(Content { xml, stream: document::Mask::new(header.stream, header.stream_key)? })
}

/// What a database of version 4 holds once it is opened: an inner header, and the document behind it.
fn content_of(plain: &[u8]) -> Result<Content, Error> {
    let (inner, length) = header::parse_inner(plain)?;
    let xml = Zeroizing::new(plain.get(length..).unwrap_or_default().to_vec());
    Ok(Content { xml, stream: document::Mask::new(inner.stream, &inner.key)? })
}

/// What a database holds once it is opened, for the fuzz targets.
fn parse_plain(plain: &[u8]) {
    if let Ok(content) = content_of(plain) {
        let mut report = Report::new(&KDBX);
        let entries = document::entries(&content.xml, content.stream).unwrap_or_default();
        entries.iter().for_each(|entry| codes::enter(&mut report, entry));
    }
}

fn decrypt(header: &Header<'_>, key: &Key256, mut sealed: Opened) -> Result<Opened, Error> {
    let (key, iv) = (key.as_slice(), header.iv);
    let wrong = |_| Error::from(ErrorCode::TransferPasswordWrong);
    let plain = match header.cipher {
        Cipher::Aes => cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv)
            .map_err(|_| ErrorCode::TransferDamaged)?
            .decrypt_padded_vec::<Pkcs7>(&sealed)
            .map_err(wrong)?,
        Cipher::Twofish => cbc::Decryptor::<twofish::Twofish>::new_from_slices(key, iv)
            .map_err(|_| ErrorCode::TransferDamaged)?
            .decrypt_padded_vec::<Pkcs7>(&sealed)
            .map_err(wrong)?,
        Cipher::ChaCha20 => {
            let cipher = chacha20::ChaCha20::new_from_slices(key, iv);
            let mut cipher = cipher.map_err(|_| ErrorCode::TransferDamaged)?;
            cipher.try_apply_keystream(&mut sealed).map_err(|_| ErrorCode::TransferDamaged)?;
            return Ok(sealed);
        }
    };
    Ok(Zeroizing::new(plain))
}

/// Gunzips within the bound, if the header says so.
fn unpack(header: &Header<'_>, packed: Opened) -> Result<Opened, Error> {
    if !header.compressed {
        return Ok(packed);
    }
    let mut plain = Zeroizing::new(Vec::new());
    let bound = u64::try_from(UNPACKED).unwrap_or(u64::MAX).saturating_add(1);
    let unpacked = flate2::read::MultiGzDecoder::new(packed.as_slice()).take(bound).read_to_end(&mut plain);
    unpacked.map_err(|_| ErrorCode::TransferDamaged)?;
    if plain.len() > UNPACKED {
        return Err(Error::at(ErrorCode::TransferFileTooLarge, UNPACKED / MEBIBYTE));
    }
    Ok(plain)
}
