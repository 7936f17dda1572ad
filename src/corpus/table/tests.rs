//! Tables: texts of their dialects in, the records that must come out.

use super::*;
use crate::corpus::record::{Record, Role};
use crate::corpus::{Format, Lang};

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

fn titles(sink: &Sink) -> Vec<&str> {
    sink.records.iter().map(Record::title).collect()
}

#[test]
fn every_delimiter_is_found() {
    for d in [",", ";", "\t", "|"] {
        let text = format!(
            "id{d}title{d} Abstract{d}Publication year\r\n1{d}\"One {d} two\"{d}Text{d}2020\r\n2{d}Second{d}{d}\r\n"
        );
        let sink = read(&text);
        assert_eq!(titles(&sink), [format!("One {d} two").as_str(), "Second"], "{d:?}");
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        assert_eq!(sink.records[0].year(), Some(2020));
        assert_eq!(sink.records[1].source.line, 3);
        assert!(sniff(&text));
    }
}

#[test]
fn lines_above_the_header_and_repeated_headers_are_passed() {
    let text = "\"SEARCH QUERY\",\"dune:ti\"\n----\n\nTitle,Author Names,Abstract\nOne,\"Roe A., Poe B.\",Text one\n\
        Title,Author Names,Abstract\nTwo,Poe B.,\"Text\ntwo\"\n";
    let sink = read(text);
    assert_eq!(titles(&sink), ["One", "Two"]);
    assert_eq!(sink.records[1].source.line, 7);
    assert_eq!(sink.records[0].authors(), ["Roe A.", "Poe B."]);
}

#[test]
fn a_repeated_header_with_blank_and_double_names_is_passed() {
    let header = "Title,Abstract,Notes,Notes,\n";
    let sink = read(&format!("{header}One,Text one,a,b,c\n{header}Two,Text two,,,\n"));
    assert_eq!(titles(&sink), ["One", "Two"]);
}

#[test]
fn columns_that_do_not_tell_are_listed() {
    let sink = read("who,what,when\nme,that,1999\nyou,this,2001\n");
    let [issue] = &sink.issues[..] else { panic!("{:?}", sink.issues) };
    assert_eq!(issue.kind, IssueKind::MissingColumn);
    assert!(issue.message.contains("who, what, when"), "{}", issue.message);
    assert_eq!(sink.records.len(), 2);
    assert!(!sniff("A sentence, with commas, and more.\nAnother, here.\n"));
}

#[test]
fn headers_of_tags_are_known() {
    let sink = read("PT\tAU\tTI\tSO\tAB\tPY\tUT\nJ\tRuiz, A; Brandt, O\tA \"title\" here\tX\tText\t2001\tWOS:1\n");
    let record = &sink.records[0];
    assert_eq!((record.title(), record.authors()), ("A \"title\" here", vec!["Ruiz, A", "Brandt, O"]));
    assert_eq!(sink.dialect.as_deref(), Some("Web of Science"));
    let sink = read("TY,AU,year,TI,DO\nJOUR,\"Ruiz, A and Brandt, O\",2019,One,10.5555/1\n");
    assert_eq!((sink.records[0].year(), sink.records[0].authors().len()), (Some(2019), 2));
}

#[test]
fn excel_marks_more_cells_and_blank_rows() {
    let sink = read("title,issn,abstract\nOne,=\"19326203\",'=cmd|x\n,,\nTwo,,Text,more\n");
    let record = &sink.records[0];
    assert_eq!((record.first(Role::Issn), record.first(Role::Abstract)), (Some("19326203"), Some("=cmd|x")));
    assert_eq!(sink.records.len(), 2);
    assert_eq!((sink.issues[0].line, sink.issues[0].kind), (4, IssueKind::Malformed));
}

#[test]
fn an_open_quotation_mark_is_told() {
    let sink = read("title,abstract\nOne,\"Text without end\nof one cell\n");
    assert_eq!(sink.records.len(), 1);
    assert_eq!((sink.issues[0].line, sink.issues[0].kind), (2, IssueKind::Truncated));
}

#[test]
fn too_many_columns_and_cells_are_refused() {
    let sink = read(&format!("title{}\nx\n", ",abstract".repeat(9_000)));
    assert_eq!((sink.records.len(), sink.issues.last().map(|i| i.kind)), (0, Some(IssueKind::Limit)));
}

#[test]
fn what_is_written_reads_the_same() {
    let text = "id,title,abstract,x,x,\n1,\"One, \"\"two\"\"\",\"Line\nline\",,b,\n2,-3.5,=1+1,a,,z\n3,'quoted',,,,\n";
    let sink = read(text);
    let mut out = Vec::new();
    write(sink.records.iter().map(|r| (r, Format::Csv)), &mut out).unwrap();
    let again = read(std::str::from_utf8(&out).unwrap());
    let fields = |sink: &Sink| -> Vec<String> {
        sink.records.iter().flat_map(|r| r.fields().map(|f| format!("{f:?}")).collect::<Vec<_>>()).collect()
    };
    assert_eq!(fields(&sink), fields(&again));
    assert_eq!(sink.records.len(), 3);
}

#[test]
fn a_field_a_row() {
    let text = "\"SEARCH QUERY\",\"niosome:ti\"\n\n\"TITLE\",\"Niosomes, genes\"\n\"AUTHOR NAMES\",\"Ruiz A.\",\"Brandt O.\"\n\
        \"PUBLICATION YEAR\",\"2021\"\n\"ABSTRACT\",\"Genes.\"\n\"MEDLINE PMID\",\"91234567 (http://x)\"\n\"PUI\",\"L1\"\n\n\
        \"TITLE\",\"Second\"\n\"ABSTRACT\",\"Cells.\"\n";
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sniff(text) && sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    assert_eq!((one.title(), one.year(), one.pmid()), ("Niosomes, genes", Some(2021), Some("91234567")));
    assert_eq!((one.authors(), one.source.line), (vec!["Ruiz A.", "Brandt O."], 3));
    assert_eq!((two.title(), two.abstracts().count()), ("Second", 1));
}

#[test]
fn a_field_a_row_without_abstracts() {
    let text = "\"TITLE\",\"Niosomes, genes\"\n\"AUTHOR NAMES\",\"Ruiz A.\",\"Brandt O.\"\n\
        \"SOURCE TITLE\",\"J Imag\"\n\
        \"DOI\",\"10.5555/a\"\n\n\"TITLE\",\"Second\"\n\"AUTHOR NAMES\",\"Soto B.\"\n\"PUBLICATION YEAR\",\"2020\"\n";
    let sink = read(text);
    assert_eq!((titles(&sink), sink.issues.len()), (vec!["Niosomes, genes", "Second"], 0));
    assert_eq!(sink.records[0].authors(), ["Ruiz A.", "Brandt O."]);
    assert_eq!(titles(&read("Title,Year\nSleep,2018\nRest,2019\n")), ["Sleep", "Rest"]);
}

#[test]
fn the_bvs_portal_leaves_marks_in_titles_as_they_are() {
    let text = "ID,Title,Authors,Source,Descriptor(s),Fulltext URL, Abstract,Entry Date\n\
        \"m-1\",\"Effects of \"green\" rooms, a trial\",\"Ruiz, A\",\"J; 2\",\"Humanos\",\"\",\"A \"\"b\"\", c.\",20220323\n\
        \"m-2\",\"\"Klima\", heat\",\"Roe, B\",\"J; 3\",\"\",\"\",\"\",20220324\n";
    let sink = read(text);
    assert_eq!(titles(&sink), ["Effects of \"green\" rooms, a trial", "\"Klima\", heat"]);
    assert_eq!(sink.records[0].authors(), ["Ruiz, A"]);
    assert_eq!(sink.records[0].abstracts().next().map(|a| a.1), Some("A \"b\", c."));
    assert_eq!((sink.issues.len(), sink.dialect.as_deref()), (0, Some("BVS")));
}

#[test]
fn a_second_header_in_another_order_is_no_record() {
    let text = "Title,Abstract,Year,DOI\nOne,Text,2020,10.5555/a\nDOI,Year,Abstract,Title\n10.5555/b,2021,More,Two\n\
        Title,Authors,Year\nThree,Ruiz A,2022\nYear,Title,Place\n";
    let sink = read(text);
    assert_eq!(titles(&sink), ["One", "Two", "Three", "Year"]);
    assert_eq!((sink.records[1].doi().as_deref(), sink.records[1].year()), (Some("10.5555/b"), Some(2021)));
    assert_eq!(sink.records[2].authors(), ["Ruiz A"]);
    assert_eq!(sink.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [3, 5]);
}

#[test]
fn columns_of_one_database_alone() {
    let sink = read(
        "NCT Number,Study Title,Brief Summary,Conditions,Interventions,Start Date\n\
         NCT00000001,One,Text,Diabetes|Obesity,DRUG: X,2020-03-01\n",
    );
    let record = &sink.records[0];
    assert_eq!((record.title(), record.year()), ("One", Some(2020)));
    assert_eq!(record.keywords(), ["Diabetes", "Obesity", "DRUG: X"]);
    assert_eq!((record.first(Role::Accession), record.has_abstract()), (Some("NCT00000001"), true));
    let sink = read(
        "An,abstract,contributors,doi,longDBName,source,title,coverDate\n\
         1480001,Text,\"Ruiz, A.; Brandt, O.\",10.5555/e,CINAHL Ultimate,J Imag,One,March 2020\n",
    );
    let record = &sink.records[0];
    assert_eq!((record.authors().len(), record.year()), (2, Some(2020)));
    let found = [Role::Accession, Role::Journal, Role::Database].map(|role| record.first(role));
    assert_eq!(found, [Some("1480001"), Some("J Imag"), Some("CINAHL Ultimate")]);
    let sink = read("Cites,Authors,Title,Year,Source,QueryDate\n4,\"A Ruiz, O Brandt\",One,2020,J Imag,2024-01-01\n");
    assert_eq!((sink.records[0].first(Role::Journal), sink.records[0].authors().len()), (Some("J Imag"), 2));
    let sink = read(
        "SOURCE,EXTERNAL_ID,TITLE,AUTHORS,JOURNAL_TITLE,PUB_YEAR,PAGE_INFO\nMED,91234567,One,Ruiz A,J,2020,1-9\n\
         PPR,PPR1,Two,Ruiz A,,2021,\n",
    );
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.pmid(), two.pmid(), two.first(Role::Accession)), (Some("91234567"), None, Some("PPR1")));
    assert_eq!((one.first(Role::Journal), one.first(Role::Pages)), (Some("J"), Some("1-9")));
    let sink =
        read("AU,TI,AB,DI,PM,DE,SO,UT,PY\nRUIZ A;BRANDT O,ONE,TEXT,10.5555/w,91234567,GENE; CELL,J,WOS:1,2020\n");
    let record = &sink.records[0];
    assert_eq!((record.pmid(), record.doi().as_deref()), (Some("91234567"), Some("10.5555/w")));
    assert_eq!((record.keywords().len(), record.authors().len(), record.first(Role::Journal)), (2, 2, Some("J")));
}

#[test]
fn cells_escaped_for_the_web_are_text() {
    let sink =
        read("title,abstract,mesh\nGenes &amp; cells,<p>One &lt; two.</p>,Genes/prevention &amp; control; Humans\n");
    let record = &sink.records[0];
    assert_eq!((record.title(), record.abstracts().next()), ("Genes & cells", Some((None, "One < two."))));
    assert_eq!(record.headings(), ["Genes/prevention & control", "Humans"]);
}

#[test]
fn databases_of_web_of_science() {
    let text = "PT\tAN\tTI\tAU\tAB\tX4\tPS\tBP\tEP\tMH\tMC\tID\tUT\n\
        J\t91234567\tOne\tRuiz, A; Brandt, O\tText\tTexto\t1-9\t\t\tAnimals. *Fires / history; *trends.\t\tgene; cell\tMEDLINE:91234567\n\
        J\t\tTwo\tRuiz, A. (a@x.example) ; Brandt, O.\tText\t\t1-9\t1\t9\t\tEcology (Plants); Genetics\t\tBCI:BCI2018\n\
        J\t9\tThree\tRuiz, A\tText\t\t7-1-3\t7-1\t7-7-3\t\tA12-E01\t1234-5679/06/$1]\tINSPEC:9\n";
    let sink = read(text);
    let mut out = Vec::new();
    write(sink.records.iter().map(|r| (r, Format::Csv)), &mut out).unwrap();
    for sink in [&sink, &read(std::str::from_utf8(&out).unwrap())] {
        let [medline, biosis, inspec] = &sink.records[..] else { panic!() };
        assert_eq!((medline.pmid(), medline.headings()), (Some("91234567"), vec!["Animals", "*Fires/history/*trends"]));
        let langs: Vec<_> = medline.abstracts().map(|(lang, _)| lang).collect();
        assert_eq!((langs, medline.keywords()), (vec![Some(Lang::ENG), Some(Lang::SPA)], vec!["gene", "cell"]));
        assert_eq!((biosis.authors(), biosis.headings().len()), (vec!["Ruiz, A.", "Brandt, O."], 2));
        assert_eq!((biosis.first(Role::StartPage), inspec.first(Role::StartPage)), (Some("1"), None));
        assert_eq!((inspec.headings().len(), inspec.keywords().len()), (0, 0));
    }
}

#[test]
fn the_registry_of_the_who() {
    let text = "TrialID,Public title,Scientific title,Date registration,web address,Inclusion Criteria,Condition,Intervention,Primary outcome\n\
        T-1,Niosomes at home,\"Niosomes for genes: a trial    \",27/01/2020,https://x.example,Adults,Sleep,Drug: X;Drug: Y,mortality\n\
        T-2,Second,,2021-02-03,,,Heart,,\nT-3,Third,\"Third  \",,,,,,\n";
    let sink = read(text);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two, three] = &sink.records[..] else { panic!() };
    assert_eq!((three.title(), three.first(Role::TranslatedTitle)), ("Third", None));
    assert_eq!((one.title(), two.first(Role::Title)), ("Niosomes for genes: a trial", Some("Second")));
    assert_eq!((one.first(Role::TranslatedTitle), two.first(Role::TranslatedTitle)), (Some("Niosomes at home"), None));
    assert_eq!(one.keywords(), ["Sleep", "Drug: X", "Drug: Y", "mortality"]);
    assert_eq!((one.year(), two.year()), (Some(2020), Some(2021)));
    let found = [Role::Accession, Role::Url, Role::Note].map(|role| one.first(role));
    assert_eq!(found, [Some("T-1"), Some("https://x.example"), Some("Adults")]);
    assert_eq!(sink.dialect.as_deref(), Some("WHO ICTRP"));
}

#[test]
fn rows_saved_as_one_cell_are_parted_again() {
    let rows = [
        "Authors,\"Title\",\"Abstract\",Year",
        "\"Roe A.; Poe B.\",\"Sleep, of \"\"good\"\" nurses\",\"A text,\nin two lines\",2020",
        "\"Poe B.\",\"Rest\",\"Another text\",2021",
    ];
    for behind in ["", ";;;", ",,"] {
        let wrapped = rows.map(|row| format!("\"{}\"{behind}\r\n", row.replace('"', "\"\"")));
        let sink = read(&wrapped.concat());
        assert_eq!(titles(&sink), ["Sleep, of \"good\" nurses", "Rest"], "{behind}");
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.authors(), one.year()), (vec!["Roe A.", "Poe B."], Some(2020)));
        assert_eq!((one.first(Role::Abstract), two.source.line), (Some("A text,\nin two lines"), 4));
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    }
}

#[test]
fn lists_in_cells_are_read_as_lists() {
    let sink = read(
        "title,authors,abstract_inverted_index,externalIds,journal,terms,summaries\n\
         Sleep,\"[{'id': '1', 'name': 'Ana Roe'}, {'id': None, 'name': \"\"Bea O'Poe\"\"}]\",\
         \"{'Sleep': [0], 'short.': [2], 'is': [1]}\",\"{'DOI': '10.5555/a', 'PubMed': '91234567'}\",\
         \"{'name': 'J Sleep', 'volume': '4'}\",\"['cs.CV', 'cs.AI']\",\"['Aim.', 'Result.']\"\n\
         [Rest],[No authors listed],,,,[],\n",
    );
    let [one, two] = &sink.records[..] else { panic!("{:?}", sink.issues) };
    assert_eq!((one.authors(), one.keywords()), (vec!["Ana Roe", "Bea O'Poe"], vec!["cs.CV", "cs.AI"]));
    let abstracts: Vec<&str> = one.abstracts().map(|(_, text)| text).collect();
    assert_eq!(abstracts, ["Sleep is short.", "Aim.\nResult."]);
    assert_eq!((one.doi().as_deref(), one.pmid()), (Some("10.5555/a"), Some("91234567")));
    assert_eq!((one.first(Role::Journal), one.first(Role::Volume)), (Some("J Sleep"), Some("4")));
    assert_eq!((two.title(), two.authors().len()), ("[Rest]", 0));
    let mut written = Vec::new();
    write(sink.records.iter().map(|record| (record, Format::Csv)), &mut written).unwrap();
    let again = read(&String::from_utf8(written).unwrap());
    assert_eq!(again.records[0].authors(), one.authors());
}

#[test]
fn rows_may_be_numbered_without_a_name() {
    let text = ",titles,summaries\n0,Sleep,A text of it\n1,Rest,Another text\n";
    assert!(sniff(text) && sniff(",who,what\n0,me,that\n1,you,this\n"));
    assert_eq!(titles(&read(text)), ["Sleep", "Rest"]);
}

#[test]
fn identifiers_may_stand_in_a_note() {
    let sink = read(
        "Title,Extra\nSleep,\"PMID: 91234567\nPMCID: PMC1\nDOI: 10.5555/a\"\nRest,Comment on PMID: 91234568\n\
        Calm,Citation Key: roe DOI: 10.5555/b tex.publisher: X\nNight,See DOI: 10.5555/c\n",
    );
    let [one, two, three, four] = &sink.records[..] else { panic!() };
    assert_eq!((three.doi().as_deref(), four.doi()), (Some("10.5555/b"), None));
    assert_eq!((one.pmid(), one.doi().as_deref()), (Some("91234567"), Some("10.5555/a")));
    assert_eq!((two.pmid(), two.doi()), (None, None));
}

#[test]
fn cells_without_a_value_are_blank() {
    let sink = read(
        "id,title,abstract,authors,journal,keywords,label,volume,start_page\n1,Sleep,nan,NA,None,[],None,12.0,307.0\n\
         NA,Rest,Text,Roe A,<NA>,sleep and rest and night,1,B.0,NaN\n",
    );
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.has_abstract(), one.authors().len(), one.first(Role::Journal)), (false, 0, None));
    assert_eq!((one.keywords().len(), one.first(Role::Label)), (0, Some("None")));
    assert_eq!((one.first(Role::Volume), one.first(Role::StartPage)), (Some("12"), Some("307")));
    assert_eq!((two.first(Role::Id), two.first(Role::Volume)), (None, Some("B.0")));
    assert_eq!(two.keywords(), ["sleep", "rest", "night"]);
    assert!(one.fields().any(|field| (field.tag, field.value) == ("abstract", "nan")));
}

#[test]
fn rows_may_have_a_number_that_the_header_has_not() {
    for d in [",", "\t"] {
        let text = format!(
            "\"title\"{d}\"abstract\"{d}\"year\"\n\"1\"{d}\"Sleep\"{d}\"A text\"{d}2015\n\"12\"{d}\"Rest\"{d}\"B\"{d}NA\n"
        );
        let sink = read(&text);
        assert_eq!((titles(&sink), sink.issues.len()), (vec!["Sleep", "Rest"], 0));
        assert_eq!(sink.records[0].year(), Some(2015));
    }
    let sink = read("title,abstract,year\nSleep,A text,2015,more\n1,B,2016,\n");
    assert_eq!(titles(&sink), ["Sleep", "1"]);
}

#[test]
fn marks_may_stand_behind_blanks_or_backslashes() {
    let sink = read(
        "Title, Authors, Year, Abstract\n\"Sleep, of nurses\", \"Ruiz, Ana; Roe, B\", 2015, \"A, \"\"b\"\".\"\n\
         Rest, \"Soto, B\", 2016, \"C, d.\"\n",
    );
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), one.authors()), ("Sleep, of nurses", vec!["Ruiz, Ana", "Roe, B"]));
    assert_eq!((one.first(Role::Abstract), two.year()), (Some("A, \"b\"."), Some(2016)));
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let sink = read(
        "\"id\",\"title\",\"abstract\"\n\"1\",\"The \\\"good\\\" sleep\",\"Said \\\"now, here\\\", and C:\\\\x.\"\n\
         \"2\",\"Rest\",\"Plain.\"\n",
    );
    assert_eq!(titles(&sink), ["The \"good\" sleep", "Rest"]);
    assert_eq!(sink.records[0].first(Role::Abstract), Some("Said \"now, here\", and C:\\x."));
    // The letters of TeX have a backslash of their own.
    let sink = read("title,abstract\n\"By \\\"\"Ahlen\",Text\n\"Rest \\\",B\n");
    assert_eq!((titles(&sink)[1], sink.records.len()), ("Rest \\", 2));
}

#[test]
fn people_are_parted_as_their_table_does_it() {
    let sink = read(
        "Item Title,Publication Title,Authors,Content Type\nSleep,J Sleep,Ana RuizOtto F. BrandtBea McSoto,Article\n",
    );
    assert_eq!(sink.records[0].authors(), ["Ana Ruiz", "Otto F. Brandt", "Bea McSoto"]);
    let sink = read(
        "ID,Title,Author(s),Source,Journal,Language(s),Publication year,Fulltext URL \n \"S1-spa\",\"Sueño, hoy\",\
         \"Ruiz Paz, Ana, Roe, Bea\",\"J; 2\",\"J\",\"Espanhol\",\"2024\",\"http://x.example\" \n",
    );
    let one = &sink.records[0];
    assert_eq!((one.first(Role::Id), one.title()), (Some("S1-spa"), "Sueño, hoy"));
    assert_eq!((one.authors(), one.year()), (vec!["Ruiz Paz, Ana", "Roe, Bea"], Some(2024)));
    let sink = read("title,source,database\nOne,J Sleep,PubMed\n");
    assert_eq!(sink.records[0].first(Role::Journal), Some("J Sleep"));
    assert_eq!(read("title,source\nOne,PubMed\n").records[0].first(Role::Journal), None);
    let rows = "Title,Authors\nOne,\"Ana Ruiz, Otto Brandt\"\nTwo,Bea Soto\n";
    let sink = read(&format!("{rows}Three,\"Ana Ruiz, Li Pan, Bea Soto\"\n"));
    assert_eq!(sink.records[0].authors(), ["Ana Ruiz", "Otto Brandt"]);
    let sink = read(&format!("{rows}Three,\"Ruiz, Ana\"\n"));
    assert_eq!(sink.records[0].authors(), ["Ana Ruiz, Otto Brandt"]);
}

#[test]
fn theses_of_brazil() {
    let sink = read(
        "Título,Autor(a),Ano de defesa,Assuntos em português,Resumo em Português,Resumo em inglês,Link de acesso\n\
         Sono,\"Roe, Ana\",2017,Sono; Turno,Um texto.,A text.,https://x.example\n",
    );
    let one = &sink.records[0];
    let abstracts: Vec<_> = one.abstracts().collect();
    assert_eq!(abstracts, [(Some(Lang::POR), "Um texto."), (Some(Lang::ENG), "A text.")]);
    assert_eq!((one.year(), one.headings().len(), one.first(Role::Url)), (Some(2017), 2, Some("https://x.example")));
    let sink = read(
        "AN_BASE;NM_PROGRAMA;ID_ADD_PRODUCAO_INTELECTUAL;NM_PRODUCAO;NM_DISCENTE;DS_PALAVRA_CHAVE;DS_RESUMO;DS_ABSTRACT\n\
         2019;\"SAÚDE\";91;\"SONO\";\"ANA ROE\";\"SONO; TURNO\";\"Um texto.\";\"A text.\"\n",
    );
    let one = &sink.records[0];
    assert_eq!((one.title(), one.authors(), one.year()), ("SONO", vec!["ANA ROE"], Some(2019)));
    assert_eq!((one.abstracts().count(), one.keywords().len(), one.first(Role::Id)), (2, 2, Some("91")));
    assert_eq!(sink.dialect.as_deref(), Some("CAPES"));
}

#[test]
fn a_table_that_only_describes_is_told() {
    let sink = read("variable,description,type\nn,Number of people,integer\n");
    assert_eq!(sink.issues[0].kind, IssueKind::MissingColumn);
    assert!(sink.issues[0].message.contains("\"description\""), "{}", sink.issues[0].message);
    assert!(read("title,description\nSleep,A text\n").issues.is_empty());
    assert!(read("id,abstract\n1,A text\n").issues.is_empty());
}

#[test]
fn a_heading_in_a_cell_makes_no_page() {
    let row = |n: u32| format!("{n},Title {n},\"Something first.\n\nABSTRACT\nText {n}\",200{n}\n");
    let text = format!("id,title,abstract,year\n{}", (1..5).map(row).collect::<String>());
    assert_eq!(crate::corpus::detect::text(&text), Format::Csv);
    assert_eq!(titles(&read(&text)), ["Title 1", "Title 2", "Title 3", "Title 4"]);
}

#[test]
fn a_line_with_commas_in_a_script_is_no_header() {
    for text in [
        "import pandas\n# read the references\ndef main():\n    for title, abstract in zip(df[0], df[1]):\n        print(title, abstract)\n\
         if True:\n    main()\n",
        "# Sleep of nurses\n\nThe code of a review.\n\n1. exp Sleep/\n2. nurse*.ti,ab.\n3. 1 and 2\n",
    ] {
        assert!(!sniff(text), "{text}");
    }
    assert!(sniff("Year,DOI,Note\n2019,10.5555/a,x\n2020,10.5555/b\n2021,10.5555/c,y\n") && sniff("PMID,Year\n"));
}

#[test]
fn what_is_only_called_a_paper_has_the_title() {
    let sink = read("Paper,Author,Year,Vol,No.\nSleep of nurses,Roe A,2019,3,2\n");
    let one = &sink.records[0];
    assert_eq!((one.title(), one.first(Role::Issue)), ("Sleep of nurses", Some("2")));
    let sink = read("No.,Study,Title,Volume,PMID/DOI\n1,Roe 2019,Rest,3,10.5555/a\n2,Poe 2020,Calm,4,91234567\n");
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), one.first(Role::Issue), one.doi().as_deref()), ("Rest", None, Some("10.5555/a")));
    assert_eq!((two.pmid(), two.doi()), (Some("91234567"), None));
    assert_eq!(read("study,year,n\nRoe,2019,12\n").records[0].title(), "");
}

#[test]
fn old_tables_of_pubmed_have_authors_and_citation() {
    let text = "Title,URL,Description,Details,ShortDetails,Resource,Type,Identifiers,Db,EntrezUID,Properties\n\
        Rest.,/pubmed/91234567,\"Roe Y, Poe J.\",\
        J Rest. 2018 Mar;5(2):1-9. doi: 10.5555/A. Epub 2018 Jan 2.,J Rest.  2018,\
        PubMed,citation,PMID:91234567,pubmed,91234567,create date:2018/03/01\n\
        Calm.,/pubmed/91234568,[No authors listed],\
        J Calm. 2019 Oct 15:1-6.,J Calm.  2019,PubMed,citation,PMID:91234568,\
        pubmed,91234568,\n";
    let sink = read(text);
    let mut out = Vec::new();
    write(sink.records.iter().map(|r| (r, Format::Csv)), &mut out).unwrap();
    for sink in [&sink, &read(std::str::from_utf8(&out).unwrap())] {
        let [one, two] = &sink.records[..] else { panic!() };
        assert_eq!((one.authors(), one.year(), one.pmid()), (vec!["Roe Y", "Poe J"], Some(2018), Some("91234567")));
        let found = [Role::JournalAbbrev, Role::Volume, Role::Issue, Role::Pages].map(|role| one.first(role));
        assert_eq!(found, [Some("J Rest"), Some("5"), Some("2"), Some("1-9")]);
        assert_eq!((one.doi().as_deref(), one.all(Role::Doi).count()), (Some("10.5555/a"), 1));
        assert_eq!((two.authors().len(), two.year()), (0, Some(2019)));
        assert_eq!(two.first(Role::JournalAbbrev), Some("J Calm"));
        assert_eq!(sink.dialect.as_deref(), Some("PubMed, old"));
    }
}

#[test]
fn tables_of_funders() {
    let sink = read(
        "Project Terms,Project Title,Application ID,Type,Contact PI / Project Leader,Fiscal Year,Project Abstract\n\
         Nurses;Sleep;,REST,10900001,5,\"ROE, ANA B\",2021,A text.\n",
    );
    let one = &sink.records[0];
    assert_eq!((one.title(), one.authors(), one.year()), ("REST", vec!["ROE, ANA B"], Some(2021)));
    assert_eq!((one.keywords(), one.first(Role::Id)), (vec!["Nurses", "Sleep"], Some("10900001")));
    assert_eq!((one.first(Role::Type), one.has_abstract()), (None, true));
    let sink = read("id;acronym;title;startDate;objective;rcn\n101;REST;Sleep at work;2023-01-01;Nurses sleep.;2435\n");
    let one = &sink.records[0];
    assert_eq!((one.title(), one.year(), one.has_abstract()), ("Sleep at work", Some(2023), true));
}

#[test]
fn the_rule_of_markdown_is_no_record() {
    let sink = read("| Title | Authors | Year |\n|:---|---|--:|\n| Sleep | Roe A | 2018 |\n| Rest | Poe B | 2019 |\n");
    assert_eq!(titles(&sink), ["Sleep", "Rest"]);
    let sink = read("Title\tYear\tNote\n--\t2018\t\nRest\t2019\t--\n");
    assert_eq!(sink.records.len(), 2);
}
