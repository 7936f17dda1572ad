//! Topics: a clustering, counts and documents in, labels and their evidence out.
//!
//! 1. `rank`: terms by how much more often they stand inside than outside;
//! 2. `scan`: a second look at the texts, for the surface forms and phrases of those terms only (`seen`, `forms`);
//! 3. `words`: what to show for a stem or phrase; `acronym`: long forms that the texts define; `variety`: words of
//!    scripts without blanks;
//! 4. `label`: two or three of them, different for every topic; `cited`: authors, who are no theme;
//! 5. `evidence`: representative documents and verbatim sentences; `subjects`: headings that are over-represented.
//!
//! Does not group anything.

mod acronym;
mod cited;
mod complete;
mod evidence;
mod forms;
mod label;
mod rank;
mod runs;
mod scan;
mod seen;
mod subjects;
mod variety;
mod words;

pub use forms::surface_forms;
pub use subjects::HeadingTest;

use rayon::prelude::*;

use crate::corpus::{Corpus, Record};
use crate::text::{Document, TermCounts, TextParams};
use crate::vectorize::Vocabulary;

/// What is described.
#[derive(Clone, Copy)]
pub struct TopicInput<'a> {
    /// Where the records are from; what has been read of their texts is released now and then.
    pub corpus: &'a Corpus,
    /// Records behind the documents.
    pub records: &'a [&'a Record],
    /// Documents, one per row.
    pub documents: &'a [Document<'a>],
    /// Counts of the vocabulary's terms, one row per document.
    pub counts: &'a TermCounts,
    /// The vocabulary.
    pub vocabulary: &'a Vocabulary,
    /// Topic of every document; none where it has no terms.
    pub assignments: &'a [Option<u32>],
    /// Cosine of every document to its centroid.
    pub similarity: &'a [f64],
    /// Number of topics.
    pub n_topics: usize,
}

/// A ranked term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankedTerm {
    /// What is shown.
    pub text: String,
    /// The stems behind it, by number in the vocabulary.
    pub stems: Vec<u32>,
    /// The ways to write it, in stems: a long form and its acronym are two.
    pub written: Vec<Vec<u32>>,
    /// `(df_in / n) · ln(lift)`.
    pub weight: f64,
    /// Share of the topic's documents that hold it.
    pub inside: f64,
    /// Share of all other documents that hold it.
    pub outside: f64,
    /// Documents of the topic that hold it.
    pub df_inside: usize,
}

/// The words on a topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// Two or three terms joined by ", ".
    pub label: String,
    /// Share of the topic's documents and of all others that hold a term of the label.
    pub coverage: (f64, f64),
    /// Up to ten terms, the best first.
    pub terms: Vec<RankedTerm>,
    /// Up to five documents nearest the centroid: row, and the sentence that says most about the topic.
    pub representatives: Vec<(usize, String)>,
    /// Up to two sentences that show the label in use: row and sentence.
    pub evidence: Vec<(usize, String)>,
    /// Headings over-represented in the topic, the most telling first.
    pub subjects: Vec<HeadingTest>,
}

/// Terms shown per topic.
const N_TERMS: usize = 10;

/// Describes every topic.
///
/// # Determinism
/// Ties go by term, row and topic number.
pub fn describe(input: &TopicInput<'_>, params: &TextParams) -> Vec<Description> {
    let ranked = rank::rank(input);
    let nearest = evidence::nearest_first(input);
    let seen = scan::scan(input, &ranked, &nearest, params);
    let sizes = rank::sizes(input);
    let terms: Vec<Vec<RankedTerm>> = (0..input.n_topics)
        .into_par_iter()
        .map(|topic| words::terms(input, topic, &sizes, &ranked[topic], &seen))
        .collect();
    let set_aside = cited::authors(input, &nearest);
    let mut labels = label::labels(&sizes, &terms, &set_aside);
    label::widen(input, &sizes, &terms, &set_aside, &mut labels);
    complete::complete(input, &nearest, &terms, &mut labels, params);
    let coverage = label::coverage(input, &sizes, &labels);
    let subjects = subjects::headings(input);
    input.corpus.release();
    subjects
        .into_par_iter()
        .enumerate()
        .map(|(topic, subjects)| {
            input.corpus.release();
            let shown: Vec<RankedTerm> = terms[topic].iter().take(N_TERMS).cloned().collect();
            Description {
                representatives: evidence::representatives(input, &nearest[topic], &shown, params),
                evidence: evidence::for_label(input, &nearest[topic], &labels[topic], params),
                coverage: coverage[topic],
                label: label::text(&labels[topic], topic),
                terms: shown,
                subjects,
            }
        })
        .collect()
}
