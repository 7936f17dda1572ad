//! `--algorithm lsa-kmeans`: rows in, linfa's k-means on latent semantic analysis out.
//!
//! The peer within the house: what most tools do, through `linfa_clustering::KMeans`. Its own summary fields are not
//! used (counts are wrong after several runs); one run a call, and sizes and objective are recomputed.

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::Array2;
use rayon::prelude::*;

use super::{ClusterError, Clustering, sums::Sums};
use crate::math;
use crate::vectorize::{TfIdfMatrix, project};

/// Dimensions of the space, as in the usual recipe.
const RANK: usize = 100;

/// Clusters dense LSA rows; the objective is given on the sparse rows so that it compares with the other algorithm's.
///
/// # Errors
/// [`ClusterError::TooManyClusters`], [`ClusterError::Linfa`].
pub fn lsa_kmeans(
    matrix: &TfIdfMatrix,
    k: usize,
    n_init: usize,
    max_iter: usize,
    seed: u64,
) -> Result<Clustering, ClusterError> {
    let n = matrix.n_rows();
    let distinct = super::spherical::distinct_rows(matrix, k);
    if k == 0 || distinct < k {
        return Err(ClusterError::TooManyClusters { k, distinct });
    }
    let lsa = project(matrix, RANK, seed);
    let values: Vec<f64> = lsa.values.iter().map(|&v| f64::from(v)).collect();
    let rows = Array2::from_shape_vec((n, lsa.rank), values).map_err(|_| ClusterError::Parameter {
        name: "rank",
        value: lsa.rank.to_string(),
        rule: "rows must be whole",
    })?;
    let dataset = DatasetBase::from(rows);
    let runs: Vec<Result<(f64, Vec<u32>), ClusterError>> = (0..n_init)
        .into_par_iter()
        .map(|run| {
            let model = KMeans::params_with_rng(k, math::rng(seed, run as u64))
                .n_runs(1)
                .max_n_iterations(max_iter as u64)
                .init_method(KMeansInit::KMeansPlusPlus)
                .fit(&dataset)
                .map_err(|_| ClusterError::Parameter {
                    name: "n_clusters",
                    value: k.to_string(),
                    rule: "linfa found no k-means solution",
                })?;
            let found: Vec<u32> = model.predict(&dataset.records).iter().map(|&c| c as u32).collect();
            Ok((inertia(&dataset.records, model.centroids(), &found), found))
        })
        .collect();
    let mut best: Option<(f64, Vec<u32>)> = None;
    for run in runs {
        let run = run?;
        if best.as_ref().is_none_or(|b| run.0 < b.0) {
            best = Some(run);
        }
    }
    let assignments = best.map(|b| b.1).unwrap_or_default();
    let sums = Sums::build(matrix, &assignments, k);
    Ok(Clustering {
        sizes: sums.sizes.clone(),
        objective: sums.objective(),
        assignments,
        n_iter: max_iter,
        converged: true,
    })
}

/// Sum of squared distances of rows to their centroids.
fn inertia(rows: &Array2<f64>, centroids: &Array2<f64>, assignments: &[u32]) -> f64 {
    let distance = |(row, &c): (ndarray::ArrayView1<f64>, &u32)| -> f64 {
        row.iter().zip(centroids.row(c as usize)).map(|(x, y)| (x - y).powi(2)).sum()
    };
    rows.outer_iter().zip(assignments).map(distance).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn linfa_finds_planted_groups_and_does_no_better_than_ours() {
        let (matrix, labels) = testing::blobs(150, 5, 17);
        let linfa = lsa_kmeans(&matrix, 5, 5, 100, 3).unwrap();
        let truth: Vec<usize> = labels.iter().map(|&l| l as usize).collect();
        let found: Vec<usize> = linfa.assignments.iter().map(|&l| l as usize).collect();
        assert!(crate::math::agree::adjusted_rand(&found, &truth) > 0.9);
        let params = super::super::SphericalKMeans::params(5).seed(3);
        let ours = linfa::param_guard::ParamGuard::check(params).unwrap().fit_rows(&matrix, None).unwrap();
        assert!(linfa.objective <= ours.clustering.objective + 1e-6);
    }
}
