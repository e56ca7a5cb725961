//! From the picture to one number for each module.

use super::frame::Frame;
use super::gray::Gray;

/// A number for each module, row by row.
#[derive(Clone)]
pub(super) struct Modules {
    side: usize,
    values: Vec<f32>,
}

impl Modules {
    pub(super) fn new(side: usize, values: Vec<f32>) -> Modules {
        Modules { side, values }
    }

    /// Reads the picture under `frame`. Modules of three pixels and more are read at five places, so that a logo's
    /// edge or a speck counts as little as it covers; smaller ones at their middle, which alone is free of their
    /// neighbours.
    pub(super) fn sample(gray: &Gray, frame: &Frame) -> Modules {
        let side = frame.side();
        let large = frame.module() > 2.8;
        let mut values = Vec::with_capacity(side * side);
        for row in 0..side {
            for column in 0..side {
                let (x, y) = (column as f32 + 0.5, row as f32 + 0.5);
                let mut value = gray.at(frame.place(x, y));
                if large {
                    let around = [(-0.22, -0.22), (0.22, -0.22), (-0.22, 0.22), (0.22, 0.22)];
                    value += around.iter().map(|(dx, dy)| gray.at(frame.place(x + dx, y + dy))).sum::<f32>();
                    value *= 0.2;
                }
                values.push(value);
            }
        }
        Modules { side, values }
    }

    /// Modules along a side.
    pub(super) fn side(&self) -> usize {
        self.side
    }

    pub(super) fn values(&self) -> &[f32] {
        &self.values
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.side.max(1))
    }

    /// The modules with rows and columns exchanged: what a mirrored code shows.
    pub(super) fn transposed(&self) -> Modules {
        let column = |x: usize| self.rows().filter_map(move |row| row.get(x)).copied();
        Modules { side: self.side, values: (0..self.side).flat_map(column).collect() }
    }

    /// The least and the greatest value.
    pub(super) fn range(&self) -> (f32, f32) {
        self.values.iter().fold((f32::MAX, f32::MIN), |(low, high), &v| (low.min(v), high.max(v)))
    }

    /// Value by value with another square of the same side.
    pub(super) fn zip(&self, other: &Modules, mix: impl Fn(f32, f32) -> f32) -> Modules {
        let values = self.values.iter().zip(&other.values).map(|(&one, &two)| mix(one, two)).collect();
        Modules { side: self.side, values }
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture_of::{Scene, code};
    use super::*;

    #[test]
    fn every_module_of_a_clean_code_is_black_or_white() {
        for module in [1, 2, 3, 7] {
            let scene = Scene::new(&code("A")).module(module);
            let modules = Modules::sample(&scene.gray(), &scene.frame());
            let dark = modules.values().iter().map(|&value| value < 128.0);
            assert!(dark.eq(code("A").cells().iter().copied()), "{module}");
            assert!(modules.values().iter().all(|&value| !(0.1..254.9).contains(&value)));
        }
    }

    #[test]
    fn transposing_exchanges_rows_and_columns() {
        let modules = Modules::new(2, vec![1.0, 2.0, 3.0, 4.0]);
        assert_eq!(modules.transposed().values(), [1.0, 3.0, 2.0, 4.0]);
        assert_eq!(modules.range(), (1.0, 4.0));
    }
}
