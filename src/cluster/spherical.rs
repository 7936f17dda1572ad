//! Spherical k-means as a linfa estimator: sparse rows in, a fitted grouping out.
//!
//! Maximizes `Σ_j ‖S_j‖`. Restarts run in parallel; the best objective wins, the lowest restart number on ties.
//!
//! # References
//! I. S. Dhillon & D. S. Modha (2001), *Concept decompositions for large sparse text data using clustering*, Machine
//! Learning 42.

use linfa::dataset::{DatasetBase, Records};
use linfa::param_guard::ParamGuard;
use linfa::traits::{Fit, PredictInplace};
use ndarray::Array1;
use rayon::prelude::*;

use super::{Clustering, LARGE, lloyd, local_search, seed, start, sums::Sums};
use crate::math;
use crate::similarity::Graph;
use crate::vectorize::TfIdfMatrix;

/// Lloyd's iterations before the local search, and those of a large corpus.
const ITERATIONS: (usize, usize) = (8, 5);
/// Most passes of the local search over all rows, and behind each of them over those nearest to moving.
const PASSES: (usize, usize) = (30, 15);
const NEAR_PASSES: (usize, usize) = (3, 0);

/// What could not be clustered, and the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// More clusters than distinct documents.
    #[error("k = {k}, but only {distinct} distinct documents have text: lower --n-clusters")]
    TooManyClusters {
        /// Clusters asked for.
        k: usize,
        /// Distinct rows there are.
        distinct: usize,
    },
    /// A parameter outside its range.
    #[error("{name} = {value} is not possible: {rule}")]
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        rule: &'static str,
    },
    /// An error of linfa itself.
    #[error("linfa refused the data")]
    Linfa(#[from] linfa::error::Error),
}

/// Where the restarts begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// Greedy k-means++ seeds and Lloyd's iterations only: the plain algorithm, on rows as they come.
    Plain,
    /// Over-cluster, merge, refine.
    #[default]
    Merge,
    /// Communities of the similarity graph, refined; over-clustering where the graph gives too few.
    Graph,
}

/// Unchecked parameters.
#[derive(Clone, Debug)]
pub struct SphericalKMeansParams(SphericalKMeansValidParams);

/// Checked parameters; only these can `fit`.
#[derive(Clone, Debug)]
pub struct SphericalKMeansValidParams {
    n_clusters: usize,
    n_init: usize,
    max_iter: usize,
    seed: u64,
    quality: Quality,
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct SphericalKMeans {
    /// The grouping of the rows it was fitted on.
    pub clustering: Clustering,
    sums: Sums,
}

impl SphericalKMeansParams {
    /// Starts with scikit-learn's names and themata's defaults: 10 restarts, 100 iterations, seed 42.
    pub fn new(n_clusters: usize) -> SphericalKMeansParams {
        let defaults =
            SphericalKMeansValidParams { n_clusters, n_init: 10, max_iter: 100, seed: 42, quality: Quality::default() };
        SphericalKMeansParams(defaults)
    }

    /// Restarts.
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.0.n_init = n_init;
        self
    }

    /// Most iterations of one restart.
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.0.max_iter = max_iter;
        self
    }

    /// Seed of all random choices.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// Where the restarts begin.
    pub fn quality(mut self, quality: Quality) -> Self {
        self.0.quality = quality;
        self
    }
}

impl ParamGuard for SphericalKMeansParams {
    type Checked = SphericalKMeansValidParams;
    type Error = ClusterError;

    fn check_ref(&self) -> Result<&Self::Checked, ClusterError> {
        let limits = [("n_clusters", self.0.n_clusters), ("n_init", self.0.n_init), ("max_iter", self.0.max_iter)];
        match limits.into_iter().find(|(_, value)| *value == 0) {
            Some((name, _)) => Err(ClusterError::Parameter { name, value: "0".into(), rule: "it must be at least 1" }),
            None => Ok(&self.0),
        }
    }

    fn check(self) -> Result<Self::Checked, ClusterError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl Records for TfIdfMatrix {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.n_rows()
    }

    fn nfeatures(&self) -> usize {
        self.n_cols
    }
}

impl<T> Fit<TfIdfMatrix, T, ClusterError> for SphericalKMeansValidParams {
    type Object = SphericalKMeans;

    fn fit(&self, dataset: &DatasetBase<TfIdfMatrix, T>) -> Result<SphericalKMeans, ClusterError> {
        self.fit_rows(&dataset.records, None)
    }
}

impl SphericalKMeansValidParams {
    /// Fits sparse rows; `Quality::Graph` starts from the communities of the similarity graph.
    ///
    /// # Errors
    /// [`ClusterError::TooManyClusters`] when fewer distinct rows than clusters are there.
    ///
    /// # Determinism
    /// Depends on rows and parameters only, not on threads.
    pub fn fit_rows(&self, matrix: &TfIdfMatrix, graph: Option<&Graph>) -> Result<SphericalKMeans, ClusterError> {
        let distinct = distinct_rows(matrix, self.n_clusters);
        if distinct < self.n_clusters {
            return Err(ClusterError::TooManyClusters { k: self.n_clusters, distinct });
        }
        let restarts: Vec<SphericalKMeans> =
            (0..self.n_init).into_par_iter().map(|restart| self.restart(matrix, graph, restart as u64)).collect();
        let better = |best: SphericalKMeans, next: SphericalKMeans| {
            if next.clustering.objective > best.clustering.objective { next } else { best }
        };
        restarts.into_iter().reduce(better).ok_or(ClusterError::Parameter {
            name: "n_init",
            value: "0".into(),
            rule: "it must be at least 1",
        })
    }

    fn restart(&self, matrix: &TfIdfMatrix, graph: Option<&Graph>, restart: u64) -> SphericalKMeans {
        let mut rng = math::rng(self.seed, restart);
        let start = match self.quality {
            Quality::Plain => seed::plus_plus(matrix, self.n_clusters, &mut rng).0,
            Quality::Merge => start::over_cluster(matrix, self.n_clusters, &mut rng),
            Quality::Graph => graph
                .and_then(|g| start::from_graph(matrix, g, self.n_clusters, self.seed.wrapping_add(restart)))
                .unwrap_or_else(|| start::over_cluster(matrix, self.n_clusters, &mut rng)),
        };
        self.refine(matrix, start, &mut rng)
    }

    /// Lloyd's iterations, then first variation, from a given assignment.
    pub fn refine(&self, matrix: &TfIdfMatrix, start: Vec<u32>, rng: &mut math::Rng) -> SphericalKMeans {
        let mut assignments = start;
        let mut sums = Sums::build(matrix, &assignments, self.n_clusters);
        // Where single moves follow, the long tail of Lloyd's iterations is theirs: they gain more at each pass.
        let is_large = matrix.n_rows() > LARGE;
        let pick = |of: (usize, usize)| self.max_iter.min(if is_large { of.1 } else { of.0 });
        let most = if self.quality == Quality::Plain { self.max_iter } else { pick(ITERATIONS) };
        let (n_lloyd, converged) = lloyd::iterate(matrix, &mut assignments, &mut sums, most);
        let (n_iter, converged) = match self.quality {
            Quality::Plain => (n_lloyd, converged),
            Quality::Merge | Quality::Graph => {
                let (n_passes, ended) =
                    local_search::refine(matrix, &mut assignments, &mut sums, (pick(PASSES), pick(NEAR_PASSES)), rng);
                (n_lloyd + n_passes, ended)
            }
        };
        let clustering =
            Clustering { sizes: sums.sizes.clone(), objective: sums.objective(), assignments, n_iter, converged };
        SphericalKMeans { clustering, sums }
    }
}

/// Distinct non-empty rows, counted up to `enough`.
pub(super) fn distinct_rows(matrix: &TfIdfMatrix, enough: usize) -> usize {
    let mut rows: Vec<(&[u32], &[f32])> = Vec::new();
    // A prefix some times as long as needed nearly always settles it without sorting the whole matrix.
    for limit in [enough.saturating_mul(4), usize::MAX] {
        rows = (0..matrix.n_rows()).take(limit).map(|r| matrix.row(r)).filter(|r| !r.0.is_empty()).collect();
        rows.sort_by(|a, b| {
            a.0.cmp(b.0).then_with(|| a.1.iter().map(|v| v.to_bits()).cmp(b.1.iter().map(|v| v.to_bits())))
        });
        rows.dedup();
        if rows.len() >= enough {
            break;
        }
    }
    rows.len()
}

impl SphericalKMeans {
    /// Parameters to fit with.
    pub fn params(n_clusters: usize) -> SphericalKMeansParams {
        SphericalKMeansParams::new(n_clusters)
    }
}

impl PredictInplace<TfIdfMatrix, Array1<usize>> for SphericalKMeans {
    fn predict_inplace<'a>(&'a self, rows: &'a TfIdfMatrix, targets: &mut Array1<usize>) {
        let nearest = lloyd::assign(rows, &self.sums);
        targets.iter_mut().zip(nearest).for_each(|(target, (cluster, _))| *target = cluster as usize);
    }

    fn default_target(&self, rows: &TfIdfMatrix) -> Array1<usize> {
        Array1::zeros(rows.n_rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn planted_groups_are_found_by_the_linfa_way() {
        let (matrix, labels) = testing::blobs(200, 5, 21);
        let dataset = DatasetBase::new(matrix.clone(), ());
        let model = SphericalKMeans::params(5).n_init(3).fit(&dataset).unwrap();
        let mut found = model.default_target(&matrix);
        model.predict_inplace(&matrix, &mut found);
        let found = found.to_vec();
        let truth: Vec<usize> = labels.iter().map(|&l| l as usize).collect();
        assert_eq!(math::agree::adjusted_rand(&found, &truth), 1.0);
        assert_eq!(model.clustering.sizes.iter().sum::<usize>(), 200);
    }

    #[test]
    fn more_clusters_than_documents_are_refused() {
        let (matrix, _) = testing::blobs(6, 3, 1);
        let error = SphericalKMeans::params(9).check().unwrap().fit_rows(&matrix, None).unwrap_err();
        assert_eq!(error.to_string(), "k = 9, but only 6 distinct documents have text: lower --n-clusters");
        assert!(SphericalKMeans::params(0).check().is_err());
    }

    #[test]
    fn threads_do_not_change_a_bit() {
        let (matrix, _) = testing::blobs(300, 7, 4);
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                SphericalKMeans::params(7).n_init(4).check().unwrap().fit_rows(&matrix, None).unwrap().clustering
            })
        };
        let one = run(1);
        assert_eq!(one, run(2));
        assert_eq!(one, run(8));
    }
}
