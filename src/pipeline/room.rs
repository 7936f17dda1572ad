//! Room: the records and a limit of memory in, where the long lists of their words are kept out.
//!
//! Only that is decided here; what a run takes in the end is measured by `memory::limit`.

use crate::corpus::Corpus;
use crate::memory::{Files, Place};

/// Bytes that any run takes.
const BASE: u64 = 24 << 20;
/// Bytes for every record, beside its text.
const PER_RECORD: u64 = 500;
/// Bytes for the words of a hundred bytes of text.
const PER_HUNDRED: u64 = 55;

/// In files where the records would take more than the limit.
pub(crate) fn place(corpus: &Corpus, limit: Option<u64>) -> Place {
    match limit {
        Some(limit) if need(corpus) > limit => Place::Files(Files::new()),
        _ => Place::Memory,
    }
}

/// Bytes that a run over these records takes with everything in memory; 100,000 and 1,000,000 abstracts, and as many
/// short texts, took 10 to 20 % less.
fn need(corpus: &Corpus) -> u64 {
    BASE + PER_RECORD * corpus.records.len() as u64 + corpus.text_size() / 100 * PER_HUNDRED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{RecordBuilder, Role};

    #[test]
    fn files_are_used_where_the_limit_asks_for_them() {
        let mut builder = RecordBuilder::new(1);
        builder.push("AB", Role::Abstract, &"word ".repeat(20 << 20));
        let corpus = Corpus { records: vec![builder.finish()], ..Corpus::default() };
        assert!(matches!(place(&corpus, None), Place::Memory));
        assert!(matches!(place(&corpus, Some(200 << 20)), Place::Memory));
        assert!(matches!(place(&corpus, Some(50 << 20)), Place::Files(_)));
    }
}
