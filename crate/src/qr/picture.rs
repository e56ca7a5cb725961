//! The picture that is searched: RGBA as a canvas gives it, checked once.

use core::ops::Range;
use std::borrow::Cow;
use std::hint::black_box;

use tessera_pixels::plane;

use crate::error::{Error, ErrorCode};

use super::gray::Gray;
use super::region::Region;

/// The pixels of a screenshot, a file or a camera frame: four bytes each, red, green, blue and alpha.
///
/// Alpha is not looked at: a screenshot has none, and transparency means nothing without the page behind it.
#[derive(Clone)]
pub struct Picture<'a> {
    pixels: Cow<'a, [u8]>,
    width: usize,
    height: usize,
}

impl<'a> Picture<'a> {
    /// The longest side that is searched, in pixels. It bounds memory and time.
    pub const MAX_SIDE: usize = 8192;

    /// Looks at `pixels` where they are.
    ///
    /// Errors: `picture_too_large` if a side is longer than [`Picture::MAX_SIDE`], which is the error's number;
    /// `picture_length` if there are not four bytes for each pixel.
    pub fn from_rgba(pixels: &'a [u8], width: usize, height: usize) -> Result<Picture<'a>, Error> {
        Picture::new(Cow::Borrowed(pixels), width, height)
    }

    /// Takes the pixels over and overwrites them at the end: a code on them may hold a secret.
    ///
    /// Errors: as for [`Picture::from_rgba`].
    pub fn from_owned_rgba(pixels: Vec<u8>, width: usize, height: usize) -> Result<Picture<'static>, Error> {
        Picture::new(Cow::Owned(pixels), width, height)
    }

    fn new(pixels: Cow<'_, [u8]>, width: usize, height: usize) -> Result<Picture<'_>, Error> {
        if width > Picture::MAX_SIDE || height > Picture::MAX_SIDE {
            return Err(Error::at(ErrorCode::PictureTooLarge, Picture::MAX_SIDE));
        }
        let length = width.saturating_mul(height).saturating_mul(4);
        if pixels.len() != length {
            return Err(ErrorCode::PictureLength.into());
        }
        Ok(Picture { pixels, width, height })
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The same picture without a copy of its pixels.
    pub(super) fn borrowed(&self) -> Picture<'_> {
        Picture { pixels: Cow::Borrowed(&self.pixels), width: self.width, height: self.height }
    }

    /// One of the colours red (0), green and blue in `region`; elsewhere an even grey.
    pub(super) fn channel(&self, index: usize, region: Option<&Region>) -> Gray {
        let mut pixels = vec![128; self.width * self.height];
        for (y, line) in pixels.chunks_exact_mut(self.width.max(1)).enumerate() {
            let row = self.row(y).as_chunks::<4>().0;
            for stretch in region.into_iter().flat_map(|region| region.stretches(y, 1, self.width)) {
                let colours = row.get(stretch.clone()).unwrap_or_default().iter();
                let line = line.get_mut(stretch).unwrap_or_default().iter_mut();
                line.zip(colours).for_each(|(value, pixel)| *value = pixel.get(index).copied().unwrap_or(0));
            }
        }
        Gray::new(pixels, self.width, self.height)
    }

    /// The brightness of each pixel.
    pub(super) fn luma(&self) -> Gray {
        Gray::new(plane::luma(&self.pixels), self.width, self.height)
    }

    /// One row of pixels, or nothing below the last.
    fn row(&self, y: usize) -> &[u8] {
        self.rows(y..y.saturating_add(1))
    }

    /// The pixels of some rows.
    pub(super) fn rows(&self, rows: Range<usize>) -> &[u8] {
        let bytes = self.width.saturating_mul(4);
        let (start, end) = (rows.start.saturating_mul(bytes), rows.end.saturating_mul(bytes));
        self.pixels.get(start..end).unwrap_or_default()
    }
}

impl Drop for Picture<'_> {
    /// One plain fill that the compiler must keep: writing byte by byte, as `zeroize` does, takes longer than the
    /// search.
    fn drop(&mut self) {
        if let Cow::Owned(pixels) = &mut self.pixels {
            pixels.fill(0);
            black_box(pixels);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_missing_bytes_is_refused() {
        let error = Picture::from_rgba(&[0; 15], 2, 2).err();
        assert_eq!(error, Some(ErrorCode::PictureLength.into()));
    }

    #[test]
    fn a_side_beyond_the_limit_is_refused() {
        let error = Picture::from_rgba(&[], 8193, 0).err();
        assert_eq!(error, Some(Error::at(ErrorCode::PictureTooLarge, 8192)));
    }

    #[test]
    fn an_empty_picture_is_a_picture() {
        assert!(Picture::from_rgba(&[], 0, 0).is_ok());
    }
}
