//! What PubMed writes, taken apart.

use super::*;
use crate::corpus::record::{Record, Role};

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

const ABSTRACTS: &str = "\u{FEFF}1. J Imag Carr. 2023 Mar;355(2):123-40. doi: 10.5555/carr.1. Epub 2023 \nJan 10.\n\n\
    Niosomes for genes: are they\nuseful?\n\nRuiz-Peña A(1), van Dijk B(1)(2), de la O C Jr; Carrier Study Group.\n\n\
    Author information:\n(1)School of Carriers, Nowhere. ruiz@example.org\n(2)Institute of Vesicles.\n\n\
    Comment in\n    J Imag Carr. 2023 Apr;355(3):1.\n\n\
    BACKGROUND: Niosomes carry genes.\nRESULTS: In 2. we show that they do.\n\n2. Not a record but a paragraph.\n\n\
    Copyright © 2023 Nobody. All rights reserved.\n\n\
    DOI: 10.5555/carr.1\nPMCID: PMC7654321\nPMID: 91234567 [Indexed for MEDLINE]\n\n\
    Conflict of interest statement: None.\n\n\n\
    2. Rev Inventada Salud. 2019;12:7.\n\n[Sleep of nurses in the Andes].\n\n[Article in Spanish]\n\nSoto D.\n\n\
    Update of a view:\nnurses sleep badly. Shifts are long.\n\nPublisher: Las enfermeras duermen mal. Los turnos son largos.\n\n\
    PMID: 91234568\n\n\n\
    3. Carriers. 1998 Dec 1;3(12):e5.\n\nRetracted thing.\n\nRetraction in\n    Carriers. 1999;4:1.\n\nPMID: 91234569\n";

#[test]
fn abstracts_are_taken_apart() {
    assert!(sniff(ABSTRACTS));
    let sink = read(ABSTRACTS);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two, three] = &sink.records[..] else { panic!("{:?}", sink.records.len()) };
    assert_eq!(one.title(), "Niosomes for genes: are they useful?");
    assert_eq!(one.authors(), ["Ruiz-Peña A", "van Dijk B", "de la O C Jr", "Carrier Study Group"]);
    let texts = |record: &Record| record.abstracts().map(|(_, text)| text.to_string()).collect::<Vec<_>>();
    let text =
        "BACKGROUND: Niosomes carry genes. RESULTS: In 2. we show that they do.\n2. Not a record but a paragraph.";
    assert_eq!(texts(one), [text]);
    assert_eq!((one.year(), one.doi().as_deref(), one.pmid()), (Some(2023), Some("10.5555/carr.1"), Some("91234567")));
    let first = |role| one.first(role);
    assert_eq!((first(Role::Volume), first(Role::Issue), first(Role::Pages)), (Some("355"), Some("2"), Some("123-40")));
    assert_eq!((first(Role::JournalAbbrev), one.source.line), (Some("J Imag Carr"), 1));
    assert_eq!(
        texts(two),
        [
            "Update of a view: nurses sleep badly. Shifts are long.",
            "Las enfermeras duermen mal. Los turnos son largos."
        ]
    );
    assert_eq!((two.authors(), two.language().map(|l| l.to_string())), (vec!["Soto D"], Some("spa".into())));
    assert_eq!((three.first(Role::Type), texts(three).len()), (Some("Retracted Publication"), 0));
}

#[test]
fn summaries_are_taken_apart() {
    let text = "1: Ruiz A, Brandt O. Niosomes for genes: are they useful? J Imag Carr. 2023 Mar;355(2):123-40. doi: \
        10.5555/carr.1. Epub 2023 Jan 10. PMID: 91234567; PMCID: PMC7654321.\n\n\
        2: Carriers since 1990. Carriers (Lond). 1998 Dec;3:5. PMID: 91234568.\n";
    assert!(sniff(text));
    let sink = read(text);
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), two.title()), ("Niosomes for genes: are they useful?", "Carriers since 1990."));
    assert_eq!((one.authors(), two.authors().len()), (vec!["Ruiz A", "Brandt O"], 0));
    assert_eq!(
        (one.first(Role::JournalAbbrev), two.first(Role::JournalAbbrev)),
        (Some("J Imag Carr"), Some("Carriers (Lond)"))
    );
    assert_eq!((one.doi().as_deref(), one.pmid(), two.year()), (Some("10.5555/carr.1"), Some("91234567"), Some(1998)));
}

#[test]
fn chapters_of_books_and_records_without_authors() {
    let text = "1. Emptying Tests.\n\nDoe J(1), Roe R(2).\n\nIn: StatBook [Internet]. Nowhere (FL): Stat Publishing; 2024 \n\
        Jan–.\n2023 Aug 14.\n\nAuthor information:\n(1)Nowhere\n\nTests measure speed.\n\nPMID: 91234567\n\n\n\
        2. BMJ. 1975 Oct 4;4(5987):30-1.\n\nSleep.\n\n[No authors listed]\n\nPartial retraction in\n    BMJ. 1976;1:1.\n\n\
        PMID: 91234568\n";
    assert!(sniff(text));
    let sink = read(text);
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), one.authors(), one.year()), ("Emptying Tests.", vec!["Doe J", "Roe R"], Some(2023)));
    assert_eq!((one.abstracts().count(), one.first(Role::Journal)), (1, Some("StatBook [Internet]")));
    assert_eq!((two.title(), two.authors().len(), two.abstracts().count()), ("Sleep.", 0, 0));
    let sink = read(
        "1: Doe J, Roe R. Emptying Tests. 2023 Aug 14. In: StatBook [Internet]. Nowhere (FL): Stat; 2024 Jan–. PMID: 91234567.\n",
    );
    let [one] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), one.authors().len(), one.pmid()), ("Emptying Tests.", 2, Some("91234567")));
}

#[test]
fn files_in_a_row_a_cut_one_and_other_text() {
    let sink = read(&format!("{ABSTRACTS}\n\n{}", ABSTRACTS.trim_start_matches('\u{FEFF}')));
    assert_eq!((sink.records.len(), sink.issues.len()), (6, 0), "{:?}", sink.issues);
    let sink = read(&ABSTRACTS[..ABSTRACTS.find("Shifts").unwrap()]);
    assert_eq!(sink.records.len(), 2);
    assert_eq!(sink.issues.iter().map(|i| i.kind).collect::<Vec<_>>(), [IssueKind::Truncated]);
    for other in ["1. Wash hands. 2020 was a bad year.\n", "1. A list\n2. of things\nPMID: none\n", "PMID: 1\n", ""] {
        assert!(!sniff(other), "{other}");
    }
}

#[test]
fn summaries_may_be_numbered_either_way() {
    let one = "Ruiz A. Niosomes for genes. J Imag Carr. 2023 Mar;355(2):123-40. PMID: 91234567.";
    let two = "Brandt O. Sleep of nurses. Rev Imag. 2019;3:7. PMID: 91234568.";
    for (text, count) in [
        (format!("1: {one}\n\n2. {two}\n\n3: {one}\n"), 3),
        (format!("1. {one}\n2. {two}\n"), 2),
        (format!("1: {one}\n\n{ABSTRACTS}\n\n1: {two}\n").replace('\u{FEFF}', ""), 5),
    ] {
        assert!(sniff(&text), "{text}");
        let sink = read(&text);
        assert_eq!((sink.records.len(), sink.issues.len()), (count, 0), "{text}");
        assert_eq!(
            (sink.records[0].title(), sink.records[0].authors()),
            ("Niosomes for genes.", vec!["Ruiz A"]),
            "{text}"
        );
        assert!(sink.records.iter().all(|record| record.pmid().is_some()), "{text}");
    }
}

#[test]
fn numbers_may_have_gaps_and_begin_anywhere() {
    let gap = ABSTRACTS.replace("\n2. Rev", "\n7. Rev").replace("\n3. Carriers", "\n12. Carriers");
    for (text, count) in [
        (gap.replace("PMID: 91234568", "PMID: 91234568\n\n9. In a list. Of 2020 there is none."), 3),
        (gap[gap.find("7. Rev").unwrap()..].to_string(), 2),
        (gap.replace("statement: None.", "statement:\n\n3. It began. 2020 was a year."), 3),
        (gap.replace("12. Carriers. 1998 Dec 1;3(12):e5.", "12. Carriers at work."), 3),
        ("4: Ruiz A. Niosomes. J Imag. 2023;3:1. PMID: 91234567.\n\n9: Brandt O, Soto B. A long\ntitle. J Imag. 2022;2:1. PMID: 91234568.\n".into(), 2),
    ] {
        assert!(sniff(&text), "{text}");
        let sink = read(&text);
        assert_eq!((sink.records.len(), sink.issues.len()), (count, 0), "{:?} {text}", sink.issues);
        assert!(sink.records.iter().all(|record| record.pmid().is_some() && !record.title().is_empty()), "{text}");
    }
    let sink = read(&gap);
    assert_eq!(
        (sink.records[1].title(), sink.records[2].title()),
        ("[Sleep of nurses in the Andes].", "Retracted thing.")
    );
    for other in ["12. Emptying Tests.\n\nIn: StatBook.\n\nPMID: 91234567\n", "2. A list\n3. of things\nPMID: 1\n"] {
        assert!(!sniff(other), "{other}");
    }
}

#[test]
fn books_with_editors_give_their_title_and_the_date_of_the_chapter() {
    let book = "In: Ruiz A, Brandt O, Soto B, editors. \nGeneBook(®) [Internet]. \
        Nowhere (WA): University of Nowhere; \n1993–2024.";
    let above = format!(
        "1. Emptying Tests.\n\nDoe J(1), Roe R(2).\n\n{book}\n1998 Sep 4 [updated 2023 Sep 21].\n\n\
         Tests are slow.\n\nPMID: 91234567\n"
    );
    let of_book = above.replace("\n1998 Sep 4 [updated 2023 Sep 21].", "");
    let line = book.replace('\n', "");
    let summary =
        format!("1: Doe J, Roe R. Emptying Tests. 1998 Sep 4 [updated 2023 Sep 21]. {line} PMID: 91234567.\n");
    for (text, year) in [(above, 1998), (of_book, 1993), (summary, 1998)] {
        assert!(sniff(&text), "{text}");
        let sink = read(&text);
        let [one] = &sink.records[..] else { panic!("{text}") };
        assert_eq!((one.year(), one.first(Role::Journal)), (Some(year), Some("GeneBook(®) [Internet]")), "{text}");
        assert_eq!((one.title(), one.authors()), ("Emptying Tests.", vec!["Doe J", "Roe R"]), "{text}");
    }
    let sink = read(
        "1: Doe J. Emptying Tests. 2023 Aug 14. In: StatBook [Internet]. Nowhere (FL): Stat; 2024 Jan–. \
         PMID: 91234567.\n",
    );
    assert_eq!((sink.records[0].year(), sink.records[0].title()), (Some(2023), "Emptying Tests."));
}

#[test]
fn an_address_above_an_abstract_is_no_part_of_it() {
    let texts = |block: &str| {
        let text = format!(
            "1. J Imag. 2001 Mar;10(1):1-9.\n\nSleep of old.\n\nRuiz A, Brandt O.\n\n{block}\n\n\
             We slept in 2001. It works.\n\nPMID: 91234567\n"
        );
        let sink = read(&text);
        let [one] = &sink.records[..] else { panic!("{text}") };
        assert_eq!(one.authors(), ["Ruiz A", "Brandt O"]);
        one.abstracts().map(|(_, text)| text.to_string()).collect::<Vec<_>>().join("\n")
    };
    for address in [
        "Department of Sleep, University of Nowhere, Nowhere.",
        "Sleep Unit, Hospital of Nowhere, 12 Long St., 1234 Nowhere, Spain. ruiz.a@sleep.example.org",
        "From the School of Public Health, Nowhere, NW.",
    ] {
        assert_eq!(texts(address), "We slept in 2001. It works.", "{address}");
    }
    for sentence in [
        "School closures reduce mobility, and Hospital beds are short.",
        "University students sleep badly.",
        "We asked Nurses of Nowhere by mail to ruiz@example.org and waited.",
        "Sleep was short.",
    ] {
        assert_eq!(texts(sentence), format!("{sentence}\nWe slept in 2001. It works."));
    }
}

#[test]
fn an_address_is_no_abstract_where_there_is_none() {
    let text = |block: &str| {
        format!("1. J Imag. 2001 Mar;10(1):1-9.\n\nSleep of old.\n\nRuiz A.\n\n{block}\n\nPMID: 91234567\n")
    };
    for (block, count) in [("Department of Sleep, Nowhere.", 0), ("Hospital beds are short.", 1)] {
        let sink = read(&text(block));
        assert_eq!(
            (sink.records[0].authors(), sink.records[0].abstracts().count()),
            (vec!["Ruiz A"], count),
            "{block}"
        );
    }
}
