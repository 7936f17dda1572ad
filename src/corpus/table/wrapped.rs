//! Rows that became one cell each: a table that was opened with another delimiter and saved again in, the table as it
//! was out.
//!
//! A spreadsheet that finds no delimiter of its own takes a line for one cell and saves it in quotation marks, those of
//! the line doubled, perhaps with delimiters of blank cells behind it: `"Title,""One, two"",2020";;;`. A row that is not
//! written so stays as it is.

use std::io::{self, BufRead, Read};

use super::filtered::{Filter, Filtered};

/// Longest row that is looked at, in bytes.
const MAX_ROW: usize = 64 << 20;

/// The first text of a file without what wraps its rows, where that is so for half of them or more.
pub(super) fn head(head: &str) -> Option<String> {
    if !head.contains("\"\"") {
        return None;
    }
    let mut input = head.as_bytes();
    let mut unwrapped = Filtered::new(&mut input, Unwrapped::default());
    let mut text = Vec::with_capacity(head.len());
    unwrapped.read_to_end(&mut text).ok()?;
    let Unwrapped { n_rows, n_wrapped } = unwrapped.filter;
    (n_wrapped > 0 && n_wrapped * 2 >= n_rows).then(|| String::from_utf8_lossy(&text).into_owned())
}

/// Takes rows out of their marks on the way, and counts them.
#[derive(Default)]
pub(super) struct Unwrapped {
    n_rows: usize,
    n_wrapped: usize,
}

impl Filter for Unwrapped {
    /// Adds the next row.
    fn refill(&mut self, input: &mut dyn BufRead, ready: &mut Vec<u8>) -> io::Result<()> {
        let mut n_marks = 0;
        // A row goes on behind a line end inside of marks.
        loop {
            let start = ready.len();
            let room = (MAX_ROW - start.min(MAX_ROW)) as u64;
            let n = Read::take(&mut *input, room).read_until(b'\n', ready)?;
            n_marks += memchr::memchr_iter(b'"', &ready[start..]).count();
            if n == 0 || n_marks % 2 == 0 {
                break;
            }
        }
        self.n_rows += usize::from(!ready.is_empty());
        if let Some(inner) = inside(ready) {
            self.n_wrapped += 1;
            *ready = inner;
        }
        Ok(())
    }
}

/// The text of a row that is nothing but one cell in marks, and blank ones.
fn inside(row: &[u8]) -> Option<Vec<u8>> {
    let text = row.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(row);
    let n_behind = text.iter().rev().take_while(|byte| b"\r\n ;,\t".contains(byte)).count();
    let text = text[..text.len() - n_behind].strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut inner = Vec::with_capacity(text.len() + 1);
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        if *byte == b'"' && bytes.next() != Some(&b'"') {
            return None;
        }
        inner.push(*byte);
    }
    inner.push(b'\n');
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_lose_the_marks_around_them() {
        for (given, wanted) in [
            ("\"a,\"\"b, c\"\",1\";;;\r\n", "a,\"b, c\",1\n"),
            ("\u{FEFF}\"a,\"\"say \"\"\"\"so\"\"\"\"\"\"\"\n", "a,\"say \"\"so\"\"\"\n"),
            ("\"a,\"\"b\nc\"\"\"\n\"d,e\"", "a,\"b\nc\"\nd,e\n"),
            ("a,\"b\",c\n\"d\",\"e\"\n\"open", "a,\"b\",c\n\"d\",\"e\"\n\"open"),
        ] {
            let mut text = String::new();
            let mut input = given.as_bytes();
            Filtered::new(&mut input, Unwrapped::default()).read_to_string(&mut text).unwrap();
            assert_eq!(text, wanted, "{given}");
        }
    }
}
