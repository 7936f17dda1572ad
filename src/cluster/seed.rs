//! Initial seeds: rows in, k rows far from each other out (greedy k-means++).
//!
//! Distances are `1 − cosine`. Does not look at clusters.
//!
//! # References
//! D. Arthur & S. Vassilvitskii (2007), *k-means++: the advantages of careful seeding*, SODA. Several candidates a
//! step, the best kept, as in the authors' own experiments.

use rand::Rng as _;
use rayon::prelude::*;

use crate::math::Rng;
use crate::vectorize::TfIdfMatrix;

/// Picks `k` rows; fewer only when fewer distinct rows are there.
///
/// # Complexity
/// O(entries) once; then, for each of about 2 + ln k candidates a step, the rows and the entries in its columns.
pub(crate) fn plus_plus(matrix: &TfIdfMatrix, k: usize, rng: &mut Rng) -> Vec<usize> {
    let n_candidates = 2 + (k as f64).ln() as usize;
    let columns = matrix.transposed();
    let mut seeds = vec![rng.gen_range(0..matrix.n_rows())];
    let mut distances = distances_to(matrix, &columns, seeds[0]);
    while seeds.len() < k {
        let Some(candidates) = draw(&distances, n_candidates, rng) else { break };
        let nearer = |&row: &usize| {
            let mut nearer = distances_to(matrix, &columns, row);
            nearer.iter_mut().zip(&distances).for_each(|(new, old)| *new = new.min(*old));
            (nearer.iter().map(|&d| f64::from(d)).sum::<f64>(), row, nearer)
        };
        let tried: Vec<(f64, usize, Vec<f32>)> = candidates.par_iter().map(nearer).collect();
        let Some(best) = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
        seeds.push(best.1);
        distances = best.2;
    }
    seeds
}

/// Distance of every row to a chosen one.
fn distances_to(matrix: &TfIdfMatrix, columns: &TfIdfMatrix, chosen: usize) -> Vec<f32> {
    let mut dots = vec![0.0; matrix.n_rows()];
    columns.add_dots(matrix.row(chosen), &mut dots);
    dots.iter_mut().for_each(|dot| *dot = (1.0 - *dot).max(0.0));
    dots
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
            values: vec![1.0; 3].into(),
            n_cols: 1,
        };
        assert_eq!(plus_plus(&matrix, 3, &mut crate::math::rng(1, 0)).len(), 1);
    }
}
