//! Similarity: TF-IDF rows in, nearest neighbors and near-duplicates out.
//!
//! By cosine: exact up to [`MOST_EXACT`] rows, above by an index that finds nearly all. Knows nothing of clusters, labels
//! or records.

mod carry;
mod graph;
mod index;
mod knn;
mod layout;
mod tsne;

pub use carry::{Candidates, compare_after};
pub use graph::{Communities, Graph, communities};
pub use knn::{NeighborTable, Wanted, near_pairs, nearest_to, neighbors};
pub use layout::{layout, layout_after, preserved};

use crate::vectorize::TfIdfMatrix;

/// Rows up to which every two are compared.
pub const MOST_EXACT: usize = 20_000;

/// Every row's nearest rows, and the most similar pairs by row numbers (the lower first), the most similar first; empty
/// where neither is wanted.
pub fn compare(matrix: &TfIdfMatrix, wanted: Wanted) -> (NeighborTable, Vec<(u32, u32, f32)>) {
    if wanted.n_neighbors == 0 && wanted.n_pairs == 0 {
        Default::default()
    } else if matrix.n_rows() <= MOST_EXACT {
        knn::compare(matrix, wanted)
    } else {
        index::compare(matrix, wanted)
    }
}
