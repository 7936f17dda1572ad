//! What EndNote writes, taken apart.

use super::*;
use crate::corpus::Format;
use crate::corpus::detect;
use crate::corpus::record::Record;

const LIBRARY: &str = "\u{FEFF}\"<a.pdf>.\"\n\t\n\"Sleep without a year.\"\n\t\n\
    Ruiz, A., et al. (2018). \"Niosomes for genes: a trial.\" J Imag Carr 3(2): 140-147.\n\t\n\
    Soto, B., A. B. van Brandt and C. Doe (2019). \"Do nurses sleep?\" Rev Imag.\n\tNurses sleep. They \"rest.\" Some (2019). Do not.\n\
    A second paragraph.\n\n\
    World Sleep Office (2020). \"On \"night\" work.\" Cochrane Imag(4): Cd001. https://doi.org/10.5555/E.9\n\t\n\
    Soto, B. and D. Poe (2021a). Sleep of nurses. Nowhere, Imagined Press.\n\tA book on sleep.\n\n\
    (2022). \"Nobody wrote this.\" Lancet (Nowhere) 12 Suppl 1: S3-9.\n\t\n";

fn read(text: &str) -> Vec<Record> {
    assert_eq!(detect::text(text), Format::EndnoteText, "{text}");
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    sink.records
}

#[test]
fn every_citation_is_a_record() {
    let records = read(LIBRARY);
    let titles: Vec<&str> = records.iter().map(Record::title).collect();
    assert_eq!(titles[1..3], ["Sleep without a year", "Niosomes for genes: a trial"]);
    assert_eq!(titles[3..], ["Do nurses sleep?", "On \"night\" work", "Sleep of nurses", "Nobody wrote this"]);
    let years: Vec<_> = records.iter().map(Record::year).collect();
    assert_eq!(years, [None, None, Some(2018), Some(2019), Some(2020), Some(2021), Some(2022)]);
    let texts = |record: &Record| record.abstracts().map(|(_, text)| text.to_string()).collect::<Vec<_>>();
    assert_eq!(texts(&records[3]), ["Nurses sleep. They \"rest.\" Some (2019). Do not.\nA second paragraph."]);
    assert_eq!((texts(&records[4]).len(), texts(&records[5])), (0, vec!["A book on sleep.".to_string()]));
    assert_eq!((records[4].doi().as_deref(), records[4].source.line), (Some("10.5555/e.9"), 11));
    let first = |record: &Record| {
        [Role::Journal, Role::Volume, Role::Issue, Role::Pages].map(|role| record.first(role).map(String::from))
    };
    let expected = |parts: [&str; 4]| parts.map(|part| Some(part.to_string()).filter(|part| !part.is_empty()));
    assert_eq!(first(&records[2]), expected(["J Imag Carr", "3", "2", "140-147"]));
    assert_eq!(first(&records[4]), expected(["Cochrane Imag", "", "4", "Cd001"]));
    assert_eq!(first(&records[5]), expected([""; 4]));
    assert_eq!(first(&records[6]), expected(["Lancet (Nowhere)", "12 Suppl 1", "", "S3-9"]));
}

#[test]
fn names_have_the_family_name_first() {
    let records = read(LIBRARY);
    assert_eq!(records[2].authors(), ["Ruiz, A."]);
    assert_eq!(records[3].authors(), ["Soto, B.", "van Brandt, A. B.", "Doe, C."]);
    assert_eq!((records[4].authors(), records[6].authors().len()), (vec!["World Sleep Office"], 0));
    for (text, expected) in [
        ("Ruiz, A., Soto, B.-C., & Doe, C., Jr.", vec!["Ruiz, A.", "Soto, B.-C.", "Doe, C., Jr."]),
        ("Ruiz, Ana, Otto Brandt and B. Soto", vec!["Ruiz, Ana", "Otto Brandt", "Soto, B."]),
        ("Department of Genes and Sleep", vec!["Department of Genes and Sleep"]),
        ("", vec![]),
    ] {
        assert_eq!(names::all(text), expected, "{text}");
    }
}

#[test]
fn places_of_articles_are_taken_apart() {
    for (text, expected) in [
        ("Nature Imag 3(2): 140-147.", ["Nature Imag", "3", "2", "140-147"]),
        ("Imag Mater: e2005767.", ["Imag Mater", "", "", "e2005767"]),
        ("J Imag 12.", ["J Imag", "12", "", ""]),
        ("Studies of 1999.", ["Studies of 1999", "", "", ""]),
        ("J Imag 12(Suppl 1): 3-9, 12.", ["J Imag", "12", "Suppl 1", "3-9, 12"]),
        ("Imag: a journal of sleep 5: 7.", ["Imag: a journal of sleep", "5", "", "7"]),
        ("", ["", "", "", ""]),
    ] {
        assert_eq!(source(text), expected, "{text}");
    }
}

#[test]
fn lists_without_abstracts_and_other_texts_are_none() {
    let heading = format!("Works on sleep\r\n\r\n{}", LIBRARY.replace('\n', "\r\n").repeat(2));
    assert!(sniff(&heading));
    let one = "Ruiz, A. (2018). \"One.\" J Imag 3(2): 1-9.\n";
    for text in [
        one.repeat(3),
        format!("{one}\tGenes enter cells.\n"),
        format!("We read two works.\n{one}{one}\tGenes enter cells.\n"),
        format!("{one}{one}\tGenes.\n{}", "It was a night.\n".repeat(3)),
        "\"One.\"\n\ttext\n\n\"Two.\"\n\ttext\n".to_string(),
        String::new(),
    ] {
        assert!(!sniff(&text), "{text}");
    }
}
