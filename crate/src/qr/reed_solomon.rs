//! Reed–Solomon correction with erasures (ISO/IEC 18004, 7.5.2; the procedure is Berlekamp and Massey's, Forney's
//! for the values).
//!
//! `parity` symbols correct any errors and erasures with `2 · errors + erasures ≤ parity`. The more of that is
//! spent, the likelier it becomes that a word of pure noise is “corrected” into a valid one. So some parity can be
//! kept in reserve: each symbol of it makes a wrong word 256 times less likely.

use super::galois::{evaluate, inverse, multiply, power};

/// The longest polynomial that occurs: 30 parity symbols, two more coefficients.
const LONGEST: usize = 32;

/// Corrects `word` in place; its last `parity` symbols are the check symbols. `erasures` are positions that are
/// probably wrong. Returns the number of corrected symbols, or nothing if the word cannot be corrected with
/// `2 · errors + erasures + reserve ≤ parity`; then `word` is as it was.
pub(super) fn correct(word: &mut [u8], parity: usize, erasures: &[usize], reserve: usize) -> Option<usize> {
    if parity > 30 || word.len() > 255 || parity > word.len() || erasures.len() + reserve > parity {
        return None;
    }
    let syndromes = syndromes(word, parity);
    if syndromes.iter().all(|&syndrome| syndrome == 0) {
        return Some(0);
    }
    let last = word.len() - 1;
    let locator =
        locator(&syndromes, parity, erasures.iter().map(|&position| power(last - position.min(last))));
    let degree = locator.iter().rposition(|&coefficient| coefficient != 0)?;
    let spent = 2 * degree.saturating_sub(erasures.len()) + erasures.len();
    if spent + reserve > parity {
        return None;
    }
    let corrections = corrections(&locator, &syndromes, degree, word.len())?;
    let mut corrected = word.to_vec();
    for &(position, error) in &corrections {
        *corrected.get_mut(position)? ^= error;
    }
    if self::syndromes(&corrected, parity).iter().any(|&syndrome| syndrome != 0) {
        return None;
    }
    word.copy_from_slice(&corrected);
    zeroize::Zeroize::zeroize(&mut corrected);
    Some(corrections.len())
}

/// The word as a polynomial, first symbol highest, at the first `parity` powers of α: all 0 for a valid word.
fn syndromes(word: &[u8], parity: usize) -> [u8; LONGEST] {
    let mut syndromes = [0; LONGEST];
    for (exponent, syndrome) in syndromes.iter_mut().take(parity).enumerate() {
        let x = power(exponent);
        *syndrome = word.iter().fold(0, |sum, &symbol| multiply(sum, x) ^ symbol);
    }
    syndromes
}

/// The polynomial whose roots are the inverses of the error places: begun with the places of the erasures, continued
/// by Berlekamp and Massey's algorithm for the rest.
fn locator(syndromes: &[u8], parity: usize, erasures: impl Iterator<Item = u8>) -> [u8; LONGEST] {
    let mut locator = [0; LONGEST];
    locator[0] = 1;
    let mut erased = 0;
    for place in erasures {
        add_multiple(&mut locator.clone(), &mut locator, place);
        erased += 1;
    }
    let mut before = locator;
    let mut length = erased;
    for round in erased..parity {
        let known = syndromes.get(..=round).unwrap_or_default();
        let terms = locator.iter().zip(known.iter().rev());
        let discrepancy = terms.fold(0, |sum, (&one, &two)| sum ^ multiply(one, two));
        before.rotate_right(1);
        if discrepancy == 0 {
            continue;
        }
        let old = locator;
        for (coefficient, &other) in locator.iter_mut().zip(&before) {
            *coefficient ^= multiply(discrepancy, other);
        }
        if 2 * length <= round + erased {
            let scale = inverse(discrepancy);
            before = old.map(|coefficient| multiply(coefficient, scale));
            length = round + 1 + erased - length;
        }
    }
    locator
}

/// Multiplies by `1 + place · x`: adds `place` times `polynomial`, moved up by one.
fn add_multiple(polynomial: &mut [u8; LONGEST], sum: &mut [u8; LONGEST], place: u8) {
    polynomial.rotate_right(1);
    for (coefficient, &other) in sum.iter_mut().zip(polynomial.iter()) {
        *coefficient ^= multiply(other, place);
    }
}

/// Position and error value of each root of `locator` (Chien's search, Forney's formula); nothing unless there are
/// as many roots as its degree.
fn corrections(
    locator: &[u8; LONGEST],
    syndromes: &[u8; LONGEST],
    degree: usize,
    length: usize,
) -> Option<Vec<(usize, u8)>> {
    let product = |exponent: usize| {
        let known = syndromes.get(..=exponent).unwrap_or_default();
        locator.iter().zip(known.iter().rev()).fold(0, |sum, (&one, &two)| sum ^ multiply(one, two))
    };
    let evaluator: Vec<u8> = (0..degree).map(product).collect();
    let mut derivative = [0; LONGEST];
    for (slope, pair) in derivative.chunks_exact_mut(2).zip(locator.chunks_exact(2)) {
        slope.iter_mut().zip(pair.get(1)).for_each(|(slope, &odd)| *slope = odd);
    }
    let mut found = Vec::with_capacity(degree);
    for exponent in 0..length {
        let place = power(exponent);
        let root = inverse(place);
        if evaluate(locator, root) != 0 {
            continue;
        }
        let slope = evaluate(&derivative, root);
        if slope == 0 {
            return None;
        }
        let error = multiply(place, multiply(evaluate(&evaluator, root), inverse(slope)));
        found.push((length - 1 - exponent, error));
    }
    (found.len() == degree).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A word with its check symbols: the remainder of division by the product of `x - αⁱ`.
    fn encode(data: &[u8], parity: usize) -> Vec<u8> {
        let mut generator = vec![1u8];
        for exponent in 0..parity {
            generator.push(0);
            for index in (1..generator.len()).rev() {
                generator[index] ^= multiply(generator[index - 1], power(exponent));
            }
        }
        let mut word = data.to_vec();
        word.resize(data.len() + parity, 0);
        for index in 0..data.len() {
            let factor = word[index];
            for (offset, &coefficient) in generator.iter().enumerate() {
                word[index + offset] ^= multiply(coefficient, factor);
            }
        }
        word[..data.len()].copy_from_slice(data);
        word
    }

    #[test]
    fn the_standards_own_example_is_valid() {
        // ISO/IEC 18004, annex I: “01234567” in version 1-M, ten check symbols.
        let data = [16, 32, 12, 86, 97, 128, 236, 17, 236, 17, 236, 17, 236, 17, 236, 17];
        let word = encode(&data, 10);
        assert_eq!(word[16..], [165, 36, 212, 193, 237, 54, 199, 135, 44, 85]);
    }

    #[test]
    fn noise_is_refused_and_left_alone() {
        let noise: Vec<u8> = (0..44u32).map(|i| (i * 97 + i * i * 31 + 7) as u8).collect();
        let mut word = noise.clone();
        assert_eq!(correct(&mut word, 10, &[], 0), None);
        assert_eq!(word, noise);
    }

    proptest! {
        #[test]
        fn errors_and_erasures_within_the_parity_are_corrected(
            data in proptest::collection::vec(any::<u8>(), 1..120),
            half in 2usize..15,
            wrong in proptest::collection::hash_map(0usize..150, 1u8..=255, 0..30),
            erased in 0usize..30,
        ) {
            let parity = half * 2;
            let word = encode(&data, parity);
            let wrong: Vec<(usize, u8)> = wrong.into_iter().filter(|(at, _)| *at < word.len()).collect();
            let erased = erased.min(wrong.len());
            let erasures: Vec<usize> = wrong[..erased].iter().map(|(at, _)| *at).collect();
            let mut damaged = word.clone();
            for (at, error) in &wrong {
                damaged[*at] ^= error;
            }
            let spent = erased + 2 * (wrong.len() - erased);
            let found = correct(&mut damaged, parity, &erasures, 0);
            if spent <= parity {
                prop_assert_eq!(found, Some(wrong.len()));
                prop_assert_eq!(damaged, word);
            }
        }

        #[test]
        fn the_reserve_is_not_spent(
            data in proptest::collection::vec(any::<u8>(), 20..40),
            error in 1u8..=255,
        ) {
            let mut word = encode(&data, 10);
            for symbol in word.iter_mut().take(4) {
                *symbol ^= error;
            }
            prop_assert_eq!(correct(&mut word.clone(), 10, &[], 2), Some(4));
            prop_assert_eq!(correct(&mut word.clone(), 10, &[], 3), None);
            prop_assert_eq!(correct(&mut word, 10, &[0, 1, 2, 3], 6), Some(4));
        }
    }
}
