//! The backup file: a header with one passphrase slot, and all accounts in one sealed object.
//!
//! It has a master key of its own, so that who reads a backup learns nothing about the vault's later keys.

use zeroize::Zeroizing;

use super::header::{self, Header, Keyring};
use super::keys::{self, VaultId, VaultKey};
use super::restore::{Difference, Extent, Named};
use super::sealed::{self, Kind, Label};
use super::slot::{Lock, Slot};
use super::{Unlocking, Vault, bucket, fields, kdf, objects};
use crate::account::Account;
use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::sync::record::tag;
use crate::sync::{Body, Epoch, Hlc, Replica, Roster, SlotEntry, SlotId};
use crate::time::UnixTime;

/// A backup that was opened.
#[derive(Clone)]
pub struct Backup {
    vault: VaultId,
    entries: Replica,
    /// When it was made.
    pub made: UnixTime,
}

impl Backup {
    /// How many accounts are in its list.
    pub fn accounts(&self) -> usize {
        self.entries.records().filter(|(_, record)| !record.is_deleted()).count()
    }

    /// The accounts of its list, in order, and the names of those in its bin.
    ///
    /// Errors: `vault_record_newer` for an account that only a later version knows.
    pub fn contents(&self) -> Result<(Vec<Account>, Vec<Named>), Error> {
        let records = fields::in_order(self.entries.records()).into_iter();
        let (binned, listed): (Vec<_>, Vec<_>) = records.partition(|(_, record)| record.is_deleted());
        let accounts =
            listed.into_iter().map(|(_, record)| fields::account(record)).collect::<Result<_, _>>()?;
        let named = binned.into_iter().filter_map(|(id, record)| {
            let Account { issuer, account, .. } = fields::account(record).ok()?;
            Some(Named { id, issuer, account })
        });
        Ok((accounts, named.collect()))
    }

    /// Whether it was made from this vault.
    pub fn is_of(&self, vault: &Vault) -> bool {
        self.vault == vault.id
    }
}

/// Whether the recovery codes that services gave go into a backup: whoever opens it could sign in with one, without any
/// code of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryCodes {
    /// They go along.
    Kept,
    /// They stay in the vault.
    LeftOut,
}

/// Whether a file begins as a backup does.
pub fn is_backup(file: &[u8]) -> bool {
    file.starts_with(MAGIC)
}

/// The bytes of a backup of everything in the vault, the bin included, recovery codes as `codes` says. Its key was derived
/// from the passphrase with these parameters, for which [`kdf::Cost::HIGH`] is right.
///
/// Errors: `vault_kdf_parameters`, `vault_key_length`, `entropy_unavailable`.
pub fn seal(
    vault: &Vault,
    codes: RecoveryCodes,
    params: kdf::Params,
    kek: Secret,
    now: UnixTime,
) -> Result<Vec<u8>, Error> {
    let epoch = Epoch { number: 1, nonce: u32::from_be_bytes(entropy::make_bytes()?) };
    let key = VaultKey::new(vault.id, epoch, keys::make_key()?);
    let at = Hlc::next(now, Hlc::ZERO);
    let id = SlotId(entropy::make_bytes()?);
    let slot = Slot::make(vault.id, &key, id, "", &Unlocking::passphrase(params, kek)?)?;
    let mut roster = Roster { epoch, at, floor: (params.memory, params.passes), ..Roster::default() };
    roster.slots.insert(id, SlotEntry { at, body: Some(slot.to_bytes()) });
    let header = header::encode(vault.id, &roster, &Keyring::from([(epoch, key.clone())]))?;

    let plain = bucket::encode(&entries(vault, codes));
    let length = objects::padded_length(plain.len());
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend_from_slice(&plain);
    padded.resize(length, 0);
    let label = Label { kind: Kind::Backup, index: 0, epoch, at };
    let object = sealed::seal(vault.id, &key, label, &padded)?;

    let length = u32::try_from(header.len()).map_err(|_| ErrorCode::VaultSlotLimit)?;
    Ok([MAGIC.as_slice(), &length.to_be_bytes(), &header, &object].concat())
}

/// What a backup's passphrase must be derived with.
///
/// Errors: `backup_unknown`, `backup_damaged`, `vault_format_newer`, `vault_kdf_parameters`.
pub fn params(file: &[u8]) -> Result<kdf::Params, Error> {
    let (header, _) = split(file)?;
    let slot = header.slots().find_map(|(_, slot)| match slot.lock {
        Lock::Passphrase(params) => Some(params),
        _ => None,
    });
    let params = slot.ok_or(ErrorCode::BackupDamaged)?;
    params.check()?;
    Ok(params)
}

/// Opens a backup, all or nothing.
///
/// Errors: `backup_unknown`, `backup_damaged`, `backup_passphrase_wrong`, `vault_format_newer`.
pub fn open(file: &[u8], kek: &Secret) -> Result<Backup, Error> {
    params(file)?;
    let (header, object) = split(file)?;
    let passphrase = |slot: &Slot| Ok(matches!(slot.lock, Lock::Passphrase(_)).then(|| kek.clone()));
    let master = header::unwrap(&header, &header.roster, passphrase).map_err(|_| ErrorCode::BackupDamaged)?;
    let master = master.ok_or(ErrorCode::BackupPassphraseWrong)?;
    let keyring = header.open(master).map_err(|_| ErrorCode::BackupDamaged)?;
    let key = keyring.get(&header.roster.epoch).ok_or(ErrorCode::BackupDamaged)?;
    let label = Label::read(object)?;
    if label.kind != Kind::Backup || label.index != 0 {
        return Err(ErrorCode::BackupDamaged.into());
    }
    let plain = sealed::open(header.vault, key, object).map_err(|_| ErrorCode::BackupDamaged)?;
    let (entries, _) = bucket::decode(&plain, 0)?;
    Ok(Backup { vault: header.vault, entries, made: header.roster.at.time() })
}

/// Whether a file that was written and read back holds everything the vault does, recovery codes as `codes` says.
///
/// Errors: `backup_differs`, and those of [`open`].
pub fn verify(file: &[u8], codes: RecoveryCodes, kek: &Secret, vault: &Vault) -> Result<Backup, Error> {
    let backup = open(file, kek)?;
    let wanted = entries(vault, codes);
    let same = backup.entries.len() == wanted.len()
        && wanted.iter().all(|(id, entry)| {
            backup
                .entries
                .entry(id)
                .is_some_and(|theirs| theirs.generation == entry.generation && theirs.body == entry.body)
        });
    if same { Ok(backup) } else { Err(ErrorCode::BackupDiffers.into()) }
}

impl Vault {
    /// What restoring a backup would bring.
    pub fn preview_backup(&self, backup: &Backup) -> Difference {
        self.difference(&backup.entries, Extent::Missing)
    }

    /// Brings back the accounts of a backup that are not in the list; those that are stay as they are.
    pub fn restore_backup(&mut self, backup: &Backup, now: UnixTime) -> Difference {
        let difference = self.preview_backup(backup);
        self.bring_back(&backup.entries, Extent::Missing, now);
        difference
    }
}

/// What a backup of this vault holds.
fn entries(vault: &Vault, codes: RecoveryCodes) -> Replica {
    let mut replica = Replica::default();
    for (id, entry) in vault.replica.iter() {
        let mut entry = entry.clone();
        if let (Body::Live(record), RecoveryCodes::LeftOut) = (&mut entry.body, codes) {
            record.name.fields.put(tag::RECOVERY_CODES, None);
        }
        replica.put(id, entry);
    }
    replica
}

fn split(file: &[u8]) -> Result<(Header, &[u8]), Error> {
    let rest = file.strip_prefix(MAGIC).ok_or(ErrorCode::BackupUnknown)?;
    let (length, rest) = rest.split_first_chunk().ok_or(ErrorCode::BackupDamaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ErrorCode::BackupDamaged)?;
    let (header, object) = rest.split_at_checked(length).ok_or(ErrorCode::BackupDamaged)?;
    let header = Header::parse(header).map_err(|error| match error.code {
        ErrorCode::VaultFormatNewer => error,
        _ => ErrorCode::BackupDamaged.into(),
    })?;
    Ok((header, object))
}

/// “Tessera backup”, and bytes that a text transfer would break.
const MAGIC: &[u8; 8] = b"TVBK\x89\r\n\x1a";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);
    const PARAMS: kdf::Params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };

    fn kek() -> Secret {
        Secret::new(vec![9; 32])
    }

    fn sealed(vault: &Vault) -> Vec<u8> {
        seal(vault, RecoveryCodes::Kept, PARAMS, kek(), NOW).unwrap()
    }

    /// The backup with another object behind its header, sealed with the right key under this label.
    fn with_object(file: &[u8], kind: Kind, index: u8) -> Vec<u8> {
        let (header, _) = split(file).unwrap();
        let master = header::unwrap(&header, &header.roster, |_| Ok(Some(kek()))).unwrap().unwrap();
        let keyring = header.open(master).unwrap();
        let epoch = header.roster.epoch;
        let label = Label { kind, index, epoch, at: header.roster.at };
        let plain = bucket::encode(&Replica::default());
        let object = sealed::seal(header.vault, keyring.get(&epoch).unwrap(), label, &plain).unwrap();
        let front = file.len() - split(file).unwrap().1.len();
        [&file[..front], &object].concat()
    }

    #[test]
    fn only_an_object_that_was_made_for_a_backup_is_taken_for_one() {
        let file = sealed(&Vault::create(NOW).unwrap());
        let refusal = |kind, index| open(&with_object(&file, kind, index), &kek()).err();
        assert_eq!(refusal(Kind::Backup, 0), None);
        for (kind, index) in [(Kind::Bucket, 0), (Kind::Versions, 0), (Kind::Backup, 1)] {
            assert_eq!(refusal(kind, index), Some(ErrorCode::BackupDamaged.into()), "{kind:?} {index}");
        }
    }

    #[test]
    fn a_backup_tells_its_vault_its_moment_and_how_its_key_was_derived() {
        let (vault, other) = (Vault::create(NOW).unwrap(), Vault::create(NOW).unwrap());
        let file = sealed(&vault);
        let backup = open(&file, &kek()).unwrap();
        assert!(backup.is_of(&vault) && !backup.is_of(&other));
        assert_eq!(backup.made, NOW);
        let floor = split(&file).unwrap().0.roster.floor;
        assert_eq!((params(&file), floor), (Ok(PARAMS), (PARAMS.memory, PARAMS.passes)));
    }

    #[test]
    fn a_file_is_a_backup_by_its_first_bytes() {
        let file = sealed(&Vault::create(NOW).unwrap());
        assert!(is_backup(&file));
        for other in [&b""[..], b"TVBK", b"otpauth://", &file[1..]] {
            assert!(!is_backup(other));
            assert_eq!(params(other), Err(ErrorCode::BackupUnknown.into()));
        }
    }
}
