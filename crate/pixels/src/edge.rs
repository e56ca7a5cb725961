//! The edges along a line of pixels, found to a fraction of a pixel.
//!
//! No threshold is drawn over the picture. The line is followed from extreme to extreme: a maximum counts once the
//! line has fallen by a *step* below it, a minimum once it has risen as much. Between two neighbouring extremes the
//! edge is where the line passes the level half-way between them. So a code of three grey levels on a gradient
//! gives the same edges as a black one on white, bright and dark codes give the same, and a blurred edge between
//! two wide bars stays where the sharp one was.
//!
//! The step is a floor against noise, and shortly behind an edge a share of that edge's height as well, so that the
//! ripples which scaling and compression leave beside strong edges do not count as bars. A pale code within a white
//! card is not held up by the card's edge.

/// A place where the line passes the level half-way between two extremes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Pixels from the start of the line.
    pub at: f32,
    /// The extreme before it.
    pub before: u8,
    /// The extreme behind it.
    pub after: u8,
}

impl Edge {
    /// The difference of the two extremes.
    pub fn height(&self) -> u8 {
        self.before.abs_diff(self.after)
    }
}

/// What counts as an extreme.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivity {
    /// The least step, in grey levels.
    pub floor: i32,
    /// The part of the edge's height before it that a step must have as well, in 1/256.
    pub share: i32,
    /// That part halves every 2^`fade` pixels behind the edge.
    pub fade: u32,
}

/// Puts the edges along `line` into `edges`, which is emptied first.
pub fn find_edges(line: &[u8], sensitivity: Sensitivity, edges: &mut Vec<Edge>) {
    edges.clear();
    let Some(&first) = line.first() else {
        return;
    };
    let mut trace = Trace::new(line, sensitivity, i32::from(first));
    // Eight pixels at a time, and of these the ones that differ from the pixel before them.
    let behind = line.get(1..).unwrap_or_default();
    for (block, (one, two)) in line.chunks(8).zip(behind.chunks(8)).enumerate() {
        let one = word(one, 0);
        let two = word(two, one);
        let mut changes = one ^ two;
        while changes != 0 {
            let shift = changes.trailing_zeros() & !7;
            changes &= !(0xff << shift);
            trace.follow(8 * block + shift as usize / 8 + 1, (two >> shift & 0xff) as i32, edges);
        }
    }
    trace.finish(edges);
}

/// Up to eight bytes as a number; where the line ends, those of `rest` continue it.
#[inline]
fn word(bytes: &[u8], rest: u64) -> u64 {
    if let Some(eight) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    let shown = bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    shown | rest & u64::MAX.checked_shl(8 * bytes.len() as u32).unwrap_or(0)
}

/// The state of following one line.
struct Trace<'a> {
    line: &'a [u8],
    sensitivity: Sensitivity,
    /// 1 while the line rises, -1 while it falls, 0 before the first step.
    direction: i32,
    /// The extreme that is being followed: its level, and the first and last pixel that had it.
    current: Extreme,
    /// The extreme before it.
    previous: Extreme,
    /// Before the first step: the lowest and the highest pixel so far.
    low: Extreme,
    high: Extreme,
    /// The pixel where the edge towards the current extreme began.
    began: usize,
}

#[derive(Clone, Copy)]
struct Extreme {
    level: i32,
    first: usize,
    last: usize,
}

impl Trace<'_> {
    fn new(line: &[u8], sensitivity: Sensitivity, level: i32) -> Trace<'_> {
        let start = Extreme { level, first: 0, last: 0 };
        Trace {
            line,
            sensitivity,
            direction: 0,
            current: start,
            previous: start,
            low: start,
            high: start,
            began: 0,
        }
    }

    /// The step back that makes the current extreme count, at pixel `x`.
    fn step(&self, x: usize) -> i32 {
        let faded = ((x - self.began) >> self.sensitivity.fade).min(31);
        let height = (self.current.level - self.previous.level) * self.direction;
        self.sensitivity.floor.max(((height * self.sensitivity.share) >> 8) >> faded)
    }

    #[inline(always)]
    fn follow(&mut self, x: usize, level: i32, edges: &mut Vec<Edge>) {
        let here = Extreme { level, first: x, last: x };
        if self.direction == 0 {
            return self.begin(here);
        }
        // What is usual is chosen without a branch: which it is cannot be foreseen.
        let ahead = (level - self.current.level) * self.direction;
        if -ahead > self.step(x) {
            edges.push(self.edge());
            self.began = x;
            self.previous = self.current;
            self.direction = -self.direction;
            self.current = here;
            return;
        }
        let (further, as_far) = (ahead > 0, ahead >= 0);
        self.current.level = if further { level } else { self.current.level };
        self.current.first = if further { x } else { self.current.first };
        self.current.last = if as_far { x } else { self.current.last };
    }

    /// Before the first step: waits until lowest and highest are a step apart.
    fn begin(&mut self, here: Extreme) {
        if here.level < self.low.level {
            self.low = here;
        }
        if here.level > self.high.level {
            self.high = here;
        }
        if self.high.level - self.low.level > self.sensitivity.floor {
            let rises = self.high.first > self.low.first;
            self.direction = if rises { 1 } else { -1 };
            self.began = here.first;
            (self.previous, self.current) = if rises { (self.low, self.high) } else { (self.high, self.low) };
        }
    }

    /// The edge between the previous extreme and the current one.
    fn edge(&self) -> Edge {
        let middle = self.previous.level + self.current.level;
        let doubled = |x: usize| self.line.get(x).map_or(middle, |&level| 2 * i32::from(level));
        let mut x = self.previous.last;
        while x < self.current.first && (doubled(x + 1) - middle) * self.direction < 0 {
            x += 1;
        }
        let (here, next) = (doubled(x), doubled(x + 1));
        let share = if next == here { 0.5 } else { (middle - here) as f32 / (next - here) as f32 };
        Edge {
            at: x as f32 + 0.5 + share.clamp(0.0, 1.0),
            before: self.previous.level as u8,
            after: self.current.level as u8,
        }
    }

    /// The line's end confirms the last extreme.
    fn finish(&self, edges: &mut Vec<Edge>) {
        let height = (self.current.level - self.previous.level).abs();
        if self.direction != 0 && height > self.sensitivity.floor {
            edges.push(self.edge());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COARSE: Sensitivity = Sensitivity { floor: 24, share: 84, fade: 5 };

    fn edges(line: &[u8], sensitivity: Sensitivity) -> Vec<Edge> {
        let mut edges = Vec::new();
        find_edges(line, sensitivity, &mut edges);
        edges
    }

    #[test]
    fn a_sharp_edge_is_between_its_pixels() {
        let found = edges(&[200, 200, 200, 10, 10, 10, 200, 200], COARSE);
        assert_eq!(
            found,
            [Edge { at: 3.0, before: 200, after: 10 }, Edge { at: 6.0, before: 10, after: 200 }]
        );
    }

    #[test]
    fn a_grey_pixel_moves_the_edge_by_its_share() {
        let found = edges(&[0, 0, 0, 75, 100, 100, 100], COARSE);
        assert!((found[0].at - 3.167).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn a_ripple_beside_a_strong_edge_is_no_bar() {
        assert_eq!(edges(&[255, 255, 0, 0, 40, 0, 0, 255, 255], COARSE).len(), 2);
    }

    #[test]
    fn three_levels_are_enough_for_the_fine_sensitivity() {
        let fine = Sensitivity { floor: 3, share: 10, fade: 3 };
        assert_eq!(edges(&[100, 100, 96, 96, 100, 100, 96, 96], fine).len(), 3);
        assert_eq!(edges(&[100, 100, 96, 96, 100, 100, 96, 96], COARSE).len(), 0);
    }

    #[test]
    fn a_pale_bar_shows_at_once_where_a_strong_edge_is_long_past() {
        let fine = Sensitivity { floor: 3, share: 10, fade: 3 };
        let line = [&[255; 9][..], &[32; 20], &[24; 4], &[32; 4], &[24; 9]].concat();
        let at: Vec<f32> = edges(&line, fine).iter().map(|edge| edge.at.round()).collect();
        assert_eq!(at, [9.0, 33.0, 37.0]);
    }

    #[test]
    fn long_flat_stretches_are_counted_in_full() {
        let mut line = vec![9; 1003];
        line.extend([255; 50]);
        assert_eq!(edges(&line, COARSE), [Edge { at: 1003.0, before: 9, after: 255 }]);
    }

    #[test]
    fn a_line_without_pixels_has_no_edges() {
        assert_eq!(edges(&[], COARSE), []);
        assert_eq!(edges(&[5], COARSE), []);
    }
}
