//! Rows that became one cell each: a table that was opened with another delimiter and saved again in, the table as it
//! was out.
//!
//! A spreadsheet that finds no delimiter of its own takes a line for one cell and saves it in quotation marks, those of
//! the line doubled, perhaps with delimiters of blank cells behind it: `"Title,""One, two"",2020";;;`. A row that is not
//! written so stays as it is.

use std::io::{self, BufRead, Read};

/// Longest row that is looked at, in bytes.
const MAX_ROW: usize = 64 << 20;

/// The first text of a file without what wraps its rows, where that is so for half of them or more.
pub(super) fn head(head: &str) -> Option<String> {
    if !head.contains("\"\"") {
        return None;
    }
    let mut input = head.as_bytes();
    let mut unwrapped = Unwrapped::new(&mut input);
    let (mut text, mut n_rows, mut n_wrapped) = (Vec::new(), 0usize, 0usize);
    while let Ok(Some(was_wrapped)) = unwrapped.refill() {
        text.append(&mut unwrapped.ready);
        n_rows += 1;
        n_wrapped += usize::from(was_wrapped);
    }
    (n_wrapped > 0 && n_wrapped * 2 >= n_rows).then(|| String::from_utf8_lossy(&text).into_owned())
}

/// Takes rows out of their marks on the way.
pub(super) struct Unwrapped<'i> {
    input: &'i mut dyn BufRead,
    ready: Vec<u8>,
    at: usize,
}

impl<'i> Unwrapped<'i> {
    pub fn new(input: &'i mut dyn BufRead) -> Unwrapped<'i> {
        Unwrapped { input, ready: Vec::new(), at: 0 }
    }

    /// Makes the next row ready; none at the end, else whether it was wrapped.
    fn refill(&mut self) -> io::Result<Option<bool>> {
        self.ready.clear();
        self.at = 0;
        let mut n_marks = 0;
        // A row goes on behind a line end inside of marks.
        loop {
            let start = self.ready.len();
            let room = (MAX_ROW - start.min(MAX_ROW)) as u64;
            let n = Read::take(&mut *self.input, room).read_until(b'\n', &mut self.ready)?;
            n_marks += memchr::memchr_iter(b'"', &self.ready[start..]).count();
            if n == 0 || n_marks % 2 == 0 {
                break;
            }
        }
        if self.ready.is_empty() {
            return Ok(None);
        }
        let inner = inside(&self.ready);
        let was_wrapped = inner.is_some();
        self.ready = inner.unwrap_or_else(|| std::mem::take(&mut self.ready));
        Ok(Some(was_wrapped))
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

impl Read for Unwrapped<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Unwrapped<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ready.len() {
            self.refill()?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
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
            Unwrapped::new(&mut given.as_bytes()).read_to_string(&mut text).unwrap();
            assert_eq!(text, wanted, "{given}");
        }
    }
}
