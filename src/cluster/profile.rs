//! Profile: rows and a finished assignment in, what is asked of it out, whatever algorithm made it.
//!
//! Of the rows: similarity to the own and to the second cluster, silhouettes. Of the centroids, which take memory and
//! are made when they are asked for: how near they are to each other, and the terms that carry a similarity.

use rayon::prelude::*;

use super::lloyd::inverse_norms;
use super::silhouette::silhouettes;
use super::sums::Sums;
use crate::math::rank::compare_descending;
use crate::vectorize::TfIdfMatrix;

/// What one row has to do with the clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RowProfile {
    /// Cosine to the centroid of its cluster, 0..=1.
    pub similarity: f64,
    /// Cosine to the centroid of the others of its cluster, 0..=1; 0 for a row alone. A row is near to any centroid that
    /// it is a part of, the more so the fewer the others are.
    pub similarity_to_others: f64,
    /// The most similar other cluster; none when there is no other or the row is empty.
    pub second: Option<u32>,
    /// Cosine to that.
    pub second_similarity: f64,
    /// Cosine silhouette, −1..=1.
    pub silhouette: f64,
}

/// A term that carries a similarity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carrier {
    /// Column of the term.
    pub term: u32,
    /// Its share of the similarity, 0..=1.
    pub share: f32,
}

/// Rows of a clustering.
#[derive(Clone, Debug)]
pub struct Profile {
    /// One per row.
    pub rows: Vec<RowProfile>,
    /// `Σ_j ‖S_j‖`.
    pub objective: f64,
}

/// Centroids of a clustering.
#[derive(Clone, Debug)]
pub struct Centroids {
    sums: Sums,
}

/// Measures a finished assignment.
///
/// # Shapes
/// `assignments`: one per row, below `k`.
pub fn profile(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> Profile {
    let sums = Sums::build(matrix, assignments, k);
    let inverse = inverse_norms(&sums);
    let silhouettes = silhouettes(matrix, assignments, k);
    let mut rows = vec![RowProfile::default(); matrix.n_rows()];
    rows.par_chunks_mut(256).enumerate().for_each(|(batch, rows)| {
        let mut dots = vec![0.0; sums.stride()];
        for (i, slot) in rows.iter_mut().enumerate() {
            let row = batch * 256 + i;
            if matrix.row(row).0.is_empty() {
                continue;
            }
            sums.dots(matrix.row(row), &mut dots);
            let cosine = |j: usize| f64::from(dots[j] * inverse[j]).clamp(0.0, 1.0);
            let own = assignments[row] as usize;
            let second =
                (0..k).filter(|&j| j != own).min_by(|&a, &b| compare_descending(cosine(a), cosine(b)).then(a.cmp(&b)));
            *slot = RowProfile {
                similarity: cosine(own),
                similarity_to_others: to_others(dots[own].into(), sums.norm(own), sums.sizes[own]),
                second: second.map(|j| j as u32),
                second_similarity: second.map_or(0.0, cosine),
                silhouette: silhouettes[row],
            };
        }
    });
    Profile { rows, objective: sums.objective() }
}

/// Cosine of a row to the sum S of its cluster less itself, of `x·S`, `‖S‖` and the number of rows.
fn to_others(dot: f64, norm: f64, size: usize) -> f64 {
    let rest = (norm * norm - 2.0 * dot + 1.0).max(0.0).sqrt();
    if size > 1 && rest > 0.0 { ((dot - 1.0) / rest).clamp(0.0, 1.0) } else { 0.0 }
}

/// Rows of every cluster, without those that have no weights: these are in no topic.
pub fn sizes(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> Vec<usize> {
    let mut sizes = vec![0; k];
    let with_weights = assignments.iter().enumerate().filter(|(row, _)| !matrix.row(*row).0.is_empty());
    with_weights.for_each(|(_, &j)| sizes[j as usize] += 1);
    sizes
}

impl Centroids {
    /// The centroids of a finished assignment.
    ///
    /// # Shapes
    /// As for [`profile`].
    pub fn new(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> Centroids {
        Centroids { sums: Sums::build(matrix, assignments, k) }
    }

    /// One centroid: its terms with a weight over 0, length 1, by ascending term.
    pub fn of(&self, cluster: usize) -> (Vec<u32>, Vec<f32>) {
        let norm = self.sums.norm(cluster).max(1e-12);
        let weights = self.sums.column(cluster).enumerate().filter(|(_, w)| *w > 0.0);
        weights.map(|(t, w)| (t as u32, (f64::from(w) / norm) as f32)).unzip()
    }

    /// Cosine of every two centroids, `k × k`.
    pub fn similarity(&self) -> Vec<Vec<f64>> {
        let (k, gram) = (self.sums.k, self.sums.gram());
        let cosine = |a: usize, b: usize| {
            let norm = self.sums.norm(a) * self.sums.norm(b);
            match (a == b, norm > 0.0) {
                (true, _) => 1.0,
                (false, true) => (gram[a * k + b] / norm).clamp(0.0, 1.0),
                (false, false) => 0.0,
            }
        };
        (0..k).map(|a| (0..k).map(|b| cosine(a, b)).collect()).collect()
    }

    /// The terms that carry the similarity of a row to a cluster, with their shares of it, the largest first.
    pub fn carriers(&self, row: (&[u32], &[f32]), cluster: usize, n: usize) -> Box<[Carrier]> {
        let parts = row.0.iter().zip(row.1).map(|(&term, &w)| (term, w * self.sums.weight(term, cluster)));
        let mut ranked: Vec<(u32, f32)> = parts.filter(|p| p.1 > 0.0).collect();
        let total: f64 = ranked.iter().map(|p| f64::from(p.1)).sum();
        let heavier = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if ranked.len() > n {
            ranked.select_nth_unstable_by(n, heavier);
            ranked.truncate(n);
        }
        ranked.sort_unstable_by(heavier);
        ranked.into_iter().map(|(term, part)| Carrier { term, share: (f64::from(part) / total) as f32 }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn own_cluster_is_nearest_in_planted_groups() {
        let (matrix, labels) = testing::blobs(90, 3, 2);
        let found = profile(&matrix, &labels, 3);
        assert!(found.rows.iter().all(|r| r.similarity > r.second_similarity));
        let total: f64 = found.rows.iter().map(|r| r.similarity).sum();
        assert!((total - found.objective).abs() < 1e-3);
        for row in [0, 41, 89] {
            let others: Vec<u32> = (0..90).map(|other| if other == row { 3 } else { labels[other] }).collect();
            let apart = Centroids::new(&matrix, &others, 4);
            let (terms, weights) = apart.of(labels[row] as usize);
            let cosine = crate::math::sparse_dot(matrix.row(row), (&terms, &weights));
            assert!((found.rows[row].similarity_to_others - cosine).abs() < 1e-4);
        }
        assert_eq!(to_others(1.0, 1.0, 1), 0.0);
        let centroids = Centroids::new(&matrix, &labels, 3);
        let carriers = centroids.carriers(matrix.row(0), 0, 100);
        assert!((carriers.iter().map(|c| c.share).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(centroids.similarity()[0][1] < 0.5);
    }
}
