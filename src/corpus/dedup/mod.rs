//! Duplicates: records in, groups of records that are the same work out.
//!
//! 1. `features`: what is compared, normalized once a record;
//! 2. `block`: pairs worth comparing, by keys that duplicates share, so that the cost does not grow with the square;
//! 3. `compare`: a verdict on each pair with its reason, from what `fields` and `likeness` say;
//! 4. `group`: sure pairs become groups, unless members contradict each other;
//! 5. `merge`: one record of several, field by field.
//!
//! A false join loses a study, so what is not sure is listed as possible and never joined.
//!
//! # References
//! I. P. Fellegi & A. B. Sunter (1969), *A theory for record linkage*, JASA 64, for the three-way verdict.

mod block;
mod compare;
mod features;
mod fields;
mod group;
mod likeness;
mod merge;
mod notice;
mod title;
mod words;

pub use merge::merge;

use rayon::prelude::*;

use super::Record;
use crate::memory::Place;
use compare::Verdict;
use features::Table;

/// Which records are the same work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// For every record the index of the record that stands for it (itself when it stands alone).
    pub stands_for: Vec<usize>,
    /// Every two records of one group, by index, with the reason; of a group of more than 100 each with the first.
    pub pairs: Vec<DuplicatePair>,
    /// Pairs under the line: shown, never joined.
    pub possible: Vec<DuplicatePair>,
}

/// Two records that are, or may be, the same work.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicatePair {
    /// Record index, the smaller.
    pub a: usize,
    /// Record index, the larger.
    pub b: usize,
    /// Confidence, 0..=1.
    pub score: f64,
    /// Why, in words ("same DOI", "title, year and first author agree").
    pub reason: String,
}

impl Joined {
    /// Every record for itself.
    pub fn none(n_records: usize) -> Joined {
        Joined { stands_for: (0..n_records).collect(), ..Joined::default() }
    }
}

/// Finds the records that are the same work.
///
/// The fullest record of a group stands for it: one with an abstract, then the one with most text, then the first.
///
/// # Determinism
/// Depends on the records and their order only, not on threads.
///
/// # Complexity
/// Near-linear: blocks are capped.
pub fn join(records: &[Record]) -> Joined {
    join_with(records, &Place::Memory, &|_| {})
}

/// Like [`join`], with what is compared kept in `place`, and telling `on_read` from any thread of every record before
/// it is read, by index.
pub fn join_with(records: &[Record], place: &Place, on_read: &(dyn Fn(usize) + Sync)) -> Joined {
    let features = Table::new(records, place, on_read);
    let candidates = block::candidates(&features, place);
    let judge = |pairs: &[(u32, u32)]| {
        let a = pairs[0].0 as usize;
        let left = features.of(a);
        let judged = pairs.iter().map(|&(_, b)| (a, b as usize, compare::compare(&left, &features.of(b as usize))));
        judged.filter(|(_, _, verdict)| !matches!(verdict, Verdict::Different)).collect::<Vec<_>>()
    };
    let judged: Vec<(usize, usize, Verdict)> =
        candidates.par_chunk_by(|x, y| x.0 == y.0).flat_map_iter(judge).collect();
    let grouped = group::group(records.len(), &judged, &features);
    let mut joined = Joined::none(records.len());
    for members in &grouped.groups {
        let best = fullest(records, members);
        members.iter().for_each(|&at| joined.stands_for[at] = best);
    }
    joined.pairs = grouped.pairs;
    joined.possible = grouped.possible;
    joined
}

fn fullest(records: &[Record], members: &[usize]) -> usize {
    let fullness = |at: usize| {
        let text: usize = records[at].fields().map(|f| f.value.len()).sum();
        (records[at].has_abstract(), text)
    };
    members.iter().copied().fold(members[0], |best, at| if fullness(at) > fullness(best) { at } else { best })
}

#[cfg(test)]
mod tests;
