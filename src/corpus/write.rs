//! Writes records in one of the formats; which one, a name or a file ending tells.
//!
//! A record keeps its own tags where it is written in the format it came from, and is mapped by what its fields mean
//! where it is not.

use std::io::{self, Write};
use std::path::Path;

use super::format::Format;
use super::read::format_of;
use super::record::Record;
use super::{Corpus, bibtex, endnote_xml, json, medline, ris, table};

/// Formats that can be written, with the names and file endings that stand for them.
const NAMES: &[(Format, &[&str])] = &[
    (Format::Ris, &["ris", "txt"]),
    (Format::Medline, &["medline", "nbib"]),
    (Format::Csv, &["csv"]),
    (Format::Bibtex, &["bibtex", "bib"]),
    (Format::EndnoteXml, &["xml", "endnote"]),
    (Format::Json, &["csl-json", "json"]),
    (Format::Jsonl, &["jsonl", "ndjson"]),
];

/// The format that a name as in `--to`, or the ending of a file, stands for; none where it cannot be written.
pub fn format_by_name(name: &str) -> Option<Format> {
    let name = name.trim_start_matches('.').to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(format, _)| *format)
}

/// The format that the name of a file stands for.
pub fn format_by_path(path: &Path) -> Option<Format> {
    path.extension().and_then(|ending| format_by_name(&ending.to_string_lossy()))
}

/// Names of the formats that can be written, for messages.
pub fn names() -> Vec<&'static str> {
    NAMES.iter().filter_map(|(_, names)| names.first().copied()).collect()
}

/// The usual endings of files in these formats, for messages.
pub fn endings() -> Vec<String> {
    let usual = |names: &&[&str]| names.iter().min_by_key(|name| name.len()).map(|name| format!(".{name}"));
    NAMES.iter().filter_map(|(_, names)| usual(names)).collect()
}

/// Writes records of `corpus` (its own or copies with fields added) in `format`.
///
/// # Errors
/// What the writer says; [`io::ErrorKind::Unsupported`] for a format that cannot be written.
pub fn write<'a>(
    records: impl Iterator<Item = &'a Record>,
    corpus: &Corpus,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let with_format = |record: &'a Record| (record, format_of(corpus, record));
    match format {
        Format::Ris => ris::write(records.map(with_format), out),
        Format::Medline => medline::write(records.map(with_format), out),
        Format::Bibtex => bibtex::write(records.map(with_format), out),
        Format::EndnoteXml => endnote_xml::write(records.map(with_format), out),
        Format::Json => json::write_document(records.map(with_format), out),
        Format::Jsonl => json::write_lines(records.map(with_format), out),
        Format::Csv => table::write(records.map(with_format), out),
        _ => Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("cannot write {}: choose one of {}", format.name(), names().join(", ")),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read::{ReadParams, read_bytes};

    #[test]
    fn every_record_is_written_whatever_it_came_from() {
        let ris = b"TY  - JOUR\nTI  - One\nZZ  - own\nER  - \n";
        let nbib = b"PMID- 91234567\nOWN - NLM\nTI  - Two\nSTAT- own\nMH  - *Liposomes\nSO  - J.\n";
        let corpus = read_bytes(&[("a.ris", ris), ("b.nbib", nbib)], &ReadParams::default());
        let written = |format| {
            let mut out = Vec::new();
            write(corpus.records.iter(), &corpus, format, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let text = written(Format::Ris);
        assert!(text.contains("ZZ  - own\n") && text.contains("TI  - Two\n") && text.contains("MH  - *Liposomes\n"));
        let text = written(Format::Medline);
        assert!(text.contains("STAT- own\n") && text.contains("TI  - One\n"));
        for format in [Format::Ris, Format::Medline] {
            let again = read_bytes(&[("x", written(format).as_bytes())], &ReadParams::default());
            assert_eq!(again.files[0].format, format);
            let titles: Vec<&str> = again.records.iter().map(Record::title).collect();
            assert_eq!(titles, ["One", "Two"]);
        }
    }

    #[test]
    fn headings_in_one_cell_are_written_one_by_one() {
        let table =
            b"title,abstract,mesh\nOne,Text,*Insulin/blood; Humans; Mice\nTwo,Text,\nThree,Text,Insulin|Humans\n";
        let corpus = read_bytes(&[("a.csv", table)], &ReadParams::default());
        let written = |format| {
            let mut out = Vec::new();
            write(corpus.records.iter(), &corpus, format, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        for (format, three, two) in [
            (Format::Ris, "MH  - *Insulin/blood\nMH  - Humans\nMH  - Mice\n", "MH  - Insulin\nMH  - Humans\n"),
            (Format::Medline, "MH  - *Insulin/blood\nMH  - Humans\nMH  - Mice\n", "MH  - Insulin\nMH  - Humans\n"),
            (Format::Json, "\"*Insulin/blood; Humans; Mice\"", "\"Insulin; Humans\""),
            (Format::Jsonl, "[\"*Insulin/blood\",\"Humans\",\"Mice\"]", "[\"Insulin\",\"Humans\"]"),
            (Format::EndnoteXml, "<keyword>Humans</keyword><keyword>Mice</keyword>", "<keyword>Insulin</keyword>"),
            (Format::Bibtex, "mesh = {*Insulin/blood; Humans; Mice}", "mesh = {Insulin; Humans}"),
        ] {
            let text = written(format);
            assert!(text.contains(three) && text.contains(two), "{text}");
            assert!(!text.contains("MH  - \n") && !text.contains("[\"\"]"), "{text}");
        }
    }

    #[test]
    fn cells_hold_no_nested_json_that_was_read() {
        let json = br#"[{"title": "One", "subtitle": [], "authors": [{"authorId": "1", "name": "Ruiz, A"}], "year": 2020,
            "journal": {"name": "J Imag", "pages": "1-9"}, "links": {"a": 1}}, {"title": [], "authors": [], "abstract": "T"}]"#;
        let corpus = read_bytes(&[("a.json", json)], &ReadParams::default());
        let mut out = Vec::new();
        write(corpus.records.iter(), &corpus, Format::Csv, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("authorId") && !text.contains("[]") && !text.contains("\"\"name\"\""), "{text}");
        assert!(text.contains("\"Ruiz, A\"") && text.contains("J Imag") && text.contains("{\"\"a\"\": 1}"), "{text}");
    }

    #[test]
    fn a_doi_with_the_signs_of_others_comes_back_from_every_format() {
        let doi = "10.5555/(sici)1234-5679(19990301)85:5<1068::aid-imag9>3.0.co;2-x";
        let ris = format!("TY  - JOUR\nTI  - One\nDO  - {}\nER  - \n", doi.to_uppercase());
        let bib = format!("@article{{a, title = {{One}}, doi = {{{doi}}}}}\n");
        let corpus = read_bytes(&[("a.ris", ris.as_bytes()), ("b.bib", bib.as_bytes())], &ReadParams::default());
        assert_eq!((corpus.records[0].id.as_str(), corpus.records[1].id.as_str()), (doi, "a"));
        for name in names() {
            let mut out = Vec::new();
            write(corpus.records.iter(), &corpus, format_by_name(name).unwrap(), &mut out).unwrap();
            let again = read_bytes(&[("x", &out)], &ReadParams::default());
            let dois: Vec<_> = again.records.iter().map(|record| record.doi().unwrap_or_default()).collect();
            assert_eq!(dois, [doi, doi], "{name}: {}", String::from_utf8_lossy(&out));
        }
    }

    #[test]
    fn formats_by_name() {
        assert_eq!(format_by_name("RIS"), Some(Format::Ris));
        assert_eq!(format_by_path(Path::new("a/b.nbib")), Some(Format::Medline));
        assert_eq!(format_by_name("docx"), None);
        assert_eq!(endings(), [".ris", ".nbib", ".csv", ".bib", ".xml", ".json", ".jsonl"]);
        assert!(endings().iter().all(|ending| format_by_name(ending).is_some()));
    }
}
