//! A bounded run of every target, and the largest picture there may be.

use tessera_core::qr::{Picture, find};
use tessera_fuzz_qr::TARGETS;
use tessera_fuzz_qr::random::Random;

fn run(name: &str, cases: u64) {
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.unwrap_or_else(|| unreachable!("no target is named {name}"));
    (0..cases).for_each(|case| (target.run)(&mut Random::new(1 << 40 | case)));
}

#[test]
fn random_data_is_read_or_refused() {
    run("data", 20_000);
}

#[test]
fn damaged_modules_never_say_something_else() {
    run("modules", 300);
}

#[test]
fn random_pictures_hold_what_was_painted_or_nothing() {
    run("pixels", 60);
    run("large", 1);
}

#[test]
fn the_largest_picture_is_searched() {
    let side = Picture::MAX_SIDE;
    let pixels = vec![200; side * side * 4];
    assert!(find(&Picture::from_rgba(&pixels, side, side).unwrap()).is_empty());
}
