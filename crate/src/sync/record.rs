//! What is kept of one account: an identity that never changes, and groups of fields that are edited.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use super::hlc::Hlc;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// Which account: eight random bytes, drawn when it is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordId(pub [u8; RecordId::BYTES]);

/// In the order of the bytes, compared as one number: every search for an account compares a dozen of them.
impl Ord for RecordId {
    fn cmp(&self, other: &RecordId) -> Ordering {
        u64::from_be_bytes(self.0).cmp(&u64::from_be_bytes(other.0))
    }
}

impl PartialOrd for RecordId {
    fn partial_cmp(&self, other: &RecordId) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl RecordId {
    /// The encoded length.
    pub const BYTES: usize = 8;
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base16ct::lower::encode_string(&self.0))
    }
}

impl FromStr for RecordId {
    type Err = Error;

    /// Errors: `vault_record_unknown` for what is no id at all.
    fn from_str(text: &str) -> Result<RecordId, Error> {
        let mut id = RecordId([0; RecordId::BYTES]);
        match base16ct::lower::decode(text, &mut id.0) {
            Ok(bytes) if bytes.len() == RecordId::BYTES => Ok(id),
            _ => Err(ErrorCode::VaultRecordUnknown.into()),
        }
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
        match (value, self.place(tag)) {
            (Some(value), _) => self.set(tag, Secret::new(value)),
            (None, Ok(place)) => drop(self.0.remove(place)),
            (None, Err(_)) => {}
        }
    }

    /// Puts `value` under `tag`.
    pub fn set(&mut self, tag: u8, value: Secret) {
        match self.place(tag).map(|place| self.0.get_mut(place)) {
            Ok(Some(field)) => field.value = value,
            Ok(None) => {}
            Err(place) => self.0.insert(place, Field { tag, value }),
        }
    }

    fn place(&self, tag: u8) -> Result<usize, usize> {
        self.0.binary_search_by_key(&tag, |field| field.tag)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixTime;

    fn hlc(number: u64) -> Hlc {
        Hlc::next(UnixTime::from_milliseconds(number), Hlc::ZERO)
    }

    fn fields(values: &[(u8, &[u8])]) -> Fields {
        let mut fields = Fields::default();
        values.iter().for_each(|(tag, value)| fields.put(*tag, Some(value.to_vec())));
        fields
    }

    fn identity(kind: u8, settings: &[u8], key: &[u8]) -> Identity {
        Identity { kind, settings: settings.to_vec(), key: Secret::new(key.to_vec()) }
    }

    fn record() -> Record {
        let none = || Stamped { at: hlc(1), fields: Fields::default() };
        let (name, place, pin, bin) = (none(), none(), none(), none());
        let identity = identity(1, b"", b"key");
        Record { created: hlc(1), identity, name, place, pin, bin, counter: 0, others: Fields::default() }
    }

    fn edited(edit: fn(&mut Record)) -> Record {
        let mut edited = record();
        edit(&mut edited);
        edited
    }

    #[test]
    fn an_id_is_printed_and_read_back() {
        let id = RecordId([0x00, 0x01, 0x7f, 0x80, 0xab, 0xcd, 0xef, 0xff]);
        assert_eq!(id.to_string(), "00017f80abcdefff");
        assert_eq!("00017f80abcdefff".parse(), Ok(id));
        for text in ["", "00017f80abcdef", "00017f80abcdefff00", "00017f80abcdefgg"] {
            assert_eq!(text.parse::<RecordId>(), Err(ErrorCode::VaultRecordUnknown.into()), "{text}");
        }
    }

    #[test]
    fn every_group_has_a_range_of_tags_and_its_stamp_behind_it() {
        let mut first = 1;
        for (group, stamp) in [(Group::Name, 63), (Group::Place, 95), (Group::Pin, 127), (Group::Bin, 159)] {
            assert_eq!(group.stamp_tag(), stamp);
            assert!((first..stamp).all(|tag| Group::of(tag) == Some(group)), "{group:?}");
            assert_eq!(Group::of(stamp), None);
            first = stamp + 1;
        }
        assert!((first..=u8::MAX).chain([0]).all(|tag| Group::of(tag).is_none()));
    }

    #[test]
    fn each_group_is_edited_by_its_own_name() {
        for group in Group::ALL {
            let mut record = record();
            record.group_mut(group).at = hlc(5);
            assert_eq!(
                Group::ALL.map(|other| record.group(other).at == hlc(5)),
                Group::ALL.map(|g| g == group)
            );
            assert_eq!(record.latest(), hlc(5), "{group:?}");
        }
        assert_eq!(record().latest(), hlc(1));
    }

    #[test]
    fn fields_are_kept_by_rising_tag_and_each_once() {
        let mut fields = fields(&[(3, b"c"), (1, b"a"), (2, b"b"), (2, b"B"), (1, b"A")]);
        let tags = |fields: &Fields| fields.iter().map(|field| field.tag).collect::<Vec<_>>();
        assert_eq!(tags(&fields), [1, 2, 3]);
        assert_eq!([1, 2, 3, 4].map(|tag| fields.find(tag)), [Some(&b"A"[..]), Some(b"B"), Some(b"c"), None]);
        fields.put(2, None);
        fields.put(9, None);
        assert_eq!(tags(&fields), [1, 3]);
        assert!(!fields.is_empty());
        assert!(Fields::default().is_empty());
    }

    #[test]
    fn joined_fields_have_every_tag_and_the_larger_value() {
        let (one, other) = (fields(&[(1, b"a"), (2, b"z")]), fields(&[(2, b"b"), (3, b"c")]));
        let both = fields(&[(1, b"a"), (2, b"z"), (3, b"c")]);
        assert_eq!((one.join(&other), other.join(&one)), (both.clone(), both));
    }

    #[test]
    fn equal_stamps_are_decided_by_tags_and_values() {
        let rising = [fields(&[]), fields(&[(1, b"a")]), fields(&[(1, b"b")]), fields(&[(2, b"a")])];
        for pair in rising.windows(2) {
            assert!(pair[0] < pair[1] && pair[0].cmp(&pair[1]) == Ordering::Less);
        }
    }

    #[test]
    fn identities_are_ordered_by_kind_then_settings_then_key() {
        for (less, more) in [
            (identity(1, b"b", b"b"), identity(2, b"a", b"a")),
            (identity(1, b"a", b"b"), identity(1, b"b", b"a")),
            (identity(1, b"a", b"a"), identity(1, b"a", b"b")),
        ] {
            assert!(less < more && less.cmp(&more) == Ordering::Less);
        }
    }

    #[test]
    fn content_is_what_the_account_says_without_its_place_and_counter() {
        for edit in [
            |record: &mut Record| record.identity = identity(1, b"", b"other"),
            |record: &mut Record| record.name.fields.put(tag::NOTE, Some(b"note".to_vec())),
            |record: &mut Record| record.pin.fields.put(tag::PIN, Some(b"1234".to_vec())),
            |record: &mut Record| record.bin.fields.put(tag::DELETED, Some(Vec::new())),
        ] {
            assert!(record().differs_in_content(&edited(edit)));
        }
        for edit in [
            |_: &mut Record| (),
            |record: &mut Record| record.place.fields.put(tag::FAVORITE, Some(Vec::new())),
            |record: &mut Record| record.counter = 7,
            |record: &mut Record| record.name.at = hlc(9),
        ] {
            assert!(!record().differs_in_content(&edited(edit)));
        }
        assert!(!record().is_deleted());
    }
}
