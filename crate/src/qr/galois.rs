//! Arithmetic in the field of 256 elements that QR codes use: polynomials over GF(2) modulo x⁸+x⁴+x³+x²+1
//! (ISO/IEC 18004, 7.5). Addition is exclusive or; every element but 0 is a power of α = 2.

/// Powers of α, twice over, so that the sum of two logarithms needs no reduction.
static POWERS: [u8; 512] = TABLES.0;
static LOGARITHMS: [u8; 256] = TABLES.1;

#[allow(
    clippy::indexing_slicing,
    reason = "runs at compile time: an index outside the table does not compile"
)]
const TABLES: ([u8; 512], [u8; 256]) = {
    let (mut powers, mut logarithms) = ([0u8; 512], [0u8; 256]);
    let mut value = 1u16;
    let mut exponent = 0;
    while exponent < 512 {
        powers[exponent] = value as u8;
        if exponent < 255 {
            logarithms[value as usize] = exponent as u8;
        }
        value <<= 1;
        if value & 256 != 0 {
            value ^= 0x11d;
        }
        exponent += 1;
    }
    (powers, logarithms)
};

/// α to the power of `exponent`.
pub(super) fn power(exponent: usize) -> u8 {
    POWERS.get(exponent % 255).copied().unwrap_or(0)
}

/// The product.
#[inline]
pub(super) fn multiply(one: u8, two: u8) -> u8 {
    if one == 0 || two == 0 {
        return 0;
    }
    POWERS.get(logarithm(one) + logarithm(two)).copied().unwrap_or(0)
}

/// What gives 1 when multiplied with `value`; 0 for 0, which has none.
pub(super) fn inverse(value: u8) -> u8 {
    if value == 0 { 0 } else { power(255 - logarithm(value)) }
}

/// The value at `x` of the polynomial with these coefficients, constant first.
pub(super) fn evaluate(coefficients: &[u8], x: u8) -> u8 {
    coefficients.iter().rev().fold(0, |sum, &coefficient| multiply(sum, x) ^ coefficient)
}

#[inline]
fn logarithm(value: u8) -> usize {
    LOGARITHMS.get(usize::from(value)).copied().map_or(0, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_times_its_inverse_is_one() {
        for value in 1..=255 {
            assert_eq!(multiply(value, inverse(value)), 1, "{value}");
        }
    }

    #[test]
    fn multiplication_distributes_over_addition() {
        for (a, b, c) in [(3, 7, 250), (255, 128, 1), (90, 17, 200)] {
            assert_eq!(multiply(a, b ^ c), multiply(a, b) ^ multiply(a, c));
        }
    }

    #[test]
    fn alpha_to_the_eighth_follows_from_the_polynomial() {
        assert_eq!((power(8), power(255), power(0)), (0x1d, 1, 1));
        assert_eq!(evaluate(&[5, 0, 1], 2), 1);
    }
}
