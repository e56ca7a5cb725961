//! From what lies in storage to an open vault. One damaged object never keeps the rest from opening.

use super::header::{Header, Keyring};
use super::objects::{self, HEADER, HEADER_COPY, Objects};
use super::unlock::{self, Unlock};
use super::{Vault, merge};
use crate::error::{Error, ErrorCode};
use crate::time::UnixTime;

impl Vault {
    /// Opens the stored vault and takes in what waits in its inbox.
    ///
    /// A damaged bucket does not keep it from opening: [`Vault::damage`] names it. If `stored` holds the copy beside it, what
    /// the inbox brings for that bucket is joined with the copy. The header is tried first, then its
    /// copy, then headers of the same vault in the inbox.
    ///
    /// Errors: `vault_missing`, `vault_header_damaged`, `vault_format_newer`; that the unlock does not fit:
    /// `vault_device_key_missing`, `vault_passphrase_wrong`, `vault_passkey_wrong`, `vault_recovery_wrong`,
    /// `vault_key_changed`, or a typing error in the recovery code.
    pub fn open(stored: &Objects, unlock: &Unlock, now: UnixTime) -> Result<Vault, Error> {
        let headers = unlock::headers(stored)?;
        let (header, keyring) = open_any(&headers, unlock, stored)?;
        if !accounts_for_own_header(stored, &keyring) {
            return Err(unlock.refusal().into());
        }
        let mut vault = Vault::assemble(header.vault, header.roster.clone(), keyring, stored.clone());
        vault.read_headers();
        vault.now = now;
        vault.read_buckets();
        vault.read_history();
        vault.note_missing();
        vault.note_stored_state();
        vault.know_copies(stored);
        vault.join_inbox(unlock)?;
        vault.clock = vault.clock.max(vault.replica.latest());
        vault.expire(now);
        Ok(vault)
    }

    /// Takes in the header and its copy; notes if one is damaged, so that the good one replaces it.
    fn read_headers(&mut self) {
        for key in [HEADER, HEADER_COPY] {
            let header = self.stored.get(key).map(|text| objects::parse_header(text));
            let joined = match header {
                Some(Ok(header)) if header.vault == self.id => {
                    self.header_stale |= header.roster != self.roster;
                    self.join_own_header(&header)
                }
                Some(Ok(_)) => Err(ErrorCode::VaultHeaderDamaged.into()),
                Some(Err(error)) => Err(error),
                None => {
                    self.header_stale = true;
                    Ok(())
                }
            };
            if let Err(error) = joined {
                self.damage.insert(key.to_owned(), error.code);
                self.header_stale = true;
            }
        }
    }

    /// Whether this device must have a list of versions: its own header says that it was stored with one. A header that
    /// only arrived says nothing of this device, unless both of its own are unreadable.
    pub(super) fn expects_list(&self) -> bool {
        let own: Vec<Header> = [HEADER, HEADER_COPY]
            .iter()
            .filter_map(|key| objects::parse_header(self.stored.get(*key)?).ok())
            .filter(|header| header.vault == self.id && opens_with(header, &self.keyring))
            .collect();
        if own.is_empty() {
            let is_own = |key: &String| objects::bucket_index(key).is_some() || key.starts_with(HEADER);
            return self.roster.keeps_list() && self.stored.keys().any(is_own);
        }
        own.iter().any(|header| header.roster.keeps_list())
    }

    fn join_own_header(&mut self, header: &Header) -> Result<(), Error> {
        if !self.keyring.contains_key(&header.roster.epoch) {
            return Err(ErrorCode::VaultHeaderDamaged.into());
        }
        self.join_header(header, None)
    }

    fn read_buckets(&mut self) {
        for index in 0..=objects::OVERFLOW {
            let key = objects::bucket_key(index);
            let Some(text) = self.stored.get(&key) else {
                continue;
            };
            match objects::open_bucket(self.id, &self.keyring, text, Some(index)) {
                Ok(opened) => {
                    if opened.label.epoch != self.roster.epoch {
                        self.stale.insert(index);
                    }
                    self.load.insert(index, opened.size);
                    self.clock = self.clock.max(opened.label.at);
                    self.replica.absorb(opened.entries);
                }
                Err(error) => {
                    self.blocked.insert(index);
                    self.damage.insert(key, error.code);
                }
            }
        }
    }

    /// Erases what has lain in the bin for 30 days, by this device's clock and by the latest edit known: a clock that
    /// is wrong for a moment erases nothing.
    pub(super) fn expire(&mut self, now: UnixTime) {
        let today = now.min(self.replica.latest().time());
        let before = UnixTime::from_milliseconds(today.milliseconds().saturating_sub(BIN_MILLISECONDS));
        for id in self.replica.deleted_before(before) {
            self.mark(id);
            self.replica.erase(id);
            self.content_changed = true;
        }
    }
}

fn open_any<'a>(
    headers: &'a [Header],
    unlock: &Unlock,
    stored: &Objects,
) -> Result<(&'a Header, Keyring), Error> {
    let mut failure = None;
    for header in headers {
        match merge::open_header(header, unlock, stored) {
            Ok(Some(keyring)) => return Ok((header, keyring)),
            Ok(None) => {}
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.unwrap_or_else(|| unlock.refusal().into()))
}

/// Whether the device's own header is one that these keys prove, or is damaged: a header from the inbox never takes
/// the place of one that is merely locked by another key.
fn accounts_for_own_header(stored: &Objects, keyring: &Keyring) -> bool {
    let own: Vec<Header> = [HEADER, HEADER_COPY]
        .iter()
        .filter_map(|key| objects::parse_header(stored.get(*key)?).ok())
        .collect();
    own.iter().any(|header| opens_with(header, keyring))
        || own.iter().all(|header| keyring.contains_key(&header.roster.epoch))
}

/// Whether one of these keys is the header's.
pub(super) fn opens_with(header: &Header, keyring: &Keyring) -> bool {
    keyring.get(&header.roster.epoch).is_some_and(|key| header.open(key.master.clone()).is_ok())
}

/// A month in the bin, then only the trace of an account stays.
const BIN_MILLISECONDS: u64 = 30 * 24 * 60 * 60 * 1000;
