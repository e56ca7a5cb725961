//! The ciphers that exports are sealed with: how each is opened, and what failing means.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use base64ct::{Base64Unpadded, Encoding as _};
use hmac::{Hmac, Mac};
use tessera_bytes::aead;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};

/// What was inside, wiped when dropped.
pub(super) type Opened = Zeroizing<Vec<u8>>;

/// Opens AES-256-GCM; `sealed` ends with the 16-byte tag.
///
/// Errors: `transfer_damaged` for a nonce or length that cannot be, `transfer_password_wrong` if the tag does not
/// fit: nothing can tell a wrong password from a damaged file here.
pub(super) fn open_gcm(key: &[u8; 32], nonce: &[u8], sealed: &[u8], aad: &[u8]) -> Result<Opened, Error> {
    let nonce: &[u8; 12] = nonce.try_into().map_err(|_| ErrorCode::TransferDamaged)?;
    if sealed.len() < aead::TAG_BYTES {
        return Err(ErrorCode::TransferDamaged.into());
    }
    let mut body = Zeroizing::new(sealed.to_vec());
    aead::open(key, nonce, aad, &mut body).map_err(|_| ErrorCode::TransferPasswordWrong)?;
    Ok(body)
}

/// Seals with AES-256-GCM; the result ends with the 16-byte tag. A key seals one content under one nonce.
///
/// Errors: `transfer_damaged`, which no length that fits into memory causes.
pub(super) fn seal_gcm(
    key: &[u8; 32],
    nonce: &[u8; 12],
    content: &[u8],
    aad: &[u8],
) -> Result<Vec<u8>, Error> {
    let mut body = Vec::with_capacity(content.len().saturating_add(aead::TAG_BYTES));
    body.extend_from_slice(content);
    aead::seal(key, nonce, aad, &mut body).map_err(|_| ErrorCode::TransferDamaged)?;
    Ok(body)
}

/// Opens AES-256-CBC with PKCS #7 padding.
///
/// Errors: `transfer_damaged` for a length that cannot be, `transfer_password_wrong` for bad padding. Good padding
/// proves little (one wrong password in 256 passes): callers without a MAC also check what comes out.
pub(super) fn open_cbc(key: &[u8; 32], iv: &[u8], sealed: &[u8]) -> Result<Opened, Error> {
    if sealed.is_empty() || !sealed.len().is_multiple_of(AES_BLOCK) {
        return Err(ErrorCode::TransferDamaged.into());
    }
    let cipher =
        cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv).map_err(|_| ErrorCode::TransferDamaged)?;
    let opened = cipher.decrypt_padded_vec::<Pkcs7>(sealed);
    opened.map(Zeroizing::new).map_err(|_| ErrorCode::TransferPasswordWrong.into())
}

/// Whether HMAC-SHA-256 of the parts is `tag`, in constant time.
pub(super) fn is_authentic(key: &[u8], parts: &[&[u8]], tag: &[u8]) -> bool {
    let Ok(mut mac) = <Hmac<sha2::Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return false;
    };
    parts.iter().for_each(|part| mac.update(part));
    mac.verify_slice(tag).is_ok()
}

/// Base64 of any kind that files hold: standard or URL-safe, with or without padding, with line breaks and with the
/// stray last bits that some encoders leave.
///
/// Errors: `transfer_damaged`.
pub(super) fn from_base64(text: &str) -> Result<Vec<u8>, Error> {
    let mut digits = Zeroizing::new(String::with_capacity(text.len().saturating_add(2)));
    digits.extend(text.chars().filter(|digit| !" \t\r\n=".contains(*digit)).map(|digit| match digit {
        '-' => '+',
        '_' => '/',
        other => other,
    }));
    // Four digits are three bytes. A last group of two or three has bits to spare, which may be anything: it is filled up.
    let fill = match digits.len() % 4 {
        0 => "",
        2 => "AA",
        3 => "A",
        _ => return Err(ErrorCode::TransferDamaged.into()),
    };
    digits.push_str(fill);
    let mut bytes = Base64Unpadded::decode_vec(&digits).map_err(|_| ErrorCode::TransferDamaged)?;
    bytes.truncate(bytes.len().saturating_sub(fill.len()));
    Ok(bytes)
}

/// Errors: `transfer_damaged`.
pub(super) fn from_hex(text: &str) -> Result<Vec<u8>, Error> {
    base16ct::mixed::decode_vec(text.trim()).map_err(|_| ErrorCode::TransferDamaged.into())
}

/// The first `N` bytes and the rest.
///
/// Errors: `transfer_damaged` if there are fewer.
pub(super) fn split<const N: usize>(bytes: &[u8]) -> Result<(&[u8; N], &[u8]), Error> {
    bytes.split_first_chunk::<N>().ok_or_else(|| ErrorCode::TransferDamaged.into())
}

const AES_BLOCK: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_every_spelling() {
        for text in ["+/8=", "-_8", "+/8", " +/\n8= ", "+/9="] {
            assert_eq!(from_base64(text).unwrap(), [0xfb, 0xff], "{text}");
        }
        assert_eq!(from_base64("+!8="), Err(ErrorCode::TransferDamaged.into()));
    }

    #[test]
    fn a_wrong_key_and_a_cut_text_are_told_apart() {
        let wrong = open_gcm(&[0; 32], &[0; 12], &[0; 40], &[]);
        assert_eq!(wrong, Err(ErrorCode::TransferPasswordWrong.into()));
        assert_eq!(open_gcm(&[0; 32], &[0; 12], &[0; 15], &[]), Err(ErrorCode::TransferDamaged.into()));
        assert_eq!(open_cbc(&[0; 32], &[0; 16], &[0; 17]), Err(ErrorCode::TransferDamaged.into()));
    }
}
