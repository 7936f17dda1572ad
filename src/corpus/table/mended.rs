//! Quotation marks that were not doubled: a table as the BVS portal writes it in, one that any parser reads out.
//!
//! The portal sets every text in quotation marks and doubles those inside of abstracts only; `layout` tells its files.
//! So one that is not before a delimiter and the next cell, or the end of the line, stands inside of its cell, and is
//! doubled here.

use std::io::{self, BufRead};

use super::filtered::Filter;

/// Quotation marks in a row that may be part of one cell; more are no text.
const MOST_MARKS: usize = 256;

/// Doubles marks on the way.
pub(super) struct Mended {
    delimiter: u8,
    /// What was read and is not decided yet.
    raw: Vec<u8>,
    is_inside: bool,
    is_start: bool,
}

impl Filter for Mended {
    /// Decides as much as can be.
    fn refill(&mut self, input: &mut dyn BufRead, ready: &mut Vec<u8>) -> io::Result<()> {
        while ready.is_empty() {
            let chunk = input.fill_buf()?;
            let (n, is_end) = (chunk.len(), chunk.is_empty());
            self.raw.extend_from_slice(chunk);
            input.consume(n);
            let raw = std::mem::take(&mut self.raw);
            let n_decided = self.mend(&raw, is_end, ready);
            self.raw = raw;
            self.raw.drain(..n_decided);
            if is_end {
                return Ok(());
            }
        }
        Ok(())
    }
}

impl Mended {
    /// Of a table with this delimiter.
    pub fn new(delimiter: u8) -> Mended {
        Mended { delimiter, raw: Vec::new(), is_inside: false, is_start: true }
    }

    /// Moves what is decided, and tells how much that was.
    fn mend(&mut self, raw: &[u8], is_end: bool, ready: &mut Vec<u8>) -> usize {
        let mut at = 0;
        while at < raw.len() {
            let mark = memchr::memchr(b'"', &raw[at..]).map_or(raw.len(), |n| at + n);
            self.pass(&raw[at..mark], ready);
            at = mark;
            let n_marks = raw[at..].iter().take(MOST_MARKS).take_while(|byte| **byte == b'"').count();
            if at + n_marks + 2 > raw.len() && !is_end && n_marks < MOST_MARKS {
                break;
            }
            // More marks than those may follow: what is behind them is not looked at.
            let rest = if n_marks < MOST_MARKS { &raw[at + n_marks..] } else { b" " };
            self.marks(n_marks, rest, ready);
            at += n_marks;
        }
        at
    }

    /// Passes text without marks.
    fn pass(&mut self, text: &[u8], ready: &mut Vec<u8>) {
        ready.extend_from_slice(text);
        if let Some(last) = text.last().filter(|_| !self.is_inside) {
            self.is_start = self.ends_cell(*last);
        }
    }

    /// Passes marks that stand together, before `rest`.
    fn marks(&mut self, mut n: usize, rest: &[u8], ready: &mut Vec<u8>) {
        if n > 0 && !self.is_inside && self.is_start {
            (self.is_inside, self.is_start) = (true, false);
            ready.push(b'"');
            n -= 1;
        }
        let closes = self.is_inside && n > 0 && self.is_end_of_cell(rest);
        n -= usize::from(closes);
        // An even number is doubled already.
        let n_written = if self.is_inside && n % 2 == 1 { 2 * n } else { n };
        ready.extend(std::iter::repeat_n(b'"', n_written + usize::from(closes)));
        self.is_inside &= !closes;
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r')
    }

    fn is_end_of_cell(&self, rest: &[u8]) -> bool {
        match rest {
            [] => true,
            [first, next, ..] if *first == self.delimiter => {
                *next == b'"' || next.is_ascii_digit() || self.ends_cell(*next)
            }
            [first, ..] => self.ends_cell(*first),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::super::filtered::Filtered;
    use super::*;

    fn mended(text: &str, piece: usize) -> String {
        let mut input = BufReader::with_capacity(piece, text.as_bytes());
        let mut out = String::new();
        Filtered::new(&mut input, Mended::new(b',')).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn marks_inside_of_cells_are_doubled_and_all_others_stay() {
        for (given, wanted) in [
            ("a,\"b \"c, d\" e\",\"f\"\n", "a,\"b \"\"c, d\"\" e\",\"f\"\n"),
            ("\"\"A, b\" c\",\"A \"b\"\",20\n", "\"\"\"A, b\"\" c\",\"A \"\"b\"\"\",20\n"),
            ("\"A \"b\", c\",\"\",,\"d\"", "\"A \"\"b\"\", c\",\"\",,\"d\""),
            (
                "\"said \"\"yes\"\", so\",\"he \"\"no\"\"\"\r\n1,\"x\"\r\n",
                "\"said \"\"yes\"\", so\",\"he \"\"no\"\"\"\r\n1,\"x\"\r\n",
            ),
            ("in 5\" tubes, \"b\" c,d\n", "in 5\" tubes, \"b\" c,d\n"),
        ] {
            for piece in [1, 2, 3, 7, 100] {
                assert_eq!(mended(given, piece), wanted, "in pieces of {piece}");
            }
        }
        let many = format!("\"a{}b", "\"".repeat(3 * MOST_MARKS));
        assert_eq!(mended(&many, 10).len(), many.len());
    }
}
