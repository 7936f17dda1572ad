//! Merging: many small clusters in, k clusters (or several numbers of them) out, by the least loss of `Σ_j ‖S_j‖`.
//!
//! Over-clustering and merging finds better starts than seeding k clusters at once. Does not move single rows.

use super::sums::Sums;
use crate::vectorize::TfIdfMatrix;

/// Joins the pair of clusters that costs least, `‖S_a‖ + ‖S_b‖ − ‖S_a + S_b‖`, until as many are left as each of `ks`
/// says (ascending); gives the assignment to so many, renumbered, for each.
///
/// # Complexity
/// About O(K²) for K clusters, on the K × K matrix of their products, as few have a partner that goes; K is a few
/// times k.
pub(crate) fn down_to_each(
    matrix: &TfIdfMatrix,
    assignments: &[u32],
    n_clusters: usize,
    ks: &[usize],
) -> Vec<Vec<u32>> {
    let sums = Sums::build(matrix, assignments, n_clusters);
    let plans = plans(sums.gram(), &sums.sizes, ks);
    plans.into_iter().map(|merged_into| assignments.iter().map(|&a| merged_into[a as usize]).collect()).collect()
}

/// The same for one number.
pub(crate) fn down_to(matrix: &TfIdfMatrix, assignments: &mut Vec<u32>, n_clusters: usize, k: usize) {
    if let Some(merged) = down_to_each(matrix, assignments, n_clusters, &[k]).pop() {
        *assignments = merged;
    }
}

/// The new number of every cluster, for each of the numbers that shall be left.
fn plans(mut gram: Vec<f64>, sizes: &[usize], ks: &[usize]) -> Vec<Vec<u32>> {
    let n = sizes.len();
    let mut root: Vec<usize> = (0..n).collect();
    let mut alive: Vec<usize> = (0..n).filter(|&j| sizes[j] > 0).collect();
    let mut nearest: Vec<Partner> = vec![Partner::NONE; n];
    alive.iter().for_each(|&j| nearest[j] = Partner::of(j, &gram, &alive, n));
    let mut plans = Vec::with_capacity(ks.len());
    for &k in ks.iter().rev() {
        while alive.len() > k {
            join_nearest(&mut gram, &mut root, &mut alive, &mut nearest);
        }
        let number = |&r: &usize| alive.iter().position(|&a| a == r).unwrap_or(0) as u32;
        plans.push(root.iter().map(number).collect());
    }
    plans.reverse();
    plans
}

/// Joins the two clusters that lose least by it.
fn join_nearest(gram: &mut [f64], root: &mut [usize], alive: &mut Vec<usize>, nearest: &mut [Partner]) {
    let n = root.len();
    let a = alive.iter().copied().fold(alive[0], |a, j| if nearest[j].loss < nearest[a].loss { j } else { a });
    let b = nearest[a].cluster;
    for &j in &*alive {
        if j != a && j != b {
            let dot = gram[a * n + j] + gram[b * n + j];
            gram[a * n + j] = dot;
            gram[j * n + a] = dot;
        }
    }
    gram[a * n + a] += gram[b * n + b] + 2.0 * gram[a * n + b];
    root.iter_mut().filter(|r| **r == b).for_each(|r| *r = a);
    alive.retain(|&j| j != b);
    for &j in &*alive {
        if j == a || nearest[j].cluster == a || nearest[j].cluster == b {
            nearest[j] = Partner::of(j, gram, alive, n);
        } else if j < a {
            nearest[j].meet(a, loss(gram, j, a, n));
        }
    }
}

/// What joining two clusters costs.
fn loss(gram: &[f64], a: usize, b: usize, n: usize) -> f64 {
    let (of_a, of_b) = (gram[a * n + a].max(0.0), gram[b * n + b].max(0.0));
    of_a.sqrt() + of_b.sqrt() - (of_a + of_b + 2.0 * gram[a * n + b]).max(0.0).sqrt()
}

/// The later cluster that a cluster is joined with at the least cost; of equal ones the first.
#[derive(Clone, Copy)]
struct Partner {
    cluster: usize,
    loss: f64,
}

impl Partner {
    const NONE: Partner = Partner { cluster: usize::MAX, loss: f64::INFINITY };

    fn of(j: usize, gram: &[f64], alive: &[usize], n: usize) -> Partner {
        let mut best = Partner::NONE;
        alive.iter().filter(|&&other| other > j).for_each(|&other| best.meet(other, loss(gram, j, other, n)));
        best
    }

    fn meet(&mut self, cluster: usize, loss: f64) {
        if loss < self.loss || loss == self.loss && cluster < self.cluster {
            *self = Partner { cluster, loss };
        }
    }
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

    #[test]
    fn the_fewer_clusters_are_made_of_the_more() {
        let (matrix, labels) = testing::blobs(120, 4, 9);
        let split: Vec<u32> = labels.iter().zip(0..).map(|(&l, row)| l * 3 + row / 4 % 3).collect();
        let each = down_to_each(&matrix, &split, 12, &[2, 4, 9]);
        let n_of = |assignments: &[u32]| assignments.iter().collect::<std::collections::BTreeSet<_>>().len();
        assert_eq!(each.iter().map(|assignments| n_of(assignments)).collect::<Vec<_>>(), [2, 4, 9]);
        for two in each.windows(2) {
            let pairs: std::collections::BTreeSet<(u32, u32)> =
                two[0].iter().copied().zip(two[1].iter().copied()).collect();
            assert_eq!(pairs.len(), n_of(&two[1]), "no cluster falls into two of the fewer");
        }
        let mut alone = split.clone();
        down_to(&matrix, &mut alone, 12, 4);
        assert_eq!(alone, each[1]);
    }
}
