//! Similarity: TF-IDF rows in, nearest neighbors and near-duplicates out.
//!
//! By cosine. Neighbors are exact up to [`MOST_EXACT`] rows, above by an index that finds nearly all; near-duplicates are
//! always exact. Knows nothing of clusters, labels or records.

mod carry;
mod graph;
mod index;
mod knn;
mod layout;
mod pairs;
mod spread;
mod tsne;

pub use carry::{Candidates, neighbors_after};
pub use graph::{Communities, Graph, communities};
pub use knn::{NeighborTable, nearest_to};
pub use layout::{layout, layout_after, preserved};
pub use pairs::near_pairs;

use crate::vectorize::TfIdfMatrix;

/// Rows up to which every two are compared.
pub const MOST_EXACT: usize = 20_000;

/// The `n_neighbors` most similar other rows of every row, the most similar first; an empty table where none are wanted.
pub fn neighbors(matrix: &TfIdfMatrix, n_neighbors: usize) -> NeighborTable {
    if n_neighbors == 0 {
        NeighborTable::default()
    } else if matrix.n_rows() <= MOST_EXACT {
        knn::neighbors(matrix, n_neighbors)
    } else {
        index::neighbors(matrix, n_neighbors)
    }
}
