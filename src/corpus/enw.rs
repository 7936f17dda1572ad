//! EndNote tagged text (`.enw`, `.enl`, also written by bepress and AIS): lines in, records out.
//!
//! A tag is `%` and one sign. Records are set apart by blank lines; a new one starts where, behind a blank line, a
//! kind (`%0`) comes, a title (`%T`) that the record has already, or, in files without kinds, the tag that the record
//! began with. A kind that was glued to the last line of another file (`%D 2020%0 Book`) starts one too, and so do
//! names that CNKI puts into one line (`%A 一%A 二`) stand each for itself. A second kind without a blank line before it
//! starts a record, too, but where both parts together have the fields of one (`%0 Serial`, `%0 Audio`). Text above
//! the first record says nothing of one. The tags of the Astrophysics Data System mean other things, which `ads`
//! knows.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::values::{self, is_author_list};
use super::{Format, tagged};

mod ads;

/// Lines above the first record, at most, in which a file may say what it is.
const ABOVE: usize = 20;

/// Reads EndNote tagged text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    tagged::parse(Format::Enw, input, sink)
}

/// Whether the first text of a file is EndNote tagged text.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head);
    let mut lines = lines.filter(|line| !line.trim().is_empty());
    let first = lines.next();
    let is_begun = first.is_some_and(|line| split(line).is_some());
    let first = if is_begun { first } else { lines.by_ref().take(ABOVE).find(|line| is_start(line)) };
    let Some((tag, value)) = first.and_then(split) else { return false };
    let more = lines.take(9).filter(|line| split(line).is_some()).count();
    !value.is_empty() && (is_begun && tag == "%0" || more >= 2)
}

/// Whether a line surely is the first of a record, so that text may stand above it.
fn is_start(line: &str) -> bool {
    match split(line) {
        Some(("%0", kind)) => kind.starts_with(char::is_uppercase),
        Some(("%R", code)) => ads::is_bibcode(code) || code.starts_with("10."),
        _ => false,
    }
}

/// Splits a tagged line into tag and value. CNKI leaves out the blank between them where the value is Chinese.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    match line.as_bytes() {
        [b'%', sign, rest @ ..] if sign.is_ascii_graphic() && *sign != b'%' => {
            let is_tag = rest.first().is_none_or(|next| matches!(next, b' ' | b'\t') || !next.is_ascii());
            is_tag.then(|| (&line[..2], line[2..].trim()))
        }
        _ => None,
    }
}

/// The values of a field, of which CNKI writes several into one line (`%A 一 %A 二%A 三`).
fn parts<'v>(tag: &'v str, value: &'v str) -> impl Iterator<Item = &'v str> {
    let is_list = matches!(tag, "%A" | "%K");
    let mark = if is_list { tag } else { "\n" };
    value.split(mark).map(str::trim).enumerate().filter(|(at, part)| *at == 0 || !part.is_empty()).map(|(_, part)| part)
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
    /// What stands before the kind that the draft begins with, where no blank line parts them.
    held: Option<Draft>,
}

impl Reader {
    /// Reads a line, in its parts where records are glued.
    pub(super) fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        self.number = number;
        lines::parted(line, glued(line), |part| self.part(part, sink));
    }

    fn part(&mut self, line: &str, sink: &mut Sink) {
        if let Some((tag, value)) = split(line) {
            let again = matches!(tag, "%0" | "%T") && self.draft.has(tag);
            let is_first = !self.draft.is_empty() && !self.draft.has("%0") && self.draft.tag(0) == tag;
            let starts = again && tag == "%0" || self.blank && (again || tag == "%0" || is_first);
            if starts && !self.blank {
                self.hold(sink);
            } else if self.draft.is_empty() || starts {
                self.finish(sink);
            }
            if self.draft.is_empty() {
                self.draft.start(self.number);
            }
            parts(tag, value).for_each(|part| self.draft.push(tag, role(tag), part));
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

    /// Keeps the draft until what stands behind it is known.
    fn hold(&mut self, sink: &mut Sink) {
        self.join(sink);
        self.held = Some(std::mem::take(&mut self.draft));
    }

    /// Makes one draft of what was held and what stands behind it, or ends the record that was held.
    fn join(&mut self, sink: &mut Sink) {
        let Some(mut held) = self.held.take() else { return };
        if is_one(&held, &self.draft) {
            held.join(&self.draft);
            self.draft = held;
        } else {
            end(&mut held, sink);
        }
    }

    /// Ends a record.
    pub(super) fn finish(&mut self, sink: &mut Sink) {
        self.join(sink);
        end(&mut self.draft, sink);
    }
}

fn end(draft: &mut Draft, sink: &mut Sink) {
    if !draft.is_empty() {
        settle(draft);
        draft.finish(sink);
    }
}

/// Whether two parts, each with a kind, are one record: one of them has no title, and but for the kind they have
/// different fields.
fn is_one(head: &Draft, tail: &Draft) -> bool {
    let has_title = |draft: &Draft| draft.has("%T") || draft.has("%B");
    let shares = |i: usize| tail.tag(i) != "%0" && head.has(tail.tag(i));
    let are_two = has_title(head) && has_title(tail) || (0..tail.len()).any(shares);
    !are_two
}

/// Settles what depends on the value or on the other fields of the record.
fn settle(draft: &mut Draft) {
    if ads::is_record(draft) {
        return ads::settle(draft);
    }
    let title = draft.has("%T");
    let journal = draft.has("%J");
    let doi = draft.has("%R");
    let is_only_key = draft.tagged("%K").count() == 1;
    let is_pubmed = ["%W", "%~"].iter().any(|tag| draft.tagged(tag).any(|i| values::is_pubmed(draft.value(i))));
    for i in 0..draft.len() {
        let value = draft.value(i);
        let new = match draft.tag(i) {
            "%B" if !title => Role::Title,
            "%B" if journal => Role::Other,
            "%A" if is_author_list(value) => Role::AuthorList,
            "%K" if value.contains(values::SEPARATORS) => Role::KeywordList,
            // ACM; EndNote has a line for each.
            "%K" if is_only_key && value.matches(", ").count() >= 2 => Role::KeywordList,
            "%F" if value.contains(' ') => Role::Other,
            "%M" if is_pubmed && values::is_pmid(value) => Role::Pmid,
            // CNKI.
            "%O" if !doi && value.starts_with("10.") => Role::Doi,
            _ => continue,
        };
        draft.field_mut(i).role = new;
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
    fn records_without_kinds_begin_with_the_same_tag() {
        let sink = read("%A Ruiz, A\n%A Brandt, O\n%T One\n%X Text.\n\n%D 2001\n\n%A Soto, B\n%T Two\n%X More.\n");
        let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.authors(), one.year()), ("One", vec!["Ruiz, A", "Brandt, O"], Some(2001)));
        assert_eq!(
            (two.title(), two.authors(), two.abstracts().next()),
            ("Two", vec!["Soto, B"], Some((None, "More.")))
        );
    }

    #[test]
    fn several_authors_in_one_field_and_pmids() {
        let sink = read(
            "%0 Journal Article\n%A Ana Ruiz;Otto Brandt\n%T One\n%~ PubMed\n%M 91234567\n\n\
            %0 Journal Article\n%A Ruiz A, Brandt O, Soto B\n%T Two\n%~ Base\n%M 91234568\n",
        );
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.authors(), one.pmid()), (vec!["Ana Ruiz", "Otto Brandt"], Some("91234567")));
        assert_eq!((two.authors(), two.pmid()), (vec!["Ruiz A", "Brandt O", "Soto B"], None));
    }

    #[test]
    fn acm_writes_all_keywords_between_commas() {
        let sink =
            read("%0 Conference Paper\n%T One\n%K night work, sleep, nurses\n\n%0 Book\n%T Two\n%K Sleep, REM\n");
        let keywords: Vec<_> = sink.records.iter().map(|record| record.keywords()).collect();
        assert_eq!(keywords, [vec!["night work", "sleep", "nurses"], vec!["Sleep, REM"]]);
    }

    #[test]
    fn cnki_writes_several_values_into_a_line() {
        let text = "  %0 Journal Article\r\n  %A 一二 %A 三四%A 五六七\r\n  %T 睡眠研究\r\n  %K睡眠；护士，研究;夜班\r\n  \
            %X 目的：研究。\r\n\r\n    方法：问卷。\r\n  %O 10.5555/e.2\r\n  %W CNKI\r\n  %0 Thesis\r\n  \
            %A 一二;三四；五六\r\n  %T 夜班\r\n  %W CNKI\r\n";
        assert!(sniff(text));
        let sink = read(text);
        let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.authors()), ("睡眠研究", vec!["一二", "三四", "五六七"]));
        assert_eq!((one.keywords(), one.doi().as_deref()), (vec!["睡眠", "护士", "研究", "夜班"], Some("10.5555/e.2")));
        assert_eq!(one.abstracts().next(), Some((None, "目的：研究。\n\n方法：问卷。")));
        assert_eq!((two.title(), two.authors()), ("夜班", vec!["一二", "三四", "五六"]));
    }

    #[test]
    fn a_second_kind_may_stand_inside_of_a_record() {
        let sink = read(
            "%0 Serial\n%0 Audio\n%T One\n%D 2021\n\n%0 Journal Article\n%A Ruiz, A\n%T Two\n\
             %0 Electronic Article\n%D 2018\n\
             %R 10.5555/e.4\n\n%0 Book\n%T Three\n%A Soto, B\n%0 Book\n%T Four\n%0 Book\n%A Paz, L\n%D 2020\n\
             %A Brandt, O\n\
             %0 Book\n%A Verde, J\n",
        );
        let found: Vec<_> = sink.records.iter().map(|r| (r.title(), r.year(), r.source.line)).collect();
        let expected = [
            ("One", Some(2021), 1),
            ("Two", Some(2018), 6),
            ("Three", None, 13),
            ("Four", Some(2020), 16),
            ("", None, 22),
        ];
        assert_eq!(found, expected);
        assert_eq!(sink.records[1].doi().as_deref(), Some("10.5555/e.4"));
    }

    #[test]
    fn the_title_may_come_before_the_kind() {
        let sink = read("%T One\n%0 Journal Article\n%D 2001\n\n\n%T Two\n%0 Journal Article\n");
        assert_eq!(sink.records.len(), 2);
        assert!(sniff("%T One\n%0 Journal Article\n%D 2001\n"));
        assert!(!sniff("%% a comment of some program\n\\begin{x}\n"));
    }

    #[test]
    fn text_above_the_first_record_is_told_and_left_out() {
        let text = "My list\n\n%0 Journal Article\n%T One\n%A Ruiz, A.\n%D 1999\n%X Text.\n";
        assert!(sniff(text));
        let sink = read(text);
        assert_eq!((sink.records.len(), sink.records[0].title(), sink.issues.len()), (1, "One", 1));
        for other in [
            "%% This file was made by BibDesk.\n%% Saved with UTF-8 \n%% x\n\n@article{a,\n\tTitle = {One}}\n",
            "Some code\n%0 is a comment\n%T x\n%X y\n",
            "Text\n%0 Book\nmore\n",
        ] {
            assert!(!sniff(other), "{other}");
        }
    }

    #[test]
    fn records_of_ads_have_meanings_of_their_own() {
        let record = "%R 2005JImag.310..407R\n%T Moons and\nstars\n%A Ruiz, A.; Brandt, O.;\nSoto, B.\n%F AA(Nowhere), \nAB(Elsewhere)\n\
            %J Journal of Imag, Volume 310, Issue 2, pp. 407-413.\n%D 12/2005\n%L 413\n%K MOONS, STARS: DOUBLE, \nNOVAE\n%G JIMAG\n%I ABSTRACT: Abstract;\n   \
            EJOURNAL: Article;\n%U http://x.example/1\n%B Moons turn \nand stars shine.\n%X 3 pages\n%Y DOI: 10.5555/e.3\n";
        for text in [
            record.to_string(),
            format!("Query Results from the Stars\n\nRetrieved 2 abstracts.\n\n{record}\n\n{record}"),
        ] {
            assert!(sniff(&text), "{text}");
            let sink = read(&text);
            let one = sink.records.last().unwrap();
            let firsts = [Role::Journal, Role::Volume, Role::Issue, Role::Pages, Role::Id]
                .map(|role| one.first(role).unwrap_or_default());
            assert_eq!(firsts, ["Journal of Imag", "310", "2", "407-413", "2005JImag.310..407R"]);
            assert_eq!((one.title(), one.authors()), ("Moons and stars", vec!["Ruiz, A.", "Brandt, O.", "Soto, B."]));
            assert_eq!((one.keywords(), one.year()), (vec!["MOONS", "STARS: DOUBLE", "NOVAE"], Some(2005)));
            assert_eq!(one.abstracts().collect::<Vec<_>>(), [(None, "Moons turn and stars shine.")]);
            assert_eq!(
                (one.language(), one.first(Role::Publisher), one.doi().as_deref()),
                (None, None, Some("10.5555/e.3"))
            );
            assert_eq!((sink.records.len(), sink.issues.len()), if text.starts_with('%') { (1, 0) } else { (2, 1) });
        }
    }
}
