//! Information: rows and groupings of them in, how much each column tells about the groups out.
//!
//! Words of a subject stand in few groups, words of any text ("patients", "however") in all, whatever their document
//! frequency says; weighed by it, rows of one subject come nearer to each other. Does not group.
//!
//! # References
//! T. Liu, S. Liu, Z. Chen & W.-Y. Ma (2003), *An evaluation on feature selection for text clustering*, ICML: terms
//! judged by the clusters found with them, and clustering again.

use rayon::prelude::*;

use crate::vectorize::TfIdfMatrix;

/// Rows by which every column is taken to be spread as all rows are: what two or three rows say is chance.
const PRIOR: f64 = 4.0;
/// Information in nats that every column has at least, so that none goes.
const LEAST: f64 = 0.1;

/// Rows with columns weighed by the square root of what they tell, on average, about the groups of some groupings.
///
/// # Shapes
/// `groupings`: each one group below `k` for every row.
pub(super) fn reweighed(matrix: &TfIdfMatrix, groupings: &[impl AsRef<[u32]>], k: usize) -> TfIdfMatrix {
    let columns = matrix.transposed();
    let mut told = vec![0.0; matrix.n_cols];
    for grouping in groupings {
        let found = information(&columns, grouping.as_ref(), k);
        told.iter_mut().zip(found).for_each(|(sum, nats)| *sum += nats / groupings.len() as f64);
    }
    matrix.rescaled(&told.iter().map(|nats| (nats + LEAST).sqrt()).collect::<Vec<_>>())
}

/// Divergence, in nats, of the groups of the rows that hold a column from the groups of all rows.
fn information(columns: &TfIdfMatrix, groups: &[u32], k: usize) -> Vec<f64> {
    let mut share = vec![0.0; k];
    groups.iter().for_each(|&group| share[group as usize] += 1.0 / groups.len() as f64);
    let of_column = |here: &mut Vec<f64>, column: usize| {
        let rows = columns.row(column).0;
        here.iter_mut().zip(&share).for_each(|(here, share)| *here = PRIOR * share);
        rows.iter().for_each(|&row| here[groups[row as usize] as usize] += 1.0);
        let all = rows.len() as f64 + PRIOR;
        let term = |(here, share): (&f64, &f64)| if *here > 0.0 { here / all * (here / all / share).ln() } else { 0.0 };
        here.iter().zip(&share).map(term).sum::<f64>().max(0.0)
    };
    (0..columns.n_rows()).into_par_iter().map_init(|| vec![0.0; k], of_column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight rows of two groups: column 0 stands in the first, 1 in the second, 2 in all, 3 in one row.
    fn rows() -> (TfIdfMatrix, Vec<u32>) {
        let mut matrix = TfIdfMatrix { indptr: vec![0].into(), n_cols: 4, ..TfIdfMatrix::default() };
        for row in 0..8 {
            let columns: &[u32] = if row == 0 { &[0, 2, 3] } else { &[u32::from(row >= 4), 2] };
            matrix.indices.extend(columns.iter().copied());
            matrix.values.extend(columns.iter().map(|_| (1.0 / columns.len() as f32).sqrt()));
            matrix.indptr.push(matrix.indices.len());
        }
        (matrix, vec![0, 0, 0, 0, 1, 1, 1, 1])
    }

    #[test]
    fn information_by_hand() {
        let (matrix, groups) = rows();
        let told = information(&matrix.transposed(), &groups, 2);
        // Column 0: (4 + 2) / 8 and 2 / 8 of the rows against a half each; column 3: 3 / 5 and 2 / 5.
        let expected = [(6.0, 2.0, 8.0), (2.0, 6.0, 8.0), (6.0, 6.0, 12.0), (3.0, 2.0, 5.0)]
            .map(|(a, b, all): (f64, f64, f64)| a / all * (2.0 * a / all).ln() + b / all * (2.0 * b / all).ln());
        told.iter().zip(expected).for_each(|(found, by_hand)| assert!((found - by_hand).abs() < 1e-12));
        assert_eq!(told[2], 0.0);
    }

    #[test]
    fn words_of_a_group_weigh_more_than_words_of_all() {
        let (matrix, groups) = rows();
        let found = reweighed(&matrix, &[groups.clone(), groups], 2);
        let weights = found.row(7).1;
        assert!(weights[0] > weights[1], "{weights:?}");
        let length = |row: usize| found.row(row).1.iter().map(|w| w * w).sum::<f32>();
        (0..8).for_each(|row| assert!((length(row) - 1.0).abs() < 1e-6));
        let same = reweighed(&matrix, &[[0; 8]], 1);
        same.values.iter().zip(matrix.values.iter()).for_each(|(a, b)| assert!((a - b).abs() < 1e-6));
    }
}
