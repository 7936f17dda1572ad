//! Order: a record in, a number out by which records stand in one order, however the files have them.
//!
//! What begins at random begins at rows by their number. So that an export sorted in another way gives the same topics,
//! rows are numbered by the content of their records.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::corpus::Record;

/// The same for the same title, abstracts, year and DOI.
pub(super) fn key(record: &Record) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    let texts = std::iter::once(record.title()).chain(record.abstracts().map(|(_, text)| text));
    for text in texts {
        hasher.write(text.as_bytes());
        hasher.write_u8(0);
    }
    hasher.write_i32(record.year().unwrap_or_default());
    hasher.write(record.doi().unwrap_or_default().as_bytes());
    hasher.finish()
}
