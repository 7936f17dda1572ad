//! Forms: documents and a vocabulary in, for every stem the word to show out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::scan::Seen;
use super::words::shown;
use crate::text::{Analyzer, Document, Kind, TextParams};
use crate::vectorize::Vocabulary;

/// The commonest surface form of every term of the vocabulary, by term number.
///
/// # Complexity
/// One more pass over the texts, and a table of all distinct words.
pub fn surface_forms(documents: &[Document<'_>], vocabulary: &Vocabulary, params: &TextParams) -> Vec<String> {
    let per_batch = documents.len().div_ceil(16).max(64);
    let parts: Vec<BTreeMap<u32, BTreeMap<&str, usize>>> = documents
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
