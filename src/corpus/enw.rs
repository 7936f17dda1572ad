//! EndNote tagged text (`.enw`, `.enl`, also written by bepress and AIS): lines in, records out.
//!
//! A tag is `%` and one sign. Records are set apart by blank lines; a new one starts where, behind a blank line, a
//! kind (`%0`) comes, or a title (`%T`) that the record has already. A kind that was glued to the last line of another
//! file (`%D 2020%0 Book`) starts one too.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::{Format, tagged};

/// Reads EndNote tagged text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::Enw, input, sink)
}

/// Whether the first text of a file is EndNote tagged text.
pub fn sniff(head: &str) -> bool {
    let mut lines = lines::of_head(head).filter(|line| !line.trim().is_empty()).take(10);
    let Some((first, value)) = lines.next().and_then(split) else { return false };
    let more = lines.filter(|line| split(line).is_some()).count();
    !value.is_empty() && (first == "%0" || more >= 2)
}

/// Splits a tagged line into tag and value.
fn split(line: &str) -> Option<(&str, &str)> {
    match line.as_bytes() {
        [b'%', sign, rest @ ..] if sign.is_ascii_graphic() && matches!(rest.first(), None | Some(b' ' | b'\t')) => {
            Some((&line[..2], line[2..].trim_ascii()))
        }
        _ => None,
    }
}

/// Kinds of EndNote by which a record is told inside of a line.
const KINDS: &[&str] = &[
    "Journal Article",
    "Book",
    "Book Section",
    "Conference Paper",
    "Conference Proceedings",
    "Edited Book",
    "Electronic Article",
    "Electronic Book",
    "Generic",
    "Government Document",
    "Magazine Article",
    "Newspaper Article",
    "Report",
    "Thesis",
    "Unpublished Work",
    "Web Page",
];

/// Whether a text is a kind of EndNote's own.
pub(super) fn is_kind(text: &str) -> bool {
    KINDS.contains(&text)
}

/// Where a record begins inside of a line, as it does where files were put one behind another and the last line had no
/// end: `%D 2020%0 Book`.
fn glued(line: &str) -> Option<usize> {
    let line = line.trim_ascii_end();
    let from = line.len().saturating_sub("%0 Conference Proceedings".len());
    let at = from + memchr::memmem::rfind(&line.as_bytes()[from..], b"%0 ")?;
    let is_glued = line[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
    (is_glued && is_kind(line[at + 3..].trim_ascii())).then_some(at)
}

/// Reads lines one after another.
#[derive(Default)]
pub(super) struct Reader {
    number: u32,
    blank: bool,
    strays: bool,
    draft: Draft,
}

impl Reader {
    /// Reads a line, in its parts where records are glued.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        tagged::parted(line, glued(line), |part| self.part(part, sink));
    }

    fn part(&mut self, line: &str, sink: &mut Sink) {
        if let Some((tag, value)) = split(line) {
            let again = matches!(tag, "%0" | "%T") && self.draft.has(tag);
            if self.draft.is_empty() || again && (self.blank || tag == "%0") || tag == "%0" && self.blank {
                self.finish(sink);
                self.draft.start(self.number);
            }
            self.draft.push(tag, role(tag), value);
            (self.blank, self.strays) = (false, false);
        } else if line.trim_ascii().is_empty() {
            self.blank = true;
        } else if self.draft.is_empty() {
            if !self.strays {
                let start: String = line.trim().chars().take(40).collect();
                sink.issue(self.number, IssueKind::Malformed, format!("text outside any record, left out: {start}"));
            }
            self.strays = true;
        } else {
            let separator = match self.draft.last_role() {
                Some(Role::Title | Role::Journal | Role::Author) => " ",
                _ if self.blank => "\n\n",
                _ => "\n",
            };
            self.draft.append(separator, line.trim());
            self.blank = false;
        }
    }

    /// Whether what follows need not belong to the record before.
    pub(super) fn is_between(&self) -> bool {
        self.blank || self.draft.is_empty()
    }

    /// Ends a record.
    pub(super) fn finish(&mut self, sink: &mut Sink) {
        if self.draft.is_empty() {
            return;
        }
        let title = self.draft.has("%T");
        let journal = self.draft.has("%J");
        for i in 0..self.draft.len() {
            let new = match self.draft.tag(i) {
                "%B" if !title => Role::Title,
                "%B" if journal => Role::Other,
                "%K" if self.draft.value(i).contains(['\n', ';']) => Role::KeywordList,
                "%F" if self.draft.value(i).contains(' ') => Role::Other,
                _ => continue,
            };
            self.draft.field_mut(i).role = new;
        }
        self.draft.finish(sink);
    }
}

fn role(tag: &str) -> Role {
    match tag {
        "%0" | "%9" => Role::Type,
        "%T" => Role::Title,
        "%Q" => Role::TranslatedTitle,
        "%A" => Role::Author,
        "%B" | "%J" => Role::Journal,
        "%D" => Role::Year,
        "%8" => Role::Date,
        "%V" => Role::Volume,
        "%N" => Role::Issue,
        "%P" => Role::Pages,
        "%R" => Role::Doi,
        "%M" => Role::Accession,
        "%F" => Role::Id,
        "%U" | "%>" => Role::Url,
        "%X" => Role::Abstract,
        "%K" => Role::Keyword,
        "%G" => Role::Language,
        "%@" => Role::Issn,
        "%Z" | "%<" => Role::Note,
        "%W" | "%~" => Role::Database,
        "%I" => Role::Publisher,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sink {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn records_with_and_without_a_kind() {
        let text = "%0 Journal Article\n%T One\n%A Ruiz, A\n%A Brandt, O\n%K niosome\ngene delivery\n%X Text.\n\n\
            More text.\n%R 10.5555/e.1\n\n%T Two\n%D 2021\n\n\n%0 Book\n%B Three\n";
        let sink = read(text);
        let titles: Vec<&str> = sink.records.iter().map(|r| r.title()).collect();
        assert_eq!(titles, ["One", "Two", "Three"]);
        let record = &sink.records[0];
        assert_eq!(record.keywords(), ["niosome", "gene delivery"]);
        assert_eq!(record.abstracts().next(), Some((None, "Text.\n\nMore text.")));
        assert_eq!(record.doi().as_deref(), Some("10.5555/e.1"));
        assert_eq!(record.authors(), ["Ruiz, A", "Brandt, O"]);
        assert!(sink.issues.is_empty());
    }

    #[test]
    fn a_kind_glued_to_the_line_before_starts_a_record() {
        let sink = read("%0 Journal Article\n%T One\n%D 2001%0 Book\n%T Two\n%X A rise of 50%0 percent\n");
        assert_eq!(sink.records.iter().map(|r| r.title()).collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!((sink.records[0].year(), sink.records[1].abstracts().count()), (Some(2001), 1));
        assert!(sink.issues.is_empty());
    }

    #[test]
    fn the_title_may_come_before_the_kind() {
        let sink = read("%T One\n%0 Journal Article\n%D 2001\n\n\n%T Two\n%0 Journal Article\n");
        assert_eq!(sink.records.len(), 2);
        assert!(sniff("%T One\n%0 Journal Article\n%D 2001\n"));
        assert!(!sniff("%% a comment of some program\n\\begin{x}\n"));
    }
}
