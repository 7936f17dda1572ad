//! JSON and JSONL of every known kind: text in, records out, and back.
//!
//! Lines of JSON, arrays of objects, and the answers of OpenAlex, Crossref, Semantic Scholar and CSL programs are all
//! read by one path: find the objects (`lines`), read the entries of each (`item`), see what nested values
//! mean (`nested`). The order of keys, numbers and nested values is kept as written.

use std::io::{self, BufRead};

use super::sink::Sink;

mod item;
mod lines;
mod nested;
mod scan;
mod study;
#[cfg(test)]
mod tests;
mod write;

pub use write::{write_document, write_lines};

/// Reads JSON lines or a JSON document from UTF-8 text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    lines::parse(input, sink)
}

/// Whether a text that opens like this is JSON.
pub fn sniff(head: &str) -> bool {
    let head = head.trim_start_matches('\u{FEFF}').trim_start();
    match head.strip_prefix(['{', '[']) {
        Some(rest) if head.starts_with('{') => rest.trim_start().starts_with(['"', '}']),
        Some(rest) => rest.trim_start().starts_with(['{', ']', '[']),
        None => false,
    }
}
