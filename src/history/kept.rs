//! Kept: the neighbors and positions of the last run in, what of them holds for the rows of this one out.
//!
//! A row whose record is known and unchanged keeps its neighbors as candidates; new and changed rows, and those that
//! lost a neighbor, are to be compared with all. Compares nothing itself.

use super::snapshot::{RecordKeys, Snapshot};
use crate::similarity::Candidates;

/// Rows that must be compared with all, as a share of all rows, from which keeping the rest saves nothing.
const MOST_OPEN: f64 = 0.25;

/// What this run's rows keep as neighbors, those with `n_neighbors` kept before; none where comparing anew is as well.
///
/// # Shapes
/// `keys` and `earlier_of` (the place of every row in the earlier run): one per row.
pub fn candidates(
    earlier: &Snapshot,
    keys: &[RecordKeys],
    earlier_of: &[Option<usize>],
    n_neighbors: usize,
) -> Option<Candidates> {
    let had = earlier.records.iter().map(|record| record.neighbors.len()).max().unwrap_or(0);
    if n_neighbors == 0 || had < n_neighbors {
        return None;
    }
    let unchanged = unchanged(earlier, keys, earlier_of);
    let mut row_of: Vec<Option<u32>> = vec![None; earlier.records.len()];
    unchanged.iter().zip(0..).for_each(|(place, row)| {
        if let Some(place) = place {
            row_of[*place] = Some(row);
        }
    });
    let still_there = |place: &Option<usize>| {
        let neighbors = &earlier.records[(*place)?].neighbors;
        neighbors.iter().map(|(other, _)| row_of[*other]).collect::<Option<Vec<u32>>>()
    };
    let rows: Vec<Option<Vec<u32>>> = unchanged.iter().map(still_there).collect();
    let n_open = rows.iter().filter(|kept| kept.is_none()).count();
    (n_open as f64 <= MOST_OPEN * rows.len() as f64).then_some(Candidates { rows })
}

/// The positions that rows have from the last run; none for new and changed ones.
pub fn positions(earlier: &Snapshot, keys: &[RecordKeys], earlier_of: &[Option<usize>]) -> Vec<Option<[f64; 2]>> {
    let position = |place: Option<usize>| place.and_then(|place| earlier.records[place].position);
    unchanged(earlier, keys, earlier_of).into_iter().map(position).collect()
}

/// The places of rows whose records have the same content as in the earlier run.
fn unchanged(earlier: &Snapshot, keys: &[RecordKeys], earlier_of: &[Option<usize>]) -> Vec<Option<usize>> {
    let same = |(keys, place): (&RecordKeys, &Option<usize>)| {
        place.filter(|&place| keys.content.is_some() && earlier.records[place].keys.content == keys.content)
    };
    keys.iter().zip(earlier_of).map(same).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::record;

    fn earlier() -> Snapshot {
        let with = |(number, neighbors): (u32, &[usize])| {
            let mut record = record(number);
            record.neighbors = neighbors.iter().map(|&n| (n, 0.5)).collect();
            record.position = Some([0.25, f64::from(number) / 10.0]);
            record
        };
        let lists: [(u32, &[usize]); 5] = [(0, &[1]), (1, &[0]), (2, &[4]), (3, &[1]), (4, &[2])];
        Snapshot { records: lists.into_iter().map(with).collect(), ..Snapshot::default() }
    }

    #[test]
    fn rows_keep_what_is_still_there() {
        let earlier = earlier();
        // This run: record 3, 1, 0, 2 (its neighbor 4 is gone).
        let keys: Vec<RecordKeys> = [3, 1, 0, 2].map(|n| earlier.records[n].keys.clone()).into();
        let earlier_of = [Some(3), Some(1), Some(0), Some(2)];
        let kept = candidates(&earlier, &keys, &earlier_of, 1).unwrap();
        assert_eq!(kept.rows, [Some(vec![1]), Some(vec![2]), Some(vec![1]), None]);
        assert_eq!(positions(&earlier, &keys, &earlier_of)[0], Some([0.25, 0.3]));
        assert!(candidates(&earlier, &keys, &earlier_of, 2).is_none());
        let mut changed = keys;
        changed[1].content = None;
        assert!(candidates(&earlier, &changed, &earlier_of, 1).is_none());
    }
}
