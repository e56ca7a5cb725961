//! How well brightness agrees with a pattern of ink and ground.

/// Pearson's correlation between samples and a pattern of two values, summed as the samples come.
///
/// It does not depend on brightness or contrast: a pale code agrees with its pattern as well as a black one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Correlation {
    count: f32,
    ink: f32,
    sum: f32,
    sum_of_squares: f32,
    sum_in_ink: f32,
}

impl Correlation {
    /// Adds a sample at a place where the pattern is `ink`, or ground.
    #[inline]
    pub(super) fn add(&mut self, value: f32, ink: bool) {
        let value = value - MIDDLE; // keeps the squares small, hence exact
        self.count += 1.0;
        self.sum += value;
        self.sum_of_squares += value * value;
        if ink {
            self.ink += 1.0;
            self.sum_in_ink += value;
        }
    }

    /// The sum of squared differences from the mean: nearly 0 where there is nothing to see.
    pub(super) fn variation(&self) -> f32 {
        self.sum_of_squares - self.sum * self.sum / self.count.max(1.0)
    }

    /// 1 if ink is everywhere darker than ground (brighter, for `inverted`), -1 for the opposite, 0 for no relation.
    pub(super) fn strength(&self, inverted: bool) -> f32 {
        let pattern = self.ink - self.ink * self.ink / self.count.max(1.0);
        let variation = self.variation();
        if variation < 1.0 || pattern <= 0.0 {
            return 0.0;
        }
        let common = self.sum_in_ink - self.sum * self.ink / self.count;
        let strength = common / (variation * pattern).sqrt();
        if inverted { strength } else { -strength }
    }
}

const MIDDLE: f32 = 128.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(values: &[f32], inverted: bool) -> f32 {
        let mut sums = Correlation::default();
        for (index, &value) in values.iter().enumerate() {
            sums.add(value, index % 2 == 0);
        }
        sums.strength(inverted)
    }

    #[test]
    fn agreement_does_not_depend_on_contrast() {
        assert!((strength(&[0.0, 255.0, 0.0, 255.0], false) - 1.0).abs() < 1e-5);
        assert!((strength(&[100.0, 103.0, 100.0, 103.0], false) - 1.0).abs() < 1e-3);
        assert!((strength(&[9.0, 1.0, 9.0, 1.0], true) - 1.0).abs() < 1e-5);
        assert!((strength(&[9.0, 1.0, 9.0, 1.0], false) + 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_flat_place_agrees_with_nothing() {
        assert_eq!(strength(&[7.0; 6], false), 0.0);
        assert_eq!(strength(&[], false), 0.0);
    }
}
