//! Codes that are bits already: no picture has to be searched for them.

use zeroize::Zeroizing;

use super::codewords::read_data;
use super::level::Shades;
use super::segment::Message;
use super::text::Decoder;
use super::version::Version;

/// What the modules of a code say, row by row, `true` for ink. Nothing if `side` is no code's or if they say nothing
/// that error correction confirms.
pub fn text_of_modules(side: usize, ink: &[bool], decoder: Option<Decoder>) -> Option<Zeroizing<String>> {
    let version = Version::of_side(side).filter(|_| ink.len() == side * side)?;
    let shades = Shades { ink: ink.to_vec(), certainty: vec![1.0; ink.len()] };
    let message = read_data(version, &shades, false).find_map(|data| Message::read(&data.bytes, version))?;
    Some(message.text(decoder))
}

/// What the corrected data of a code with `side` modules a side says. Nothing if it is no message.
pub fn text_of_data(side: usize, data: &[u8], decoder: Option<Decoder>) -> Option<Zeroizing<String>> {
    let version = Version::of_side(side)?;
    Some(Message::read(data, version)?.text(decoder))
}

#[cfg(test)]
mod tests {
    use super::super::draw::draw;
    use super::*;

    #[test]
    fn a_drawn_code_says_what_it_was_drawn_for() {
        let code = draw("otpauth://totp/a?secret=ABCDEFGH").unwrap();
        let text = text_of_modules(code.side(), code.cells(), None).unwrap();
        assert_eq!(*text, "otpauth://totp/a?secret=ABCDEFGH");
    }

    #[test]
    fn sides_of_no_code_and_missing_modules_say_nothing() {
        assert_eq!(text_of_modules(22, &[true; 22 * 22], None), None);
        assert_eq!(text_of_modules(21, &[true; 20], None), None);
        assert_eq!(text_of_modules(21, &[false; 21 * 21], None), None);
    }

    #[test]
    fn data_is_read_without_its_modules() {
        assert_eq!(*text_of_data(21, &[0x40, 0x16, 0x10], None).unwrap(), "a");
        assert_eq!(text_of_data(20, &[0x40, 0x16, 0x10], None), None);
    }
}
