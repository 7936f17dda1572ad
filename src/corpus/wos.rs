//! Web of Science tagged plain text (`.txt`, `.ciw`), also of its other databases: lines in, records out.
//!
//! A tag fills two columns; a line that starts with blanks goes on with the field above: another author, address or
//! cited work in fields that are lists, a fold everywhere else. A record runs from `PT` to `ER`, the file from `FN`
//! to `EF`. What a tag means in one database alone is in `databases`.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::doi;
use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::{Format, tagged};

pub(super) mod databases;

/// Reads Web of Science text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::WosText, input, sink)
}

/// Whether the first text of a file is Web of Science text.
pub fn sniff(head: &str) -> bool {
    let mut tags = lines::of_head(head);
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

/// Where another file begins inside of the line that ends one, as it does where files were put one behind another and
/// the last line had no end: `EFFN Clarivate`.
fn glued(line: &str) -> Option<usize> {
    let next = line.strip_prefix("EF")?.trim_start_matches('\u{FEFF}');
    next.starts_with("FN ").then(|| line.len() - next.len())
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
    /// Reads the line of this number, in its parts where files are glued.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        lines::parted(line, glued(line), |part| self.part(part, sink));
    }

    fn part(&mut self, line: &str, sink: &mut Sink) {
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
            settle(&mut self.draft);
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

/// Settles what depends on the whole record: what its database means by a tag, languages, the DOI among the codes of
/// Inspec.
fn settle(draft: &mut Draft) {
    for i in 0..draft.len() {
        let (tag, value) = (draft.tag(i), draft.value(i));
        let of = |wanted: &str| (0..draft.len()).find(|&j| draft.tag(j) == wanted).map_or("", |j| draft.value(j));
        let role = databases::role(tag, draft.field(i).role, value, &of);
        let lang = databases::lang(tag, &|other| draft.has(other));
        if let Cow::Owned(value) = databases::value(tag, value) {
            draft.set_value(i, &value);
        }
        let field = draft.field_mut(i);
        (field.role, field.lang) = (role, lang);
    }
    inspec(draft);
    let is_code = |&i: &usize| draft.tag(i) == "ID" && draft.field(i).role == Role::Other;
    let doi = (0..draft.len()).filter(is_code).find_map(|i| doi::find(draft.value(i)));
    if let Some(doi) = doi.filter(|_| !draft.has("DI")) {
        draft.push("DI", Role::Doi, &doi);
    }
}

/// Puts the terms of old Inspec, which stand among codes in one field, into fields of their own.
fn inspec(draft: &mut Draft) {
    let is_inspec = draft.tagged("UT").any(|i| draft.value(i).starts_with("INSPEC:"));
    let found = draft.tagged("DE").filter(|_| is_inspec).find_map(|i| Some((i, databases::terms(draft.value(i))?)));
    let Some((at, [headings, keywords])) = found else { return };
    draft.field_mut(at).role = Role::Other;
    for (role, terms) in [(Role::SubjectList, headings), (Role::KeywordList, keywords)] {
        if !terms.is_empty() {
            draft.push("DE", role, &terms);
        }
    }
}

pub(super) fn role(tag: &str) -> Role {
    match tag {
        "TI" => Role::Title,
        "FT" | "X1" | "Y1" | "Z1" => Role::TranslatedTitle,
        "AU" | "CA" => Role::Author,
        "SO" => Role::Journal,
        "JI" | "J9" => Role::JournalAbbrev,
        "DE" | "ID" | "X5" | "Y5" | "Z5" => Role::KeywordList,
        "MH" => Role::SubjectList,
        "AB" | "A2" | "X4" | "Y4" | "Z4" => Role::Abstract,
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
    use crate::corpus::{Lang, Record};

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

    fn firsts<const N: usize>(record: &Record, roles: [Role; N]) -> [Option<&str>; N] {
        roles.map(|role| record.first(role))
    }

    #[test]
    fn texts_of_scielo_have_their_languages() {
        let sink = read(
            "FN X\nVR 1.0\nPT J\nAU Ruiz, A\nTI Niosomas para genes\nX1 Niosomes for genes\nLA Spanish\t\nDE niosome; gene\t\n\
             X5 niosoma; gen\t\nAB Genes enter cells.\t\nX4 Los genes entran.\t\nUT SCIELO:S1\nER\n\nPT J\nTI Second\n\
             Y4 Os genes entram.\nUT SCIELO:S2\nER\n\nPT J\nTI Third\nAB Only one.\nER\nEF\n",
        );
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two, three] = &sink.records[..] else { panic!() };
        assert_eq!(
            firsts(one, [Role::Title, Role::TranslatedTitle]),
            [Some("Niosomas para genes"), Some("Niosomes for genes")]
        );
        let texts: Vec<_> = one.abstracts().collect();
        assert_eq!(texts, [(Some(Lang::ENG), "Genes enter cells."), (Some(Lang::SPA), "Los genes entran.")]);
        assert_eq!(one.keywords(), ["niosome", "gene", "niosoma", "gen"]);
        assert_eq!(two.abstracts().collect::<Vec<_>>(), [(Some(Lang::POR), "Os genes entram.")]);
        assert_eq!(three.abstracts().collect::<Vec<_>>(), [(None, "Only one.")]);
    }

    #[test]
    fn databases_beside_the_core_collection() {
        let sink = read(
            "FN X\nVR 1.0\nPT J\nTI One\nFT Uno\nAU Ruiz, Ana B; Brandt, Otto\nMH Animals. *Fires / history; *trends.\n\
             PS 411-22\nUT MEDLINE:91234567\nER\n\nPT J\nTI Two\nAU Ruiz, Ana (ana@x.example)\n   Brandt, Otto\n\
             MC Ecology (Plants); Genetics\nMI cells, genes\nUT BCI:BCI2018\nER\n\nPT J\nTI Three\nMC A12-E01\nBP 41103-1\n\
             EP 41103-41103-3\nPS 41103-1-3\nID 1234-5679/2006/89(4)/$23.00],[10.5555/i.3]\nUT INSPEC:9\nER\nEF\n",
        );
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [medline, biosis, inspec] = &sink.records[..] else { panic!() };
        assert_eq!((medline.pmid(), medline.authors()), (Some("91234567"), vec!["Ruiz, Ana B", "Brandt, Otto"]));
        assert_eq!(medline.headings(), ["Animals", "*Fires/history/*trends"]);
        assert_eq!(firsts(medline, [Role::TranslatedTitle, Role::Pages]), [Some("Uno"), Some("411-22")]);
        assert_eq!(biosis.authors(), ["Ruiz, Ana", "Brandt, Otto"]);
        assert_eq!(
            (biosis.headings(), biosis.keywords()),
            (vec!["Ecology (Plants)", "Genetics"], vec!["cells", "genes"])
        );
        assert_eq!(firsts(inspec, [Role::StartPage, Role::EndPage, Role::Pages]), [None, None, Some("41103-1-3")]);
        assert_eq!((inspec.keywords().len(), inspec.headings().len()), (0, 0));
        assert_eq!(inspec.doi().as_deref(), Some("10.5555/i.3"));
    }

    #[test]
    fn old_inspec_has_terms_among_codes() {
        let sink = read(
            "FN ISI Export Format\nVR 1.0\nPT J\nTI One\nDE Experimental/ niosome carriers; genes/ night work; beta -BaB/sub\n   \
             2/O/sub 4/ guides; 278 nm// A4265K Sleep, dreams\n   and work/ wavelength 2.7E-07 m/ BaB2O4/ss B2/ss\nUT INSPEC:9\nER\n\nPT J\nTI Two\n\
             DE genes/cells; work\nUT INSPEC:8\nER\nEF\n",
        );
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!(one.headings(), ["niosome carriers", "genes"]);
        assert_eq!(one.keywords(), ["night work", "beta -BaB/sub 2/O/sub 4/ guides", "278 nm"]);
        assert_eq!((two.keywords(), two.headings().len()), (vec!["genes/cells", "work"], 0));
    }

    #[test]
    fn files_put_one_behind_another_are_read_as_one() {
        for mark in ["", "\u{FEFF}"] {
            let sink = read(&format!("{}{mark}{ONE}", ONE.trim_end()));
            assert!(sink.issues.is_empty(), "{:?}", sink.issues);
            assert_eq!(sink.records.iter().map(|r| r.source.line).collect::<Vec<_>>(), [3, 21]);
        }
    }

    #[test]
    fn a_cut_file_and_a_missing_end_are_told() {
        let sink = read("FN X\nVR 1.0\nPT J\nTI One\nPT J\nTI Two\nAB Text that st");
        assert_eq!(sink.records.len(), 2);
        let kinds: Vec<_> = sink.issues.iter().map(|i| (i.line, i.kind)).collect();
        assert_eq!(kinds, [(5, IssueKind::Malformed), (7, IssueKind::Truncated)]);
    }
}
