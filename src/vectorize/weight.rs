//! Weights: pruned counts in, rows of length 1 out.
//!
//! Term frequency (saturated or plain) times inverse document frequency. Does not choose terms.

use rayon::prelude::*;

use super::{Vocabulary, Weighting};
use crate::memory::{List, Shared, fetch};
use crate::text::TermCounts;

/// Numbers in a line of the cache.
const LINE: usize = 16;

/// Weighted, normalized rows in compressed sparse form.
///
/// # Shapes
/// `n_rows` rows of `n_cols` columns; inside a row `indices` ascend; every row has length 1, or 0 if it is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TfIdfMatrix {
    /// Start of each row, `n_rows + 1` entries.
    pub indptr: Shared<usize>,
    /// Column of each entry.
    pub indices: Shared<u32>,
    /// Weight of each entry, positive.
    pub values: List<f32>,
    /// Number of columns.
    pub n_cols: usize,
}

impl TfIdfMatrix {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.indptr.len().saturating_sub(1)
    }

    /// The rows that hold a term.
    pub fn filled_rows(&self) -> Vec<usize> {
        (0..self.n_rows()).filter(|&row| self.indptr[row] < self.indptr[row + 1]).collect()
    }

    /// Columns and weights of one row.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.indptr[row]..self.indptr[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// Asks for a row that is read soon.
    pub fn fetch_row(&self, row: usize) {
        let (columns, weights) = self.row(row);
        columns.iter().step_by(LINE).for_each(fetch);
        weights.iter().step_by(LINE).for_each(fetch);
    }

    /// Looks at some of many rows, in the given order.
    fn visit<'m>(&'m self, rows: &[usize], mut look: impl FnMut(&'m [u32], &'m [f32])) {
        for (n, &row) in rows.iter().enumerate() {
            if n % 256 == 255 {
                self.indices.release();
                self.values.release();
            }
            let (columns, weights) = self.row(row);
            look(columns, weights);
        }
    }

    /// The given rows, in the given order.
    pub fn select(&self, rows: &[usize]) -> TfIdfMatrix {
        let (mut indptr, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        self.visit(rows, |columns, weights| {
            indices.extend_from_slice(columns);
            values.extend_from_slice(weights);
            indptr.push(indices.len());
        });
        TfIdfMatrix { indptr: indptr.into(), indices: indices.into(), values: values.into(), n_cols: self.n_cols }
    }

    /// The given rows, in the given order, without the columns that fewer than `least` of them use (at least one); the
    /// order of columns stays. A column that one row alone uses says nothing about which rows are alike; a row that has
    /// no other keeps its own.
    pub fn sample(&self, rows: &[usize], least: u32) -> TfIdfMatrix {
        let least = least.max(1);
        let mut uses = vec![0_u32; self.n_cols];
        self.visit(rows, |columns, _| columns.iter().for_each(|&column| uses[column as usize] += 1));
        self.visit(rows, |columns, _| {
            if columns.iter().all(|&column| uses[column as usize] < least) {
                columns.iter().for_each(|&column| uses[column as usize] = least);
            }
        });
        let mut n_cols = 0;
        let mut number = |uses: u32| {
            n_cols += u32::from(uses >= least);
            (uses >= least).then(|| n_cols - 1)
        };
        let numbers: Vec<Option<u32>> = uses.into_iter().map(&mut number).collect();
        let (mut indptr, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        self.visit(rows, |columns, weights| {
            for (&column, &weight) in columns.iter().zip(weights) {
                if let Some(number) = numbers[column as usize] {
                    indices.push(number);
                    values.push(weight);
                }
            }
            indptr.push(indices.len());
        });
        TfIdfMatrix { indptr: indptr.into(), indices: indices.into(), values: values.into(), n_cols: n_cols as usize }
    }

    /// Every column times its factor, rows of length 1 again.
    pub fn rescaled(&self, factors: &[f64]) -> TfIdfMatrix {
        let mut values = List::zeros(self.values.len(), &self.values.place());
        let rows = split_rows(&mut values, &self.indptr);
        rows.into_par_iter().enumerate().for_each(|(row, out)| {
            let (columns, weights) = self.row(row);
            let scaled = |(&column, &weight): (&u32, &f32)| f64::from(weight) * factors[column as usize];
            let length = columns.iter().zip(weights).map(|entry| scaled(entry).powi(2)).sum::<f64>().sqrt();
            out.iter_mut().zip(columns.iter().zip(weights)).for_each(|(out, e)| *out = (scaled(e) / length) as f32);
        });
        TfIdfMatrix { indptr: self.indptr.clone(), indices: self.indices.clone(), values, n_cols: self.n_cols }
    }

    /// Adds to `sums` the dot product of a row with every row of the matrix that this one is the transpose of; only rows
    /// that share a term with it are met.
    pub fn add_dots(&self, row: (&[u32], &[f32]), sums: &mut [f32]) {
        for (&term, &weight) in row.0.iter().zip(row.1) {
            let (rows, weights) = self.row(term as usize);
            rows.iter().zip(weights).for_each(|(&other, &w)| sums[other as usize] += weight * w);
        }
    }

    /// Columns as rows, kept where the rows are.
    pub fn transposed(&self) -> TfIdfMatrix {
        let mut indptr = vec![0; self.n_cols + 1];
        self.indices.iter().for_each(|&t| indptr[t as usize + 1] += 1);
        (1..indptr.len()).for_each(|i| indptr[i] += indptr[i - 1]);
        let mut next = indptr.clone();
        let mut indices = List::zeros(self.indices.len(), &self.indices.place());
        let mut values = List::zeros(self.values.len(), &self.values.place());
        let (of_rows, of_weights): (&mut [u32], &mut [f32]) = (&mut indices, &mut values);
        for row in 0..self.n_rows() {
            let (terms, weights) = self.row(row);
            for (&term, &weight) in terms.iter().zip(weights) {
                let at = &mut next[term as usize];
                (of_rows[*at], of_weights[*at]) = (row as u32, weight);
                *at += 1;
            }
        }
        TfIdfMatrix { indptr: indptr.into(), indices: indices.into(), values, n_cols: self.n_rows() }
    }
}

/// Saturation of the term frequency: far above retrieval's 1.2, as clustering wants it
/// (Whissell & Clarke 2011; 8 was the best of 1.2, 8 and 20 on five labelled corpora).
const K1: f64 = 8.0;
/// Normalization by document length (Robertson's usual value).
const B: f64 = 0.75;

/// Saturated frequency of a term in a document of a length.
pub(super) fn bm25(tf: f64, length: f64, mean_length: f64) -> f64 {
    tf * (K1 + 1.0) / (tf + K1 * (1.0 - B + B * length / mean_length.max(f64::MIN_POSITIVE)))
}

/// Weighs counts and scales every row to length 1.
///
/// Plain: `tf · ln(n/df)`. BM25: `tf·(k1+1) / (tf + k1·(1 − b + b·len/mean_len)) · ln(n/df)`. A term that every
/// document holds weighs a trifle (`ln((n+1)/n)`) so that no document that has terms is left without weight.
///
/// # References
/// K. Spärck Jones (1972), *A statistical interpretation of term specificity*, Journal of Documentation 28(1).
/// J. S. Whissell & C. L. A. Clarke (2011), *Improving document clustering using Okapi BM25 feature weighting*,
/// Information Retrieval 14, doi 10.1007/s10791-011-9163-y.
///
/// # Determinism
/// Row by row; the same bits on any number of threads.
pub fn weigh(counts: &TermCounts, vocabulary: &Vocabulary, weighting: Weighting) -> TfIdfMatrix {
    let n_docs = counts.indptr.windows(2).filter(|w| w[1] > w[0]).count();
    let n = n_docs as f64;
    let idf: Vec<f64> = vocabulary.df.iter().map(|&df| (n / f64::from(df)).ln().max(((n + 1.0) / n).ln())).collect();
    let total: u64 = counts.counts.iter().map(|&c| u64::from(c)).sum();
    let mean_len = total as f64 / n.max(1.0);
    let bm25 = weighting.resolve(n_docs) == Weighting::Bm25;
    let mut values = List::zeros(counts.indices.len(), &counts.indices.place());
    let rows = split_rows(&mut values, &counts.indptr);
    rows.into_par_iter().zip(counts.indptr.par_windows(2)).for_each(|(row, w)| {
        let terms = &counts.indices[w[0]..w[1]];
        let tfs = &counts.counts[w[0]..w[1]];
        let len: f64 = tfs.iter().map(|&c| f64::from(c)).sum();
        let norm = K1 * (1.0 - B + B * len / mean_len);
        let weight = |tf: f64, term: u32| {
            let tf = if bm25 { tf * (K1 + 1.0) / (tf + norm) } else { tf };
            tf * idf[term as usize]
        };
        let length = tfs.iter().zip(terms).map(|(&tf, &t)| weight(f64::from(tf), t).powi(2)).sum::<f64>().sqrt();
        for ((out, &tf), &t) in row.iter_mut().zip(tfs).zip(terms) {
            *out = (weight(f64::from(tf), t) / length) as f32;
        }
    });
    TfIdfMatrix {
        indptr: counts.indptr.clone(),
        indices: counts.indices.clone(),
        values,
        n_cols: vocabulary.terms.len(),
    }
}

fn split_rows<'a>(mut values: &'a mut [f32], indptr: &[usize]) -> Vec<&'a mut [f32]> {
    let mut rows = Vec::with_capacity(indptr.len());
    for w in indptr.windows(2) {
        let (row, rest) = values.split_at_mut(w[1] - w[0]);
        rows.push(row);
        values = rest;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> (Vocabulary, TermCounts) {
        // documents: {a:1, b:2}, {a:1}, {b:1, c:4}
        let terms = ["a", "b", "c"].map(Box::from).to_vec();
        let counts = TermCounts {
            terms: terms.clone().into(),
            indptr: vec![0, 2, 3, 5].into(),
            indices: vec![0, 1, 0, 1, 2].into(),
            counts: vec![1, 2, 1, 1, 4].into(),
            ..TermCounts::default()
        };
        (Vocabulary { terms: terms.into(), df: vec![2, 2, 1] }, counts)
    }

    #[test]
    fn a_sample_leaves_out_columns_of_one_row() {
        let matrix = TfIdfMatrix {
            indptr: vec![0, 2, 4, 5, 6].into(),
            indices: vec![1, 2, 0, 2, 3, 4].into(),
            values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0].into(),
            n_cols: 6,
        };
        let all = matrix.sample(&[0, 1, 3], 1);
        assert_eq!(
            (all.n_cols, all.row(0), all.row(2)),
            (4, ([1, 2].as_slice(), [1.0, 2.0].as_slice()), (&[3_u32][..], &[6.0_f32][..]))
        );
        let shared = matrix.sample(&[1, 0, 2], 2);
        assert_eq!(
            (shared.n_cols, shared.row(0), shared.row(1)),
            (2, (&[0_u32][..], &[4.0_f32][..]), (&[0_u32][..], &[2.0_f32][..]))
        );
        assert_eq!(shared.row(2), (&[1_u32][..], &[5.0_f32][..]), "a row of nothing else keeps its own");
    }

    #[test]
    fn plain_weights_by_hand() {
        let (vocabulary, counts) = counts();
        let matrix = weigh(&counts, &vocabulary, Weighting::TfIdf);
        // ln(3/2) cancels in the first row: (1, 2) / √5; the last is (ln 1.5, 4 ln 3) scaled.
        let close = |a: f32, b: f64| assert!((f64::from(a) - b).abs() < 1e-6, "{a} {b}");
        close(matrix.values[0], 1.0 / 5_f64.sqrt());
        close(matrix.values[1], 2.0 / 5_f64.sqrt());
        close(matrix.values[2], 1.0);
        let (x, y) = (1.5_f64.ln(), 4.0 * 3_f64.ln());
        close(matrix.values[3], x / x.hypot(y));
        close(matrix.values[4], y / x.hypot(y));
    }

    #[test]
    fn bm25_weights_by_hand() {
        let (vocabulary, counts) = counts();
        let matrix = weigh(&counts, &vocabulary, Weighting::Bm25);
        // lengths 3, 1, 5, mean 3: in the first row norm = 8, tf 1 -> 9/9 = 1, tf 2 -> 18/10 = 1.8.
        let close = |a: f32, b: f64| assert!((f64::from(a) - b).abs() < 1e-6, "{a} {b}");
        close(matrix.values[0], 1.0 / 1_f64.hypot(1.8));
        close(matrix.values[1], 1.8 / 1_f64.hypot(1.8));
    }

    #[test]
    fn a_term_in_every_document_keeps_its_document() {
        let terms = vec![Box::from("a")];
        let (indptr, indices, ones) = (vec![0, 1, 2], vec![0, 0], vec![1, 1]);
        let counts = TermCounts {
            terms: terms.clone().into(),
            indptr: indptr.into(),
            indices: indices.into(),
            counts: ones.into(),
            ..TermCounts::default()
        };
        let matrix = weigh(&counts, &Vocabulary { terms: terms.into(), df: vec![2] }, Weighting::TfIdf);
        assert_eq!(matrix.values[..], [1.0, 1.0]);
    }
}
