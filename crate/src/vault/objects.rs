//! What lies in storage: texts under short keys. This file holds every key once.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::base91;
use super::bucket;
use super::header::{Header, Keyring};
use super::keys::{VaultId, VaultKey};
use super::sealed::{self, Kind, Label};
use crate::error::{Error, ErrorCode};
use crate::flat::Map;
use crate::sync::{Hlc, Replica};

/// Storage key to text: the same text in `storage.local` and in `storage.sync`.
pub type Objects = Map<String, String>;

/// The header. Local and sync.
pub const HEADER: &str = "h";
/// The same header again, because without it nothing opens. Local.
pub const HEADER_COPY: &str = "h2";
/// The key of the device slot, 32 bytes. Local; only while the vault has no other slot.
pub const DEVICE_KEY: &str = "k";
/// The same key again. Local.
pub const DEVICE_KEY_COPY: &str = "k2";
/// The list of kept versions. Local.
pub const VERSIONS: &str = "v";
/// Plain text: the sync keys whose texts wait to be written to sync. Local; absent if none do.
pub const PENDING: &str = "p";
/// In front of the hash of a kept object (a bucket of an earlier version). Local.
pub const KEPT: &str = "s:";
/// In front of the hash of an object that arrived from sync while the vault was locked. Local.
pub const INBOX: &str = "i:";
/// In front of the hash of a damaged object that was put aside when its place was needed. Local.
pub const ASIDE: &str = "d:";

/// In front of a bucket's key: the same text again, in case the bucket is damaged. Local.
pub const COPY: &str = "c:";

/// Buckets that are synced.
pub const SYNC_BUCKETS: u8 = 12;
/// The bucket for what does not fit them. Local, of any size.
pub const OVERFLOW: u8 = 12;

/// The storage key of a bucket.
pub fn bucket_key(index: u8) -> String {
    char::from_digit(index.into(), 16).map(String::from).unwrap_or_default()
}

/// The storage key of a bucket's copy.
pub fn copy_key(index: u8) -> String {
    format!("{COPY}{}", bucket_key(index))
}

/// The bucket under a storage key.
pub fn bucket_index(key: &str) -> Option<u8> {
    (0..=OVERFLOW).find(|index| bucket_key(*index) == key)
}

/// The keys that unlocking and editing read, apart from those under [`INBOX`].
pub fn working_keys() -> Vec<String> {
    let buckets = (0..=OVERFLOW).map(bucket_key);
    let others = [HEADER, HEADER_COPY, DEVICE_KEY, DEVICE_KEY_COPY, VERSIONS, PENDING].map(String::from);
    buckets.chain(others).collect()
}

/// The keys in the sync area.
pub fn sync_keys() -> Vec<String> {
    (0..SYNC_BUCKETS).map(bucket_key).chain([HEADER.to_owned()]).collect()
}

/// Which vault a sync area holds, read from its header and not yet authenticated.
pub fn vault_of(area: &Objects) -> Option<VaultId> {
    parse_header(area.get(HEADER)?).ok().map(|header| header.vault)
}

/// Texts that arrived from sync, under the keys by which they wait in local storage.
pub fn inbox(arrived: &Objects) -> Objects {
    arrived.values().map(|text| (content_key(INBOX, text), text.clone())).collect()
}

/// The key of a text under a prefix: half of its SHA-256, in hexadecimal.
pub(crate) fn content_key(prefix: &str, text: &str) -> String {
    hash_key(prefix, &content_hash(text))
}

/// The key of a hash under a prefix.
pub(crate) fn hash_key(prefix: &str, hash: &[u8; 16]) -> String {
    format!("{prefix}{}", base16ct::lower::encode_string(hash))
}

/// The first half of a text's SHA-256.
pub(crate) fn content_hash(text: &str) -> [u8; 16] {
    let [hash, _] = *Sha256::digest(text.as_bytes()).as_chunks::<16>().0 else {
        return [0; 16];
    };
    hash
}

/// A bucket that was opened.
pub(crate) struct Opened {
    pub(crate) label: Label,
    pub(crate) entries: Replica,
    /// Plain bytes without padding.
    pub(crate) size: usize,
}

/// Opens a bucket's text with the key of its epoch; `expected` is the bucket's index if its storage key says one.
///
/// Errors: `vault_object_damaged`, `vault_object_misplaced`, `vault_epoch_unknown`, `vault_format_newer`.
pub(crate) fn open_bucket(
    vault: VaultId,
    keyring: &Keyring,
    text: &str,
    expected: Option<u8>,
) -> Result<Opened, Error> {
    let object = base91::decode(text).ok_or(ErrorCode::VaultObjectDamaged)?;
    let label = Label::read(&object)?;
    if label.kind != Kind::Bucket
        || label.index > OVERFLOW
        || expected.is_some_and(|index| index != label.index)
    {
        return Err(ErrorCode::VaultObjectMisplaced.into());
    }
    let key = keyring.get(&label.epoch).ok_or(ErrorCode::VaultEpochUnknown)?;
    let plain = sealed::open(vault, key, &object)?;
    let (entries, size) = bucket::decode(&plain, label.index)?;
    Ok(Opened { label, entries, size })
}

/// Seals the plain bytes of a bucket, padded to its size class.
///
/// Errors: `entropy_unavailable`.
pub(crate) fn seal_bucket(
    vault: VaultId,
    key: &VaultKey,
    index: u8,
    at: Hlc,
    plain: &[u8],
) -> Result<String, Error> {
    let mut padded = Zeroizing::new(Vec::with_capacity(padded_length(plain.len())));
    padded.extend_from_slice(plain);
    padded.resize(padded_length(plain.len()), 0);
    let label = Label { kind: Kind::Bucket, index, epoch: key.epoch, at };
    Ok(base91::encode(&sealed::seal(vault, key, label, &padded)?))
}

/// Reads a header's text.
///
/// Errors: `vault_header_damaged`, `vault_format_newer`.
pub(crate) fn parse_header(text: &str) -> Result<Header, Error> {
    let bytes = base91::decode(text).ok_or(ErrorCode::VaultHeaderDamaged)?;
    Header::parse(&bytes)
}

/// Whether a text begins as a header does, so that it is not taken for a bucket.
pub(crate) fn is_header(text: &str) -> bool {
    base91::decode(text.get(..HEADER_PEEK).unwrap_or(text)).is_some_and(|bytes| bytes.starts_with(b"TV"))
}

/// The plain bytes that fill the size class of `length`: items of 1, 2, 4 or 8 KiB, then whole multiples of 8.
pub(crate) fn padded_length(length: usize) -> usize {
    let class = SIZE_CLASSES.into_iter().map(class_capacity).find(|capacity| *capacity >= length);
    class.unwrap_or_else(|| length.next_multiple_of(BUCKET_CAPACITY))
}

/// The plain bytes of an item whose key and quoted text take `bytes` bytes.
const fn class_capacity(bytes: usize) -> usize {
    base91::byte_length(bytes.saturating_sub(ITEM_OVERHEAD)).saturating_sub(sealed::OVERHEAD)
}

const SIZE_CLASSES: [usize; 4] = [1024, 2048, 4096, 8192];
/// A key of one character and two quotes.
const ITEM_OVERHEAD: usize = 3;
/// Four bytes are 32 bits, two pairs and one character.
const HEADER_PEEK: usize = 4;
/// The plain bytes that fit a synced bucket.
pub(crate) const BUCKET_CAPACITY: usize = class_capacity(8192);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Epoch;

    const VAULT: VaultId = VaultId([7; 16]);

    fn key() -> VaultKey {
        VaultKey::new(VAULT, Epoch { number: 1, nonce: 2 }, Zeroizing::new([3; 32]))
    }

    #[test]
    fn only_the_synced_buckets_and_the_header_are_in_sync() {
        let keys = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "h"];
        assert_eq!(sync_keys(), keys);
    }

    #[test]
    fn what_is_no_bucket_or_another_is_misplaced() {
        let keyring = Keyring::from([(key().epoch, key())]);
        let opened = |kind, index, expected| {
            let label = Label { kind, index, epoch: key().epoch, at: Hlc::ZERO };
            let plain = bucket::encode(&Replica::default());
            let text = base91::encode(&sealed::seal(VAULT, &key(), label, &plain).unwrap());
            open_bucket(VAULT, &keyring, &text, expected).err().map(|error| error.code)
        };
        for expected in [None, Some(OVERFLOW)] {
            assert_eq!(opened(Kind::Bucket, OVERFLOW, expected), None);
        }
        let misplaced = Some(ErrorCode::VaultObjectMisplaced);
        assert_eq!(opened(Kind::Bucket, OVERFLOW + 1, None), misplaced);
        assert_eq!(opened(Kind::Bucket, 3, Some(4)), misplaced);
        for kind in [Kind::Versions, Kind::Backup] {
            assert_eq!(opened(kind, 0, None), misplaced);
        }
    }

    #[test]
    fn a_bucket_fills_an_item_of_the_next_of_four_sizes() {
        let item = |length: usize| {
            let text = seal_bucket(VAULT, &key(), 0, Hlc::ZERO, &vec![1; length]).unwrap();
            "0".len() + text.len() + 2
        };
        let capacities = SIZE_CLASSES.map(class_capacity);
        for (capacity, size) in capacities.into_iter().zip(SIZE_CLASSES) {
            assert!((size - 2..=size).contains(&item(capacity)), "{}", item(capacity));
        }
        assert_eq!(item(0), item(capacities[0]));
        for (capacity, next) in capacities.into_iter().zip([capacities[1], capacities[2], capacities[3]]) {
            assert_eq!(item(capacity + 1), item(next));
        }
        assert_eq!(padded_length(BUCKET_CAPACITY + 1), 2 * BUCKET_CAPACITY);
    }

    #[test]
    fn the_extension_reads_the_keys_that_opening_needs() {
        let script = include_str!("../../../extension/storage-keys.js");
        let (_, list) = script.split_once("VAULT_KEYS = [").unwrap();
        let (list, _) = list.split_once("];").unwrap();
        let (names, digits) = list.split_once("...\"").unwrap();
        let named = names.split('"').skip(1).step_by(2).map(String::from);
        let buckets = digits.trim_end_matches('"').chars().map(String::from);
        let mut read: Vec<String> = named.chain(buckets).collect();
        let mut needed = working_keys();
        read.sort_unstable();
        needed.sort_unstable();
        assert_eq!(read, needed);
    }
}
