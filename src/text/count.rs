//! Counts: documents in, how often every term stands in each out, and how the texts spell the terms.
//!
//! Every thread reads one run of documents, with an analyzer of its own; the vocabularies of the runs are merged into
//! one sorted vocabulary, so the numbers do not depend on how the documents were shared out.

use rayon::prelude::*;

use super::analyzer::Analyzer;
use super::documents::Document;
use super::tally::Tally;
use super::{Spellings, TermCounts, TextParams};
use crate::memory::{List, Place};

/// Documents from which a second thread is worth its own analyzer.
const WORTH_SHARING: usize = 64;

/// One run of documents in numbers of its own.
#[derive(Default)]
struct Batch {
    stems: Vec<Box<str>>,
    spellings: Spellings,
    /// Entries of each document.
    lengths: Vec<u32>,
    /// The term of every entry; while documents are read, one entry an occurrence.
    terms: List<u32>,
    /// Occurrences of each entry, once they are counted.
    counts: List<u8>,
}

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
    merge(shares(documents).into_par_iter().map(|run| read(run, params, place, on_read)).collect())
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

fn merge(mut batches: Vec<Batch>) -> TermCounts {
    let (terms, global) = number(&batches);
    let spellings = spellings(&batches, &global);
    batches.iter_mut().for_each(|batch| (batch.stems, batch.spellings) = Default::default());
    batches.par_iter_mut().zip(&global).for_each(|(batch, global)| tally(batch, global, terms.len()));
    let mut indptr = vec![0];
    let lengths = batches.iter().flat_map(|batch| &batch.lengths);
    indptr.extend(lengths.scan(0, |end, length| {
        *end += *length as usize;
        Some(*end)
    }));
    // The first batch grows by the others, so that no entry is held twice.
    let mut batches = batches.into_iter();
    let Batch { terms: mut indices, counts: mut values, .. } = batches.next().unwrap_or_default();
    let missing = indptr[indptr.len() - 1] - indices.len();
    indices.reserve_exact(missing);
    values.reserve_exact(missing);
    for batch in batches {
        indices.extend_from_slice(&batch.terms);
        values.extend_from_slice(&batch.counts);
    }
    TermCounts { terms: terms.into(), indptr: indptr.into(), indices: indices.into(), counts: values, spellings }
}

/// The distinct stems of all batches in order, and for every batch the number of each of its own stems there.
fn number(batches: &[Batch]) -> (Vec<Box<str>>, Vec<Vec<u32>>) {
    let mut all: Vec<(u128, &str, u32, u32)> = Vec::with_capacity(batches.iter().map(|b| b.stems.len()).sum());
    for (batch, of_batch) in batches.iter().enumerate() {
        let stems = of_batch.stems.iter().enumerate();
        all.extend(stems.map(|(local, stem)| (head(stem), stem.as_ref(), batch as u32, local as u32)));
    }
    all.par_sort_unstable();
    let mut terms: Vec<Box<str>> = Vec::new();
    let mut global: Vec<Vec<u32>> = batches.iter().map(|b| vec![0; b.stems.len()]).collect();
    for same in all.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1) {
        same.iter().for_each(|&(_, _, batch, local)| global[batch as usize][local as usize] = terms.len() as u32);
        terms.push(same[0].1.into());
    }
    (terms, global)
}

/// The first bytes of a text as a number: it settles most comparisons without following a pointer.
fn head(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(bytes.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// The spellings of all batches, by term and spelling.
fn spellings(batches: &[Batch], global: &[Vec<u32>]) -> Spellings {
    let mut all: Vec<(u32, u128, &str, u32)> = Vec::with_capacity(batches.iter().map(|b| b.spellings.len()).sum());
    for (batch, global) in batches.iter().zip(global) {
        let of_batch = batch.spellings.iter();
        all.extend(of_batch.map(|(stem, text, uses)| (global[stem as usize], head(text), text, uses)));
    }
    all.par_sort_unstable();
    let mut spellings = Spellings::default();
    for same in all.chunk_by(|a, b| (a.0, a.2) == (b.0, b.2)) {
        spellings.push(same[0].0, same[0].2, same.iter().fold(0, |sum, s| s.3.saturating_add(sum)));
    }
    spellings
}

/// Brings one batch into global numbers, every row sorted, with one entry a term.
fn tally(batch: &mut Batch, global: &[u32], n_terms: usize) {
    let place = batch.terms.place();
    let (terms, lengths) = (&mut batch.terms[..], &mut batch.lengths);
    batch.counts = List::zeros(terms.len(), &place);
    let counts = &mut batch.counts[..];
    let mut tally = Tally::new(n_terms);
    let (mut from, mut to) = (0, 0);
    for length in lengths {
        let end = from + *length as usize;
        terms[from..end].iter().for_each(|&term| tally.add(global[term as usize]));
        let first = to;
        tally.take(|term, count| {
            (terms[to], counts[to]) = (term, count);
            to += 1;
        });
        (*length, from) = ((to - first) as u32, end);
    }
    batch.terms.shorten(to);
    batch.counts.shorten(to);
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
