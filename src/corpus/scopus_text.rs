//! Scopus's "Plain text": lines in, records out.
//!
//! Authors, their full names and numbers, the title and the source ("(2023) J Imag, 5 (3), pp. 1-9. Cited 2 times.")
//! open a record without names; what follows has one in capitals before a colon, the last of them "SOURCE: Scopus". A
//! paragraph without a known name goes on with the field before it.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::lines;
use super::record::Role;
use super::sink::Sink;

/// The names of fields; a number may follow.
const NAMES: &[(&str, Role)] = &[
    ("ABBREVIATED SOURCE TITLE", Role::JournalAbbrev),
    ("ABSTRACT", Role::Abstract),
    ("AFFILIATIONS", Role::Other),
    ("AUTHOR FULL NAMES", Role::Other),
    ("AUTHOR KEYWORDS", Role::KeywordList),
    ("CHEMICALS/CAS", Role::Other),
    ("CODEN", Role::Other),
    ("CONFERENCE CODE", Role::Other),
    ("CONFERENCE DATE", Role::Other),
    ("CONFERENCE LOCATION", Role::Other),
    ("CONFERENCE NAME", Role::Other),
    ("CORRESPONDENCE ADDRESS", Role::Other),
    ("DOCUMENT TYPE", Role::Type),
    ("DOI", Role::Doi),
    ("EDITORS", Role::Other),
    ("EID", Role::Accession),
    ("FUNDING DETAILS", Role::Other),
    ("FUNDING TEXT", Role::Other),
    ("INDEX KEYWORDS", Role::SubjectList),
    ("ISBN", Role::Issn),
    ("ISSN", Role::Issn),
    ("LANGUAGE OF ORIGINAL DOCUMENT", Role::Language),
    ("MANUFACTURERS", Role::Other),
    ("MOLECULAR SEQUENCE NUMBERS", Role::Other),
    ("OPEN ACCESS", Role::Other),
    ("PUBLICATION STAGE", Role::Other),
    ("PUBLISHER", Role::Publisher),
    ("PUBMED ID", Role::Pmid),
    ("REFERENCES", Role::Other),
    ("SOURCE", Role::Database),
    ("SPONSORS", Role::Other),
    ("TRADENAMES", Role::Other),
];
/// Lines without a name above a source, at most: authors, numbers and a title, all folded.
const MOST_ABOVE: usize = 60;

/// Reads Scopus's plain text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line.trim(), sink));
    reader.finish(sink);
    sink.dialect = Some("Scopus".into());
    result
}

/// Whether the first text of a file is Scopus's plain text: a line that opens with a year in brackets and, around it,
/// names that Scopus gives.
pub fn sniff(head: &str) -> bool {
    let lines: Vec<&str> = lines::of_head(head).map(str::trim).take(400).collect();
    let has = |known: &str| lines.iter().any(|line| line.starts_with(known));
    let names =
        ["EXPORT DATE: ", "AUTHOR FULL NAMES: ", "DOCUMENT TYPE: ", "SOURCE: Scopus", "https://www.scopus.com/"];
    lines.iter().any(|line| source(line).is_some()) && names.iter().filter(|known| has(known)).count() >= 2
}

#[derive(Default)]
struct Reader {
    draft: Draft,
    /// Lines without a name since the record began, until its source.
    above: Vec<String>,
    has_source: bool,
    after_blank: bool,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        let after_blank = std::mem::replace(&mut self.after_blank, line.is_empty());
        let is_banner = line.trim_start_matches('\u{FEFF}') == "Scopus" || line.starts_with("EXPORT DATE:");
        if line.is_empty() || is_banner && self.above.is_empty() && !self.has_source {
            return;
        }
        let named = named(line);
        // A record that was exported without its last field ends at a blank line before the next authors.
        if self.has_source && after_blank && named.is_none() && !is_link(line) {
            self.finish(sink);
        }
        if self.draft.line() == 0 {
            self.draft.start(number);
        }
        match (named, source(line)) {
            (Some((name, role, value)), _) => {
                self.draft.push(name, role, value);
                if name == "SOURCE" {
                    self.finish(sink);
                }
            }
            (None, Some((year, rest))) if !self.has_source => self.source(line, year, rest),
            _ if is_link(line) => self.draft.push("LINK", Role::Url, line),
            _ if !self.has_source && self.above.len() < MOST_ABOVE => self.above.push(line.to_string()),
            _ => self.draft.append(" ", line),
        }
    }

    /// Takes apart what stands above the source, and the source.
    fn source(&mut self, line: &str, year: &str, rest: &str) {
        self.has_source = true;
        self.head();
        self.draft.push("CITATION", Role::Other, line);
        self.draft.push("YEAR", Role::Year, year);
        let rest = rest.split(" Cited ").next().unwrap_or(rest).trim_end_matches(['.', ',', ' ']);
        let mut parts: Vec<&str> = rest.split(", ").collect();
        let is_page = |part: &&str| part.starts_with("pp. ") || part.starts_with("art. no. ");
        while let Some(pages) = parts.pop_if(|part| is_page(part)) {
            self.draft.push("PAGES", Role::Pages, pages.trim_start_matches("pp. ").trim_start_matches("art. no. "));
        }
        let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit()) && part.len() <= 30;
        let first = parts.iter().rev().take_while(|part| is_number(part)).take(2).count();
        let numbers = parts.split_off(parts.len() - first.min(parts.len() - 1));
        self.draft.push("JOURNAL", Role::Journal, &parts.join(", "));
        let (volume, issue) = match numbers[..] {
            [volume, issue] => (volume, issue),
            [one] => one.split_once(" (").unwrap_or((one, "")),
            _ => return,
        };
        self.draft.push("VOLUME", Role::Volume, volume);
        if !issue.is_empty() {
            self.draft.push("ISSUE", Role::Issue, issue.trim_end_matches(')'));
        }
    }

    /// Authors, their numbers and the title; a single line is the title.
    fn head(&mut self) {
        let is_numbers = |line: &str| line.bytes().all(|b| b.is_ascii_digit() || matches!(b, b';' | b' '));
        let (numbers, texts): (Vec<&String>, Vec<&String>) = self.above.iter().partition(|line| is_numbers(line));
        let (authors, title) = texts.split_at(usize::from(texts.len() > 1));
        for (name, role, lines) in [
            ("AUTHORS", Role::AuthorList, authors),
            ("AUTHOR IDS", Role::Other, &numbers[..]),
            ("TITLE", Role::Title, title),
        ] {
            let mut text = lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join(" ");
            if role == Role::AuthorList {
                text = text.replace("., ", ".; ");
            }
            if !text.is_empty() {
                self.draft.push(name, role, &text);
            }
        }
        self.above.clear();
    }

    fn finish(&mut self, sink: &mut Sink) {
        if !self.has_source {
            self.head();
        }
        self.has_source = false;
        if !self.draft.is_empty() {
            self.draft.finish(sink);
        }
    }
}

/// Year and rest of a source: "(2023) J Imag, 5 (3), pp. 1-9."
fn source(line: &str) -> Option<(&str, &str)> {
    let (year, rest) = line.strip_prefix('(')?.split_once(") ")?;
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some((year, rest))
}

fn is_link(line: &str) -> bool {
    line.starts_with("https://www.scopus.com/") || line.starts_with("http://www.scopus.com/")
}

/// Name, role and value of a line that starts with a name.
fn named(line: &str) -> Option<(&str, Role, &str)> {
    let (name, value) = line.split_once(':')?;
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let role = NAMES.iter().find(|(known, _)| *known == bare)?.1;
    Some((name, role, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::record::Record;

    fn read(text: &str) -> Vec<Record> {
        assert!(sniff(text), "{text}");
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        sink.records
    }

    const TEXT: &str = "Scopus\nEXPORT DATE: 03 June 2025\n\nRuiz, A., Brandt, O.\nAUTHOR FULL NAMES: Ruiz, Ana (91); Brandt, Otto (92)\n\
        91; 92\nNiosomes for genes:\na trial\n(2023) Journal of Carriers, Cells, 12 (3), art. no. 77, pp. 1 - 9. Cited 4 times.\n\
        DOI: 10.5555/s.1\nhttps://www.scopus.com/inward/record.uri?eid=2-s2.0-99912345678&origin=inward\n\n\
        AFFILIATIONS: Nowhere\nABSTRACT: Genes enter cells.\nSUBJECTS: They stay.\nAUTHOR KEYWORDS: genes; cells\n\
        INDEX KEYWORDS: human; gene\nREFERENCES: Roe, B., A title, (2001);\nUNESCO: another title, (2002)\nPUBMED ID: 91234567\n\
        LANGUAGE OF ORIGINAL DOCUMENT: English\nDOCUMENT TYPE: Article\nSOURCE: Scopus\n\n[No author name available]\nSecond\n\
        (2025) Short, 4, 2\nhttps://www.scopus.com/pages/publications/1?origin=resultslist\n\nDOCUMENT TYPE: Editorial\nSOURCE: Scopus\n";

    #[test]
    fn records_are_taken_apart() {
        let [one, two] = &read(TEXT)[..] else { panic!() };
        assert_eq!((one.title(), two.title()), ("Niosomes for genes: a trial", "Second"));
        assert_eq!((one.year(), one.doi().as_deref(), one.pmid()), (Some(2023), Some("10.5555/s.1"), Some("91234567")));
        assert_eq!((one.authors(), two.authors().len()), (vec!["Ruiz, A.", "Brandt, O."], 0));
        let texts: Vec<&str> = one.abstracts().map(|a| a.1).collect();
        assert_eq!(texts, ["Genes enter cells. SUBJECTS: They stay."]);
        let fields = [Role::Journal, Role::Volume, Role::Issue].map(|role| one.first(role));
        assert_eq!(fields, [Some("Journal of Carriers, Cells"), Some("12"), Some("3")]);
        assert_eq!(
            (two.first(Role::Journal), two.first(Role::Volume), two.first(Role::Issue)),
            (Some("Short"), Some("4"), Some("2"))
        );
        assert_eq!((one.source.line, two.source.line), (4, 25));
        assert_eq!(one.all(Role::Pages).map(|field| field.value).collect::<Vec<_>>(), ["1 - 9", "77"]);
    }

    #[test]
    fn records_without_their_last_field_end_at_the_next_authors() {
        let text = TEXT.replace("SOURCE: Scopus\n", "");
        assert_eq!(
            read(&text).iter().map(Record::title).collect::<Vec<_>>(),
            ["Niosomes for genes: a trial", "Second"]
        );
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["Scopus\nEXPORT DATE: 1 May 2020\n\n@ARTICLE{a,\n}\n", "(2020) A year.\nABSTRACT: B\n", ""] {
            assert!(!sniff(text), "{text}");
        }
    }
}
