//! Tables with a header: comma-, semicolon-, tab- or bar-separated text in, records out, and back.
//!
//! `layout` finds the delimiter and the header (lines of a search query may stand above it), `columns` says what each
//! name means, `rows` makes records of rows (spreadsheets use it too), `write` gives records back as a table.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use csv_core::ReadRecordResult;

use super::issue::IssueKind;
use super::sink::Sink;
use by_row::ByRow;
use filtered::Filtered;
use layout::Layout;
use mended::Mended;
use rows::Rows;
use spaced::Tight;
use wrapped::Unwrapped;

mod by_row;
pub mod columns;
mod dialect;
mod filtered;
mod layout;
mod mended;
mod names;
mod people;
pub(super) mod rows;
mod spaced;
#[cfg(test)]
mod tests;
mod wrapped;
mod write;

pub(super) use dialect::{Cell, ICTRP, in_row, own};
pub(super) use layout::{ENOUGH, has_whole_names};
pub use write::write;

/// How much a row looks like a header; 0: not at all.
pub(super) fn header_score(row: &[String]) -> usize {
    layout::score(row)
}

/// Largest row kept, in bytes.
const MAX_ROW: usize = 64 << 20;
/// Most columns of a table.
pub(super) const MAX_COLUMNS: usize = 5_000;
/// Bytes in which the delimiter and the header are looked for.
const HEAD: usize = 64 << 10;

/// Reads a table from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut head = Vec::with_capacity(HEAD);
    io::Read::take(&mut *input, HEAD as u64).read_to_end(&mut head)?;
    let Some(layout) = layout::find(&String::from_utf8_lossy(&head)) else {
        sink.issue(1, IssueKind::MissingColumn, "no table: no line looks like a header");
        return Ok(());
    };
    let line_end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut input = Read::chain(&head[..], input);
    if layout.is_of_bvs {
        let mut mended = Filtered::new(&mut input, Mended::new(layout.delimiter));
        return records(&mut mended, &layout, line_end, sink);
    }
    if layout.is_wrapped {
        return records(&mut Filtered::new(&mut input, Unwrapped::default()), &layout, line_end, sink);
    }
    if layout.is_spaced {
        let mut tight = Filtered::new(&mut input, Tight::new(layout.delimiter));
        return records(&mut tight, &layout, line_end, sink);
    }
    records(&mut input, &layout, line_end, sink)
}

fn records(input: &mut dyn BufRead, layout: &Layout, line_end: u8, sink: &mut Sink) -> io::Result<()> {
    let mut row = Row::new(layout, line_end);
    if layout.is_by_row {
        let mut rows = ByRow::default();
        while row.next(input)? {
            match row.over {
                Some(what) => sink.issue(row.line, IssueKind::Limit, format!("{what}: left out")),
                None => rows.row(row.cells(), row.line, sink),
            }
        }
        rows.end(sink);
        sink.dialect = Some("Embase, a field a row".into());
        return Ok(());
    }
    let mut rows = Rows::new(layout.has_whole_names);
    // The names of rows have none themselves.
    let unnamed = || layout.is_shifted.then_some(Cow::Borrowed("")).into_iter();
    while row.next(input)? {
        match row.over {
            Some(what) if rows.has_header() => sink.issue(row.line, IssueKind::Limit, format!("{what}: left out")),
            Some(what) => {
                sink.issue(row.line, IssueKind::Limit, format!("{what}: the file was not read"));
                return Ok(());
            }
            None if row.number < layout.header => {}
            None if row.number == layout.header => rows.header(unnamed().chain(row.cells()), row.line, sink),
            None => rows.row(row.cells(), row.line, sink),
        }
        if row.unclosed {
            let message = "a quotation mark is never closed; all up to the end of the file became one cell";
            sink.issue(row.line, IssueKind::Truncated, message);
        }
    }
    sink.dialect = rows.dialect().map(str::to_string).or(Some(layout.name().to_string()));
    Ok(())
}

/// Whether a text that opens like this is a table.
pub fn sniff(head: &str) -> bool {
    let marked = head.trim_start_matches('\u{FEFF}').trim_start().starts_with(['<', '{', '[', '@', '\\']);
    !marked && layout::find(head).is_some()
}

/// Reads rows one at a time into one buffer that never grows beyond the limits.
struct Row {
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    n_text: usize,
    n_ends: usize,
    /// The byte that ends a line, and how many of it were read.
    line_end: u8,
    breaks: usize,
    /// Line on which the row starts.
    line: u32,
    /// Number of the row in the file, from 0.
    number: usize,
    started: bool,
    /// Which limit the row passed.
    over: Option<&'static str>,
    /// Whether the file ended inside quotation marks.
    unclosed: bool,
}

impl Row {
    fn new(layout: &Layout, line_end: u8) -> Row {
        Row {
            parser: layout.parser(),
            text: vec![0; 64 << 10],
            ends: vec![0; 256],
            n_text: 0,
            n_ends: 0,
            line_end,
            breaks: 0,
            line: 1,
            number: 0,
            started: false,
            over: None,
            unclosed: false,
        }
    }

    /// Goes to the next row; false at the end.
    fn next(&mut self, input: &mut dyn BufRead) -> io::Result<bool> {
        if self.started {
            self.number += 1;
        }
        self.started = true;
        (self.n_text, self.n_ends, self.over) = (0, 0, None);
        let mut ends_with_break = true;
        self.skip_breaks(input)?;
        self.line = u32::try_from(self.breaks + 1).unwrap_or(u32::MAX);
        loop {
            let bytes = input.fill_buf()?;
            let at_end = bytes.is_empty();
            if let Some(last) = bytes.last() {
                ends_with_break = matches!(last, b'\n' | b'\r' | b'"');
            }
            let (result, n_in, n_out, n_ends) =
                self.parser.read_record(bytes, &mut self.text[self.n_text..], &mut self.ends[self.n_ends..]);
            self.breaks += memchr::memchr_iter(self.line_end, &bytes[..n_in]).count();
            input.consume(n_in);
            self.n_text += n_out;
            self.n_ends += n_ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() < MAX_ROW => {
                    self.text.resize((self.text.len() * 2).min(MAX_ROW), 0)
                }
                ReadRecordResult::OutputFull => {
                    (self.n_text, self.over) = (0, Some("a row of more than 64 MiB"));
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_COLUMNS => {
                    self.ends.resize((self.ends.len() * 2).min(MAX_COLUMNS), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    (self.n_ends, self.over) = (0, Some("a row of more than 5,000 columns"));
                }
                ReadRecordResult::Record => {
                    self.unclosed = at_end && self.is_swallowed(ends_with_break);
                    return Ok(true);
                }
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// Passes line ends, also those of blank lines, so that a row starts where its first cell does.
    fn skip_breaks(&mut self, input: &mut dyn BufRead) -> io::Result<()> {
        loop {
            let bytes = input.fill_buf()?;
            let n = bytes.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            self.breaks += memchr::memchr_iter(self.line_end, &bytes[..n]).count();
            input.consume(n);
            if n == 0 {
                return Ok(());
            }
        }
    }

    /// Whether a row that ends with the file has a line end in its last cell, as an open quotation mark leaves it.
    fn is_swallowed(&self, ends_with_break: bool) -> bool {
        let last = self.cell_bytes(self.n_ends.saturating_sub(1));
        ends_with_break && last.ends_with(b"\n")
    }

    fn cell_bytes(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or_default() };
        let end = self.ends[..self.n_ends].get(at).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.n_ends).map(|at| String::from_utf8_lossy(self.cell_bytes(at)))
    }
}
