//! A code and the moments between which it holds.

use core::fmt;

use md5::Digest;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Algorithm, Digits, Key, Otp, Scheme};
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::time::UnixTime;

/// What the person types: digits, or letters for Steam, Yandex and mOTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The time during which a code is right: from `starts` on, before `ends`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first moment.
    pub starts: UnixTime,
    /// The first moment of the next code.
    pub ends: UnixTime,
}

impl Otp {
    /// The code at `now`; for HOTP, the code of its counter.
    ///
    /// Errors: `otp_pin_missing`, `otp_key_length` (Yandex).
    pub fn code_at(&self, now: UnixTime) -> Result<Code, Error> {
        self.code_of_step(self.step_at(now))
    }

    /// The code that follows the one at `now`.
    ///
    /// Errors: those of [`Otp::code_at`], and `otp_counter_exhausted`.
    pub fn next_code_at(&self, now: UnixTime) -> Result<Code, Error> {
        self.code_of_step(self.step_at(now).checked_add(1).ok_or(ErrorCode::OtpCounterExhausted)?)
    }

    /// When the code at `now` began and when it ends; `None` for HOTP.
    pub fn window_at(&self, now: UnixTime) -> Option<Window> {
        let period = u64::from(self.scheme.period()?.seconds());
        let starts = self.step_at(now).saturating_mul(period);
        Some(Window {
            starts: UnixTime::from_seconds(starts),
            ends: UnixTime::from_seconds(starts.saturating_add(period)),
        })
    }

    /// RFC 6238 section 4.2: the whole periods since the epoch; the counter itself for HOTP.
    fn step_at(&self, now: UnixTime) -> u64 {
        match (self.scheme.period(), self.scheme.counter()) {
            (Some(period), _) => now.seconds().div_euclid(u64::from(period.seconds())),
            (None, counter) => counter.unwrap_or(0),
        }
    }

    fn code_of_step(&self, step: u64) -> Result<Code, Error> {
        let key = &self.key;
        match &self.scheme {
            Scheme::Totp { algorithm, digits, .. } | Scheme::Hotp { algorithm, digits, .. } => {
                decimal(&algorithm.sign(key.bytes(), step), *digits)
            }
            Scheme::BattleNet => decimal(&Algorithm::Sha1.sign(key.bytes(), step), Digits::EIGHT),
            Scheme::Steam => steam(&Algorithm::Sha1.sign(key.bytes(), step)),
            Scheme::Yandex { pin } => yandex(key, required(pin)?, step),
            Scheme::Motp { pin } => Ok(motp(key, required(pin)?, step)),
        }
    }
}

/// An empty PIN is none: it would make codes that look right.
fn required(pin: &Option<Secret>) -> Result<&Secret, Error> {
    pin.as_ref().filter(|pin| !pin.is_empty()).ok_or_else(|| ErrorCode::OtpPinMissing.into())
}

/// Dynamic truncation, RFC 4226 section 5.3: `N` bytes at the offset the last byte's low half gives, sign bit off.
fn truncate<const N: usize>(tag: &[u8]) -> Result<[u8; N], Error> {
    let offset = usize::from(tag.last().copied().unwrap_or(0) & 0x0f);
    let bytes = tag.get(offset..).and_then(|rest| rest.first_chunk::<N>()).ok_or(ErrorCode::OtpKeyLength)?;
    let mut bytes = *bytes;
    bytes[0] &= 0x7f;
    Ok(bytes)
}

fn decimal(tag: &[u8], digits: Digits) -> Result<Code, Error> {
    let number = u64::from(u32::from_be_bytes(truncate(tag)?));
    let width = usize::from(digits.count());
    let modulus = 10u64.saturating_pow(u32::from(digits.count()));
    Ok(Code(format!("{:0width$}", number.checked_rem(modulus).unwrap_or(0))))
}

/// Steam Guard: base 26 with Valve's alphabet, least significant character first.
fn steam(tag: &[u8]) -> Result<Code, Error> {
    Ok(Code(base26(u64::from(u32::from_be_bytes(truncate(tag)?)), 5, STEAM_ALPHABET).collect()))
}

/// Yandex.Key: the HMAC key is the hash of PIN and key, 63 bits make eight letters, most significant first.
fn yandex(key: &Key, pin: &Secret, step: u64) -> Result<Code, Error> {
    let secret = key.bytes().get(..YANDEX_KEY_BYTES).ok_or(ErrorCode::OtpKeyLength)?;
    let digest = Zeroizing::new(<[u8; 32]>::from(
        Sha256::new().chain_update(pin.expose()).chain_update(secret).finalize(),
    ));
    // A leading zero byte is dropped by Yandex's own app; HMAC would pad it back anywhere but at the start.
    let hmac_key = match digest.split_first() {
        Some((0, rest)) => rest,
        _ => digest.as_slice(),
    };
    let tag = Algorithm::Sha256.sign(hmac_key, step);
    let number = u64::from_be_bytes(truncate(&tag)?);
    let letters: Vec<char> = base26(number, 8, LOWER_CASE).collect();
    Ok(Code(letters.into_iter().rev().collect()))
}

/// Mobile-OTP: MD5 of the step, the key and the PIN, all as text; the first six hexadecimal digits. The key's bytes
/// are that text as it was set up: usually hexadecimal, but its case counts and other texts occur.
fn motp(key: &Key, pin: &Secret, step: u64) -> Code {
    let digest = md5::Md5::new()
        .chain_update(step.to_string())
        .chain_update(key.bytes())
        .chain_update(pin.expose())
        .finalize();
    let mut code = base16ct::lower::encode_string(&digest);
    code.truncate(usize::from(Digits::SIX.count()));
    Code(code)
}

/// `count` characters of `number` in base 26, least significant first.
fn base26(number: u64, count: u32, alphabet: &'static [u8; 26]) -> impl Iterator<Item = char> {
    (0..count).map(move |place| {
        let digit = number.checked_div(26u64.saturating_pow(place)).unwrap_or(0) % 26;
        alphabet.get(digit as usize).copied().map(char::from).unwrap_or_default()
    })
}

const STEAM_ALPHABET: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";
const LOWER_CASE: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
const YANDEX_KEY_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn totp(digits: u64, period: u64) -> Otp {
        let scheme = Scheme::Totp {
            algorithm: Algorithm::Sha1,
            digits: Digits::new(digits).unwrap(),
            period: crate::otp::Period::new(period).unwrap(),
        };
        Otp { key: Key::from_bytes(b"12345678901234567890".to_vec()).unwrap(), scheme }
    }

    fn with(scheme: Scheme) -> Otp {
        Otp { scheme, ..totp(6, 30) }
    }

    #[test]
    fn a_code_turns_exactly_at_its_boundary() {
        for (period, step) in [(1, 1_700_000_000), (30, 56_666_667), (45, 37_777_778), (90_000, 18_889)] {
            let otp = totp(8, period);
            let turn = step * period * 1000;
            let [before, at, last, after] = [turn - 1, turn, turn + period * 1000 - 1, turn + period * 1000]
                .map(|moment| otp.code_at(UnixTime::from_milliseconds(moment)).unwrap());
            assert_ne!(before, at, "{period}");
            assert_eq!(at, last, "{period}");
            assert_ne!(last, after, "{period}");
        }
    }

    #[test]
    fn the_window_holds_the_whole_life_of_a_code() {
        let otp = totp(6, 30);
        for moment in [60_000, 75_500, 89_999] {
            let window = otp.window_at(UnixTime::from_milliseconds(moment)).unwrap();
            assert_eq!((window.starts.milliseconds(), window.ends.milliseconds()), (60_000, 90_000));
        }
        assert_eq!(otp.window_at(UnixTime::from_milliseconds(90_000)).unwrap().starts.seconds(), 90);
        assert_eq!(
            totp(6, 90_000).window_at(UnixTime::from_seconds(90_001)).unwrap().ends.seconds(),
            180_000
        );
    }

    #[test]
    fn the_next_code_is_the_one_that_follows() {
        for otp in [totp(6, 1), totp(10, 90_000), with(Scheme::Steam), with(Scheme::BattleNet)] {
            let now = UnixTime::from_seconds(1_700_000_000);
            let ends = otp.window_at(now).unwrap().ends;
            assert_eq!(otp.next_code_at(now).unwrap(), otp.code_at(ends).unwrap());
        }
    }

    #[test]
    fn a_counter_runs_to_its_largest_value_and_no_further() {
        let hotp = |counter| with(Scheme::Hotp { algorithm: Algorithm::Sha1, digits: Digits::SIX, counter });
        let now = UnixTime::default();
        assert_eq!(hotp(6).next_code_at(now).unwrap(), hotp(7).code_at(now).unwrap());
        assert_eq!(hotp(u64::MAX - 1).scheme.after_use().unwrap(), hotp(u64::MAX).scheme);
        assert!(hotp(u64::MAX).code_at(now).is_ok());
        assert_eq!(hotp(u64::MAX).next_code_at(now), Err(ErrorCode::OtpCounterExhausted.into()));
        assert_eq!(hotp(u64::MAX).scheme.after_use(), Err(ErrorCode::OtpCounterExhausted.into()));
        assert_eq!(hotp(7).window_at(now), None);
    }

    #[test]
    fn no_code_is_shown_without_the_pin() {
        for pin in [None, Some(Secret::default())] {
            for scheme in [Scheme::Yandex { pin: pin.clone() }, Scheme::Motp { pin: pin.clone() }] {
                assert_eq!(with(scheme).code_at(UnixTime::default()), Err(ErrorCode::OtpPinMissing.into()));
            }
        }
    }

    #[test]
    fn a_yandex_key_that_is_too_short_is_refused() {
        let scheme = Scheme::Yandex { pin: Some(Secret::new(b"1234".to_vec())) };
        let otp = Otp { key: Key::from_bytes(vec![7; 15]).unwrap(), scheme };
        assert_eq!(otp.code_at(UnixTime::default()), Err(ErrorCode::OtpKeyLength.into()));
    }
}
