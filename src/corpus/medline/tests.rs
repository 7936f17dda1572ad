//! MEDLINE: whole texts in, the records and issues that must come out.

use super::*;
use crate::corpus::Format;

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

const TWO: &str = "
PMID- 91234567
OWN - NLM
STAT- MEDLINE
TI  - A long title that is folded here since it
      does not fit on one line.
LID - 10.5555/abc.7 [doi]
AB  - Text with  two blanks and
      a fold.
OAB - Texto en español.
OABL- spa
FAU - Ruiz, Ana
AU  - Ruiz A
LA  - eng
PT  - Journal Article
TT  - Un título.
DP  - 2019 Jan 28
JT  - Journal of imagined carriers
MH  - *Liposomes/chemistry
MH  - Humans
OT  - niosome
SO  - J Imag Carr. 2019;1(1):1.

PMID- 91234568
TI  - Second.
SO  - J Imag Carr. 2019;1(1):2.
";

#[test]
fn folds_are_joined_and_fields_kept_apart() {
    let sink = read(TWO);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    assert_eq!(sink.records.len(), 2);
    let record = &sink.records[0];
    assert_eq!((record.source.line, record.pmid()), (2, Some("91234567")));
    assert_eq!(record.title(), "A long title that is folded here since it does not fit on one line.");
    assert_eq!(record.doi().as_deref(), Some("10.5555/abc.7"));
    let abstracts: Vec<_> = record.abstracts().collect();
    assert_eq!(
        abstracts,
        [(Some(Lang::ENG), "Text with  two blanks and a fold."), (Some(Lang::SPA), "Texto en español.")]
    );
    assert_eq!(record.first(Role::TranslatedTitle), Some("Un título."));
    assert_eq!((record.keywords(), record.subjects().len()), (vec!["niosome"], 2));
    assert!(record.subjects()[0].major);
    assert_eq!((record.year(), record.authors()), (Some(2019), vec!["Ruiz, Ana"]));
}

#[test]
fn a_file_cut_off_gives_what_is_there() {
    let whole = TWO.trim_end();
    for cut in [whole.len() - 5, whole.len() - 30, whole.len() - 45] {
        let sink = read(&whole[..cut]);
        assert_eq!(sink.records.len(), 2, "{cut}");
        assert_eq!(sink.issues.len(), 1, "{cut}: {:?}", sink.issues);
        assert_eq!(sink.issues[0].kind, IssueKind::Truncated);
    }
    assert!(read(whole).issues.is_empty());
}

#[test]
fn pmc_has_its_own_number_first() {
    let sink = read(
        "\nPMC - PMC1\nPMID- 91234567\nTI  - One\nAB  - \nOAB - Publisher: Abstract available from the publisher.\n\
         SO  - J.\n\nPMC - PMC2\nPMID- 91234568\nTI  - Two\nAB  - Text.\nSO  - J.\n",
    );
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    let numbers = |record: &Record| record.fields().filter(|f| f.tag == "PMC").map(|f| f.value.to_string()).collect();
    let (first, second): (Vec<String>, Vec<String>) = (numbers(one), numbers(two));
    assert_eq!((first, second, one.source.line, two.source.line), (vec!["PMC1".into()], vec!["PMC2".into()], 2, 9));
    assert!(!one.has_abstract() && two.has_abstract());
}

#[test]
fn eric_has_no_pmid() {
    let sink = read(
        "\nOWN - ERIC\nTI  - One\nAID - http://dx.doi.org/10.5555/e.1\nOID - EJ1\nISSN - 1234-4567\n\nOWN - ERIC\nTI  - Two\nOID - EJ2\n",
    );
    assert_eq!(sink.records.len(), 2);
    assert_eq!(sink.records[0].first(Role::Accession), Some("EJ1"));
    assert_eq!(sink.records[0].first(Role::Issn), Some("1234-4567"));
    assert_eq!(sink.records[0].doi().as_deref(), Some("10.5555/e.1"));
    assert_eq!(sink.dialect.as_deref(), Some("ERIC"));
}

#[test]
fn a_record_without_pmid_after_one_with_it_is_read_back() {
    let mut records = read("PMID- 1\nTI  - One\n\n").records;
    let mut builder = crate::corpus::RecordBuilder::new(2);
    builder.push("TI", Role::Title, "Two");
    records.push(builder.finish());
    records[1].id = "x2".into();
    let mut out = Vec::new();
    write(records.iter().map(|r| (r, Format::Ris)), &mut out).unwrap();
    let again = read(std::str::from_utf8(&out).unwrap()).records;
    assert_eq!(again.iter().map(|r| r.title()).collect::<Vec<_>>(), ["One", "Two"]);
}

#[test]
fn writing_gives_back_every_field() {
    let long = format!("PMID- 1\nAB  - {} {}\n      x  y\nTI  -\nXY  - z\n\n", "word ".repeat(60), "w".repeat(200));
    for text in [TWO, &long] {
        let first = read(text);
        let mut out = Vec::new();
        write(first.records.iter().map(|r| (r, Format::Medline)), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let again = read(&out);
        let all =
            |sink: &Sink| sink.records.iter().flat_map(|r| r.fields()).map(|f| format!("{f:?}")).collect::<Vec<_>>();
        assert_eq!(all(&first), all(&again), "{out}");
        assert!(out.lines().all(|line| line.len() <= 88 || !line.trim().contains(' ') || line.contains("www")));
    }
}

#[test]
fn a_record_glued_to_the_line_before_is_one_of_its_own() {
    let sink =
        read("PMID- 91234567\nTI  - One.\nSO  - J. 2019PMID- 91234568\nTI  - Two, see PMID- 91234567\nSO  - J.\n");
    let records: Vec<_> = sink.records.iter().map(|record| (record.pmid(), record.title())).collect();
    assert_eq!(records, [(Some("91234567"), "One."), (Some("91234568"), "Two, see PMID- 91234567")]);
    // What another format has in one field stays in one.
    let mut builder = crate::corpus::RecordBuilder::new(1);
    builder.push("t", Role::Title, "A title with xPMID- 91234567");
    let record = builder.finish();
    let mut out = Vec::new();
    write([(&record, Format::Ris)].into_iter(), &mut out).unwrap();
    let again = read(&String::from_utf8(out).unwrap());
    assert_eq!((again.records.len(), again.records[0].title()), (1, record.title()));
}

#[test]
fn a_record_of_eric_without_a_source_is_whole() {
    let text = "OWN - ERIC\nTI  - One\nSO  - J. v1 2019\nOID - EJ1\nVI  - 1\nAB  - Text.\n\nOWN - ERIC\nTI  - Two\nOID - ED2\nAB  - Text.\n";
    let sink = read(text);
    assert_eq!((sink.records.len(), sink.issues.len()), (2, 0), "{:?}", sink.issues);
}
