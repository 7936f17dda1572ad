//! Latent semantic analysis: sparse rows in, short dense rows of length 1 out.
//!
//! Truncated singular value decomposition by random projection with power iterations. Does not cluster.
//!
//! # References
//! S. Deerwester et al. (1990), *Indexing by latent semantic analysis*, JASIS 41. N. Halko, P.-G. Martinsson &
//! J. A. Tropp (2011), *Finding structure with randomness*, SIAM Review 53, algorithm 4.4.

use rand::Rng as _;
use rayon::prelude::*;

use super::TfIdfMatrix;
use crate::math::{self, dense, tile};

/// Columns beyond the rank asked for; more change nothing that shows.
const OVERSAMPLING: usize = 12;
/// Power iterations; text spectra fall slowly, two are enough for clustering.
const POWER: usize = 2;

/// Dense rows, scaled to length 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LsaRows {
    /// `n_rows × rank`, row-major.
    pub values: Vec<f32>,
    /// Number of dimensions.
    pub rank: usize,
}

impl LsaRows {
    /// One row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.rank..(row + 1) * self.rank]
    }
}

/// Projects rows to `rank` dimensions (fewer when rows or terms are fewer); an empty row stays 0.
///
/// # Determinism
/// Depends on rows, rank and seed only, not on threads.
///
/// # Complexity
/// O(entries · rank) a pass, six passes.
pub fn project(matrix: &TfIdfMatrix, rank: usize, seed: u64) -> LsaRows {
    let (n, v) = (matrix.n_rows(), matrix.n_cols);
    let rank = rank.min(n).min(v);
    if rank == 0 {
        return LsaRows { values: Vec::new(), rank };
    }
    let l = width((rank + OVERSAMPLING).min(n).min(v));
    let transposed = matrix.transposed();
    let mut rng = math::rng(seed, 0x15A);
    let gaussian: Vec<f32> = (0..v * l).map(|_| normal(&mut rng)).collect();
    let mut y = multiply(matrix, &gaussian, l);
    for _ in 0..POWER {
        dense::orthonormalize(&mut y, l);
        let mut z = multiply(&transposed, &y, l);
        dense::orthonormalize(&mut z, l);
        y = multiply(matrix, &z, l);
    }
    dense::orthonormalize(&mut y, l);
    let b = multiply(&transposed, &y, l);
    let (values, vectors) = dense::symmetric_eigen(&dense::gram(&b, l), l);
    let mut scaled = vec![0.0; l * rank];
    for i in 0..l {
        for j in 0..rank {
            scaled[i * rank + j] = vectors[i * l + j] * values[j].max(0.0).sqrt();
        }
    }
    let mut rows = dense::times(&y, l, &scaled, rank);
    rows.par_chunks_mut(rank).for_each(|row| {
        let length = row.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
        if length > 1e-9 {
            row.iter_mut().for_each(|x| *x = (f64::from(*x) / length) as f32);
        }
    });
    LsaRows { values: rows, rank }
}

/// Columns that are worked with for so many wanted: a power of two up to a cache line or two, whole groups of four
/// lines above; what is beyond the wanted ones sharpens them.
fn width(wanted: usize) -> usize {
    match wanted {
        ..=16 => 16,
        17..=32 => 32,
        _ => wanted.next_multiple_of(64),
    }
}

/// One standard normal number (Box & Muller 1958).
fn normal(rng: &mut math::Rng) -> f32 {
    let (u, v): (f64, f64) = (rng.gen_range(f64::MIN_POSITIVE..1.0), rng.gen_range(0.0..1.0));
    ((-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
}

/// Sparse rows times a dense `n_cols × l` table.
fn multiply(matrix: &TfIdfMatrix, table: &[f32], l: usize) -> Vec<f32> {
    let mut out = vec![0.0; matrix.n_rows() * l];
    out.par_chunks_mut(l).enumerate().for_each(|(row, out)| tile::dot_columns(matrix.row(row), table, l, out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_rank_keeps_cosines() {
        let matrix = TfIdfMatrix {
            indptr: vec![0, 2, 4, 5].into(),
            indices: vec![0, 1, 1, 2, 3].into(),
            values: vec![0.6, 0.8, 0.8, 0.6, 1.0].into(),
            n_cols: 4,
        };
        let rows = project(&matrix, 100, 1);
        assert_eq!(rows.rank, 3);
        for a in 0..3 {
            for b in 0..3 {
                let dense: f32 = rows.row(a).iter().zip(rows.row(b)).map(|(x, y)| x * y).sum();
                let sparse = math::sparse_dot(matrix.row(a), matrix.row(b));
                assert!((f64::from(dense) - sparse).abs() < 1e-4, "{a} {b} {dense} {sparse}");
            }
        }
    }
}
