//! Blanks before quotation marks: a table with a blank behind every delimiter (`"One, two", "Ruiz, A"`) in, one that any
//! parser reads out.
//!
//! People write tables so, and SciELO begins its first row so. A blank inside of marks, or before a cell without them,
//! stays.

use std::io::{self, BufRead, Read};

use super::filtered::{Filter, Filtered};

/// The first text of a file without the blanks before its marks.
pub(super) fn head(head: &str, delimiter: u8) -> String {
    let mut tight = Vec::with_capacity(head.len());
    let mut input = head.as_bytes();
    let read = Filtered::new(&mut input, Tight::new(delimiter)).read_to_end(&mut tight);
    if read.is_ok() { String::from_utf8_lossy(&tight).into_owned() } else { head.to_string() }
}

/// Takes the blanks out on the way.
pub(super) struct Tight {
    delimiter: u8,
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

impl Tight {
    /// Of a table with this delimiter.
    pub fn new(delimiter: u8) -> Tight {
        Tight { delimiter, place: Place::Start, n_blanks: 0 }
    }

    fn give_blanks(&mut self, ready: &mut Vec<u8>) {
        ready.extend(std::iter::repeat_n(b' ', std::mem::take(&mut self.n_blanks)));
    }
}

impl Filter for Tight {
    fn refill(&mut self, input: &mut dyn BufRead, ready: &mut Vec<u8>) -> io::Result<()> {
        while ready.is_empty() {
            let chunk = input.fill_buf()?;
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
                self.give_blanks(ready);
                ready.push(byte);
            }
            input.consume(n);
            if n == 0 {
                self.give_blanks(ready);
                return Ok(());
            }
        }
        Ok(())
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
                Filtered::new(&mut input, Tight::new(b',')).read_to_string(&mut text).unwrap();
                assert_eq!(text, wanted, "in pieces of {piece}");
            }
            assert_eq!(head(given, b','), wanted);
        }
    }
}
