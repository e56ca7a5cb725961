//! Usage: `tessera-fuzz-qr TARGET [--seconds N] [--seed N]`: runs cases until the time is over and prints how many.
//!
//! Case `n` of a seed is made from the number `seed << 40 | n` alone; the last line before a panic names the batch it
//! was in, and `--seed S --from N` goes there again.
#![allow(clippy::arithmetic_side_effects, reason = "counts cases")]

use std::time::{Duration, Instant};

use tessera_fuzz_qr::TARGETS;
use tessera_fuzz_qr::random::Random;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: u64| match arguments.iter().position(|argument| argument == name) {
        Some(at) => arguments.get(at + 1).ok_or("a number is missing")?.parse().map_err(|_| "not a number"),
        None => Ok(usual),
    };
    let target = TARGETS
        .iter()
        .find(|target| arguments.first().is_some_and(|name| name == target.name))
        .ok_or("usage: tessera-fuzz-qr data|modules|pixels|large [--seconds N] [--seed N] [--from N]")?;
    let (seconds, seed, mut case) = (number("--seconds", 60)?, number("--seed", 1)?, number("--from", 0)?);
    let (start, first) = (Instant::now(), case);
    let mut told = start;
    while start.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..16 {
            (target.run)(&mut Random::new(seed << 40 | case));
            case += 1;
        }
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            println!("{}: seed {seed}, {} cases, next {case}", target.name, case - first);
        }
    }
    println!("{}: seed {seed}, {} cases, 0 failures", target.name, case - first);
    Ok(())
}
