//! Whether a text without any scheme is meant as a key.

use super::secret_input::is_steam_base64;

/// A text of a page or of a QR code, not of a “Secret” field: it must look like a key to be one.
///
/// Words are base32 too (“definitely not valid” has no wrong letter), so groups must be of one length as services
/// show them, and what is short or has no digit needs more to be believed.
pub(super) fn looks_like_key(text: &str) -> bool {
    if is_steam_base64(text) {
        return true;
    }
    let text = text.trim().trim_end_matches('=');
    let groups: Vec<&str> =
        text.split([' ', '-', '\u{a0}', '\u{202f}', '\t']).filter(|g| !g.is_empty()).collect();
    if !groups.iter().all(|group| group.chars().all(|c| c.is_ascii_alphanumeric())) {
        return false;
    }
    let length: usize = groups.iter().map(|group| group.len()).sum();
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let has_letter = text.contains(|c: char| c.is_ascii_alphabetic());
    match groups.as_slice() {
        [_] => (length >= 16 || (length >= 8 && has_digit)) && (has_letter || length >= 32),
        [first, .., _] => has_letter && length >= 12 && has_equal_groups(&groups, first.len()),
        [] => false,
    }
}

/// Groups of 3 to 8 characters, all of one length but the last, which may be shorter.
fn has_equal_groups(groups: &[&str], length: usize) -> bool {
    let Some((last, rest)) = groups.split_last() else {
        return false;
    };
    (3..=8).contains(&length) && rest.iter().all(|group| group.len() == length) && last.len() <= length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_as_services_show_them_are_believed() {
        for text in [
            "JBSWY3DPEHPK3PXP",
            "jbsw y3dp ehpk 3pxp",
            "JBSW-Y3DP-EHPK-3PXP-AB",
            "JBSWY3DP",
            "abcdefghijklmnop",
            "gyyw 4utk kj2w y3l",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====",
            "+/RlYW0gc2hhcmVkIHNlY3JldCE=",
        ] {
            assert!(looks_like_key(text), "{text}");
        }
    }

    #[test]
    fn words_and_numbers_are_not() {
        for text in [
            "definitely not valid",
            "hello",
            "password",
            "example.com",
            "4006381333931",
            "4111111111111111",
            "",
            "a b",
            "one two six",
            "is it up to me or us",
            "something different",
            "name=",
        ] {
            assert!(!looks_like_key(text), "{text}");
        }
    }
}
