//! Random input for the parts of the core that read what others wrote: the same seed gives the same inputs, so that a
//! failure is found again. A case fails by a panic: the core's own, or that of a property which does not hold.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a harness: its own overflow or panic is a failed case like any other"
)]

pub mod codes;
pub mod objects;
pub mod random;
pub mod texts;

/// One kind of input. `run` makes one case from `random`, hands it to the core and checks what comes back.
pub struct Target {
    /// For the command line.
    pub name: &'static str,
    /// Runs one case.
    pub run: fn(&mut random::Random),
}

/// Every target.
pub const TARGETS: [Target; 9] = [
    Target { name: "uri", run: texts::uri },
    Target { name: "secret", run: texts::secret },
    Target { name: "export", run: texts::export },
    Target { name: "base91", run: texts::base91 },
    Target { name: "recovery", run: texts::recovery },
    Target { name: "codes", run: codes::codes },
    Target { name: "open", run: objects::open },
    Target { name: "join", run: objects::join },
    Target { name: "backups", run: objects::backups },
];
