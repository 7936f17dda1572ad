//! Comma-, tab- and semicolon-separated tables.

pub mod columns;

use std::io::{self, BufRead};

use super::sink::Sink;

/// Not here yet.
pub fn parse(_input: &mut dyn BufRead, _sink: &mut Sink) -> io::Result<()> {
    Ok(())
}

/// Not here yet.
pub fn sniff(_head: &str) -> bool {
    false
}
