//! What a foreign format says about itself, in the one file that reads it: its names, how it is known, what locks it,
//! and the reader for each shape in which it comes. The list in `transfer.rs` has them all.

use core::fmt;

use serde_json::Value;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::transfer::archive::{Archive, file_name};
use crate::transfer::kdf::Kdf;
use crate::transfer::report::Report;
use crate::transfer::table::Table;
use crate::vault::kdf::Nfkc;

/// A foreign format, as its content shows it.
pub struct Format {
    /// The stable name that the views and the `import` example show. Never changed or used for something else.
    pub(super) name: &'static str,
    /// What people call its app, in every language the same; empty where the pages have words of their own
    /// (`format_<name>`).
    pub(super) app: &'static str,
    /// By what it is known; none for what only shows inside another format.
    pub(super) marks: &'static [Mark],
}

impl Format {
    /// The stable name.
    pub const fn as_str(&self) -> &'static str {
        self.name
    }

    /// The name of its app, which is the same in every language; empty where there is none.
    pub const fn app(&self) -> &'static str {
        self.app
    }

    /// Every format, in the order in which they are tried.
    pub fn all() -> impl Iterator<Item = &'static Format> {
        super::FORMATS.iter().copied().flatten().copied()
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A shape in which a format comes, and its reader. Shapes are tried in this order; in each, the first format of the list
/// that fits is right, and those whose mark is [general](Reader::general) come after all others.
pub(super) enum Mark {
    /// A zip, known by its members.
    Zip(Reader<Members>),
    /// Bytes that are known by how they begin.
    Magic(Reader<[u8]>),
    /// A JSON text.
    Json(Reader<Value>),
    /// Android preferences.
    Preferences(Reader<Preferences>),
    /// Any other text. Those that are tables come before those with a general mark.
    Text(Reader<str>),
    /// A text whose first line has the names of columns.
    Table(Reader<Table>),
    /// Bytes that are no text and begin in no way that is known.
    Binary(Reader<[u8]>),
}

/// The names and values of Android preferences.
pub(super) type Preferences = [(String, String)];

/// How a format is known by a shape, and what reads it. Declared as `Reader { has, read, ..Reader::CLEAR }`, with more where
/// that does not say all.
pub(super) struct Reader<B: ?Sized + 'static> {
    /// The mark: what it must have all of, which is fields of a JSON object, columns of a table, or members of a zip.
    pub(super) has: &'static [&'static str],
    /// What else of the mark must hold.
    pub(super) fits: fn(&B) -> bool,
    /// Whether the mark fits files of other formats too: all others are tried first.
    pub(super) general: bool,
    /// What must be opened first. A zip that a password opens says so itself, by its members.
    pub(super) lock: fn(&B) -> Lock,
    /// What reads it.
    pub(super) read: fn(&B, &Opening<'_>) -> Result<Report, Error>,
    /// A small file of this format, by [`sample`].
    #[cfg_attr(not(any(test, feature = "fuzzing")), expect(dead_code, reason = "is for tests"))]
    pub(super) sample: &'static [u8],
    /// What parses a file that was opened, by [`inside`].
    #[cfg_attr(not(any(test, feature = "fuzzing")), expect(dead_code, reason = "is for tests"))]
    pub(super) inside: Option<Inside>,
}

impl<B: ?Sized> Reader<B> {
    /// What is left to say of a reader of files in the clear whose mark is no other format's.
    pub(super) const CLEAR: Reader<B> = Reader {
        has: &[],
        fits: |_| true,
        general: false,
        lock: |_| Lock::None,
        read: |_, _| Err(Error { code: ErrorCode::TransferFormatUnknown, number: None }),
        sample: &[],
        inside: None,
    };
}

/// A parser and its sample.
pub(super) type Inside = (fn(&[u8]), &'static [u8]);

/// A small file, which the tests read and fuzzing begins with; it does not ship.
pub(super) const fn sample(sample: &'static [u8]) -> &'static [u8] {
    if cfg!(any(test, feature = "fuzzing")) { sample } else { &[] }
}

/// What parses the opened content, with a sample of it, for fuzzing alone: no variant of a sealed file gets that far.
pub(super) const fn inside(parse: fn(&[u8]), sample: &'static [u8]) -> Option<Inside> {
    if cfg!(any(test, feature = "fuzzing")) { Some((parse, sample)) } else { None }
}

/// What keeps a file's accounts from being read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    /// Nothing.
    None,
    /// A password, and what deriving the key from it takes if that is worth a word.
    Password(Option<Kdf>),
    /// Something that no password opens here; the reader says why.
    Foreign,
}

impl Lock {
    /// A password, if the accounts are encrypted.
    pub(super) fn when(encrypted: bool, kdf: Option<Kdf>) -> Lock {
        if encrypted { Lock::Password(kdf) } else { Lock::None }
    }
}

/// What a reader has besides the content of its shape.
pub(super) struct Opening<'a> {
    /// The file's bytes.
    pub(super) file: &'a [u8],
    /// The other files that were given at the same time.
    pub(super) companions: &'a [&'a [u8]],
    /// The password, if there is one.
    pub(super) password: Option<&'a Secret>,
    /// What makes NFKC.
    pub(super) nfkc: Nfkc<'a>,
}

impl Opening<'_> {
    /// The content of the zip's first member whose file name is `name`.
    ///
    /// Errors: `transfer_damaged`, `transfer_too_many_entries`, `transfer_password_missing`,
    /// `transfer_password_wrong`, `transfer_file_too_large`.
    pub(super) fn member(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut archive = Archive::open(self.file)?;
        let path = archive.find(name).ok_or(ErrorCode::TransferDamaged)?;
        archive.read(&path, self.password)
    }
}

/// The paths of a zip's members, folders left out.
pub(super) struct Members(Vec<String>);

impl Members {
    pub(super) fn of(archive: &Archive<'_>) -> Members {
        Members(archive.names())
    }

    /// Whether a member's file name, without folders, is `name` in any case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|path| file_name(path).eq_ignore_ascii_case(name))
    }

    /// The paths.
    pub(super) fn paths(&self) -> &[String] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::{detect, fuzzing, read};

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Format::all().map(Format::as_str).collect();
        for name in &names {
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{name}");
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn every_sample_is_known_as_its_format_and_in_the_clear_it_is_read() {
        for format in Format::all() {
            for sample in format.marks.iter().filter_map(|mark| said(mark).0) {
                let detected = detect(sample).unwrap_or_else(|error| panic!("{format:?}: {error}"));
                assert_eq!(detected.format, format);
                match read(sample, None) {
                    Ok(report) => assert!(report.entries() > 0 && report.format == format, "{format:?}"),
                    Err(error) => {
                        assert!(detected.encrypted || REFUSED.contains(&error.code), "{format:?}: {error}")
                    }
                }
            }
        }
    }

    #[test]
    fn what_can_be_written_by_hand_has_a_sample() {
        for format in Format::all() {
            for mark in format.marks {
                let by_hand = !matches!(mark, Mark::Zip(_) | Mark::Binary(_));
                assert!(!by_hand || said(mark).0.is_some() || said(mark).1, "{format:?}");
            }
        }
    }

    #[test]
    fn every_format_is_fuzzed() {
        let targets = fuzzing::targets();
        for format in Format::all() {
            assert!(targets.iter().any(|target| target.name == format.name), "{format:?}");
        }
    }

    /// A mark's sample, and whether what is inside has one.
    fn said(mark: &'static Mark) -> (Option<&'static [u8]>, bool) {
        fn of<B: ?Sized>(reader: &'static Reader<B>) -> (Option<&'static [u8]>, bool) {
            (Some(reader.sample).filter(|sample| !sample.is_empty()), reader.inside.is_some())
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

    /// What is known only to say what to do instead.
    const REFUSED: [ErrorCode; 4] = [
        ErrorCode::TransferAppDatabase,
        ErrorCode::TransferMafileMissing,
        ErrorCode::TransferPgp,
        ErrorCode::TransferPicture,
    ];
}
