//! Cluster sums: rows and assignments in, the sum vector, size and norm of every cluster out.
//!
//! Every cell is added to by one thread, in the order of the moves, so any number of threads gives the same bits. What
//! rounding leaves where a row came and went is far below a weight.

use rayon::prelude::*;

use crate::math::aligned::Aligned;
use crate::math::simd::{self, Kernel};
use crate::math::tile;
use crate::vectorize::TfIdfMatrix;

/// Blocks of terms whose products are summed apart; each costs k × k numbers.
const GRAM_BLOCKS: usize = 4;
/// Cells, and rows to add, from which a table is filled part by part, on all threads: a smaller one stays in the cache as
/// a whole.
const WORTH_SHARING: (usize, usize) = (1 << 21, 20_000);

/// Term-major sums of the rows of each cluster.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    pub(crate) k: usize,
    n_terms: usize,
    stride: usize,
    cells: Aligned,
    /// Rows in each cluster.
    pub(crate) sizes: Vec<usize>,
    /// `‖S_j‖²` of each cluster.
    pub(crate) norm2: Vec<f64>,
}

impl Sums {
    pub(crate) fn empty(n_terms: usize, k: usize) -> Sums {
        let stride = tile::stride(k);
        let cells = Aligned::zeros(n_terms * stride);
        Sums { k, n_terms, stride, cells, sizes: vec![0; k], norm2: vec![0.0; k] }
    }

    /// Sums of all rows; `assignments[row]` is below `k`.
    pub(crate) fn build(matrix: &TfIdfMatrix, assignments: &[u32], k: usize) -> Sums {
        let mut sums = Sums::empty(matrix.n_cols, k);
        let all: Vec<(u32, u32, u32)> =
            assignments.iter().enumerate().map(|(row, &j)| (row as u32, u32::MAX, j)).collect();
        sums.apply(matrix, &all);
        sums
    }

    /// Applies moves `(row, from, to)`; `from` is `u32::MAX` for a row that stood nowhere.
    pub(crate) fn apply(&mut self, matrix: &TfIdfMatrix, moves: &[(u32, u32, u32)]) {
        let stride = self.stride;
        let n_threads = rayon::current_num_threads();
        let n_blocks = match (self.cells.len() < WORTH_SHARING.0, moves.len() < WORTH_SHARING.1) {
            (true, true) => 1,
            (true, false) => n_threads,
            (false, _) => 4 * n_threads,
        };
        let terms_per_block = self.n_terms.div_ceil(n_blocks).max(1);
        let is_new = self.sizes.iter().all(|&size| size == 0);
        self.cells.par_chunks_mut(terms_per_block * stride).enumerate().for_each(|(block, cells)| {
            let first = (block * terms_per_block) as u32;
            let last = first + terms_per_block as u32;
            if is_new {
                // A page that is read before it is written is mapped twice, and the other threads have to be told.
                cells.fill(0.0);
            }
            for &(row, from, to) in moves {
                let (mut terms, mut weights) = matrix.row(row as usize);
                if n_blocks > 1 {
                    let start = terms.partition_point(|&t| t < first);
                    let end = start + terms[start..].partition_point(|&t| t < last);
                    (terms, weights) = (&terms[start..end], &weights[start..end]);
                }
                for (&term, &weight) in terms.iter().zip(weights) {
                    let at = (term - first) as usize * stride;
                    if from != u32::MAX {
                        cells[at + from as usize] -= weight;
                    }
                    cells[at + to as usize] += weight;
                }
            }
        });
        for &(_, from, to) in moves {
            if from != u32::MAX {
                self.sizes[from as usize] -= 1;
            }
            self.sizes[to as usize] += 1;
        }
        self.refresh_norms();
    }

    /// Moves one row and keeps the norms up to date; `dot_from`, `dot_to` are `S·x`, `length2` is `x·x`.
    pub(crate) fn shift(&mut self, row: (&[u32], &[f32]), from: usize, to: usize, dots: (f64, f64), length2: f64) {
        for (&term, &weight) in row.0.iter().zip(row.1) {
            let at = term as usize * self.stride;
            self.cells[at + from] -= weight;
            self.cells[at + to] += weight;
        }
        self.sizes[from] -= 1;
        self.sizes[to] += 1;
        self.norm2[from] = (self.norm2[from] - 2.0 * dots.0 + length2).max(0.0);
        self.norm2[to] += 2.0 * dots.1 + length2;
    }

    /// Recomputes every norm from the sums.
    pub(crate) fn refresh_norms(&mut self) {
        self.norm2 = simd::widest(Squares { cells: &self.cells, stride: self.stride });
        self.norm2.truncate(self.k);
    }

    /// `S_j · x` for all clusters, in 32-bit floats; `out` has [`Sums::stride`] cells.
    pub(crate) fn dots(&self, row: (&[u32], &[f32]), out: &mut [f32]) {
        tile::dot_columns(row, &self.cells, self.stride, out);
    }

    /// `S_j · x` for one cluster, in double precision.
    pub(crate) fn dot(&self, row: (&[u32], &[f32]), j: usize) -> f64 {
        row.0.iter().zip(row.1).map(|(&t, &w)| f64::from(w) * f64::from(self.weight(t, j))).sum()
    }

    /// The weight of one term in one sum vector.
    pub(crate) fn weight(&self, term: u32, j: usize) -> f32 {
        self.cells[term as usize * self.stride + j]
    }

    /// Cells of a row of scores.
    pub(crate) fn stride(&self) -> usize {
        self.stride
    }

    /// `‖S_j‖`.
    pub(crate) fn norm(&self, j: usize) -> f64 {
        self.norm2[j].sqrt()
    }

    /// `Σ_j ‖S_j‖`, which equals the sum of the cosines of all rows to their centroids.
    pub(crate) fn objective(&self) -> f64 {
        (0..self.k).map(|j| self.norm(j)).sum()
    }

    /// Weights of one sum vector, term by term.
    pub(crate) fn column(&self, j: usize) -> impl Iterator<Item = f32> + '_ {
        self.cells.iter().skip(j).step_by(self.stride).copied()
    }

    /// `S_a · S_b` for all pairs, `k × k`.
    pub(crate) fn gram(&self) -> Vec<f64> {
        let k = self.k;
        let rows_per_block = self.n_terms.div_ceil(GRAM_BLOCKS).max(1) * self.stride;
        let parts: Vec<Vec<f64>> = self
            .cells
            .par_chunks(rows_per_block)
            .map(|block| {
                let mut part = vec![0.0; k * k];
                let mut present = Vec::with_capacity(k);
                for cells in block.chunks_exact(self.stride) {
                    present.clear();
                    present.extend(
                        cells[..k].iter().enumerate().filter(|(_, c)| **c != 0.0).map(|(j, &c)| (j, f64::from(c))),
                    );
                    for &(a, x) in &present {
                        for &(b, y) in &present {
                            part[a * k + b] += x * y;
                        }
                    }
                }
                part
            })
            .collect();
        parts.into_iter().fold(vec![0.0; k * k], |mut sum, part| {
            sum.iter_mut().zip(part).for_each(|(s, p)| *s += p);
            sum
        })
    }
}

/// The sum of the squares of every column.
struct Squares<'a> {
    cells: &'a [f32],
    stride: usize,
}

impl Kernel for Squares<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn run(self) -> Vec<f64> {
        let mut squares = vec![0.0; self.stride];
        for cells in self.cells.chunks_exact(self.stride) {
            for (square, &cell) in squares.iter_mut().zip(cells) {
                *square += f64::from(cell) * f64::from(cell);
            }
        }
        squares
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::testing;

    #[test]
    fn moving_is_the_same_as_building_anew() {
        let (matrix, labels) = testing::blobs(60, 3, 7);
        let k = 3;
        let mut moved = Sums::build(&matrix, &labels, k);
        let mut after = labels.clone();
        for (row, slot) in after.iter_mut().enumerate().take(20) {
            let (from, to) = (*slot as usize, (*slot as usize + 1) % k);
            let x = matrix.row(row);
            let dots = (moved.dot(x, from), moved.dot(x, to));
            moved.shift(x, from, to, dots, 1.0);
            *slot = to as u32;
        }
        let built = Sums::build(&matrix, &after, k);
        assert!(moved.cells.iter().zip(&*built.cells).all(|(a, b)| (a - b).abs() < 1e-5));
        assert_eq!(moved.sizes, built.sizes);
        for j in 0..k {
            assert!((moved.norm2[j] - built.norm2[j]).abs() < 1e-4);
        }
    }

    #[test]
    fn gram_holds_the_norms() {
        let (matrix, labels) = testing::blobs(40, 4, 1);
        let sums = Sums::build(&matrix, &labels, 4);
        let gram = sums.gram();
        for j in 0..4 {
            assert!((gram[j * 4 + j] - sums.norm2[j]).abs() < 1e-6);
        }
    }
}
