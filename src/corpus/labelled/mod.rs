//! Labelled text as Ovid, Embase, EBSCO and ProQuest write it: lines in, records out.
//!
//! A record starts at a line that counts it ("<3>", "RECORD 3", "Document 3 of 12"). A field starts with a name, before a
//! colon or on a line of its own; `marks` tells both, and knows the names from the columns of tables. What follows
//! belongs to the field; a line above all fields is the title, where no field is.

mod marks;

use std::io::{self, BufRead};

use super::draft::Draft;
use super::lines::Lines;
use super::record::Role;
use super::sink::Sink;
use marks::Mark;

/// Lines of a file that are looked at to tell it.
const LOOKED_AT: usize = 80;
/// Lines above the first record, at most.
const ABOVE: usize = 15;

/// Reads labelled text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut reader = Reader::default();
    let mut number = 0_u32;
    let result = loop {
        match lines.next_line() {
            Ok(Some(line)) => {
                number = number.saturating_add(1);
                reader.line(number, line.trim(), sink);
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    reader.finish(sink);
    lines.report(sink);
    result
}

/// Whether the first text of a file is labelled text: a line that counts a record, then fields, one of them a title or
/// an abstract.
pub fn sniff(head: &str) -> bool {
    let lines = head.lines().flat_map(|line| line.split('\r')).map(|line| line.trim_start_matches('\u{FEFF}').trim());
    let mut lines = lines.filter(|line| !line.is_empty()).take(LOOKED_AT);
    let Some(start) = lines.by_ref().take(ABOVE).find(|line| marks::of(line, 0, None) == Mark::Record(1)) else {
        return false;
    };
    let roles: Vec<Role> = lines
        .filter_map(|line| match marks::of(line, 0, None) {
            Mark::Field { role, .. } if role != Role::Other => Some(role),
            _ => None,
        })
        .collect();
    // Pages of the BVS portal number records so, and name abstracts and subjects.
    let is_bare = start.ends_with('.');
    roles.len() >= 2 && roles.iter().any(|role| *role == Role::Title || !is_bare && *role == Role::Abstract)
}

#[derive(Default)]
struct Reader {
    /// Number of the record, 0 above the first.
    count: u32,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        match marks::of(line, self.count, self.draft.last_role()) {
            Mark::Record(count) => {
                self.finish(sink);
                self.draft.start(number);
                self.count = count;
            }
            Mark::Ruler => {}
            // Names of the platform and of the search.
            _ if self.count == 0 => {}
            Mark::Field { name, role, value } => self.draft.push(name, role, value),
            Mark::Text(text) => self.text(text),
        }
    }

    fn text(&mut self, text: &str) {
        match self.draft.last_role() {
            None => self.draft.push("Title", Role::Title, text),
            // Each on a line of its own.
            Some(Role::AuthorList | Role::KeywordList | Role::SubjectList) => self.draft.append("\n", text),
            Some(_) => self.draft.append(" ", text),
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        // The line above all fields names the record again where a field gives the title.
        let titles: Vec<usize> = (0..self.draft.len()).filter(|&i| self.draft.field(i).role == Role::Title).collect();
        titles.iter().skip(1).for_each(|&i| self.draft.field_mut(i).role = Role::Other);
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}

#[cfg(test)]
mod tests;
