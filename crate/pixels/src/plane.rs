//! From colours to brightness, and to half the size.

use crate::block;

/// The brightness of pixels of four bytes: red, green, blue and one that does not count.
///
/// It is Rec. 601 luma in steps of 1/256, rounded.
pub fn luma(pixels: &[u8]) -> Vec<u8> {
    let (blocks, rest) = pixels.as_chunks();
    let mut luma = Vec::with_capacity(pixels.len() / 4);
    for pixels in blocks {
        luma.extend_from_slice(&block::luma(pixels));
    }
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(value, pixel)| *value = *pixel);
    luma.extend_from_slice(block::luma(&last).get(..rest.len() / 4).unwrap_or_default());
    luma
}

/// One row at half the size from two, each pixel the mean of four, put behind what is in `half`. An odd last column is
/// dropped.
pub fn halve(upper: &[u8], lower: &[u8], half: &mut Vec<u8>) {
    let ((upper, upper_rest), (lower, lower_rest)) = (upper.as_chunks(), lower.as_chunks());
    for (upper, lower) in upper.iter().zip(lower) {
        half.extend_from_slice(&block::halve(upper, lower));
    }
    let pairs = upper_rest.as_chunks::<2>().0.iter().zip(lower_rest.as_chunks::<2>().0);
    half.extend(pairs.map(|([a, b], [c, d])| block::mean([*a, *b, *c, *d])));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luma_goes_from_black_to_white() {
        let pixels = [0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 255, 255];
        assert_eq!(luma(&pixels), [0, 255, 77, 29]);
        assert_eq!(luma(&pixels.repeat(5)), [0, 255, 77, 29].repeat(5));
    }

    #[test]
    fn the_mean_of_four_is_rounded() {
        for times in [1, 9] {
            let mut half = vec![];
            let upper: Vec<u8> = [0, 1, 255, 255].repeat(times).into_iter().chain([9]).collect();
            let lower: Vec<u8> = [1, 0, 255, 255].repeat(times).into_iter().chain([9]).collect();
            halve(&upper, &lower, &mut half);
            assert_eq!(half, [1, 255].repeat(times));
        }
    }
}
