//! The numbers that settle a code's length and life.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, ErrorCode};

/// The number of characters of a code: 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// Steam.
    pub const FIVE: Digits = Digits(5);
    /// The default of the Key URI Format.
    pub const SIX: Digits = Digits(6);
    /// The other length that many services use.
    pub const EIGHT: Digits = Digits(8);

    /// Errors: `otp_digits_invalid` outside 1 to 10. Ten is the most that 31 bits can fill.
    pub fn new(digits: u64) -> Result<Digits, Error> {
        match u8::try_from(digits) {
            Ok(digits @ 1..=10) => Ok(Digits(digits)),
            _ => Err(ErrorCode::OtpDigitsInvalid.into()),
        }
    }

    /// The number itself.
    pub const fn count(self) -> u8 {
        self.0
    }
}

impl FromStr for Digits {
    type Err = Error;

    fn from_str(text: &str) -> Result<Digits, Error> {
        Digits::new(whole_number(text).ok_or(ErrorCode::OtpDigitsInvalid)?)
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many seconds one code lasts: at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(u32);

impl Period {
    /// mOTP, and Authy's own tokens.
    pub const TEN: Period = Period(10);
    /// The default of RFC 6238 and of the Key URI Format.
    pub const THIRTY: Period = Period(30);

    /// Errors: `otp_period_invalid` for 0 and for what 32 bits cannot hold.
    pub fn new(seconds: u64) -> Result<Period, Error> {
        match u32::try_from(seconds) {
            Ok(seconds @ 1..) => Ok(Period(seconds)),
            _ => Err(ErrorCode::OtpPeriodInvalid.into()),
        }
    }

    /// The number of seconds.
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Period, Error> {
        Period::new(whole_number(text).ok_or(ErrorCode::OtpPeriodInvalid)?)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Digits alone: Rust's own parser would also take a leading `+`.
fn whole_number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Reads an HOTP counter: digits alone, 0 to 2^64 - 1.
///
/// Errors: `otp_counter_invalid`.
pub(crate) fn parse_counter(text: &str) -> Result<u64, Error> {
    whole_number(text).ok_or_else(|| ErrorCode::OtpCounterInvalid.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_from_one_to_ten() {
        for text in ["1", "6", "10", " 8 "] {
            assert_eq!(text.parse::<Digits>().unwrap().to_string(), text.trim());
        }
        for text in ["0", "11", "-6", "+6", "6.0", "test", "", "256", "99999999999999999999"] {
            assert_eq!(text.parse::<Digits>(), Err(ErrorCode::OtpDigitsInvalid.into()), "{text}");
        }
    }

    #[test]
    fn zero_period_is_refused() {
        for text in ["0", "-30", "test", "", "4294967296"] {
            assert_eq!(text.parse::<Period>(), Err(ErrorCode::OtpPeriodInvalid.into()), "{text}");
        }
        assert_eq!("1".parse::<Period>().unwrap().seconds(), 1);
    }

    #[test]
    fn printing_and_parsing_a_period_are_inverse() {
        for text in ["1", "90", "4294967295"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_counter_has_sixty_four_bits() {
        assert_eq!(parse_counter("18446744073709551615"), Ok(u64::MAX));
        for text in ["-1", "18446744073709551616", "test", ""] {
            assert_eq!(parse_counter(text), Err(ErrorCode::OtpCounterInvalid.into()), "{text}");
        }
    }
}
