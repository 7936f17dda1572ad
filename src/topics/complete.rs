//! Completion: the terms of a label in, and out the same terms with the word beside which they nearly always stand.
//!
//! A word that most records hold makes no phrase ("cluster" among papers on cluster headache), nor does one that is cut
//! off by a stop word; the term that is left ("tract infections", "emission tomography") is no word that a reader would
//! use. So the records nearest the centroid are asked what stands before and behind it. A stop word on the structure of
//! abstracts completes a term where it is part of a name ("New Zealand", "Problem Gambling Severity Index") or the term
//! hardly ever stands without it ("low birth weight").

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{RankedTerm, TopicInput};
use crate::corpus::Lang;
use crate::text::stopwords::{self, StopKind, StopWords};
use crate::text::{Document, TextParams};

/// Records of a topic that are read: more would map more of a large file at once.
const READ: usize = 30;
/// Uses of a term at least, and the share of them that one word must stand beside.
const LEAST: usize = 5;
const SHARE: f64 = 0.7;
/// The share of its uses from which a term does not stand without a stop word, and that of the capitals of a name.
const SHARE_OF_STOP: f64 = 0.8;
const SHARE_OF_NAME: f64 = 0.7;
/// Words that may be added to a term, each with what joins it.
const MOST: usize = 2;
/// What joins two words to one term ("desprendimiento de retina"), up to so many in a row.
const JOINTS: &[&str] = &[
    "af", "d'", "da", "das", "de", "degli", "dei", "del", "della", "des", "di", "do", "dos", "du", "el", "en", "em",
    "la", "las", "los", "na", "no", "of", "por", "the", "van",
];
const MOST_JOINTS: usize = 2;
/// Words that stand behind a preposition of Latin ("in vitro").
const OF_LATIN: &[&str] = &["novo", "silico", "situ", "utero", "vitro", "vivo"];

/// Completes the labels of all topics; a term stays as it is where it would become that of another label.
pub(super) fn complete(
    input: &TopicInput<'_>,
    nearest: &[Vec<usize>],
    terms: &[Vec<RankedTerm>],
    labels: &mut [Vec<RankedTerm>],
    params: &TextParams,
) {
    let left_out = left_out(input, params);
    let completed: Vec<Vec<String>> = labels
        .par_iter()
        .zip(nearest)
        .zip(terms)
        .map(|((label, nearest), terms)| {
            input.corpus.release();
            let texts: Vec<Vec<&str>> =
                nearest.iter().take(READ).flat_map(|&row| words(&input.documents[row])).collect();
            let rest = Rest { left_out: &left_out, terms };
            label.iter().map(|term| whole(&texts, &term.text, &rest)).collect()
        })
        .collect();
    input.corpus.release();
    for topic in 0..labels.len() {
        for at in 0..labels[topic].len() {
            let text = &completed[topic][at];
            let lower = text.to_lowercase();
            let others = labels.iter().enumerate().filter(|(other, _)| *other != topic).flat_map(|(_, label)| label);
            if others.into_iter().all(|other| other.text.to_lowercase() != lower) {
                labels[topic][at].text.clone_from(text);
            }
        }
        drop_parts(&mut labels[topic]);
    }
}

/// The stop words of every language by whose rules documents were read.
fn left_out(input: &TopicInput<'_>, params: &TextParams) -> Vec<StopWords> {
    let languages: BTreeSet<Lang> = input.documents.iter().map(Document::rules).chain([Lang::ENG]).collect();
    languages.into_iter().map(|lang| StopWords::new(lang, &params.stop_words)).collect()
}

/// Takes away terms that stand inside another one now ("cells" beside "cell lines"), or became what an earlier one is.
fn drop_parts(label: &mut Vec<RankedTerm>) {
    let texts: Vec<String> = label.iter().map(|term| term.text.to_lowercase()).collect();
    let is_part = |at: usize| {
        let own: Vec<&str> = texts[at].split(' ').map(bare).collect();
        texts.iter().enumerate().any(|(other, text)| {
            let words: Vec<&str> = text.split(' ').map(bare).collect();
            let is_inside = own.iter().all(|word| words.contains(word));
            is_inside && (words.len() > own.len() || words.len() == own.len() && other < at)
        })
    };
    let keep: Vec<bool> = (0..label.len()).map(|at| !is_part(at)).collect();
    let mut keep = keep.into_iter();
    label.retain(|_| keep.next().unwrap_or(true));
}

/// A word without the ending of the plural.
fn bare(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The words of the title and of the abstract; keywords stand beside each other by chance.
fn words<'a>(document: &Document<'a>) -> Vec<Vec<&'a str>> {
    let bodies = document.body.iter().copied().filter(|_| !document.title_only);
    std::iter::once(document.title).chain(bodies).map(|text| text.split(' ').collect()).collect()
}

fn whole(texts: &[Vec<&str>], term: &str, rest: &Rest<'_>) -> String {
    let mut text = term.to_string();
    if text.contains('(') {
        return text;
    }
    for _ in 0..MOST {
        let Some(more) = beside(texts, &text, rest) else { break };
        text = more;
    }
    text
}

/// The term with the word before or behind it, where one nearly always stands there.
fn beside(texts: &[Vec<&str>], term: &str, rest: &Rest<'_>) -> Option<String> {
    let wanted: Vec<String> = term.split(' ').map(|word| bare(word).to_lowercase()).collect();
    let mut n_uses = 0;
    let (mut before, mut behind) = (BTreeMap::new(), BTreeMap::new());
    let mut capitals = Capitals::default();
    for words in texts {
        for at in 0..words.len().saturating_sub(wanted.len() - 1) {
            if !(0..wanted.len()).all(|i| is_word(words[at + i], &wanted[i], i + 1 == wanted.len())) {
                continue;
            }
            n_uses += 1;
            capitals.add(&words[..at]);
            if let Some(words) = joined_before(&words[..at]) {
                *before.entry(words).or_insert(0_usize) += 1;
            }
            if let Some(words) = joined_behind(&words[at + wanted.len() - 1..]) {
                *behind.entry(words).or_insert(0) += 1;
            }
        }
    }
    let is_of_latin = OF_LATIN.contains(&wanted[0].as_str());
    let fixed = |counts: &BTreeMap<String, usize>, is_fit: &dyn Fn(&str) -> bool| {
        let (lower, n) = most(counts)?;
        let often = n_uses >= LEAST && n as f64 >= SHARE * n_uses as f64;
        (often && is_fit(&lower)).then(|| spelled(counts, &lower))
    };
    let fits_before = |words: &str| match words.split_once(' ') {
        Some((word, _)) => rest.tells(word) && rest.is_of_term(word),
        None if rest.is_structure(words) => {
            let n = most(&before).map_or(0, |(_, n)| n);
            capitals.are_of_name(words) || n as f64 >= SHARE_OF_STOP * n_uses as f64
        }
        None => rest.tells(words) || is_of_latin,
    };
    if let Some(words) = fixed(&before, &fits_before) {
        return Some(format!("{words} {term}"));
    }
    let fits_behind = |words: &str| match words.rsplit_once(' ') {
        Some((_, word)) => rest.tells(word) && rest.is_of_term(word),
        None => rest.tells(words),
    };
    fixed(&behind, &fits_behind).map(|words| format!("{term} {words}"))
}

/// What a word that completes a term is held against.
struct Rest<'a> {
    left_out: &'a [StopWords],
    /// The terms of the topic.
    terms: &'a [RankedTerm],
}

impl Rest<'_> {
    /// Whether a word tells how abstracts are built and is nothing else.
    fn is_structure(&self, word: &str) -> bool {
        let kinds = || self.left_out.iter().filter_map(|words| words.kind(word));
        is_letters(word) && kinds().next().is_some() && kinds().all(|kind| kind == StopKind::Structure)
    }

    /// Whether a word says something.
    fn tells(&self, word: &str) -> bool {
        let is_left_out = || self.left_out.iter().any(|words| words.kind(word).is_some());
        is_letters(word) && !is_left_out() && !stopwords::is_function(word)
    }

    /// Whether a word stands in a term of the topic; else what joins it may be a verb's ("cambia por fentanilo").
    fn is_of_term(&self, word: &str) -> bool {
        self.terms.iter().any(|term| term.text.to_lowercase().split(' ').any(|other| bare(other) == bare(word)))
    }
}

/// Whether a word is of more than two letters.
fn is_letters(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// How the words before a term are written inside sentences: behind a word in small letters.
#[derive(Default)]
struct Capitals<'a> {
    /// Uses by word, each with whether it has a capital.
    uses: Vec<(&'a str, bool)>,
}

impl<'a> Capitals<'a> {
    fn add(&mut self, before: &[&'a str]) {
        if let [.., earlier, word] = before
            && is_open(earlier)
            && earlier.starts_with(char::is_lowercase)
        {
            self.uses.push((word, word.starts_with(char::is_uppercase)));
        }
    }

    /// Whether the texts nearly always give a capital to a word.
    fn are_of_name(&self, lower: &str) -> bool {
        let same: Vec<bool> = self.uses.iter().filter(|(word, _)| word.to_lowercase() == lower).map(|u| u.1).collect();
        let n = same.iter().filter(|is_capital| **is_capital).count();
        n >= 2 && n as f64 >= SHARE_OF_NAME * same.len() as f64
    }
}

/// The word before, with what joins it ("lesão por").
fn joined_before(words: &[&str]) -> Option<String> {
    let n_joints = words.iter().rev().take(MOST_JOINTS).take_while(|word| JOINTS.contains(word)).count();
    let from = words.len().checked_sub(n_joints + 1)?;
    let whole = is_open(words[from]) && words[from + 1..].iter().all(|word| is_open(word));
    // Nothing may stand before a joint: then it is the word itself.
    if whole { Some(words[from..].join(" ")) } else { words.last().filter(|word| is_open(word)).map(|w| w.to_string()) }
}

/// The word behind the first one, with what joins it ("do paciente").
fn joined_behind(words: &[&str]) -> Option<String> {
    let (last, rest) = words.split_first()?;
    let n_joints = rest.iter().take(MOST_JOINTS).take_while(|word| JOINTS.contains(word)).count();
    let word = rest.get(n_joints).filter(|_| is_open(last))?.trim_end_matches(|c: char| !c.is_alphanumeric());
    Some(rest[..n_joints].iter().copied().chain([word]).collect::<Vec<_>>().join(" "))
}

/// Whether a word of a text is this one, in the singular or plural; signs may stand around it.
fn is_word(word: &str, wanted: &str, is_last: bool) -> bool {
    let start = word.trim_start_matches(['(', '"', '“', '\'', '[']);
    let inner = if is_last { start.trim_end_matches(|c: char| !c.is_alphanumeric()) } else { start };
    bare(inner).eq_ignore_ascii_case(wanted) || bare(&inner.to_lowercase()) == wanted
}

/// Whether a phrase may go on behind a word: no sign ends it.
fn is_open(word: &str) -> bool {
    word.ends_with(char::is_alphanumeric) && word.starts_with(char::is_alphanumeric)
}

/// The letters that stand there most often, and how often.
fn most(counts: &BTreeMap<String, usize>) -> Option<(String, usize)> {
    let mut by_letters: BTreeMap<String, usize> = BTreeMap::new();
    counts.iter().for_each(|(word, n)| *by_letters.entry(word.to_lowercase()).or_default() += n);
    by_letters.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// How those letters are written: small, where that is common.
fn spelled(counts: &BTreeMap<String, usize>, lower: &str) -> String {
    let mut forms = counts.iter().filter(|(word, _)| word.to_lowercase() == lower).collect::<Vec<_>>();
    forms.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let in_lower = counts.get(lower).copied().unwrap_or_default();
    forms.first().filter(|best| in_lower * 5 < *best.1).map_or(lower, |best| best.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_are_told() {
        assert!(is_word("(Infections", "infection", false) && is_word("tracts,", "tract", true));
        assert!(!is_word("tract,", "tract", false) && !is_word("tractor", "tract", true));
        assert!(is_open("cell") && !is_open("cell,") && !is_open("(cell"));
    }

    #[test]
    fn a_word_beside_another_is_written_as_it_mostly_is() {
        let counts = |list: &[(&str, usize)]| list.iter().map(|(word, n)| (word.to_string(), *n)).collect();
        let urinary: BTreeMap<String, usize> = counts(&[("urinary", 4), ("Urinary", 9), ("upper", 1)]);
        assert_eq!(most(&urinary), Some(("urinary".to_string(), 13)));
        assert_eq!(spelled(&urinary, "urinary"), "urinary");
        assert_eq!(spelled(&counts(&[("Crohn", 7)]), "crohn"), "Crohn");
    }

    #[test]
    fn terms_are_completed_over_what_joins_their_words() {
        let left_out = [StopWords::new(Lang::POR, &[])];
        let terms = ["lesão", "segurança", "desprendimento"];
        let terms = terms.map(|text| RankedTerm { text: text.into(), ..RankedTerm::default() });
        let rest = Rest { left_out: &left_out, terms: &terms };
        let check = |text: &str, term: &str, expected: Option<&str>| {
            let texts: Vec<Vec<&str>> = vec![text.split(' ').collect(); 6];
            assert_eq!(beside(&texts, term, &rest).as_deref(), expected, "{term}");
        };
        check("a lesão por pressão foi vista", "pressão", Some("lesão por pressão"));
        check("a cultura de segurança do paciente foi vista", "cultura", Some("cultura de segurança"));
        check("seen by in vitro fertilization alone", "vitro fertilization", Some("in vitro fertilization"));
        check("the urinary tract infections, often", "tract infections", Some("urinary tract infections"));
        check("no desprendimento da retina", "retina", Some("desprendimento da retina"));
        check("seen with cells in mice", "cells", None);
        check("se cambia por fentanilo oral", "fentanilo oral", None);
    }

    #[test]
    fn stop_words_complete_names_and_what_never_stands_alone() {
        let left_out = [StopWords::new(Lang::ENG, &[])];
        let rest = Rest { left_out: &left_out, terms: &[] };
        let check = |texts: [&str; 5], term: &str, expected: Option<&str>| {
            let texts: Vec<Vec<&str>> = texts.iter().map(|text| text.split(' ').collect()).collect();
            assert_eq!(beside(&texts, term, &rest).as_deref(), expected, "{term}");
        };
        check(["seen in New Zealand"; 5], "Zealand", Some("New Zealand"));
        let twice = ["a low birth weight", "a low birth weight", "a low birth weight", "the low birth weight"];
        let [a, b, c, d] = twice;
        check([a, b, c, d, "a birth weight"], "birth weight", Some("low birth weight"));
        check([a, b, c, d, "the birth weight of low birth weight and birth weight"], "birth weight", None);
        check(["seen in the Zealand"; 5], "Zealand", None);
    }

    #[test]
    fn terms_inside_others_go() {
        let term = |text: &str| RankedTerm { text: text.into(), ..RankedTerm::default() };
        let mut label =
            vec![term("cells"), term("inhibited"), term("cell lines"), term("lines of cells"), term("cell line")];
        drop_parts(&mut label);
        assert_eq!(label.iter().map(|term| term.text.as_str()).collect::<Vec<_>>(), ["inhibited", "lines of cells"]);
    }
}
