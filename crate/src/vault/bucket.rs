//! Records as the plain bytes of a bucket: columns, because equal things side by side pack well.

use zeroize::Zeroizing;

use super::bytes::{Reader, Writer};
use crate::error::{Error, ErrorCode};
use crate::order;
use crate::secret::Secret;
use crate::sync::record::tag;
use crate::sync::{
    Body, Entry, Fields, Group, Hlc, Home, Identity, Record, RecordId, Replica, Stamped, Trace,
};

/// The plain bytes of a bucket's entries, without padding. The same entries always give the same bytes.
pub(crate) fn encode(entries: &Replica) -> Zeroizing<Vec<u8>> {
    let live: Vec<Row<'_>> = entries.iter().filter_map(Row::of).collect();
    let packed = pack(&live);
    let squeezed = Zeroizing::new(miniz_oxide::deflate::compress_to_vec(&packed, DEFLATE_LEVEL));
    let deflated = squeezed.len() < packed.len();
    let packed = if deflated { squeezed } else { packed };
    let traces = encode_traces(entries);
    let keys: usize = live.iter().map(|row| row.record.identity.key.len()).sum();

    let mut plain = Zeroizing::new(Vec::with_capacity(packed.len().saturating_add(traces.len())));
    plain.bytes(&[LAYOUT, u8::from(deflated)]);
    for count in [live.len(), entries.len().saturating_sub(live.len()), keys, packed.len()] {
        plain.count(count);
    }
    live.iter().for_each(|row| plain.bytes(&row.id.0));
    live.iter().for_each(|row| plain.bytes(&row.created().1));
    live.iter().for_each(|row| plain.bytes(row.record.identity.key.expose()));
    plain.bytes(&traces);
    plain.bytes(&packed);
    plain
}

/// Reads what [`encode`] wrote into bucket `index`; zeros may follow. Gives the entries and the length without zeros.
///
/// Errors: `vault_format_newer`; `vault_object_damaged`, which an authentic object never gives.
pub(crate) fn decode(plain: &[u8], index: u8) -> Result<(Replica, usize), Error> {
    match plain.first() {
        Some(&LAYOUT) => decode_columns(plain, index).ok_or_else(|| ErrorCode::VaultObjectDamaged.into()),
        Some(&newer) if newer > LAYOUT => Err(Error::at(ErrorCode::VaultFormatNewer, newer.into())),
        _ => Err(ErrorCode::VaultObjectDamaged.into()),
    }
}

/// How many bytes an entry takes in a bucket, or more.
pub(crate) fn estimate(entry: &Entry) -> usize {
    let field = |length: usize| length.saturating_add(FIELD_ESTIMATE);
    let fields = |fields: &Fields| fields.iter().map(|value| field(value.value.len())).sum::<usize>();
    let Body::Live(record) = &entry.body else {
        return TRACE_ESTIMATE;
    };
    let groups = Group::ALL.map(|group| {
        let group = record.group(group);
        let stamp = if group.at == record.created { 0 } else { field(Hlc::BYTES) };
        fields(&group.fields).saturating_add(stamp)
    });
    let numbers = [record.counter, entry.generation.into(), entry.home.moves.into()];
    let numbers = numbers.into_iter().filter(|number| *number > 0).count().saturating_mul(field(6));
    let identity = record.identity.key.len().saturating_add(record.identity.settings.len());
    [ROW_ESTIMATE, identity, numbers, fields(&record.others)]
        .into_iter()
        .chain(groups)
        .fold(0, usize::saturating_add)
}

/// A live record with all its fields in one list.
struct Row<'a> {
    id: RecordId,
    record: &'a Record,
    fields: Vec<(u8, Zeroizing<Vec<u8>>)>,
}

impl<'a> Row<'a> {
    fn of((id, entry): (RecordId, &'a Entry)) -> Option<Row<'a>> {
        let record = entry.record()?;
        let mut fields = Vec::new();
        let mut add = |tag: u8, value: &[u8]| fields.push((tag, Zeroizing::new(value.to_vec())));
        for group in Group::ALL.map(|group| (group, record.group(group))) {
            group.1.fields.iter().for_each(|field| add(field.tag, field.value.expose()));
            if group.1.at != record.created {
                add(group.0.stamp_tag(), &group.1.at.to_bytes());
            }
        }
        let numbers = [
            (tag::COUNTER, record.counter),
            (tag::GENERATION, entry.generation.into()),
            (tag::MOVES, entry.home.moves.into()),
        ];
        for (tag, number) in numbers.into_iter().filter(|(_, number)| *number > 0) {
            let mut value = Vec::new();
            value.number(number);
            add(tag, &value);
        }
        record.others.iter().for_each(|field| add(field.tag, field.value.expose()));
        order::sort_by_key(&mut fields, |(tag, _)| *tag);
        Some(Row { id, record, fields })
    }

    /// The high and the low half of the record's stamp: the high one hardly varies, the low one is random.
    fn created(&self) -> ([u8; 3], [u8; 3]) {
        let [a, b, c, d, e, f] = self.record.created.to_bytes();
        ([a, b, c], [d, e, f])
    }
}

/// The columns that deflate makes smaller.
fn pack(rows: &[Row<'_>]) -> Zeroizing<Vec<u8>> {
    let mut packed = Zeroizing::new(Vec::new());
    for plane in 0..3 {
        rows.iter().for_each(|row| packed.extend(row.created().0.get(plane)));
    }
    rows.iter().for_each(|row| packed.push(row.record.identity.kind));
    rows.iter().for_each(|row| packed.count(row.record.identity.key.len()));
    rows.iter().for_each(|row| packed.count(row.record.identity.settings.len()));
    rows.iter().for_each(|row| packed.bytes(&row.record.identity.settings));
    rows.iter().for_each(|row| packed.count(row.fields.len()));
    rows.iter().flat_map(|row| &row.fields).for_each(|(tag, _)| packed.push(*tag));

    let mut values: Vec<&(u8, Zeroizing<Vec<u8>>)> = rows.iter().flat_map(|row| &row.fields).collect();
    order::sort_by_key(&mut values, |(tag, _)| *tag);
    values.iter().for_each(|(_, value)| packed.count(value.len()));
    values.iter().for_each(|(_, value)| packed.bytes(value));
    packed
}

fn encode_traces(entries: &Replica) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (id, entry) in entries.iter() {
        if let Body::Gone(Trace(stamps)) = entry.body {
            bytes.bytes(&id.0);
            bytes.number(entry.generation.into());
            bytes.number(entry.home.moves.into());
            // Groups that were never edited share the record's stamp.
            let mut before = Hlc::ZERO;
            for stamp in stamps {
                bytes.bytes(&[u8::from(stamp != before)]);
                if stamp != before {
                    bytes.bytes(&stamp.to_bytes());
                }
                before = stamp;
            }
        }
    }
    bytes
}

fn decode_trace(reader: &mut Reader<'_>) -> Option<Trace> {
    let mut trace = Trace::default();
    let mut before = Hlc::ZERO;
    for stamp in &mut trace.0 {
        match reader.u8()? {
            0 => {}
            1 => before = reader.hlc()?,
            _ => return None,
        }
        *stamp = before;
    }
    Some(trace)
}

fn decode_columns(plain: &[u8], index: u8) -> Option<(Replica, usize)> {
    let mut reader = Reader::new(plain);
    let [_, flags] = reader.array()?;
    let (live, gone, key_bytes, packed) =
        (reader.count()?, reader.count()?, reader.count()?, reader.count()?);
    let mut ids = Reader::new(reader.take(live.checked_mul(RecordId::BYTES)?)?);
    let mut stamps = Reader::new(reader.take(live.checked_mul(3)?)?);
    let mut keys = Reader::new(reader.take(key_bytes)?);
    let traces = decode_traces(&mut reader, gone, index)?;
    let packed = match flags {
        0 => reader.take(packed)?.to_vec(),
        1 => inflate(reader.take(packed)?)?,
        _ => return None,
    };
    let rows = read_rows(&packed, live, &mut stamps, &mut keys, index)?;
    let mut replica: Replica = traces.into_iter().collect();
    for row in rows {
        replica.put(RecordId(ids.array()?), row.entry()?);
    }
    let complete = replica.len() == live.checked_add(gone)? && keys.rest().is_empty();
    let used = plain.len().checked_sub(reader.rest().len())?;
    (complete && reader.rest().iter().all(|byte| *byte == 0)).then_some((replica, used))
}

fn decode_traces(reader: &mut Reader<'_>, count: usize, bucket: u8) -> Option<Vec<(RecordId, Entry)>> {
    let mut traces = Vec::new();
    for _ in 0..count {
        let id = RecordId(reader.array()?);
        let generation = u32::try_from(reader.number()?).ok()?;
        let moves = u32::try_from(reader.number()?).ok()?;
        let body = Body::Gone(decode_trace(reader)?);
        if generation % 2 == 0 {
            return None;
        }
        traces.push((id, Entry { generation, home: Home { moves, bucket }, body }));
    }
    Some(traces)
}

/// In the browser the allocator wipes what is given back, all at once. Byte by byte before that it is a twentieth of the time
/// that opening takes.
fn inflate(packed: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, INFLATE_LIMIT).ok()
}

/// The packed part, record by record again, with the stamps' low halves and the keys that stand before it.
fn read_rows(
    packed: &[u8],
    live: usize,
    stamps: &mut Reader<'_>,
    keys: &mut Reader<'_>,
    bucket: u8,
) -> Option<Vec<Unpacked>> {
    let mut reader = Reader::new(packed);
    let [first, second, third] = [reader.take(live)?, reader.take(live)?, reader.take(live)?];
    let planes = first.iter().zip(second).zip(third).map(|((a, b), c)| [*a, *b, *c]);
    let kinds = reader.take(live)?;
    let key_lengths = counts(&mut reader, live)?;
    let settings_lengths = counts(&mut reader, live)?;
    let mut rows = Vec::with_capacity(live);
    for (([a, b, c], kind), (key, settings)) in
        planes.zip(kinds).zip(key_lengths.into_iter().zip(settings_lengths))
    {
        let [d, e, f] = stamps.array()?;
        let settings = reader.take(settings)?.to_vec();
        let identity = Identity { kind: *kind, settings, key: Secret::new(keys.take(key)?.to_vec()) };
        rows.push(Unpacked::new(Hlc::from_bytes([a, b, c, d, e, f]), identity, bucket));
    }
    read_fields(&mut reader, &mut rows)?;
    reader.rest().is_empty().then_some(rows)
}

fn counts(reader: &mut Reader<'_>, count: usize) -> Option<Vec<usize>> {
    (0..count).map(|_| reader.count()).collect()
}

/// Tags row by row; lengths and values tag by tag.
fn read_fields(reader: &mut Reader<'_>, rows: &mut [Unpacked]) -> Option<()> {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); TAGS];
    for (place, count) in counts(reader, rows.len())?.into_iter().enumerate() {
        let tags = reader.take(count)?;
        if tags.first() == Some(&0) || !tags.is_sorted_by(|one, next| one < next) {
            return None;
        }
        for tag in tags {
            places.get_mut(usize::from(*tag))?.push(place);
        }
    }
    let lengths = counts(reader, places.iter().map(Vec::len).sum())?;
    let places =
        (0..=u8::MAX).zip(&places).flat_map(|(tag, places)| places.iter().map(move |place| (tag, *place)));
    for ((tag, place), length) in places.zip(lengths) {
        rows.get_mut(place)?.set(tag, reader.take(length)?)?;
    }
    Some(())
}

/// A live entry while its fields come in.
struct Unpacked {
    record: Box<Record>,
    generation: u32,
    home: Home,
}

impl Unpacked {
    fn new(created: Hlc, identity: Identity, bucket: u8) -> Unpacked {
        let group = || Stamped { at: created, fields: Fields::default() };
        let (name, place, pin, bin, others) = (group(), group(), group(), group(), Fields::default());
        let record = Record { created, identity, name, place, pin, bin, counter: 0, others };
        Unpacked { record: Box::new(record), generation: 0, home: Home { moves: 0, bucket } }
    }

    fn set(&mut self, tag: u8, bytes: &[u8]) -> Option<()> {
        let number = || Reader::new(bytes).number();
        let value = || Secret::new(bytes.to_vec());
        match tag {
            tag::COUNTER => self.record.counter = number()?,
            tag::GENERATION => self.generation = number()?.try_into().ok()?,
            tag::MOVES => self.home.moves = number()?.try_into().ok()?,
            _ => match (Group::of(tag), Group::ALL.into_iter().find(|group| group.stamp_tag() == tag)) {
                (Some(group), _) => self.record.group_mut(group).fields.set(tag, value()),
                (_, Some(group)) => self.record.group_mut(group).at = Hlc::from_bytes(bytes.try_into().ok()?),
                _ => self.record.others.set(tag, value()),
            },
        }
        Some(())
    }

    /// The entry, unless its generation says that it is gone.
    fn entry(self) -> Option<Entry> {
        let Unpacked { record, generation, home } = self;
        (generation % 2 == 0).then_some(Entry { generation, home, body: Body::Live(record) })
    }
}

const LAYOUT: u8 = 1;
/// A tag is a byte.
const TAGS: usize = 256;
const DEFLATE_LEVEL: u8 = 9;
/// No vault unpacks to more; a stream that would is refused before it fills the memory.
const INFLATE_LIMIT: usize = 64 << 20;
/// Id, generation, moves, four stamps.
const TRACE_ESTIMATE: usize = 46;
/// Id, stamp, kind, three lengths.
const ROW_ESTIMATE: usize = 22;
/// Tag and length.
const FIELD_ESTIMATE: usize = 3;

#[cfg(test)]
mod tests;
