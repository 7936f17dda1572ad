//! Forms: documents and a vocabulary in, for every stem the word to show out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::scan::Seen;
use super::words::shown;
use crate::text::{Analyzer, Document, Kind, TermCounts, TextParams};
use crate::vectorize::Vocabulary;

/// Documents read for the forms; more do not change which form is the commonest.
const MOST_DOCUMENTS: usize = 10_000;

/// The commonest surface form of every term of the vocabulary, by term number.
///
/// # Complexity
/// One more pass over the texts of some documents, and a table of their distinct words.
pub fn surface_forms(
    documents: &[Document<'_>],
    counts: &TermCounts,
    vocabulary: &Vocabulary,
    params: &TextParams,
) -> Vec<String> {
    let chosen: Vec<&Document<'_>> = sample(counts).into_iter().map(|row| &documents[row]).collect();
    let per_batch = chosen.len().div_ceil(16).max(64);
    let parts: Vec<BTreeMap<u32, BTreeMap<&str, usize>>> = chosen
        .par_chunks(per_batch)
        .map(|chunk| {
            let mut analyzer = Analyzer::new(params);
            let mut found: BTreeMap<u32, BTreeMap<&str, usize>> = BTreeMap::new();
            for document in chunk {
                analyzer.document(document, |word| {
                    if let Kind::Term(stem) = word.kind {
                        *found.entry(stem).or_default().entry(word.surface).or_default() += 1;
                    }
                });
            }
            let global =
                |stem: u32| vocabulary.terms.binary_search(&analyzer.stems[stem as usize]).ok().map(|t| t as u32);
            found.into_iter().filter_map(|(stem, forms)| Some((global(stem)?, forms))).collect()
        })
        .collect();
    let mut seen: Vec<Seen> = vec![Seen::default(); vocabulary.terms.len()];
    for (term, forms) in parts.into_iter().flatten() {
        let surfaces = &mut seen[term as usize].surfaces;
        forms.into_iter().for_each(|(form, n)| *surfaces.entry(form.to_string()).or_default() += n);
    }
    seen.iter().zip(&vocabulary.terms).map(|(s, stem)| shown(s).unwrap_or_else(|| stem.to_string())).collect()
}

/// Rows spread over all, and for every term that none of them holds the first row that does; ascending.
fn sample(counts: &TermCounts) -> Vec<usize> {
    let n = counts.indptr.len().saturating_sub(1);
    let step = n.div_ceil(MOST_DOCUMENTS).max(1);
    let terms = |row: usize| counts.indices[counts.indptr[row]..counts.indptr[row + 1]].iter();
    let mut seen = vec![false; counts.terms.len()];
    let mut chosen: Vec<bool> = (0..n).map(|row| row % step == 0).collect();
    (0..n).step_by(step).flat_map(terms).for_each(|&t| seen[t as usize] = true);
    for row in (0..n).filter(|row| row % step != 0) {
        if terms(row).any(|&t| !seen[t as usize]) {
            terms(row).for_each(|&t| seen[t as usize] = true);
            chosen[row] = true;
        }
    }
    (0..n).filter(|&row| chosen[row]).collect()
}
