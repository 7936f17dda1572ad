//! PubMed text as its "Save" offers beside MEDLINE, "Abstract (text)" and "Summary (text)": lines in, records out.
//!
//! Records are numbered ("1. " above an abstract, "1: " before a summary). Above an abstract stands the citation; the
//! title, the authors and all else follow as blocks between blank lines, and `blocks` tells what each is. A summary is
//! a citation with authors and title, and has no abstract. `citation` takes both apart. Numbers may have gaps where
//! records were taken out by hand: a number that is not the next one opens a record where a citation stands behind it.

mod address;
mod blocks;
pub(super) mod citation;

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::sink::Sink;

/// Longest record kept, in bytes.
const MAX_RECORD: usize = 16 << 20;
/// Most lines of a citation before its year.
const MAX_CITATION: usize = 8;

/// Reads PubMed text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line.trim(), sink));
    reader.end(sink);
    result
}

/// Whether the first text of a file is PubMed text: a number, a citation first, and a PMID somewhere.
pub fn sniff(head: &str) -> bool {
    let mut lines = lines::of_head(head).map(str::trim);
    let Some(first) = lines.find(|line| !line.is_empty()) else { return false };
    let Some(start) = Start::of(first) else { return false };
    let citation = std::iter::once(start.text).chain(lines.take_while(|line| !line.is_empty()).take(MAX_CITATION));
    let is_article = citation::date(&citation.collect::<Vec<_>>().join(" ")).is_some();
    // A chapter begins with its title alone.
    head.contains("PMID: ") && (is_article || start.number == 1 && head.contains("\nIn: "))
}

/// The line on which a record starts.
struct Start<'l> {
    number: u32,
    is_summary: bool,
    /// What follows the number.
    text: &'l str,
}

impl<'l> Start<'l> {
    /// A line that may start a record.
    fn of(line: &'l str) -> Option<Start<'l>> {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = line[..digits].parse().ok()?;
        let (mark, text) = line[digits..].split_once(' ')?;
        matches!(mark, "." | ":").then_some(Start { number, is_summary: mark == ":", text })
    }

    /// Whether the record is the one after record `last`, or the first one of another file behind it.
    fn is_next(&self, last: u32) -> bool {
        self.number == last.saturating_add(1) || self.number == 1
    }
}

/// A block of lines, joined.
struct Block {
    line: u32,
    text: String,
    /// Where the first line ends, of several.
    first_line: Option<usize>,
}

#[derive(Default)]
struct Reader {
    last: u32,
    is_summary: bool,
    blocks: Vec<Block>,
    /// Blank lines before the next line, which starts a block behind one.
    blanks: u32,
    size: usize,
    strays: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if line.is_empty() {
            self.blanks = self.blanks.saturating_add(1);
            return;
        }
        let fresh = self.blanks > 0;
        let may_start = self.blocks.is_empty() || fresh || self.is_summary();
        if may_start && let Some(start) = Start::of(line).filter(|start| self.starts(start)) {
            self.finish(sink);
            (self.last, self.is_summary) = (start.number, start.is_summary);
            self.add(number, start.text, true, sink);
        } else if !self.blocks.is_empty() {
            self.add(number, line, fresh && !self.is_summary(), sink);
        } else if !std::mem::replace(&mut self.strays, true) {
            let start: String = line.chars().take(40).collect();
            sink.issue(number, IssueKind::Malformed, format!("text outside any record, left out: {start}"));
        }
        self.blanks = 0;
    }

    /// Whether a record starts here, and not a numbered paragraph of an abstract: the record before is whole, and where
    /// numbers are left out the line is a citation or, as chapters begin with a title, behind two blank lines.
    fn starts(&self, start: &Start<'_>) -> bool {
        if self.blocks.is_empty() {
            return true;
        }
        let is_citation = || {
            // A summary may have its date on the next line; nothing follows one but another.
            let is_summary = start.is_summary && self.is_summary();
            let is_one = is_summary || self.blanks >= 2 || citation::is_source(start.text);
            start.number > self.last && self.blanks > 0 && is_one
        };
        self.blocks.iter().any(|block| blocks::has_pmid(&block.text)) && (start.is_next(self.last) || is_citation())
    }

    /// Whether the record is a citation alone: by the sign behind its number, or by the PMID that ends it.
    fn is_summary(&self) -> bool {
        self.is_summary || matches!(&self.blocks[..], [block] if blocks::has_pmid(&block.text))
    }

    fn add(&mut self, line: u32, text: &str, is_block: bool, sink: &mut Sink) {
        if self.size + text.len() > MAX_RECORD {
            if self.size <= MAX_RECORD {
                sink.issue(
                    line,
                    IssueKind::Limit,
                    format!("record longer than {MAX_RECORD} bytes: the rest was left out"),
                );
            }
            self.size = MAX_RECORD + 1;
            return;
        }
        self.size += text.len() + 1;
        match self.blocks.last_mut().filter(|_| !is_block) {
            Some(block) => {
                block.first_line.get_or_insert(block.text.len());
                block.text.push(' ');
                block.text.push_str(text);
            }
            None => self.blocks.push(Block { line, text: text.to_string(), first_line: None }),
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        self.size = 0;
        self.blanks = 0;
        let is_summary = self.is_summary();
        let found = std::mem::take(&mut self.blocks);
        let Some(first) = found.first() else { return };
        self.draft.start(first.line);
        if is_summary {
            citation::summary(&first.text, &mut self.draft);
        } else if let Some(book) = found.iter().find(|block| block.text.starts_with("In: ")) {
            // A chapter begins with its title, and its book stands below the authors.
            citation::book(&book.text, None, &mut self.draft);
            blocks::read(&found, &mut self.draft);
        } else {
            citation::above(&first.text, &mut self.draft);
            blocks::read(&found[1..], &mut self.draft);
        }
        self.draft.finish(sink);
    }

    fn end(&mut self, sink: &mut Sink) {
        let is_cut = self.blocks.last().is_some() && !self.blocks.iter().any(|block| blocks::has_pmid(&block.text));
        if let Some(block) = self.blocks.first().filter(|_| is_cut) {
            let message = "the file ends inside a record, before its PMID; what is there was kept";
            sink.issue(block.line, IssueKind::Truncated, message);
        }
        self.finish(sink);
    }
}

#[cfg(test)]
mod tests;
