//! Every parser of a foreign format under its name, for the fuzz targets (`tests/fuzz/transfer`) and their replay in the
//! tests. Those behind a password are called as if it were right: what lies behind it comes from the same file.

use super::archive::Archive;
use super::format::{Mark, Members, Opening, Reader};
use super::{Format, bplist, detect, java, json, read, table, winauth, xml};
use crate::uri;
use crate::vault::kdf::nfkc;
use crate::vault::parcel;

/// A parser, given any bytes at all; it must come back soon, without a panic and without much memory.
pub struct Target {
    /// The format's name, or that of what many formats have in them.
    pub name: &'static str,
    /// Small inputs to begin with.
    pub samples: Vec<&'static [u8]>,
    parse: Parse,
}

enum Parse {
    /// Every reader of a format, whatever the input's shape.
    Format(&'static Format),
    Part(fn(&[u8])),
}

impl Target {
    /// Parses an input; only whether that comes back is of interest.
    pub fn run(&self, bytes: &[u8]) {
        match self.parse {
            Parse::Format(format) => format.marks.iter().for_each(|mark| try_mark(mark, bytes)),
            Parse::Part(parse) => parse(bytes),
        }
    }
}

/// Every parser: those of the formats, and those of what is in them.
pub fn targets() -> Vec<Target> {
    let formats = Format::all().map(|format| Target {
        name: format.name,
        samples: format.marks.iter().flat_map(samples_of).collect(),
        parse: Parse::Format(format),
    });
    let parts = PARTS.iter().map(|(name, parse, samples)| Target {
        name,
        samples: samples.to_vec(),
        parse: Parse::Part(*parse),
    });
    parts.chain(formats).collect()
}

/// The sample that a mark fits, and the sample of what is inside it.
fn samples_of(mark: &'static Mark) -> Vec<&'static [u8]> {
    fn of<B: ?Sized>(reader: &'static Reader<B>) -> Vec<&'static [u8]> {
        let inside = reader.inside.map(|(_, sample)| sample);
        [reader.sample].into_iter().chain(inside).filter(|sample| !sample.is_empty()).collect()
    }
    match mark {
        Mark::Zip(reader) => of(reader),
        Mark::Magic(reader) | Mark::Binary(reader) => of(reader),
        Mark::Json(reader) => of(reader),
        Mark::Preferences(reader) => of(reader),
        Mark::Text(reader) => of(reader),
        Mark::Table(reader) => of(reader),
    }
}

/// Calls a mark's reader with what the bytes hold of its shape, fitting or not.
fn try_mark(mark: &'static Mark, bytes: &[u8]) {
    let text = || detect::text_of(bytes);
    match mark {
        Mark::Magic(reader) | Mark::Binary(reader) => try_reader(reader, Some(bytes), bytes),
        Mark::Zip(reader) => {
            let members = Archive::open(bytes).ok().map(|archive| Members::of(&archive));
            try_reader(reader, members.as_ref(), bytes);
        }
        Mark::Json(reader) => try_reader(reader, json::parse(bytes).ok().as_ref(), bytes),
        Mark::Preferences(reader) => {
            let values = text().and_then(|text| xml::preferences(&text).ok());
            try_reader(reader, values.as_deref(), bytes);
        }
        Mark::Text(reader) => try_reader(reader, text().as_deref(), bytes),
        Mark::Table(reader) => {
            let table = text().and_then(|text| table::Table::parse(&text).ok());
            try_reader(reader, table.as_ref(), bytes);
        }
    }
}

fn try_reader<B: ?Sized>(reader: &'static Reader<B>, body: Option<&B>, bytes: &[u8]) {
    if let Some((parse, _)) = reader.inside {
        parse(bytes);
    }
    if let Some(body) = body {
        let opening = Opening { file: bytes, companions: &[], password: None, nfkc: &nfkc };
        forget(((reader.fits)(body), (reader.lock)(body), (reader.read)(body, &opening)));
    }
}

fn forget<T>(_outcome: T) {}

/// A name, a parser and its samples.
type Part = (&'static str, fn(&[u8]), &'static [&'static [u8]]);

/// What several formats have in them.
const PARTS: &[Part] = &[
    ("detect", |bytes| forget(super::detect(bytes)), &[]),
    ("read", |bytes| forget(read(bytes, None)), &[]),
    (
        "bplist",
        |bytes| forget(bplist::List::parse(bytes)),
        &[b"bplist00\xd2\x01\x02\x03\x04Qa\x10\x01Qb\xa2\x05\x05\x08\x0d\x0f\x11\x13\x16\x00\x00\x00\x00\x00\
        \x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x17"],
    ),
    (
        "java",
        |bytes| forget(java::parse_string_map(bytes)),
        &[b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16`\xd1\x03\x00\x02F\x00\n\
        loadFactorI\x00\tthresholdxp?@\x00\x00\x00\x00\x00\x0cw\x08\x00\x00\x00\x10\x00\x00\x00\x01t\x00\
        \x01at\x00\x01bx"],
    ),
    (
        "json",
        |bytes| forget(json::parse(bytes)),
        &[br#"{"a":[1,-2.5e3,"b\u00e9\n",null,true,{"c":{}}],"":[]}"#],
    ),
    (
        "migration",
        |bytes| on_text(bytes, |text| forget(uri::migration::parse(text))),
        &[b"otpauth-migration://offline?data=ChkKBWFiY2RlEgNJOmEaAUkgASgBMAI4ARABGAEgACi4vOjm%2BP%2F%2F%2F%2\
        F8B"],
    ),
    ("parcel", |bytes| forget(parcel::unpack(bytes)), &[]),
    (
        "table",
        |bytes| on_text(bytes, |text| forget(table::Table::parse(text))),
        &[b"\"a\",\"b\"\n\"1,\"\"2\"\"\",\"x\ny\"\n;\n"],
    ),
    (
        "uri",
        |bytes| on_text(bytes, |text| forget(uri::read(text))),
        &[
            b"otpauth://totp/I%3Aa?secret=MFRGGZDF&issuer=I&algorithm=SHA1&digits=6&period=30",
            b"otpauth://hotp/I:a?secret=MFRGGZDF&counter=9",
            b"motp://I:a?secret=0123456789abcdef",
            b"otpauth://yaotp/a?secret=MFRGGZDFMFRGGZDFMFRGGZDFMFRGGZDF&pin_length=4",
        ],
    ),
    (
        "winauth",
        |bytes| on_text(bytes, |text| forget(winauth::plain_uri(text))),
        &[b"otpauth://totp/I+a?secret=MFRGGZDF&serial=EU-0&data=%7B%22shared_secret%22%3A%22AAAA%22%7D&\
        icon=base64%3AAAAA"],
    ),
    (
        "xml",
        |bytes| on_text(bytes, |text| forget(xml::preferences(text))),
        &[b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map><string name=\"a\">b&\
        amp;c</string><int name=\"n\" value=\"1\"/><null name=\"z\"/></map>"],
    ),
    ("zip", every_member, &[]),
];

fn on_text(bytes: &[u8], parse: fn(&str)) {
    if let Some(text) = detect::text_of(bytes) {
        parse(&text);
    }
}

fn every_member(bytes: &[u8]) {
    if let Ok(mut archive) = Archive::open(bytes) {
        for name in archive.names() {
            forget(archive.read(&name, None));
        }
    }
}
