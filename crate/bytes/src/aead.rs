//! AES-256-GCM (NIST SP 800-38D) with a nonce of 96 bits and a tag of 128, in place.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};

/// The bytes that sealing adds.
pub const TAG_BYTES: usize = 16;

/// The tag does not fit: another key or nonce, other associated data, or a bit that was altered. Sealing gives it only
/// for a body that no memory holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Encrypts `body` and appends the tag. A key seals one body under one nonce.
///
/// Errors: [`Refused`].
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], body: &mut Vec<u8>) -> Result<(), Refused> {
    Aes256Gcm::new(key.into()).encrypt_in_place(nonce.into(), aad, body).map_err(|_| Refused)
}

/// Checks the tag at the end of `body`, takes it off and decrypts the rest.
///
/// Errors: [`Refused`]; nothing is decrypted then.
pub fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], body: &mut Vec<u8>) -> Result<(), Refused> {
    Aes256Gcm::new(key.into()).decrypt_in_place(nonce.into(), aad, body).map_err(|_| Refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_and_nothing_else_does() {
        let mut sealed = b"plain".to_vec();
        seal(&[1; 32], &[2; 12], b"of", &mut sealed).unwrap();
        assert_eq!(sealed.len(), 5 + TAG_BYTES);
        for (key, nonce, aad) in
            [([9; 32], [2; 12], "of"), ([1; 32], [9; 12], "of"), ([1; 32], [2; 12], "to")]
        {
            let mut body = sealed.clone();
            assert_eq!(open(&key, &nonce, aad.as_bytes(), &mut body), Err(Refused));
            assert_eq!(body, sealed, "nothing is decrypted");
        }
        for length in 0..sealed.len() {
            assert_eq!(open(&[1; 32], &[2; 12], b"of", &mut sealed[..length].to_vec()), Err(Refused));
        }
        open(&[1; 32], &[2; 12], b"of", &mut sealed).unwrap();
        assert_eq!(sealed, b"plain");
    }
}
