//! Web of Science tagged plain text (`.txt`, `.ciw`), also of its other databases: lines in, records out.
//!
//! A tag fills two columns; a line that starts with blanks goes on with the field above: another author, address or
//! cited work in fields that are lists, a fold everywhere else. A record runs from `PT` to `ER`, the file from `FN`
//! to `EF`.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::record::Role;
use super::sink::Sink;
use super::{Format, tagged};

/// Reads Web of Science text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::WosText, input, sink)
}

/// Whether the first text of a file is Web of Science text.
pub fn sniff(head: &str) -> bool {
    let mut tags = head.lines().flat_map(|line| line.split('\r')).map(|line| line.trim_start_matches('\u{FEFF}'));
    let first = tags.find(|line| !line.trim().is_empty()).and_then(split);
    match first {
        Some(("FN", _)) => true,
        Some(("PT", kind)) => kind.len() <= 2 && tags.take(60).filter_map(split).count() >= 3,
        _ => false,
    }
}

/// Splits a tagged line into tag and value.
fn split(line: &str) -> Option<(&str, &str)> {
    match line.as_bytes() {
        [a, b, rest @ ..]
            if a.is_ascii_uppercase()
                && (b.is_ascii_uppercase() || b.is_ascii_digit())
                && matches!(rest.first(), None | Some(b' ')) =>
        {
            Some((&line[..2], line[2..].trim_ascii()))
        }
        _ => None,
    }
}

/// Fields whose every line is an item of its own.
const LISTS: &[&str] = &["AF", "AU", "BA", "BE", "BF", "C1", "C3", "CA", "CR", "ED", "GP", "RP"];

/// Reads lines one after another.
#[derive(Default)]
pub(super) struct Reader {
    number: u32,
    inside: bool,
    strays: bool,
    list: Option<&'static str>,
    draft: Draft,
}

impl Reader {
    /// Reads the line of this number.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        let more = line.starts_with([' ', '\t']) && self.inside;
        match split(line) {
            _ if line.trim_ascii().is_empty() => {}
            _ if more => self.more(line.trim()),
            Some(("FN", value)) => sink.dialect = Some(value.to_string()),
            Some(("VR" | "EF", _)) if !self.inside => {}
            Some(("EF", "")) => self.end(sink),
            Some(("ER", _)) => {
                self.inside = false;
                self.finish(sink);
            }
            Some((tag, value)) => self.field(tag, value, sink),
            None if self.inside && self.draft.last_role().is_some() => self.more(line.trim()),
            None => {
                if !self.strays {
                    let start: String = line.trim().chars().take(40).collect();
                    let message = format!("text outside any record, left out: {start}");
                    sink.issue(self.number, IssueKind::Malformed, message);
                }
                self.strays = true;
            }
        }
    }

    fn field(&mut self, tag: &str, value: &str, sink: &mut Sink) {
        if tag == "PT" && self.inside && self.draft.has("PT") {
            sink.issue(self.number, IssueKind::Malformed, "record without an ER line; the next one starts here");
            self.finish(sink);
            self.inside = false;
        }
        if !self.inside {
            self.draft.start(self.number);
            self.inside = true;
        }
        self.strays = false;
        self.list = LISTS.iter().find(|list| **list == tag).copied();
        self.draft.push(tag, role(tag), value);
    }

    fn more(&mut self, line: &str) {
        match self.list {
            Some(tag) => self.draft.push(tag, role(tag), line),
            None => self.draft.append(" ", line),
        }
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }

    /// Ends with the file.
    pub(super) fn end(&mut self, sink: &mut Sink) {
        if self.inside && !self.draft.is_empty() {
            let message = "the file ends inside a record, before its ER line; what is there was kept";
            sink.issue(self.number, IssueKind::Truncated, message);
        }
        self.inside = false;
        self.finish(sink);
    }
}

pub(super) fn role(tag: &str) -> Role {
    match tag {
        "TI" => Role::Title,
        "AU" | "CA" => Role::Author,
        "SO" => Role::Journal,
        "JI" | "J9" => Role::JournalAbbrev,
        "DE" | "ID" => Role::KeywordList,
        "AB" => Role::Abstract,
        "PY" => Role::Year,
        "PD" | "EA" => Role::Date,
        "VL" => Role::Volume,
        "IS" => Role::Issue,
        "BP" => Role::StartPage,
        "EP" => Role::EndPage,
        "AR" | "PS" => Role::Pages,
        "DI" => Role::Doi,
        "UT" | "AN" => Role::Accession,
        "PM" => Role::Pmid,
        "LA" => Role::Language,
        "DT" => Role::Type,
        "SN" | "EI" | "BN" => Role::Issn,
        "PU" => Role::Publisher,
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

    const ONE: &str = "\u{FEFF}FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Ruiz, A\n   Brandt, O\n\
        TI A title that is folded\n   on two lines\nSO JOURNAL OF IMAGINED CARRIERS\nDE niosome; gene\n   delivery\n\
        CR One A, 2001\n   Two B, 2002\nPY 2019\nDI 10.5555/w.1\nUT WOS:000000000000001\nPM 91234567\nER\n\nEF\n";

    #[test]
    fn lists_and_folds_are_told_apart() {
        let sink = read(ONE);
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [record] = &sink.records[..] else { panic!() };
        assert_eq!(record.title(), "A title that is folded on two lines");
        assert_eq!(record.authors(), ["Ruiz, A", "Brandt, O"]);
        assert_eq!(record.keywords(), ["niosome", "gene delivery"]);
        assert_eq!(record.fields().filter(|f| f.tag == "CR").count(), 2);
        assert_eq!((record.year(), record.source.line), (Some(2019), 3));
        assert_eq!(sink.dialect.as_deref(), Some("Clarivate Analytics Web of Science"));
    }

    #[test]
    fn a_cut_file_and_a_missing_end_are_told() {
        let sink = read("FN X\nVR 1.0\nPT J\nTI One\nPT J\nTI Two\nAB Text that st");
        assert_eq!(sink.records.len(), 2);
        let kinds: Vec<_> = sink.issues.iter().map(|i| (i.line, i.kind)).collect();
        assert_eq!(kinds, [(5, IssueKind::Malformed), (7, IssueKind::Truncated)]);
    }
}
