//! What four platforms write, taken apart.

use super::*;
use crate::corpus::record::Record;

fn read(text: &str) -> Vec<Record> {
    assert!(sniff(text), "{text}");
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    sink.records
}

fn texts(record: &Record) -> Vec<&str> {
    record.abstracts().map(|(_, text)| text).collect()
}

#[test]
fn ovid_and_embase_name_fields_on_lines_of_their_own() {
    let ovid = "1.\nUnique Identifier\n   91234567\nTitle\n   Niosomes: carriers for\n   genes.\nAuthors\n   Ruiz A.\n   Brandt O.\n\
        Source\n   J Imag. 5(3):1-9, 2023.\nAbstract\n   Genes enter cells.\n   1. They stay.\nMeSH Subject Headings\n   Humans\n   Genes\nEntry Week\n   2\n\n2.\nTitle\n   Second.\n";
    let [one, two] = &read(ovid)[..] else { panic!() };
    assert_eq!((one.title(), two.title(), one.source.line), ("Niosomes: carriers for genes.", "Second.", 1));
    assert_eq!((one.first(Role::Journal), one.year()), (Some("J Imag"), Some(2023)));
    assert_eq!((one.authors(), texts(one)), (vec!["Ruiz A.", "Brandt O."], vec!["Genes enter cells. 1. They stay."]));
    let [one] = &read(&ovid.split("\n\n2.").next().unwrap().replace("\n   ", "\n"))[..] else { panic!() };
    assert_eq!(one.title(), "Niosomes: carriers for genes.", "values that are not set in");
    let embase = "EMBASE\n\nRECORD 1\n\nTITLE\nNiosomes: genes\nAUTHOR NAMES\nRuiz A.\nBrandt O.\nABSTRACT\nBackground: Genes.\n\
        Subjects: cells.\nCOPYRIGHT\nNobody.\nEMTREE DRUG INDEX TERMS\nplasmid DNA\nniosome\nPUI\nL123456\nDOI\n10.5555/m.1\n\nRECORD 2\n\n\
        TITLE\nSecond\n";
    let [one, two] = &read(embase)[..] else { panic!() };
    assert_eq!((one.title(), one.doi().as_deref(), two.title()), ("Niosomes: genes", Some("10.5555/m.1"), "Second"));
    assert_eq!((one.authors().len(), texts(one)), (2, vec!["Background: Genes. Subjects: cells."]));
    assert_eq!(one.first(Role::Accession), Some("L123456"));
}

#[test]
fn proquest_and_ebsco_name_fields_before_a_colon() {
    let rule = "_".repeat(60);
    let proquest = format!(
        "{rule}\n\nReport Information from ProQuest\n{rule}\n\nDocument 1 of 2\n\nNiosomes for genes\n\nAuthor: Ruiz, Ana; \
         Brandt, Otto\n\nProQuest document link\n\nPublication info: J Imag; Nowhere Vol. 5, (2023): 1-9.\n\nAbstract: Genes enter cells.\n\nThey \
         stay.\n\nPublication year: 2023\n\n{rule}\n\nDocument 2 of 2\n\nSecond: a study\n\nTitle: Second again\n\nAbstract: A.\n"
    );
    let [one, two] = &read(&proquest)[..] else { panic!() };
    assert_eq!((one.title(), two.title(), one.year()), ("Niosomes for genes", "Second: a study", Some(2023)));
    assert_eq!((one.authors(), texts(one)), (vec!["Ruiz, Ana", "Brandt, Otto"], vec!["Genes enter cells. They stay."]));
    let ebsco = "Record: 1\nTitle: Niosomes: a review\nSource: J Imag; Mar2021, Vol. 53 Issue 2, p1-9\nAuthors: Ruiz A; Brandt O\nAbstract:\n\tGenes.\nCopyright of J Imag is a property.\nAuthor Affiliations: Nowhere\nDOI: 10.5555/b.1\n\n\
        Record: 2\nTitle: Second\nSubject Terms: genes; cells\n";
    let [one, two] = &read(ebsco)[..] else { panic!() };
    assert_eq!((one.first(Role::Journal), one.year()), (Some("J Imag"), Some(2021)));
    assert_eq!((one.title(), texts(one), two.title()), ("Niosomes: a review", vec!["Genes."], "Second"));
}

#[test]
fn embase_has_article_numbers_and_several_issns() {
    let embase = "RECORD 1\nTITLE\n  One\nSOURCE\n  J Imag (2026) 73:2 Article Number: e321. Date of \nPublication: 1 Feb 2026\n\
        SOURCE TITLE\n  J Imag\nISSN\n  1234-5679 (electronic)\n  8765-4321\nABSTRACT\n  Genes.\n\nRECORD 2\nTITLE\n  Two\n\
        SOURCE\n  J Imag (2026) 73:2 Article Number: 9. Date\nPAGES\n  1-9\nABSTRACT\n  Cells.\n";
    let [one, two] = &read(embase)[..] else { panic!() };
    assert_eq!((one.first(Role::Pages), two.all(Role::Pages).count()), (Some("e321"), 1));
    assert_eq!(two.first(Role::Pages), Some("1-9"));
    let issns: Vec<_> = one.all(Role::Issn).map(|field| field.value).collect();
    assert_eq!(issns, ["1234-5679 (electronic)", "8765-4321"]);
}

#[test]
fn running_text_is_none() {
    for text in
        ["1.\nWe washed hands.\n2.\nWe dried them.\n", "Record: 1\nA song: la la\n", "Title: A\nAbstract: B\n", ""]
    {
        assert!(!sniff(text), "{text}");
    }
}

#[test]
fn labels_of_proquest_in_small_letters_end_the_abstract() {
    let text = "____\n\nDocument 1 of 1\n\nSleep and genes\n\nAuthor: Ruiz, Ana\n\nAbstract (English): Nurses sleep.\n\n\
        Full text: Sleep is a state.\nAbstract: the paper's own.\n\nSubject: Sleep; Nurses\n\nIdentifier / keyword: night work; fatigue\n\n\
        Title: Sleep and genes\n\nCorrespondence author: Ruiz, Ana\n\nPlace of publication: Nowhere\n\nISSN: 12345679\n\ne-ISSN: 12345687\n\nSource type: Journal\n\n\
        Publication year: 2018\n\nLast updated: 2021-02-12\n\nDatabase: X\n\n____\n";
    let [record] = &read(text)[..] else { panic!() };
    assert_eq!((record.title(), texts(record)), ("Sleep and genes", vec!["Nurses sleep."]));
    assert_eq!((record.keywords(), record.headings()), (vec!["night work", "fatigue"], vec!["Sleep", "Nurses"]));
    assert_eq!((record.authors(), record.year()), (vec!["Ruiz, Ana"], Some(2018)));
    assert_eq!(record.all(Role::Issn).map(|field| field.value).collect::<Vec<_>>(), ["12345679", "12345687"]);
    let full = record.fields().find(|field| field.tag == "Full text").map(|field| field.value);
    assert_eq!(full, Some("Sleep is a state. Abstract: the paper's own."));
}

#[test]
fn selections_of_ovid_keep_their_numbers() {
    let text = "Database: Ovid MEDLINE(R) ALL <1946 to 2021>\nSearch Strategy:\n-----\n1     exp Genes/ (258223)\n\n<8>\nScore\n  *****\n\
        Accession Number\n  01-02.\nAuthor\n  Ruiz, Ana 1;  Brandt, Otto MD 2,*\nTitle\n  Niosomes.\nSource\n  Imaginology. \nStatus\n\
        \x20 Publish Ahead of Print, POST ACCEPTANCE, 18 August 2014\nAbstract\n  Genes enter.\n  <9>\nLanguage\n  English.\nDOI Number\n  10.5555/o.8\n\n\
        <15. >\nUnique Identifier\n  91234567\nTitle\n  Second.\nSource\n  J Imag. 8(6):1048-1064, September 2015.\nStatus\n  MEDLINE\n";
    for text in [text.to_string(), text.replace("\n  ", "\n").replace("\n<9>", "")] {
        let [one, two] = &read(&text)[..] else { panic!("{text}") };
        assert_eq!((one.title(), one.first(Role::Journal), one.year()), ("Niosomes.", Some("Imaginology"), Some(2014)));
        assert_eq!((one.authors(), one.doi().as_deref()), (vec!["Ruiz, Ana", "Brandt, Otto"], Some("10.5555/o.8")));
        assert_eq!(one.language(), Some(crate::corpus::Lang::ENG));
        assert_eq!((two.first(Role::Volume), two.first(Role::Issue)), (Some("8"), Some("6")));
        assert_eq!((two.first(Role::Pages), two.year(), two.pmid()), (Some("1048-1064"), Some(2015), Some("91234567")));
    }
    assert_eq!(texts(&read(text)[0]), ["Genes enter. <9>"]);
}

#[test]
fn databases_of_bireme_count_and_name_in_three_languages() {
    let text = "\t1 / 210\t\tLILACS\nseleciona\npara imprimir\n Fotocópia\nId: \tlil-736225\nAutor: \tRuiz, Ana; Brandt, Otto.\nTítulo: \tSono: \
        um estudo.\nFonte: \tRev. imag. enferm;48(3):45-64, jun. 2014. tab.\nIdioma: \tpt.\nResumo: \tO sono é importante.\n\
        Descritores: \tSono; Enfermeiros\nResponsável: \tBR1.1 - BIREME\n\n\t2 / 210\t\tLILACS\nId: \tlil-736226\nAutor: \tSoto, Bea.\n\
        Título: \tSegundo\nFuente: \tRev. imag;7:1-9, 2015.\nResumen: \tEs 1 / 2 de todo.\n";
    let [one, two] = &read(text)[..] else { panic!() };
    assert_eq!((one.title(), two.title()), ("Sono: um estudo.", "Segundo"));
    assert_eq!((one.authors(), one.year()), (vec!["Ruiz, Ana", "Brandt, Otto."], Some(2014)));
    assert_eq!((one.first(Role::Id), two.first(Role::Id)), (Some("lil-736225"), Some("lil-736226")));
    assert_eq!((one.first(Role::Journal), one.first(Role::Volume)), (Some("Rev. imag. enferm"), Some("48")));
    assert_eq!(
        (one.headings(), texts(one), texts(two)),
        (vec!["Sono", "Enfermeiros"], vec!["O sono é importante."], vec!["Es 1 / 2 de todo."])
    );
}

#[test]
fn records_may_begin_with_a_name_instead_of_a_count() {
    let endnote = "\u{FEFF}Reference Type:  Journal Article\nRecord Number: 12\nAuthor: Ruiz, A., Brandt, O. and Soto, C.\nYear: 2019\n\
        Title: Sleep of nurses\nJournal: J Imag\nVolume: 1\nPages: 3-9\nShort Title: Sleep\nDOI: 10.5555/l.1\nKeywords: sleep\nnurses\n\
        Abstract: BACKGROUND: Nurses sleep.\nMETHODS: We asked.\n1.\nAuthor Address: Nowhere\n\n\nReference Type:  Book\nRecord Number: 13\n\
        Author: Soto, C.\nTitle: Second\n";
    let [one, two] = &read(endnote)[..] else { panic!() };
    assert_eq!((one.title(), two.title(), one.source.line), ("Sleep of nurses", "Second", 1));
    assert_eq!((one.authors(), one.year()), (vec!["Ruiz, A.", "Brandt, O.", "Soto, C."], Some(2019)));
    assert_eq!((one.keywords(), one.doi().as_deref()), (vec!["sleep", "nurses"], Some("10.5555/l.1")));
    assert_eq!(texts(one), ["BACKGROUND: Nurses sleep. METHODS: We asked. 1."]);
    let own = "Title: One\nAuthors: Ruiz A; Brandt O\nAbstract: Nurses sleep.\n\nTitle: Two\nAbstract: They do.\n";
    let [one, two] = &read(own)[..] else { panic!() };
    assert_eq!((one.authors(), texts(one)), (vec!["Ruiz A", "Brandt O"], vec!["Nurses sleep."]));
    assert_eq!((two.title(), texts(two), two.source.line), ("Two", vec!["They do."], 5));
    for text in ["Title: An essay\nAuthor: me\nDate: 2020\n\nIt was a night.\n", "Abstract: a\nTitle: b\nYear: 1\n"] {
        assert!(!sniff(text), "{text}");
    }
}

#[test]
fn links_of_ovid_are_fields_and_hold_doi_and_pmid() {
    let own = "https://ovid.example/ovidweb.cgi?T=JS&PAGE=fulltext&D=emexb&DO=10.5555%2fl.7";
    let resolver =
        "http://sfx.example/u?sid=OVID:embase&id=pmid:91234567&id=doi:10.5555%2Fl.8&issn=1234-5679&date=2024";
    let text = format!(
        "<1>\nTitle\n  One.\nPublication Type\n  Review\nLink to the Ovid Full Text or citation\n {own}\n\
         Link to the External Link Resolver\n {resolver}\n\n<4>\nTitle\n  Two.\nPublication Type\n  Review\n\
         Link to the External Link Resolver\n {}\n",
        resolver.replace("91234567", "")
    );
    for text in [text.clone(), text.replace("\n ", "\n").replace("\n ", "\n")] {
        let [one, two] = &read(&text)[..] else { panic!("{text}") };
        assert_eq!((one.first(Role::Type), two.first(Role::Type)), (Some("Review"), Some("Review")), "{text}");
        assert_eq!((one.doi().as_deref(), one.pmid()), (Some("10.5555/l.7"), Some("91234567")), "{text}");
        assert_eq!((two.doi().as_deref(), two.pmid()), (Some("10.5555/l.8"), None), "{text}");
    }
}
