//! Usage: `tessera-fuzz-core TARGET… [--seconds N] [--seed N] [--from N]`: runs cases of each target until the time is
//! over and prints how many. `all` is every target.
//!
//! Case `n` of a seed is made from the number `seed << 40 | n` alone; the line before a panic names the batch it was in,
//! and `--from N` goes there again.
#![allow(clippy::arithmetic_side_effects, reason = "counts cases")]

use std::time::{Duration, Instant};

use tessera_fuzz_core::TARGETS;
use tessera_fuzz_core::random::Random;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: u64| match arguments.iter().position(|argument| argument == name) {
        Some(at) => arguments.get(at + 1).ok_or("a number is missing")?.parse().map_err(|_| "not a number"),
        None => Ok(usual),
    };
    let (seconds, seed, from) = (number("--seconds", 60)?, number("--seed", 1)?, number("--from", 0)?);
    let is_wanted = |name: &str| arguments.iter().any(|argument| argument == name || argument == "all");
    for target in TARGETS.iter().filter(|target| is_wanted(target.name)) {
        let (start, mut told, mut case) = (Instant::now(), Instant::now(), from);
        while start.elapsed() < Duration::from_secs(seconds) {
            for _ in 0..256 {
                (target.run)(&mut Random::new(seed << 40 | case));
                case += 1;
            }
            if told.elapsed() > Duration::from_secs(30) {
                told = Instant::now();
                println!("{}: seed {seed}, {} cases, next {case}", target.name, case - from);
            }
        }
        println!("{}: seed {seed}, {} cases, 0 failures", target.name, case - from);
    }
    Ok(())
}
