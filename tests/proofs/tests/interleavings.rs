//! The real vault on several devices, in random order: edits, locks, crashes, sync in pieces, wrong clocks.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use tessera_proofs::world::{Act, World};
use tessera_proofs::{Chance, setting};

/// `TESSERA_INTERLEAVINGS` and `TESSERA_SEED` make longer and other runs.
#[test]
fn random_interleavings_converge_and_lose_nothing() {
    let runs = setting("TESSERA_INTERLEAVINGS", 1000);
    let seed = setting("TESSERA_SEED", 1);
    let mut acts = 0;
    for run in 0..runs {
        let mut chance = Chance((seed * 1_000_003 + run) as u64);
        let devices = 2 + chance.below(2);
        let mut world = World::new(devices);
        for _ in 0..10 + chance.below(50) {
            let device = chance.below(devices);
            world.act(device, Act::any(&mut chance));
            acts += 1;
        }
        let log = world.log.clone();
        if let Err(failure) = world.check() {
            panic!("run {run} of seed {seed}: {failure}\n{}", log.join("\n"));
        }
    }
    println!("{runs} interleavings with {acts} acts");
}
