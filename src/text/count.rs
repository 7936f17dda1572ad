//! Counts: documents in, how often every term stands in each out, and how the texts spell the terms.
//!
//! Every thread reads one run of documents, with an analyzer of its own; `merge` brings the runs together, so that the
//! numbers do not depend on how the documents were shared out.

use rayon::prelude::*;

use super::analyzer::Analyzer;
use super::documents::Document;
use super::merge::{self, Batch};
use super::{TermCounts, TextParams};
use crate::memory::{List, Place};

/// Documents from which a second thread is worth its own analyzer.
const WORTH_SHARING: usize = 64;

/// Counts the terms of every document; words of the title count `title_weight` times.
///
/// # Determinism
/// The same on any number of threads.
///
/// # Complexity
/// One look-up a token, and a few steps a term.
pub fn count(documents: &[Document<'_>], params: &TextParams) -> TermCounts {
    count_with(documents, params, &Place::Memory, &|_| {})
}

/// Like [`count`], with the entries kept in `place`, and telling `on_read` from any thread of every document before it
/// is read, by its number in the run of documents that the thread reads.
pub fn count_with(
    documents: &[Document<'_>],
    params: &TextParams,
    place: &Place,
    on_read: &(dyn Fn(usize) + Sync),
) -> TermCounts {
    merge::merge(shares(documents).into_par_iter().map(|run| read(run, params, place, on_read)).collect())
}

/// As many runs of documents as threads, with about the same amount of text each: a new analyzer has to learn its
/// words first, so more and smaller runs cost more than they gain.
fn shares<'d, 'a>(documents: &'d [Document<'a>]) -> Vec<&'d [Document<'a>]> {
    let n_runs = rayon::current_num_threads().min(documents.len() / WORTH_SHARING).max(1);
    let size = |d: &Document<'_>| d.title.len() + d.body.iter().map(|b| b.len()).sum::<usize>() + 1;
    let total: usize = documents.iter().map(size).sum();
    let mut runs = Vec::with_capacity(n_runs);
    let (mut from, mut read) = (0, 0);
    for (at, document) in documents.iter().enumerate() {
        read += size(document);
        if read * n_runs >= total * (runs.len() + 1) {
            runs.push(&documents[from..=at]);
            from = at + 1;
        }
    }
    runs
}

/// Terms on their way into a batch. Whether a word is one is a throw of dice, so nothing branches on it.
struct Row {
    terms: [u32; Row::LENGTH],
    n: usize,
}

impl Row {
    const LENGTH: usize = 512;

    fn new() -> Row {
        Row { terms: [0; Row::LENGTH], n: 0 }
    }

    #[inline]
    fn push(&mut self, term: Option<u32>, out: &mut List<u32>) {
        self.terms[self.n % Row::LENGTH] = term.unwrap_or(0);
        self.n += usize::from(term.is_some());
        if self.n == Row::LENGTH {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut List<u32>) {
        out.extend_from_slice(&self.terms[..self.n]);
        self.n = 0;
    }
}

fn read(documents: &[Document<'_>], params: &TextParams, place: &Place, on_read: &(dyn Fn(usize) + Sync)) -> Batch {
    let mut analyzer = Analyzer::new(params);
    let lengths = Vec::with_capacity(documents.len());
    let mut batch = Batch { lengths, terms: List::new(place), ..Batch::default() };
    let mut sequence: Vec<(Option<u32>, bool)> = Vec::new();
    let mut row = Row::new();
    for (at, document) in documents.iter().enumerate() {
        on_read(at);
        sequence.clear();
        let first = batch.terms.len();
        analyzer.document(document, |word| {
            row.push(word.term, &mut batch.terms);
            if params.title_weight > 1 && is_within(document.title, word.surface()) {
                (1..params.title_weight).for_each(|_| row.push(word.term, &mut batch.terms));
            }
            if params.ngram_max > 1 {
                sequence.push((word.term, word.is_adjacent()));
            }
        });
        row.flush(&mut batch.terms);
        phrases(&sequence, params.ngram_max, &mut analyzer, &mut |term| batch.terms.push(term));
        batch.lengths.push((batch.terms.len() - first) as u32);
    }
    analyzer.spellings(|spelling, stem, uses| batch.spellings.push(stem, spelling, uses));
    batch.stems = analyzer.into_stems();
    batch
}

/// Whether a slice lies inside another one (both of one string).
fn is_within(outer: &str, inner: &str) -> bool {
    let start = outer.as_ptr() as usize;
    let at = inner.as_ptr() as usize;
    at >= start && at + inner.len() <= start + outer.len()
}

/// Adds bigrams (and longer) as terms of their own, stems joined by a blank.
fn phrases(sequence: &[(Option<u32>, bool)], longest: usize, analyzer: &mut Analyzer<'_>, add: &mut impl FnMut(u32)) {
    for start in 0..sequence.len() {
        for length in 2..=longest {
            let Some(words) = sequence.get(start..start + length) else { break };
            let Some(terms) = words.iter().map(|w| w.0).collect::<Option<Vec<u32>>>() else { break };
            if words[1..].iter().any(|w| !w.1) {
                break;
            }
            let stems: Vec<&str> = terms.iter().map(|term| &*analyzer.stems()[*term as usize]).collect();
            let phrase = stems.join(" ");
            add(analyzer.intern(&phrase));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Lang;
    use crate::text::Body;

    fn documents() -> Vec<Document<'static>> {
        let body = ["Genes enter cells. Cells divide.", "Niosomes carry genes", ""];
        body.iter()
            .map(|b| Document {
                title: "Gene carriers",
                body: Body::One([b]),
                lang: Some(Lang::ENG),
                title_only: false,
            })
            .collect()
    }

    #[test]
    fn terms_are_sorted_and_counted() {
        let counts = count(&documents(), &TextParams::default());
        let terms: Vec<&str> = counts.terms.iter().map(AsRef::as_ref).collect();
        assert_eq!(terms, ["carri", "carrier", "cell", "divid", "enter", "gene", "niosom"]);
        assert_eq!(counts.indptr[..], [0, 5, 9, 11]);
        assert_eq!(counts.indices[..5], [1, 2, 3, 4, 5]);
        assert_eq!(counts.counts[..5], [1, 2, 1, 1, 2]);
        let spelled: Vec<_> = counts.spellings.iter().filter(|s| s.0 == 5).collect();
        assert_eq!(spelled, [(5, "Gene", 3), (5, "Genes", 1), (5, "genes", 1)]);
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
