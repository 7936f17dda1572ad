//! Novelty: a run whose records know their neighbors in, the new records most unlike anything before out.
//!
//! A new record is as unlike as its nearest *known* neighbor is far. Where all its listed neighbors are new
//! themselves, the last of them bounds the similarity from above, and that is said. Reads no text.

use serde::Serialize;

use super::listed::{RecordRef, place, round};
use super::recognize::Pairing;
use super::snapshot::{Snapshot, SnapshotRecord};

/// Records that are listed.
pub const N_UNLIKE: usize = 20;

/// A new record that is unlike what was there before.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UnlikeRecord {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// Cosine to the nearest record that the earlier run knew.
    pub similarity: f64,
    /// Whether that is an upper bound only: none of its neighbors was known.
    pub at_most: bool,
    /// The nearest known record, where it is among its neighbors.
    pub nearest: Option<RecordRef>,
}

/// The new clustered records of `later` with the lowest similarity to any known one, the lowest first; equal ones in
/// the order of the run. Empty when the run knows no neighbors, or nothing was known before.
pub fn most_unlike(later: &Snapshot, pairing: &Pairing) -> Vec<UnlikeRecord> {
    let no_neighbors = later.records.iter().all(|record| record.neighbors.is_empty());
    if no_neighbors || pairing.later_of.is_empty() {
        return Vec::new();
    }
    let known = |index: usize| pairing.earlier_of.get(index).is_some_and(Option::is_some);
    let candidates = later.records.iter().enumerate().filter(|(i, record)| !known(*i) && record.topic.is_some());
    let mut unlike: Vec<UnlikeRecord> = candidates.map(|(_, record)| measure(later, record, known)).collect();
    unlike.sort_by(|a, b| a.similarity.total_cmp(&b.similarity));
    unlike.truncate(N_UNLIKE);
    unlike
}

fn measure(later: &Snapshot, record: &SnapshotRecord, known: impl Fn(usize) -> bool) -> UnlikeRecord {
    let nearest = record.neighbors.iter().find(|(index, _)| known(*index));
    let similarity = nearest.or(record.neighbors.last()).map_or(0.0, |(_, similarity)| *similarity);
    UnlikeRecord {
        record: place(later, record),
        similarity: round(similarity),
        at_most: nearest.is_none(),
        nearest: nearest.and_then(|(index, _)| later.records.get(*index)).map(|other| place(later, other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::{groups, same_order};

    #[test]
    fn the_farthest_from_the_known_come_first() {
        let earlier = groups(&[&[0, 1, 2]]);
        let mut later = groups(&[&[0, 1, 2], &[3, 4, 5]]);
        later.records[3].neighbors = vec![(4, 0.9), (0, 0.3)];
        later.records[4].neighbors = vec![(3, 0.9), (5, 0.2)];
        later.records[5].neighbors = vec![(1, 0.5)];
        let unlike = most_unlike(&later, &same_order(&earlier, &later));
        let told: Vec<(&str, f64, bool)> =
            unlike.iter().map(|u| (u.record.record_id.as_str(), u.similarity, u.at_most)).collect();
        assert_eq!(told, [("r4", 0.2, true), ("r3", 0.3, false), ("r5", 0.5, false)]);
        assert_eq!(unlike[1].nearest.as_ref().unwrap().record_id, "r0");
        assert!(most_unlike(&groups(&[&[0], &[9]]), &same_order(&earlier, &groups(&[&[0], &[9]]))).is_empty());
    }
}
