//! Sealed objects: AES-256-GCM under a key of their own, bound to their vault, kind, place, epoch and format.

use subtle::ConstantTimeEq;
use tessera_bytes::aead::{self, TAG_BYTES};
use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use super::keys::{VaultId, VaultKey};
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::sync::{Epoch, Hlc};

/// The only format so far.
pub(crate) const FORMAT: u8 = 1;

/// What an object is; it enters its key and its associated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Records of one bucket.
    Bucket,
    /// The list of kept versions.
    Versions,
    /// All records, in a backup file.
    Backup,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Kind::Bucket => b'B',
            Kind::Versions => b'V',
            Kind::Backup => b'F',
        }
    }

    const fn from_byte(byte: u8) -> Option<Kind> {
        match byte {
            b'B' => Some(Kind::Bucket),
            b'V' => Some(Kind::Versions),
            b'F' => Some(Kind::Backup),
            _ => None,
        }
    }
}

/// The part of an object that can be read without a key; all of it is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// What it is.
    pub(crate) kind: Kind,
    /// Which of its kind: the bucket's index, else 0.
    pub(crate) index: u8,
    /// The master key it is sealed under.
    pub(crate) epoch: Epoch,
    /// The latest edit in it.
    pub(crate) at: Hlc,
}

impl Label {
    /// Reads the label in front of an object.
    ///
    /// Errors: `vault_format_newer`, `vault_object_damaged`.
    pub(crate) fn read(object: &[u8]) -> Result<Label, Error> {
        let mut reader = Reader::new(object);
        match reader.u8() {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                return Err(Error::at(ErrorCode::VaultFormatNewer, newer.into()));
            }
            _ => return Err(ErrorCode::VaultObjectDamaged.into()),
        }
        let mut label = || {
            let kind = Kind::from_byte(reader.u8()?)?;
            let index = reader.u8()?;
            Some(Label { kind, index, epoch: Epoch::from_bytes(reader.array()?), at: reader.hlc()? })
        };
        label().ok_or_else(|| ErrorCode::VaultObjectDamaged.into())
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = vec![FORMAT, self.kind.byte(), self.index];
        bytes.bytes(&self.epoch.to_bytes());
        bytes.bytes(&self.at.to_bytes());
        bytes
    }
}

/// Seals `plain` under a fresh salt, from which its key, nonce and commitment are derived.
///
/// The salt has 192 random bits, so neither counters nor devices can make a key and nonce meet twice.
///
/// Errors: `entropy_unavailable`.
pub(crate) fn seal(vault: VaultId, key: &VaultKey, label: Label, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let salt: [u8; SALT_BYTES] = entropy::make_bytes()?;
    let parts = Parts::derive(key, label, &salt)?;
    let mut object = label.to_bytes();
    object.bytes(&salt);
    object.bytes(parts.commitment());
    let mut body = Zeroizing::new(Vec::with_capacity(plain.len().saturating_add(TAG_BYTES)));
    body.bytes(plain);
    let aad = associated_data(vault, &object);
    parts.seal(&aad, &mut body)?;
    object.bytes(&body);
    Ok(object)
}

/// Opens an object, all or nothing.
///
/// Errors: `vault_object_damaged` if a bit of it, its vault, or its key is not what it was sealed with;
/// `vault_format_newer`.
pub(crate) fn open(vault: VaultId, key: &VaultKey, object: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let label = Label::read(object)?;
    let damaged = ErrorCode::VaultObjectDamaged;
    let (front, body) = object.split_at_checked(FRONT_BYTES).ok_or(damaged)?;
    let mut reader = Reader::new(front);
    reader.take(LABEL_BYTES).ok_or(damaged)?;
    let parts = Parts::derive(key, label, reader.take(SALT_BYTES).ok_or(damaged)?)?;
    if label.epoch != key.epoch || !bool::from(reader.rest().ct_eq(parts.commitment())) {
        return Err(damaged.into());
    }
    let mut plain = Zeroizing::new(body.to_vec());
    parts.open(&associated_data(vault, front), &mut plain)?;
    Ok(plain)
}

/// The key, nonce and commitment of one sealing: 60 bytes of HKDF.
pub(crate) struct Parts(Zeroizing<[u8; PARTS_BYTES]>);

impl Parts {
    fn derive(key: &VaultKey, label: Label, salt: &[u8]) -> Result<Parts, Error> {
        key.derive(&[b"tv1", &[label.kind.byte(), label.index], salt]).map(Parts)
    }

    pub(crate) const fn new(bytes: Zeroizing<[u8; PARTS_BYTES]>) -> Parts {
        Parts(bytes)
    }

    /// What tells a wrong key from the right one before anything is decrypted, and binds the object to one key.
    pub(crate) fn commitment(&self) -> &[u8] {
        self.0.get(COMMITMENT_AT..).unwrap_or_default()
    }

    /// Encrypts in place and appends the tag.
    pub(crate) fn seal(&self, aad: &[u8], body: &mut Vec<u8>) -> Result<(), Error> {
        let (key, nonce) = self.key()?;
        aead::seal(key, nonce, aad, body).map_err(|_| ErrorCode::VaultObjectDamaged.into())
    }

    /// Checks the tag and decrypts in place.
    pub(crate) fn open(&self, aad: &[u8], body: &mut Vec<u8>) -> Result<(), Error> {
        let (key, nonce) = self.key()?;
        aead::open(key, nonce, aad, body).map_err(|_| ErrorCode::VaultObjectDamaged.into())
    }

    fn key(&self) -> Result<(&[u8; 32], &[u8; 12]), Error> {
        let (key, rest) = self.0.split_first_chunk().ok_or(ErrorCode::VaultObjectDamaged)?;
        Ok((key, rest.first_chunk().ok_or(ErrorCode::VaultObjectDamaged)?))
    }
}

fn associated_data(vault: VaultId, front: &[u8]) -> Vec<u8> {
    [b"tv1-obj", vault.0.as_slice(), front].concat()
}

const LABEL_BYTES: usize = 17;
const SALT_BYTES: usize = 24;
const COMMITMENT_AT: usize = 44;
/// Key 32, nonce 12, commitment 16.
pub(crate) const PARTS_BYTES: usize = 60;
/// Label, salt and commitment.
const FRONT_BYTES: usize = 57;
/// What sealing adds to the plain bytes.
pub(crate) const OVERHEAD: usize = FRONT_BYTES + TAG_BYTES;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::keys::make_key;

    fn sample() -> (VaultId, VaultKey, Label) {
        let vault = VaultId([7; 16]);
        let epoch = Epoch { number: 1, nonce: 2 };
        let label = Label { kind: Kind::Bucket, index: 3, epoch, at: Hlc::ZERO };
        (vault, VaultKey::new(vault, epoch, make_key().unwrap()), label)
    }

    #[test]
    fn what_was_sealed_opens() {
        let (vault, key, label) = sample();
        let object = seal(vault, &key, label, b"plain").unwrap();
        assert_eq!(object.len(), 5 + OVERHEAD);
        assert_eq!(Label::read(&object), Ok(label));
        assert_eq!(open(vault, &key, &object).unwrap().as_slice(), b"plain");
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_refused() {
        let (vault, key, label) = sample();
        let object = seal(vault, &key, label, b"plain").unwrap();
        for at in 0..object.len() * 8 {
            let mut altered = object.clone();
            altered[at / 8] ^= 1 << (at % 8);
            assert!(open(vault, &key, &altered).is_err(), "bit {at}");
        }
        for length in 0..object.len() {
            assert!(open(vault, &key, &object[..length]).is_err(), "length {length}");
        }
    }

    #[test]
    fn another_vault_or_key_is_refused() {
        let (vault, key, label) = sample();
        let object = seal(vault, &key, label, b"plain").unwrap();
        let other = VaultId([8; 16]);
        assert!(open(other, &key, &object).is_err());
        assert!(open(other, &VaultKey::new(other, key.epoch, key.master.clone()), &object).is_err());
        assert!(open(vault, &VaultKey::new(vault, key.epoch, make_key().unwrap()), &object).is_err());
    }

    #[test]
    fn a_newer_format_is_named() {
        let (vault, key, label) = sample();
        let mut object = seal(vault, &key, label, b"plain").unwrap();
        object[0] = 2;
        assert_eq!(open(vault, &key, &object).unwrap_err(), Error::at(ErrorCode::VaultFormatNewer, 2));
    }

    #[test]
    fn what_is_no_format_at_all_is_damaged() {
        let (vault, key, label) = sample();
        let mut object = seal(vault, &key, label, b"plain").unwrap();
        object[0] = 0;
        assert_eq!(Label::read(&object).unwrap_err(), ErrorCode::VaultObjectDamaged.into());
    }

    /// Whoever has a key could make a text that two keys open, were it not bound to one of them and to its epoch.
    #[test]
    fn an_object_that_commits_to_another_key_or_epoch_is_refused() {
        let (vault, key, label) = sample();
        let salt = [9; SALT_BYTES];
        let parts = Parts::derive(&key, label, &salt).unwrap();
        let committed = |commitment: &[u8]| {
            let front = [&label.to_bytes(), salt.as_slice(), commitment].concat();
            let mut body = b"plain".to_vec();
            parts.seal(&associated_data(vault, &front), &mut body).unwrap();
            [front, body].concat()
        };
        assert!(open(vault, &key, &committed(parts.commitment())).is_ok());
        assert!(open(vault, &key, &committed(&[0; 16])).is_err());
        let later = VaultKey::new(vault, key.epoch.next(2), key.master.clone());
        assert!(open(vault, &later, &committed(parts.commitment())).is_err());
    }
}
