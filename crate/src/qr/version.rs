//! The forty sizes of a QR code, and where each keeps what is not data (ISO/IEC 18004, 6.3 and annex E).

/// A size: 1 (21 modules) to 40 (177 modules).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version(u8);

impl Version {
    /// Every version, smallest first.
    pub(super) fn all() -> impl Iterator<Item = Version> {
        (1..=40).map(Version)
    }

    /// The version of a code with `side` modules along a side.
    pub(super) fn of_side(side: usize) -> Option<Version> {
        Version::all().find(|version| version.side() == side)
    }

    /// 1 to 40.
    pub(super) fn number(self) -> usize {
        usize::from(self.0)
    }

    /// Modules along a side.
    pub(super) fn side(self) -> usize {
        17 + 4 * self.number()
    }

    /// The middles of the alignment patterns along a side, as module indexes; version 1 has none.
    ///
    /// The first is 6 and the last is 7 before the end. Between them they are evenly spaced from the end, by an even
    /// number of modules; annex E breaks its own rule for version 32.
    pub(super) fn alignment_middles(self) -> Vec<usize> {
        if self.0 == 1 {
            return Vec::new();
        }
        let gaps = self.number() / 7 + 1;
        let last = self.side() - 7;
        let step = if self.0 == 32 { 26 } else { (last - 6).div_ceil(gaps).next_multiple_of(2) };
        let mut middles: Vec<usize> = (0..gaps).map(|index| last - index * step).collect();
        middles.push(6);
        middles.reverse();
        middles
    }

    /// The middles of all alignment patterns, but not the three places that finder patterns take.
    pub(super) fn alignments(self) -> Vec<(usize, usize)> {
        let middles = self.alignment_middles();
        let last = self.side().saturating_sub(7);
        let pairs = middles.iter().flat_map(|&y| middles.iter().map(move |&x| (x, y)));
        pairs.filter(|pair| ![(6, 6), (6, last), (last, 6)].contains(pair)).collect()
    }

    /// For each module, row by row, whether it is something else than data.
    pub(super) fn function_map(self) -> Vec<bool> {
        let side = self.side();
        let mut map = vec![false; side * side];
        let mut mark = |left: usize, top: usize, width: usize, height: usize| {
            for row in map.chunks_exact_mut(side).skip(top).take(height) {
                row.iter_mut().skip(left).take(width).for_each(|module| *module = true);
            }
        };
        mark(0, 0, 9, 9);
        mark(side - 8, 0, 8, 9);
        mark(0, side - 8, 9, 8);
        mark(6, 0, 1, side);
        mark(0, 6, side, 1);
        for (x, y) in self.alignments() {
            mark(x - 2, y - 2, 5, 5);
        }
        if self.0 >= 7 {
            mark(side - 11, 0, 3, 6);
            mark(0, side - 11, 6, 3);
        }
        map
    }

    /// The modules whose shade is the same in every code of this version: finder patterns with their separators,
    /// timing patterns, and the alignment patterns away from them. `true` is ink.
    pub(super) fn fixed_modules(self) -> Vec<(usize, usize, bool)> {
        let side = self.side();
        let mut modules = Vec::new();
        for (middle_x, middle_y) in [(3, 3), (side - 4, 3), (3, side - 4)] {
            square_around(middle_x, middle_y, 4, side, |x, y, far| {
                modules.push((x, y, far != 2 && far != 4))
            });
        }
        for index in 8..side - 8 {
            modules.extend([(index, 6, index % 2 == 0), (6, index, index % 2 == 0)]);
        }
        for (middle_x, middle_y) in self.alignments() {
            if middle_x != 6 && middle_y != 6 {
                square_around(middle_x, middle_y, 2, side, |x, y, far| modules.push((x, y, far != 1)));
            }
        }
        modules
    }
}

/// Calls `each` with every module at most `radius` from the middle in either direction, and how far it is.
fn square_around(x: usize, y: usize, radius: usize, side: usize, mut each: impl FnMut(usize, usize, usize)) {
    for row in y.saturating_sub(radius)..=(y + radius).min(side - 1) {
        for column in x.saturating_sub(radius)..=(x + radius).min(side - 1) {
            each(column, row, row.abs_diff(y).max(column.abs_diff(x)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignment_patterns_are_where_annex_e_has_them() {
        let of = |number: u8| Version(number).alignment_middles();
        assert!(of(1).is_empty());
        assert_eq!(of(2), [6, 18]);
        assert_eq!(of(7), [6, 22, 38]);
        assert_eq!(of(15), [6, 26, 48, 70]);
        assert_eq!(of(32), [6, 34, 60, 86, 112, 138]);
        assert_eq!(of(36), [6, 24, 50, 76, 102, 128, 154]);
        assert_eq!(of(40), [6, 30, 58, 86, 114, 142, 170]);
    }

    #[test]
    fn the_modules_left_for_data_fill_the_codewords() {
        // Table 1: number of codewords and remainder bits.
        for (number, codewords, rest) in [(1, 26, 0), (2, 44, 7), (7, 196, 0), (14, 581, 3), (40, 3706, 0)] {
            let free = Version(number).function_map().iter().filter(|&&taken| !taken).count();
            assert_eq!(free, codewords * 8 + rest, "version {number}");
        }
    }

    #[test]
    fn fixed_modules_are_function_modules() {
        for version in Version::all() {
            let map = version.function_map();
            assert!(version.fixed_modules().iter().all(|(x, y, _)| map[y * version.side() + x]));
        }
    }
}
