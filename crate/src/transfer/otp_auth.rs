//! OTP Auth for iOS: an archive under a fixed key, which holds an archive under the password.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Key, Otp, Scheme};
use crate::secret::Secret;
use crate::transfer::bplist::{self, List, Object};
use crate::transfer::cipher::{Opened, is_authentic, open_cbc, split};
use crate::transfer::format::{Lock, Mark, Reader, inside};
use crate::transfer::kdf::{Hash, Kdf, Key256};
use crate::transfer::report::{Report, entry_name};
use crate::transfer::{Format, limits, scheme};

pub(super) const FORMATS: &[&Format] = &[&OTP_AUTH];

static OTP_AUTH: Format = Format {
    name: "otpauth-ios",
    app: "OTP Auth",
    marks: &[Mark::Binary(Reader {
        fits: is_file,
        lock: |_| Lock::Password(Some(KDF)),
        read: |file, opening| read(file, opening.password),
        inside: inside(
            |plain| drop(read_plain(plain)),
            b"bplist00\xd4\x01\x02\x03\x04\x05\x06\x07\x08X$versionY$archiverT$topX$objects\x12\x00\x01\
            \x86\xa0_\x10\x0fNSKeyedArchiver\xd1\x09\x0aTroot\x80\x01\xa1\x0bU$null",
        ),
        ..Reader::CLEAR
    })],
};

/// What opening takes at most (versions 1.1 and 1.2).
const KDF: Kdf = Kdf::Pbkdf2 { hash: Hash::Sha1, rounds: 10_000 };

/// Whether the first block opens to a property list under one of the fixed keys.
fn is_file(file: &[u8]) -> bool {
    file.len().is_multiple_of(16) && open_outer(file).is_ok()
}

fn open_outer(file: &[u8]) -> Result<Opened, Error> {
    FIXED
        .iter()
        .find_map(|word| open_fixed(file, word))
        .ok_or_else(|| ErrorCode::TransferFormatUnknown.into())
}

fn open_fixed(file: &[u8], word: &[u8]) -> Option<Opened> {
    let key = Key256::new(Sha256::digest(word).into());
    open_cbc(&key, &[0; 16], file).ok().filter(|opened| opened.starts_with(bplist::MAGIC))
}

/// Errors: those of opening, `transfer_damaged`, `transfer_empty`.
fn read(file: &[u8], password: Option<&Secret>) -> Result<Report, Error> {
    let outer = Archive::parse(&open_outer(file)?)?;
    let password = password.ok_or(ErrorCode::TransferPasswordMissing)?;
    let root = outer.root();
    let sealed = outer.field(root, "WrappedData").or_else(|| outer.field(root, "Data"));
    let sealed = sealed.and_then(|object| outer.bytes(object)).ok_or(ErrorCode::TransferDamaged)?;
    let opened = if sealed.starts_with(RNCRYPTOR) {
        open_rncryptor(&sealed, password)?
    } else {
        open_first(&outer, &sealed, password)?
    };
    if !opened.starts_with(bplist::MAGIC) {
        return Err(ErrorCode::TransferPasswordWrong.into());
    }
    read_archive(&Archive::parse(&opened)?)
}

/// Versions 1.0 of a backup and 1.1 of an account: hashes of salt and password, no MAC.
fn open_first(outer: &Archive, sealed: &[u8], password: &Secret) -> Result<Opened, Error> {
    let part = |name| {
        let object = outer.field(outer.root(), name);
        object.and_then(|object| outer.bytes(object)).ok_or(Error::from(ErrorCode::TransferDamaged))
    };
    let (salt, iv) = (part("Salt")?, part("IV")?);
    let key = Sha256::new().chain_update(&salt).chain_update(b"-").chain_update(password.expose()).finalize();
    let iv = Sha1::digest(&iv);
    open_cbc(&Key256::new(key.into()), iv.get(..16).unwrap_or_default(), sealed)
}

/// RNCryptor's format, version 3: version, options, two salts, IV, ciphertext, HMAC over all before it.
fn open_rncryptor(sealed: &[u8], password: &Secret) -> Result<Opened, Error> {
    let (body, mac) = sealed.split_last_chunk::<32>().ok_or(ErrorCode::TransferDamaged)?;
    let (_, rest) = split::<2>(body)?;
    let (salt, rest) = split::<8>(rest)?;
    let (mac_salt, rest) = split::<8>(rest)?;
    let (iv, ciphertext) = split::<16>(rest)?;
    if !is_authentic(KDF.derive(password, mac_salt)?.as_slice(), &[body], mac) {
        return Err(ErrorCode::TransferPasswordWrong.into());
    }
    let key = KDF.derive(password, salt)?;
    open_cbc(&key, iv, ciphertext)
}

/// What a file holds once it is opened, for the fuzz targets.
fn read_plain(archive: &[u8]) -> Result<Report, Error> {
    read_archive(&Archive::parse(archive)?)
}

/// A backup has folders of accounts; a single account is the archive's root.
fn read_archive(archive: &Archive) -> Result<Report, Error> {
    let mut report = Report::new(&OTP_AUTH);
    let root = archive.root();
    let Some(folders) = archive.field(root, "Folders") else {
        enter(&mut report, archive, root, "");
        return report.finish();
    };
    for folder in archive.elements(folders) {
        let name = archive.field(folder, "name").and_then(|name| archive.text(name)).unwrap_or_default();
        let accounts =
            archive.field(folder, "accounts").map(|list| archive.elements(list)).unwrap_or_default();
        limits::check_entries(report.entries().saturating_add(accounts.len()))?;
        accounts.into_iter().for_each(|account| enter(&mut report, archive, account, &name));
    }
    report.finish()
}

fn enter(report: &mut Report, archive: &Archive, object: &Object, folder: &str) {
    let text = |name| {
        let text = archive.field(object, name).and_then(|value| archive.text(value)).unwrap_or_default();
        text.trim().to_owned()
    };
    let (issuer, label) = (text("issuer"), text("label"));
    let account = read_otp(archive, object).map(|otp| {
        let mut account = Account::new(otp, issuer.as_str(), label.as_str());
        account.groups = (!folder.is_empty()).then(|| folder.to_owned()).into_iter().collect();
        account
    });
    report.enter(entry_name(&issuer, &label), account);
}

fn read_otp(archive: &Archive, object: &Object) -> Result<Otp, Error> {
    let number = |name| match archive.field(object, name) {
        Some(Object::Number(number)) => *number,
        _ => 0,
    };
    // 0 stands for the default everywhere.
    let said = |number: i64| if number == 0 { String::new() } else { number.to_string() };
    let algorithm = match number("algorithm") {
        0 | 1 => "SHA1",
        2 => "SHA256",
        3 => "SHA512",
        _ => return Err(ErrorCode::OtpAlgorithmUnknown.into()),
    };
    let (digits, period) = (said(number("digits")), said(number("period")));
    let scheme: Scheme = match number("type") {
        1 => scheme::hotp(algorithm, &digits, &number("counter").to_string())?,
        0 | 2 => scheme::totp(algorithm, &digits, &period)?,
        _ => return Err(ErrorCode::TransferEntryTypeUnknown.into()),
    };
    let key = archive.field(object, "secret").and_then(|secret| archive.bytes(secret));
    let key = key.ok_or(ErrorCode::TransferEntrySecretMissing)?;
    Ok(Otp { key: Key::from_bytes(key.to_vec())?, scheme })
}

/// What NSKeyedArchiver writes: objects in a table, which refer to each other by number.
struct Archive {
    list: List,
    objects: Vec<usize>,
    root: usize,
}

impl Archive {
    fn parse(file: &[u8]) -> Result<Archive, Error> {
        let list = List::parse(file)?;
        let top = list.value(list.top(), "$top").ok_or(ErrorCode::TransferDamaged)?;
        let Some(Object::Uid(root)) = list.value(top, "root") else {
            return Err(ErrorCode::TransferDamaged.into());
        };
        let Some(Object::Array(objects)) = list.value(list.top(), "$objects") else {
            return Err(ErrorCode::TransferDamaged.into());
        };
        let (root, objects) = (*root, objects.clone());
        Ok(Archive { list, objects, root })
    }

    fn root(&self) -> &Object {
        self.object(self.root)
    }

    fn object(&self, uid: usize) -> &Object {
        self.objects.get(uid).map_or(&Object::Other, |number| self.list.at(*number))
    }

    fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Uid(uid) => self.object(*uid),
            object => object,
        }
    }

    /// A field of an object, or the value of an archived dictionary.
    fn field<'a>(&'a self, object: &'a Object, name: &str) -> Option<&'a Object> {
        let found = match (self.list.value(object, "NS.keys"), self.list.value(object, "NS.objects")) {
            (Some(Object::Array(keys)), Some(Object::Array(values))) => {
                let is_key = |key: &usize| matches!(self.follow(self.list.at(*key)), Object::Text(text) if text == name);
                self.list.at(*values.get(keys.iter().position(is_key)?)?)
            }
            _ => self.list.value(object, name)?,
        };
        Some(self.follow(found))
    }

    /// The elements of an archived array.
    fn elements<'a>(&'a self, array: &'a Object) -> Vec<&'a Object> {
        let numbers = match (array, self.list.value(array, "NS.objects")) {
            (Object::Array(numbers), _) | (_, Some(Object::Array(numbers))) => numbers.as_slice(),
            _ => &[],
        };
        numbers.iter().take(limits::ENTRIES).map(|number| self.follow(self.list.at(*number))).collect()
    }

    fn text(&self, object: &Object) -> Option<String> {
        match object {
            Object::Text(text) => Some(text.clone()),
            object => match self.list.value(object, "NS.string")? {
                Object::Text(text) => Some(text.clone()),
                _ => None,
            },
        }
    }

    /// Bytes, or those of a text.
    fn bytes(&self, object: &Object) -> Option<Zeroizing<Vec<u8>>> {
        if let Some(text) = self.text(object) {
            return Some(Zeroizing::new(text.into_bytes()));
        }
        let data = match object {
            Object::Data(data) => data,
            object => match self.list.value(object, "NS.data")? {
                Object::Data(data) => data,
                _ => return None,
            },
        };
        Some(Zeroizing::new(data.clone()))
    }
}

const FIXED: [&[u8]; 2] = [b"Authenticator", b"OTPAuth"];
/// Version 3 with a password.
const RNCRYPTOR: &[u8] = &[0x03, 0x01];
