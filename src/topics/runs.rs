//! Runs: documents in, their runs of one to three terms with a wanted one among them out.
//!
//! Most runs stand in one document and tell nothing about a topic; which may stand in several is counted first, so that
//! the rest need not be held. Does not know what the runs are for.

use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering::Relaxed;

use super::TopicInput;
use crate::text::{Analyzer, TextParams};

/// Longest phrase in words.
const LONGEST: usize = 3;

/// One to three stems that stand side by side; ordered as their slices are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    stems: [u32; LONGEST],
    length: usize,
}

impl std::ops::Deref for Phrase {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.stems[..self.length]
    }
}

impl std::borrow::Borrow<[u32]> for Phrase {
    fn borrow(&self) -> &[u32] {
        self
    }
}

impl Ord for Phrase {
    fn cmp(&self, other: &Phrase) -> std::cmp::Ordering {
        self[..].cmp(&other[..])
    }
}

impl PartialOrd for Phrase {
    fn partial_cmp(&self, other: &Phrase) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Reads documents again: their words with what stands for each in the vocabulary.
pub(super) struct Reader<'a> {
    pub input: &'a TopicInput<'a>,
    wanted: &'a [bool],
    analyzer: Analyzer<'a>,
    /// The term of the vocabulary for every stem of the analyzer.
    ids: Vec<Option<u32>>,
    words: Vec<Word<'a>>,
}

/// A word as it stands in the text, its term, and whether it goes on from the word before.
pub(super) type Word<'a> = (&'a str, Option<u32>, bool);

impl<'a> Reader<'a> {
    pub fn new(input: &'a TopicInput<'a>, wanted: &'a [bool], params: &'a TextParams) -> Reader<'a> {
        Reader { input, wanted, analyzer: Analyzer::new(params), ids: Vec::new(), words: Vec::new() }
    }

    /// Reads one document; calls `visit` with every run of terms that holds a wanted one, and the words of the run.
    pub fn runs(&mut self, row: usize, mut visit: impl FnMut(Phrase, &[Word<'a>])) {
        let words = &mut self.words;
        words.clear();
        self.analyzer.document(&self.input.documents[row], |word| {
            words.push((word.surface(), word.term, word.is_adjacent()));
        });
        for stem in &self.analyzer.stems()[self.ids.len()..] {
            self.ids.push(self.input.vocabulary.terms.binary_search(stem).ok().map(|t| t as u32));
        }
        words.iter_mut().for_each(|word| word.1 = word.1.and_then(|stem| self.ids[stem as usize]));
        for start in 0..words.len() {
            for length in 1..=LONGEST {
                let Some(run) = phrase(words, start, length) else { break };
                if run.iter().any(|&stem| self.wanted[stem as usize]) {
                    visit(run, &words[start..start + length]);
                }
            }
        }
    }
}

/// Which phrases may stand in enough documents: a count for every remainder of their hashes. Most stand in one or two,
/// and would take most of the memory.
pub(super) struct Repeated {
    counts: Vec<AtomicU8>,
    least: u8,
}

impl Repeated {
    /// Tells phrases of `least` documents or more.
    pub fn new(least: u8) -> Repeated {
        Repeated { counts: (0..1 << 21).map(|_| AtomicU8::new(0)).collect(), least }
    }

    /// The place of the count of a phrase.
    fn place(run: &Phrase) -> u32 {
        let hash = run.iter().fold(0_u64, |hash, &stem| {
            (hash.rotate_left(23) ^ u64::from(stem + 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        (hash >> 43) as u32
    }

    /// Counts the phrases of some documents, each once a document.
    pub fn read(&self, reader: &mut Reader<'_>, rows: &[(usize, u32)]) {
        let mut found: Vec<u32> = Vec::new();
        for (n, &(row, _)) in rows.iter().enumerate() {
            reader.input.corpus.leaps(n);
            found.clear();
            reader.runs(row, |run, _| found.extend((run.len() > 1).then(|| Repeated::place(&run))));
            found.sort_unstable();
            found.dedup();
            found.iter().for_each(|place| self.add(*place));
        }
    }

    /// Counts a document with a phrase of this place.
    fn add(&self, place: u32) {
        let count = &self.counts[place as usize];
        // More than enough need not be told apart, and a sum does not depend on the order.
        if count.load(Relaxed) < self.least {
            count.fetch_add(1, Relaxed);
        }
    }

    pub fn holds(&self, run: &Phrase) -> bool {
        run.len() == 1 || self.counts[Repeated::place(run) as usize].load(Relaxed) >= self.least
    }
}

/// The stems of a run of words that all are terms and stand side by side.
fn phrase(words: &[Word<'_>], start: usize, length: usize) -> Option<Phrase> {
    let run = words.get(start..start + length)?;
    if run[1..].iter().any(|word| !word.2) {
        return None;
    }
    let mut stems = [0; LONGEST];
    for (stem, word) in stems.iter_mut().zip(run) {
        *stem = word.1?;
    }
    Some(Phrase { stems, length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_enough_documents_are_told_from_the_others() {
        let phrase = |stems: &[u32]| {
            let mut all = [0; LONGEST];
            all[..stems.len()].copy_from_slice(stems);
            Phrase { stems: all, length: stems.len() }
        };
        let repeated = Repeated::new(3);
        let (two, three, many) = (phrase(&[1, 2]), phrase(&[1, 3]), phrase(&[2, 1]));
        for (run, n) in [(&two, 2), (&three, 3), (&many, 300)] {
            (0..n).for_each(|_| repeated.add(Repeated::place(run)));
        }
        assert!(!repeated.holds(&two) && repeated.holds(&three) && repeated.holds(&many));
        assert!(repeated.holds(&phrase(&[7])), "single terms are kept anyway");
    }
}
