//! Seeded mutations against every parser of foreign files, on stable Rust.
//!
//! `cargo run --release -- [--runs N] [--seed S] [PARSER…]` tries N variants of the samples on each parser (all by default)
//! and prints how many it tried. A panic, a variant that takes longer than ten seconds of the processor, and one that has
//! more than 256 MiB allocated at once are findings: the variant is written to `findings/`, and the run goes on.

mod memory;
mod mutate;
mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use mutate::Mutator;
use tessera_core::transfer::fuzzing::{Target, targets};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut runs, mut seed, mut wanted) = (100_000u64, 1u64, Vec::new());
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
        match argument.as_str() {
            "--runs" => runs = number(),
            "--seed" => seed = number(),
            _ => wanted.push(argument),
        }
    }
    let samples = seeds::samples();
    let (mut total, mut findings) = (0u64, 0u64);
    let begin = Instant::now();
    let targets = targets();
    for target in &targets {
        let name = target.name;
        if !wanted.is_empty() && !wanted.iter().any(|one| one == name) {
            continue;
        }
        let outcome = fuzz(target, &seeds::of(target, &targets, &samples), runs, seed);
        total += outcome.runs;
        findings += outcome.findings;
        println!(
            "{name}: {} executions, {} findings, at most {} KiB, {} s so far",
            outcome.runs,
            outcome.findings,
            outcome.memory / 1024,
            begin.elapsed().as_secs()
        );
    }
    println!("{total} executions in all, {findings} findings, seed {seed}");
    std::process::exit(i32::from(findings > 0));
}

struct Outcome {
    runs: u64,
    findings: u64,
    memory: usize,
}

fn fuzz(target: &Target, seeds: &[Vec<u8>], runs: u64, seed: u64) -> Outcome {
    let mut mutator = Mutator::new(
        seed ^ target.name.bytes().fold(7u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())),
    );
    let mut outcome = Outcome { runs: 0, findings: 0, memory: 0 };
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    while outcome.runs < runs {
        let input = mutator.variant(seeds);
        memory::restart();
        let start = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| target.run(&input)));
        let peak = memory::peak();
        outcome.runs += 1;
        outcome.memory = outcome.memory.max(peak);
        let what = if result.is_err() {
            "panic"
        } else if peak > MEMORY {
            "memory"
        } else if start.elapsed() > TIME && again_slow(target, &input) {
            "time"
        } else {
            continue;
        };
        outcome.findings += 1;
        keep(target.name, what, outcome.runs, &input);
    }
    std::panic::set_hook(hook);
    outcome
}

/// A busy machine makes anything slow once; only what is slow three times is.
fn again_slow(target: &Target, input: &[u8]) -> bool {
    (0..2).all(|_| {
        let start = Instant::now();
        target.run(input);
        start.elapsed() > TIME
    })
}

fn keep(name: &str, what: &str, run: u64, input: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    let path = folder.join(format!("{name}-{what}-{run}"));
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input));
    println!("{name}: {what} at execution {run}, {kept:?}: {}", path.display());
}

const TIME: Duration = Duration::from_secs(10);
const MEMORY: usize = 256 << 20;
