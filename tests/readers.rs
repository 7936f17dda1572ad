//! What others make of the files that themata writes: `library.ris` and `convert`, read by biblib's parsers.
//!
//! Every record, and of every record title, authors, year, journal, pages, identifiers, abstract and keywords, must
//! come back; topics arrive as keywords and notes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use biblib::{BibParser, Citation, CitationParser, PubMedParser, RisParser};

/// Two records with everything that a reference manager shows.
const LIBRARY: &str = "TY  - JOUR
AN  - one
TI  - Niosomas y fibras: señales débiles de la retina
AU  - Peña Rivas, Ángela
AU  - Soto, B.
PY  - 2021
JO  - Revista de Portadores
VL  - 12
IS  - 3
SP  - 288
EP  - 297
SN  - 1234-5679
DO  - 10.5555/reader.1
AB  - Un resumen con 50 % de acentos; y punto y coma.
KW  - retina; nervio
KW  - niosomas
N1  - a note of its own
ER  - 

TY  - JOUR
AN  - two
TI  - Printed gels & living cells
AU  - Otero, Carla M.
PY  - 2019
JO  - Gels
VL  - 4
SP  - 11
EP  - 19
DO  - 10.5555/reader.2
AB  - Gels were printed with cells.
KW  - gels
ER  - 
";

fn by_doi(found: Vec<Citation>) -> BTreeMap<String, Citation> {
    found.into_iter().map(|citation| (citation.doi.clone().unwrap_or_default(), citation)).collect()
}

/// Converts `input` to the format of the ending and gives what was written.
fn converted(folder: &Path, input: &Path, ending: &str) -> String {
    let out = folder.join(format!("out.{ending}"));
    common::themata(folder).arg("convert").arg(input).arg("-o").arg(&out).arg("-q").assert().success();
    fs::read_to_string(out).unwrap()
}

fn check_fields(first: &Citation) {
    assert_eq!(first.title, "Niosomas y fibras: señales débiles de la retina");
    let names: Vec<&str> = first.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["Peña Rivas", "Soto"]);
    assert_eq!(first.date.as_ref().map(|date| date.year), Some(2021));
    assert_eq!(first.volume.as_deref(), Some("12"));
    assert_eq!(first.issue.as_deref(), Some("3"));
    assert_eq!(first.pages.as_deref().map(|pages| pages.replace("--", "-")), Some("288-297".into()));
    let journal = first.journal.as_ref().or(first.journal_abbr.as_ref());
    assert_eq!(journal.map(String::as_str), Some("Revista de Portadores"));
    // BibTeX escapes the sign; biblib leaves that as it is.
    let text = first.abstract_text.as_deref().map(|text| text.replace("\\%", "%"));
    assert_eq!(text.as_deref(), Some("Un resumen con 50 % de acentos; y punto y coma."));
    assert!(first.keywords.iter().any(|keyword| keyword == "niosomas"), "{:?}", first.keywords);
}

#[test]
fn ris_medline_and_bibtex_come_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.ris");
    fs::write(&input, LIBRARY).unwrap();
    let read = |ending: &str| -> Vec<Citation> {
        let text = converted(folder.path(), &input, ending);
        match ending {
            "ris" => RisParser::new().parse(&text).unwrap(),
            "nbib" => PubMedParser::new().parse(&text).unwrap(),
            _ => BibParser::new().parse(&text).unwrap(),
        }
    };
    for ending in ["ris", "nbib", "bib"] {
        let found = read(ending);
        assert_eq!(found.len(), 2, "{ending}");
        check_fields(&by_doi(found)["10.5555/reader.1"]);
    }
}

#[test]
fn a_library_with_topics_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (common::sample("sample.ris"), folder.path().join("r"));
    common::themata(folder.path()).arg("cluster").arg(&input).args(["-q", "-o"]).arg(&out).assert().success();
    let text = fs::read_to_string(out.join("library.ris")).unwrap();
    let (given, found) = (fs::read_to_string(&input).unwrap(), by_doi(RisParser::new().parse(&text).unwrap()));
    let before = by_doi(RisParser::new().parse(&given).unwrap());
    assert_eq!(found.len(), before.len());
    for (doi, citation) in &before {
        let after = &found[doi];
        assert_eq!((&citation.title, &citation.abstract_text), (&after.title, &after.abstract_text));
        let (topics, own): (Vec<&String>, Vec<&String>) =
            after.keywords.iter().partition(|keyword| keyword.starts_with("topic: "));
        assert_eq!((topics.len(), own), (1, citation.keywords.iter().collect::<Vec<_>>()), "{doi}");
    }
}
