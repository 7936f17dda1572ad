//! Return: topics that ended before the last run and what continues none of that run in, which came back as what out.
//!
//! A subject may be away for some runs: its records left the export for a while, or went into another topic. When it is
//! back it is the topic that readers know, with its number and the name they gave it. The centroids alone tell, since
//! the records that it once had may all be others; what was called by the name is decided in
//! [`identity`](super::identity).

use super::hungarian::best_pairs;
use super::matching::{Matching, centroid_cosines};
use super::snapshot::{Snapshot, SnapshotTopic};

/// Least cosine of the centroids. Subjects that were away for two to five of eight monthly runs came back with .87 and
/// more; other topics of one field stay under .3.
pub const RETURN_MIN: f64 = 0.6;

/// For every later topic that continues none of the last run the place of the one in `ended` that it is.
///
/// # Determinism
/// Depends on the order of topics only where cosines are equal.
pub fn returned(later: &Snapshot, matching: &Matching, ended: &[SnapshotTopic]) -> Vec<Option<usize>> {
    let is_open = |j: usize| matching.earlier_of.get(j).copied().flatten().is_none();
    let past = Snapshot { topics: ended.to_vec(), ..Snapshot::default() };
    let gain = |row: Vec<f64>| -> Vec<f64> {
        let alike = row.into_iter().enumerate();
        alike.map(|(j, cosine)| if is_open(j) && cosine >= RETURN_MIN { cosine } else { 0.0 }).collect()
    };
    let gains: Vec<Vec<f64>> = centroid_cosines(&past, later).into_iter().map(gain).collect();
    let mut found = vec![None; later.topics.len()];
    for (i, j) in best_pairs(&gains, later.topics.len()).into_iter().enumerate() {
        if let Some(j) = j {
            found[j] = Some(i);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::groups;

    #[test]
    fn only_a_topic_that_continues_none_is_one_that_ended() {
        let ended = groups(&[&[80, 81, 82], &[0, 1, 2]]).topics;
        // The words of a record are those of its neighbors in number: 40 to 47 have nothing of 0 to 7.
        let later = groups(&[&[3, 4, 5], &[83, 84], &[40, 41]]);
        let matching = Matching { earlier_of: vec![Some(0), None, None], ..Matching::default() };
        assert_eq!(returned(&later, &matching, &ended), [None, Some(0), None]);
        assert_eq!(returned(&later, &Matching::default(), &ended), [Some(1), Some(0), None]);
        assert_eq!(returned(&later, &matching, &[]), [None; 3]);
    }
}
