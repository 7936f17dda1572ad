//! Nearest neighbors: rows in, the k most similar rows of each out, exact.
//!
//! Blocks of rows are laid out as dense columns and multiplied with all rows before them by the SIMD tile; that beats
//! an inverted index on abstracts, where two texts share a handful of common terms. Every two rows meet once.
//!
//! # Determinism
//! Equal similarities go by row number; the result does not depend on threads.

use rayon::prelude::*;

use crate::math::aligned::Aligned;
use crate::math::tile;
use crate::vectorize::TfIdfMatrix;

/// Rows laid out together.
pub(super) const BLOCK: usize = 64;

/// A row and its cosine to another.
pub(super) type Near = (u32, f32);

/// The nearest rows of every row, the nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NeighborTable {
    /// Neighbors and their cosines; only those over 0, so a row may have fewer than asked for.
    pub rows: Vec<Vec<Near>>,
}

/// As [`neighbors`](super::neighbors), exact, of any number of rows.
///
/// # Complexity
/// O(n · entries / 128) tile steps; 10,000 abstracts take about half a second on two cores.
pub(super) fn neighbors(matrix: &TfIdfMatrix, n_neighbors: usize) -> NeighborTable {
    let n = matrix.n_rows();
    let mut rows: Vec<Vec<Near>> = vec![Vec::with_capacity(n_neighbors + 1); n];
    let all: Vec<u32> = (0..n as u32).collect();
    for_blocks(matrix, &all, |block, table| {
        let first = block[0] as usize;
        let last = first + block.len();
        // How the rows are shared out changes nothing in the result: what is kept is the best by one order.
        let share = last.div_ceil(2 * rayon::current_num_threads()).max(BLOCK);
        let parts: Vec<Vec<Vec<Near>>> = rows[..last]
            .par_chunks_mut(share)
            .enumerate()
            .map(|(at, lists)| meet(matrix, n_neighbors, lists, at * share, first..last, table))
            .collect();
        for (column, found) in parts.into_iter().flat_map(|part| part.into_iter().enumerate()) {
            found.into_iter().for_each(|near| insert(&mut rows[first + column], near, n_neighbors));
        }
    });
    NeighborTable { rows }
}

/// Rows from `start` on, whose lists these are, meet the later rows among those of a block; what the block's rows find
/// is handed back.
fn meet(
    matrix: &TfIdfMatrix,
    most: usize,
    lists: &mut [Vec<Near>],
    start: usize,
    block: std::ops::Range<usize>,
    table: &[f32],
) -> Vec<Vec<Near>> {
    let mut columns: Vec<Vec<Near>> = vec![Vec::new(); block.len()];
    let mut floors = [f32::MIN_POSITIVE; BLOCK];
    let mut scores = [0.0_f32; BLOCK];
    for (row, list) in (start..).zip(lists) {
        tile::dot_columns(matrix.row(row), table, BLOCK, &mut scores);
        let mut row_floor = floor_of(list, most);
        let later = (row + 1).saturating_sub(block.start);
        for column in later..block.len() {
            let score = scores[column].min(1.0);
            if score >= row_floor {
                insert(list, ((block.start + column) as u32, score), most);
                row_floor = floor_of(list, most);
            }
            if score >= floors[column] {
                insert(&mut columns[column], (row as u32, score), most);
                floors[column] = floor_of(&columns[column], most);
            }
        }
    }
    columns
}

/// The least similarity that can still enter a list.
pub(super) fn floor_of(list: &[Near], most: usize) -> f32 {
    match list.last() {
        Some(last) if list.len() == most => last.1,
        _ => f32::MIN_POSITIVE,
    }
}

/// Puts a row in its place, the most similar first, equal ones by number.
pub(super) fn insert(list: &mut Vec<Near>, near: Near, most: usize) {
    let at = list.partition_point(|known| known.1 > near.1 || known.1 == near.1 && known.0 < near.0);
    if at < most {
        list.truncate(most - 1);
        list.insert(at, near);
    }
}

/// The rows most similar to one given row of terms and weights (length 1), the most similar first.
pub fn nearest_to(matrix: &TfIdfMatrix, query: (&[u32], &[f32]), n_neighbors: usize) -> Vec<(u32, f32)> {
    let mut scored: Vec<(u32, f32)> = (0..matrix.n_rows())
        .into_par_iter()
        .map(|row| (row as u32, crate::math::sparse_dot(matrix.row(row), query).min(1.0) as f32))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(n_neighbors);
    scored
}

/// Calls `visit` with the given rows, block by block, as a dense term-major table.
pub(super) fn for_blocks(matrix: &TfIdfMatrix, rows: &[u32], mut visit: impl FnMut(&[u32], &[f32])) {
    let mut table = Aligned::zeros(matrix.n_cols * BLOCK);
    for block in rows.chunks(BLOCK) {
        for (column, &row) in block.iter().enumerate() {
            let (terms, weights) = matrix.row(row as usize);
            terms.iter().zip(weights).for_each(|(&t, &w)| table[t as usize * BLOCK + column] = w);
        }
        visit(block, &table);
        for (column, &row) in block.iter().enumerate() {
            matrix.row(row as usize).0.iter().for_each(|&t| table[t as usize * BLOCK + column] = 0.0);
        }
    }
}

#[cfg(test)]
pub(super) mod testing {
    use rand::Rng;

    use super::*;
    use crate::math;

    /// Rows of eight of sixty terms, some of which meet.
    pub(in crate::similarity) fn random(n: usize) -> TfIdfMatrix {
        let mut rng = math::rng(5, 5);
        let mut matrix = TfIdfMatrix { indptr: vec![0].into(), n_cols: 60, ..TfIdfMatrix::default() };
        for _ in 0..n {
            let mut terms: Vec<u32> = (0..8).map(|_| rng.gen_range(0..60)).collect();
            terms.sort_unstable();
            terms.dedup();
            let weight = 1.0 / (terms.len() as f32).sqrt();
            matrix.values.extend(terms.iter().map(|_| weight));
            matrix.indices.extend(terms);
            matrix.indptr.push(matrix.indices.len());
        }
        matrix
    }
}

#[cfg(test)]
mod tests {
    use super::testing::random;
    use super::*;

    #[test]
    fn the_same_as_comparing_every_pair() {
        let matrix = random(150);
        let found = neighbors(&matrix, 5);
        for row in 0..150 {
            let all = nearest_to(&matrix, matrix.row(row), 150);
            let best: Vec<f32> = all.iter().filter(|(o, _)| *o as usize != row).take(5).map(|(_, s)| *s).collect();
            for ((_, score), expected) in found.rows[row].iter().zip(&best) {
                assert!((score - expected).abs() < 1e-5);
            }
            assert_eq!(found.rows[row].len(), best.len());
        }
    }
}
