//! Nearest neighbors: rows in, the k most similar rows of each out, exact.
//!
//! Blocks of rows are laid out as dense columns and multiplied with all rows by the SIMD tile; that beats an inverted
//! index on abstracts, where two texts share a handful of common terms.
//!
//! # Determinism
//! Equal similarities go by row number; the result does not depend on threads.

use rayon::prelude::*;

use crate::math::tile;
use crate::vectorize::TfIdfMatrix;

/// Rows laid out together.
const BLOCK: usize = 64;

/// The nearest rows of every row, the nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NeighborTable {
    /// Neighbors and their cosines; only those over 0, so a row may have fewer than asked for.
    pub rows: Vec<Vec<(u32, f32)>>,
}

/// The `n_neighbors` most similar other rows of every row, by cosine.
///
/// # Complexity
/// O(n · entries / 64) tile steps; 10,000 abstracts take about a second on two cores.
pub fn neighbors(matrix: &TfIdfMatrix, n_neighbors: usize) -> NeighborTable {
    let n = matrix.n_rows();
    let mut lists: Vec<Vec<(u32, f32)>> = vec![Vec::with_capacity(n_neighbors + 1); n];
    if n_neighbors == 0 {
        return NeighborTable { rows: lists };
    }
    for_blocks(matrix, |first, table| {
        lists.par_chunks_mut(64).enumerate().for_each(|(chunk, lists)| {
            let mut scores = [0.0_f32; BLOCK];
            for (i, list) in lists.iter_mut().enumerate() {
                let row = chunk * 64 + i;
                tile::dot_columns(matrix.row(row), table, BLOCK, BLOCK, &mut scores);
                let mut floor = if list.len() < n_neighbors { 0.0 } else { list[n_neighbors - 1].1 };
                for (column, &score) in scores.iter().enumerate() {
                    let other = first + column;
                    if score > floor && other != row && other < n {
                        insert(list, other as u32, score.min(1.0), n_neighbors);
                        floor = if list.len() < n_neighbors { 0.0 } else { list[n_neighbors - 1].1 };
                    }
                }
            }
        });
    });
    NeighborTable { rows: lists }
}

/// Blocks come in ascending order, so among equal scores the earlier row stays first.
fn insert(list: &mut Vec<(u32, f32)>, other: u32, score: f32, most: usize) {
    let at = list.partition_point(|(_, s)| *s >= score);
    list.insert(at, (other, score));
    list.truncate(most);
}

/// All pairs of rows with a cosine of at least `threshold`, by row numbers, with their similarity.
///
/// At most `limit` pairs are kept, the most similar ones.
pub fn near_pairs(matrix: &TfIdfMatrix, threshold: f32, limit: usize) -> Vec<(u32, u32, f32)> {
    let mut pairs: Vec<(u32, u32, f32)> = Vec::new();
    let mut floor = threshold;
    for_blocks(matrix, |first, table| {
        let found: Vec<Vec<(u32, u32, f32)>> = (0..matrix.n_rows())
            .into_par_iter()
            .with_min_len(64)
            .fold(Vec::new, |mut found, row| {
                if row >= first {
                    return found;
                }
                let mut scores = [0.0_f32; BLOCK];
                tile::dot_columns(matrix.row(row), table, BLOCK, BLOCK, &mut scores);
                let over = scores.iter().enumerate().filter(|(_, s)| **s >= floor);
                found.extend(over.map(|(column, &s)| (row as u32, (first + column) as u32, s.min(1.0))));
                found
            })
            .collect();
        pairs.extend(found.into_iter().flatten());
        pairs.extend(within(matrix, first, floor));
        if pairs.len() > 2 * limit {
            sort_pairs(&mut pairs);
            pairs.truncate(limit);
            floor = pairs.last().map_or(floor, |p| p.2);
        }
    });
    sort_pairs(&mut pairs);
    pairs.truncate(limit);
    pairs
}

fn within(matrix: &TfIdfMatrix, first: usize, floor: f32) -> Vec<(u32, u32, f32)> {
    let last = (first + BLOCK).min(matrix.n_rows());
    let mut found = Vec::new();
    for a in first..last {
        for b in a + 1..last {
            let cosine = crate::math::sparse_dot(matrix.row(a), matrix.row(b)) as f32;
            if cosine >= floor {
                found.push((a as u32, b as u32, cosine.min(1.0)));
            }
        }
    }
    found
}

fn sort_pairs(pairs: &mut [(u32, u32, f32)]) {
    pairs.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
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

/// Calls `visit` with every block of rows as a dense term-major table.
fn for_blocks(matrix: &TfIdfMatrix, mut visit: impl FnMut(usize, &[f32])) {
    let mut table = vec![0.0_f32; matrix.n_cols * BLOCK];
    for first in (0..matrix.n_rows()).step_by(BLOCK) {
        let rows = first..(first + BLOCK).min(matrix.n_rows());
        for row in rows.clone() {
            let (terms, weights) = matrix.row(row);
            terms.iter().zip(weights).for_each(|(&t, &w)| table[t as usize * BLOCK + row - first] = w);
        }
        visit(first, &table);
        for row in rows {
            matrix.row(row).0.iter().for_each(|&t| table[t as usize * BLOCK + row - first] = 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;
    use rand::Rng;

    fn random(n: usize) -> TfIdfMatrix {
        let mut rng = math::rng(5, 5);
        let mut matrix = TfIdfMatrix { indptr: vec![0], n_cols: 60, ..TfIdfMatrix::default() };
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

    #[test]
    fn near_pairs_are_all_pairs_over_the_threshold() {
        let matrix = random(150);
        let found = near_pairs(&matrix, 0.6, 100_000);
        let mut expected = 0;
        for a in 0..150 {
            for b in a + 1..150 {
                expected += usize::from(math::sparse_dot(matrix.row(a), matrix.row(b)) >= 0.6);
            }
        }
        assert_eq!(found.len(), expected);
        assert_eq!(near_pairs(&matrix, 0.6, 3), found[..3]);
    }
}
