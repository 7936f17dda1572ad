//! The sink: where a parser puts the records and issues of one file.
//!
//! Numbers the records of the file from 1 and moves the texts of a large one out of memory. Does not know which file it is; `corpus::read` fills that in.

use std::collections::BTreeMap;

use super::issue::{Issue, IssueKind};
use super::record::{Record, RecordBuilder};
use super::spool::{Place, Spool, Spooler, Text};

/// Most issues of one kind that one file is told of one by one; the rest is counted.
const MAX_OF_A_KIND: usize = 1000;

/// Bytes of text held in memory before they are put away.
const MOST_HELD: usize = 8 << 20;

/// Records and issues of one file, in order.
#[derive(Debug, Default)]
pub struct Sink {
    /// Records read so far.
    pub records: Vec<Record>,
    /// Issues found so far.
    pub issues: Vec<Issue>,
    /// The dialect, where the parser can tell ("Scopus", "Cochrane", "semicolon-separated").
    pub dialect: Option<String>,
    /// Where the texts of a large file are, once it is closed.
    pub(super) spool: Option<Spool>,
    counts: BTreeMap<IssueKind, usize>,
    spooler: Option<Spooler>,
    places: Vec<Place>,
    held: usize,
    is_full: bool,
}

impl Sink {
    /// Takes a finished record; an empty one is dropped.
    pub fn record(&mut self, builder: RecordBuilder) {
        if builder.is_empty() {
            return;
        }
        self.take(builder.finish());
    }

    /// Takes a record that another sink has taken before.
    pub(super) fn take(&mut self, mut record: Record) {
        record.source.number = u32::try_from(self.records.len() + 1).unwrap_or(u32::MAX);
        self.held += record.packed().len();
        self.records.push(record);
        if self.held >= MOST_HELD {
            self.put_away();
        }
    }

    /// Moves the texts held in memory into the spool; where that fails they stay, and so do all that follow.
    fn put_away(&mut self) {
        self.held = 0;
        if self.places.is_empty() && self.spooler.is_none() {
            self.spooler = Spooler::new().ok();
        }
        let Some(spooler) = &mut self.spooler else { return };
        let first = self.places.len();
        let held = &mut self.records[first..];
        if self.is_full {
            return;
        }
        match spooler.put(held.iter().map(Record::packed)) {
            Ok(places) => {
                self.places.extend(places);
                held.iter_mut().for_each(|record| record.keep_in(Text::default()));
            }
            Err(_) => self.is_full = true,
        }
    }

    /// Gives the records their texts in the spool.
    pub(super) fn fetch(&mut self) {
        let Some(spooler) = self.spooler.take().filter(|_| !self.places.is_empty()) else { return };
        match spooler.finish(&self.places) {
            Ok((spool, texts)) => {
                self.records.iter_mut().zip(texts).for_each(|(record, text)| record.keep_in(text));
                self.spool = Some(spool);
            }
            Err(error) => {
                let lost = self.places.len();
                self.records.drain(..lost);
                let message = format!("the temporary file with {lost} records cannot be read back: {error}");
                self.issue(0, IssueKind::Unreadable, message);
            }
        }
        self.places.clear();
    }

    /// Takes an issue at `line` (from 1; 0: the whole file).
    pub fn issue(&mut self, line: u32, kind: IssueKind, message: impl Into<String>) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= MAX_OF_A_KIND {
            self.issues.push(Issue { file: 0, line, kind, message: message.into() });
        }
    }

    /// Ends the file: every record has its text, the issues beyond the limit become one that counts them.
    pub fn close(&mut self) {
        self.fetch();
        for (&kind, &count) in &self.counts {
            if count > MAX_OF_A_KIND {
                let message = format!("and {} more of this kind", count - MAX_OF_A_KIND);
                self.issues.push(Issue { file: 0, line: 0, kind, message });
            }
        }
        self.counts.clear();
    }
}
