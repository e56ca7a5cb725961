//! The passes of a search, in order.

use tessera_pixels::edge::Sensitivity;

use super::finder::{Rows, Sweep};
use super::region::Interest;

/// What a pass looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plane {
    /// Brightness.
    Full,
    /// Brightness at half the size: noise and ripples are averaged away.
    Half,
    /// At a quarter of the size.
    Quarter,
    /// Red, green or blue, where the page is coloured.
    Channel(usize),
}

impl Plane {
    /// How many of the picture's pixels one of the plane's is wide.
    pub(super) fn scale(self) -> usize {
        match self {
            Plane::Full | Plane::Channel(_) => 1,
            Plane::Half => 2,
            Plane::Quarter => 4,
        }
    }
}

/// A pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) plane: Plane,
    pub(super) interest: Interest,
    pub(super) sweep: Sweep,
}

/// The passes: the cheap one in two halves, half the size, very low contrast, the colours, a quarter of the size, the
/// smallest modules.
///
/// A core is three modules high. One row in four meets every core whose modules have 1.4 pixels, and nearly every
/// picture is read then.
pub(super) const PASSES: [Plan; 10] = [
    plan(Plane::Full, Interest::Any, Sweep { rows: Rows::every(4), is_quick: true, ..sweep(24, 84, 5) }),
    plan(Plane::Full, Interest::Any, Sweep { rows: Rows::between(4), ..completing(sweep(24, 84, 5)) }),
    plan(Plane::Half, Interest::Any, completing(sweep(16, 84, 4))),
    plan(Plane::Full, Interest::Faint(60), sweep(3, 10, 3)),
    plan(Plane::Half, Interest::Faint(110), sweep(4, 26, 3)),
    plan(Plane::Channel(0), Interest::Coloured, sweep(12, 84, 4)),
    plan(Plane::Channel(1), Interest::Coloured, sweep(12, 84, 4)),
    plan(Plane::Channel(2), Interest::Coloured, sweep(12, 84, 4)),
    plan(Plane::Quarter, Interest::Any, every_row(sweep(12, 84, 3))),
    plan(
        Plane::Full,
        Interest::Fine,
        Sweep { rows: Rows::every(1), least_module: 0.92, small: true, ..sweep(12, 40, 5) },
    ),
];

const fn plan(plane: Plane, interest: Interest, sweep: Sweep) -> Plan {
    Plan { plane, interest, sweep }
}

/// Every second row, modules from 1.2 pixels.
const fn sweep(floor: i32, share: i32, fade: u32) -> Sweep {
    Sweep {
        sensitivity: Sensitivity { floor, share, fade },
        rows: Rows::every(2),
        least_module: 1.2,
        small: false,
        completes: false,
        is_quick: false,
    }
}

/// Two finder patterns that no later pass completes were seen by the first two.
const fn completing(sweep: Sweep) -> Sweep {
    Sweep { completes: true, ..sweep }
}

const fn every_row(sweep: Sweep) -> Sweep {
    Sweep { rows: Rows::every(1), ..sweep }
}
