//! What the fuzz targets have in common: any text, a parser, and what must hold whatever it reads.
//!
//! A parser never panics, never fails on memory, gives the same records in whatever pieces the text arrives, and
//! numbers them from 1.

use std::io::{self, BufRead, BufReader};

use themata::corpus::Sink;

/// What every parser of a text format looks like.
pub type Parser = fn(&mut dyn BufRead, &mut Sink) -> io::Result<()>;

/// Reads bytes as `corpus::read` hands them on, as UTF-8, whole and in small pieces.
///
/// # Panics
/// Where the parser fails, or reads another thing in other pieces.
pub fn check(parser: Parser, bytes: &[u8]) {
    let (piece, bytes) = match bytes.split_first() {
        Some((first, rest)) => (usize::from(*first) % 61 + 1, rest),
        None => (1, bytes),
    };
    let text = String::from_utf8_lossy(bytes);
    let whole = read(parser, &text, 1 << 16);
    for (at, record) in whole.records.iter().enumerate() {
        assert_eq!(record.source.number as usize, at + 1);
        // The typed views are read from the fields on demand, so they are tried too.
        let _ = (record.title(), record.year(), record.doi(), record.pmid(), record.authors(), record.language());
        let _ = (record.keywords(), record.subjects(), record.abstracts().count());
    }
    let parted = read(parser, &text, piece);
    assert_eq!(whole.records, parted.records, "in pieces of {piece}");
    assert_eq!(whole.issues, parted.issues, "in pieces of {piece}");
}

fn read(parser: Parser, text: &str, piece: usize) -> Sink {
    let mut sink = Sink::default();
    let mut input = BufReader::with_capacity(piece, text.as_bytes());
    parser(&mut input, &mut sink).expect("reading from memory cannot fail");
    sink
}
