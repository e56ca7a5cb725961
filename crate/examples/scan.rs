//! Usage: `scan FILES…` or `scan --list FILE`: one JSON line for each picture,
//! `{"file", "payloads": [...], "ms"}`, where `ms` is the search alone.
//!
//! With `--trace` each line also has the time of each pass.

use std::io::Write;
use std::time::Instant;

use serde::Serialize;
use tessera_core::qr::{Picture, Search};

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    payloads: Vec<String>,
    ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    passes: Option<Vec<f64>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let trace = arguments.first().is_some_and(|first| first == "--trace");
    if trace {
        arguments.remove(0);
    }
    let files = match arguments.as_slice() {
        [option, list] if option == "--list" => {
            std::fs::read_to_string(list)?.lines().map(String::from).collect()
        }
        files => files.to_vec(),
    };
    let mut output = std::io::stdout().lock();
    for file in files.iter().filter(|file| !file.is_empty()) {
        let line = scan(file, trace)?;
        writeln!(output, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

fn scan(file: &str, trace: bool) -> Result<Line<'_>, Box<dyn std::error::Error>> {
    let image = image::open(file)?.into_rgba8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let picture = Picture::from_rgba(image.as_raw(), width, height)?;
    let start = Instant::now();
    let mut search = Search::new(picture).with_decoder(decode);
    let mut passes = vec![];
    let mut last = start;
    while search.step().is_some() {
        let now = Instant::now();
        passes.push(now.duration_since(last).as_secs_f64() * 1e3);
        last = now;
    }
    let found = search.found();
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let payloads = found.iter().map(|found| found.text.to_string()).collect();
    Ok(Line { file, payloads, ms, passes: trace.then_some(passes) })
}

/// The character sets that a browser's `TextDecoder` knows.
fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    let (text, _, had_errors) = encoding.decode(bytes);
    (!had_errors).then(|| text.into_owned())
}
