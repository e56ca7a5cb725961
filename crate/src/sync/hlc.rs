//! Hybrid logical clock: which of two edits came later, on devices whose clocks disagree.

use crate::time::UnixTime;

/// A stamp of 48 bits that counts sixteenths of a millisecond since 1970.
///
/// A new stamp is later than everything its device has seen, whatever its clock says: an edit made in knowledge of
/// another always wins over it, and a wrong clock can decide only between edits made apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc(u64);

impl Hlc {
    /// Before every edit.
    pub const ZERO: Hlc = Hlc(0);
    /// The encoded length.
    pub const BYTES: usize = 6;

    /// The stamp of an edit made at `now` on a device that has seen everything up to `seen`.
    pub fn next(now: UnixTime, seen: Hlc) -> Hlc {
        let clock = now.milliseconds().min(LAST_MILLISECOND) << TICK_BITS;
        Hlc(clock.max(seen.0.saturating_add(1)).min(LAST))
    }

    /// The moment of the edit by its device's clock, or later if that clock was behind.
    pub const fn time(self) -> UnixTime {
        UnixTime::from_milliseconds(self.0 >> TICK_BITS)
    }

    /// Six bytes, big-endian.
    pub fn to_bytes(self) -> [u8; Hlc::BYTES] {
        let [_, _, bytes @ ..] = self.0.to_be_bytes();
        bytes
    }

    /// Reads six bytes.
    pub fn from_bytes([a, b, c, d, e, f]: [u8; Hlc::BYTES]) -> Hlc {
        Hlc(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }
}

const TICK_BITS: u32 = 4;
const LAST: u64 = (1 << 48) - 1;
/// The year 2248; a clock beyond it is taken as this, so that stamps never run out for the others.
const LAST_MILLISECOND: u64 = 1 << 43;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_later_than_everything_seen_even_on_a_slow_clock() {
        let seen = Hlc::next(UnixTime::from_seconds(2_000_000_000), Hlc::ZERO);
        let slow = Hlc::next(UnixTime::from_seconds(1_000_000_000), seen);
        assert!(slow > seen);
        assert_eq!(slow.time(), seen.time());
    }

    #[test]
    fn a_clock_in_the_year_9999_leaves_room_for_later_edits() {
        let wrong = Hlc::next(UnixTime::from_date_now(253_402_300_799_999.0).unwrap(), Hlc::ZERO);
        assert!(Hlc::next(UnixTime::from_seconds(0), wrong) > wrong);
    }

    #[test]
    fn a_stamp_tells_the_moment_of_its_edit() {
        for moment in [0, 1, 15, 16, 1_700_000_000_123].map(UnixTime::from_milliseconds) {
            assert_eq!(Hlc::next(moment, Hlc::ZERO).time(), moment);
        }
    }

    #[test]
    fn the_last_stamp_stays_the_last() {
        let last = Hlc::from_bytes([0xff; Hlc::BYTES]);
        assert_eq!(Hlc::next(UnixTime::default(), last), last);
        assert_eq!(last.to_bytes(), [0xff; Hlc::BYTES]);
    }

    #[test]
    fn bytes_keep_the_order() {
        let early = Hlc::next(UnixTime::from_seconds(1), Hlc::ZERO);
        let late = Hlc::next(UnixTime::from_seconds(1_700_000_000), early);
        assert!(early.to_bytes() < late.to_bytes());
        assert_eq!(Hlc::from_bytes(late.to_bytes()), late);
    }
}
