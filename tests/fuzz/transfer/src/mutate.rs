//! Variants of samples: cut, flipped, repeated, crossed with each other, and with what parsers stumble over.

/// Makes the same variants from the same number.
pub struct Mutator(u64);

impl Mutator {
    pub fn new(seed: u64) -> Mutator {
        Mutator(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A variant of one of `seeds`.
    pub fn variant(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(5) {
            let at = self.below(bytes.len().max(1));
            let length = self.below(24).min(bytes.len().saturating_sub(at));
            match self.below(10) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                2 => drop(bytes.drain(at..at + length)),
                3 => drop(bytes.splice(at..at, self.token().iter().copied())),
                4 | 5 => self.replace_value(&mut bytes, at),
                6 => {
                    let copy = bytes[at..at + length].to_vec();
                    drop(bytes.splice(at..at, copy));
                }
                7 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len().max(1));
                    let piece = other.get(from..(from + 40).min(other.len())).unwrap_or_default().to_vec();
                    drop(bytes.splice(at..at + length, piece));
                }
                8 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][self.below(5)],
                _ if at < bytes.len() => bytes[at] = self.below(256) as u8,
                _ => {}
            }
        }
        bytes
    }

    /// Puts something odd in the place of the JSON value, the cell or the query value that begins near `at`.
    fn replace_value(&mut self, bytes: &mut Vec<u8>, at: usize) {
        let is_start = |byte: &u8| matches!(byte, b':' | b',' | b'=' | b'[' | b'>');
        let Some(start) = bytes.get(at..).and_then(|rest| rest.iter().position(is_start)) else { return };
        let start = at + start + 1;
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'&' | b'\n' | b'<');
        let length = bytes.get(start..).and_then(|rest| rest.iter().position(is_end)).unwrap_or(0);
        let token = self.token();
        drop(bytes.splice(start..start + length, token.iter().copied()));
    }

    fn token(&mut self) -> &'static [u8] {
        TOKENS[self.below(TOKENS.len())]
    }

    /// xorshift64.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

const TOKENS: &[&[u8]] = &[
    b"null",
    b"-1",
    b"0",
    b"1",
    b"true",
    b"1e999",
    b"0.5",
    b"30.0",
    b"9007199254740993",
    b"18446744073709551615",
    b"18446744073709551616",
    b"\"\"",
    b"\" \"",
    b"\"null\"",
    b"\"A\"",
    b"\"MFRGG===\"",
    b"[]",
    b"{}",
    b"[[]]",
    b"[null]",
    b"{\"\":null}",
    b"\xff",
    b"\0",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b",",
    b";",
    b"\t",
    b"%",
    b"%00",
    b"%ZZ",
    b"+",
    b"?secret=",
    b"&secret=",
    b"otpauth://totp/a:b?secret=MFRGGZDF",
    b"otpauth-migration://offline?data=",
    b"steam://MFRGG",
    b"motp://a:b?secret=00",
    b"&codeDisplay=%7B%22tags%22%3A1%7D",
    b"\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"::",
    b":",
    b"<",
    b"</",
    b"&amp;",
    b"&#0;",
    b"&#x110000;",
    b"<!DOCTYPE a>",
    b"]]>",
    b"PK\x03\x04",
    b"bplist00",
    b"\xac\xed\x00\x05",
    b"\x80\x80\x80\x80\x01",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x00\x00",
];
