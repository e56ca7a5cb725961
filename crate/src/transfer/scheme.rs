//! Schemes from the words that files use, with the defaults of the Key URI Format for what is not said.

use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Period, Scheme};
use crate::transfer::fields::is_unsaid;

/// A TOTP scheme; absent settings are SHA-1, six digits, 30 seconds.
///
/// Errors: `otp_algorithm_unknown`, `otp_digits_invalid`, `otp_period_invalid`.
pub(super) fn totp(algorithm: &str, digits: &str, period: &str) -> Result<Scheme, Error> {
    Ok(Scheme::Totp {
        algorithm: self::algorithm(algorithm)?,
        digits: self::digits(digits)?,
        period: said(period).map_or(Ok(Period::THIRTY), str::parse)?,
    })
}

/// An HOTP scheme; absent settings are SHA-1, six digits, counter 0.
///
/// Errors: `otp_algorithm_unknown`, `otp_digits_invalid`, `otp_counter_invalid`.
pub(super) fn hotp(algorithm: &str, digits: &str, counter: &str) -> Result<Scheme, Error> {
    Ok(Scheme::Hotp {
        algorithm: self::algorithm(algorithm)?,
        digits: self::digits(digits)?,
        counter: said(counter).map_or(Ok(0), parse_counter)?,
    })
}

/// Errors: `otp_algorithm_unknown`.
pub(super) fn algorithm(text: &str) -> Result<Algorithm, Error> {
    said(text).map_or(Ok(Algorithm::Sha1), str::parse)
}

/// Errors: `otp_digits_invalid`.
pub(super) fn digits(text: &str) -> Result<Digits, Error> {
    said(text).map_or(Ok(Digits::SIX), str::parse)
}

fn said(text: &str) -> Option<&str> {
    (!is_unsaid(text)).then_some(text)
}

fn parse_counter(text: &str) -> Result<u64, Error> {
    text.trim().parse().map_err(|_| ErrorCode::OtpCounterInvalid.into())
}
