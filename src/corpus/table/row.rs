//! Rows of a table as they stand: text in, one row of cells at a time out, within limits.
//!
//! Knows nothing of headers. What came after the end of a row can be given back, to be read again.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use csv_core::ReadRecordResult;

use super::MAX_COLUMNS;
use super::layout::Layout;
use super::repair::{LONGEST, Repair};

/// Largest row kept, in bytes.
const MAX_ROW: usize = 64 << 20;

/// A text of which the end of what was read can be given back.
pub(super) struct Reread<'i> {
    input: &'i mut dyn BufRead,
    again: Vec<u8>,
    at: usize,
}

impl<'i> Reread<'i> {
    pub fn new(input: &'i mut dyn BufRead) -> Reread<'i> {
        Reread { input, again: Vec::new(), at: 0 }
    }

    /// Lets this text be read before what is left.
    pub fn give_back(&mut self, text: &[u8]) {
        self.again.splice(..self.at, text.iter().copied());
        self.at = 0;
    }
}

impl Read for Reread<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Reread<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.again.len() { Ok(&self.again[self.at..]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.again.len() { self.at += n } else { self.input.consume(n) }
    }
}

/// Reads rows one at a time into one buffer that never grows beyond the limits.
pub(super) struct Row {
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    n_text: usize,
    n_ends: usize,
    /// The byte that ends a line, and how many of it were read.
    line_end: u8,
    breaks: usize,
    /// Line on which the row starts.
    pub line: u32,
    /// Number of the row in the file, from 0.
    pub number: usize,
    started: bool,
    /// Which limit the row passed.
    pub over: Option<&'static str>,
    /// Whether the file ended inside quotation marks.
    pub unclosed: bool,
    /// The row as it stands; none of one that is too long to be looked at again.
    raw: Vec<u8>,
}

impl Row {
    pub fn new(layout: &Layout, line_end: u8) -> Row {
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
            raw: Vec::new(),
        }
    }

    /// Goes to the next row; false at the end.
    pub fn next(&mut self, input: &mut dyn BufRead) -> io::Result<bool> {
        if self.started {
            self.number += 1;
        }
        self.started = true;
        (self.n_text, self.n_ends, self.over) = (0, 0, None);
        self.raw.clear();
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
            if self.raw.len() <= LONGEST {
                self.raw.extend_from_slice(&bytes[..n_in]);
            }
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

    /// The row as it stands, where it is not too long to be looked at again.
    pub fn raw(&self) -> Option<&[u8]> {
        (self.raw.len() <= LONGEST).then_some(&self.raw)
    }

    /// Puts what the row should have been in its place; what belongs to the next ones is read again.
    pub fn repair(&mut self, repair: Repair, input: &mut Reread<'_>) {
        let text = match repair {
            Repair::Doubled(text) => text,
            Repair::Ended(n) => {
                let rest = &self.raw[n..];
                self.breaks -= memchr::memchr_iter(self.line_end, rest).count();
                input.give_back(rest);
                self.raw[..n].to_vec()
            }
        };
        self.parse(text.trim_ascii_end());
    }

    /// Makes the cells of this row, the last of which may be open.
    fn parse(&mut self, text: &[u8]) {
        self.parser.reset();
        // Nothing more tells the parser that this is all.
        let (_, n_in, n_out, n_ends) = self.parser.read_record(text, &mut self.text, &mut self.ends);
        let more = self.parser.read_record(&text[n_in..], &mut self.text[n_out..], &mut self.ends[n_ends..]);
        (self.n_text, self.n_ends, self.unclosed) = (n_out + more.2, n_ends + more.3, false);
        self.parser.reset();
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

    pub fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.n_ends).map(|at| String::from_utf8_lossy(self.cell_bytes(at)))
    }
}
