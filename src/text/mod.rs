//! Text: records in, the terms of every document out. This file is the recipe.

/// How often every term stands in every document, before any pruning or weighting.
///
/// # Shapes
/// `terms`: distinct stems in ascending byte order. Row `d` of the compressed sparse rows is
/// `indptr[d]..indptr[d + 1]`; inside a row `indices` ascend. `lengths[d]` is the sum of the row's counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermCounts {
    /// Distinct stems, sorted.
    pub terms: Vec<Box<str>>,
    /// Start of each row, `n_docs + 1` entries.
    pub indptr: Vec<usize>,
    /// Term of each entry.
    pub indices: Vec<u32>,
    /// Occurrences, at least 1, saturating.
    pub counts: Vec<u16>,
}
