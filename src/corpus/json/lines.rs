//! JSON lines: a stream of lines in, records in the order of the lines out.
//!
//! Lines are read in batches of some megabytes; the pieces of a batch are parsed in parallel and put together in
//! order, so that the number of threads changes nothing. A line beyond the limit is left out and told of. A document
//! whose values stand over several lines is read as a whole.

use std::io::{self, BufRead};

use rayon::prelude::*;

use super::super::issue::IssueKind;
use super::super::sink::Sink;
use super::item::Reader;
use super::scan::Scanner;

/// Bytes read before they are parsed.
const BATCH: usize = 8 << 20;
/// Bytes that one task parses.
const PIECE: usize = 256 << 10;
/// Longest line kept.
const MAX_LINE: usize = 64 << 20;
/// Longest document kept.
const MAX_DOCUMENT: usize = 1 << 30;

/// Reads JSON lines, or one JSON document whose values stand over several lines.
pub(super) fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut more = fill(input, &mut batch, BATCH)?;
    let end = if !batch.contains(&b'\n') && batch.contains(&b'\r') { b'\r' } else { b'\n' };
    if is_document(&batch, end) {
        return document(input, batch, sink);
    }
    let mut line = 1u32;
    loop {
        let cut = if more { memchr::memrchr(end, &batch).map(|at| at + 1) } else { Some(batch.len()) };
        match cut {
            Some(cut) => {
                line = batch_of_lines(&batch[..cut], end, line, sink);
                batch.drain(..cut);
            }
            None if batch.len() > MAX_LINE => {
                let message = format!("line longer than {MAX_LINE} bytes: left out");
                sink.issue(line, IssueKind::Limit, message);
                batch.clear();
                skip_line(input, end)?;
                line = line.saturating_add(1);
            }
            None => {}
        }
        if !more {
            return Ok(());
        }
        let size = BATCH.max(batch.len() + (64 << 10));
        more = fill(input, &mut batch, size)?;
    }
}

/// Whether the first line is no whole value, and goes on in the next one: that does not start a value of its own, or
/// the first ends with a sign that asks for more.
fn is_document(bytes: &[u8], end: u8) -> bool {
    let mut lines = bytes.split(|b| *b == end).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return false };
    let first = first.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(first);
    let opens = |line: &[u8]| matches!(line.first(), Some(b'{' | b'['));
    let asks = |line: &[u8]| {
        let is_open = matches!(line.last(), Some(b',' | b'[' | b':'));
        // A line that was cut off asks for more, too, but no other line gives it.
        is_open && (bytes.len() >= BATCH || Scanner::whole(&String::from_utf8_lossy(bytes)).is_some())
    };
    let next = lines.next();
    match first.first() {
        Some(b'[') => next.is_some() || !is_whole(first),
        Some(b'{') if !is_whole(first) => next.is_some_and(|next| !opens(next) || first.ends_with(b"{") || asks(first)),
        _ => false,
    }
}

fn is_whole(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    Scanner::whole(&text).is_some_and(|len| text[len..].trim().is_empty())
}

/// Reads all that is left, as values one after another.
fn document(input: &mut dyn BufRead, mut bytes: Vec<u8>, sink: &mut Sink) -> io::Result<()> {
    let more = fill(input, &mut bytes, MAX_DOCUMENT)?;
    if more {
        let message =
            format!("a JSON document longer than {MAX_DOCUMENT} bytes: the rest was left out; save it as JSON lines");
        sink.issue(0, IssueKind::Limit, message);
        skip_all(input)?;
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut reader = Reader::default();
    let (mut line, mut at) = (1u32, 0);
    loop {
        let blank = |c: char| c.is_whitespace() || c == ',' || c == '\u{FEFF}';
        let start = text.len() - text[at..].trim_start_matches(blank).len();
        line = line.saturating_add(n_lines(&text[at..start]));
        if start == text.len() {
            return Ok(());
        }
        at = start + Scanner::whole(&text[start..]).unwrap_or(text.len() - start).max(1);
        at = text.ceil_char_boundary(at);
        reader.item(&text[start..at], line, sink);
        line = line.saturating_add(n_lines(&text[start..at]));
    }
}

fn n_lines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

fn skip_all(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let used = input.fill_buf()?.len();
        if used == 0 {
            return Ok(());
        }
        input.consume(used);
    }
}

/// Reads until the buffer holds `size` bytes; false at the end of the input.
fn fill(input: &mut dyn BufRead, buffer: &mut Vec<u8>, size: usize) -> io::Result<bool> {
    while buffer.len() < size {
        let read = input.fill_buf()?;
        if read.is_empty() {
            return Ok(false);
        }
        let used = read.len().min(size - buffer.len());
        buffer.extend_from_slice(&read[..used]);
        input.consume(used);
    }
    Ok(true)
}

fn skip_line(input: &mut dyn BufRead, end: u8) -> io::Result<()> {
    loop {
        let read = input.fill_buf()?;
        let found = memchr::memchr(end, read);
        let used = found.map_or(read.len(), |at| at + 1);
        let done = found.is_some() || read.is_empty();
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// Parses whole lines in parallel; gives the number of the line after them.
fn batch_of_lines(bytes: &[u8], end: u8, first: u32, sink: &mut Sink) -> u32 {
    let mut pieces = Vec::new();
    let (mut start, mut line) = (0, first);
    while start < bytes.len() {
        let target = (start + PIECE).min(bytes.len());
        let stop = memchr::memchr(end, &bytes[target..]).map_or(bytes.len(), |at| target + at + 1);
        pieces.push((&bytes[start..stop], line));
        let count = memchr::memchr_iter(end, &bytes[start..stop]).count();
        line = line.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        start = stop;
    }
    let sinks: Vec<Sink> = pieces.par_iter().map(|(piece, line)| piece_of_lines(piece, end, *line)).collect();
    sinks.into_iter().for_each(|piece| append(piece, sink));
    line
}

fn append(piece: Sink, sink: &mut Sink) {
    if sink.records.is_empty() {
        sink.dialect = sink.dialect.take().or(piece.dialect);
    }
    piece.records.into_iter().for_each(|record| sink.take(record));
    for issue in piece.issues {
        sink.issue(issue.line, issue.kind, issue.message);
    }
}

fn piece_of_lines(bytes: &[u8], end: u8, first: u32) -> Sink {
    let mut sink = Sink::default();
    let mut reader = Reader::default();
    let text = String::from_utf8_lossy(bytes);
    let mut line = first;
    for text in text.split(char::from(end)) {
        if !text.trim_start_matches('\u{FEFF}').trim().is_empty() {
            reader.item(text.trim_start_matches('\u{FEFF}'), line, &mut sink);
        }
        line = line.saturating_add(1);
    }
    sink
}
