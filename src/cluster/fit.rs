//! Fitting: rows and settings in, a grouping out, by the algorithm asked for.

use linfa::param_guard::ParamGuard;
use rayon::prelude::*;

use super::{ClusterError, Clustering, Quality, SphericalKMeans, information, lsa_kmeans};
use crate::similarity::Graph;
use crate::vectorize::TfIdfMatrix;

/// Which algorithm groups the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// Spherical k-means on the sparse rows.
    #[default]
    SphericalKMeans,
    /// linfa's k-means on latent semantic analysis.
    LsaKMeans,
}

/// Settings of the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterParams {
    /// Number of clusters; none: chosen by silhouette.
    pub n_clusters: Option<usize>,
    /// Which algorithm.
    pub algorithm: Algorithm,
    /// Where its restarts begin.
    pub quality: Quality,
    /// Restarts; none: 50 below 100 documents, 10 up to 5,000, 3 up to 20,000, 2 up to 50,000, 1 above.
    pub n_init: Option<usize>,
    /// Most iterations of one restart.
    pub max_iter: usize,
    /// Seed of all random choices of the run.
    pub seed: u64,
    /// Subsamples for stability; 0 switches it off.
    pub n_subsamples: usize,
    /// Whether the grouping that this one goes on from had its rows weighed again; none where it begins anew.
    pub reweighed_before: Option<bool>,
}

impl Default for ClusterParams {
    fn default() -> ClusterParams {
        ClusterParams {
            n_clusters: None,
            algorithm: Algorithm::default(),
            quality: Quality::default(),
            n_init: None,
            max_iter: 100,
            seed: 42,
            n_subsamples: 20,
            reweighed_before: None,
        }
    }
}

impl ClusterParams {
    /// Restarts in force for a corpus of this size.
    pub fn n_init(&self, n_rows: usize) -> usize {
        self.n_init.unwrap_or(match n_rows {
            0..100 => 50,
            100..=5_000 => 10,
            5_001..=20_000 => 3,
            20_001..=50_000 => 2,
            _ => 1,
        })
    }

    /// Whether rows are weighed again, by what terms tell about the groups: not for the plain algorithms, and not in
    /// large corpora, where it was no gain. Near the limit what is there is gone on with, since other weights would
    /// move records.
    pub fn reweighs(&self, n_rows: usize) -> bool {
        let is_plain = self.algorithm != Algorithm::SphericalKMeans || self.quality == Quality::Plain;
        let is_near = (MOST_REWEIGHED / 2..=MOST_REWEIGHED * 2).contains(&n_rows);
        !is_plain && self.reweighed_before.filter(|_| is_near).unwrap_or(n_rows <= MOST_REWEIGHED)
    }
}

/// Most rows that are weighed again.
const MOST_REWEIGHED: usize = 20_000;

/// Groups the rows into `k` clusters; a graph is needed for [`Quality::Graph`] only.
///
/// # Errors
/// [`ClusterError`].
pub fn fit(
    matrix: &TfIdfMatrix,
    graph: Option<&Graph>,
    k: usize,
    params: &ClusterParams,
) -> Result<Clustering, ClusterError> {
    let n_init = params.n_init(matrix.n_rows());
    match params.algorithm {
        Algorithm::LsaKMeans => lsa_kmeans(matrix, k, n_init, params.max_iter, params.seed),
        Algorithm::SphericalKMeans => {
            let unchecked = SphericalKMeans::params(k).n_init(n_init).max_iter(params.max_iter).seed(params.seed);
            Ok(unchecked.quality(params.quality).check()?.fit_rows(matrix, graph)?.clustering)
        }
    }
}

/// Groupings by which terms are judged.
pub const N_JUDGES: usize = 4;

/// Rows weighed by what their terms tell about `k` clusters, of `n_judges` groupings that are made for it; none where
/// that is not done ([`ClusterParams::reweighs`]).
///
/// # Errors
/// [`ClusterError`].
///
/// # Determinism
/// Depends on rows and parameters only, not on threads.
pub fn reweigh(
    matrix: &TfIdfMatrix,
    graph: Option<&Graph>,
    k: usize,
    n_judges: usize,
    params: &ClusterParams,
) -> Result<Option<TfIdfMatrix>, ClusterError> {
    if !params.reweighs(matrix.n_rows()) {
        return Ok(None);
    }
    let one = |judge: usize| {
        let seed = params.seed.wrapping_add(0x1D6E * (judge as u64 + 1));
        Ok(fit(matrix, graph, k, &ClusterParams { n_init: Some(1), seed, ..params.clone() })?.assignments)
    };
    let judges: Result<Vec<Vec<u32>>, ClusterError> = (0..n_judges).into_par_iter().map(one).collect();
    Ok(Some(information::reweighed(matrix, &judges?, k)))
}

/// The same by a grouping that is there.
pub fn reweigh_by(matrix: &TfIdfMatrix, assignments: &[u32], k: usize, params: &ClusterParams) -> Option<TfIdfMatrix> {
    params.reweighs(matrix.n_rows()).then(|| information::reweighed(matrix, &[assignments], k))
}

/// Refines a given grouping: Lloyd's iterations and first variation from `start`, which stays below `k`.
///
/// # Errors
/// [`ClusterError`] for parameters outside their range.
///
/// # Determinism
/// Depends on rows, start and seed only.
pub fn refine(
    matrix: &TfIdfMatrix,
    start: Vec<u32>,
    k: usize,
    params: &ClusterParams,
) -> Result<Clustering, ClusterError> {
    let checked = SphericalKMeans::params(k).n_init(1).max_iter(params.max_iter).seed(params.seed).check()?;
    Ok(checked.refine(matrix, start, &mut crate::math::rng(params.seed, 0)).clustering)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_on_with_is_weighed_as_before() {
        let after = |before| ClusterParams { reweighed_before: before, ..ClusterParams::default() };
        let sizes = [500, 15_000, 20_000, 20_001, 30_000, 50_000];
        let each = |params: ClusterParams| sizes.map(|n| params.reweighs(n));
        assert_eq!(each(after(None)), [true, true, true, false, false, false]);
        assert_eq!(each(after(Some(true))), [true, true, true, true, true, false]);
        assert_eq!(each(after(Some(false))), [true, false, false, false, false, false]);
        let plain = ClusterParams { quality: Quality::Plain, ..after(Some(true)) };
        assert_eq!(each(plain), [false; 6]);
    }
}
