//! One-time passwords: what a key and its settings show at a moment.
//!
//! HOTP is RFC 4226, TOTP is RFC 6238. Steam, Battle.net, Yandex and mOTP are the schemes of those services, which
//! share the same idea and differ in how the number becomes text.

mod algorithm;
mod code;
#[cfg(test)]
mod hmac_check;
mod key;
mod settings;
#[cfg(test)]
mod vectors;

pub use algorithm::Algorithm;
pub use code::{Code, Window};
pub use key::Key;
pub(crate) use settings::parse_counter;
pub use settings::{Digits, Period};

use crate::error::{Error, ErrorCode};
use crate::secret::Secret;

/// A key and the scheme that turns it into codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otp {
    /// The shared key.
    pub key: Key,
    /// What is computed from it.
    pub scheme: Scheme,
}

/// How codes are made, with the settings that the scheme leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Time based, RFC 6238.
    Totp {
        /// The HMAC's hash.
        algorithm: Algorithm,
        /// Length of the code.
        digits: Digits,
        /// Seconds that one code lasts.
        period: Period,
    },
    /// Counter based, RFC 4226.
    Hotp {
        /// The HMAC's hash.
        algorithm: Algorithm,
        /// Length of the code.
        digits: Digits,
        /// The counter of the *next* code to show.
        counter: u64,
    },
    /// Steam Guard: five letters and digits every 30 seconds.
    Steam,
    /// Battle.net: TOTP with SHA-1, eight digits, 30 seconds.
    BattleNet,
    /// Yandex.Key: eight letters every 30 seconds, from the key and a PIN.
    Yandex {
        /// Without it no code is shown.
        pin: Option<Secret>,
    },
    /// Mobile-OTP: six hexadecimal digits every 10 seconds, from the key and a PIN. The key's bytes are the text that
    /// is hashed (`30edcc8edae50a60` is 16 bytes).
    Motp {
        /// Without it no code is shown.
        pin: Option<Secret>,
    },
}

impl Scheme {
    /// What a service means that says nothing: SHA-1, six digits, 30 seconds (Key URI Format).
    pub const fn standard() -> Scheme {
        Scheme::Totp { algorithm: Algorithm::Sha1, digits: Digits::SIX, period: Period::THIRTY }
    }

    /// The stable name of the type, as the `import` example and the views show it.
    pub const fn name(&self) -> &'static str {
        match self {
            Scheme::Totp { .. } => "totp",
            Scheme::Hotp { .. } => "hotp",
            Scheme::Steam => "steam",
            Scheme::BattleNet => "battle",
            Scheme::Yandex { .. } => "yandex",
            Scheme::Motp { .. } => "motp",
        }
    }

    /// The hash behind the codes; `None` for mOTP, which uses MD5 without HMAC.
    pub const fn algorithm(&self) -> Option<Algorithm> {
        match self {
            Scheme::Totp { algorithm, .. } | Scheme::Hotp { algorithm, .. } => Some(*algorithm),
            Scheme::Steam | Scheme::BattleNet => Some(Algorithm::Sha1),
            Scheme::Yandex { .. } => Some(Algorithm::Sha256),
            Scheme::Motp { .. } => None,
        }
    }

    /// The number of characters of a code.
    pub const fn digits(&self) -> Digits {
        match self {
            Scheme::Totp { digits, .. } | Scheme::Hotp { digits, .. } => *digits,
            Scheme::Steam => Digits::FIVE,
            Scheme::BattleNet | Scheme::Yandex { .. } => Digits::EIGHT,
            Scheme::Motp { .. } => Digits::SIX,
        }
    }

    /// Seconds that one code lasts; `None` for HOTP, whose codes last until they are used.
    pub const fn period(&self) -> Option<Period> {
        match self {
            Scheme::Totp { period, .. } => Some(*period),
            Scheme::Hotp { .. } => None,
            Scheme::Steam | Scheme::BattleNet | Scheme::Yandex { .. } => Some(Period::THIRTY),
            Scheme::Motp { .. } => Some(Period::TEN),
        }
    }

    /// The counter of the next code; `None` for every scheme but HOTP.
    pub const fn counter(&self) -> Option<u64> {
        match self {
            Scheme::Hotp { counter, .. } => Some(*counter),
            _ => None,
        }
    }

    /// The same scheme after its current code was used: HOTP counts on, the others are as they were.
    ///
    /// Errors: `otp_counter_exhausted`.
    pub fn after_use(&self) -> Result<Scheme, Error> {
        let mut next = self.clone();
        if let Scheme::Hotp { counter, .. } = &mut next {
            *counter = counter.checked_add(1).ok_or(ErrorCode::OtpCounterExhausted)?;
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_says_what_its_codes_are_made_with() {
        let sha1 = Some(Algorithm::Sha1);
        let (algorithm, digits, period) = (Algorithm::Sha512, Digits::EIGHT, Period::TEN);
        for (scheme, expected) in [
            (Scheme::standard(), ("totp", sha1, 6, Some(30), None)),
            (Scheme::Totp { algorithm, digits, period }, ("totp", Some(algorithm), 8, Some(10), None)),
            (Scheme::Hotp { algorithm, digits, counter: 7 }, ("hotp", Some(algorithm), 8, None, Some(7))),
            (Scheme::Steam, ("steam", sha1, 5, Some(30), None)),
            (Scheme::BattleNet, ("battle", sha1, 8, Some(30), None)),
            (Scheme::Yandex { pin: None }, ("yandex", Some(Algorithm::Sha256), 8, Some(30), None)),
            (Scheme::Motp { pin: None }, ("motp", None, 6, Some(10), None)),
        ] {
            let period = scheme.period().map(Period::seconds);
            let said = (scheme.name(), scheme.algorithm(), scheme.digits().count(), period, scheme.counter());
            assert_eq!(said, expected);
        }
    }
}
