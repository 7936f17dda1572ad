//! Cosine silhouette: rows and assignments in, one number a row out, exact.
//!
//! With distances `1 − cos`, the mean distance of x to a cluster is `1 − x·S_j/n_j`, so no pair of rows is compared.
//!
//! # References
//! P. J. Rousseeuw (1987), *Silhouettes*, Journal of Computational and Applied Mathematics 20.

use rayon::prelude::*;

use super::sums::Sums;
use crate::vectorize::{LsaRows, TfIdfMatrix};

/// Silhouette of every row, −1..=1; 0 for a row alone in its cluster or without weights.
///
/// # Complexity
/// O(entries · k).
pub fn silhouettes(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> Vec<f64> {
    let sums = Sums::build(matrix, assignments, k);
    let mut out = vec![0.0; matrix.n_rows()];
    out.par_chunks_mut(256).enumerate().for_each(|(batch, out)| {
        let mut dots = vec![0.0; sums.stride()];
        for (i, slot) in out.iter_mut().enumerate() {
            let row = batch * 256 + i;
            if !matrix.row(row).0.is_empty() {
                sums.dots(matrix.row(row), &mut dots);
                *slot = one(&dots, &sums.sizes, assignments[row] as usize);
            }
        }
    });
    out
}

/// Mean silhouette of the rows that have weights.
pub fn mean_silhouette(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> f64 {
    let n = matrix.filled_rows().len();
    silhouettes(matrix, assignments, k).iter().sum::<f64>() / n.max(1) as f64
}

/// Mean silhouette in the space of latent semantic analysis, where it tells more about the number of clusters.
pub fn mean_in_lsa(rows: &LsaRows, assignments: &[u32], k: usize) -> f64 {
    let rank = rows.rank;
    let mut sums = vec![0.0_f32; k * rank];
    let mut sizes = vec![0; k];
    for (row, &j) in assignments.iter().enumerate() {
        sizes[j as usize] += 1;
        sums[j as usize * rank..][..rank].iter_mut().zip(rows.row(row)).for_each(|(s, x)| *s += x);
    }
    let values: Vec<f64> = (0..assignments.len())
        .into_par_iter()
        .map(|row| {
            let dots: Vec<f32> =
                sums.chunks_exact(rank).map(|s| s.iter().zip(rows.row(row)).map(|(a, b)| a * b).sum()).collect();
            one(&dots, &sizes, assignments[row] as usize)
        })
        .collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn one(dots: &[f32], sizes: &[usize], own: usize) -> f64 {
    if sizes[own] < 2 {
        return 0.0;
    }
    let inside = 1.0 - (f64::from(dots[own]) - 1.0) / (sizes[own] as f64 - 1.0);
    let others = sizes.iter().enumerate().filter(|(j, size)| *j != own && **size > 0);
    let outside = others.map(|(j, &size)| 1.0 - f64::from(dots[j]) / size as f64).fold(f64::INFINITY, f64::min);
    let larger = inside.max(outside);
    if outside.is_finite() && larger > 0.0 { (outside - inside) / larger } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;
    use crate::math::sparse_dot;

    #[test]
    fn the_same_as_comparing_every_pair() {
        let (matrix, labels) = testing::blobs(40, 4, 8);
        let fast = silhouettes(&matrix, &labels, 4);
        for row in 0..40 {
            let mean = |cluster: u32| {
                let others: Vec<f64> = (0..40)
                    .filter(|&o| o != row && labels[o] == cluster)
                    .map(|o| 1.0 - sparse_dot(matrix.row(row), matrix.row(o)))
                    .collect();
                others.iter().sum::<f64>() / others.len() as f64
            };
            let a = mean(labels[row]);
            let b = (0..4).filter(|&c| c != labels[row]).map(mean).fold(f64::INFINITY, f64::min);
            assert!((fast[row] - (b - a) / a.max(b)).abs() < 1e-4);
        }
    }
}
