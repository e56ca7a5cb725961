//! The session: the master key sealed for as long as the vault stays unlocked, or until a PIN is typed.
//!
//! What seals it is a key that the browser does not hand out, in another store than the text: either alone opens
//! nothing. When it ends is part of what is sealed, so that no missed alarm can make it last longer.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use super::keys::{self, VaultId};
use super::sealed::{PARTS_BYTES, Parts};
use super::{Unlock, Vault, base91};
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::Epoch;
use crate::time::UnixTime;

/// What a sealed master key needs to be opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The browser's key alone.
    Open,
    /// The browser's key, then the key of a PIN.
    Pin,
}

impl Hold {
    const fn byte(self) -> u8 {
        match self {
            Hold::Open => 1,
            Hold::Pin => 2,
        }
    }
}

impl Vault {
    /// Seals the current master key under `secret` until `expires`.
    ///
    /// Errors: `entropy_unavailable`.
    pub fn hold(&self, hold: Hold, secret: &Secret, expires: UnixTime) -> Result<String, Error> {
        let key = self.key()?;
        let mut text = vec![FORMAT, hold.byte()];
        text.bytes(&expires.milliseconds().to_be_bytes());
        text.bytes(&self.id().0);
        text.bytes(&key.epoch.to_bytes());
        text.bytes(&entropy::make_bytes::<SALT_BYTES>()?);
        let parts = parts(&text, secret)?;
        text.bytes(parts.commitment());
        let mut sealed = key.master.to_vec();
        parts.seal(&text, &mut sealed)?;
        text.bytes(&sealed);
        Ok(base91::encode(&text))
    }
}

/// The master key of a sealed text, if the session still holds.
///
/// Errors: `vault_locked` if it has ended, is another vault's, or is not what was sealed; `vault_pin_wrong`.
pub fn release(
    vault: VaultId,
    text: &str,
    hold: Hold,
    secret: &Secret,
    now: UnixTime,
) -> Result<Unlock, Error> {
    let locked = ErrorCode::VaultLocked;
    let bytes = base91::decode(text).ok_or(locked)?;
    let (front, sealed) = bytes.split_at_checked(FRONT_BYTES).ok_or(locked)?;
    let (head, commitment) = front.split_at_checked(HEAD_BYTES).ok_or(locked)?;
    let mut reader = Reader::new(head);
    let kind: [u8; 2] = reader.array().ok_or(locked)?;
    let expires = u64::from_be_bytes(reader.array().ok_or(locked)?);
    let known: [u8; 16] = reader.array().ok_or(locked)?;
    let epoch = Epoch::from_bytes(reader.array().ok_or(locked)?);
    if kind != [FORMAT, hold.byte()] || known != vault.0 || now.milliseconds() >= expires {
        return Err(locked.into());
    }
    let parts = parts(head, secret)?;
    if !bool::from(parts.commitment().ct_eq(commitment)) {
        return Err(if hold == Hold::Pin { ErrorCode::VaultPinWrong } else { locked }.into());
    }
    let mut master = Zeroizing::new(sealed.to_vec());
    parts.open(front, &mut master).map_err(|_| locked)?;
    Ok(Unlock::MasterKey { epoch, key: Secret::new(master.to_vec()) })
}

fn parts(head: &[u8], secret: &Secret) -> Result<Parts, Error> {
    let prk = keys::extract(b"tv1-session", secret.expose());
    keys::expand::<PARTS_BYTES>(&prk, &[b"tv1-session", head]).map(Parts::new)
}

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 16;
/// Format, kind, expiry, vault, epoch, salt.
const HEAD_BYTES: usize = 50;
/// The head and the commitment.
const FRONT_BYTES: usize = 66;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixTime = UnixTime::from_seconds(1_700_000_000);
    const LATER: UnixTime = UnixTime::from_seconds(1_700_000_060);

    fn secret(byte: u8) -> Secret {
        Secret::new(vec![byte; 32])
    }

    fn code(result: Result<Unlock, Error>) -> ErrorCode {
        result.unwrap_err().code
    }

    #[test]
    fn a_session_opens_the_vault_until_it_ends() {
        let mut vault = Vault::create(NOW).unwrap();
        let stored = vault.changes().unwrap().set;
        let text = vault.hold(Hold::Open, &secret(1), LATER).unwrap();
        let unlock = release(vault.id(), &text, Hold::Open, &secret(1), NOW).unwrap();
        assert_eq!(Vault::open(&stored, &unlock, NOW).unwrap().id(), vault.id());
        let ended = release(vault.id(), &text, Hold::Open, &secret(1), LATER);
        assert_eq!(code(ended), ErrorCode::VaultLocked);
    }

    #[test]
    fn another_key_or_vault_or_hold_opens_nothing() {
        let vault = Vault::create(NOW).unwrap();
        let text = vault.hold(Hold::Open, &secret(1), LATER).unwrap();
        let locked = ErrorCode::VaultLocked;
        assert_eq!(code(release(vault.id(), &text, Hold::Open, &secret(2), NOW)), locked);
        assert_eq!(code(release(VaultId([0; 16]), &text, Hold::Open, &secret(1), NOW)), locked);
        assert_eq!(code(release(vault.id(), &text, Hold::Pin, &secret(1), NOW)), locked);
        let pin = vault.hold(Hold::Pin, &secret(1), LATER).unwrap();
        assert_eq!(code(release(vault.id(), &pin, Hold::Pin, &secret(2), NOW)), ErrorCode::VaultPinWrong);
        assert!(release(vault.id(), &pin, Hold::Pin, &secret(1), NOW).is_ok());
    }

    #[test]
    fn no_bit_can_be_altered_so_that_the_session_lasts_longer() {
        let vault = Vault::create(NOW).unwrap();
        let text = vault.hold(Hold::Open, &secret(1), LATER).unwrap();
        let bytes = base91::decode(&text).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.to_vec();
            altered[bit / 8] ^= 1 << (bit % 8);
            let altered = base91::encode(&altered);
            for moment in [NOW, LATER] {
                assert!(release(vault.id(), &altered, Hold::Open, &secret(1), moment).is_err(), "bit {bit}");
            }
        }
        for length in 0..bytes.len() {
            let cut = base91::encode(&bytes[..length]);
            assert!(release(vault.id(), &cut, Hold::Open, &secret(1), NOW).is_err(), "length {length}");
        }
    }
}
