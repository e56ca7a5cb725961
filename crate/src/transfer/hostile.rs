//! Hostile files: every sample cut and altered in many ways must end in a report or an error, in bounded time.
//!
//! `TESSERA_FUZZ_RUNS` sets how many variants of each sample are tried; the default keeps the test short.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::fuzzing::targets;
use super::{detect, read};
use crate::error::ErrorCode;
use crate::secret::Secret;

#[test]
fn altered_samples_never_panic_and_never_hang() {
    let runs = std::env::var("TESSERA_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(8u64);
    let (mut executions, mut slowest) = (0u64, Duration::ZERO);
    for sample in samples() {
        let original = std::fs::read(&sample).unwrap();
        for seed in 0..runs {
            let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ original.len() as u64 | 1);
            let altered = alter(&original, &mut random);
            let start = Instant::now();
            exercise(&altered);
            executions += 1;
            let taken = start.elapsed();
            assert!(taken < Duration::from_secs(20), "{}: seed {seed} took {taken:?}", sample.display());
            slowest = slowest.max(taken);
        }
    }
    println!("{executions} executions, the slowest took {slowest:?}");
    assert!(executions > 0);
}

/// What a password would lead to is too costly to try thousands of times: the parsers behind it are called directly.
fn exercise(bytes: &[u8]) {
    for target in targets() {
        target.run(bytes);
    }
}

#[test]
fn a_file_beyond_the_bound_is_refused_unread() {
    let file = vec![b'{'; super::limits::FILE + 1];
    assert_eq!(detect(&file).unwrap_err().code, ErrorCode::TransferFileTooLarge);
}

#[test]
fn a_text_of_a_million_values_is_refused_before_they_are_built() {
    let file = format!("[{}0]", "0,".repeat(2_000_000));
    assert_eq!(read(file.as_bytes(), None).unwrap_err().code, ErrorCode::TransferTooManyEntries);
}

#[test]
fn nesting_without_end_is_damage() {
    for file in ["[".repeat(100_000), "{\"a\":".repeat(100_000), format!("<map>{}", "<a>".repeat(100_000))] {
        assert_eq!(read(file.as_bytes(), None).unwrap_err().code, ErrorCode::TransferDamaged);
    }
}

#[test]
fn a_zip_that_unpacks_to_too_much_is_refused() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("export.data", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..80 {
        std::io::Write::write_all(&mut zip, &block).unwrap();
    }
    zip.finish().unwrap();
    let file = bytes.into_inner();
    assert!(file.len() < 1 << 20);
    assert_eq!(read(&file, None).unwrap_err().code, ErrorCode::TransferFileTooLarge);
}

#[test]
fn a_derivation_beyond_the_bound_is_refused_before_it_is_done() {
    let file = br#"{"version":1,"kdfParams":{"memLimit":9999999999999,"opsLimit":4,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="},
        "encryptedData":"AAAA","encryptionNonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;
    let password = Secret::new(b"x".to_vec());
    assert_eq!(read(file, Some(&password)).unwrap_err().code, ErrorCode::TransferKdfTooCostly);
    assert!(detect(file).unwrap().kdf.unwrap().memory > 1 << 40);
}

#[test]
fn a_wrong_password_a_cut_file_and_no_password_are_told_apart() {
    let folder = vectors().join("synthetic");
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let files = expected["files"].as_object().unwrap().iter().filter(|(_, case)| case["encrypted"] == true);
    for (name, _) in files {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let missing = read(&bytes, None).unwrap_err().code;
        assert_eq!(missing, ErrorCode::TransferPasswordMissing, "{name}");
        let wrong = read(&bytes, Some(&Secret::new(b"wrong".to_vec()))).unwrap_err().code;
        assert_eq!(wrong, ErrorCode::TransferPasswordWrong, "{name}");
        assert!(detect(&bytes).unwrap().needs_password, "{name}");
    }
}

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/transfer")
}

fn samples() -> Vec<PathBuf> {
    let files = ["synthetic", "peer"].into_iter().flat_map(|folder| {
        std::fs::read_dir(vectors().join(folder)).unwrap().map(|entry| entry.unwrap().path())
    });
    let mut files: Vec<PathBuf> = files.filter(|path| !path.ends_with("expected.json")).collect();
    files.sort();
    files
}

/// Cuts, flips, inserts, removes, repeats, and puts in what parsers stumble over.
fn alter(original: &[u8], random: &mut Random) -> Vec<u8> {
    const TOKENS: &[&[u8]] = &[
        b"null",
        b"-1",
        b"1e999",
        b"18446744073709551616",
        b"\"\"",
        b"[]",
        b"{}",
        b"\xff",
        b"\0",
        b"\"",
        b"\\u0000",
        b",",
        b"%",
        b"?secret=",
        b"otpauth://",
        b"true",
        b"0",
        b"&codeDisplay=%7B",
        b"\n",
        b"\xef\xbb\xbf",
        b"::",
        b"<",
        b"&amp;",
    ];
    let mut bytes = original.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len().max(1));
        let length = random.below(32).min(bytes.len().saturating_sub(at));
        match random.below(7) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..at + length)),
            3 => drop(bytes.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied())),
            4 => drop(bytes.splice(at..at + length, TOKENS[random.below(TOKENS.len())].iter().copied())),
            5 => {
                let copy = bytes[at..at + length].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            _ if at < bytes.len() => bytes[at] = random.below(256) as u8,
            _ => {}
        }
    }
    bytes
}

/// xorshift64: the same variants in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
