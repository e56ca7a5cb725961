//! The bare `rqrr` crate, for comparison: `scan_rqrr --list FILE`, one JSON line for each picture as from `scan`.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a measuring tool; pictures are far smaller than the address space"
)]

use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::env::args().nth(2).ok_or("usage: scan_rqrr --list FILE")?;
    let mut output = std::io::stdout().lock();
    for file in std::fs::read_to_string(list)?.lines().filter(|line| !line.is_empty()) {
        let image = image::open(file)?.into_luma8();
        let (width, height) = (image.width() as usize, image.height() as usize);
        let start = Instant::now();
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            image.as_raw().get(y * width + x).copied().unwrap_or(0)
        });
        let grids = prepared.detect_grids();
        let payloads: Vec<String> =
            grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect();
        let ms = start.elapsed().as_secs_f64() * 1e3;
        writeln!(output, "{}", serde_json::json!({ "file": file, "payloads": payloads, "ms": ms }))?;
    }
    Ok(())
}
