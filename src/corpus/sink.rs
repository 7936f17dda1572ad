//! The sink: where a parser puts the records and issues of one file.
//!
//! Numbers the records of the file from 1. Does not know which file it is; `corpus::read` fills that in.

use std::collections::BTreeMap;

use super::issue::{Issue, IssueKind};
use super::record::{Record, RecordBuilder};

/// Most issues of one kind that one file is told of one by one; the rest is counted.
const MAX_OF_A_KIND: usize = 1000;

/// Records and issues of one file, in order.
#[derive(Debug, Default)]
pub struct Sink {
    /// Records read so far.
    pub records: Vec<Record>,
    /// Issues found so far.
    pub issues: Vec<Issue>,
    /// The dialect, where the parser can tell ("Scopus", "Cochrane", "semicolon-separated").
    pub dialect: Option<String>,
    counts: BTreeMap<IssueKind, usize>,
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
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_OF_A_KIND {
            self.issues.push(Issue { file: 0, line, kind, message: message.into() });
        }
    }

    /// Ends the file: the issues beyond the limit become one that counts them.
    pub fn close(&mut self) {
        for (&kind, &count) in &self.counts {
            if count > MAX_OF_A_KIND {
                let message = format!("and {} more of this kind", count - MAX_OF_A_KIND);
                self.issues.push(Issue { file: 0, line: 0, kind, message });
            }
        }
        self.counts.clear();
    }
}
