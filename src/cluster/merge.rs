//! Merging: many small clusters in, k clusters out, by the least loss of `Σ_j ‖S_j‖`.
//!
//! Over-clustering and merging finds better starts than seeding k clusters at once. Does not move single rows.

use super::sums::Sums;
use crate::vectorize::TfIdfMatrix;

/// Joins the pair of clusters that costs least, `‖S_a‖ + ‖S_b‖ − ‖S_a + S_b‖`, until `k` are left; renumbers them.
///
/// # Complexity
/// O(K² · (K − k)) for K clusters, on the K × K matrix of their products; K is a few times k.
pub(crate) fn down_to(matrix: &TfIdfMatrix, assignments: &mut [u32], n_clusters: usize, k: usize) {
    let sums = Sums::build(matrix, assignments, n_clusters);
    let merged_into = plan(sums.gram(), &sums.sizes, k);
    assignments.iter_mut().for_each(|a| *a = merged_into[*a as usize]);
}

/// The new number of every cluster.
fn plan(mut gram: Vec<f64>, sizes: &[usize], k: usize) -> Vec<u32> {
    let n = sizes.len();
    let mut root: Vec<usize> = (0..n).collect();
    let mut alive: Vec<usize> = (0..n).filter(|&j| sizes[j] > 0).collect();
    while alive.len() > k {
        let (a, b) = cheapest(&gram, &alive, n);
        for &j in &alive {
            if j != a && j != b {
                let dot = gram[a * n + j] + gram[b * n + j];
                gram[a * n + j] = dot;
                gram[j * n + a] = dot;
            }
        }
        gram[a * n + a] += gram[b * n + b] + 2.0 * gram[a * n + b];
        root.iter_mut().filter(|r| **r == b).for_each(|r| *r = a);
        alive.retain(|&j| j != b);
    }
    let number = |r: usize| alive.iter().position(|&a| a == r).unwrap_or(0) as u32;
    root.into_iter().map(number).collect()
}

fn cheapest(gram: &[f64], alive: &[usize], n: usize) -> (usize, usize) {
    let norms: Vec<f64> = alive.iter().map(|&j| gram[j * n + j].max(0.0).sqrt()).collect();
    let mut best = (alive[0], alive[1], f64::INFINITY);
    for (i, &a) in alive.iter().enumerate() {
        for (o, &b) in alive.iter().enumerate().skip(i + 1) {
            let joined = (gram[a * n + a] + gram[b * n + b] + 2.0 * gram[a * n + b]).max(0.0).sqrt();
            let loss = norms[i] + norms[o] - joined;
            if loss < best.2 {
                best = (a, b, loss);
            }
        }
    }
    (best.0, best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn halves_of_a_group_are_joined() {
        let (matrix, labels) = testing::blobs(120, 4, 9);
        let mut split: Vec<u32> = labels.iter().enumerate().map(|(row, &l)| l * 2 + u32::from(row % 8 < 4)).collect();
        down_to(&matrix, &mut split, 8, 4);
        assert_eq!(
            crate::math::agree::adjusted_rand(
                &split.iter().map(|&s| s as usize).collect::<Vec<_>>(),
                &labels.iter().map(|&s| s as usize).collect::<Vec<_>>()
            ),
            1.0
        );
    }
}
