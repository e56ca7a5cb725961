//! The ciphers we build on, against published vectors: Wycheproof for AES-GCM, HKDF and HMAC, RFC 9106 for Argon2.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tessera_bytes::aead;
use wycheproof::TestResult;

#[test]
fn aes_256_gcm_agrees_with_wycheproof() {
    let set = wycheproof::aead::TestSet::load(wycheproof::aead::TestName::AesGcm).unwrap();
    let (mut valid, mut refused) = (0, 0);
    let ours = |group: &&wycheproof::aead::TestGroup| {
        (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128)
    };
    for test in set.test_groups.iter().filter(ours).flat_map(|group| &group.tests) {
        let key: [u8; 32] = test.key.as_slice().try_into().unwrap();
        let nonce: [u8; 12] = test.nonce.as_slice().try_into().unwrap();
        let mut body = [test.ct.as_slice(), &test.tag].concat();
        let opened = aead::open(&key, &nonce, &test.aad, &mut body);
        match test.result {
            TestResult::Valid | TestResult::Acceptable => {
                opened.unwrap();
                assert_eq!(body, test.pt.as_slice(), "{}", test.tc_id);
                aead::seal(&key, &nonce, &test.aad, &mut body).unwrap();
                assert_eq!(body, [test.ct.as_slice(), &test.tag].concat(), "{}", test.tc_id);
                valid += 1;
            }
            TestResult::Invalid => {
                assert!(opened.is_err(), "{}", test.tc_id);
                refused += 1;
            }
        }
    }
    println!("AES-256-GCM: {valid} valid, {refused} refused");
    assert!(valid >= 30 && refused >= 20);
}

#[test]
fn hkdf_sha256_agrees_with_wycheproof() {
    let set = wycheproof::hkdf::TestSet::load(wycheproof::hkdf::TestName::HkdfSha256).unwrap();
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut output = vec![0; test.size];
        let hkdf = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm);
        let expanded = hkdf.expand(&test.info, &mut output);
        match test.result {
            TestResult::Invalid => assert!(expanded.is_err(), "{}", test.tc_id),
            _ => assert!(expanded.is_ok() && output == test.okm.as_slice(), "{}", test.tc_id),
        }
        count += 1;
    }
    println!("HKDF-SHA-256: {count}");
    assert!(count >= 80);
}

#[test]
fn hmac_sha256_agrees_with_wycheproof() {
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    let mut count = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let tag = mac.finalize().into_bytes();
            let same = tag[..group.tag_size / 8] == test.tag[..];
            assert_eq!(same, test.result != TestResult::Invalid, "{}", test.tc_id);
            count += 1;
        }
    }
    println!("HMAC-SHA-256: {count}");
    assert!(count >= 100);
}

/// RFC 9106 section 5.
#[test]
fn argon2_agrees_with_its_rfc() {
    use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
    let cases = [
        (Algorithm::Argon2d, "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb"),
        (Algorithm::Argon2i, "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8"),
        (Algorithm::Argon2id, "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"),
    ];
    for (algorithm, expected) in cases {
        let mut settings = ParamsBuilder::new();
        settings.m_cost(32).t_cost(3).p_cost(4).data(AssociatedData::new(&[4; 12]).unwrap());
        let argon2 =
            Argon2::new_with_secret(&[3; 8], algorithm, Version::V0x13, settings.build().unwrap()).unwrap();
        let mut tag = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        assert_eq!(data_encoding::HEXLOWER.encode(&tag), expected, "{algorithm:?}");
    }
}

/// NFKC and the passage through [`tessera_core::vault::kdf`], against the crate called directly.
#[test]
fn a_passphrase_is_normalised_and_derived_as_the_crate_does() {
    use argon2::{Algorithm, Argon2, Params, Version};
    use tessera_core::secret::Secret;
    use tessera_core::vault::kdf;
    let params = kdf::Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [5; 16] };
    let derive = |text: &str| kdf::derive(&params, &Secret::from(text.to_owned())).unwrap();
    let mut expected = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64 << 10, 3, 1, Some(32)).unwrap())
        .hash_password_into("\u{e9}t\u{e9} A".as_bytes(), &[5; 16], &mut expected)
        .unwrap();
    for text in ["\u{e9}t\u{e9} A", "e\u{301}te\u{301} A", "\u{e9}t\u{e9}\u{a0}\u{ff21}"] {
        assert_eq!(derive(text).expose(), expected, "{text:?}");
    }
}
