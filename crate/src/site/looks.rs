//! How names look: Unicode's table of characters that are taken for others (TS 39).

use std::ops::RangeInclusive;

/// What names look like to a person.
pub(super) struct Looks<'a> {
    plain: &'a dyn Fn(&str) -> String,
    /// Sorted by their first characters; what follows is what that one looks like.
    lines: Vec<&'static str>,
}

impl<'a> Looks<'a> {
    /// `plain` gives a text in small letters, decomposed (NFKD) and without marks: what every browser has built in and
    /// the core therefore does not carry.
    pub(super) fn new(plain: &'a dyn Fn(&str) -> String) -> Looks<'a> {
        Looks { plain, lines: CONFUSABLES.lines().collect() }
    }

    /// How a name looks: without accents, each character as the one it is confused with (the skeleton of TS 39). Two
    /// names that look the same are equal.
    pub(super) fn of(&self, name: &str) -> String {
        let mut looks = String::new();
        for character in (self.plain)(name).chars().filter(|character| !is_unseen(*character)) {
            // Digits that stand for letters, beyond what the table of confusables holds.
            let character = if character == '0' { 'o' } else { character };
            match self.alike(character) {
                Some(alike) => looks.push_str(alike),
                None => looks.push(character),
            }
        }
        looks
    }

    fn alike(&self, character: char) -> Option<&'static str> {
        let place = self.lines.binary_search_by_key(&Some(character), |line| line.chars().next()).ok()?;
        self.lines.get(place)?.strip_prefix(character)
    }
}

fn is_unseen(character: char) -> bool {
    UNSEEN.iter().any(|range| range.contains(&character))
}

/// By the build script.
static UNSEEN: &[RangeInclusive<char>] = include!(concat!(env!("OUT_DIR"), "/unseen.rs"));

/// By the build script.
const CONFUSABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/confusables.txt"));

#[cfg(test)]
pub(super) mod tests {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    /// What the browser does for the core.
    pub(in crate::site) fn plain(text: &str) -> String {
        tessera_case::lower(&text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>())
    }

    /// The table names nothing beyond.
    #[test]
    fn every_character_looks_as_unicode_says() {
        let looks = Looks::new(&plain);
        for character in '\0'..='\u{3FFFF}' {
            let text = plain(&character.to_string()).replace('0', "o");
            let expected: String = unicode_security::skeleton(&text).collect();
            assert_eq!(looks.of(&character.to_string()), expected, "{character:?}");
        }
    }
}
