//! The header: who may open the vault. Without it nothing opens, so it is kept twice.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use super::keys::{MasterKey, VaultId, VaultKey};
use super::sealed::{FORMAT, PARTS_BYTES, Parts};
use super::slot::Slot;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::flat::Map;
use crate::secret::Secret;
use crate::sync::{DeviceId, Epoch, Roster, SlotEntry, SlotId};

/// The keys that are known: the current one, and those of earlier epochs that objects may still be sealed under.
pub(crate) type Keyring = Map<Epoch, VaultKey>;

/// A header that was read but not yet checked: its authenticator needs the master key.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) vault: VaultId,
    pub(crate) roster: Roster,
    old_keys: Vec<(Epoch, [u8; 16], [u8; 48])>,
    signed: Vec<u8>,
    authenticator: [u8; 32],
}

impl Header {
    /// Reads a header's layout.
    ///
    /// Errors: `vault_format_newer`, `vault_header_damaged`.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Header, Error> {
        match bytes {
            [b'T', b'V', FORMAT, SUITE, ..] => {}
            [b'T', b'V', newer, ..] if *newer > FORMAT => {
                return Err(Error::at(ErrorCode::VaultFormatNewer, (*newer).into()));
            }
            [b'T', b'V', FORMAT, newer, ..] if *newer > SUITE => {
                return Err(Error::at(ErrorCode::VaultFormatNewer, (*newer).into()));
            }
            _ => return Err(ErrorCode::VaultHeaderDamaged.into()),
        }
        Header::read(bytes).ok_or_else(|| ErrorCode::VaultHeaderDamaged.into())
    }

    fn read(bytes: &[u8]) -> Option<Header> {
        let (signed, authenticator) = bytes.split_last_chunk()?;
        let mut reader = Reader::new(signed);
        reader.take(4)?;
        let vault = VaultId(reader.array()?);
        let mut roster =
            Roster { epoch: Epoch::from_bytes(reader.array()?), at: reader.hlc()?, ..Roster::default() };
        roster.floor = (reader.u32()?, reader.u8()?);
        let flags = reader.u8()?;
        for _ in 0..reader.count()? {
            let id = SlotId(reader.array()?);
            let at = reader.hlc()?;
            let body = reader.text()?;
            let body = (!body.is_empty()).then(|| body.to_vec());
            if body.as_deref().is_some_and(|body| Slot::read(body).is_none()) {
                return None;
            }
            roster.slots.insert(id, SlotEntry { at, body });
        }
        let mut old_keys = Vec::new();
        for _ in 0..reader.count()? {
            old_keys.push((Epoch::from_bytes(reader.array()?), reader.array()?, reader.array()?));
        }
        for _ in 0..reader.count()? {
            roster.devices.insert(DeviceId(reader.array()?), reader.hlc()?);
        }
        roster.others = reader.text()?.to_vec();
        let whole = flags == 0 && reader.rest().is_empty();
        whole.then(|| Header {
            vault,
            roster,
            old_keys,
            signed: signed.to_vec(),
            authenticator: *authenticator,
        })
    }

    /// The live slots.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (SlotId, Slot)> {
        self.roster.live_slots().filter_map(|(id, _, body)| Some((id, Slot::read(body)?)))
    }

    /// Checks the authenticator and unwraps the keys of earlier epochs.
    ///
    /// Errors: `vault_header_damaged` if a bit of the header is not what the key's holder wrote.
    pub(crate) fn open(&self, master: MasterKey) -> Result<Keyring, Error> {
        let key = VaultKey::new(self.vault, self.roster.epoch, master);
        let damaged = ErrorCode::VaultHeaderDamaged;
        authenticator(&key, &self.signed)?.verify_slice(&self.authenticator).map_err(|_| damaged)?;
        let mut keyring = Keyring::new();
        for (epoch, salt, sealed) in &self.old_keys {
            let mut master = Zeroizing::new(sealed.to_vec());
            old_key_parts(&key, *epoch, salt)?
                .open(&old_key_data(self.vault, *epoch), &mut master)
                .map_err(|_| damaged)?;
            let master = master.as_slice().try_into().map_err(|_| damaged)?;
            keyring.insert(*epoch, VaultKey::new(self.vault, *epoch, Zeroizing::new(master)));
        }
        keyring.insert(key.epoch, key);
        Ok(keyring)
    }
}

/// The bytes of a header. Keys of earlier epochs are wrapped under the current one, the latest few of them.
///
/// Errors: `vault_epoch_unknown` if the current key is not at hand; `entropy_unavailable`.
pub(crate) fn encode(vault: VaultId, roster: &Roster, keyring: &Keyring) -> Result<Vec<u8>, Error> {
    let key = keyring.get(&roster.epoch).ok_or(ErrorCode::VaultEpochUnknown)?;
    let mut bytes = vec![b'T', b'V', FORMAT, SUITE];
    bytes.bytes(&vault.0);
    bytes.bytes(&roster.epoch.to_bytes());
    bytes.bytes(&roster.at.to_bytes());
    bytes.bytes(&roster.floor.0.to_be_bytes());
    bytes.bytes(&[roster.floor.1, 0]);
    bytes.count(roster.slots.len());
    for (id, slot) in &roster.slots {
        bytes.bytes(&id.0);
        bytes.bytes(&slot.at.to_bytes());
        bytes.text(slot.body.as_deref().unwrap_or_default());
    }
    let old: Vec<&VaultKey> =
        keyring.values().rev().filter(|old| old.epoch != key.epoch).take(OLD_KEYS).collect();
    bytes.count(old.len());
    for old in old {
        let salt = entropy::make_bytes()?;
        let mut sealed = old.master.to_vec();
        old_key_parts(key, old.epoch, &salt)?.seal(&old_key_data(vault, old.epoch), &mut sealed)?;
        bytes.bytes(&old.epoch.to_bytes());
        bytes.bytes(&salt);
        bytes.bytes(&sealed);
    }
    bytes.count(roster.devices.len());
    for (device, seen) in &roster.devices {
        bytes.bytes(&device.0);
        bytes.bytes(&seen.to_bytes());
    }
    bytes.text(&roster.others);
    let authenticator = authenticator(key, &bytes)?.finalize().into_bytes();
    bytes.bytes(&authenticator);
    Ok(bytes)
}

/// The master key that `kek` unwraps, among the slots that `own` leaves.
///
/// Errors: `vault_header_damaged`.
pub(crate) fn unwrap(
    header: &Header,
    own: &Roster,
    kek: impl Fn(&Slot) -> Result<Option<Secret>, Error>,
) -> Result<Option<MasterKey>, Error> {
    for (id, slot) in header.slots().filter(|(id, _)| own.leaves(&header.roster, *id)) {
        let Some(kek) = kek(&slot)? else {
            continue;
        };
        if let Some(master) = slot.unwrap(header.vault, header.roster.epoch, id, &kek)? {
            return Ok(Some(master));
        }
    }
    Ok(None)
}

fn authenticator(key: &VaultKey, signed: &[u8]) -> Result<Hmac<Sha256>, Error> {
    let key = key.derive::<32>(&[b"tv1-hdr"])?;
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice())
        .map_err(|_| ErrorCode::VaultHeaderDamaged)?;
    mac.update(signed);
    Ok(mac)
}

fn old_key_parts(key: &VaultKey, old: Epoch, salt: &[u8; 16]) -> Result<Parts, Error> {
    key.derive::<PARTS_BYTES>(&[b"tv1-old", &old.to_bytes(), salt]).map(Parts::new)
}

fn old_key_data(vault: VaultId, old: Epoch) -> Vec<u8> {
    [b"tv1-old".as_slice(), &vault.0, &old.to_bytes()].concat()
}

/// AES-256-GCM, HKDF and HMAC with SHA-256.
const SUITE: u8 = 1;
/// Keys of earlier epochs that a header carries.
const OLD_KEYS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Hlc;

    const VAULT: VaultId = VaultId([7; 16]);

    fn encoded() -> Vec<u8> {
        let epoch = Epoch { number: 1, nonce: 2 };
        let key = VaultKey::new(VAULT, epoch, Zeroizing::new([3; 32]));
        let roster = Roster { epoch, at: Hlc::ZERO, ..Roster::default() };
        encode(VAULT, &roster, &Keyring::from([(epoch, key)])).unwrap()
    }

    #[track_caller]
    fn refusal(bytes: &[u8]) -> Error {
        Header::parse(bytes).err().unwrap()
    }

    #[test]
    fn a_header_of_a_later_format_or_suite_is_named_and_what_is_none_is_damaged() {
        assert!(Header::parse(&encoded()).is_ok());
        assert_eq!(refusal(b"TV\x02\x01"), Error::at(ErrorCode::VaultFormatNewer, 2));
        assert_eq!(refusal(b"TV\x01\x02"), Error::at(ErrorCode::VaultFormatNewer, 2));
        for none in [b"TV\x00\x01", b"TV\x01\x00", b"TX\x01\x01", b"TV\x01\x01"] {
            assert_eq!(refusal(none), ErrorCode::VaultHeaderDamaged.into(), "{none:?}");
        }
    }

    #[test]
    fn a_header_with_unknown_flags_or_bytes_behind_it_is_refused() {
        let mut flagged = encoded();
        flagged[FLAGS_AT] = 1;
        let mut longer = encoded();
        longer.push(0);
        for wrong in [flagged, longer] {
            assert_eq!(refusal(&wrong), ErrorCode::VaultHeaderDamaged.into());
        }
    }

    /// Behind magic, format, suite, vault, epoch, stamp and floor.
    const FLAGS_AT: usize = 39;
}
