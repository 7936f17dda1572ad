//! Spread: one row of a matrix in, its cosine to any other out.
//!
//! The row is laid out by term, so that a cosine takes one look for each term of the other row. For one row that meets
//! some others; where all rows meet, the tile is quicker.

use crate::vectorize::TfIdfMatrix;

/// So many rows before it is read, a row is asked for: rows lie far apart in memory.
const AHEAD: usize = 4;

/// Room for one row, all zeros between two.
pub(super) struct Spread {
    weights: Vec<f32>,
}

impl Spread {
    pub(super) fn new(matrix: &TfIdfMatrix) -> Spread {
        Spread { weights: vec![0.0; matrix.n_cols] }
    }

    /// The cosines of a row to some others, in their order.
    pub(super) fn cosines(&mut self, matrix: &TfIdfMatrix, row: u32, others: &[u32]) -> Vec<f32> {
        let (terms, weights) = matrix.row(row as usize);
        terms.iter().zip(weights).for_each(|(&term, &weight)| self.weights[term as usize] = weight);
        let cosine = |&other: &u32| {
            let (terms, weights) = matrix.row(other as usize);
            let product = |(&term, &weight): (&u32, &f32)| f64::from(self.weights[term as usize] * weight);
            terms.iter().zip(weights).map(product).sum::<f64>().min(1.0) as f32
        };
        let ask_for = |row: &u32| matrix.fetch_row(*row as usize);
        let found = others.iter().enumerate().map(|(at, other)| {
            others.get(at + AHEAD).into_iter().for_each(ask_for);
            cosine(other)
        });
        let found = found.collect();
        terms.iter().for_each(|&term| self.weights[term as usize] = 0.0);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::knn::testing::random;
    use super::*;
    use crate::math::sparse_dot;

    #[test]
    fn cosines_are_those_of_the_sparse_rows() {
        let matrix = random(40);
        let mut spread = Spread::new(&matrix);
        let all: Vec<u32> = (0..40).collect();
        for row in [3, 17, 3] {
            for (other, found) in spread.cosines(&matrix, row, &all).into_iter().enumerate() {
                let expected = sparse_dot(matrix.row(row as usize), matrix.row(other)).min(1.0);
                assert!((f64::from(found) - expected).abs() < 1e-6);
            }
        }
    }
}
