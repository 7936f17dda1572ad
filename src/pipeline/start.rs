//! Start of an update: the topics of the run before and the rows of this one in, where k-means begins out.

use super::Works;
use crate::corpus::Corpus;
use crate::history::snapshot::{RecordKeys, Snapshot};
use crate::history::update::{UpdateParams, initial_assignments, known_topics};
use crate::vectorize::TfIdfMatrix;

/// A first grouping.
pub(super) struct Start {
    pub assignments: Vec<u32>,
    pub k: usize,
}

/// Known records where they were, new ones where they fit.
pub(super) fn after(
    earlier: &Snapshot,
    matrix: &TfIdfMatrix,
    forms: &[String],
    works: &Works,
    corpus: &Corpus,
) -> Start {
    let keys: Vec<RecordKeys> =
        works.record_of.iter().map(|&at| RecordKeys::of(&corpus.records[at], corpus.records[at].notice())).collect();
    let known = known_topics(earlier, &keys.iter().collect::<Vec<_>>());
    let placed = initial_assignments(matrix, forms, &earlier.topics, &known, &UpdateParams::default());
    Start { k: placed.topics.len(), assignments: placed.assignments }
}
