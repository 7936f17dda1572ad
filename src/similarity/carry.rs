//! Carrying on: rows and the neighbors that they had in an earlier run in, neighbors out.
//!
//! A row that kept its neighbors is compared with these and with the rows that kept none, which are compared with all;
//! cosines are those of today's weights. A neighbor that only a shift of weights would bring in is not found: a fresh
//! comparison ([`neighbors`](super::neighbors)) finds it.
//!
//! # Determinism
//! Equal similarities go by row number; the result does not depend on threads.

use rayon::prelude::*;

use super::knn::{BLOCK, Near, NeighborTable, floor_of, for_blocks, insert};
use crate::math::{sparse_dot, tile};
use crate::vectorize::TfIdfMatrix;

/// Neighbors that rows had.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// One per row; none for a row that is to be compared with all.
    pub rows: Vec<Option<Vec<u32>>>,
}

/// As [`neighbors`](super::neighbors), at least one, where most rows keep theirs.
pub fn neighbors_after(matrix: &TfIdfMatrix, kept: &Candidates, n_neighbors: usize) -> NeighborTable {
    let again = |(row, candidates): (usize, &Option<Vec<u32>>)| {
        let mut list = Vec::with_capacity(n_neighbors + 1);
        // Those that kept no neighbors come below.
        for &other in candidates.iter().flatten().filter(|&&other| kept.rows[other as usize].is_some()) {
            let score = sparse_dot(matrix.row(row), matrix.row(other as usize)).min(1.0) as f32;
            if score >= floor_of(&list, n_neighbors) {
                insert(&mut list, (other, score), n_neighbors);
            }
        }
        list
    };
    let mut rows: Vec<Vec<Near>> = kept.rows.par_iter().enumerate().map(again).collect();
    let open: Vec<u32> = (0..).zip(&kept.rows).filter(|(_, kept)| kept.is_none()).map(|(row, _)| row).collect();
    for_blocks(matrix, &open, |block, table| {
        let share = rows.len().div_ceil(2 * rayon::current_num_threads()).max(BLOCK);
        let parts: Vec<Vec<Vec<Near>>> = rows
            .par_chunks_mut(share)
            .enumerate()
            .map(|(at, lists)| meet(matrix, kept, n_neighbors, lists, at * share, block, table))
            .collect();
        for (column, found) in parts.into_iter().flat_map(|part| part.into_iter().enumerate()) {
            let list = &mut rows[block[column] as usize];
            found.into_iter().for_each(|near| insert(list, near, n_neighbors));
        }
    });
    NeighborTable { rows }
}

/// Rows from `start` on, whose lists these are, meet the rows of a block; what the block's rows find is handed back.
fn meet(
    matrix: &TfIdfMatrix,
    kept: &Candidates,
    most: usize,
    lists: &mut [Vec<Near>],
    start: usize,
    block: &[u32],
    table: &[f32],
) -> Vec<Vec<Near>> {
    let mut found: Vec<Vec<Near>> = vec![Vec::new(); block.len()];
    let mut scores = [0.0_f32; BLOCK];
    for (row, list) in (start..).zip(lists) {
        tile::dot_columns(matrix.row(row), table, BLOCK, &mut scores);
        for ((&other, &score), found) in block.iter().zip(&scores).zip(&mut found) {
            let score = score.min(1.0);
            if other as usize == row {
                continue;
            }
            if kept.rows[row].is_some() && score >= floor_of(list, most) {
                insert(list, (other, score), most);
            }
            if score >= floor_of(found, most) {
                insert(found, (row as u32, score), most);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::knn::testing::random;
    use super::super::neighbors;
    use super::*;

    #[test]
    fn with_the_neighbors_of_before_it_is_the_same_as_anew() {
        let matrix = random(300);
        let table = neighbors(&matrix, 5);
        // The first 270 rows were there before; of those, one in nine has lost its neighbors.
        let earlier = neighbors(&matrix.select(&(0..270).collect::<Vec<_>>()), 5);
        let keep =
            |(row, list): (usize, Vec<Near>)| (row % 9 > 0).then(|| list.into_iter().map(|near| near.0).collect());
        let mut rows: Vec<Option<Vec<u32>>> = earlier.rows.into_iter().enumerate().map(keep).collect();
        rows.resize(300, None);
        let carried = neighbors_after(&matrix, &Candidates { rows }, 5);
        for (row, (list, expected)) in carried.rows.iter().zip(&table.rows).enumerate() {
            assert_eq!(list.len(), expected.len(), "{row}");
            assert!(list.iter().zip(expected).all(|(a, b)| (a.1 - b.1).abs() < 1e-6), "{row}");
        }
    }
}
