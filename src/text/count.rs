//! Counts: documents in, how often every term stands in each out, and how the texts spell the terms.
//!
//! Every thread reads one run of documents after the other, with an analyzer of its own; `merge` brings the runs
//! together, so that the numbers do not depend on how the documents were shared out.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::analyzer::Analyzer;
use super::documents::Document;
use super::merge::{self, Learned, Run};
use super::{TermCounts, TextParams};
use crate::memory::{List, Place};

/// Fewest documents of a run: a thread that reads only these has to learn its words, too.
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
/// is read, by how many that thread has read.
pub fn count_with(
    documents: &[Document<'_>],
    params: &TextParams,
    place: &Place,
    on_read: &(dyn Fn(usize) + Sync),
) -> TermCounts {
    let runs = runs(documents);
    let next = AtomicUsize::new(0);
    let read_runs = |number: usize| {
        let mut reader = Reader { number, analyzer: Analyzer::new(params), params, place, on_read, n_read: 0 };
        let mut found = Vec::new();
        while let Some((at, run)) = take(&runs, &next) {
            found.push((at, reader.read(run)));
        }
        (reader.learned(), found)
    };
    let n_readers = rayon::current_num_threads().min(runs.len());
    let (learned, found): (Vec<Learned>, Vec<Vec<(usize, Run)>>) =
        (0..n_readers).into_par_iter().with_max_len(1).map(read_runs).unzip();
    let mut found: Vec<(usize, Run)> = found.into_iter().flatten().collect();
    found.sort_unstable_by_key(|(at, _)| *at);
    merge::merge(learned, found.into_iter().map(|(_, run)| run).collect())
}

/// Runs of documents to be taken one after the other by any thread: large ones first, so that few entries are moved in
/// the end, and small ones last, so that no thread waits long for another. One run where there is one thread.
fn runs<'d, 'a>(documents: &'d [Document<'a>]) -> Vec<&'d [Document<'a>]> {
    let n_threads = rayon::current_num_threads();
    let size = |d: &Document<'_>| d.title.len() + d.body.iter().map(|b| b.len()).sum::<usize>() + 1;
    let total: usize = documents.iter().map(size).sum();
    let (mut runs, mut rest, mut left) = (Vec::new(), documents, total);
    while n_threads > 1 && rest.len() > WORTH_SHARING {
        let enough = (left / (2 * n_threads)).max(total / (32 * n_threads));
        let (mut n, mut taken) = (0, 0);
        while n < rest.len() && (n < WORTH_SHARING || taken < enough) {
            taken += size(&rest[n]);
            n += 1;
        }
        let (run, others) = rest.split_at(n);
        runs.push(run);
        (rest, left) = (others, left - taken);
    }
    if !rest.is_empty() {
        runs.push(rest);
    }
    runs
}

/// The next run that no thread has taken, and its place among all.
fn take<'r, T>(runs: &'r [T], next: &AtomicUsize) -> Option<(usize, &'r T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    runs.get(at).map(|run| (at, run))
}

/// Terms on their way into a run. Whether a word is one is a throw of dice, so nothing branches on it.
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

/// Reads run after run, in numbers of its own.
struct Reader<'r> {
    number: usize,
    analyzer: Analyzer<'r>,
    params: &'r TextParams,
    place: &'r Place,
    on_read: &'r (dyn Fn(usize) + Sync),
    n_read: usize,
}

impl Reader<'_> {
    /// The terms of the documents of a run, one entry an occurrence.
    fn read(&mut self, documents: &[Document<'_>]) -> Run {
        let params = self.params;
        let mut lengths = Vec::with_capacity(documents.len());
        let mut terms = List::new(self.place);
        let mut sequence: Vec<(Option<u32>, bool)> = Vec::new();
        let mut row = Row::new();
        for document in documents {
            (self.on_read)(self.n_read);
            self.n_read += 1;
            sequence.clear();
            let first = terms.len();
            self.analyzer.document(document, |word| {
                row.push(word.term, &mut terms);
                if params.title_weight > 1 && is_within(document.title, word.surface()) {
                    (1..params.title_weight).for_each(|_| row.push(word.term, &mut terms));
                }
                if params.ngram_max > 1 {
                    sequence.push((word.term, word.is_adjacent()));
                }
            });
            row.flush(&mut terms);
            phrases(&sequence, params.ngram_max, &mut self.analyzer, &mut |term| terms.push(term));
            lengths.push((terms.len() - first) as u32);
        }
        Run { reader: self.number, lengths, terms }
    }

    /// The words that it met.
    fn learned(self) -> Learned {
        Learned { spellings: self.analyzer.spellings(), stems: self.analyzer.into_stems() }
    }
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
                ..Document::default()
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
    fn terms_are_spelled_as_the_commonest_language_does() {
        let one = |lang, text| Document { body: Body::One([text]), lang: Some(lang), ..Document::default() };
        let spanish = one(Lang::SPA, "Transferencia directa; forma directa de vector directo");
        let english = one(Lang::ENG, "Direct transfer of genes by vectors, by the cells and other carriers");
        let counts = count(&[spanish, english], &TextParams::default());
        let spelled: Vec<_> =
            counts.spellings.iter().map(|(term, text, _)| (&*counts.terms[term as usize], text)).collect();
        let of = |stem: &str| spelled.iter().filter(|s| s.0 == stem).map(|s| s.1).collect::<Vec<_>>();
        assert_eq!(
            (of("direct"), of("vector"), of("transferent")),
            (vec!["Direct"], vec!["vectors"], vec!["Transferencia"])
        );
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
