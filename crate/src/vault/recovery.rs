//! The recovery code: 130 random bits that a person prints and keeps.

use zeroize::Zeroizing;

use crate::entropy;
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// A recovery code: 26 characters of Crockford's base 32 and two that check them.
///
/// The check is the number modulo the prime 1021: every single wrong character and every two neighbours in the wrong
/// order are noticed before any key is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(Secret);

impl RecoveryCode {
    /// Draws a code.
    ///
    /// Errors: `entropy_unavailable`.
    pub fn make() -> Result<RecoveryCode, Error> {
        let bytes = Zeroizing::new(entropy::make_bytes::<DIGITS>()?);
        Ok(RecoveryCode(Secret::new(bytes.iter().map(|byte| byte & 31).collect())))
    }

    /// Reads a code as people type it: any case, any separators, O for 0, I and L for 1.
    ///
    /// Errors: `recovery_code_character` with the position of a character that no code has; `recovery_code_length`
    /// with the number of characters read; `recovery_code_check` for a typing error somewhere.
    pub fn parse(text: &Secret) -> Result<RecoveryCode, Error> {
        let text = core::str::from_utf8(text.expose()).map_err(|_| ErrorCode::RecoveryCodeCharacter)?;
        let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
        for (position, character) in (1..).zip(text.chars()).filter(|(_, c)| !is_separator(*c)) {
            let digit = digit(character).ok_or(Error::at(ErrorCode::RecoveryCodeCharacter, position))?;
            digits.push(digit);
        }
        if digits.len() != DIGITS.saturating_add(CHECKS) {
            return Err(Error::at(ErrorCode::RecoveryCodeLength, digits.len()));
        }
        let (code, checks) = digits.split_at_checked(DIGITS).ok_or(ErrorCode::RecoveryCodeLength)?;
        if checks != check_digits(code) {
            return Err(ErrorCode::RecoveryCodeCheck.into());
        }
        Ok(RecoveryCode(Secret::new(code.to_vec())))
    }

    /// The code as it is printed: seven groups of four.
    pub fn to_text(&self) -> Zeroizing<String> {
        let checks = check_digits(self.0.expose());
        let mut text = Zeroizing::new(String::with_capacity(TEXT_LENGTH));
        for (place, digit) in self.0.expose().iter().chain(&checks).enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(ALPHABET.get(usize::from(*digit)).copied().map_or('?', char::from));
        }
        text
    }

    /// The 26 digits, one per byte: what the slot's key is derived from.
    pub(crate) fn digits(&self) -> &[u8] {
        self.0.expose()
    }
}

fn check_digits(digits: &[u8]) -> [u8; CHECKS] {
    let rest = digits.iter().fold(0u32, |rest, digit| {
        rest.wrapping_mul(32).wrapping_add(u32::from(*digit)).checked_rem(MODULUS).unwrap_or(0)
    });
    [(rest >> 5) as u8, (rest & 31) as u8]
}

fn digit(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == plain)?;
    u8::try_from(place).ok()
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{AD}')
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 26;
const CHECKS: usize = 2;
const MODULUS: u32 = 1021;
const TEXT_LENGTH: usize = 34;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<RecoveryCode, Error> {
        RecoveryCode::parse(&Secret::from(text.to_owned()))
    }

    #[test]
    fn a_code_is_read_as_printed_and_as_typed() {
        let code = RecoveryCode::make().unwrap();
        let text = code.to_text();
        assert_eq!(text.len(), TEXT_LENGTH);
        assert_eq!(parse(&text), Ok(code.clone()));
        let typed = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(parse(&typed), Ok(code));
    }

    #[test]
    fn every_wrong_character_and_every_swap_of_neighbours_is_noticed() {
        let text = RecoveryCode::make().unwrap().to_text().replace('-', "").into_bytes();
        for place in 0..text.len() {
            for letter in ALPHABET {
                let mut wrong = text.clone();
                wrong[place] = *letter;
                let result = parse(&String::from_utf8(wrong.clone()).unwrap());
                assert_eq!(result.is_ok(), wrong == text);
            }
            let mut swapped = text.clone();
            swapped.swap(place, (place + 1).min(text.len() - 1));
            if place + 1 < DIGITS {
                let result = parse(&String::from_utf8(swapped.clone()).unwrap());
                assert_eq!(result.is_ok(), swapped == text, "{place}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(parse("0000-U"), Err(Error::at(ErrorCode::RecoveryCodeCharacter, 6)));
        assert_eq!(parse("0000-0"), Err(Error::at(ErrorCode::RecoveryCodeLength, 5)));
        assert_eq!(parse(&"1".repeat(28)), Err(ErrorCode::RecoveryCodeCheck.into()));
    }

    #[test]
    fn no_digit_is_rare() {
        let mut seen = [0u32; 32];
        for _ in 0..200 {
            RecoveryCode::make().unwrap().digits().iter().for_each(|digit| seen[usize::from(*digit)] += 1);
        }
        assert!(seen.iter().all(|count| *count > 80), "{seen:?}");
    }
}
