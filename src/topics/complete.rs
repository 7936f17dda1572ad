//! Completion: the terms of a label in, and out the same terms with the word beside which they nearly always stand.
//!
//! A word that most records hold makes no phrase ("cluster" among papers on cluster headache), nor does one that is cut
//! off by a stop word; the term that is left ("tract infections", "emission tomography") is no word that a reader would
//! use. So the records nearest the centroid are asked what stands before and behind it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{RankedTerm, TopicInput};
use crate::corpus::Lang;
use crate::text::stopwords::{self, StopWords};
use crate::text::{Document, TextParams};

/// Records of a topic that are read: more would map more of a large file at once.
const READ: usize = 30;
/// Uses of a term at least, and the share of them that one word must stand beside.
const LEAST: usize = 5;
const SHARE: f64 = 0.7;
/// Words that may be added to a term.
const MOST: usize = 2;

/// Completes the labels of all topics; a term stays as it is where it would become that of another label.
pub(super) fn complete(
    input: &TopicInput<'_>,
    nearest: &[Vec<usize>],
    labels: &mut [Vec<RankedTerm>],
    params: &TextParams,
) {
    let left_out = left_out(input, params);
    let completed: Vec<Vec<String>> = labels
        .par_iter()
        .zip(nearest)
        .map(|(label, nearest)| {
            input.corpus.release();
            let texts: Vec<Vec<&str>> =
                nearest.iter().take(READ).flat_map(|&row| words(&input.documents[row])).collect();
            label.iter().map(|term| whole(&texts, &term.text, &left_out)).collect()
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

/// Takes away terms that stand inside another one now ("cells" beside "cell lines").
fn drop_parts(label: &mut Vec<RankedTerm>) {
    let texts: Vec<String> = label.iter().map(|term| term.text.to_lowercase()).collect();
    let is_part = |at: usize| {
        let own: Vec<&str> = texts[at].split(' ').map(bare).collect();
        texts.iter().enumerate().any(|(other, text)| {
            let words: Vec<&str> = text.split(' ').map(bare).collect();
            other != at && words.len() > own.len() && own.iter().all(|word| words.contains(word))
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

fn whole(texts: &[Vec<&str>], term: &str, left_out: &[StopWords]) -> String {
    let mut text = term.to_string();
    if text.contains('(') {
        return text;
    }
    for _ in 0..MOST {
        let Some(more) = beside(texts, &text, left_out) else { break };
        text = more;
    }
    text
}

/// The term with the word before or behind it, where one nearly always stands there.
fn beside(texts: &[Vec<&str>], term: &str, left_out: &[StopWords]) -> Option<String> {
    let wanted: Vec<String> = term.split(' ').map(|word| bare(word).to_lowercase()).collect();
    let mut n_uses = 0;
    let (mut before, mut behind) = (BTreeMap::new(), BTreeMap::new());
    for words in texts {
        for at in 0..words.len().saturating_sub(wanted.len() - 1) {
            if !(0..wanted.len()).all(|i| is_word(words[at + i], &wanted[i], i + 1 == wanted.len())) {
                continue;
            }
            n_uses += 1;
            let end = at + wanted.len();
            if let Some(&word) = at.checked_sub(1).map(|before| &words[before]).filter(|word| is_open(word)) {
                *before.entry(word).or_insert(0_usize) += 1;
            }
            if let Some(word) = words.get(end).filter(|_| is_open(words[end - 1])) {
                *behind.entry(word.trim_end_matches(|c: char| !c.is_alphanumeric())).or_insert(0) += 1;
            }
        }
    }
    let fixed = |counts: &BTreeMap<&str, usize>| {
        let (lower, n) = most(counts)?;
        let tells = lower.chars().count() > 2 && lower.chars().all(|c| c.is_alphabetic() || c == '-');
        let is_left_out = left_out.iter().any(|words| words.kind(&lower).is_some()) || stopwords::is_function(&lower);
        let often = n_uses >= LEAST && n as f64 >= SHARE * n_uses as f64;
        (tells && often && !is_left_out).then(|| spelled(counts, &lower))
    };
    if let Some(word) = fixed(&before) {
        return Some(format!("{word} {term}"));
    }
    fixed(&behind).map(|word| format!("{term} {word}"))
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
fn most(counts: &BTreeMap<&str, usize>) -> Option<(String, usize)> {
    let mut by_letters: BTreeMap<String, usize> = BTreeMap::new();
    counts.iter().for_each(|(word, n)| *by_letters.entry(word.to_lowercase()).or_default() += n);
    by_letters.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// How those letters are written: small, where that is common.
fn spelled(counts: &BTreeMap<&str, usize>, lower: &str) -> String {
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
        let counts = BTreeMap::from([("urinary", 4), ("Urinary", 9), ("upper", 1)]);
        assert_eq!(most(&counts), Some(("urinary".to_string(), 13)));
        assert_eq!(spelled(&counts, "urinary"), "urinary");
        assert_eq!(spelled(&BTreeMap::from([("Crohn", 7)]), "crohn"), "Crohn");
    }

    #[test]
    fn terms_inside_others_go() {
        let term = |text: &str| RankedTerm { text: text.into(), ..RankedTerm::default() };
        let mut label = vec![term("cells"), term("inhibited"), term("cell lines")];
        drop_parts(&mut label);
        assert_eq!(label.iter().map(|term| term.text.as_str()).collect::<Vec<_>>(), ["inhibited", "cell lines"]);
    }
}
