//! PubMed XML, articles and books: text in, records with MEDLINE's tags out.
//!
//! Parts of a structured abstract become one text with their labels; markup inside a text (italics, indices, formulas)
//! goes, its words stay. What has no MEDLINE tag is kept under the way of its elements. References of an article never
//! give it their identifiers. Reads as a stream, one record at a time.

use std::io::{self, BufRead};

use super::sink::Sink;
use super::xml;

mod article;
#[cfg(test)]
mod tests;

const RECORDS: [&str; 2] = ["PubmedArticle", "PubmedBookArticle"];

/// Reads PubMed XML from UTF-8 text.
///
/// # Errors
/// What `input` says.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    sink.dialect = Some("PubMed".to_string());
    xml::records(input, &RECORDS, sink, &mut |node, line, sink| sink.record(article::record(node, line)))
}

/// Whether a text that opens like this is PubMed XML.
pub fn sniff(head: &str) -> bool {
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<')
        && ["<PubmedArticleSet", "<PubmedArticle>", "<PubmedArticle ", "<PubmedBookArticle"]
            .iter()
            .any(|name| head.contains(name))
}
