//! Lines: UTF-8 bytes in, one line at a time out, whatever the line ends (LF, CRLF, CR alone).
//!
//! Copies nothing while a line stands whole in the reader's buffer. A line beyond the limit is cut and told of,
//! so that a file without line ends cannot fill the memory. Knows nothing of formats.

use std::io::{self, BufRead};

use super::issue::IssueKind;
use super::sink::Sink;

/// Longest line kept, in bytes: ten times the longest met in a real export (a list of 1,400 cited works).
pub const MAX_LINE: usize = 16 << 20;

/// Reads lines and counts them from 1.
pub struct Lines<'r> {
    input: &'r mut dyn BufRead,
    limit: usize,
    spill: Vec<u8>,
    lossy: String,
    pending: usize,
    after_cr: bool,
    number: u32,
    cut: Vec<u32>,
    broken: bool,
}

/// The lines of a text that is in memory, without the mark that may stand before the first.
pub fn of_head(head: &str) -> impl Iterator<Item = &str> {
    head.lines().flat_map(|line| line.split('\r')).map(|line| line.trim_start_matches('\u{FEFF}'))
}

/// Calls `on_line` with the number, from 1, and the text of every line, and tells the sink of those that were cut.
pub fn each(input: &mut dyn BufRead, sink: &mut Sink, mut on_line: impl FnMut(u32, &str, &mut Sink)) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut number = 0_u32;
    let result = loop {
        match lines.next_line() {
            Ok(Some(line)) => {
                number = number.saturating_add(1);
                on_line(number, line, sink);
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    lines.report(sink);
    result
}

enum Found {
    InBuffer(usize),
    InSpill,
    End,
}

impl<'r> Lines<'r> {
    /// Reads with the default limit.
    pub fn new(input: &'r mut dyn BufRead) -> Lines<'r> {
        Lines::with_limit(input, MAX_LINE)
    }

    /// Reads with a limit of `limit` bytes a line.
    pub fn with_limit(input: &'r mut dyn BufRead, limit: usize) -> Lines<'r> {
        let (spill, lossy) = (Vec::new(), String::new());
        Lines { input, limit, spill, lossy, pending: 0, after_cr: false, number: 0, cut: Vec::new(), broken: true }
    }

    /// Number of the line that [`Lines::next_line`] gave last, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether the last line had a line end; false where the input stops in a line.
    pub fn ended_with_break(&self) -> bool {
        self.broken
    }

    /// The next line without its end, or none at the end of the input. A byte order mark at its start is left out.
    pub fn next_line(&mut self) -> io::Result<Option<&str>> {
        self.input.consume(self.pending);
        self.pending = 0;
        self.spill.clear();
        let found = self.find()?;
        if matches!(found, Found::End) {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        let bytes = match found {
            Found::InBuffer(len) => &self.input.fill_buf()?[..len],
            _ => &self.spill[..],
        };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        Ok(Some(match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                self.lossy = String::from_utf8_lossy(bytes).into_owned();
                &self.lossy
            }
        }))
    }

    /// Tells the sink of the lines that were cut.
    pub fn report(&self, sink: &mut Sink) {
        for &line in &self.cut {
            sink.issue(line, IssueKind::Limit, format!("line longer than {} bytes: the rest was left out", self.limit));
        }
    }

    fn find(&mut self) -> io::Result<Found> {
        let mut over = false;
        let mut any = false;
        loop {
            let mut buffer = self.input.fill_buf()?;
            if self.after_cr && buffer.first() == Some(&b'\n') {
                self.input.consume(1);
                self.after_cr = false;
                buffer = self.input.fill_buf()?;
            }
            if buffer.is_empty() {
                self.after_cr = false;
                self.broken &= !any;
                return Ok(if any { Found::InSpill } else { Found::End });
            }
            self.after_cr = false;
            let end = memchr::memchr2(b'\n', b'\r', buffer);
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            if let (Some(end), false) = (end, any)
                && end <= self.limit
            {
                self.after_cr = buffer[end] == b'\r';
                self.pending = end + 1;
                return Ok(Found::InBuffer(end));
            }
            any = true;
            let room = self.limit - self.spill.len();
            if piece.len() > room && !over {
                over = true;
                if self.cut.len() < 100 {
                    self.cut.push(self.number.saturating_add(1));
                }
            }
            self.spill.extend_from_slice(&piece[..piece.len().min(room)]);
            let used = piece.len() + usize::from(end.is_some());
            self.after_cr = end.is_some_and(|end| buffer[end] == b'\r');
            self.input.consume(used);
            if end.is_some() {
                return Ok(Found::InSpill);
            }
        }
    }
}

/// Calls `on_part` with a line, or with its two parts where another record is glued to it.
pub(super) fn parted(line: &str, glued: Option<usize>, mut on_part: impl FnMut(&str)) {
    let (part, glued) = line.split_at(glued.unwrap_or(line.len()));
    on_part(part.trim_end_matches('\u{FEFF}'));
    if !glued.is_empty() {
        on_part(glued);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn lines(text: &[u8], buffer: usize, limit: usize) -> (Vec<String>, usize) {
        let mut input = BufReader::with_capacity(buffer, text);
        let mut lines = Lines::with_limit(&mut input, limit);
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push(line.to_string());
        }
        let mut sink = Sink::default();
        lines.report(&mut sink);
        (found, sink.issues.len())
    }

    #[test]
    fn every_line_end_is_one() {
        for buffer in 1..20 {
            for text in ["a\n\nbc\nd", "a\r\n\r\nbc\r\nd\r\n", "a\r\rbc\rd\r", "a\n\r\nbc\rd\n"] {
                assert_eq!(lines(text.as_bytes(), buffer, 99).0, ["a", "", "bc", "d"], "{text:?} {buffer}");
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_and_told() {
        for buffer in [1, 3, 64] {
            assert_eq!(lines(b"abcdef\ngh\n", buffer, 4), (vec!["abcd".into(), "gh".into()], 1), "{buffer}");
        }
    }

    #[test]
    fn bad_bytes_and_marks_do_no_harm() {
        assert_eq!(lines(b"\xEF\xBB\xBFa\xFFb\n", 64, 99).0, ["a\u{FFFD}b"]);
        assert_eq!(lines(b"", 64, 99).0.len(), 0);
    }
}
