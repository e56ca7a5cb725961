//! Explores every scenario of the model: `model [STATES [deep|wide]]`, so many steps of each, deep or wide first.
#![allow(clippy::panic, reason = "a tool for developers: a violation stops it")]

use stateright::{Checker, HasDiscoveries, Model};
use tessera_proofs::model::{SETTLES, Scenario, scenarios};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let steps = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let deep = arguments.next().is_some_and(|text| text == "deep");
    let mut total = 0usize;
    for scenario in scenarios() {
        let checker = scenario.checker().finish_when(HasDiscoveries::AnyFailures).target_state_count(steps);
        total = total.saturating_add(if deep {
            report(checker.spawn_dfs().join(), steps)
        } else {
            report(checker.spawn_bfs().join(), steps)
        });
    }
    println!("{total} states, no violation");
}

fn report(checker: impl Checker<Scenario>, steps: usize) -> usize {
    let name = checker.model().name;
    if let Some(path) = checker.discovery(SETTLES) {
        let last = path.last_state().clone();
        panic!("{name}: {:?} after {:?}", checker.model().settled(&last), path.into_actions());
    }
    let (states, depth) = (checker.unique_state_count(), checker.max_depth());
    let extent = if checker.state_count() < steps { "all of them" } else { "as many as asked" };
    println!("{name}: {states} states, depth {depth}, {extent}");
    states
}
