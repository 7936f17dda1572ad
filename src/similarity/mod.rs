//! Similarity: TF-IDF rows in, nearest neighbors and near-duplicates out.
//!
//! All exact, by cosine. Knows nothing of clusters, labels or records.

mod carry;
mod graph;
mod knn;
mod layout;
mod tsne;

pub use carry::{Candidates, compare_after};
pub use graph::{Communities, Graph, communities};
pub use knn::{NeighborTable, Wanted, compare, near_pairs, nearest_to, neighbors};
pub use layout::{layout, layout_after, preserved};
