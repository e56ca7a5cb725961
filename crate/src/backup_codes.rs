//! The one-time codes a service hands out for the day the authenticator is lost, read from any layout they are pasted in.

use zeroize::Zeroizing;

use crate::account::RecoveryCode;
use crate::secret::Secret;

/// The codes in a text, in its order, each once. Numbers, bullets and tick boxes in front of codes are left out, and so
/// are lines of prose; a code in groups (“1234 5678”) stays one code.
///
/// A text without any digit, which some services hand out, is taken word by word.
pub fn read(text: &str) -> Vec<RecoveryCode> {
    let lines: Vec<Vec<Zeroizing<String>>> =
        text.lines().map(cells).filter(|cells| !cells.is_empty()).collect();
    let has_digits = lines.iter().flatten().any(|cell| cell.contains(is_digit));
    let mut codes: Vec<RecoveryCode> = Vec::new();
    for line in &lines {
        if is_prose(line, has_digits) {
            continue;
        }
        for code in line.iter().flat_map(|cell| split_cell(cell)).filter(|code| is_code(code)) {
            let code = RecoveryCode { code: Secret::new(code.as_bytes().to_vec()), used: false };
            if !codes.iter().any(|other| other.code == code.code) {
                codes.push(code);
            }
        }
    }
    codes
}

/// What stands apart on a line: by tabs, two spaces, or the signs of a list or table.
fn cells(line: &str) -> Vec<Zeroizing<String>> {
    let apart: Zeroizing<String> =
        Zeroizing::new(line.chars().map(|c| if is_separator(c) { '\t' } else { c }).collect());
    apart
        .replace("  ", "\t")
        .split('\t')
        .map(without_mark)
        .filter(|cell| !cell.is_empty())
        .map(|cell| Zeroizing::new(cell.to_owned()))
        .collect()
}

/// A cell without what merely numbers or marks it: “1.”, “02)”, “#3”, “- ”.
fn without_mark(cell: &str) -> &str {
    let cell = cell.trim();
    let (first, rest) = cell.split_once(' ').unwrap_or((cell, ""));
    let number = first.trim_start_matches('#').trim_end_matches(['.', ')', ':']);
    let is_mark = first.len() != number.len() && number.len() <= 2 && number.chars().all(is_digit_char);
    let is_dash = first.chars().all(|c| !c.is_alphanumeric());
    if is_dash || (is_mark && !rest.is_empty()) { rest.trim_start() } else { unglued(cell) }
}

/// “1.abcd” without its number.
fn unglued(cell: &str) -> &str {
    match cell.split_once(['.', ')']) {
        Some((number, rest))
            if !number.is_empty() && number.len() <= 2 && number.chars().all(is_digit_char) =>
        {
            rest.trim_start()
        }
        _ => cell,
    }
}

/// Words with one space between: the groups of one code if they are short and few, else a code each.
fn split_cell(cell: &str) -> Vec<&str> {
    let words: Vec<&str> = cell.split(' ').filter(|word| !word.is_empty()).collect();
    let short = words.iter().all(|word| word.chars().count() <= LONGEST_GROUP);
    let pairs =
        words.len() > MOST_GROUPS && words.len() & 1 == 0 && words.iter().all(|word| is_four_digits(word));
    match words.len() {
        2..=MOST_GROUPS if short => vec![cell],
        _ if pairs => pairs_of(cell),
        _ => words,
    }
}

/// “1234 5678 2345 6789” as two codes of eight digits.
fn pairs_of(cell: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    let mut rest = cell.trim();
    while let Some((pair, tail)) = rest.split_at_checked(PAIR_LENGTH) {
        pairs.push(pair.trim());
        rest = tail.trim_start();
    }
    pairs
}

/// A heading or a sentence among codes: several words as people write them, or none with a digit where codes have digits.
fn is_prose(line: &[Zeroizing<String>], codes_have_digits: bool) -> bool {
    (codes_have_digits && !line.iter().any(|cell| cell.contains(is_digit)))
        || line.iter().any(|cell| cell.split(' ').filter(|word| is_word(word)).count() >= WORDS_OF_PROSE)
}

fn is_word(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|c| c.is_alphabetic() || is_punctuation(c)) && {
        word.chars().skip(1).any(char::is_lowercase)
    }
}

fn is_code(code: &str) -> bool {
    let count = code.chars().filter(|c| c.is_alphanumeric()).count();
    (SHORTEST..=LONGEST).contains(&count)
}

fn is_four_digits(word: &str) -> bool {
    word.len() == 4 && word.chars().all(is_digit_char)
}

fn is_digit(c: char) -> bool {
    is_digit_char(c)
}

const fn is_digit_char(c: char) -> bool {
    c.is_ascii_digit()
}

const fn is_separator(c: char) -> bool {
    matches!(
        c,
        '\t' | ','
            | ';'
            | '|'
            | '•'
            | '·'
            | '*'
            | '☐'
            | '□'
            | '▢'
            | '"'
            | '\u{a0}'
            | '“'
            | '”'
            | '['
            | ']'
    )
}

const fn is_punctuation(c: char) -> bool {
    matches!(c, ':' | '.' | '\'' | '’' | '!' | '?' | '(' | ')')
}

/// A code of fewer letters and digits could be guessed; a single number is a line's number.
const SHORTEST: usize = 4;
/// Longer is no code to type.
const LONGEST: usize = 64;
const LONGEST_GROUP: usize = 6;
const MOST_GROUPS: usize = 4;
const WORDS_OF_PROSE: usize = 3;
/// Two groups of four digits with the space between.
const PAIR_LENGTH: usize = 9;

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).iter().map(|code| String::from_utf8(code.code.expose().to_vec()).unwrap()).collect()
    }

    #[test]
    fn one_code_a_line() {
        assert_eq!(texts("abcde-12345\nfghij-67890\n"), ["abcde-12345", "fghij-67890"]);
    }

    #[test]
    fn numbers_and_bullets_in_front_are_left_out() {
        assert_eq!(texts("1. 48210937\n2) 57120843\n10. 99120438"), ["48210937", "57120843", "99120438"]);
        assert_eq!(
            texts("- 48210937\n• 57120843\n* 11112222\n☐ 3333 4444"),
            ["48210937", "57120843", "11112222", "3333 4444"]
        );
        assert_eq!(texts("1.ab12cd34\n2.ef56gh78"), ["ab12cd34", "ef56gh78"]);
    }

    #[test]
    fn columns_and_tables_are_read_row_by_row() {
        assert_eq!(
            texts("4821 0937   5712 0843\n1111 2222   3333 4444"),
            ["4821 0937", "5712 0843", "1111 2222", "3333 4444"]
        );
        assert_eq!(
            texts("ab12cd34\tef56gh78\nij90kl12 | mn34op56"),
            ["ab12cd34", "ef56gh78", "ij90kl12", "mn34op56"]
        );
        assert_eq!(texts("ab12cd34, ef56gh78,ij90kl12"), ["ab12cd34", "ef56gh78", "ij90kl12"]);
    }

    #[test]
    fn all_on_one_line_are_still_several() {
        assert_eq!(texts("48210937 57120843 11112222"), ["48210937", "57120843", "11112222"]);
        assert_eq!(texts("1234 5678 2345 6789 3456 7890"), ["1234 5678", "2345 6789", "3456 7890"]);
    }

    #[test]
    fn headings_are_no_codes() {
        let text = "Vos codes de secours :\nGardez-les précieusement.\n1. 48210937\n2. 57120843\n";
        assert_eq!(texts(text), ["48210937", "57120843"]);
        assert_eq!(texts("Save these 10 backup codes for Example\nab12-cd34"), ["ab12-cd34"]);
    }

    #[test]
    fn codes_of_letters_alone_are_read_too() {
        assert_eq!(texts("QWXZ-PLMK\nBGTR-NHYU"), ["QWXZ-PLMK", "BGTR-NHYU"]);
    }

    #[test]
    fn each_is_kept_once_and_nothing_comes_of_nothing() {
        assert_eq!(texts("ab12cd34\nab12cd34"), ["ab12cd34"]);
        for nothing in ["", "1\n2\n3", "Vos codes de secours :", "Here they are:\n"] {
            assert!(texts(nothing).is_empty(), "{nothing}");
        }
    }
}
