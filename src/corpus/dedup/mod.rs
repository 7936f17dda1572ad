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

impl Joined {
    /// Every record for itself.
    pub fn none(n_records: usize) -> Joined {
        Joined { stands_for: (0..n_records).collect(), ..Joined::default() }
    }
}

/// Settings of the joining.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DedupParams {}

/// Finds the records that are the same work.
pub fn join(records: &[super::Record], _params: &DedupParams) -> Joined {
    let mut joined = Joined::none(records.len());
    let mut first: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        let Some(doi) = record.doi() else { continue };
        let a = *first.entry(doi).or_insert(at);
        if a != at {
            joined.stands_for[at] = a;
            joined.pairs.push(DuplicatePair { a, b: at, score: 1.0, reason: "same DOI".into() });
        }
    }
    joined
}

/// One record of several that are the same work.
pub fn merge(records: &[&super::Record]) -> super::Record {
    records[0].clone()
}
