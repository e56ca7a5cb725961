//! HOTP against HMAC written out from RFC 2104, on ten thousand random cases.

use proptest::prelude::*;
use proptest::test_runner::Config;
use sha1::Digest;

use super::*;
use crate::time::UnixTime;

/// RFC 2104 section 2: H((K ⊕ opad) ‖ H((K ⊕ ipad) ‖ text)), for hashes of any block length.
fn hmac<D: Digest>(block: usize, key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut padded = if key.len() > block { D::digest(key).to_vec() } else { key.to_vec() };
    padded.resize(block, 0);
    let pad = |byte: u8| padded.iter().map(|k| k ^ byte).collect::<Vec<u8>>();
    let inner = D::new().chain_update(pad(0x36)).chain_update(text).finalize();
    D::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// RFC 4226 section 5.3 and 5.4, as its example writes it.
fn hotp(algorithm: Algorithm, key: &[u8], counter: u64, digits: u32) -> String {
    let text = counter.to_be_bytes();
    let tag = match algorithm {
        Algorithm::Sha1 => hmac::<sha1::Sha1>(64, key, &text),
        Algorithm::Sha256 => hmac::<sha2::Sha256>(64, key, &text),
        Algorithm::Sha512 => hmac::<sha2::Sha512>(128, key, &text),
        Algorithm::Gost256 => hmac::<streebog::Streebog256>(64, key, &text),
        Algorithm::Gost512 => hmac::<streebog::Streebog512>(64, key, &text),
    };
    let offset = (tag[tag.len() - 1] & 0xf) as usize;
    let binary = (u64::from(tag[offset] & 0x7f) << 24)
        | (u64::from(tag[offset + 1]) << 16)
        | (u64::from(tag[offset + 2]) << 8)
        | u64::from(tag[offset + 3]);
    format!("{:0width$}", binary % 10u64.pow(digits), width = digits as usize)
}

proptest! {
    #![proptest_config(Config { cases: 10_000, ..Config::default() })]
    #[test]
    fn hotp_agrees_with_hmac_written_out(
        key in proptest::collection::vec(any::<u8>(), 1..200),
        counter in any::<u64>(),
        algorithm in proptest::sample::select(&Algorithm::ALL[..]),
        digits in 1u64..=10,
    ) {
        let scheme = Scheme::Hotp { algorithm, digits: Digits::new(digits).unwrap(), counter };
        let otp = Otp { key: Key::from_bytes(key.clone()).unwrap(), scheme };
        let code = otp.code_at(UnixTime::default()).unwrap();
        prop_assert_eq!(code.as_str(), hotp(algorithm, &key, counter, digits as u32));
    }
}
