//! The XML document: groups of entries of named fields, some masked with one stream in the document's order.

use aes::cipher::{KeyIvInit, StreamCipher};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::transfer::cipher::from_base64;
use crate::transfer::limits;
use crate::transfer::xml::{attribute, check_depth, resolve};

/// An entry as a person sees it: no history.
#[derive(Default)]
pub(super) struct Entry {
    /// The groups it is in, without the root.
    pub(super) path: Vec<String>,
    /// Whether it is in the recycle bin.
    pub(super) trashed: bool,
    /// Names and values in the file's order.
    fields: Vec<(String, Zeroizing<String>)>,
}

impl Entry {
    /// The value of the field `name`; empty where there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

/// The stream that protected values are masked with.
pub(super) enum Mask {
    /// No value is masked.
    None,
    /// Salsa20 (KDBX 3).
    Salsa20(Box<salsa20::Salsa20>),
    /// ChaCha20 (KDBX 4).
    ChaCha20(Box<chacha20::ChaCha20>),
}

impl Mask {
    /// Errors: `transfer_cipher_unsupported`.
    pub(super) fn new(stream: u32, key: &[u8]) -> Result<Mask, Error> {
        let unsupported = |_| Error::from(ErrorCode::TransferCipherUnsupported);
        match stream {
            0 => Ok(Mask::None),
            2 => {
                let key = Sha256::digest(key);
                Ok(Mask::Salsa20(Box::new(
                    salsa20::Salsa20::new_from_slices(&key, SALSA_NONCE).map_err(unsupported)?,
                )))
            }
            3 => {
                let digest = Zeroizing::new(<[u8; 64]>::from(Sha512::digest(key)));
                let (key, rest) = digest.split_at(32);
                let nonce = rest.get(..12).unwrap_or_default();
                Ok(Mask::ChaCha20(Box::new(
                    chacha20::ChaCha20::new_from_slices(key, nonce).map_err(unsupported)?,
                )))
            }
            _ => Err(ErrorCode::TransferCipherUnsupported.into()),
        }
    }

    fn lift(&mut self, text: &str) -> Result<Zeroizing<String>, Error> {
        let mut bytes = Zeroizing::new(from_base64(text)?);
        let lifted = match self {
            Mask::None => Ok(()),
            Mask::Salsa20(cipher) => cipher.try_apply_keystream(&mut bytes),
            Mask::ChaCha20(cipher) => cipher.try_apply_keystream(&mut bytes),
        };
        lifted.map_err(|_| ErrorCode::TransferDamaged)?;
        Ok(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Every entry, in the document's order.
///
/// Errors: `transfer_damaged`, `transfer_too_many_entries`.
pub(super) fn entries(xml: &[u8], mask: Mask) -> Result<Vec<Entry>, Error> {
    let text = core::str::from_utf8(xml).map_err(|_| ErrorCode::TransferDamaged)?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::new(mask);
    loop {
        match reader.read_event().map_err(|_| ErrorCode::TransferDamaged)? {
            Event::Start(element) => walk.open(&element)?,
            Event::End(_) => walk.close()?,
            Event::Empty(element) => {
                walk.open(&element)?;
                walk.close()?;
            }
            Event::Text(text) => walk.text.push_str(&text.xml10_content()),
            Event::CData(text) => walk.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text.push_str(&resolve(&reference)?),
            Event::Eof => break,
            _ => {}
        }
    }
    let bin = walk.bin;
    for (entry, groups) in walk.entries.iter_mut().zip(walk.ids) {
        entry.trashed = bin.as_ref().is_some_and(|bin| groups.contains(bin));
    }
    Ok(walk.entries)
}

/// Where the reader stands in the document.
struct Walk {
    path: Vec<String>,
    text: Zeroizing<String>,
    protected: bool,
    mask: Mask,
    groups: Vec<Group>,
    /// More than one: a former version inside an entry's history.
    open: Vec<Entry>,
    key: String,
    value: Zeroizing<String>,
    bin: Option<String>,
    entries: Vec<Entry>,
    /// The ids of the groups around each entry.
    ids: Vec<Vec<String>>,
}

#[derive(Default)]
struct Group {
    id: String,
    name: String,
}

impl Walk {
    fn new(mask: Mask) -> Walk {
        Walk {
            path: Vec::new(),
            text: Zeroizing::default(),
            protected: false,
            mask,
            groups: Vec::new(),
            open: Vec::new(),
            key: String::new(),
            value: Zeroizing::default(),
            bin: None,
            entries: Vec::new(),
            ids: Vec::new(),
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        check_depth(self.path.len())?;
        let name = String::from_utf8_lossy(element.local_name().as_ref().as_ref()).into_owned();
        match name.as_str() {
            "Group" => self.groups.push(Group::default()),
            "Entry" => self.open.push(Entry::default()),
            "String" => (self.key, self.value) = (String::new(), Zeroizing::default()),
            _ => {}
        }
        self.protected =
            attribute(element, "Protected").is_some_and(|flag| flag.eq_ignore_ascii_case("true"));
        self.text.clear();
        self.path.push(name);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let name = self.path.pop().ok_or(ErrorCode::TransferDamaged)?;
        let parent = self.path.last().map(String::as_str);
        let text = core::mem::take(&mut self.text);
        match (parent, name.as_str()) {
            (Some("Meta"), "RecycleBinUUID") => self.bin = bin_of(text.trim()),
            (Some("Group"), "UUID") => self.set_group(|group| group.id = text.trim().to_owned()),
            (Some("Group"), "Name") => self.set_group(|group| group.name = text.trim().to_owned()),
            (Some("String"), "Key") => self.key = text.to_string(),
            (Some(_), "Value") if self.protected => {
                // Every masked value moves the stream on, also those of former versions.
                let lifted = self.mask.lift(&text)?;
                self.value = lifted;
            }
            (Some("String"), "Value") => self.value = text,
            (_, "String") => {
                let field = (core::mem::take(&mut self.key), core::mem::take(&mut self.value));
                if let Some(entry) = self.open.last_mut() {
                    entry.fields.push(field);
                }
            }
            (_, "Entry") => self.close_entry()?,
            (_, "Group") => drop(self.groups.pop()),
            _ => {}
        }
        self.protected = false;
        Ok(())
    }

    fn set_group(&mut self, set: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            set(group);
        }
    }

    fn close_entry(&mut self) -> Result<(), Error> {
        let Some(mut entry) = self.open.pop() else {
            return Ok(());
        };
        if self.open.is_empty() {
            entry.path = self.groups.iter().skip(1).map(|group| group.name.clone()).collect();
            self.ids.push(self.groups.iter().map(|group| group.id.clone()).collect());
            self.entries.push(entry);
            limits::check_entries(self.entries.len())?;
        }
        Ok(())
    }
}

/// An id of zeros means that there is no bin.
fn bin_of(id: &str) -> Option<String> {
    let zeros = from_base64(id).is_ok_and(|bytes| bytes.iter().all(|byte| *byte == 0));
    (!id.is_empty() && !zeros).then(|| id.to_owned())
}

/// KDBX fixes it.
const SALSA_NONCE: &[u8] = &[0xe8, 0x30, 0x09, 0x4b, 0x97, 0x20, 0x5d, 0x2a];
