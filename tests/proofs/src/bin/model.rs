//! Explores every scenario of the model as far as asked: `model [STATES] [NAME…]`, 1,000,000 states of each unless told.
#![allow(clippy::panic, reason = "a tool for developers: a violation stops it")]

use stateright::{Checker, HasDiscoveries, Model};
use tessera_proofs::model::{SETTLES, scenarios};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let states = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let names: Vec<String> = arguments.collect();
    let mut total = 0usize;
    for scenario in scenarios() {
        if !names.is_empty() && !names.iter().any(|name| name == scenario.name) {
            continue;
        }
        let name = scenario.name;
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
        total = total.saturating_add(checker.unique_state_count());
        println!(
            "{name}: {} states, depth {}, {}",
            checker.unique_state_count(),
            checker.max_depth(),
            if checker.state_count() < states { "all of them" } else { "as many as asked" },
        );
    }
    println!("{total} states, no violation");
}
