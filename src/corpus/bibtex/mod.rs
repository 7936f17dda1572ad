//! BibTeX and BibLaTeX: text in, records out, and back.
//!
//! `entries` finds where an entry starts and ends, `fields` reads what is inside, `value` where a value ends, `names`
//! parts lists of authors, `tex` turns TeX into Unicode by the tables of `commands`, `formula` drops formulas that are
//! said twice, `titles` joins subtitles, `journals` knows the macros of ADS, `write` goes the other way. Keys may be
//! missing, repeated or hold blanks, names of fields too; an entry that never ends is told of and does not take the
//! next one with it. Names of fields keep their case and order. What stands outside any entry is a comment in this
//! format and is left out.

use std::io::{self, BufRead};

use super::sink::Sink;

mod commands;
mod entries;
mod fields;
mod formula;
mod journals;
mod names;
#[cfg(test)]
mod tests;
pub(crate) mod tex;
mod titles;
mod value;
mod write;

pub(super) use fields::cell;
pub(super) use titles::{join as with_subtitle, part as without_subtitle};
pub use write::write;

/// Tag of the field that holds the type of an entry.
const TYPE: &str = "@";
/// Tag of the field that holds the key of an entry.
const KEY: &str = "key";
/// What stands before the tag of a field taken over from the entry that `crossref` names.
const INHERITED: &str = "crossref/";

/// Types of entries that only this format has, or names of its commands.
const TYPES: &[&str] = &[
    "article",
    "book",
    "booklet",
    "bookinbook",
    "collection",
    "comment",
    "conference",
    "dataset",
    "electronic",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "periodical",
    "phdthesis",
    "preamble",
    "proceedings",
    "report",
    "software",
    "string",
    "techreport",
    "thesis",
    "unpublished",
];

/// Reads BibTeX from UTF-8 text.
///
/// # Errors
/// What the input says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    entries::parse(input, sink)
}

/// Whether a text that opens like this is BibTeX.
pub fn sniff(head: &str) -> bool {
    head.lines().any(|line| {
        let line = line.trim_start_matches('\u{FEFF}').trim_start();
        entries::opening(line).is_some_and(|open| {
            // A type of someone's own is known by the key that ends the line.
            TYPES.contains(&open.kind.to_ascii_lowercase().as_str()) || open.rest.trim_end().ends_with(',')
        })
    })
}
