//! SciFinder's tagged text: lines in, records out.
//!
//! A record stands between `START_RECORD` and `END_RECORD`, a field in a line `FIELD Title:…`; lines without either
//! go on with the field above. What names mean is known from the columns of tables.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::lines;
use super::record::Role;
use super::sink::Sink;
use super::table::columns;

const START: &str = "START_RECORD";
const END: &str = "END_RECORD";
const FIELD: &str = "FIELD ";
/// Lines above the first record, at most.
const ABOVE: usize = 10;

/// Names that no column of a table has, or that mean something else there, as letters and digits.
const NAMES: &[(&str, Role)] = &[
    ("copyright", Role::Other),
    ("fulljournaltitle", Role::Journal),
    ("indexterms", Role::SubjectList),
    ("internatstandarddocnumber", Role::Issn),
    ("inventorname", Role::AuthorList),
    ("journaltitle", Role::Journal),
    ("source", Role::Other),
    ("supplementaryterms", Role::KeywordList),
];

/// Reads SciFinder's tagged text.
pub fn parse(input: &mut dyn BufRead, sink: &mut Sink) -> io::Result<()> {
    let mut draft = Draft::default();
    let result = lines::each(input, sink, |number, line, sink| read_line(number, line, &mut draft, sink));
    finish(&mut draft, sink);
    sink.dialect = Some("SciFinder".into());
    result
}

/// Whether the first text of a file is so: a record starts near its start, and a field is the next line.
pub fn sniff(head: &str) -> bool {
    let lines = lines::of_head(head);
    let mut lines = lines.map(str::trim).filter(|line| !line.is_empty());
    lines.by_ref().take(ABOVE).any(|line| line == START) && lines.next().is_some_and(|line| split(line).is_some())
}

/// Name and value of a field.
fn split(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim_start().strip_prefix(FIELD)?.split_once(':')?;
    Some((name.trim(), value.trim()))
}

fn read_line(number: u32, line: &str, draft: &mut Draft, sink: &mut Sink) {
    match (line.trim(), split(line)) {
        (START | END, _) => finish(draft, sink),
        (_, Some((name, value))) => {
            if draft.is_empty() {
                draft.start(number);
            }
            draft.push(name, role(name), value);
        }
        ("", None) => {}
        (text, None) if !draft.is_empty() => {
            let is_text = matches!(draft.last_role(), Some(Role::Abstract | Role::Note));
            draft.append(if is_text { "\n" } else { " " }, text);
        }
        _ => {}
    }
}

/// What a name means: "Index Terms(2)" goes on with "Index Terms", "Abstract/Summary" names one thing twice.
fn role(name: &str) -> Role {
    let name = name.split('(').next().unwrap_or(name);
    let of = |name: &str| {
        let key = columns::key(name);
        let known = NAMES.iter().find(|(known, _)| *known == key).map(|(_, role)| *role);
        known.unwrap_or_else(|| columns::guess(name).0)
    };
    let all = std::iter::once(name).chain(name.split('/')).map(of);
    all.into_iter().find(|role| *role != Role::Other).unwrap_or(Role::Other)
}

/// Gives a record to the sink.
fn finish(draft: &mut Draft, sink: &mut Sink) {
    if draft.is_empty() {
        return;
    }
    let has_full_title = draft.has("Full Journal Title");
    for i in 0..draft.len() {
        match draft.field(i).role {
            Role::Journal if has_full_title && draft.tag(i) == "Journal Title" => {
                draft.field_mut(i).role = Role::JournalAbbrev;
            }
            Role::Language => {
                let value = draft.value(i);
                let language = value.strip_prefix("written in ").unwrap_or(value).trim_end_matches('.').to_string();
                draft.set_value(i, &language);
            }
            Role::AuthorList => {
                let names = without_stop(draft.value(i)).to_string();
                draft.set_value(i, &names);
            }
            _ => {}
        }
    }
    draft.finish(sink);
}

/// Names without the full stop at their end, which that of an initial is not: "Ruiz, Ana.", but "Ruiz, A.".
fn without_stop(names: &str) -> &str {
    let shorter = names.strip_suffix('.').unwrap_or(names);
    let mut last = shorter.chars().rev();
    let is_word = last.next().is_some_and(char::is_lowercase) && last.next().is_some_and(char::is_alphabetic);
    if is_word { shorter } else { names }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::detect;
    use crate::corpus::format::Format;

    #[test]
    fn records_between_their_marks() {
        let text = "\nSTART_RECORD\nFIELD Copyright:Copyright (C) 2020 Imag on SciFinder (R)\nFIELD Database:CAPLUS\n\
            FIELD Title:Niosomes: a synthesis\nFIELD Accession Number:2019:123456\nFIELD Abstract:Niosomes were made.\n\
            Yield: 90 %.\nFIELD Author:Ruiz, Ana; Brandt, Otto.\nFIELD Section Code:25\n\
            FIELD Corporate Source:Nowhere\n\
            FIELD Internat.Standard Doc. Number:1234-5679\nFIELD Document Type:Journal; Online Computer File\n\
            FIELD Publication Year:2019\nFIELD Journal Title:J. Imag.\nFIELD Full Journal Title:Journal of Imag\n\
            FIELD Volume:84\nFIELD Issue:3\nFIELD Page:12-45\nFIELD Language:written in English.\n\
            FIELD URL:https://doi.org/10.5555/c.1\nFIELD DOI:10.5555/c.1\nFIELD Index Terms:Niosomes; Genes\n\
            FIELD Index Terms(2):Synthesis\nFIELD Supplementary Terms:niosome synthesis; gene carrier\n\
            FIELD Citations:\n\
            END_RECORD\n\nSTART_RECORD\nFIELD Title:A second one\nFIELD Abstract/Summary:More.\n\
            FIELD Inventor Name:Soto, E.\n\
            START_RECORD\nFIELD Title:A third one\nFIELD Journal Title:J. Imag.\n";
        assert_eq!(detect::text(text), Format::LabelledText);
        let mut sink = Sink::default();
        parse(&mut text.as_bytes(), &mut sink).unwrap();
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two, three] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.year()), ("Niosomes: a synthesis", Some(2019)));
        assert_eq!(one.authors(), ["Ruiz, Ana", "Brandt, Otto"]);
        assert_eq!(one.abstracts().collect::<Vec<_>>(), [(None, "Niosomes were made.\nYield: 90 %.")]);
        assert_eq!(
            (one.doi().as_deref(), one.headings()),
            (Some("10.5555/c.1"), vec!["Niosomes", "Genes", "Synthesis"])
        );
        assert_eq!(one.keywords(), ["niosome synthesis", "gene carrier"]);
        for (role, value) in [
            (Role::Journal, "Journal of Imag"),
            (Role::JournalAbbrev, "J. Imag."),
            (Role::Volume, "84"),
            (Role::Issue, "3"),
            (Role::Pages, "12-45"),
            (Role::Language, "English"),
            (Role::Issn, "1234-5679"),
            (Role::Accession, "2019:123456"),
        ] {
            assert_eq!(one.first(role), Some(value), "{role:?}");
        }
        assert_eq!((two.title(), two.authors(), two.abstracts().count()), ("A second one", vec!["Soto, E."], 1));
        assert_eq!((three.title(), three.first(Role::Journal)), ("A third one", Some("J. Imag.")));
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["START_RECORD\nTitle: a\n", "FIELD Title:a\n", "A text\nSTART_RECORD of text\nFIELD Title:a\n", ""]
        {
            assert!(!sniff(text), "{text}");
        }
    }
}
