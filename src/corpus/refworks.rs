//! RefWorks tagged text, also as Dialnet and others write it for RefWorks: lines in, records out.
//!
//! A line is a tag of two or three signs, a blank and a value. A record starts at `RT`; `ER` may end it. A line without a
//! known tag goes on with the field above it. RefWorks' tab-separated text is a table and not read here.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;

/// Tags and what they mean (RefWorks, "Tagged format").
const TAGS: &[(&str, Role)] = &[
    ("A1", Role::Author),
    ("A2", Role::Other),
    ("A3", Role::Other),
    ("A4", Role::Other),
    ("A5", Role::Other),
    ("A6", Role::Other),
    ("AB", Role::Abstract),
    ("AD", Role::Other),
    ("AN", Role::Accession),
    ("AV", Role::Other),
    ("CL", Role::Other),
    ("CN", Role::Other),
    ("CR", Role::Other),
    ("DB", Role::Database),
    ("DO", Role::Doi),
    ("DS", Role::Database),
    ("ED", Role::Other),
    ("ER", Role::Other),
    ("FD", Role::Date),
    ("ID", Role::Id),
    ("IP", Role::Other),
    ("IS", Role::Issue),
    ("JF", Role::Journal),
    ("JO", Role::JournalAbbrev),
    ("K1", Role::Keyword),
    ("LA", Role::Language),
    ("LK", Role::Url),
    ("LL", Role::Other),
    ("NO", Role::Note),
    ("OL", Role::Other),
    ("OP", Role::EndPage),
    ("OT", Role::TranslatedTitle),
    ("PB", Role::Publisher),
    ("PMID", Role::Pmid),
    ("PP", Role::Other),
    ("RD", Role::Other),
    ("RT", Role::Type),
    ("SF", Role::Other),
    ("SL", Role::Other),
    ("SN", Role::Issn),
    ("SP", Role::StartPage),
    ("SR", Role::Other),
    ("ST", Role::Other),
    ("T1", Role::Title),
    ("T2", Role::Journal),
    ("T3", Role::Other),
    ("UL", Role::Url),
    ("VO", Role::Volume),
    ("WP", Role::Other),
    ("WT", Role::Other),
    ("WV", Role::Other),
    ("YR", Role::Year),
];

/// Reads RefWorks tagged text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Whether the first text of a file is RefWorks tagged text: an `RT` with a kind, then more of its tags.
pub fn sniff(head: &str) -> bool {
    let lines = head.lines().flat_map(|line| line.split('\r')).map(|line| line.trim_start_matches('\u{FEFF}'));
    let mut lines = lines.filter(|line| !line.trim().is_empty()).take(60);
    let is_kind = |value: &str| value.starts_with(char::is_uppercase) && value.len() <= 60;
    let first = lines.next().and_then(split);
    let tags: Vec<&str> = lines.filter_map(split).map(|(tag, _, _)| tag).collect();
    matches!(first, Some(("RT", _, kind)) if is_kind(kind))
        && tags.iter().any(|tag| matches!(*tag, "T1" | "A1" | "AB"))
        && tags.len() >= 2
}

/// Tag, role and value of a line that starts with a known tag.
fn split(line: &str) -> Option<(&str, Role, &str)> {
    let (tag, value) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    if let Some((_, role)) = TAGS.iter().find(|(known, _)| *known == tag) {
        return Some((tag, *role, value.trim()));
    }
    // What users keep for themselves: U1 to U15.
    let number = tag.strip_prefix('U').and_then(|number| number.parse::<u8>().ok());
    number.filter(|number| (1..=15).contains(number)).map(|_| (tag, Role::Other, value.trim()))
}

#[derive(Default)]
struct Reader {
    strays: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        match split(line) {
            Some(("ER", _, "")) => self.finish(sink),
            Some((tag, role, value)) => {
                if tag == "RT" {
                    self.finish(sink);
                }
                if self.draft.is_empty() {
                    self.draft.start(number);
                }
                self.strays = false;
                self.draft.push(tag, role, value);
            }
            None if line.trim().is_empty() => {}
            None if self.draft.is_empty() => {
                if !self.strays {
                    let start: String = line.trim().chars().take(40).collect();
                    sink.issue(number, IssueKind::Malformed, format!("text outside any record, left out: {start}"));
                }
                self.strays = true;
            }
            None => self.more(line.trim()),
        }
    }

    fn more(&mut self, line: &str) {
        let is_text = matches!(self.draft.last_role(), Some(Role::Abstract | Role::Keyword | Role::Note));
        self.draft.append(if is_text { "\n" } else { " " }, line);
    }

    fn finish(&mut self, sink: &mut Sink) {
        if self.draft.is_empty() {
            return;
        }
        let has_journal = self.draft.has("JF");
        for i in 0..self.draft.len() {
            let value = self.draft.value(i);
            let new = match self.draft.tag(i) {
                "T2" if has_journal => Role::Other,
                "K1" if value.contains(['\n', ';']) => Role::KeywordList,
                // RefWorks counts; a short number names no record outside of one library.
                "ID" if value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit()) => Role::Other,
                _ => continue,
            };
            self.draft.field_mut(i).role = new;
        }
        self.draft.finish(sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "RT Journal Article\nSR Electronic(1)\nID 17\nA1 Ruiz,Ana\nA1 Brandt, Otto\nT1 Niosomes for genes:\n\
        a trial\nJF Journal of Imagined Carriers\nJO J Imag\nYR 2021\nFD Feb 10\nVO 33\nIS 2\nSP 1\nOP 9\nK1 niosome\nK1 gene; cell\n\
        AB Genes enter cells.\nThey stay.\nU10 own\nSN 1234-5679\nLA English\nDO 10.5555/r.1\nUL https://x.example\nER \n\n\
        RT Book, Section\nA1 Soto,B.\nT1 Second\nT2 A handbook\nYR 2018\n\nRT Thesis/Dissertation\nT1 Third\n";

    fn read(text: &str) -> Sink {
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn records_with_and_without_an_end() {
        assert!(sniff(TEXT));
        let sink = read(TEXT);
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two, three] = &sink.records[..] else { panic!() };
        assert_eq!(one.title(), "Niosomes for genes: a trial");
        assert_eq!((two.title(), three.title()), ("Second", "Third"));
        assert_eq!((one.authors(), one.year()), (vec!["Ruiz,Ana", "Brandt, Otto"], Some(2021)));
        assert_eq!((one.doi().as_deref(), one.keywords()), (Some("10.5555/r.1"), vec!["niosome", "gene", "cell"]));
        assert_eq!(one.abstracts().next(), Some((None, "Genes enter cells.\nThey stay.")));
        assert_eq!(
            (one.first(Role::Journal), two.first(Role::Journal)),
            (Some("Journal of Imagined Carriers"), Some("A handbook"))
        );
        assert_eq!(
            (one.first(Role::StartPage), one.first(Role::EndPage), one.first(Role::Id)),
            (Some("1"), Some("9"), None)
        );
        assert_eq!((one.source.line, two.source.line), (1, 27));
    }

    #[test]
    fn other_texts_are_none_and_strays_are_told() {
        for text in ["RT is a word\nand more\n", "PT J\nAU Ruiz, A\nTI A\n", "RT Journal Article\nTI A\n", ""] {
            assert!(!sniff(text), "{text}");
        }
        let sink = read("Exported\nfor me\nRT Book\nT1 One\nER\n");
        assert_eq!((sink.issues.len(), sink.issues[0].line, sink.records.len()), (1, 1, 1));
    }
}
