//! Start of an update: the topics of the run before and the rows of this one in, where k-means begins and what is kept
//! of neighbors and map out.

use super::Works;
use crate::corpus::Corpus;
use crate::history::kept;
use crate::history::snapshot::{RecordKeys, Snapshot};
use crate::history::update::{UpdateParams, initial_assignments, known_records};
use crate::similarity::Candidates;
use crate::vectorize::TfIdfMatrix;

/// A first grouping, and what need not be found again.
pub(super) struct Start {
    pub assignments: Vec<u32>,
    pub k: usize,
    pub candidates: Option<Candidates>,
    pub positions: Vec<Option<[f64; 2]>>,
    /// Whether rows were weighed again, where that is known.
    pub reweighed: Option<bool>,
}

/// Known records where they were, new ones where they fit.
pub(super) fn after(
    earlier: &Snapshot,
    matrix: &TfIdfMatrix,
    forms: &[String],
    (works, corpus): (&Works, &Corpus),
    n_neighbors: usize,
) -> Start {
    let keys: Vec<RecordKeys> =
        works.record_of.iter().map(|&at| RecordKeys::of(&corpus.records[at], corpus.records[at].notice())).collect();
    let earlier_of = known_records(earlier, &keys);
    let topics: Vec<Option<usize>> =
        earlier_of.iter().map(|known| known.and_then(|place| earlier.records[place].topic)).collect();
    let placed = initial_assignments(matrix, forms, &earlier.topics, &topics, &UpdateParams::default());
    Start {
        k: placed.topics.len(),
        assignments: placed.assignments,
        candidates: kept::candidates(earlier, &keys, &earlier_of, n_neighbors),
        positions: kept::positions(earlier, &keys, &earlier_of),
        reweighed: earlier.reweighed,
    }
}
