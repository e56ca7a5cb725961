//! Texts as QR codes, to be shown and scanned by another device.

use core::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, ErrorCode};

/// The modules of a code. They say as much as the text, so they are wiped like it.
#[derive(Clone, PartialEq, Eq)]
pub struct Matrix {
    side: usize,
    cells: Zeroizing<Vec<bool>>,
}

/// The modules of the smallest code that says `text`, with the most error correction that fits it and at least 15 %
/// (level M) where the text is short enough.
///
/// Errors: `qr_text_too_long` beyond what the largest code holds (2,953 bytes).
pub fn draw(text: &str) -> Result<Matrix, Error> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .or_else(|_| QrCode::encode_text(text, QrCodeEcc::Low))
        .map_err(|_| ErrorCode::QrTextTooLong)?;
    let side = code.size();
    let cells = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y));
    Ok(Matrix { side: side.unsigned_abs() as usize, cells: Zeroizing::new(cells.collect()) })
}

impl Matrix {
    /// Modules of ground that must be left free on every side.
    pub const QUIET: usize = 4;

    /// Modules along a side, without the quiet zone.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether the module in column `x` and row `y` is dark; outside none is.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.cells.get(y * self.side + x) == Some(&true)
    }

    /// Every module, row by row.
    pub fn cells(&self) -> &[bool] {
        &self.cells
    }

    /// The dark modules as the `d` of an SVG path, in modules, the quiet zone included: the picture is
    /// `side + 2 · QUIET` wide. Each run of a row is one rectangle.
    pub fn svg_path(&self) -> Zeroizing<String> {
        let mut path = Zeroizing::new(String::with_capacity(self.cells.len() * 8));
        for (y, row) in self.cells.chunks_exact(self.side.max(1)).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, two| one == two) {
                if run.first() == Some(&true) {
                    let (left, top, width) = (x + Matrix::QUIET, y + Matrix::QUIET, run.len());
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        path
    }
}

impl Zeroize for Matrix {
    fn zeroize(&mut self) {
        self.cells.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_the_smallest_code() {
        let matrix = draw("HELLO").unwrap();
        assert_eq!(matrix.side(), 21);
        assert!(matrix.is_dark(0, 0) && !matrix.is_dark(7, 7) && !matrix.is_dark(21, 0));
    }

    #[test]
    fn what_no_code_holds_is_refused() {
        assert!(draw(&"a".repeat(2953)).is_ok());
        assert_eq!(draw(&"a".repeat(2954)).err(), Some(ErrorCode::QrTextTooLong.into()));
    }

    #[test]
    fn the_path_covers_exactly_the_dark_modules() {
        let matrix = draw("otpauth://totp/a?secret=ABCDEFGH").unwrap();
        let mut covered = vec![false; matrix.side() * matrix.side()];
        for run in matrix.svg_path().split('M').skip(1) {
            let numbers: Vec<usize> =
                run.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            for x in numbers[0]..numbers[0] + numbers[2] {
                covered[(numbers[1] - 4) * matrix.side() + x - 4] = true;
            }
        }
        assert_eq!(covered, matrix.cells());
    }
}
