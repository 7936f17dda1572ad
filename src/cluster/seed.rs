//! Initial seeds: rows in, k rows far from each other out (greedy k-means++).
//!
//! Distances are `1 − cosine`. Does not look at clusters.
//!
//! # References
//! D. Arthur & S. Vassilvitskii (2007), *k-means++: the advantages of careful seeding*, SODA. Several candidates a
//! step, the best kept, as in the authors' own experiments.

use rand::Rng as _;
use rayon::prelude::*;

use crate::math::{Rng, aligned::Aligned, tile};
use crate::vectorize::TfIdfMatrix;

/// Picks `k` rows; fewer only when fewer distinct rows are there.
///
/// # Complexity
/// O(k · entries) with about 2 + ln k candidates in one pass of the tile.
pub(crate) fn plus_plus(matrix: &TfIdfMatrix, k: usize, rng: &mut Rng) -> Vec<usize> {
    let n = matrix.n_rows();
    let n_candidates = (2 + (k as f64).ln() as usize).min(16);
    let mut seeds = vec![rng.gen_range(0..n)];
    let mut table = Aligned::zeros(matrix.n_cols * WIDTH);
    let mut distances = distances_to(matrix, &seeds, &mut table).iter().map(|d| d[0]).collect::<Vec<f32>>();
    while seeds.len() < k {
        let Some(candidates) = draw(&distances, n_candidates, rng) else { break };
        let to_candidates = distances_to(matrix, &candidates, &mut table);
        let potential =
            |c: usize| -> f64 { distances.iter().zip(&to_candidates).map(|(d, t)| f64::from(d.min(t[c]))).sum() };
        let potentials: Vec<f64> = (0..candidates.len()).into_par_iter().map(potential).collect();
        let best =
            (0..candidates.len()).min_by(|&a, &b| potentials[a].total_cmp(&potentials[b]).then(a.cmp(&b))).unwrap_or(0);
        seeds.push(candidates[best]);
        distances.iter_mut().zip(&to_candidates).for_each(|(d, t)| *d = d.min(t[best]));
    }
    seeds
}

const WIDTH: usize = 16;

/// Distance of every row to each of up to 16 chosen rows.
fn distances_to(matrix: &TfIdfMatrix, chosen: &[usize], table: &mut [f32]) -> Vec<[f32; WIDTH]> {
    let mut put = |on: bool| {
        for (column, &row) in chosen.iter().enumerate() {
            let (terms, weights) = matrix.row(row);
            for (&term, &weight) in terms.iter().zip(weights) {
                table[term as usize * WIDTH + column] = if on { weight } else { 0.0 };
            }
        }
    };
    put(true);
    let table_now: &[f32] = table;
    let distances = (0..matrix.n_rows())
        .into_par_iter()
        .with_min_len(256)
        .map(|row| {
            let mut out = [0.0; WIDTH];
            tile::dot_columns(matrix.row(row), table_now, WIDTH, WIDTH, &mut out);
            out.map(|dot| (1.0 - dot).max(0.0))
        })
        .collect();
    let clear = |table: &mut [f32]| {
        for &row in chosen {
            matrix.row(row).0.iter().for_each(|&t| table[t as usize * WIDTH..][..WIDTH].fill(0.0));
        }
    };
    clear(table);
    distances
}

/// Draws distinct rows with probability proportional to their distance; none when every row is on a seed.
fn draw(distances: &[f32], n: usize, rng: &mut Rng) -> Option<Vec<usize>> {
    let mut cumulated = Vec::with_capacity(distances.len());
    let total = distances.iter().fold(0.0_f64, |sum, &d| {
        let sum = sum + if d > 1e-6 { f64::from(d) } else { 0.0 };
        cumulated.push(sum);
        sum
    });
    if total <= 0.0 {
        return None;
    }
    let mut drawn: Vec<usize> = (0..n)
        .map(|_| {
            let at = rng.gen_range(0.0..total);
            cumulated.partition_point(|&c| c <= at).min(distances.len() - 1)
        })
        .collect();
    drawn.sort_unstable();
    drawn.dedup();
    Some(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn seeds_cover_planted_groups() {
        let (matrix, labels) = testing::blobs(120, 6, 3);
        let seeds = plus_plus(&matrix, 6, &mut crate::math::rng(1, 0));
        let mut groups: Vec<u32> = seeds.iter().map(|&s| labels[s]).collect();
        groups.sort_unstable();
        groups.dedup();
        assert!(groups.len() >= 5, "{groups:?}");
    }

    #[test]
    fn equal_rows_give_one_seed() {
        let matrix = TfIdfMatrix {
            indptr: vec![0, 1, 2, 3].into(),
            indices: vec![0, 0, 0].into(),
            values: vec![1.0; 3],
            n_cols: 1,
        };
        assert_eq!(plus_plus(&matrix, 3, &mut crate::math::rng(1, 0)).len(), 1);
    }
}
