//! Text with named fields as CNKI, Wanfang, VIP and SinoMed write it: lines in, records out.
//!
//! For NoteExpress a name stands in braces (`{Title}: …`); for its own reader CNKI gives it twice (`Title-题名: …`). A
//! record starts where the name comes again that the first one began with, `{Reference Type}` or `SrcDatabase-来源库`. A
//! line without a name goes on with the field above it. What names mean is known from the columns of tables.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::issue::IssueKind;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::table::columns;

/// Longest name of a field, in bytes.
const LONGEST: usize = 40;
/// Names of NoteExpress that no column of a table has, or that mean something else there, as letters and digits.
const NAMES: &[(&str, Role)] = &[
    ("isbnissn", Role::Issn),
    ("databaseprovider", Role::Database),
    ("tertiarytitle", Role::Journal),
    ("label", Role::Other),
    ("source", Role::Journal),
];

/// Reads text with named fields.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut reader = Reader::default();
    let result = lines::each(input, sink, |number, line, sink| reader.line(number, line, sink));
    reader.finish(sink);
    result
}

/// Whether the first text of a file is such text: its first line has a name, and so have others, one of them a title's.
pub fn sniff(head: &str) -> bool {
    let mut lines = lines::of_head(head).filter(|line| !line.trim().is_empty());
    let is_first = |line: &str| split(line).is_some_and(|(name, _)| role(name) != Role::Abstract);
    lines.next().is_some_and(is_first) && lines.take(60).filter_map(split).any(|(name, _)| role(name) == Role::Title)
}

/// Name and value of a line that begins with a name.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let in_braces = line.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let (name, value) = match in_braces {
        Some((name, rest)) => (name, rest.trim_start().strip_prefix([':', '：'])?),
        None => line.split_once([':', '：'])?,
    };
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '/' | '(' | ')' | '.' | '-');
    let is_name = match in_braces {
        Some(_) => name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(is_letter),
        None => columns::is_given_twice(name) || name == "DataType",
    };
    (is_name && name.len() <= LONGEST).then(|| (name, value.trim()))
}

/// What a name means.
fn role(name: &str) -> Role {
    let key = columns::key(name);
    let known = NAMES.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
    known.unwrap_or_else(|| columns::guess(name).0)
}

#[derive(Default)]
struct Reader {
    strays: bool,
    draft: Draft,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, sink: &mut Sink) {
        if let Some((name, value)) = split(line) {
            if !self.draft.is_empty() && self.draft.tag(0) == name {
                self.finish(sink);
            }
            if self.draft.is_empty() {
                self.draft.start(number);
            }
            self.draft.push(name, role(name), value);
            self.strays = false;
        } else if line.trim().is_empty() {
        } else if self.draft.is_empty() {
            if !std::mem::replace(&mut self.strays, true) {
                let start: String = line.trim().chars().take(40).collect();
                sink.issue(number, IssueKind::Malformed, format!("text outside any record, left out: {start}"));
            }
        } else {
            let is_text = matches!(self.draft.last_role(), Some(Role::Abstract | Role::Note));
            self.draft.append(if is_text { "\n" } else { " " }, line.trim());
        }
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

    fn read(text: &str) -> Sink {
        assert!(sniff(text), "{text}");
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        sink
    }

    #[test]
    fn names_in_braces() {
        let text = "\u{FEFF}{Reference Type}: Journal Article\r\n{Title}: 夜班护士的睡眠\r\n{Translated Title}: Sleep of nurses\r\n\
            {Author}: 王一\r\n{Author}: 李二三\r\n{Translated Author}: Yi WANG\r\n{Journal}: 虚构杂志\r\n{ISBN/ISSN}: 1234-5679\r\n\
            {Year}: 2020\r\n{Volume} : 9\r\n{Issue}:1\r\n{Pages}: 17-18\r\n{Keywords}: 睡眠\r\n{Keywords}:  护士\r\n\
            {Abstract}: 目的 研究睡眠.\r\n\r\n方法: 问卷.\r\n{DOI}: 10.5555/n.1\r\n{Database Provider}: 虚构\r\n{Language}: chi\r\n\r\n\
            {Reference Type}: Thesis\r\n{Title}: 夜班\r\n{Author}: 张四;王五;\r\n{Tertiary Title}: 会议\r\n{Keywords}: 夜班;;护士\r\n";
        let sink = read(text);
        let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.authors(), one.year()), ("夜班护士的睡眠", vec!["王一", "李二三"], Some(2020)));
        assert_eq!((one.keywords(), one.doi().as_deref()), (vec!["睡眠", "护士"], Some("10.5555/n.1")));
        assert_eq!(one.abstracts().collect::<Vec<_>>(), [(None, "目的 研究睡眠.\n方法: 问卷.")]);
        let first = |role| one.first(role);
        assert_eq!(
            (first(Role::Volume), first(Role::Issue), first(Role::Pages)),
            (Some("9"), Some("1"), Some("17-18"))
        );
        assert_eq!((first(Role::Issn), first(Role::TranslatedTitle)), (Some("1234-5679"), Some("Sleep of nurses")));
        assert_eq!((two.title(), two.authors(), two.keywords()), ("夜班", vec!["张四", "王五"], vec!["夜班", "护士"]));
        assert_eq!((two.first(Role::Journal), two.source.line), (Some("会议"), 22));
    }

    #[test]
    fn names_given_twice() {
        let text = "SrcDatabase-来源库: 期刊\nTitle-题名: 夜班护士的睡眠\nAuthor-作者: 王一;李二三;\nOrgan-单位: 虚构大学;\n\
            Source-文献来源: 虚构杂志\nKeyword-关键词: 睡眠;;护士\nSummary-摘要: 目的: 研究。\nIL-6：升高。\nPubTime-发表时间: 2020-09-15\n\
            Year-年: 2020\nPeriod-期: 05\nPageCount-页码: 15-24\nDOI-DOI: 10.5555/n.2\n\nSrcDatabase-来源库: 硕士\nTitle-题名: 夜班\n\
            PageCount-页数: 10\nPage-页码: 1-9\n";
        let sink = read(text);
        let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.authors(), one.year()), ("夜班护士的睡眠", vec!["王一", "李二三"], Some(2020)));
        assert_eq!((one.keywords(), one.doi().as_deref()), (vec!["睡眠", "护士"], Some("10.5555/n.2")));
        assert_eq!(one.abstracts().next(), Some((None, "目的: 研究。\nIL-6：升高。")));
        let first = |role| one.first(role);
        assert_eq!(
            (first(Role::Journal), first(Role::Issue), first(Role::Pages)),
            (Some("虚构杂志"), Some("05"), Some("15-24"))
        );
        assert_eq!((two.title(), two.first(Role::Pages)), ("夜班", Some("1-9")));
    }

    #[test]
    fn other_texts_are_none() {
        for text in
            ["{\"Title\": 1}\n", "{Title} of\n{Title}: a\n", "Title: a\nYear: 1\n", "IL-6: grew\nTitle-题名: a\n", ""]
        {
            assert!(!sniff(text), "{text}");
        }
    }
}
