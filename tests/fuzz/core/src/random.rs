//! Numbers that look random and are the same at every run (xorshift64*), and changes made with them.

/// A source of numbers.
pub struct Random(u64);

impl Random {
    /// The source with this seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.bits() >> 33) as usize) % end.max(1)
    }

    /// A number of any size: small ones, edges and everything between.
    pub fn number(&mut self) -> u64 {
        let bits = self.bits();
        match self.below(4) {
            0 => bits % 12,
            1 => u64::MAX - bits % 3,
            2 => 1 << (bits % 64),
            _ => bits >> (bits % 64),
        }
    }

    /// Up to `most` bytes.
    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| (self.bits() >> 56) as u8).collect()
    }

    /// One of `list`.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// `text` with a few characters lost, doubled, replaced, or parts of `others` put in.
    pub fn mutated(&mut self, text: &str, others: &[String]) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(4) {
            let at = self.below(characters.len() + 1);
            let end = (at + self.below(12)).min(characters.len());
            match self.below(6) {
                0 => drop(characters.drain(at..end)),
                1 => characters.insert(at, *self.pick(MARKS)),
                2 if at < characters.len() => characters[at] = *self.pick(MARKS),
                3 => {
                    let copy = characters[at..end].to_vec();
                    drop(characters.splice(at..at, copy));
                }
                4 => characters.truncate(at),
                _ => {
                    let other: Vec<char> = self.pick(others).chars().collect();
                    let from = self.below(other.len());
                    let part = other[from..(from + self.below(40)).min(other.len())].to_vec();
                    drop(characters.splice(at..end, part));
                }
            }
        }
        characters.into_iter().collect()
    }
}

/// Characters that mean something somewhere, and some that mean nothing.
const MARKS: &[char] = &[
    '%',
    '&',
    '=',
    '?',
    '#',
    ':',
    '/',
    '+',
    ' ',
    '-',
    '0',
    '1',
    '8',
    '9',
    'A',
    'z',
    '7',
    '@',
    ';',
    '"',
    '<',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u{a0}',
    '\u{feff}',
    '\u{202e}',
    'é',
    '莎',
    '🔑',
    '\u{10ffff}',
    '\u{300}',
    '~',
];
