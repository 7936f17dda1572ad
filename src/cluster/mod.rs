//! Clusters: TF-IDF rows in, assignments, centroids, choice of k and stability out. The only user of linfa.
//!
//! [`SphericalKMeans`] is the estimator; the other files are its steps (seeds, Lloyd, merging, local search, start from
//! the similarity graph, terms judged by the groups) and what is asked of a clustering afterwards. Knows no words.

mod alternatives;
mod choose;
mod constraints;
mod fit;
mod hierarchy;
mod information;
mod lloyd;
mod local_search;
mod lsa_kmeans;
mod merge;
mod profile;
mod seed;
mod silhouette;
mod spherical;
mod stability;
mod start;
mod sums;
#[cfg(test)]
mod testing;

pub use alternatives::{Alternative, alternatives};
pub use choose::{KChoice, Point, choose};
pub use constraints::{Constraints, enforce};
pub use fit::{Algorithm, ClusterParams, N_JUDGES, fit, refine, reweigh, reweigh_by};
pub use hierarchy::{TreeMerge, average_linkage, cut};
pub use lsa_kmeans::lsa_kmeans;
pub use profile::{Carrier, Centroids, Profile, RowProfile, profile, sizes};
pub use silhouette::{mean_in_lsa, mean_silhouette, silhouettes};
pub use spherical::{ClusterError, Quality, SphericalKMeans, SphericalKMeansParams, SphericalKMeansValidParams};
pub use stability::{Stability, stability};

/// Rows above which a corpus is large: grouping does with less of everything.
const LARGE: usize = 20_000;

/// A grouping of rows.
///
/// # Shapes
/// `assignments`: one per row, below `n_clusters`; a row without weights gets cluster 0 and similarity 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clustering {
    /// Cluster of every row.
    pub assignments: Vec<u32>,
    /// Rows of each cluster.
    pub sizes: Vec<usize>,
    /// `Σ_j ‖S_j‖`: the sum of the cosines of all rows to their centroids.
    pub objective: f64,
    /// Iterations and passes of the best restart.
    pub n_iter: usize,
    /// Whether it ended because nothing moved any more.
    pub converged: bool,
}
