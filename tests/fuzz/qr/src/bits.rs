//! Messages and modules that no picture is needed for.

use tessera_core::qr::{Matrix, draw, text_of_data, text_of_modules};

use crate::random::Random;

/// Random data of a code, with the marks of real messages strewn in: modes, counts, character sets, parts.
pub fn data(random: &mut Random) {
    let side = 17 + 4 * (1 + random.below(40));
    let most = if random.one_in(50) { 3000 } else { 40 };
    let length = random.below(most);
    let mut data: Vec<u8> = (0..length).map(|_| random.byte()).collect();
    let modes = [0x10, 0x20, 0x30, 0x40, 0x50, 0x70, 0x80, 0x90];
    if let Some(first) = data.first_mut() {
        *first = modes[random.below(modes.len())] | *first & 0x0f;
    }
    for _ in 0..random.below(4) {
        let at = random.below(length);
        if let Some(byte) = data.get_mut(at) {
            *byte = [0, 1, 3, 0x40, 0x7f, 0x80, 0xc0, 0xff][random.below(8)];
        }
    }
    if let Some(text) = text_of_data(side, &data, None) {
        // Two unreadable characters of three bytes for thirteen bits are the most that any mode makes of its bits.
        assert!(text.len() <= 4 * data.len(), "{} bytes of text from {}", text.len(), data.len());
    }
}

/// A drawn code with some modules turned: what is read is the text, or nothing. And noise, which says nothing.
pub fn modules(random: &mut Random) {
    if random.one_in(4) {
        let side = 17 + 4 * (1 + random.below(6));
        let noise: Vec<bool> = (0..side * side).map(|_| random.bits() >> 63 == 1).collect();
        assert_eq!(text_of_modules(side, &noise, None).map(|text| text.len()), None, "noise was read");
        return;
    }
    let (text, code) = drawn(random);
    let mut cells = code.cells().to_vec();
    for _ in 0..random.below(cells.len() / 12) {
        let at = random.below(cells.len());
        cells[at] = !cells[at];
    }
    if let Some(read) = text_of_modules(code.side(), &cells, None) {
        assert_eq!(*read, text, "another text was read");
    }
}

/// A short text and its code.
pub fn drawn(random: &mut Random) -> (String, Matrix) {
    let length = 1 + random.below(60);
    let text: String = (0..length).map(|_| char::from(b' ' + random.below(95) as u8)).collect();
    let Ok(code) = draw(&text) else { panic!("a text of {length} characters was not drawn") };
    (text, code)
}
