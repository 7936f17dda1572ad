//! The sink: where a parser puts the records and issues of one file.
//!
//! Numbers the records of the file from 1 and moves the contents of a large one out of memory. Does not know which
//! file it is; `corpus::read` fills that in.

use std::collections::BTreeMap;

use super::format::Format;
use super::issue::{Issue, IssueKind};
use super::record::{Record, RecordBuilder};
use super::spool::{Spool, Spooler};

/// Most issues of one kind that one file is told of one by one; the rest is counted.
const MAX_OF_A_KIND: usize = 1000;

/// Bytes of records held in memory before they are put away.
const MOST_HELD: usize = 8 << 20;

/// Records and issues of one file, in order.
#[derive(Debug, Default)]
pub struct Sink {
    /// Records read so far; the contents of many may be away until the end of the file.
    pub records: Vec<Record>,
    /// Issues found so far.
    pub issues: Vec<Issue>,
    /// The dialect, where the parser can tell ("Scopus", "Cochrane", "semicolon-separated").
    pub dialect: Option<String>,
    /// Where another format begins in the file: the number of the first record read in it.
    pub(super) parts: Vec<(u32, Format)>,
    /// Where the texts of a large file are, once it is closed.
    pub(super) spool: Option<Spool>,
    counts: BTreeMap<IssueKind, usize>,
    spools: bool,
    spooler: Option<Spooler>,
    held: usize,
}

impl Sink {
    /// A sink that moves texts out of memory where there are many; others hold what they take.
    pub(super) fn spooling() -> Sink {
        Sink { spools: true, ..Sink::default() }
    }

    /// Takes a finished record; an empty one is dropped.
    pub fn record(&mut self, builder: RecordBuilder) {
        if !builder.is_empty() {
            self.take(builder.finish());
        }
    }

    /// Takes a record that another sink has taken before.
    pub(super) fn take(&mut self, mut record: Record) {
        record.source.number = u32::try_from(self.records.len() + 1).unwrap_or(u32::MAX);
        self.held += record.size();
        self.records.push(record);
        if self.spools && self.held >= MOST_HELD {
            self.held = 0;
            self.put_away();
        }
    }

    /// Moves the records held in memory into the spool; where that fails they stay, and so do all that follow.
    fn put_away(&mut self) {
        if self.spooler.is_none() {
            self.spooler = Spooler::new().ok();
        }
        let Some(spooler) = &mut self.spooler else { return };
        let held = &mut self.records[spooler.len()..];
        if spooler.put(held.iter().map(Record::pack)) {
            held.iter_mut().for_each(Record::put_away);
        }
    }

    /// Gives the records their contents, for a parser that looks at them again; those that follow stay in memory.
    pub(super) fn settle(&mut self) {
        self.spools = false;
        let Some(spooler) = self.spooler.take() else { return };
        let n_away = spooler.len();
        match spooler.finish() {
            Ok((spool, places)) => {
                self.records.iter_mut().zip(places).for_each(|(record, place)| record.keep_at(place));
                self.spool = Some(spool);
            }
            Err(error) => {
                self.records.drain(..n_away);
                let message = format!("the temporary file with {n_away} records cannot be read back: {error}");
                self.issue(0, IssueKind::Unreadable, message);
            }
        }
    }

    /// Takes note that the records from here on are in another format.
    pub(super) fn begins(&mut self, format: Format) {
        self.parts.push((u32::try_from(self.records.len() + 1).unwrap_or(u32::MAX), format));
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
        self.settle();
        for (&kind, &count) in &self.counts {
            if count > MAX_OF_A_KIND {
                let message = format!("and {} more of this kind", count - MAX_OF_A_KIND);
                self.issues.push(Issue { file: 0, line: 0, kind, message });
            }
        }
        self.counts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::Role;

    #[test]
    fn texts_put_away_come_back_whole() {
        let text = |n: usize| format!("{n} ñ {}", "words ".repeat(20_000));
        let fill = |mut sink: Sink| {
            for n in 0..200 {
                let mut builder = RecordBuilder::new(1);
                builder.push("AB", Role::Abstract, &text(n));
                sink.record(builder);
            }
            sink.close();
            sink
        };
        let (held, spooled) = (fill(Sink::default()), fill(Sink::spooling()));
        assert!(held.spool.is_none() && spooled.spool.is_some());
        assert!(held.records == spooled.records);
        assert!((0..200).all(|n| spooled.records[n].first(Role::Abstract) == Some(text(n).trim())));
    }
}
