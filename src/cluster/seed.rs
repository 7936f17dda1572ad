//! Initial seeds: rows in, the nearest of k rows far from each other out (greedy k-means++).
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

/// Picks `k` rows, fewer only when fewer distinct rows are there; gives for every row which of them is nearest, and how
/// many there are.
///
/// # Complexity
/// O(entries) once; then, for each of about 2 + ln k candidates a step, the rows and the entries in its columns.
pub(crate) fn plus_plus(matrix: &TfIdfMatrix, k: usize, rng: &mut Rng) -> (Vec<u32>, usize) {
    let n_candidates = 2 + (k as f64).ln() as usize;
    let columns = matrix.transposed();
    let mut distances = distances_to(matrix, &columns, rng.gen_range(0..matrix.n_rows()));
    let mut nearest = vec![0; matrix.n_rows()];
    let mut n_seeds = 1;
    while n_seeds < k {
        let Some(candidates) = draw(&distances, n_candidates, rng) else { break };
        let nearer = |&row: &usize| {
            let mut nearer = distances_to(matrix, &columns, row);
            nearer.iter_mut().zip(&distances).for_each(|(new, old)| *new = new.min(*old));
            (nearer.iter().map(|&d| f64::from(d)).sum::<f64>(), nearer)
        };
        let tried: Vec<(f64, Vec<f32>)> = candidates.par_iter().map(nearer).collect();
        let Some(best) = tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
        for (nearest, (new, old)) in nearest.iter_mut().zip(best.1.iter().zip(&distances)) {
            if new < old {
                *nearest = n_seeds as u32;
            }
        }
        n_seeds += 1;
        distances = best.1;
    }
    (nearest, n_seeds)
}

/// Distance of every row to the direction of a chosen one.
fn distances_to(matrix: &TfIdfMatrix, columns: &TfIdfMatrix, chosen: usize) -> Vec<f32> {
    let mut dots = vec![0.0; matrix.n_rows()];
    let row = matrix.row(chosen);
    columns.add_dots(row, &mut dots);
    // Rows of a sample without some of its columns are shorter than 1.
    let inverse = 1.0 / row.1.iter().map(|weight| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    dots.iter_mut().for_each(|dot| *dot = (1.0 - *dot * inverse).max(0.0));
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
        let (nearest, n_seeds) = plus_plus(&matrix, 6, &mut crate::math::rng(1, 0));
        assert_eq!(n_seeds, 6);
        let of_seed = |seed: u32| nearest.iter().zip(&labels).filter(move |(n, _)| **n == seed).map(|(_, &l)| l);
        let with_most = |seed: u32| (0..6).max_by_key(|&group| of_seed(seed).filter(|&l| l == group).count());
        let mut groups: Vec<Option<u32>> = (0..6).map(with_most).collect();
        groups.sort_unstable();
        groups.dedup();
        assert!(groups.len() >= 5, "{groups:?}");
        let n_right = (0..6).map(|seed| of_seed(seed).filter(|&l| Some(l) == with_most(seed)).count()).sum::<usize>();
        assert!(n_right > 90, "{n_right} of 120 rows go to a seed of their group");
    }

    #[test]
    fn equal_rows_give_one_seed() {
        let matrix = TfIdfMatrix {
            indptr: vec![0, 1, 2, 3].into(),
            indices: vec![0, 0, 0].into(),
            values: vec![1.0; 3].into(),
            n_cols: 1,
        };
        assert_eq!(plus_plus(&matrix, 3, &mut crate::math::rng(1, 0)), (vec![0; 3], 1));
    }
}
