//! Percent-encoding, RFC 3986 section 2.1.

use zeroize::Zeroizing;

/// Decodes `%41`; an escape that is broken, or that makes no UTF-8, stays as it is written, so that nothing is lost.
pub(super) fn decode(text: &str) -> Zeroizing<String> {
    let bytes = Zeroizing::new(decode_bytes(text));
    let mut decoded = Zeroizing::new(String::with_capacity(text.len()));
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        for byte in chunk.invalid() {
            push_escape(&mut decoded, *byte);
        }
    }
    decoded
}

/// As [`decode`], for a query value: a plus sign is a space (form encoding).
pub(super) fn decode_form(text: &str) -> Zeroizing<String> {
    decode(&Zeroizing::new(text.replace('+', " ")))
}

/// Encodes everything but the unreserved characters of RFC 3986 section 2.3; a space is `%20`, never a plus sign.
pub(super) fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            push_escape(into, byte);
        }
    }
}

fn decode_bytes(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let Some((first, behind)) = rest.split_first() {
        match escaped(*first, behind) {
            Some((byte, behind)) => {
                decoded.push(byte);
                rest = behind;
            }
            None => {
                decoded.push(*first);
                rest = behind;
            }
        }
    }
    decoded
}

/// The byte that the escape led by `first` stands for, and what follows it.
fn escaped(first: u8, behind: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, behind) = behind.split_first_chunk::<2>().filter(|_| first == b'%')?;
    let mut byte = [0];
    base16ct::mixed::decode(digits, &mut byte).ok()?;
    Some((byte[0], behind))
}

fn push_escape(into: &mut String, byte: u8) {
    into.push('%');
    for half in [byte >> 4, byte & 0x0f] {
        into.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_broken_escape_stays_as_it_is() {
        for text in ["%ZZ", "%", "%4", "100% Pure", "%%", "%E9t", "%F0%9F"] {
            assert_eq!(*decode(text), text);
        }
        assert_eq!(*decode("%C3%A9%E9%e9"), "é%E9%E9");
    }

    #[test]
    fn a_plus_sign_is_a_space_in_a_form_value_alone() {
        assert_eq!(*decode("a+b"), "a+b");
        assert_eq!(*decode_form("a+b%2Bc"), "a b+c");
    }

    proptest! {
        #[test]
        fn encoding_and_decoding_are_inverse(text in any::<String>()) {
            let mut encoded = String::new();
            encode(&text, &mut encoded);
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(&*decode(&encoded), &text);
        }
    }
}
