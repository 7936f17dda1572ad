//! The Cochrane Library's "Plain text": lines in, records out.
//!
//! A line that counts it ("Record #1 of 2") opens a record; then every field stands on a line of its own behind a tag of
//! capitals and a colon. A line without a tag goes on with the field above it. Which trials and reviews are meant is not
//! looked at.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;

/// Tags and what they mean.
const TAGS: &[(&str, Role)] = &[
    ("AB", Role::Abstract),
    ("AU", Role::Author),
    ("CC", Role::Other),
    ("DOI", Role::Doi),
    ("ID", Role::Accession),
    ("KY", Role::KeywordList),
    ("LA", Role::Language),
    ("NO", Role::Issue),
    ("PB", Role::Publisher),
    ("PG", Role::Pages),
    ("PM", Role::Pmid),
    ("PT", Role::Type),
    ("SN", Role::Issn),
    ("SO", Role::Journal),
    ("TI", Role::Title),
    ("US", Role::Url),
    ("VL", Role::Volume),
    ("XR", Role::Other),
    ("YR", Role::Year),
];

/// Reads the plain text of the Cochrane Library.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line.trim(), sink));
    reader.finish(sink);
    sink.dialect = Some("Cochrane".into());
    result
}

/// Whether the first text of a file is such a text: a line that counts a record, and its number behind it.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head).map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty());
    lines.next().is_some_and(is_count) && matches!(lines.next().and_then(split), Some(("ID", _, _)))
}

/// Whether a line counts a record: "Record #1 of 2".
fn is_count(line: &str) -> bool {
    let numbers = line.strip_prefix("Record #").and_then(|rest| rest.split_once(" of "));
    numbers.is_some_and(|(n, of)| [n, of].iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())))
}

/// Tag, role and value of a line that starts with a tag.
fn split(line: &str) -> Option<(&str, Role, &str)> {
    let (tag, value) = line.split_once(':')?;
    let is_tag = matches!(tag.len(), 2 | 3) && tag.bytes().all(|b| b.is_ascii_uppercase());
    let role = TAGS.iter().find(|(known, _)| *known == tag).map(|(_, role)| *role);
    is_tag.then_some((tag, role.unwrap_or(Role::Other), value.trim()))
}

#[derive(Default)]
struct Reader {
    is_inside: bool,
    strays: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if is_count(line) {
            self.finish(sink);
            self.draft.start(number);
            (self.is_inside, self.strays) = (true, false);
        } else if line.is_empty() {
        } else if !self.is_inside {
            self.stray(number, line, sink);
        } else {
            self.field(number, line, sink);
        }
    }

    fn field(&mut self, number: u32, line: &str, sink: &mut Sink) {
        // Inside an abstract a tag that is not known is a word of it: "CI: 0.5 to 0.9".
        let is_text =
            |tag: &str| self.draft.last_role() == Some(Role::Abstract) && !TAGS.iter().any(|(known, _)| *known == tag);
        match split(line).filter(|(tag, _, _)| !is_text(tag)) {
            // The source of a trial in a registry is a link.
            Some((tag, Role::Journal, value)) if value.starts_with("http") => self.draft.push(tag, Role::Url, value),
            Some((tag, role, value)) => self.draft.push(tag, role, value),
            None if self.draft.is_empty() => self.stray(number, line, sink),
            None => self.draft.append(" ", line),
        }
    }

    fn stray(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if !self.strays {
            let start: String = line.chars().take(40).collect();
            sink.issue(number, IssueKind::Malformed, format!("text outside any field, left out: {start}"));
        }
        self.strays = true;
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{FEFF}Record #1 of 2\nID: CN-00000001\nAU: Ruiz A\nAU: Brandt O\nTI: Niosomes for genes\n\
        SO: Journal of Imagined Carriers\nYR: 2021\nVL: 33\nNO: 2\nPG: 1-9\nPM: PUBMED 91234567\nXR: EMBASE 201\n\
        KY: *Genes /blood; Humans; 'a drug'\nDOI: 10.5555/c.1\nAB: AIM: Genes.\nCI: 0.5 to 0.9.\n\
        US: https://www.cochranelibrary.com/c/CN-00000001/full\n\n\nRecord #2 of 2\nID: CN-00000002\nTI: Second\n\
        SO: https://clinicaltrials.gov/show/NCT0\nYR: 2019\nAB: Text.\n";

    fn read(text: &str) -> Sink {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn records_are_taken_apart() {
        assert!(sniff(TEXT));
        let sink = read(TEXT);
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.title(), two.title()), ("Niosomes for genes", "Second"));
        assert_eq!((one.pmid(), one.year(), one.authors().len()), (Some("91234567"), Some(2021), 2));
        assert_eq!((one.first(Role::Accession), one.doi().as_deref()), (Some("CN-00000001"), Some("10.5555/c.1")));
        assert_eq!(one.keywords(), ["*Genes /blood", "Humans", "'a drug'"]);
        assert_eq!(one.abstracts().next(), Some((None, "AIM: Genes. CI: 0.5 to 0.9.")));
        assert_eq!(
            (two.first(Role::Journal), two.first(Role::Url)),
            (None, Some("https://clinicaltrials.gov/show/NCT0"))
        );
        assert_eq!((one.source.line, two.source.line), (1, 20));
    }

    #[test]
    fn other_texts_are_none_and_strays_are_told() {
        for text in ["Record #1 of 2\nProvider: X\n\nTY  - JOUR\n", "Record #1 of 2\nTITLE\nA\n", "ID: CN-1\n", ""] {
            assert!(!sniff(text), "{text}");
        }
        let sink = read("A list\nRecord #1 of 1\nof mine\nTI: One\n");
        assert_eq!(sink.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(sink.records.len(), 1);
    }
}
