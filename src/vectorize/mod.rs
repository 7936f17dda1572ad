//! Vectors: term counts in, vocabulary and TF-IDF rows out.

/// Weighted, normalized rows in compressed sparse form.
///
/// # Shapes
/// `n_rows` rows of `n_cols` columns; inside a row `indices` ascend; every row has length 1, or 0 if it is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TfIdfMatrix {
    /// Start of each row, `n_rows + 1` entries.
    pub indptr: Vec<usize>,
    /// Column of each entry.
    pub indices: Vec<u32>,
    /// Weight of each entry, positive.
    pub values: Vec<f32>,
    /// Number of columns.
    pub n_cols: usize,
}

impl TfIdfMatrix {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.indptr.len().saturating_sub(1)
    }

    /// Columns and weights of one row.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.indptr[row]..self.indptr[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }
}
