//! A moment, handed in by the caller: the core has no clock.

use crate::error::{Error, ErrorCode};

/// A moment in milliseconds since 1970-01-01 00:00 UTC, as `Date.now()` gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

impl UnixTime {
    /// The moment `seconds` after the epoch; the last representable one if that is further than milliseconds
    /// can count.
    pub const fn from_seconds(seconds: u64) -> UnixTime {
        UnixTime(seconds.saturating_mul(MILLISECONDS))
    }

    /// The moment `milliseconds` after the epoch.
    pub const fn from_milliseconds(milliseconds: u64) -> UnixTime {
        UnixTime(milliseconds)
    }

    /// Reads `Date.now()`.
    ///
    /// Errors: `time_invalid` for a clock before 1970, past the year 9999, or not a number.
    pub fn from_date_now(milliseconds: f64) -> Result<UnixTime, Error> {
        if !(0.0..=LAST_MILLISECOND).contains(&milliseconds) {
            return Err(ErrorCode::TimeInvalid.into());
        }
        Ok(UnixTime(milliseconds as u64))
    }

    /// Whole seconds since the epoch, rounded down: a code turns exactly when its second begins.
    pub const fn seconds(self) -> u64 {
        self.0.div_euclid(MILLISECONDS)
    }

    /// Milliseconds since the epoch.
    pub const fn milliseconds(self) -> u64 {
        self.0
    }
}

const MILLISECONDS: u64 = 1000;
/// 9999-12-31 23:59:59.999 UTC.
const LAST_MILLISECOND: f64 = 253_402_300_799_999.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_round_down() {
        assert_eq!(UnixTime::from_date_now(59_999.9).unwrap().seconds(), 59);
        assert_eq!(UnixTime::from_date_now(60_000.0).unwrap().seconds(), 60);
    }

    #[test]
    fn a_broken_clock_is_refused() {
        for milliseconds in [f64::NAN, -1.0, f64::INFINITY, 1e18] {
            let error = UnixTime::from_date_now(milliseconds).unwrap_err();
            assert_eq!(error.code, ErrorCode::TimeInvalid);
        }
    }
}
