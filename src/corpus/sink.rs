//! The sink: where a parser puts the records and issues of one file.
//!
//! Numbers the records of the file from 1. Does not know which file it is; `corpus::read` fills that in.

use super::issue::{Issue, IssueKind};
use super::record::{Record, RecordBuilder};

/// Records and issues of one file, in order.
#[derive(Debug, Default)]
pub struct Sink {
    /// Records read so far.
    pub records: Vec<Record>,
    /// Issues found so far.
    pub issues: Vec<Issue>,
    /// The dialect, where the parser can tell ("Scopus", "Cochrane", "semicolon-separated").
    pub dialect: Option<String>,
}

impl Sink {
    /// Takes a finished record; an empty one is dropped.
    pub fn record(&mut self, builder: RecordBuilder) {
        if builder.is_empty() {
            return;
        }
        let mut record = builder.finish();
        record.source.number = u32::try_from(self.records.len() + 1).unwrap_or(u32::MAX);
        self.records.push(record);
    }

    /// Takes an issue at `line` (from 1; 0: the whole file).
    pub fn issue(&mut self, line: u32, kind: IssueKind, message: impl Into<String>) {
        self.issues.push(Issue { file: 0, line, kind, message: message.into() });
    }
}
