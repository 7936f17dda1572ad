//! Counts: documents in, how often every term stands in each out.
//!
//! Batches of documents are read in parallel, each with an analyzer of its own; their vocabularies are merged into one
//! sorted vocabulary, so the numbers do not depend on the batches.

use rayon::prelude::*;

use super::analyzer::{Analyzer, Kind};
use super::documents::Document;
use super::{TermCounts, TextParams};

struct Batch {
    stems: Vec<Box<str>>,
    lengths: Vec<u32>,
    terms: Vec<u32>,
    counts: Vec<u16>,
}

/// Counts the terms of every document; words of the title count `title_weight` times.
///
/// # Determinism
/// The same on any number of threads.
///
/// # Complexity
/// One look-up a token; a sort of the terms of each document.
pub fn count(documents: &[Document<'_>], params: &TextParams) -> TermCounts {
    let per_batch = (documents.len() / (rayon::current_num_threads() * 4)).max(64);
    let batches: Vec<Batch> = documents.par_chunks(per_batch).map(|chunk| read(chunk, params)).collect();
    merge(batches)
}

fn read(documents: &[Document<'_>], params: &TextParams) -> Batch {
    let mut analyzer = Analyzer::new(params);
    let mut batch = Batch {
        stems: Vec::new(),
        lengths: Vec::with_capacity(documents.len()),
        terms: Vec::new(),
        counts: Vec::new(),
    };
    let mut found: Vec<u32> = Vec::new();
    for document in documents {
        found.clear();
        let mut sequence: Vec<(u32, bool)> = Vec::new();
        analyzer.document(document, |word| {
            let in_title = params.title_weight > 1 && is_within(document.title, word.surface);
            if let Kind::Term(term) = word.kind {
                let times = if in_title { params.title_weight.max(1) } else { 1 };
                found.extend(std::iter::repeat_n(term, usize::from(times)));
            }
            if params.ngram_max > 1 {
                sequence.push((if let Kind::Term(term) = word.kind { term } else { u32::MAX }, word.adjacent));
            }
        });
        phrases(&sequence, params.ngram_max, &mut analyzer, &mut found);
        found.sort_unstable();
        let before = batch.terms.len();
        for run in found.chunk_by(|a, b| a == b) {
            batch.terms.push(run[0]);
            batch.counts.push(run.len().min(usize::from(u16::MAX)) as u16);
        }
        batch.lengths.push((batch.terms.len() - before) as u32);
    }
    batch.stems = std::mem::take(&mut analyzer.stems);
    batch
}

/// Whether a slice lies inside another one (both of one string).
fn is_within(outer: &str, inner: &str) -> bool {
    let start = outer.as_ptr() as usize;
    let at = inner.as_ptr() as usize;
    at >= start && at + inner.len() <= start + outer.len()
}

/// Adds bigrams (and longer) as terms of their own, stems joined by a blank.
fn phrases(sequence: &[(u32, bool)], longest: usize, analyzer: &mut Analyzer<'_>, found: &mut Vec<u32>) {
    for start in 0..sequence.len() {
        for length in 2..=longest {
            let Some(words) = sequence.get(start..start + length) else { break };
            if words.iter().any(|w| w.0 == u32::MAX) || words[1..].iter().any(|w| !w.1) {
                break;
            }
            let phrase = words.iter().map(|w| analyzer.stems[w.0 as usize].to_string()).collect::<Vec<_>>().join(" ");
            found.push(analyzer.intern(&phrase));
        }
    }
}

fn merge(batches: Vec<Batch>) -> TermCounts {
    let mut terms: Vec<Box<str>> = batches.iter().flat_map(|b| b.stems.iter().cloned()).collect();
    terms.par_sort_unstable();
    terms.dedup();
    let rows: usize = batches.iter().map(|b| b.lengths.len()).sum();
    let entries: usize = batches.iter().map(|b| b.terms.len()).sum();
    let mut counts = TermCounts {
        indptr: Vec::with_capacity(rows + 1),
        indices: vec![0; entries],
        counts: vec![0; entries],
        ..TermCounts::default()
    };
    counts.indptr.push(0);
    for length in batches.iter().flat_map(|b| &b.lengths) {
        counts.indptr.push(counts.indptr.last().copied().unwrap_or(0) + *length as usize);
    }
    let (mut indices, mut values) = (counts.indices.as_mut_slice(), counts.counts.as_mut_slice());
    let mut parts = Vec::new();
    for batch in batches {
        let (i, rest_i) = indices.split_at_mut(batch.terms.len());
        let (v, rest_v) = values.split_at_mut(batch.terms.len());
        (indices, values) = (rest_i, rest_v);
        parts.push((batch, i, v));
    }
    let all = &terms;
    parts.into_par_iter().for_each(|(batch, indices, values)| place(batch, all, indices, values));
    counts.terms = terms;
    counts
}

/// Writes one batch in global numbers, every row sorted.
fn place(batch: Batch, terms: &[Box<str>], indices: &mut [u32], values: &mut [u16]) {
    let global: Vec<u32> = batch.stems.iter().map(|stem| terms.partition_point(|t| t < stem) as u32).collect();
    let mut row: Vec<(u32, u16)> = Vec::new();
    let mut at = 0;
    for &length in &batch.lengths {
        let end = at + length as usize;
        row.clear();
        row.extend(batch.terms[at..end].iter().map(|&t| global[t as usize]).zip(batch.counts[at..end].iter().copied()));
        row.sort_unstable();
        for (offset, &(term, count)) in row.iter().enumerate() {
            (indices[at + offset], values[at + offset]) = (term, count);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Lang;

    fn documents() -> Vec<Document<'static>> {
        let body = ["Genes enter cells. Cells divide.", "Niosomes carry genes", ""];
        body.iter()
            .map(|b| Document { title: "Gene carriers", body: vec![b], lang: Some(Lang::ENG), title_only: false })
            .collect()
    }

    #[test]
    fn terms_are_sorted_and_counted() {
        let counts = count(&documents(), &TextParams::default());
        let terms: Vec<&str> = counts.terms.iter().map(AsRef::as_ref).collect();
        assert_eq!(terms, ["carri", "carrier", "cell", "divid", "enter", "gene", "niosom"]);
        assert_eq!(counts.indptr, [0, 5, 9, 11]);
        assert_eq!(counts.indices[..5], [1, 2, 3, 4, 5]);
        assert_eq!(counts.counts[..5], [1, 2, 1, 1, 2]);
    }

    #[test]
    fn titles_can_weigh_more_and_phrases_be_terms() {
        let params = TextParams { title_weight: 3, ngram_max: 2, ..TextParams::default() };
        let counts = count(&documents(), &params);
        let of = |term: &str| counts.terms.iter().position(|t| t.as_ref() == term).map(|t| t as u32);
        let carrier = counts.indices[..counts.indptr[1]].iter().position(|t| Some(*t) == of("carrier")).unwrap();
        assert_eq!(counts.counts[carrier], 3);
        assert!(of("gene carrier").is_some() && of("enter cell").is_some() && of("cell cell").is_none());
    }

    #[test]
    fn threads_do_not_change_the_counts() {
        let many: Vec<Document> = documents().into_iter().cycle().take(700).collect();
        let run = |n| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(n)
                .build()
                .unwrap()
                .install(|| count(&many, &TextParams::default()))
        };
        assert_eq!(run(1), run(5));
    }
}
