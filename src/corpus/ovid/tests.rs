//! Ovid's tagged text as its databases write it, taken apart.

use super::*;
use crate::corpus::lang::Lang;
use crate::corpus::read::{ReadParams, read_bytes};
use crate::corpus::record::Record;
use crate::corpus::{Format, write};

fn read(text: &str) -> Vec<Record> {
    assert!(sniff(text), "{text}");
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    sink.records
}

const EMBASE: &str = "<3001. >
VN  - Ovid Technologies
DB  - Embase
UI  - 621000001
ST  - CONFERENCE ABSTRACT
TI  - Niosomes and quality
  of life.
SO  - Imag Proceedings. Conference: 2nd Course. Spain. 12 (Supplement 3) (no pagination), 2018. Date of Publication: 2018.
AU  - Ruiz A.
AU  - Brandt O.
IN  - (Ruiz) Nowhere
      (Brandt) Elsewhere
CP  - Netherlands
MH  - adult
OD  - adult
OD  - *quality of life
AB  - Background: Genes. 
Method(s): <12>
We searched.
IS  - 1234-5679 (ISSN print)
DO  - http://dx.doi.org/10.5555/o.1
LG  - English.
PT  - Conference Abstract
YR  - 2018

<3005. >
VN  - Ovid Technologies
TI  - Second.
DI  - 10.5555/o.2
KW  - genes;  cells
DT  - Original Articles.

";

#[test]
fn records_begin_at_numbers_of_any_kind() {
    for text in
        [EMBASE.to_string(), EMBASE.replace(". >", ">"), EMBASE.replace("<3001. >\n", "").replace("<3005. >\n", "")]
    {
        let records = read(&text);
        let [one, two] = &records[..] else { panic!("{text}") };
        assert_eq!((one.title(), two.title()), ("Niosomes and quality of life.", "Second."));
        assert_eq!(one.authors(), ["Ruiz A.", "Brandt O."]);
        assert_eq!((one.first(Role::Journal), one.first(Role::Volume)), (Some("Imag Proceedings"), Some("12")));
        assert_eq!((one.first(Role::Issue), one.first(Role::Pages)), (Some("Supplement 3"), None));
        assert_eq!((one.year(), one.language()), (Some(2018), Some(Lang::ENG)));
        assert_eq!(one.first(Role::Issn), Some("1234-5679 (ISSN print)"));
        assert_eq!(one.headings(), ["adult", "*quality of life"]);
        assert_eq!(one.abstracts().next(), Some((None, "Background: Genes.\nMethod(s): <12>\nWe searched.")));
        assert_eq!((one.doi().as_deref(), two.doi().as_deref()), (Some("10.5555/o.1"), Some("10.5555/o.2")));
        assert_eq!((one.pmid(), two.keywords()), (None, vec!["genes", "cells"]));
        assert_eq!((two.first(Role::Type), two.first(Role::Issue)), (Some("Original Articles."), None));
    }
}

#[test]
fn what_is_written_as_ris_has_tags_that_others_know() {
    let corpus = read_bytes(&[("a.cgi", EMBASE.as_bytes())], &ReadParams::default());
    assert_eq!((corpus.files[0].format, corpus.files[0].dialect.as_deref()), (Format::OvidText, Some("Ovid")));
    let mut out = Vec::new();
    write::write(corpus.records.iter(), &corpus, Format::Ris, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for line in ["TY  - CPAPER", "PY  - 2018", "T2  - Imag Proceedings", "VL  - 12", "DO  - 10.5555/o.1"] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
}

#[test]
fn medline_has_pmids_and_the_search_may_stand_above() {
    let text = "Database: Ovid MEDLINE(R) <1946 to 2023>\n1     exp Genes/ (258223)\n\n<1>\nVN  - Ovid Technologies\n\
        DB  - Ovid MEDLINE(R) <1946 to 2023>\nUI  - 91234567\nTI  - Niosomes.\nAU  - Ruiz A\nIP  - 3\nYR  - 2023\n\
        AB  - Genes\n  enter cells.\n\n<2>\nVN  - Ovid Technologies\nTI  - Second.\nAU  - Ruiz, Ana [Author; E-mail: a@x.example]\n\
        SO  - J Imag. 201(2-3):327-334, 2004.\n";
    let records = read(text);
    let [one, two] = &records[..] else { panic!() };
    assert_eq!((one.pmid(), one.year(), one.first(Role::Issue)), (Some("91234567"), Some(2023), Some("3")));
    assert_eq!((one.source.line, two.source.line), (4, 15));
    assert_eq!((two.authors(), two.year()), (vec!["Ruiz, Ana"], Some(2004)));
    assert_eq!((two.first(Role::Issue), two.first(Role::Pages)), (Some("2-3"), Some("327-334")));
}

#[test]
fn other_texts_are_none() {
    for text in ["<1>\nTitle\n  A\n", "TY  - JOUR\nAB  - x\n<5>\nKW  - y\n", "<p>\nAB  - x\n", "", "<1>\n"] {
        assert!(!sniff(text), "{text}");
    }
}

#[test]
fn a_count_begins_a_record_where_a_field_follows() {
    let records = read("<1>\nUI  - 1\nTI  - One\nAB  - Doses of\n<5>\nmg.\n<7. >\nUI  - 2\nTI  - Two\n");
    let titles: Vec<&str> = records.iter().map(Record::title).collect();
    assert_eq!((titles, records[1].source.line), (vec!["One", "Two"], 7));
    assert_eq!(records[0].abstracts().next().map(|(_, text)| text), Some("Doses of\n<5>\nmg."));
}

#[test]
fn links_hold_what_no_field_says() {
    let link = "XL  - http://sfx.example/u?sid=OVID:x&id=pmid:91234567&id=doi:10.5555%2Fo.3&volume=1";
    let records = read(&format!("<1>\nUI  - 1\nTI  - One\n{link}\n\n<2>\nTI  - Two\nDO  - 10.5555/o.4\n{link}\n"));
    let [one, two] = &records[..] else { panic!() };
    assert_eq!((one.doi().as_deref(), one.pmid()), (Some("10.5555/o.3"), Some("91234567")));
    assert_eq!(two.doi().as_deref(), Some("10.5555/o.4"));
}

#[test]
fn databases_have_headings_of_their_own() {
    let records = read(
        "<1>\nVN  - Ovid Technologies\nDB  - BIOSIS Previews\nTI  - One\nMC  - Nutrition\nDS  - iron poisoning: toxicity\n\
         CB  - zinc: 7440-66-6, food supplement\nOR  - mouse: common [Muridae]\nMQ  - pole: field equipment\nMI  - forest\n\
         CC  - [10069] Biochemistry\nPI  - Imag Press, Nowhere\n\n<2>\nVN  - Ovid Technologies\nDB  - International Political Science Abstract\n\
         TI  - Two\nDE  - Power, Nowhere\nDE  - Votes , States\n\n<3>\nDB  - Other\nTI  - Three\nDE  - Aged, 80 and over\nDS  - x\n",
    );
    let [one, two, three] = &records[..] else { panic!() };
    assert_eq!(one.headings(), ["Nutrition", "iron poisoning", "zinc", "mouse"]);
    assert_eq!((one.keywords(), one.first(Role::Publisher)), (vec!["pole", "forest"], Some("Imag Press, Nowhere")));
    assert!(one.fields().any(|field| field.value == "zinc: 7440-66-6, food supplement"));
    assert_eq!(
        (two.headings(), three.headings()),
        (vec!["Power", "Nowhere", "Votes", "States"], vec!["Aged, 80 and over"])
    );
}
