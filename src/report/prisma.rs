//! PRISMA numbers: records identified by source, duplicates removed, records left.
//!
//! # References
//! M. J. Page et al. (2021), *The PRISMA 2020 statement*, BMJ 372.

use serde_json::{Value, json};

use super::clean::line;
use crate::analysis::Analysis;

/// The numbers of the first boxes of the flow diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prisma {
    /// Records by source file, in the order of the files.
    pub identified: Vec<(String, usize)>,
    /// Records joined with another of the same file.
    pub within: usize,
    /// Records joined with one of another file.
    pub across: usize,
    /// Records left.
    pub remaining: usize,
    /// Of those, records without any text to group them by.
    pub without_text: usize,
}

/// Counts them.
pub fn count(analysis: &Analysis) -> Prisma {
    let records = &analysis.corpus.records;
    let mut prisma = Prisma {
        identified: analysis
            .corpus
            .files
            .iter()
            .filter(|f| f.n_records > 0)
            .map(|f| (line(&f.path), f.n_records))
            .collect(),
        ..Prisma::default()
    };
    for (at, record) in records.iter().enumerate() {
        match analysis.duplicate_of(at) {
            None => {
                prisma.remaining += 1;
                prisma.without_text += usize::from(analysis.documents.get(at).is_none_or(|d| d.topic.is_none()));
            }
            Some(stands) if records[stands].source.file == record.source.file => prisma.within += 1,
            Some(_) => prisma.across += 1,
        }
    }
    prisma
}

/// The numbers for programs.
pub fn json(analysis: &Analysis) -> Value {
    let prisma = count(analysis);
    json!({
        "identified": prisma.identified.iter().map(|(path, n)| json!({"source": path, "records": n})).collect::<Vec<_>>(),
        "duplicates_within_sources": prisma.within, "duplicates_across_sources": prisma.across,
        "remaining": prisma.remaining, "without_text": prisma.without_text,
    })
}
