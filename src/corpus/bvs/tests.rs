//! BVS page text: whole pages in, the records that must come out.

use super::*;
use crate::corpus::record::Record;

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

fn abstracts(record: &Record) -> Vec<(String, String)> {
    let show = |lang: Option<Lang>| lang.map(|l| l.to_string()).unwrap_or_default();
    record.abstracts().map(|(lang, text)| (show(lang), text.to_string())).collect()
}

#[test]
fn records_without_titles_and_with_glued_headings() {
    let text = "RESUMEN\nFirst text about carriers.\nAsunto(s)\nLípidos , Nanopartículas/química , Niño, Preescolar , \
                HumanosRESUMEN\nSecond text.\nRESUMEN\nThird text.\nSecond paragraph of the third.\nRESUMEN\nFourth.\n";
    let sink = read(text);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let found: Vec<_> = sink.records.iter().map(|r| abstracts(r)[0].1.clone()).collect();
    assert_eq!(
        found,
        ["First text about carriers.", "Second text.", "Third text.\nSecond paragraph of the third.", "Fourth."]
    );
    let subjects: Vec<_> = sink.records[0].subjects().into_iter().map(|s| (s.heading, s.qualifier)).collect();
    assert_eq!(subjects[1], ("Nanopartículas".into(), Some("química".into())));
    assert_eq!(subjects[2].0, "Niño, Preescolar");
    assert_eq!(subjects.len(), 4);
    assert!(sink.records.iter().all(|r| r.title().is_empty()));
    let lines: Vec<u32> = sink.records.iter().map(|r| r.source.line).collect();
    assert_eq!(lines, [1, 4, 6, 9]);
}

#[test]
fn several_languages_are_one_record() {
    let text = "RESUMEN\nTexto uno.\nABSTRACT\nText one.\nRESUMO\nTexto um.\nAsunto(s)\nHumanos\nRESUMEN\nTexto dos.\n\
                ABSTRACT\nText two.\n";
    let sink = read(text);
    assert_eq!(sink.records.len(), 2);
    let expected = [("spa", "Texto uno."), ("eng", "Text one."), ("por", "Texto um.")];
    let found = abstracts(&sink.records[0]);
    assert_eq!(found.iter().map(|(l, t)| (l.as_str(), t.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!(abstracts(&sink.records[1]).len(), 2);
}

#[test]
fn a_page_with_titles_authors_and_buttons() {
    let text = "1.\nUn título sobre portadores / A title on carriers\nRuiz, Ana; Brandt, Otto.\nNanoscale; 15(3): \
                123-130, 2023 Jan 19.\nArtículo en Inglés | MEDLINE | ID: mdl-38012345\nRESUMEN\nText one.\nAsunto(s)\n\
                Lípidos , Humanos\nTexto completo\n2.\nSecond title\nRuiz, Ana.\nArticle in English | LILACS | ID: \
                lil-1234567\nABSTRACT\nText two.\nSecond line of two.\nTexto completo\n3.\nThird title\nABSTRACT\n\
                Text three.\nTexto completo\nImprimir\n";
    let sink = read(text);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two, three] = &sink.records[..] else { panic!("{:?}", sink.records) };
    assert_eq!((one.title(), one.source.line), ("Un título sobre portadores", 1));
    assert_eq!(one.first(Role::TranslatedTitle), Some("A title on carriers"));
    assert_eq!(one.authors(), ["Ruiz, Ana", "Brandt, Otto"]);
    assert_eq!((one.first(Role::Journal), one.year()), (Some("Nanoscale"), Some(2023)));
    assert_eq!((one.first(Role::Volume), one.first(Role::Issue)), (Some("15"), Some("3")));
    assert_eq!(one.first(Role::Pages), Some("123-130"));
    assert_eq!((one.first(Role::Id), one.first(Role::Database)), (Some("mdl-38012345"), Some("MEDLINE")));
    assert_eq!((two.title(), two.authors()), ("Second title", vec!["Ruiz, Ana"]));
    assert_eq!(two.abstracts().next(), Some((None, "Text two.\nSecond line of two.")));
    assert_eq!((three.title(), three.abstracts().next()), ("Third title", Some((None, "Text three."))));
}

#[test]
fn titles_alone_between_records_are_found_where_the_first_has_one() {
    let text = "First title\nRESUMEN\nText one is here.\nSecond title\nRESUMEN\nText two is here.\n";
    let sink = read(text);
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles, ["First title", "Second title"]);
    assert_eq!(sink.records[0].abstracts().next(), Some((None, "Text one is here.")));
}

#[test]
fn a_record_may_have_subjects_and_no_abstract() {
    let text = "First title\nAsunto(s)\nLípidos , Humanos\nSecond title\nRESUMEN\nText two.\nAssunto(s)\nA ,\nB , C\n";
    let sink = read(text);
    assert_eq!(sink.records.len(), 2, "{:?}", sink.records);
    assert_eq!((sink.records[0].title(), sink.records[0].subjects().len()), ("First title", 2));
    assert_eq!((sink.records[1].title(), sink.records[1].subjects().len()), ("Second title", 3));
}

#[test]
fn an_abstract_may_start_with_the_word() {
    let sink = read("RESUMEN\nRESUMEN Objetivo: ver.\nAsunto(s)\nHumanos\n");
    assert_eq!(sink.records.len(), 1);
    assert_eq!(abstracts(&sink.records[0])[0].1, "RESUMEN Objetivo: ver.");
}

#[test]
fn pages_are_recognized() {
    assert!(sniff("RESUMEN\nText\n"));
    assert!(sniff("Un título\nRESUMEN\nText\nAsunto(s)\nHumanos\n"));
    assert!(!sniff("A story in which a RESUMEN is named\nand nothing else.\n"));
}
