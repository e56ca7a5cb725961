//! A bounded run of every target, with the seed that the long runs begin with.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a target that is not there should stop the test"
)]

use tessera_fuzz_core::TARGETS;
use tessera_fuzz_core::random::Random;

fn run(name: &str, cases: u64) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    (0..cases).for_each(|case| (target.run)(&mut Random::new(1 << 40 | case)));
}

#[test]
fn texts_are_read_as_what_they_are_or_refused() {
    run("uri", 4_000);
    run("secret", 4_000);
    run("export", 4_000);
}

#[test]
fn texts_of_the_vault_come_back() {
    run("base91", 4_000);
    run("recovery", 500);
}

#[test]
fn any_settings_give_codes_that_follow_each_other() {
    run("codes", 2_000);
}

#[test]
fn damaged_objects_never_lose_an_account_silently() {
    run("open", 400);
    run("join", 200);
    run("backups", 400);
}
