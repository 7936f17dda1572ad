//! Words: ranked stems and what was seen of them in, terms that a person can read out.
//!
//! A stem is shown by its commonest surface form; a phrase takes the place of its words where it covers 30 % of the
//! word's documents in the topic and holds together (normalized pointwise mutual information of .25 or more). What mostly
//! stands as a piece of a longer compound ("aldosterone system" in "renin-angiotensin-aldosterone system") is no term.
//!
//! # References
//! G. Bouma (2009), *Normalized (pointwise) mutual information in collocation extraction*, GSCL.

use std::collections::BTreeSet;

use super::forms::{self, Unknown};
use super::rank::RankedStem;
use super::scan::Scan;
use super::seen::{Seen, least_documents};
use super::{RankedTerm, TopicInput, variety};
use crate::text::stopwords;

/// Share of a word's documents in the topic that a phrase must cover to stand for it.
const COVER: f64 = 0.3;
/// Least association of the words of a phrase.
const NPMI: f64 = 0.25;
/// Share of its uses from which a phrase, or a word, is but a piece of a longer compound.
const PIECE: f64 = 0.5;
const PIECE_OF_ONE: f64 = 0.8;
/// Uses in a topic from which it has a form of its own.
const OWN_USES: usize = 3;

/// Terms prepared per topic: ten are shown, the others are there for labels that must differ.
const MOST: usize = 25;

/// The readable terms of one topic, the best first; no stem stands in two of them.
pub(super) fn terms(
    input: &TopicInput<'_>,
    topic: usize,
    sizes: &[usize],
    ranked: &[RankedStem],
    seen: &Scan,
) -> Vec<RankedTerm> {
    let mut used: BTreeSet<u32> = BTreeSet::new();
    let mut found: Vec<RankedTerm> = Vec::new();
    for stem in ranked {
        if found.len() >= MOST {
            break;
        }
        if used.contains(&stem.term) {
            continue;
        }
        let Some((text, stems, share)) = readable(input, topic, sizes, stem, seen, &used) else { continue };
        if is_function(&text) || found.iter().any(|t| t.text.to_lowercase() == text.to_lowercase()) {
            used.insert(stem.term);
            continue;
        }
        used.extend(stems.iter().copied());
        found.push(measure(input, topic, sizes, (stem, share), stems, text, seen));
    }
    join_acronyms(&mut found, seen);
    found
}

/// What is shown for a stem with the stems of it, and of a string of characters the share of the topic that holds it.
type Readable = (String, Vec<u32>, Option<f64>);

fn readable(
    input: &TopicInput<'_>,
    topic: usize,
    sizes: &[usize],
    stem: &RankedStem,
    seen: &Scan,
    used: &BTreeSet<u32>,
) -> Option<Readable> {
    let strings = &seen.strings[topic];
    let own = &input.vocabulary.terms[stem.term as usize];
    if !strings.is_empty() && variety::is_pair(own) {
        let share = stem.df_inside as f64 / sizes[topic].max(1) as f64;
        let is_free = |word: &str| pairs(input, word).iter().all(|pair| !used.contains(pair));
        let (word, n) = strings.best(own, share, is_free)?;
        return Some((word.to_string(), pairs(input, word), Some(n as f64 / strings.read.max(1) as f64)));
    }
    let phrase = best_phrase(topic, stem.term, seen, used);
    let stems = phrase.unwrap_or_else(|| vec![stem.term]);
    let whole = seen.terms.get(&stems[..]).filter(|seen| stems.len() > 1 || !seen.is_piece(PIECE_OF_ONE))?;
    let text = shown_in(topic, &stems, whole, seen)?;
    Some((seen.cases.apply(&text, Unknown::Stays), stems, None))
}

/// The pairs of characters of a string that are terms, each once.
fn pairs(input: &TopicInput<'_>, word: &str) -> Vec<u32> {
    let places: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let terms = &input.vocabulary.terms;
    let pair = |at: &[usize]| terms.binary_search_by(|term| (**term).cmp(&word[at[0]..at[2]])).ok();
    let found: BTreeSet<u32> = places.windows(3).filter_map(pair).map(|term| term as u32).collect();
    found.into_iter().collect()
}

/// The form to show for a topic: of a word the commonest in its documents, where they use it often enough, else in all.
fn shown_in(topic: usize, stems: &[u32], seen: &Seen, scan: &Scan) -> Option<String> {
    let own = if stems.len() == 1 { scan.own.get(&(topic as u32, stems[0])) } else { None };
    let own = own.filter(|own| forms::each(own).map(|(_, n)| n).sum::<usize>() >= OWN_USES);
    forms::shown(forms::each(own.unwrap_or(&seen.surfaces)))
}

/// Whether a term is made of function words of another language than its text was read in ("de la").
fn is_function(text: &str) -> bool {
    text.split(' ').all(stopwords::is_function)
}

fn measure(
    input: &TopicInput<'_>,
    topic: usize,
    sizes: &[usize],
    (stem, share): (&RankedStem, Option<f64>),
    stems: Vec<u32>,
    text: String,
    seen: &Scan,
) -> RankedTerm {
    let n: usize = sizes.iter().sum();
    let size = sizes[topic];
    let of_stem = || {
        let df = input.vocabulary.df[stem.term as usize] as usize;
        (stem.df_inside as f64 / size.max(1) as f64, (df - stem.df_inside) as f64 / (n - size).max(1) as f64)
    };
    let (inside, outside) = match share {
        // Outside it stands in no more documents than the pair.
        Some(share) => (share.min(of_stem().0), of_stem().1),
        None if stems.len() == 1 => of_stem(),
        None => phrase_shares(topic, &seen.terms[&stems[..]], seen),
    };
    let written = vec![stems.clone()];
    let df_inside = (inside * size as f64).round() as usize;
    RankedTerm { text, stems, written, weight: stem.weight, inside, outside, df_inside }
}

/// Shares of the documents read that hold a phrase.
fn phrase_shares(topic: usize, seen: &Seen, scan: &Scan) -> (f64, f64) {
    let here = seen.df_in(topic);
    let read: usize = scan.read.iter().sum();
    let rest = (read - scan.read[topic]).max(1);
    (here as f64 / scan.read[topic].max(1) as f64, (seen.df_all() - here) as f64 / rest as f64)
}

/// The longest phrase that covers enough of the word's documents in the topic, none of its words used yet.
fn best_phrase(topic: usize, stem: u32, seen: &Scan, used: &BTreeSet<u32>) -> Option<Vec<u32>> {
    let df_in = |stems: &[u32]| seen.terms.get(stems).map_or(0, |s| s.df_in(topic));
    let alone = df_in(&[stem]) as f64;
    let least = least_documents(seen.read[topic]);
    let mut best: Option<(usize, usize, &[u32])> = None;
    for stems in seen.phrases_of.get(&stem)? {
        let df = df_in(stems);
        let fits = df >= least
            && df as f64 >= COVER * alone
            && !stems.iter().any(|s| used.contains(s))
            && distinct(stems)
            && holds(stems, seen)
            && !seen.terms[stems].is_piece(PIECE);
        // A longer phrase must keep most of the shorter one's documents.
        let better = best.is_none_or(|(len, n, _)| {
            if stems.len() > len { df as f64 >= 0.75 * n as f64 } else { stems.len() == len && df > n }
        });
        if fits && better {
            best = Some((stems.len(), df, stems));
        }
    }
    best.map(|(_, _, stems)| stems.to_vec())
}

fn distinct(stems: &[u32]) -> bool {
    stems.iter().collect::<BTreeSet<_>>().len() == stems.len()
}

/// Whether the words of a phrase stand together more often than by chance, over all documents read.
fn holds(stems: &[u32], seen: &Scan) -> bool {
    let n = seen.read.iter().sum::<usize>().max(1) as f64;
    let share = |stems: &[u32]| seen.terms.get(stems).map_or(0.0, |s| s.df_all() as f64 / n);
    let together = share(stems);
    let apart: f64 = stems.iter().map(|&s| share(&[s]).max(together)).product();
    together >= 1.0 || together > 0.0 && (together / apart).ln() / -together.ln() / (stems.len() as f64 - 1.0) >= NPMI
}

/// An acronym takes its long form with it, where the texts define one; the long form does not stand apart then.
fn join_acronyms(terms: &mut Vec<RankedTerm>, seen: &Scan) {
    let mut dropped: Vec<usize> = Vec::new();
    for at in 0..terms.len() {
        let Some(long) = seen.long_forms.get(&terms[at].text) else { continue };
        let full = if long.is_name { long.text.clone() } else { seen.cases.apply(&long.text, Unknown::Falls) };
        let long_lower = long.text.to_lowercase();
        let same = |t: &RankedTerm| {
            long_lower == t.text.to_lowercase() || singular(&long_lower) == singular(&t.text.to_lowercase())
        };
        if let Some(other) = (0..terms.len()).find(|&o| o != at && same(&terms[o])) {
            dropped.push(at.max(other));
            let (keep, gone) = (at.min(other), at.max(other));
            let stems = terms[gone].stems.clone();
            terms[keep].stems.extend(stems);
            let written = std::mem::take(&mut terms[gone].written);
            terms[keep].written.extend(written);
            terms[keep].inside = terms[keep].inside.max(terms[gone].inside);
            terms[keep].text = format!("{full} ({})", terms[at].text);
        } else {
            terms[at].text = format!("{full} ({})", terms[at].text);
        }
    }
    dropped.sort_unstable();
    dropped.dedup();
    dropped.into_iter().rev().for_each(|at| _ = terms.remove(at));
}

fn singular(text: &str) -> &str {
    text.strip_suffix('s').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_of_any_language_are_no_terms() {
        assert!(is_function("de la") && is_function("que") && is_function("the"));
        assert!(!is_function("Se") && !is_function("la retina"));
    }
}
