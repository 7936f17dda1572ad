//! Evidence: documents and terms of a topic in, representative documents and verbatim sentences out.

use std::collections::BTreeSet;

use super::rank::rows_by_topic;
use super::{RankedTerm, TopicInput};
use crate::math::rank::compare_descending;
use crate::text::{Analyzer, Document, TextParams, structure};

/// Representative documents per topic.
const N_REPRESENTATIVES: usize = 5;
/// Longest sentence shown, in characters; longer ones are passed over where another is there.
const LONGEST: usize = 320;

/// The rows of every topic, the nearest to its centroid first.
pub(super) fn nearest_first(input: &TopicInput<'_>) -> Vec<Vec<usize>> {
    let mut rows = rows_by_topic(input);
    for rows in &mut rows {
        rows.sort_by(|&a, &b| compare_descending(input.similarity[a], input.similarity[b]).then(a.cmp(&b)));
    }
    rows
}

pub(super) fn representatives(
    input: &TopicInput<'_>,
    nearest: &[usize],
    terms: &[RankedTerm],
    params: &TextParams,
) -> Vec<(usize, String)> {
    let weights = stem_weights(input, terms);
    let mut analyzer = Analyzer::new(params);
    nearest
        .iter()
        .take(N_REPRESENTATIVES)
        .map(|&row| (row, best_sentence(&input.documents[row], &weights, &mut analyzer)))
        .collect()
}

/// Two sentences, of different documents, that hold most of the label's stems.
pub(super) fn for_label(
    input: &TopicInput<'_>,
    nearest: &[usize],
    label: &[RankedTerm],
    params: &TextParams,
) -> Vec<(usize, String)> {
    let weights = stem_weights(input, label);
    let mut analyzer = Analyzer::new(params);
    let mut found: Vec<(f64, usize, String)> = Vec::new();
    for &row in nearest.iter().take(30) {
        if let Some((score, sentence)) =
            ranked_sentences(&input.documents[row], &weights, &mut analyzer).into_iter().next()
        {
            found.push((score, row, sentence.to_string()));
        }
    }
    found.sort_by(|a, b| compare_descending(a.0, b.0));
    found.into_iter().filter(|f| f.0 > 0.0).take(2).map(|(_, row, sentence)| (row, sentence)).collect()
}

fn stem_weights(input: &TopicInput<'_>, terms: &[RankedTerm]) -> Vec<(Box<str>, f64)> {
    let stems =
        terms.iter().flat_map(|t| t.stems.iter().map(move |&s| (input.vocabulary.terms[s as usize].clone(), t.weight)));
    stems.collect()
}

/// The sentence of a document that holds most weight of the given stems; the title where there is no other.
fn best_sentence(document: &Document<'_>, weights: &[(Box<str>, f64)], analyzer: &mut Analyzer<'_>) -> String {
    let best = ranked_sentences(document, weights, analyzer).into_iter().next();
    best.map_or_else(|| document.title.trim().to_string(), |(_, sentence)| sentence.to_string())
}

fn ranked_sentences<'a>(
    document: &Document<'a>,
    weights: &[(Box<str>, f64)],
    analyzer: &mut Analyzer<'_>,
) -> Vec<(f64, &'a str)> {
    let mut sentences: Vec<&'a str> = Vec::new();
    if !document.title_only {
        for body in document.body.iter() {
            structure::content(body, |part| sentences.extend(structure::sentences(part)));
        }
    }
    if sentences.is_empty() && !document.title.trim().is_empty() {
        sentences.push(document.title.trim());
    }
    let mut scored: Vec<(f64, &'a str)> = sentences
        .into_iter()
        .map(|sentence| {
            let mut stems: BTreeSet<u32> = BTreeSet::new();
            analyzer.part(document, sentence, &mut |word| {
                stems.extend(word.term);
            });
            let held =
                |stem: &u32| weights.iter().find(|w| w.0 == analyzer.stems()[*stem as usize]).map_or(0.0, |w| w.1);
            let weight: f64 = stems.iter().map(held).sum();
            let length = sentence.chars().count();
            let fitting = if (25..=LONGEST).contains(&length) { 1.0 } else { 0.3 };
            (weight * fitting, sentence)
        })
        .collect();
    scored.sort_by(|a, b| compare_descending(a.0, b.0));
    scored
}
