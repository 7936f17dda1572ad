//! Blanks before quotation marks: a table with a blank behind every delimiter (`"One, two", "Ruiz, A"`) in, one that any
//! parser reads out.
//!
//! People write tables so, and SciELO begins its first row so. A blank inside of marks, or before a cell without them,
//! stays.

use std::io::{self, BufRead, Read};

/// The first text of a file without the blanks before its marks.
pub(super) fn head(head: &str, delimiter: u8) -> String {
    let mut tight = Vec::with_capacity(head.len());
    let mut input = head.as_bytes();
    let read = Tight::new(&mut input, delimiter).read_to_end(&mut tight);
    if read.is_ok() { String::from_utf8_lossy(&tight).into_owned() } else { head.to_string() }
}

/// Takes the blanks out on the way.
pub(super) struct Tight<'i> {
    input: &'i mut dyn BufRead,
    delimiter: u8,
    ready: Vec<u8>,
    at: usize,
    place: Place,
    /// Blanks at the start of a cell, not given out yet.
    n_blanks: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Bare,
    Marked,
    /// Behind a mark that ends the cell, or is the first of two.
    Closed,
}

impl<'i> Tight<'i> {
    /// Of a table with this delimiter.
    pub fn new(input: &'i mut dyn BufRead, delimiter: u8) -> Tight<'i> {
        Tight { input, delimiter, ready: Vec::new(), at: 0, place: Place::Start, n_blanks: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.is_empty() {
            let chunk = self.input.fill_buf()?;
            let n = chunk.len();
            for &byte in chunk {
                let is_end = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
                self.place = match (self.place, byte) {
                    (Place::Start, b' ') => {
                        self.n_blanks += 1;
                        continue;
                    }
                    (Place::Start, b'"') => {
                        self.n_blanks = 0;
                        Place::Marked
                    }
                    (Place::Closed, b'"') => Place::Marked,
                    (Place::Marked, b'"') => Place::Closed,
                    (Place::Marked, _) => Place::Marked,
                    _ if is_end => Place::Start,
                    _ => Place::Bare,
                };
                self.ready.extend(std::iter::repeat_n(b' ', std::mem::take(&mut self.n_blanks)));
                self.ready.push(byte);
            }
            self.input.consume(n);
            if n == 0 {
                self.ready.extend(std::iter::repeat_n(b' ', std::mem::take(&mut self.n_blanks)));
                return Ok(());
            }
        }
        Ok(())
    }
}

impl Read for Tight<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Tight<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ready.len() {
            self.refill()?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.ready.len());
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn only_blanks_before_marks_are_taken_out() {
        for (given, wanted) in [
            ("a, \"b, c\",  \"d\"\n \"e\", f g, \"\"\n", "a,\"b, c\",\"d\"\n\"e\", f g,\"\"\n"),
            ("\"a \"\" , \"\" b\", \"c\"", "\"a \"\" , \"\" b\",\"c\""),
            ("a \"b\", c ,  ", "a \"b\", c ,  "),
        ] {
            for piece in [1, 2, 3, 50] {
                let mut text = String::new();
                let mut input = BufReader::with_capacity(piece, given.as_bytes());
                Tight::new(&mut input, b',').read_to_string(&mut text).unwrap();
                assert_eq!(text, wanted, "in pieces of {piece}");
            }
            assert_eq!(head(given, b','), wanted);
        }
    }
}
