//! Text: records in, the terms of every document out. This file is the recipe.
//!
//! 1. `documents`, `language`, `bilingual`: which text of a record, in which language;
//! 2. `structure`: headings of structured abstracts and publishers' lines out;
//! 3. `runs`, `tokenize`, `scripts`: words that keep "3D", "IL-6", "CaCO3", "siRNA";
//! 4. `stopwords`, `spelling`, `stem`: what carries no content goes, what is left is spelled one way and reduced to its
//!    stem;
//! 5. `count`, `merge`: how often every term stands in every document.
//!
//! Does not weigh terms or look at clusters.

pub mod analyzer;
mod bilingual;
mod check_tags;
mod count;
mod documents;
pub mod language;
mod lexicon;
mod merge;
mod numbers;
mod rights;
mod runs;
pub mod scripts;
mod spelling;
mod stem;
pub mod stopwords;
pub mod structure;
mod tally;
pub mod tokenize;

pub use analyzer::{Analyzer, Word, as_read, holds};
pub use check_tags::is_tag as is_check_tag;
pub use count::{count, count_with};
pub use documents::{Body, Document, documents, documents_with, languages};
pub use spelling::american;

use std::sync::Arc;

use crate::corpus::Lang;
use crate::memory::{List, Shared};

/// Settings of the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct TextParams {
    /// Language whose abstract is taken where a record has several; none: the majority language.
    pub language: Option<Lang>,
    /// Further stop words, in any case.
    pub stop_words: Vec<String>,
    /// Words (in lower case) and what stands for them; an empty replacement drops the word.
    pub thesaurus: Vec<(String, String)>,
    /// How often a word of the title counts.
    pub title_weight: u16,
    /// Longest phrase that is a term of its own; 1: words only.
    pub ngram_max: usize,
}

impl Default for TextParams {
    fn default() -> TextParams {
        TextParams { language: None, stop_words: Vec::new(), thesaurus: Vec::new(), title_weight: 1, ngram_max: 1 }
    }
}

/// How often every term stands in every document, before any pruning or weighting.
///
/// # Shapes
/// `terms`: distinct stems in ascending byte order. Row `d` of the compressed sparse rows is
/// `indptr[d]..indptr[d + 1]`; inside a row `indices` ascend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermCounts {
    /// Distinct stems, sorted.
    pub terms: Arc<[Box<str>]>,
    /// Start of each row, `n_docs + 1` entries.
    pub indptr: Shared<usize>,
    /// Term of each entry.
    pub indices: Shared<u32>,
    /// Occurrences, at least 1, saturating.
    pub counts: List<u8>,
    /// How the texts spell the terms.
    pub spellings: Spellings,
}

/// Whether a text is printable ASCII with single blanks only: nothing in it has to be cleaned or joined.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~')) && !text.contains("  ")
}

/// Spellings of terms with how often each was met, by term and then by spelling.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spellings {
    text: String,
    entries: Vec<Spelling>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Spelling {
    term: u32,
    end: u32,
    uses: u32,
}

impl Spellings {
    /// Adds a spelling; those of one term come one after the other.
    pub(crate) fn push(&mut self, term: u32, spelling: &str, uses: u32) {
        let Ok(end) = u32::try_from(self.text.len() + spelling.len()) else { return };
        self.text.push_str(spelling);
        self.entries.push(Spelling { term, end, uses });
    }

    /// Term, spelling and number of uses, by ascending term.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str, u32)> {
        self.iter_from(0)
    }

    /// The same from a term on.
    pub fn iter_from(&self, term: u32) -> impl Iterator<Item = (u32, &str, u32)> {
        let first = self.entries.partition_point(|entry| entry.term < term);
        let mut start = first.checked_sub(1).map_or(0, |before| self.entries[before].end as usize);
        self.entries[first..].iter().map(move |entry| {
            let spelling = &self.text[start..entry.end as usize];
            start = entry.end as usize;
            (entry.term, spelling, entry.uses)
        })
    }
}
