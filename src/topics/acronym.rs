//! Acronyms: texts in, short forms with the long forms that the texts define out.
//!
//! "non-steroidal anti-inflammatory drugs (NSAIDs)": the letters of the short form are looked for backwards in the words
//! before the parenthesis, the first one at the start of a word.
//!
//! # References
//! A. S. Schwartz & M. A. Hearst (2003), *A simple algorithm for identifying abbreviation definitions in biomedical
//! text*, Pacific Symposium on Biocomputing.

use std::collections::BTreeMap;

use crate::text::stopwords;

/// Longest long form in bytes; longer ones make no label.
const LONGEST: usize = 60;

/// Adds every definition in the text as (short form, long form).
pub(super) fn definitions(text: &str, found: &mut Vec<(String, String)>) {
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let rest = &text[open + 1..];
        let Some(close) = rest.find([')', ';', ',']).filter(|n| (2..=12).contains(n)) else { continue };
        let short = rest[..close].trim();
        let long = if is_short_form(short) { long_form(short, &text[..open]) } else { None };
        found.extend(long.map(|long| (short.to_string(), long.to_string())));
    }
}

fn is_short_form(short: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let first = short.chars().next().is_some_and(char::is_alphanumeric);
    first && capitals >= 2 && short.chars().count() <= 10 && !short.contains(char::is_whitespace)
}

fn long_form<'a>(short: &str, before: &'a str) -> Option<&'a str> {
    let before = before.trim_end();
    let n_words = (short.chars().count() + 5).min(short.chars().count() * 2);
    let from = before.rmatch_indices(char::is_whitespace).nth(n_words).map_or(0, |(at, c)| at + c.len());
    let window = &before[from..];
    let mut at = window.len();
    let mut letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() > 2 && letters.last() == Some(&'s') {
        letters.pop();
    }
    for (i, letter) in letters.iter().enumerate().rev() {
        let lower = letter.to_lowercase().next()?;
        let starts_word = |pos: usize| window[..pos].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        at = window[..at]
            .char_indices()
            .rev()
            .find(|(pos, c)| c.to_lowercase().next() == Some(lower) && (i > 0 || starts_word(*pos)))
            .map(|(pos, _)| pos)?;
    }
    let long = &window[at..];
    let broken = long.contains(['.', ';', '(', ')', ':', ','])
        || long.len() > LONGEST
        || long.len() <= short.len()
        || !long.contains([' ', '-']) && long.len() < short.len() + 4;
    (!broken).then_some(long)
}

/// A long form as it is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LongForm {
    pub text: String,
    /// Whether it is the name of something: several texts define it, and all of them with capitals throughout.
    pub is_name: bool,
}

/// Definitions with capitals throughout, and none without, that make a name.
const NAME: usize = 3;

/// One long form for each short form: the commonest, the shorter and then the first in order on ties.
pub(super) fn agreed(definitions: Vec<(String, String)>) -> BTreeMap<String, LongForm> {
    let mut all: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (short, long) in definitions {
        all.entry(short).or_default().entry(long.to_lowercase()).or_default().push(long);
    }
    let best = |longs: BTreeMap<String, Vec<String>>| {
        longs.into_iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.len().cmp(&a.0.len())).then(b.0.cmp(&a.0)))
    };
    all.into_iter().filter_map(|(short, longs)| Some((short, as_written(best(longs)?.1)))).collect()
}

/// The way to write a long form of which several are met: the commonest without capitals throughout, where there is one.
fn as_written(mut ways: Vec<String>) -> LongForm {
    let is_name = ways.len() >= NAME && ways.iter().all(|way| is_capitalized(way));
    ways.sort_unstable();
    let same = ways.chunk_by(|a, b| a == b).rev();
    let best = same.max_by_key(|same| (!is_capitalized(&same[0]), same.len()));
    LongForm { text: best.map(|same| same[0].clone()).unwrap_or_default(), is_name }
}

/// Whether all words but function words begin with a capital.
fn is_capitalized(words: &str) -> bool {
    words.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || stopwords::is_function(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut found = Vec::new();
        definitions(text, &mut found);
        let found: Vec<(&str, &str)> = found.iter().map(|(s, l)| (s.as_str(), l.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn long_forms_are_found() {
        check(
            "use of non-steroidal anti-inflammatory drugs (NSAIDs) in",
            &[("NSAIDs", "non-steroidal anti-inflammatory drugs")],
        );
        check("la diabetes mellitus tipo 2 (DM2) y", &[("DM2", "diabetes mellitus tipo 2")]);
        check("carbon nanotubes (CNTs), or others (n = 12) (see Fig)", &[("CNTs", "carbon nanotubes")]);
        check("we measured it (NT2)", &[]);
    }

    #[test]
    fn the_commonest_wins() {
        let one = |ways: &[&str]| {
            let pairs = ways.iter().map(|way| ("AB".to_string(), way.to_string()));
            let long = agreed(pairs.collect()).remove("AB").unwrap();
            (long.text, long.is_name)
        };
        assert_eq!(one(&["a b", "A b", "alpha beta"]), ("A b".into(), false));
        assert_eq!(one(&["a b C", "A b C", "a b c", "a b C"]), ("a b C".into(), false));
        let (name, term) = ("Army of Bees", "army of bees");
        assert_eq!((one(&[name; 3]), one(&[name; 2])), ((name.into(), true), (name.into(), false)));
        assert_eq!(one(&[name, name, term, name]), (term.into(), false));
    }
}
