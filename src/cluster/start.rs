//! Starts: rows (and their similarity graph) in, a first assignment to k clusters out.
//!
//! Two ways: over-cluster and merge, or communities of the graph. Neither is final; refining is up to the caller.

use rand::seq::SliceRandom;

use super::{LARGE, lloyd, merge, seed, sums::Sums};
use crate::math::Rng;
use crate::similarity::{Graph, communities};
use crate::vectorize::TfIdfMatrix;

/// Clusters to begin with for each that is wanted.
const OVER: usize = 4;
/// Lloyd passes at the larger number of clusters; more do not change the outcome.
const OVER_PASSES: usize = 6;

/// Rows of the sample by which a large corpus is over-clustered, at least.
const SAMPLE: usize = 10_000;

/// Over-clusters and merges; of a large corpus a sample, to whose clusters all other rows go.
pub(crate) fn over_cluster(matrix: &TfIdfMatrix, k: usize, rng: &mut Rng) -> Vec<u32> {
    if matrix.n_rows() <= LARGE {
        return over_cluster_all(matrix, k, rng);
    }
    let mut rows = matrix.filled_rows();
    rows.shuffle(rng);
    rows.truncate(SAMPLE.max(60 * k));
    rows.sort_unstable();
    let assignments = over_cluster_all(&matrix.sample(&rows, 2), k, rng);
    let sums = Sums::build(&matrix.select(&rows), &assignments, k);
    lloyd::assign(matrix, &sums).into_iter().map(|(j, _)| j).collect()
}

fn over_cluster_all(matrix: &TfIdfMatrix, k: usize, rng: &mut Rng) -> Vec<u32> {
    over_cluster_each(matrix, &[k], rng).pop().unwrap_or_default()
}

/// The same for each of `ks`, which ascend; those between two powers of two begin with the same small clusters.
pub(crate) fn over_cluster_each(matrix: &TfIdfMatrix, ks: &[usize], rng: &mut Rng) -> Vec<Vec<u32>> {
    let bands = ks.chunk_by(|a, b| a.ilog2() == b.ilog2());
    bands.flat_map(|band| over_cluster_band(matrix, band, rng)).collect()
}

/// Seeds `4 k` clusters for the largest of `ks` (no more than a third of the rows), runs a few of Lloyd's iterations
/// and merges down to each of `ks`.
fn over_cluster_band(matrix: &TfIdfMatrix, ks: &[usize], rng: &mut Rng) -> Vec<Vec<u32>> {
    let most = ks.last().copied().unwrap_or(1);
    let over = (OVER * most).min(matrix.n_rows() / 3).min(512.max(most)).max(most);
    let (mut assignments, n_clusters) = seed::plus_plus(matrix, over, rng);
    let mut sums = Sums::build(matrix, &assignments, n_clusters);
    lloyd::iterate(matrix, &mut assignments, &mut sums, OVER_PASSES);
    drop(sums);
    merge::down_to_each(matrix, &assignments, n_clusters, ks)
}

/// Communities of the graph at the lowest resolution that gives at least `k`, merged down to `k` by least loss.
///
/// None when no resolution gives that many.
pub(crate) fn from_graph(matrix: &TfIdfMatrix, graph: &Graph, k: usize, seed: u64) -> Option<Vec<u32>> {
    let mut high = 1.0;
    let mut found = communities(graph, high, seed);
    while found.count < k {
        high *= 2.0;
        if high > 256.0 {
            return None;
        }
        found = communities(graph, high, seed);
    }
    let mut low = if high > 1.0 { high / 2.0 } else { 0.0 };
    for _ in 0..12 {
        if found.count == k {
            break;
        }
        let middle = (low + high) / 2.0;
        let tried = communities(graph, middle, seed);
        if tried.count < k {
            low = middle;
        } else {
            high = middle;
            found = tried;
        }
    }
    let mut assignments = found.of;
    if found.count > k {
        merge::down_to(matrix, &mut assignments, found.count, k);
    }
    Some(assignments)
}
