//! The passes of a search, in order.

use super::edge::Sensitivity;
use super::finder::Sweep;

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

/// A pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) plane: Plane,
    pub(super) sweep: Sweep,
}

const fn plan(plane: Plane, floor: i32, share: i32, fade: u32, every: usize, least_module: f32) -> Plan {
    Plan {
        plane,
        sweep: Sweep {
            sensitivity: Sensitivity { floor, share, fade },
            every,
            least_module,
            small: least_module < 1.0,
        },
    }
}

/// The passes: the cheap one, half the size, very low contrast, the colours, a quarter of the size, the smallest
/// modules.
pub(super) const PASSES: [Plan; 9] = [
    plan(Plane::Full, 24, 84, 5, 2, 1.2),
    plan(Plane::Half, 16, 84, 4, 1, 1.2),
    plan(Plane::Full, 3, 10, 3, 1, 1.2),
    plan(Plane::Half, 4, 26, 3, 1, 1.2),
    plan(Plane::Channel(0), 12, 84, 4, 2, 1.2),
    plan(Plane::Channel(1), 12, 84, 4, 2, 1.2),
    plan(Plane::Channel(2), 12, 84, 4, 2, 1.2),
    plan(Plane::Quarter, 12, 84, 3, 1, 1.2),
    plan(Plane::Full, 24, 50, 5, 1, 0.92),
];
