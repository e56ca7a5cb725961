//! Which modules are ink: thresholds drawn after sampling, module by module.
//!
//! A threshold over pixels must guess how large a neighbourhood is; over modules it is known. And a module that
//! differs little from its threshold is known to be doubtful, which tells the error correction where to look.

use super::sample::Modules;

/// Each module's shade, and how sure it is.
pub(super) struct Shades {
    /// Ink or ground, row by row.
    pub(super) ink: Vec<bool>,
    /// The distance from the threshold, in grey levels.
    pub(super) certainty: Vec<f32>,
}

/// A way to read the modules. They are tried in order: the first reads nearly everything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    /// Half-way between the darkest and the brightest module nearby, smoothed. It is right for dots and gradients,
    /// since the extremes nearby are surely ink and ground.
    BetweenExtremes,
    /// The same after raising each module's difference from its four neighbours by the factor: small modules that
    /// run into each other.
    Sharpened(f32),
    /// The mean of the 11×11 modules around it: a logo or a photograph shifts the extremes.
    LocalMean,
    /// The same as the first after undoing a Gaussian blur with this sigma in modules.
    Deblurred(f32),
    /// One threshold for all.
    Middle,
}

impl Reading {
    /// For a code that did not read at the first try.
    pub(super) const HARDER: [Reading; 6] = [
        Reading::Sharpened(0.7),
        Reading::LocalMean,
        Reading::Sharpened(1.6),
        Reading::Deblurred(0.45),
        Reading::Deblurred(0.6),
        Reading::Middle,
    ];

    /// Tells ink from ground; `inverted` if ink is brighter.
    pub(super) fn shades(self, modules: &Modules, inverted: bool) -> Shades {
        let prepared = match self {
            Reading::Sharpened(factor) => sharpened(modules, factor),
            Reading::Deblurred(sigma) => deblurred(modules, sigma),
            _ => modules.clone(),
        };
        let threshold = match self {
            Reading::LocalMean => mean_around(&prepared, 5),
            Reading::Middle => {
                let (low, high) = prepared.range();
                prepared.zip(&prepared, |_, _| (low + high) / 2.0)
            }
            _ => between_extremes(&prepared),
        };
        let pairs = || prepared.values().iter().zip(threshold.values());
        Shades {
            ink: pairs().map(|(value, level)| (value < level) != inverted).collect(),
            certainty: pairs().map(|(value, level)| (value - level).abs()).collect(),
        }
    }
}

fn between_extremes(modules: &Modules) -> Modules {
    let low = box_filter(modules, 3, |window| window.iter().copied().fold(f32::MAX, f32::min));
    let high = box_filter(modules, 3, |window| window.iter().copied().fold(f32::MIN, f32::max));
    mean_around(&low.zip(&high, |low, high| (low + high) / 2.0), 2)
}

fn mean_around(modules: &Modules, radius: usize) -> Modules {
    box_filter(modules, radius, |window| window.iter().sum::<f32>() / window.len() as f32)
}

/// Applies `reduce` to the window of `radius` modules on both sides, along rows and then along columns. Windows end
/// at the code's edge.
fn box_filter(modules: &Modules, radius: usize, reduce: impl Fn(&[f32]) -> f32) -> Modules {
    let along_rows = |modules: &Modules| {
        let values = modules.rows().flat_map(|row| {
            (0..row.len()).map(|x| {
                let window = row.get(x.saturating_sub(radius)..(x + radius + 1).min(row.len()));
                reduce(window.unwrap_or_default())
            })
        });
        Modules::new(modules.side(), values.collect())
    };
    along_rows(&along_rows(modules).transposed()).transposed()
}

fn sharpened(modules: &Modules, factor: f32) -> Modules {
    let neighbours = three_taps(modules, 0.0, 0.5);
    let around =
        neighbours.zip(&three_taps(&modules.transposed(), 0.0, 0.5).transposed(), |a, b| (a + b) / 2.0);
    modules.zip(&around, |value, around| value + factor * (value - around))
}

/// Each module as `own` times itself and `side` times each neighbour in its row; the edge repeats.
fn three_taps(modules: &Modules, own: f32, side: f32) -> Modules {
    let values = modules.rows().flat_map(|row| {
        let at = |x: usize| row.get(x.min(row.len().saturating_sub(1))).copied().unwrap_or(0.0);
        (0..row.len()).map(move |x| own * at(x) + side * (at(x.saturating_sub(1)) + at(x + 1)))
    });
    Modules::new(modules.side(), values.collect())
}

/// Van Cittert's iteration: what the blurred guess lacks is added to the guess, which stays near the range of what
/// was seen.
fn deblurred(modules: &Modules, sigma: f32) -> Modules {
    let near = (-0.5 / (sigma * sigma)).exp();
    let (own, side) = (1.0 / (1.0 + 2.0 * near), near / (1.0 + 2.0 * near));
    let (low, high) = modules.range();
    let room = 0.25 * (high - low);
    let mut guess = modules.clone();
    for _ in 0..12 {
        let across = three_taps(&guess, own, side);
        let blurred = three_taps(&across.transposed(), own, side).transposed();
        let lack = modules.zip(&blurred, |seen, blurred| 1.2 * (seen - blurred));
        guess = guess.zip(&lack, |value, lack| (value + lack).max(low - room).min(high + room));
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A checkerboard of 16 modules a side, each value changed by `change`.
    fn board(change: impl Fn(usize, usize, f32) -> f32) -> Modules {
        let value =
            |i: usize| change(i % 16, i / 16, if (i % 16 + i / 16).is_multiple_of(2) { 0.0 } else { 200.0 });
        Modules::new(16, (0..256).map(value).collect())
    }

    fn reads(reading: Reading, modules: &Modules, inverted: bool) -> bool {
        let shades = reading.shades(modules, inverted);
        shades.ink.iter().enumerate().all(|(i, &ink)| ink == (((i % 16 + i / 16) % 2 == 0) != inverted))
    }

    #[test]
    fn every_reading_reads_a_clean_board_in_both_polarities() {
        let board = board(|_, _, value| value);
        for reading in Reading::HARDER.into_iter().chain([Reading::BetweenExtremes]) {
            assert!(reads(reading, &board, false) && reads(reading, &board, true), "{reading:?}");
        }
    }

    #[test]
    fn a_shadow_across_the_code_does_not_matter() {
        let shaded = board(|x, _, value| (value + 20.0) * (1.0 - x as f32 / 24.0));
        assert!(reads(Reading::BetweenExtremes, &shaded, false));
        assert!(!reads(Reading::Middle, &shaded, false));
    }

    #[test]
    fn a_module_near_the_threshold_is_the_least_certain() {
        let doubtful = board(|x, y, value| if (x, y) == (5, 5) { 104.0 } else { value });
        let shades = Reading::BetweenExtremes.shades(&doubtful, false);
        let least = (0..256).min_by(|&a, &b| shades.certainty[a].total_cmp(&shades.certainty[b])).unwrap();
        assert_eq!(least, 5 * 16 + 5);
    }

    #[test]
    fn a_blur_is_undone() {
        let sharp = board(|x, y, value| if x % 5 == 0 || y % 7 == 3 { 200.0 } else { value });
        let near = (-0.5f32 / (0.55 * 0.55)).exp();
        let total = 1.0 + 2.0 * near;
        let blur = |m: &Modules| three_taps(m, 1.0 / total, near / total);
        let blurred = blur(&blur(&sharp).transposed()).transposed();
        let error = |m: &Modules| m.zip(&sharp, |a, b| (a - b).abs()).values().iter().sum::<f32>();
        assert!(error(&deblurred(&blurred, 0.55)) < 0.4 * error(&blurred));
    }
}
