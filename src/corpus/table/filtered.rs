//! A text that is changed on its way: a reader and a filter in, a reader of what the filter makes of it out.
//!
//! `mended`, `spaced` and `wrapped` are such filters.

use std::io::{self, BufRead, Read};

/// What changes a text.
pub(super) trait Filter {
    /// Adds what comes next to `ready`, and nothing at the end of the text only.
    fn refill(&mut self, input: &mut dyn BufRead, ready: &mut Vec<u8>) -> io::Result<()>;
}

/// A text as a filter gives it.
pub(super) struct Filtered<'i, F> {
    input: &'i mut dyn BufRead,
    pub filter: F,
    ready: Vec<u8>,
    at: usize,
}

impl<'i, F: Filter> Filtered<'i, F> {
    pub fn new(input: &'i mut dyn BufRead, filter: F) -> Self {
        Filtered { input, filter, ready: Vec::new(), at: 0 }
    }
}

impl<F: Filter> Read for Filtered<'_, F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl<F: Filter> BufRead for Filtered<'_, F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ready.len() {
            self.ready.clear();
            self.at = 0;
            self.filter.refill(self.input, &mut self.ready)?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.ready.len());
    }
}
