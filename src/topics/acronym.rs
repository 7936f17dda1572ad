//! Acronyms: texts in, short forms with the long forms that the texts define out.
//!
//! "non-steroidal anti-inflammatory drugs (NSAIDs)": the letters of the short form are looked for backwards in the words
//! before the parenthesis, the first one at the start of a word.
//!
//! # References
//! A. S. Schwartz & M. A. Hearst (2003), *A simple algorithm for identifying abbreviation definitions in biomedical
//! text*, Pacific Symposium on Biocomputing.

use std::collections::BTreeMap;

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

/// One long form for each short form: the commonest, the shorter and then the first in order on ties.
pub(super) fn agreed(definitions: Vec<(String, String)>) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<String, (usize, String)>> = BTreeMap::new();
    for (short, long) in definitions {
        let entry = counts.entry(short).or_default().entry(long.to_lowercase()).or_insert((0, long));
        entry.0 += 1;
    }
    counts
        .into_iter()
        .filter_map(|(short, longs)| {
            let best =
                longs.into_values().max_by(|a, b| a.0.cmp(&b.0).then(b.1.len().cmp(&a.1.len())).then(b.1.cmp(&a.1)))?;
            Some((short, best.1))
        })
        .collect()
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
        let pairs = [("AB", "a b"), ("AB", "A b"), ("AB", "alpha beta")].map(|(s, l)| (s.to_string(), l.to_string()));
        assert_eq!(agreed(pairs.to_vec())["AB"], "a b");
    }
}
