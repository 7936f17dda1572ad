//! Alternatives: the chosen grouping and other values of k in, what splits and merges between them out.

use super::{ClusterError, ClusterParams, fit, mean_silhouette, reweigh, sizes};
use crate::similarity::Graph;
use crate::vectorize::TfIdfMatrix;

/// A share of a cluster below this is noise, not a part.
const PART: f64 = 0.2;

/// Another number of clusters and how it differs from the chosen one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alternative {
    /// Number of clusters.
    pub k: usize,
    /// Mean cosine silhouette of the rows.
    pub silhouette: f64,
    /// Sizes, the largest first.
    pub sizes: Vec<usize>,
    /// Clusters of the chosen grouping that fall apart: the cluster and the sizes of its parts.
    pub splits: Vec<(usize, Vec<usize>)>,
    /// Clusters of the chosen grouping that come together.
    pub merges: Vec<Vec<usize>>,
}

/// Fits the other values of `k`, with few restarts, and compares them with the chosen assignment.
///
/// # Errors
/// Those of [`fit`].
pub fn alternatives(
    matrix: &TfIdfMatrix,
    graph: Option<&Graph>,
    chosen: (&[u32], usize),
    others: &[usize],
    params: &ClusterParams,
) -> Result<Vec<Alternative>, ClusterError> {
    let n_init = params.n_init(matrix.n_rows()).div_ceil(3).min(4);
    let quick = ClusterParams { n_init: Some(n_init), ..params.clone() };
    others
        .iter()
        .map(|&k| {
            let reweighed = reweigh(matrix, graph, k, 1, &quick)?;
            let found = fit(reweighed.as_ref().unwrap_or(matrix), graph, k, &quick)?;
            let mut sizes = sizes(matrix, &found.assignments, k);
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let silhouette = mean_silhouette(matrix, &found.assignments, k);
            let (splits, merges) = compare(chosen, (&found.assignments, k));
            Ok(Alternative { k, silhouette, sizes, splits, merges })
        })
        .collect()
}

type Differences = (Vec<(usize, Vec<usize>)>, Vec<Vec<usize>>);

fn compare(chosen: (&[u32], usize), other: (&[u32], usize)) -> Differences {
    let mut table = vec![vec![0_usize; other.1]; chosen.1];
    chosen.0.iter().zip(other.0).for_each(|(&a, &b)| table[a as usize][b as usize] += 1);
    let is_part = |part: usize, whole: usize| part as f64 >= PART * whole as f64 && part > 0;
    let splits = table.iter().enumerate().filter_map(|(a, row)| {
        let whole = row.iter().sum();
        let mut parts: Vec<usize> = row.iter().copied().filter(|&n| is_part(n, whole)).collect();
        parts.sort_unstable_by(|x, y| y.cmp(x));
        (parts.len() > 1).then_some((a, parts))
    });
    let merges = (0..other.1).filter_map(|b| {
        let joined: Vec<usize> =
            (0..chosen.1).filter(|&a| table[a][b] as f64 > 0.5 * table[a].iter().sum::<usize>() as f64).collect();
        (joined.len() > 1).then_some(joined)
    });
    (splits.collect(), merges.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_merges_are_told() {
        let chosen = [0, 0, 0, 0, 1, 1, 2, 2];
        let other = [0, 0, 1, 1, 2, 2, 2, 2];
        let (splits, merges) = compare((&chosen, 3), (&other, 3));
        assert_eq!(splits, [(0, vec![2, 2])]);
        assert_eq!(merges, [vec![1, 2]]);
    }
}
