//! The write protocol of sync, explored in every order of its steps, as far as a test has time for. `cargo run --release
//! -p tessera-proofs --bin model` goes on.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use stateright::{Checker, HasDiscoveries, Model};
use tessera_proofs::model::{SETTLES, scenarios};
use tessera_proofs::setting;

#[test]
fn in_every_order_devices_become_equal_and_nothing_is_lost() {
    let states = setting("TESSERA_STATES", 4000);
    for scenario in scenarios() {
        let name = scenario.name;
        let operations: usize = scenario.scripts.iter().map(Vec::len).sum();
        assert!(scenario.scripts.len() >= 3 && operations >= 6, "{name}");
        let checker = scenario
            .checker()
            .finish_when(HasDiscoveries::AnyFailures)
            .target_state_count(states)
            .spawn_bfs()
            .join();
        if let Some(path) = checker.discovery(SETTLES) {
            let last = path.last_state().clone();
            panic!("{name}: {:?} after {:?}", checker.model().settled(&last), path.into_actions());
        }
        assert!(checker.unique_state_count() >= states / 4, "{name}: {}", checker.unique_state_count());
    }
}
