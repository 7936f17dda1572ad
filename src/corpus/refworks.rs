//! RefWorks tagged text, also as Dialnet and others write it for RefWorks: lines in, records out.
//!
//! A line is a tag of two or three signs, a blank and a value. A record starts at `RT`; `ER` may end it. A line without
//! a known tag goes on with the field above it. The legend of tags that RefWorks puts before the first record says
//! nothing. CNKI leaves out the blank before Chinese text and puts all authors into one field. RefWorks' tab-separated
//! text is a table and not read here.

use std::io::{self, BufRead};

use super::doi;
use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::values::{SEPARATORS, is_author_list};

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
    ("C1", Role::Other),
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
    ("PMCID", Role::Other),
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
    ("URL", Role::Url),
    ("VO", Role::Volume),
    ("WP", Role::Other),
    ("WT", Role::Other),
    ("WV", Role::Other),
    ("YR", Role::Year),
    // As CNKI writes it.
    ("vo", Role::Volume),
];

/// Tags that are words of abstracts, too ("ED visits were …", "NO synthase was …"), with whether they have numbers.
const WORDS: &[(&str, bool)] = &[
    ("AD", false),
    ("AN", false),
    ("AV", false),
    ("CL", false),
    ("CN", false),
    ("CR", false),
    ("DB", false),
    ("DS", false),
    ("ED", false),
    ("ID", false),
    ("IP", true),
    ("IS", true),
    ("NO", false),
    ("OP", true),
    ("PP", false),
    ("RD", false),
    ("SF", false),
    ("SP", true),
    ("SR", false),
    ("VO", true),
    ("WP", false),
    ("WT", false),
];

/// What a tag means.
pub(super) fn role(tag: &str) -> Role {
    TAGS.iter().find(|(known, _)| *known == tag).map_or(Role::Other, |(_, role)| *role)
}

/// Reads RefWorks tagged text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Whether the first text of a file is RefWorks tagged text: an `RT` with a kind, be it behind the legend, then more of
/// its tags.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head);
    let mut lines = lines.filter(|line| !line.trim().is_empty());
    let is_kind = |value: &str| value.starts_with(char::is_uppercase) && value.len() <= 60;
    let first = lines.next();
    let first = if first.is_some_and(is_banner) { lines.find(|line| is_start(line)) } else { first };
    let first = first.and_then(split);
    let tags: Vec<&str> = lines.take(60).filter_map(split).map(|(tag, _, _)| tag).collect();
    matches!(first, Some(("RT", _, kind)) if is_kind(kind))
        && tags.iter().any(|tag| matches!(*tag, "T1" | "A1" | "AB"))
        && tags.len() >= 2
}

/// Whether a line is the first of a file as RefWorks itself writes it, with a legend.
fn is_banner(line: &str) -> bool {
    const BANNERS: [&str; 2] = ["RefWorks Export Tagged Format", "RefWorks Tagged Format"];
    BANNERS.iter().any(|banner| line.trim().eq_ignore_ascii_case(banner))
}

/// Whether a line is the first of a record.
fn is_start(line: &str) -> bool {
    matches!(split(line), Some(("RT", _, _)))
}

/// The DOI among the notes: `doi: 10.5555/a`, `10.5555/a [doi]`.
fn noted_doi(draft: &Draft) -> Option<String> {
    let notes = (0..draft.len()).filter(|&i| draft.tag(i) == "NO").map(|i| draft.value(i));
    let is_doi = |part: &&str| {
        let is_named = part.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("doi"));
        is_named && part[3..].starts_with([':', ' ']) || part.ends_with("[doi]")
    };
    notes.flat_map(|note| note.split([';', '\n'])).map(str::trim).filter(is_doi).find_map(doi::find)
}

/// Tag, role and value of a line that starts with a known tag.
fn split(line: &str) -> Option<(&str, Role, &str)> {
    let is_sign = |b: &u8| b.is_ascii_alphanumeric();
    let (tag, value) = line.split_at(line.bytes().take_while(is_sign).count());
    if !value.is_empty() && !value.starts_with(|c: char| c.is_ascii_whitespace() || !c.is_ascii()) {
        return None;
    }
    if let Some((_, role)) = TAGS.iter().find(|(known, _)| *known == tag) {
        return Some((tag, *role, value.trim()));
    }
    // What users keep for themselves: U1 to U15.
    let number = tag.strip_prefix('U').and_then(|number| number.parse::<u8>().ok());
    number.filter(|number| (1..=15).contains(number)).map(|_| (tag, Role::Other, value.trim()))
}

/// Whether a line of an abstract that begins with a tag goes on with its text: three words and more, of which the first
/// is in small letters, or any where a number belongs.
fn is_prose(tag: &str, value: &str) -> bool {
    let Some((_, is_number)) = WORDS.iter().find(|(known, _)| *known == tag) else { return false };
    let mut words = value.split_whitespace();
    let is_small = |word: &str| word.trim_end_matches(',').bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_word = |word: &str| is_small(word) || *is_number && word.bytes().all(|b| b.is_ascii_alphabetic());
    words.next().is_some_and(is_word) && words.count() >= 2
}

#[derive(Default)]
struct Reader {
    strays: bool,
    is_in_legend: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if is_banner(line) {
            self.finish(sink);
            self.is_in_legend = true;
        }
        self.is_in_legend &= !is_start(line);
        match split(line) {
            _ if self.is_in_legend => {}
            Some(("ER", _, "")) => self.finish(sink),
            Some((tag, _, value)) if self.draft.last_role() == Some(Role::Abstract) && is_prose(tag, value) => {
                self.more(line.trim());
            }
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
        let has_start = self.draft.has("SP");
        for i in 0..self.draft.len() {
            let value = self.draft.value(i);
            let new = match self.draft.tag(i) {
                "T2" if has_journal => Role::Other,
                "K1" if value.contains(SEPARATORS) => Role::KeywordList,
                "A1" if is_author_list(value) => Role::AuthorList,
                // CNKI: all pages.
                "OP" if !has_start => Role::Pages,
                // RefWorks counts; a short number names no record outside of one library.
                "ID" if value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit()) => Role::Other,
                _ => continue,
            };
            self.draft.field_mut(i).role = new;
        }
        let doi = if self.draft.has_role(Role::Doi) { None } else { noted_doi(&self.draft) };
        doi.into_iter().for_each(|doi| self.draft.push("DO", Role::Doi, &doi));
        let kind = self.draft.tagged("RT").find(|&i| self.draft.value(i) == "Book, Section");
        if let Some(kind) = kind {
            // Nobody else has this name.
            self.draft.field_mut(kind).role = Role::Other;
            self.draft.push("Type", Role::Type, "Book Chapter");
        }
        self.draft.finish(sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read::{ReadParams, read_bytes};
    use crate::corpus::{Format, write};

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
    fn the_legend_is_no_record() {
        let legend = "Refworks Export Tagged Format\n\nCharacter Set=utf-8\nDate: Monday\n\nTag legend\n*****\nRT=Reference Type\n\
            T1=Primary Title\nPMID=PMID\n\n*****\nFont Attribute Legend\nStart Bold = \n\n*****\nBEGIN EXPORTED REFERENCES\n\n\n";
        let one = "RT Journal Article\nID 17\nT1 One\nYR 2003\nNO doi: 10.5555/r.2\nOL Unknown(0)\n\n";
        let two = "RT Book\nT1 Two\nNO See 10.5555/other; JID: 1; 10.5555/r.3 [doi]\nAB Text\n";
        let text = format!("{legend}{one}{two}{legend}RT Book\nT1 Three\nDO 10.5555/r.4\nNO doi: 10.5555/other\n");
        assert!(sniff(&text) && !sniff(legend));
        let sink = read(&text);
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let found: Vec<_> = sink.records.iter().map(|r| (r.title(), r.doi().unwrap_or_default())).collect();
        assert_eq!(
            found,
            [("One", "10.5555/r.2".into()), ("Two", "10.5555/r.3".into()), ("Three", "10.5555/r.4".into())]
        );
        assert_eq!(sink.records[0].first(Role::Note), Some("doi: 10.5555/r.2"));
        assert_eq!((sink.records[0].source.line, sink.records[1].abstracts().next()), (20, Some((None, "Text"))));
    }

    #[test]
    fn cnki_writes_lists_pages_and_tags_in_its_own_way() {
        let text = "RT Journal Article\nSR 1\nA1 王一;李二三\nT1 睡眠研究\nYR 2024\nIS 07\nvo 49\nOP 11-16+17\nK1 睡眠；护士;夜班\n\
            AB 第一行\n,第二行\nDS CNKI\nURL https://x.example/1\n\nRT Dissertation/Thesis\nA1王一\nT1 夜班\nIS-1 grew\n";
        let sink = read(text);
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.authors(), one.keywords()), (vec!["王一", "李二三"], vec!["睡眠", "护士", "夜班"]));
        assert_eq!((one.first(Role::Volume), one.first(Role::Issue)), (Some("49"), Some("07")));
        assert_eq!((one.first(Role::Pages), one.first(Role::Url)), (Some("11-16+17"), Some("https://x.example/1")));
        assert_eq!((two.authors(), two.title()), (vec!["王一"], "夜班 IS-1 grew"));
    }

    #[test]
    fn lines_of_an_abstract_may_begin_like_a_tag() {
        let text = "RT Journal Article\nT1 One\nAB Visits were counted in the\n\
            ED and the ward of nurses. The\nAD patients slept badly.\n\
            IS the work harmful? We think so.\nNO synthase was measured in\nSP cells of all.\nK1 sleep\n\
            NO see also 12\nIS 3\n\n\
            RT Book\nT1 Two\nAB Text.\nED 2nd\nAD University of Nowhere, Imagined Town\n\
            NO doi: 10.5555/r.5 and more\nVO 7\nSP 12\n";
        let sink = read(text);
        let [one, two] = &sink.records[..] else { panic!() };
        let text = "Visits were counted in the\nED and the ward of nurses. The\nAD patients slept badly.\n\
            IS the work harmful? We think so.\nNO synthase was measured in\nSP cells of all.";
        assert_eq!(one.abstracts().next(), Some((None, text)));
        assert_eq!((one.first(Role::Note), one.first(Role::Issue)), (Some("see also 12"), Some("3")));
        assert_eq!((two.abstracts().next(), two.first(Role::Volume)), (Some((None, "Text.")), Some("7")));
        assert_eq!((two.first(Role::StartPage), two.doi().as_deref()), (Some("12"), Some("10.5555/r.5")));
    }

    #[test]
    fn a_section_of_a_book_is_a_chapter() {
        let corpus =
            read_bytes(&[("a.txt", b"RT Book, Section\nA1 Ruiz,Ana\nT1 One\nT2 A handbook\n")], &ReadParams::default());
        let mut out = Vec::new();
        write::write(corpus.records.iter(), &corpus, Format::Ris, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("TY  - CHAP\n") && text.contains("T2  - A handbook\n"), "{text}");
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
