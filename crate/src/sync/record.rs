//! What is kept of one account: an identity that never changes, and groups of fields that are edited.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use data_encoding::HEXLOWER;

use super::hlc::Hlc;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// Which account: eight random bytes, drawn when it is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub [u8; RecordId::BYTES]);

impl RecordId {
    /// The encoded length.
    pub const BYTES: usize = 8;
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for RecordId {
    type Err = Error;

    /// Errors: `vault_record_unknown` for what is no id at all.
    fn from_str(text: &str) -> Result<RecordId, Error> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| ErrorCode::VaultRecordUnknown)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| ErrorCode::VaultRecordUnknown)?;
        Ok(RecordId(bytes))
    }
}

/// An account as it is stored: raw fields under tags, so that what a later version adds survives an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it was added; with the identity it never changes.
    pub created: Hlc,
    /// What its codes are made from.
    pub identity: Identity,
    /// Names, note, tags, site, icon, recovery codes.
    pub name: Stamped,
    /// Place in the list and favorite.
    pub place: Stamped,
    /// The PIN of schemes that have one.
    pub pin: Stamped,
    /// Whether it is in the bin; its stamp is the time of deletion.
    pub bin: Stamped,
    /// The next HOTP counter: the largest that any device has reached.
    pub counter: u64,
    /// Fields of a later version that belong to no group above; each is the largest any device has.
    pub others: Fields,
}

impl Record {
    /// The record that two copies of the same account become. A join: commutative, associative, idempotent.
    pub fn join(&self, other: &Record) -> Record {
        let identity = (self.created, &self.identity).max((other.created, &other.identity));
        Record {
            created: identity.0,
            identity: identity.1.clone(),
            name: self.name.join(&other.name),
            place: self.place.join(&other.place),
            pin: self.pin.join(&other.pin),
            bin: self.bin.join(&other.bin),
            counter: self.counter.max(other.counter),
            others: self.others.join(&other.others),
        }
    }

    /// The stamp of its latest edit.
    pub fn latest(&self) -> Hlc {
        [self.name.at, self.place.at, self.pin.at, self.bin.at].into_iter().fold(self.created, Hlc::max)
    }

    /// The group that holds a tag.
    pub fn group(&self, group: Group) -> &Stamped {
        match group {
            Group::Name => &self.name,
            Group::Place => &self.place,
            Group::Pin => &self.pin,
            Group::Bin => &self.bin,
        }
    }

    /// The group that holds a tag, to be edited.
    pub fn group_mut(&mut self, group: Group) -> &mut Stamped {
        match group {
            Group::Name => &mut self.name,
            Group::Place => &mut self.place,
            Group::Pin => &mut self.pin,
            Group::Bin => &mut self.bin,
        }
    }

    /// Whether it lies in the bin.
    pub fn is_deleted(&self) -> bool {
        self.bin.fields.find(tag::DELETED).is_some()
    }

    /// Whether `other` says something else about the account than this does, apart from its place and counter.
    pub fn differs_in_content(&self, other: &Record) -> bool {
        self.identity != other.identity
            || self.name.fields != other.name.fields
            || self.pin.fields != other.pin.fields
            || self.is_deleted() != other.is_deleted()
    }
}

/// What the codes are made from: the kind of scheme, its settings and the key, in stored form.
///
/// A kind that this version does not know is carried along untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The scheme's number in FORMAT.md.
    pub kind: u8,
    /// Its settings; empty for the usual ones.
    pub settings: Vec<u8>,
    /// The shared key.
    pub key: Secret,
}

impl Ord for Identity {
    fn cmp(&self, other: &Identity) -> Ordering {
        (self.kind, &self.settings, self.key.expose()).cmp(&(other.kind, &other.settings, other.key.expose()))
    }
}

impl PartialOrd for Identity {
    fn partial_cmp(&self, other: &Identity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Fields that are edited together: the later edit wins as a whole, equal stamps are decided by content.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamped {
    /// When they were last edited.
    pub at: Hlc,
    /// Their values.
    pub fields: Fields,
}

impl Stamped {
    /// The later of the two.
    pub fn join(&self, other: &Stamped) -> Stamped {
        self.max(other).clone()
    }
}

/// The groups, each a range of tags; the last tag of a range is the group's stamp in stored form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Tags 1 to 62.
    Name,
    /// Tags 64 to 94.
    Place,
    /// Tags 96 to 126.
    Pin,
    /// Tags 128 to 158.
    Bin,
}

impl Group {
    /// Every group, in the order of their tags.
    pub const ALL: [Group; 4] = [Group::Name, Group::Place, Group::Pin, Group::Bin];

    /// The group of a field's tag; `None` for fields of no group.
    pub const fn of(tag: u8) -> Option<Group> {
        match tag {
            1..=62 => Some(Group::Name),
            64..=94 => Some(Group::Place),
            96..=126 => Some(Group::Pin),
            128..=158 => Some(Group::Bin),
            _ => None,
        }
    }

    /// The tag under which the group's stamp is stored if it is not the record's own.
    pub const fn stamp_tag(self) -> u8 {
        match self {
            Group::Name => 63,
            Group::Place => 95,
            Group::Pin => 127,
            Group::Bin => 159,
        }
    }
}

/// The tags of FORMAT.md.
pub mod tag {
    /// Text.
    pub const ISSUER: u8 = 1;
    /// Text.
    pub const ACCOUNT: u8 = 2;
    /// Text.
    pub const NOTE: u8 = 3;
    /// List of texts.
    pub const GROUPS: u8 = 4;
    /// Text.
    pub const SITE: u8 = 5;
    /// Text.
    pub const ICON: u8 = 6;
    /// List of one byte (1: used) and text.
    pub const RECOVERY_CODES: u8 = 7;
    /// Order key.
    pub const ORDER: u8 = 64;
    /// Empty; present if the account is a favorite.
    pub const FAVORITE: u8 = 65;
    /// Bytes.
    pub const PIN: u8 = 96;
    /// Empty; present if the account is in the bin.
    pub const DELETED: u8 = 128;
    /// Whole number.
    pub const COUNTER: u8 = 160;
    /// Whole number.
    pub const GENERATION: u8 = 192;
    /// Whole number.
    pub const MOVES: u8 = 193;
}

/// Values under tags, by rising tag, each tag at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

/// A value under its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which field.
    pub tag: u8,
    /// Its bytes.
    pub value: Secret,
}

impl Fields {
    /// The value under `tag`.
    pub fn find(&self, tag: u8) -> Option<&[u8]> {
        self.0.iter().find(|field| field.tag == tag).map(|field| field.value.expose())
    }

    /// Puts `value` under `tag`, or takes the field away.
    pub fn put(&mut self, tag: u8, value: Option<Vec<u8>>) {
        let at = self.0.partition_point(|field| field.tag < tag);
        let present = self.0.get(at).is_some_and(|field| field.tag == tag);
        if present {
            self.0.remove(at);
        }
        if let Some(value) = value {
            self.0.insert(at, Field { tag, value: Secret::new(value) });
        }
    }

    /// The fields by rising tag.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every tag of both; of two values the larger.
    pub fn join(&self, other: &Fields) -> Fields {
        let mut joined = self.clone();
        for field in &other.0 {
            let ours = joined.find(field.tag);
            if ours.is_none_or(|ours| ours < field.value.expose()) {
                joined.put(field.tag, Some(field.value.expose().to_vec()));
            }
        }
        joined
    }

    fn key(&self) -> impl Iterator<Item = (u8, &[u8])> {
        self.0.iter().map(|field| (field.tag, field.value.expose()))
    }
}

impl Ord for Fields {
    fn cmp(&self, other: &Fields) -> Ordering {
        self.key().cmp(other.key())
    }
}

impl PartialOrd for Fields {
    fn partial_cmp(&self, other: &Fields) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
