//! What variants are made of: the samples of `tests/vectors/transfer`, and the small one that each format has beside its
//! reader, because a short input is tried more often and changed deeper.

use std::path::{Path, PathBuf};

use tessera_core::transfer::fuzzing::Target;

/// The samples that are small enough to be tried often.
pub fn samples() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/transfer");
    let mut paths: Vec<PathBuf> = ["synthetic", "peer"]
        .into_iter()
        .flat_map(|folder| {
            std::fs::read_dir(root.join(folder)).expect("the samples").map(|entry| entry.unwrap().path())
        })
        .filter(|path| !path.ends_with("expected.json"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("a sample"))
        .filter(|bytes| bytes.len() <= 16_384)
        .collect()
}

/// The seeds of a parser: its own small ones, else everything.
pub fn of(target: &Target, all: &[Target], samples: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let own = target.samples.iter().map(|sample| sample.to_vec());
    let small = || all.iter().flat_map(|target| &target.samples).map(|sample| sample.to_vec());
    match target.name {
        "detect" | "read" => small().chain(samples.iter().cloned()).collect(),
        "zip" | "java" | "freeotp-v2" => {
            let binary =
                samples.iter().filter(|bytes| bytes.starts_with(b"PK") || bytes.starts_with(&[0xac, 0xed]));
            binary.filter(|bytes| bytes.len() < 8_192).cloned().chain(own).collect()
        }
        _ if target.samples.is_empty() => small().collect(),
        _ => own.collect(),
    }
}
