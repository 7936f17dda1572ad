//! Vectors: term counts in, vocabulary and TF-IDF rows out.
//!
//! Pruning by document frequency, weighting, rows of length 1. Does not look at text or at clusters.

mod bridge;
mod cognates;
mod lsa;
mod origin;
mod vocabulary;
mod weight;

pub use lsa::{LsaRows, project};
pub use vocabulary::{Vocabulary, prune};
pub use weight::{TfIdfMatrix, weigh};

use crate::corpus::Lang;
use crate::text::TermCounts;

/// Rows, and what their columns stand for.
#[derive(Debug)]
pub struct Vectors {
    /// One row a document.
    pub matrix: TfIdfMatrix,
    /// The terms that are used.
    pub vocabulary: Vocabulary,
    /// How often each of them stands in every document.
    pub counts: TermCounts,
    /// Where several languages are compared by what they share: the term that stands for each column. Else column and
    /// term have the same number.
    pub shared: Option<Vec<u32>>,
}

/// The rows of a corpus.
///
/// # Shapes
/// `languages`: the language of every document, or none.
///
/// # Determinism
/// Depends on the counts, languages and settings only.
pub fn vectors(counts: TermCounts, languages: &[Option<Lang>], params: &VectorParams) -> Vectors {
    let (vocabulary, counts) = prune(cognates::read_as_main_language(counts, languages), params);
    let (matrix, shared) = match bridge::bridge(&counts, &vocabulary, languages) {
        Some((matrix, terms)) => (matrix, Some(terms)),
        None => (weigh(&counts, &vocabulary, params.weighting), None),
    };
    Vectors { matrix, vocabulary, counts, shared }
}

/// How counts become weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weighting {
    /// BM25 from 100 documents on, plain below.
    #[default]
    Auto,
    /// Saturated term frequency times `ln(n/df)`.
    Bm25,
    /// Plain term frequency times `ln(n/df)`.
    TfIdf,
}

impl Weighting {
    /// What `Auto` means for a corpus of this size.
    pub fn resolve(self, n_docs: usize) -> Weighting {
        match self {
            Weighting::Auto if n_docs < 100 => Weighting::TfIdf,
            Weighting::Auto => Weighting::Bm25,
            given => given,
        }
    }

    /// Name as in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Weighting::Auto => "auto",
            Weighting::Bm25 => "bm25",
            Weighting::TfIdf => "tf-idf",
        }
    }
}

/// Settings of the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VectorParams {
    /// Fewest documents a term must stand in; none: 1 below 12 documents, 3 above 20,000, else 2.
    pub min_df: Option<usize>,
    /// Largest share of documents a term may stand in, 0..=1.
    pub max_df: f64,
    /// How counts become weights.
    pub weighting: Weighting,
}

impl Default for VectorParams {
    fn default() -> VectorParams {
        VectorParams { min_df: None, max_df: 0.5, weighting: Weighting::Auto }
    }
}

impl VectorParams {
    /// The smallest document frequency in force for a corpus of this size.
    pub fn min_df(&self, n_docs: usize) -> usize {
        self.min_df.unwrap_or(match n_docs {
            0..12 => 1,
            12..=20_000 => 2,
            _ => 3,
        })
    }
}
