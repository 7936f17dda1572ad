//! The similarity graph: neighbor lists in, communities out.
//!
//! Edges join a record with its nearest neighbors, symmetrized by maximum and weighted by cosine. Communities are found
//! by the Leiden algorithm on modularity with a resolution. Does not know how many communities are wanted.
//!
//! # References
//! V. A. Traag, L. Waltman & N. J. van Eck (2019), *From Louvain to Leiden*, Scientific Reports 9.

use leiden_rs::{GraphData, GraphDataBuilder, Leiden, LeidenConfig, QualityType};

use super::knn::NeighborTable;

/// An undirected weighted graph of rows.
pub struct Graph {
    data: Option<GraphData>,
    n_rows: usize,
}

/// A grouping of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Communities {
    /// Community of every row, numbered by first appearance.
    pub of: Vec<u32>,
    /// Number of communities.
    pub count: usize,
}

impl Graph {
    /// The graph of the first `n_neighbors` entries of every list.
    pub fn new(table: &NeighborTable, n_neighbors: usize) -> Graph {
        let n_rows = table.rows.len();
        let mut edges: Vec<(u32, u32, f32)> = Vec::with_capacity(n_rows * n_neighbors);
        for (row, list) in table.rows.iter().enumerate() {
            let row = row as u32;
            edges.extend(list.iter().take(n_neighbors).map(|&(other, w)| (row.min(other), row.max(other), w)));
        }
        edges.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        edges.dedup_by_key(|edge| (edge.0, edge.1));
        let mut builder = GraphDataBuilder::new(n_rows);
        for (a, b, weight) in edges {
            // Weights are finite, positive and in range, which is all that the builder refuses otherwise.
            let _ = builder.add_edge(a as usize, b as usize, f64::from(weight));
        }
        Graph { data: builder.build().ok(), n_rows }
    }
}

/// Leiden communities at a resolution (1: plain modularity; higher: smaller communities).
///
/// # Determinism
/// One thread, seeded.
pub fn communities(graph: &Graph, resolution: f64, seed: u64) -> Communities {
    let config =
        LeidenConfig::builder().resolution(resolution).seed(seed).quality(QualityType::RBConfiguration).build();
    let found = graph.data.as_ref().and_then(|data| Leiden::new(config).run(data).ok());
    let raw: Vec<usize> = match found {
        Some(output) => output.partition.as_slice().to_vec(),
        None => (0..graph.n_rows).collect(),
    };
    number_by_appearance(&raw)
}

fn number_by_appearance(raw: &[usize]) -> Communities {
    let mut number = vec![u32::MAX; raw.iter().max().map_or(0, |m| m + 1)];
    let mut count = 0;
    let of = raw
        .iter()
        .map(|&community| {
            if number[community] == u32::MAX {
                number[community] = count;
                count += 1;
            }
            number[community]
        })
        .collect();
    Communities { of, count: count as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cliques_are_two_communities() {
        let list = |row: u32| (0..10).filter(|&o| o != row && (o < 5) == (row < 5)).map(|o| (o, 0.9)).collect();
        let mut rows: Vec<Vec<(u32, f32)>> = (0..10).map(list).collect();
        rows[4].push((5, 0.1));
        let found = communities(&Graph::new(&NeighborTable { rows }, 20), 1.0, 1);
        assert_eq!(found.count, 2);
        assert_eq!(found.of, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    }
}
