//! Writes records in one of the formats; which one, a name or a file ending tells.

use std::io::{self, Write};
use std::path::Path;

use super::format::Format;
use super::read::format_of;
use super::record::Record;
use super::{Corpus, ris};

/// The format that the name of a file stands for.
pub fn format_by_path(path: &Path) -> Option<Format> {
    path.extension().filter(|e| *e == "ris").map(|_| Format::Ris)
}

/// Names of the formats that can be written, for messages.
pub fn names() -> Vec<&'static str> {
    vec!["ris"]
}

/// Writes records of `corpus` in `format`.
pub fn write<'a>(
    records: impl Iterator<Item = &'a Record>,
    corpus: &Corpus,
    _: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    ris::write(records.map(|record| (record, format_of(corpus, record))), out)
}
