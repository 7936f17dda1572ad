//! Duplicates: records in, groups of records that are the same work out.
//!
//! A false join loses a study, so what is not sure is listed as possible and never joined.

/// Which records are the same work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// For every record the index of the record that stands for it (itself when it stands alone).
    pub stands_for: Vec<usize>,
    /// Every two records of one group, by index, with the reason.
    pub pairs: Vec<DuplicatePair>,
    /// Pairs under the line: shown, never joined.
    pub possible: Vec<DuplicatePair>,
}

/// Two records that are, or may be, the same work.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicatePair {
    /// Record index, the smaller.
    pub a: usize,
    /// Record index, the larger.
    pub b: usize,
    /// Confidence, 0..=1.
    pub score: f64,
    /// Why, in words ("same DOI", "title, year and first author agree").
    pub reason: String,
}
