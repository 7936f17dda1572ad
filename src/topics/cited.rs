//! Citations: the records of a topic in, the authors that they name out.
//!
//! "A commentary on Hancock and Smith", "Jonsson et al. (2020)", "Hancock and Smith's response": a word is an author where
//! it mostly stands so.

use std::collections::{BTreeMap, BTreeSet};

use super::TopicInput;

/// Records of a topic that are read.
const READ: usize = 30;
/// Citations of an author at least, and their share of the uses of the name.
const LEAST: usize = 2;
const SHARE: f64 = 0.5;
/// What stands before the authors of a work that another one answers, with "on" or "to".
const ANSWERS: &[&str] = &["comment", "commentaries", "commentary", "comments", "rejoinder", "reply", "response"];

/// The authors that the records of each topic cite, in lower case.
pub(super) fn authors(input: &TopicInput<'_>, nearest: &[Vec<usize>]) -> Vec<BTreeSet<String>> {
    let of_topic = |rows: &Vec<usize>| {
        let documents = rows.iter().take(READ).map(|&row| &input.documents[row]);
        let texts = documents.flat_map(|document| std::iter::once(document.title).chain(document.body.iter().copied()));
        let named = named(texts);
        input.corpus.release();
        named
    };
    nearest.iter().map(of_topic).collect()
}

fn named<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut uses: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for text in texts {
        let words: Vec<&str> = text.split_whitespace().collect();
        let cited = cited(&words);
        for (word, is_cited) in words.iter().zip(cited) {
            let (n_cited, n) = uses.entry(name(word).to_lowercase()).or_default();
            *n += 1;
            *n_cited += usize::from(is_cited);
        }
    }
    let is_author = |(n_cited, n): (usize, usize)| n_cited >= LEAST && n_cited as f64 >= SHARE * n as f64;
    uses.into_iter().filter(|(word, counts)| word.len() > 1 && is_author(*counts)).map(|(word, _)| word).collect()
}

/// Which of the words name an author who is cited.
fn cited(words: &[&str]) -> Vec<bool> {
    let mut cited = vec![false; words.len()];
    for at in 0..words.len() {
        let second = words.get(at + 1).filter(|word| matches!(**word, "and" | "&")).map(|_| at + 2);
        let second = second.filter(|second| *second < words.len());
        let last = second.unwrap_or(at);
        let is_answered = at > 1
            && matches!(words[at - 1], "on" | "to")
            && ANSWERS.contains(&name(words[at - 2]).to_lowercase().as_str());
        let is_told = is_capital(words[at]) && is_capital(words[last]) && is_end(&words[last..], second.is_some());
        if is_answered && is_capital(words[at]) || is_told || is_answered && second.is_some() {
            cited[at] = true;
            cited[last] = true;
        }
    }
    cited
}

/// Whether a citation ends with the first word: a year or "et al." follows, or of two authors the work is the second's.
fn is_end(words: &[&str], are_two: bool) -> bool {
    let next = words.get(1).copied().unwrap_or_default();
    let year = next.strip_prefix('(').map(|year| year.trim_end_matches(|c: char| !c.is_ascii_digit()));
    let is_year = year.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let is_et_al = next == "et" && words.get(2).is_some_and(|word| word.starts_with("al"));
    is_year || is_et_al || are_two && words[0].ends_with(['\'', '’', 's']) && words[0].contains(['\'', '’'])
}

fn is_capital(word: &str) -> bool {
    name(word).starts_with(char::is_uppercase)
}

/// A word without what stands around it and the ending of the genitive.
fn name(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[&str]) {
        let found = named(texts.iter().copied());
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{texts:?}");
    }

    #[test]
    fn authors_are_told_by_how_they_stand() {
        check(&["A commentary on Hancock and Smith", "A comment on hancock and smith"], &["hancock", "smith"]);
        check(&["As Jonsson et al. (2020) say", "with Jonsson (2019), too"], &["jonsson"]);
        check(&["Hancock & Smith’s response"; 2], &["hancock", "smith"]);
        check(&["a response to treatment and care"; 1], &[]);
        check(&["Response to Insulin", "Insulin acts", "Insulin", "insulin"], &[]);
        check(&["Parkinson and Alzheimer disease"; 3], &[]);
    }
}
