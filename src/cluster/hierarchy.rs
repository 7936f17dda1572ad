//! Topics of topics: centroid similarities in, the merges of an average-linkage tree out.
//!
//! # References
//! D. Müllner (2011), *Modern hierarchical, agglomerative clustering algorithms*, arXiv 1109.2378.

use kodama::{Method, linkage};

/// One merge: the two clusters joined (topics first, then earlier merges), the distance, and how many topics are below.
pub type TreeMerge = (usize, usize, f64, usize);

/// Average linkage of `1 − cosine`.
///
/// # Shapes
/// `similarity`: `k × k`. Returns `k − 1` merges.
pub fn average_linkage(similarity: &[Vec<f64>]) -> Vec<TreeMerge> {
    let k = similarity.len();
    if k < 2 {
        return Vec::new();
    }
    let mut distances: Vec<f64> =
        (0..k).flat_map(|a| (a + 1..k).map(move |b| (a, b))).map(|(a, b)| 1.0 - similarity[a][b]).collect();
    let tree = linkage(&mut distances, k, Method::Average);
    tree.steps().iter().map(|s| (s.cluster1, s.cluster2, s.dissimilarity, s.size)).collect()
}

/// Cuts the tree into `n_groups`; returns the group of every topic, numbered by first appearance.
pub fn cut(merges: &[TreeMerge], n_topics: usize, n_groups: usize) -> Vec<usize> {
    let mut group: Vec<usize> = (0..n_topics + merges.len()).collect();
    for (step, &(a, b, _, _)) in merges.iter().enumerate().take(n_topics.saturating_sub(n_groups)) {
        (group[a], group[b]) = (n_topics + step, n_topics + step);
    }
    let root = |mut at: usize| {
        while group[at] != at {
            at = group[at];
        }
        at
    };
    let mut seen = Vec::new();
    (0..n_topics)
        .map(|topic| {
            let root = root(topic);
            seen.iter().position(|&r| r == root).unwrap_or_else(|| {
                seen.push(root);
                seen.len() - 1
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_topics_join_first() {
        let similarity = vec![vec![1.0, 0.9, 0.1], vec![0.9, 1.0, 0.3], vec![0.1, 0.3, 1.0]];
        let merges = average_linkage(&similarity);
        assert_eq!((merges[0].0, merges[0].1, merges[0].3), (0, 1, 2));
        assert!((merges[1].2 - 0.8).abs() < 1e-12);
        assert_eq!(cut(&merges, 3, 2), [0, 0, 1]);
        assert!(average_linkage(&[vec![1.0]]).is_empty());
    }
}
