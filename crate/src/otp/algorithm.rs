//! The hash functions a code can be computed with.

use core::fmt;
use core::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};

use crate::error::{Error, ErrorCode};

/// The hash inside HMAC.
///
/// SHA-1 is safe here: HMAC does not rest on collision resistance (RFC 4226 appendix B.2), and it is what nearly
/// every service uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// SHA-1, the default of the Key URI Format.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
    /// GOST R 34.11-2012 (Streebog) with 256 bits.
    Gost256,
    /// GOST R 34.11-2012 (Streebog) with 512 bits.
    Gost512,
}

impl Algorithm {
    /// Every algorithm, in the order the form offers them.
    pub const ALL: [Algorithm; 5] =
        [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512, Algorithm::Gost256, Algorithm::Gost512];

    /// HMAC of the counter as eight bytes, big-endian (RFC 4226 section 5.2).
    pub(super) fn sign(self, key: &[u8], counter: u64) -> Vec<u8> {
        match self {
            Algorithm::Sha1 => sign_with_totp_rs(totp_rs::Algorithm::SHA1, key, counter),
            Algorithm::Sha256 => sign_with_totp_rs(totp_rs::Algorithm::SHA256, key, counter),
            Algorithm::Sha512 => sign_with_totp_rs(totp_rs::Algorithm::SHA512, key, counter),
            Algorithm::Gost256 => sign_gost256(key, &counter.to_be_bytes()),
            Algorithm::Gost512 => sign_gost512(key, &counter.to_be_bytes()),
        }
    }
}

/// The library refuses no key length and no counter when its step is one second; digits are cut by [`super::Code`],
/// which knows the lengths 1 to 10 that occur and the library does not.
fn sign_with_totp_rs(algorithm: totp_rs::Algorithm, key: &[u8], counter: u64) -> Vec<u8> {
    let totp = totp_rs::Builder::new()
        .with_algorithm(algorithm)
        .with_step_duration(1)
        .with_secret(key.to_vec())
        .build_noncompliant();
    totp.sign(counter).as_ref().to_vec()
}

/// HMAC_GOSTR3411_2012_256, RFC 7836 section 4.1.1.
pub(super) fn sign_gost256(key: &[u8], message: &[u8]) -> Vec<u8> {
    sign_with::<Hmac<streebog::Streebog256>>(key, message)
}

/// HMAC_GOSTR3411_2012_512, RFC 7836 section 4.1.2.
pub(super) fn sign_gost512(key: &[u8], message: &[u8]) -> Vec<u8> {
    sign_with::<Hmac<streebog::Streebog512>>(key, message)
}

/// HMAC takes keys of every length, so the error arm is never reached; an empty tag makes no code.
fn sign_with<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Algorithm::Sha1 => "SHA1",
            Algorithm::Sha256 => "SHA256",
            Algorithm::Sha512 => "SHA512",
            Algorithm::Gost256 => "GOST3411_2012_256",
            Algorithm::Gost512 => "GOST3411_2012_512",
        })
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    /// Reads the names that key URIs and exports really hold: `SHA1`, `sha-256`, `HmacSHA512`, `HMAC-SHA-256`,
    /// `Algorithm.sha1` (old Ente), `GOST3411_2012_256` (Authenticator extension).
    ///
    /// Errors: `otp_algorithm_unknown`. An unknown hash never becomes SHA-1: it would show wrong codes for ever.
    fn from_str(name: &str) -> Result<Algorithm, Error> {
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let plain = plain.strip_prefix("algorithm").unwrap_or(&plain);
        let plain = plain.strip_prefix("hmac").unwrap_or(plain);
        match plain {
            "sha1" => Ok(Algorithm::Sha1),
            "sha256" => Ok(Algorithm::Sha256),
            "sha512" => Ok(Algorithm::Sha512),
            "gost34112012256" => Ok(Algorithm::Gost256),
            "gost34112012512" => Ok(Algorithm::Gost512),
            _ => Err(ErrorCode::OtpAlgorithmUnknown.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_wild_are_read() {
        for (name, algorithm) in [
            ("SHA1", Algorithm::Sha1),
            ("sha256", Algorithm::Sha256),
            ("SHA-512", Algorithm::Sha512),
            ("HmacSHA256", Algorithm::Sha256),
            ("HMAC-SHA-256", Algorithm::Sha256),
            ("Algorithm.sha1", Algorithm::Sha1),
        ] {
            assert_eq!(name.parse(), Ok(algorithm), "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_refused() {
        for name in ["", "MD5", "SHA3-512", "SHA128", "SHA", "SHA1x"] {
            assert_eq!(name.parse::<Algorithm>(), Err(ErrorCode::OtpAlgorithmUnknown.into()), "{name}");
        }
    }

    #[test]
    fn printing_and_parsing_are_inverse() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
    }
}
