//! JSON and JSONL of every known kind: text in, records out, and back.
//!
//! Lines of JSON, arrays of objects, and the answers of OpenAlex, Crossref, Semantic Scholar and CSL programs are all
//! read by one path: find the objects (`lines`), read the entries of each (`item`), see what their keys
//! (`keys`) and nested values (`nested`) mean. The order of keys, numbers and nested values is kept as written.

use std::io::{self, BufRead};

use super::record::{RecordBuilder, Role};
use super::sink::Sink;

mod item;
mod keys;
mod lines;
mod literal;
mod nested;
mod pubmed;
mod scan;
#[cfg(test)]
mod shapes;
mod study;
#[cfg(test)]
mod tests;
mod text;
mod texts;
mod titles;
mod wos;
mod write;

pub use write::{write_document, write_lines};

/// Reads JSON lines or a JSON document from UTF-8 text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    lines::parse(input, sink)
}

/// Adds the fields of the cell of a table that holds a list or an object, as JSON, Python or R write it, and the cell
/// itself; false where it holds none that is known.
pub(super) fn cell(name: &str, role: Role, text: &str, builder: &mut RecordBuilder) -> bool {
    let Some(value) = literal::value(text) else { return false };
    nested::push_cell(name, keys::role(name).unwrap_or(role), &value, text, builder)
}

/// Whether a cell of a table may be a list or an object.
pub(super) fn is_literal(text: &str) -> bool {
    text.starts_with(['[', '{']) || literal::of_r(text).is_some()
}

/// The texts of the cell of a table that holds a list of nothing else.
pub(super) fn texts(text: &str) -> Option<Vec<String>> {
    let list = is_literal(text).then(|| literal::value(text))??;
    let texts = list.as_array()?.iter().filter(|one| !one.is_null());
    texts.map(|one| one.as_str().map(str::to_string)).collect()
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
