//! RIS in every dialect: lines in, records out; and the way back.
//!
//! A record runs from `TY` to `ER`; a record without `TY`, without `ER`, or cut off at the end of the file is read all
//! the same and told of. Banners between records (`Record #3 of 18`, `Provider: …`, `12.`) are left out; a line that
//! was glued to the first of another file (`ER  -TY  - JOUR`) is read as two. A line without a tag goes on with the
//! field above it and keeps its line end, since there it ends a keyword, an address or a paragraph; in titles and names
//! it is a fold. The format is described by Research Information Systems (2001) and, since nobody keeps to that, by the
//! files of the databases.

mod dialect;
mod numbers;
mod settle;
mod tags;
mod write;

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::{Format, tagged};

pub(super) use tags::{role, split};
pub use write::{Marks, write, write_with_marks};

/// Reads RIS text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::Ris, input, sink)
}

/// Whether the first text of a file is RIS.
pub fn sniff(head: &str) -> bool {
    let mut tagged = 0;
    let mut others = 0;
    for line in lines::of_head(head).take(400) {
        match tags::split(line) {
            Some((b"TY", _)) => return true,
            Some(_) => tagged += 1,
            None if line.trim().is_empty() => {}
            None => others += 1,
        }
    }
    tagged >= 3 && tagged > others
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before the first record.
    #[default]
    Outside,
    /// Inside a record.
    Inside,
    /// After `ER`; the record is whole but stray fields may follow.
    After,
}

/// Reads lines one after another.
#[derive(Default)]
pub(super) struct Reader {
    number: u32,
    place: Place,
    typed: bool,
    blank: bool,
    strays: bool,
    draft: Draft,
    dialect: dialect::Votes,
}

impl Reader {
    /// Reads a line, in its parts where records are glued.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        let mut cuts = Vec::new();
        let mut left = line;
        while let Some(at) = tags::glued(left) {
            cuts.push(at);
            left = &line[..at];
        }
        self.part(left.trim_end_matches('\u{FEFF}'), sink);
        while let Some(at) = cuts.pop() {
            let end = cuts.last().copied().unwrap_or(line.len());
            self.part(line[at..end].trim_end_matches('\u{FEFF}'), sink);
        }
    }

    fn part(&mut self, line: &str, sink: &mut Sink) {
        if let Some((tag, value)) = tags::split(line) {
            self.field(tag, value, sink);
            self.blank = false;
        } else if line.trim_ascii().is_empty() {
            self.blank = true;
        } else {
            self.other(line.trim(), sink);
            self.blank = false;
        }
    }

    fn field(&mut self, tag: &[u8], value: &str, sink: &mut Sink) {
        match (tag, self.place) {
            (b"ER", place) => {
                if place == Place::Inside {
                    self.place = Place::After;
                }
                if !value.is_empty() {
                    return self.stray(value, sink);
                }
            }
            (b"TY", Place::Inside) => {
                self.no_end(sink);
                self.start(true);
                self.push(tag, value);
            }
            (b"TY", _) => {
                self.finish(sink);
                self.start(true);
                self.push(tag, value);
            }
            // Ovid puts the journal's short name right behind the end of the record.
            (_, Place::After) if self.typed && !self.blank => self.push(tag, value),
            (_, Place::Inside) => {
                if self.blank && !self.typed && self.is_again(tag) {
                    self.no_end(sink);
                    self.start(false);
                }
                self.push(tag, value);
            }
            _ => {
                self.finish(sink);
                self.start(false);
                let message = "record without a TY line; it was read all the same";
                sink.issue(self.number, IssueKind::Malformed, message);
                self.push(tag, value);
            }
        }
        self.strays = false;
    }

    /// Whether a record without `TY` is over before this tag: it began with it, or has a title already.
    fn is_again(&self, tag: &[u8]) -> bool {
        let role = |tag: &[u8]| tags::role(std::str::from_utf8(tag).unwrap_or_default());
        self.draft.tag(0).as_bytes() == tag || role(tag) == Role::Title && self.draft.has_role(Role::Title)
    }

    /// A line that is neither a field nor blank.
    fn other(&mut self, line: &str, sink: &mut Sink) {
        let fresh = self.blank || self.place != Place::Inside;
        if fresh && tags::is_banner(line) {
            self.dialect.banner(line);
            return;
        }
        let role = self.draft.last_role().unwrap_or(Role::Other);
        if self.place != Place::Inside || self.blank && tags::is_short(role) {
            return self.stray(line, sink);
        }
        let separator = match role {
            Role::Title | Role::TranslatedTitle | Role::Journal | Role::JournalAbbrev | Role::Author => " ",
            _ if self.blank => "\n\n",
            _ => "\n",
        };
        self.draft.append(separator, line);
    }

    /// Text that belongs to no field: the first line of it is told.
    fn stray(&mut self, text: &str, sink: &mut Sink) {
        if !self.strays {
            let start: String = text.chars().take(40).collect();
            sink.issue(self.number, IssueKind::Malformed, format!("text outside any field, left out: {start}"));
        }
        self.strays = true;
    }

    fn start(&mut self, typed: bool) {
        self.place = Place::Inside;
        self.typed = typed;
        self.draft.start(self.number);
    }

    fn push(&mut self, tag: &[u8], value: &str) {
        let tag = std::str::from_utf8(tag).unwrap_or_default();
        self.draft.push(tag, tags::role(tag), value);
    }

    fn no_end(&mut self, sink: &mut Sink) {
        let message = "record without an ER line; the next one starts here";
        sink.issue(self.number, IssueKind::Malformed, message);
        self.finish(sink);
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            settle::settle(&mut self.draft);
            self.dialect.record(&self.draft);
            self.draft.finish(sink);
        }
    }

    /// Whether what follows need not belong to the record before.
    pub(super) fn is_between(&self) -> bool {
        self.blank || self.place != Place::Inside
    }

    /// Ends before another format.
    pub(super) fn leave(&mut self, sink: &mut Sink) {
        if self.place == Place::Inside {
            self.no_end(sink);
        }
        self.end(sink);
    }

    /// Ends with the file.
    pub(super) fn end(&mut self, sink: &mut Sink) {
        if self.place == Place::Inside && !self.draft.is_empty() {
            let message = "the file ends inside a record, before its ER line; what is there was kept";
            sink.issue(self.number, IssueKind::Truncated, message);
        }
        self.finish(sink);
        sink.dialect = self.dialect.winner().map(str::to_string);
    }
}

#[cfg(test)]
mod tests;
