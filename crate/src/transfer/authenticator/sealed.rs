//! How the extension sealed its entries, in its three ages. None of them has a MAC; two keep a hash of the passphrase.

use base64ct::{Base64Unpadded, Encoding as _};
use md5::{Digest, Md5};
use serde_json::Value;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::cipher::{Opened, from_base64, open_cbc, split};
use crate::transfer::fields::Fields;
use crate::transfer::json;
use crate::transfer::kdf::Kdf;

/// What the third age derives a passphrase with.
pub(super) const KDF: Kdf = Kdf::argon2id(19_456, 2, 1);

/// Whether an entry, or only its secret, is sealed. The flag alone does not tell: it stayed `true` on entries whose
/// secret is clear.
pub(super) fn is_locked(entry: Fields<'_>) -> bool {
    entry.label("dataType") == "EncOTPStorage"
        || (entry.flag("encrypted") && entry.label("secret").starts_with(SALTED_IN_BASE64))
}

/// The passphrases that a password opens.
pub(super) struct Locks {
    /// By the id of their key; the only one of an older file has no id.
    passphrases: Vec<(Option<String>, Secret)>,
    /// Keys that the password does not fit, beside others that it does.
    has_others: bool,
    proven: bool,
}

impl Locks {
    /// Finds the file's keys and tries the password on each.
    ///
    /// Errors: `transfer_password_wrong` if it fits none of them, `transfer_version_unsupported`,
    /// `transfer_damaged`, those of [`Kdf::derive`].
    pub(super) fn open(file: Fields<'_>, password: &Secret) -> Result<Locks, Error> {
        let keys: Vec<Fields<'_>> = file
            .iter()
            .filter_map(|(_, value)| Fields::of(value).ok())
            .filter(|entry| entry.label("dataType") == "Key")
            .take(KEYS)
            .collect();
        if keys.is_empty() {
            return Locks::open_older(file, password);
        }
        let (mut passphrases, mut failed, mut proven) = (Vec::new(), 0usize, false);
        for key in &keys {
            match open_key(*key, password)? {
                Some((passphrase, is_proven)) => {
                    proven |= is_proven;
                    passphrases.push((Some(key.label("id")), passphrase));
                }
                None => failed = failed.saturating_add(1),
            }
        }
        if passphrases.is_empty() {
            return Err(ErrorCode::TransferPasswordWrong.into());
        }
        Ok(Locks { passphrases, has_others: failed > 0, proven })
    }

    /// The second age wraps a random passphrase, under `key` or, by a fault of one version, beside the entries. In the
    /// first, the password itself is the passphrase.
    fn open_older(file: Fields<'_>, password: &Secret) -> Result<Locks, Error> {
        let wrapped = match file.object("key") {
            Ok(key) if key.value("enc").is_some() => key,
            _ => file,
        };
        let Some(sealed) = wrapped.value("enc").and_then(Value::as_str) else {
            let passphrases = vec![(None, password.clone())];
            return Ok(Locks { passphrases, has_others: false, proven: false });
        };
        let opened = open_salted(sealed, password.expose())?;
        let passphrase = Secret::from(base16ct::lower::encode_string(&opened));
        let proven = match is_hash_of(&wrapped.label("hash"), &passphrase)? {
            Some(false) => return Err(ErrorCode::TransferPasswordWrong.into()),
            Some(true) => true,
            None => false,
        };
        Ok(Locks { passphrases: vec![(None, passphrase)], has_others: false, proven })
    }

    /// Whether a hash of the file confirmed the password.
    pub(super) fn is_proven(&self) -> bool {
        self.proven
    }

    /// The record inside an entry of the third age.
    ///
    /// Errors: `transfer_entry_locked` under a key that the password does not fit, `transfer_damaged`.
    pub(super) fn open_record(&self, entry: Fields<'_>) -> Result<Value, Error> {
        let opened = self.try_all(entry, entry.required("data")?)?;
        json::parse(&opened).map_err(|_| self.failure())
    }

    /// The secret of an entry of the first two ages.
    ///
    /// Errors: as [`Locks::open_record`].
    pub(super) fn open_secret(&self, entry: Fields<'_>) -> Result<Zeroizing<String>, Error> {
        let opened = self.try_all(entry, entry.required("secret")?)?;
        let text = core::str::from_utf8(&opened).map_err(|_| self.failure())?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn try_all(&self, entry: Fields<'_>, sealed: &str) -> Result<Opened, Error> {
        let id = entry.label("keyId");
        let named = self.passphrases.iter().filter(|(known, _)| known.as_ref() == Some(&id));
        let candidates: Vec<&Secret> = match named.map(|(_, passphrase)| passphrase).collect::<Vec<_>>() {
            found if !found.is_empty() => found,
            // Entries without a key id were sealed when there was one key.
            _ if id.is_empty() || !self.has_others => {
                self.passphrases.iter().map(|(_, known)| known).collect()
            }
            _ => return Err(ErrorCode::TransferEntryLocked.into()),
        };
        let mut opened = candidates.into_iter().map(|passphrase| open_salted(sealed, passphrase.expose()));
        opened.find_map(Result::ok).ok_or_else(|| self.failure())
    }

    /// What an entry that does not open means: damage, if the password is known to be right.
    fn failure(&self) -> Error {
        if self.proven && !self.has_others {
            return ErrorCode::TransferDamaged.into();
        }
        ErrorCode::TransferEntryLocked.into()
    }
}

/// The passphrase of one key of the third age and whether its hash confirms it; `None` if the hash denies it.
fn open_key(key: Fields<'_>, password: &Secret) -> Result<Option<(Secret, bool)>, Error> {
    if let Some(version) = key.number("version").ok().filter(|version| *version > 3) {
        let version = usize::try_from(version).unwrap_or(usize::MAX);
        return Err(Error::at(ErrorCode::TransferVersionUnsupported, version));
    }
    let derived = KDF.derive(password, key.required("salt")?.as_bytes())?;
    let passphrase = Secret::from(Base64Unpadded::encode_string(derived.as_slice()));
    Ok(match is_hash_of(&key.label("hash"), &passphrase)? {
        Some(false) => None,
        Some(true) => Some((passphrase, true)),
        None => Some((passphrase, false)),
    })
}

/// Whether an encoded Argon2id hash (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`) is of `passphrase`; `None` if it is no
/// such hash.
fn is_hash_of(encoded: &str, passphrase: &Secret) -> Result<Option<bool>, Error> {
    let parts: Vec<&str> = encoded.split('$').collect();
    let ["", "argon2id", "v=19", costs, salt, hash] = parts.as_slice() else {
        return Ok(None);
    };
    let cost = |name: &str| {
        let cost = costs.split(',').find_map(|cost| cost.strip_prefix(name))?;
        cost.parse::<u64>().ok()
    };
    let (Some(memory), Some(passes), Some(lanes)) = (cost("m="), cost("t="), cost("p=")) else {
        return Ok(None);
    };
    let (salt, hash) = (from_base64(salt)?, from_base64(hash)?);
    if !(4..=64).contains(&hash.len()) {
        return Ok(None);
    }
    let mut derived = Zeroizing::new(vec![0; hash.len()]);
    Kdf::argon2id(memory, passes, lanes).derive_into(passphrase.expose(), &salt, &mut derived)?;
    Ok(Some(derived.ct_eq(&hash).into()))
}

/// OpenSSL's `Salted__` ‖ salt ‖ AES-256-CBC, key and IV by EVP_BytesToKey with one round of MD5.
///
/// Errors: `transfer_damaged`, `transfer_password_wrong`.
fn open_salted(sealed: &str, passphrase: &[u8]) -> Result<Opened, Error> {
    let sealed = from_base64(sealed)?;
    let body = sealed.strip_prefix(b"Salted__").ok_or(ErrorCode::TransferDamaged)?;
    let (salt, body) = split::<8>(body)?;
    let round = |previous: &[u8]| {
        let digest = Md5::new().chain_update(previous).chain_update(passphrase).chain_update(salt).finalize();
        Zeroizing::new(<[u8; 16]>::from(digest))
    };
    let first = round(&[]);
    let second = round(first.as_slice());
    let iv = round(second.as_slice());
    let mut key = Zeroizing::new([0; 32]);
    for (to, from) in key.iter_mut().zip(first.iter().chain(second.iter())) {
        *to = *from;
    }
    open_cbc(&key, iv.as_slice(), body)
}

/// Base64 of OpenSSL's `Salted__`, as far as whole characters go.
const SALTED_IN_BASE64: &str = "U2FsdGVkX1";
/// More keys than a person changes passwords; each costs two derivations.
const KEYS: usize = 16;
