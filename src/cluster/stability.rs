//! Stability: a clustering in, how far it survives leaving records out.
//!
//! Subsamples of the rows are clustered anew with the same k; a topic is as stable as its mean Jaccard similarity to
//! the best cluster of each subsample, a row as often as it stands in that best cluster.
//!
//! # References
//! C. Hennig (2007), *Cluster-wise assessment of cluster stability*, Computational Statistics & Data Analysis 52.

use linfa::param_guard::ParamGuard;
use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::{ClusterParams, Clustering, LARGE, SphericalKMeans, information, start};
use crate::math;
use crate::vectorize::TfIdfMatrix;

/// Rows left in a subsample, as a share of all.
const SHARE: f64 = 0.8;
/// More rows than this tell nothing more about a topic.
const MOST_ROWS: usize = 6_000;
/// Most subsamples of a large corpus, and rows of each.
const FEWER: (usize, usize) = (6, 3_000);

/// How subsamples are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    /// Number of subsamples.
    pub n_samples: usize,
    /// Most rows of each.
    pub most_rows: usize,
    /// Rows of a subsample that must use a column, else it is left out of it.
    pub least_uses: u32,
}

/// Rows drawn.
struct Subsample {
    /// Their numbers, ascending.
    picked: Vec<usize>,
    /// The rows.
    part: TfIdfMatrix,
    /// For what is random in clustering them.
    rng: math::Rng,
}

impl Draw {
    fn n_left(&self, n_rows: usize) -> usize {
        ((n_rows as f64 * SHARE) as usize).min(self.most_rows)
    }

    /// What is made of every subsample of the given rows, side by side.
    fn each<T: Send>(
        &self,
        matrix: &TfIdfMatrix,
        rows: &[usize],
        seed: u64,
        cluster: impl Fn(Subsample) -> T + Sync,
    ) -> Vec<T> {
        let take = |number: usize| {
            let mut rng = math::rng(seed, 0x57AB + number as u64);
            let mut picked = rows.to_vec();
            picked.shuffle(&mut rng);
            picked.truncate(self.n_left(rows.len()));
            picked.shrink_to_fit();
            picked.sort_unstable();
            let part = matrix.sample(&picked, self.least_uses);
            cluster(Subsample { picked, part, rng })
        };
        (0..self.n_samples).into_par_iter().map(take).collect()
    }
}

/// Stability of topics and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stability {
    /// Mean Jaccard similarity per cluster, 0..=1.
    pub clusters: Vec<f64>,
    /// Share of the subsamples with a row in which it stayed; none for a row never drawn.
    pub rows: Vec<Option<f64>>,
}

/// Clusters subsamples of 80 % of the rows and compares. The rows are those from before terms were judged by the groups
/// of all: in a subsample they are judged by its own groups. None where a subsample has fewer rows than clusters.
///
/// # Determinism
/// Seeded per subsample; the same on any number of threads.
pub fn stability(matrix: &TfIdfMatrix, assignments: &[u32], k: usize, params: &ClusterParams) -> Option<Stability> {
    let (n_samples, reweighs) = (params.n_subsamples, params.reweighs(matrix.n_rows()));
    let rows = matrix.filled_rows();
    let draw = if rows.len() > LARGE {
        Draw { n_samples: n_samples.min(FEWER.0), most_rows: FEWER.1.max(20 * k), least_uses: 2 }
    } else {
        Draw { n_samples, most_rows: MOST_ROWS, least_uses: 1 }
    };
    let checked = SphericalKMeans::params(k).n_init(1).check().ok().filter(|_| draw.n_left(rows.len()) >= k)?;
    let samples = draw.each(matrix, &rows, params.seed, |Subsample { picked, mut part, mut rng }| {
        let mut begun = start::over_cluster(&part, k, &mut rng);
        if reweighs {
            part = information::reweighed(&part, &[begun], k);
            begun = start::over_cluster(&part, k, &mut rng);
        }
        let found = checked.refine(&part, begun, &mut rng).clustering.assignments;
        (picked, found)
    });
    Some(compare(matrix.n_rows(), assignments, k, &samples))
}

/// Mean stability of the rows of several clusterings, by the same subsamples, each clustered once for all of them.
///
/// # Shapes
/// `found`: by ascending k, none larger than a subsample.
pub(super) fn mean_stabilities(matrix: &TfIdfMatrix, found: &[&Clustering], draw: Draw, seed: u64) -> Vec<f64> {
    let ks: Vec<usize> = found.iter().map(|clustering| clustering.sizes.len()).collect();
    let samples = draw.each(matrix, &matrix.filled_rows(), seed, |Subsample { picked, part, mut rng }| {
        let begun = start::over_cluster_each(&part, &ks, &mut rng);
        let refine = |(begun, &k): (Vec<u32>, &usize)| {
            let checked = SphericalKMeans::params(k).n_init(1).check().ok()?;
            Some(checked.refine(&part, begun, &mut rng).clustering.assignments)
        };
        let found: Vec<Vec<u32>> = begun.into_iter().zip(&ks).filter_map(refine).collect();
        (picked, found)
    });
    let mean = |(at, clustering): (usize, &&Clustering)| {
        let of_this: Vec<(&[usize], &[u32])> =
            samples.iter().map(|(picked, found)| (&picked[..], &found[at][..])).collect();
        let clusters = compare(matrix.n_rows(), &clustering.assignments, ks[at], &of_this).clusters;
        let total: usize = clustering.sizes.iter().sum();
        clusters.iter().zip(&clustering.sizes).map(|(s, &n)| s * n as f64).sum::<f64>() / total.max(1) as f64
    };
    found.iter().enumerate().map(mean).collect()
}

fn compare(
    n_rows: usize,
    assignments: &[u32],
    k: usize,
    samples: &[(impl AsRef<[usize]>, impl AsRef<[u32]>)],
) -> Stability {
    let mut clusters = vec![(0.0, 0_usize); k];
    let mut rows = vec![(0_u32, 0_u32); n_rows];
    for (picked, found) in samples.iter().map(|(picked, found)| (picked.as_ref(), found.as_ref())) {
        let mut table = vec![0_usize; k * k];
        let (mut here, mut there) = (vec![0_usize; k], vec![0_usize; k]);
        for (&row, &b) in picked.iter().zip(found) {
            let a = assignments[row] as usize;
            table[a * k + b as usize] += 1;
            here[a] += 1;
            there[b as usize] += 1;
        }
        let jaccard = |a: usize, b: usize| {
            let both = table[a * k + b] as f64;
            both / ((here[a] + there[b]) as f64 - both).max(1.0)
        };
        let best: Vec<usize> =
            (0..k).map(|a| (0..k).fold(0, |best, b| if jaccard(a, b) > jaccard(a, best) { b } else { best })).collect();
        for a in (0..k).filter(|&a| here[a] > 0) {
            clusters[a].0 += jaccard(a, best[a]);
            clusters[a].1 += 1;
        }
        for (&row, &b) in picked.iter().zip(found) {
            rows[row].0 += u32::from(best[assignments[row] as usize] == b as usize);
            rows[row].1 += 1;
        }
    }
    Stability {
        clusters: clusters.iter().map(|&(sum, n)| if n > 0 { sum / n as f64 } else { 0.0 }).collect(),
        rows: rows.iter().map(|&(stayed, n)| (n > 0).then(|| f64::from(stayed) / f64::from(n))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn planted_groups_are_stable_and_arbitrary_ones_are_not() {
        let (matrix, labels) = testing::blobs(120, 4, 6);
        let params = ClusterParams { n_subsamples: 8, seed: 1, ..ClusterParams::default() };
        let planted = stability(&matrix, &labels, 4, &params).unwrap();
        assert!(planted.clusters.iter().all(|&s| s > 0.9), "{:?}", planted.clusters);
        let arbitrary: Vec<u32> = (0..120).map(|i| (i / 4 % 4) as u32).collect();
        assert!(stability(&matrix, &arbitrary, 4, &params).unwrap().clusters.iter().all(|&s| s < 0.6));
    }

    #[test]
    fn as_many_topics_as_records_have_none() {
        let (matrix, _) = testing::blobs(12, 4, 6);
        let alone: Vec<u32> = (0..12).collect();
        assert_eq!(stability(&matrix, &alone, 12, &ClusterParams::default()), None);
    }
}
