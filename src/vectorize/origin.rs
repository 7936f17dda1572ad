//! Origin: a term in, its letters as languages share them out ("nefrología" and "nephrology" nearly the same).
//!
//! Without accents and in one spelling. Knows no dictionary.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Spellings of one sound, and the one that stands for them.
const SPELLINGS: [(&str, &str); 11] = [
    ("ph", "f"),
    ("th", "t"),
    ("qu", "c"),
    ("ae", "e"),
    ("oe", "e"),
    ("y", "i"),
    ("k", "c"),
    ("z", "c"),
    ("x", "s"),
    ("h", ""),
    ("ç", "c"),
];

/// The letters of a term; none where it is a phrase or holds anything but letters.
pub(super) fn letters(term: &str) -> Option<Vec<char>> {
    if term.contains(' ') || term.chars().any(|c| !c.is_alphabetic()) {
        return None;
    }
    let plain: String =
        if term.is_ascii() { term.into() } else { term.nfd().filter(|c| !is_combining_mark(*c)).collect() };
    let respell =
        |word: String, (from, to): &(&str, &str)| if word.contains(from) { word.replace(from, to) } else { word };
    let one = SPELLINGS.iter().fold(plain, respell);
    let mut letters: Vec<char> = one.chars().collect();
    letters.dedup();
    if letters.len() > 2 && letters[0] == 'e' && letters[1] == 's' && matches!(letters[2], 'p' | 't' | 'c') {
        letters.remove(0);
    }
    Some(letters)
}
