//! Zip archives: plain, under WinZip's AES, or under the old ZipCrypto; never unpacked beyond a bound.

use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::limits::{MEBIBYTE, MEMBERS, UNPACKED};

/// How a zip begins. (One without members begins otherwise, and is nothing to read.)
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// An archive in memory.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Archive<'a> {
    /// Errors: `transfer_damaged`, `transfer_too_many_entries`.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ErrorCode::TransferDamaged)?;
        if zip.len() > MEMBERS {
            return Err(Error::at(ErrorCode::TransferTooManyEntries, MEMBERS));
        }
        Ok(Archive { zip, left: UNPACKED })
    }

    /// The members' names, folders left out.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().filter_map(Result::ok).map(|name| name.into_owned());
        names.filter(|name| !name.ends_with('/')).collect()
    }

    /// The first member whose file name (without folders) is `name`.
    pub(super) fn find(&self, name: &str) -> Option<String> {
        self.names().into_iter().find(|path| file_name(path).eq_ignore_ascii_case(name))
    }

    /// Whether any member needs a password.
    pub(super) fn is_encrypted(&mut self) -> bool {
        (0..self.zip.len()).any(|index| self.zip.by_index_raw(index).is_ok_and(|member| member.encrypted()))
    }

    /// The content of the member at `path`.
    ///
    /// Errors: `transfer_password_missing`, `transfer_password_wrong`, `transfer_file_too_large`,
    /// `transfer_damaged`.
    pub(super) fn read(
        &mut self,
        path: &str,
        password: Option<&Secret>,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let index = self.zip.index_for_name(path).ok_or(ErrorCode::TransferDamaged)?;
        let encrypted = self.zip.by_index_raw(index).is_ok_and(|member| member.encrypted());
        let limit = self.left;
        let content = if encrypted {
            let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
            let member = self.zip.by_index_decrypt(index, password.expose()).map_err(error_of)?;
            // ZipCrypto checks one byte before: behind it, garbage is what a wrong password looks like.
            read_all(member, limit, ErrorCode::TransferPasswordWrong)?
        } else {
            read_all(self.zip.by_index(index).map_err(error_of)?, limit, ErrorCode::TransferDamaged)?
        };
        self.left = self.left.saturating_sub(content.len());
        Ok(content)
    }
}

/// A path without its folders.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn read_all(member: impl Read, limit: usize, broken: ErrorCode) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut content = Zeroizing::new(Vec::new());
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    member.take(bound).read_to_end(&mut content).map_err(|_| broken)?;
    if content.len() > limit {
        return Err(Error::at(ErrorCode::TransferFileTooLarge, UNPACKED / MEBIBYTE));
    }
    Ok(content)
}

fn error_of(error: ZipError) -> Error {
    match error {
        ZipError::InvalidPassword => ErrorCode::TransferPasswordWrong.into(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            ErrorCode::TransferCipherUnsupported.into()
        }
        _ => ErrorCode::TransferDamaged.into(),
    }
}
