//! Issues: what could not be read or was not as expected, with file and line.
//!
//! An issue never ends a run; it is counted, shown and, under `--strict`, changes the exit code.

use serde::Serialize;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IssueKind {
    /// The file could not be opened or read.
    Unreadable,
    /// The file is none of the formats known.
    UnknownFormat,
    /// The file holds no record.
    Empty,
    /// A record or a line breaks the format; what could be read of it was kept.
    Malformed,
    /// The file ends inside a record.
    Truncated,
    /// Bytes that are no text in the file's encoding, replaced by U+FFFD.
    Encoding,
    /// A table without a column that themata needs.
    MissingColumn,
    /// A record without title and abstract: nothing to cluster it by.
    NoText,
    /// Two records with one id; the later one was renamed.
    RepeatedId,
    /// A limit against hostile input was reached.
    Limit,
}

/// One thing to tell about one place of the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// Index into `Corpus::files`.
    pub file: u32,
    /// Line, from 1; 0 where it concerns the whole file.
    pub line: u32,
    /// What kind of thing.
    pub kind: IssueKind,
    /// What, and what was done about it; lower case, no full stop.
    pub message: String,
}
