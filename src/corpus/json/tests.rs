//! The JSON formats: whole texts in, the records and issues that must come out.

use proptest::prelude::*;

use super::super::format::Format;
use super::super::issue::IssueKind;
use super::super::record::{Record, Role};
use super::super::sink::Sink;
use super::{parse, write_document, write_lines};

pub(super) fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

fn fields(record: &Record) -> Vec<(String, Role, String)> {
    record.fields().map(|f| (f.tag.to_string(), f.role, f.value.to_string())).collect()
}

#[test]
fn lines_become_records_with_all_their_fields() {
    let sink = read(
        "{\"id\": \"a1\", \"title\": \"One \\u00e9\", \"text\": \"First.\", \"label\": \"x\", \"year\": 2011}\n\n\
         {\"id\": 7.10, \"title\": null, \"authors\": [\"Roe, A\", \"Poe, B\"], \"extra_data\": {\"b\": [1, 2.50]}}\n",
    );
    assert!(sink.issues.is_empty());
    assert_eq!(sink.records.len(), 2);
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!((one.title(), one.year(), one.source.line, one.source.number), ("One é", Some(2011), 1, 1));
    assert_eq!(one.abstracts().map(|(_, text)| text).collect::<Vec<_>>(), ["First."]);
    assert_eq!(one.first(Role::Label), Some("x"));
    assert_eq!((two.first(Role::Id), two.source.line, two.source.number), (Some("7.10"), 3, 2));
    assert_eq!(two.authors(), ["Roe, A", "Poe, B"]);
    let extra = ("extra_data".to_string(), Role::Other, "{\"b\": [1, 2.50]}".to_string());
    assert_eq!(fields(two).last(), Some(&extra));
}

#[test]
fn a_broken_line_does_not_end_the_file() {
    let sink =
        read("{\"id\": 1, \"title\": \"A\"}\nno json\n{\"id\": 2, \"title\": \"B\n{\"id\": 3, \"title\": \"C\"}");
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles, ["A", "", "C"]);
    let issues: Vec<_> = sink.issues.iter().map(|issue| (issue.line, issue.kind)).collect();
    assert_eq!(issues, [(2, IssueKind::Malformed), (3, IssueKind::Truncated)]);
}

#[test]
fn what_elasticsearch_is_told_to_do_is_no_record() {
    let sink = read(
        "{\"index\": {\"_index\": \"x\", \"_id\": 1}}\n{\"title\": \"A\", \"abstract\": \"It is.\"}\n{ \"create\": { } }\n\
         {\"title\": \"B\"}\n{\"index\": {\"title\": \"C\"}}\n",
    );
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!((titles, sink.issues.len()), (vec!["A", "B", "C"], 0));
}

#[test]
fn a_document_may_stand_over_several_lines() {
    let sink = read("[\n  {\"id\": 1,\n   \"title\": \"A\"},\n  {\"id\": 2, \"title\": \"B\"}\n]\n");
    let places: Vec<(&str, u32)> = sink.records.iter().map(|r| (r.title(), r.source.line)).collect();
    assert_eq!(places, [("A", 2), ("B", 4)]);
    let sink = read("{\n \"results\": [{\"title\": \"A\"}]\n}\n{\n \"results\": [\n{\"title\": \"B\"}]\n}");
    let places: Vec<(&str, u32)> = sink.records.iter().map(|r| (r.title(), r.source.line)).collect();
    assert_eq!(places, [("A", 2), ("B", 6)]);
    let sink = read("{\n \"title\": \"A\",\n \"abstract\": \"cut");
    assert_eq!((sink.records.len(), sink.issues[0].kind), (1, IssueKind::Truncated));
}

#[test]
fn pieces_come_back_in_order_with_their_lines() {
    let mut text = String::new();
    for i in 0..20_000 {
        text += &format!("{{\"id\": {i}, \"title\": \"Title {i}\", \"text\": \"{}\"}}\n", "word ".repeat(20));
    }
    let sink = read(&text);
    assert_eq!(sink.records.len(), 20_000);
    for (i, record) in sink.records.iter().enumerate() {
        assert_eq!(record.first(Role::Id), Some(i.to_string().as_str()));
        assert_eq!((record.source.line, record.source.number), (i as u32 + 1, i as u32 + 1));
    }
}

#[test]
fn names_and_dates_of_csl_come_out_in_their_parts() {
    let text = "[\n{\"id\":\"a\",\"title\":\"T\",\"author\":[{\"family\":\"Ruiz\",\"given\":\"Ana\"},{\"literal\":\"WHO\"}],\
        \"issued\":{\"date-parts\":[[2020,3]]},\"container-title\":\"J\"}\n]\n";
    let sink = read(text);
    let mut out = Vec::new();
    write_document(sink.records.iter().map(|record| (record, Format::Json)), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), text);
}

#[test]
fn answers_of_europe_pmc() {
    let sink = read(
        r#"{"hitCount": 1, "request": {"queryString": "x"}, "resultList": {"result": [{"id": "91234567", "source": "MED",
        "pmid": "91234567", "title": "Niosomes.", "authorString": "Ruiz A, Brandt O.", "authorList": {"author": [{"fullName":
        "Ruiz A", "firstName": "Ana", "lastName": "Ruiz"}, {"collectiveName": "The Group"}]}, "journalInfo": {"issue": "2",
        "volume": "33", "yearOfPublication": 2021, "journal": {"title": "J Imagined", "medlineAbbreviation": "J I", "issn":
        "1234-5679"}}, "pubYear": "2021", "pageInfo": "1-9", "abstractText": "<h4>Background</h4>Genes.<h4>Aim</h4>CO<sub>2</sub>.",
        "meshHeadingList": {"meshHeading": [{"majorTopic_YN": "N", "descriptorName": "Insulin", "meshQualifierList":
        {"meshQualifier": [{"qualifierName": "blood", "majorTopic_YN": "Y"}]}}, {"majorTopic_YN": "Y", "descriptorName":
        "Mice"}]}, "keywordList": {"keyword": ["niosome", "gene"]}, "pubTypeList": {"pubType": ["Journal Article"]}}]}}"#,
    );
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [record] = &sink.records[..] else { panic!() };
    assert_eq!(record.authors(), ["Ruiz, Ana", "The Group"]);
    assert_eq!((record.pmid(), record.year()), (Some("91234567"), Some(2021)));
    assert_eq!(record.abstracts().next().map(|(_, text)| text), Some("Background\nGenes.\nAim\nCO2."));
    assert_eq!((record.keywords(), record.headings()), (vec!["niosome", "gene"], vec!["Insulin/*blood", "*Mice"]));
    let firsts = [Role::Journal, Role::JournalAbbrev, Role::Volume, Role::Issue, Role::Pages, Role::Issn, Role::Type];
    let found: Vec<_> = firsts.into_iter().map(|role| record.first(role).unwrap_or_default()).collect();
    assert_eq!(found, ["J Imagined", "J I", "33", "2", "1-9", "1234-5679", "Journal Article"]);
    assert_eq!(sink.dialect.as_deref(), Some("Europe PMC"));
    let lite =
        read(r#"{"id": "1", "title": "A", "authorString": "Ruiz A, Brandt O.", "journalTitle": "J", "pageInfo": "3"}"#);
    assert_eq!(lite.records[0].authors().len(), 2);
}

#[test]
fn answers_of_doaj_and_lens() {
    let sink = read(
        r#"{"total": 1, "results": [{"last_updated": "2021-01-01", "bibjson": {"identifier": [{"id": "10.5555/d", "type":
        "doi"}, {"id": "1234-5679", "type": "pissn"}], "journal": {"volume": "33", "number": "2", "publisher": "P", "language": ["EN"],
        "title": "J Imagined"}, "year": "2021", "start_page": "1", "end_page": "9", "subject": [{"code": "R", "term": "Cells"}],
        "author": [{"affiliation": "X", "name": "Ana Ruiz"}], "link": [{"type": "fulltext", "url": "https://x.example"}],
        "abstract": "Text", "title": "One", "keywords": ["gene"]}, "id": "abc"}]}"#,
    );
    let record = &sink.records[0];
    assert_eq!((sink.records.len(), record.title(), record.year()), (1, "One", Some(2021)));
    assert_eq!((record.doi().as_deref(), record.authors()), (Some("10.5555/d"), vec!["Ana Ruiz"]));
    let roles = [Role::Journal, Role::Volume, Role::Issue, Role::Publisher, Role::Issn, Role::Url, Role::Id];
    let found = roles.map(|role| record.first(role).unwrap_or_default());
    assert_eq!(found, ["J Imagined", "33", "2", "P", "1234-5679", "https://x.example", "abc"]);
    assert!(record.fields().any(|field| field.tag == "last_updated"), "what stands around the entry is kept");
    let sink = read(
        r#"{"lens_id": "000-1", "title": "One", "external_ids": [{"type": "doi", "value": "10.5555/l"}, {"type": "pmid", "value":
        "91234567"}], "authors": [{"collective_name": null, "first_name": "Ana", "last_name": "Ruiz"}], "source": {"title":
        "J Imagined", "issn": [{"type": "print", "value": "12345679"}]}, "mesh_terms": [{"mesh_heading": "Insulin",
        "qualifier_name": "blood"}], "source_urls": [{"type": "html", "url": "https://x.example"}]}"#,
    );
    let record = &sink.records[0];
    assert_eq!((record.pmid(), record.doi().as_deref()), (Some("91234567"), Some("10.5555/l")));
    assert_eq!((record.authors(), record.headings()), (vec!["Ruiz, Ana"], vec!["Insulin/blood"]));
    let found = [Role::Journal, Role::Issn, Role::Url].map(|role| record.first(role).unwrap_or_default());
    assert_eq!(found, ["J Imagined", "12345679", "https://x.example"]);
    assert_eq!(sink.dialect.as_deref(), Some("Lens"));
}

#[test]
fn answers_of_ieee_plos_and_biorxiv() {
    let sink = read(
        r#"{"total_records": 1, "articles": [{"doi": "10.5555/i", "title": "One", "authors": {"authors": [{"full_name": "Ana Ruiz",
        "author_order": 1}]}, "abstract": "Text", "publication_title": "J Imagined", "publication_year": 2020,
        "index_terms": {"ieee_terms": {"terms": ["Sleep"]}, "author_terms": {"terms": ["nets"]}}}]}"#,
    );
    let record = &sink.records[0];
    assert_eq!((record.authors(), record.year()), (vec!["Ana Ruiz"], Some(2020)));
    assert_eq!((record.keywords(), record.headings()), (vec!["nets"], vec!["Sleep"]));
    let sink = read(
        r#"{"response": {"numFound": 1, "docs": [{"id": "10.5555/journal.p", "author_display": ["Ana Ruiz"], "abstract": ["Text"],
        "title_display": "One", "score": 1.1}]}}"#,
    );
    let record = &sink.records[0];
    assert_eq!(
        (record.title(), record.doi().as_deref(), record.authors().len()),
        ("One", Some("10.5555/journal.p"), 1)
    );
    let sink = read(
        r#"{"messages": [{"status": "ok"}], "collection": [{"title": "One", "authors": "Ruiz, A.; Brandt, O.", "doi": "10.5555/b",
        "date": "2020-01-01", "jatsxml": "x", "abstract": "Text", "published": "10.5555/2019.b", "server": "medrxiv"}]}"#,
    );
    let [record] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    assert_eq!((record.doi().as_deref(), record.authors().len(), record.year()), (Some("10.5555/b"), 2, Some(2020)));
    assert!(sink.issues.is_empty() && record.first(Role::Database) == Some("medrxiv"));
}

#[test]
fn studies_of_clinicaltrials_gov() {
    let text = r#"[{"protocolSection": {"identificationModule": {"nctId": "NCT00000001", "orgStudyIdInfo": {"id": "X-1"},
        "briefTitle": "Niosomes at home", "officialTitle": "Niosomes for genes: a trial"}, "statusModule": {"startDateStruct":
        {"date": "2011-08"}, "studyFirstPostDateStruct": {"date": "2010-01-02"}}, "descriptionModule": {"briefSummary": "Genes enter.",
        "detailedDescription": "Long."}, "conditionsModule": {"conditions": ["Sleep"], "keywords": ["gene"]}, "designModule":
        {"studyType": "INTERVENTIONAL"}, "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Niosome"}]}},
        "derivedSection": {"miscInfoModule": {}}, "hasResults": false},
        {"protocolSection": {"identificationModule": {"nctId": "NCT00000002", "briefTitle": "Second", "officialTitle": "Second"}, "descriptionModule":
        {"detailedDescription": "Only this."}}, "derivedSection": {}, "hasResults": false}]"#;
    let answer = format!("{{\"studies\": {text}, \"nextPageToken\": \"x\"}}");
    for text in [text, &answer] {
        let sink = read(text);
        assert!(sink.issues.is_empty(), "{:?}", sink.issues);
        let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
        assert_eq!((one.title(), one.year(), two.title()), ("Niosomes at home", Some(2011), "Second"));
        assert_eq!(one.abstracts().collect::<Vec<_>>(), [(None, "Genes enter.\nLong.")]);
        assert_eq!(two.abstracts().collect::<Vec<_>>(), [(None, "Only this.")]);
        assert_eq!(two.first(Role::TranslatedTitle), None);
        assert_eq!(one.keywords(), ["Sleep", "gene", "Niosome"]);
        let found =
            [Role::Accession, Role::TranslatedTitle, Role::Type].map(|role| one.first(role).unwrap_or_default());
        assert_eq!(found, ["NCT00000001", "Niosomes for genes: a trial", "INTERVENTIONAL"]);
        assert_eq!(sink.dialect.as_deref(), Some("ClinicalTrials.gov"));
        let mut out = Vec::new();
        write_document(sink.records.iter().map(|record| (record, Format::Json)), &mut out).unwrap();
        let again = read(std::str::from_utf8(&out).unwrap());
        let all = |sink: &Sink| sink.records.iter().map(fields).collect::<Vec<_>>();
        let texts = |sink: &Sink| sink.records.iter().map(|r| (r.title().to_string(), r.year())).collect::<Vec<_>>();
        assert_eq!((texts(&again), all(&again)[0].len()), (texts(&sink), all(&sink)[0].len()));
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut sink = Sink::default();
        parse(&mut &bytes[..], &mut sink).unwrap();
    }
}

#[test]
fn one_record_a_line_inside_of_a_document_is_a_document() {
    for text in [
        "{\"results\":[{\"id\": \"0\", \"title\": \"T\"},\n{\"id\": \"1\", \"title\": \"U\"},\n{\"id\": \"2\", \"title\": \"V\"}],\n\"n\":3}",
        "{\"results\":[\n{\"id\": \"0\", \"title\": \"T\"},\n{\"id\": \"1\", \"title\": \"U\"},\n{\"id\": \"2\", \"title\": \"V\"}]}",
    ] {
        let sink = read(text);
        let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
        assert_eq!((titles, sink.issues.len()), (vec!["T", "U", "V"], 0), "{text}");
    }
    let cut =
        "{\"id\": \"0\", \"title\": \"T\",\n{\"id\": \"1\", \"title\": \"U\"}\n{\"id\": \"2\", \"title\": \"V\"}\n";
    assert_eq!(
        (read(cut).records.len(), read(cut).issues.len()),
        (3, 1),
        "a line that was cut off takes no other along"
    );
}

#[test]
fn a_short_name_stands_for_the_journal_where_there_is_no_other() {
    let mut sink = Sink::default();
    crate::corpus::medline::parse(&mut "PMID- 91234567\nTI  - One\nTA  - J Imag\n".as_bytes(), &mut sink).unwrap();
    let records = || sink.records.iter().map(|record| (record, Format::Medline));
    let mut out = Vec::new();
    write_lines(records(), &mut out).unwrap();
    write_document(records(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("\"journal\":\"J Imag\"") && out.contains("\"container-title\":\"J Imag\""), "{out}");
}

#[test]
fn answers_of_the_search_of_bvs() {
    let sink = read(
        r#"{"diaServerResponse": [{"response": {"docs": [{"id": "mdl-91234567", "ti": ["Título", "Title"], "ti_en":
        ["Title"], "au": ["Roe, Ana"], "ta": ["Rev. Sono"], "da": "202003", "la": ["pt"], "ab": ["Resumo.", "It is."],
        "ab_pt": ["Resumo."], "ab_en": ["It is."], "db": ["LILACS"], "mj": ["Sono"], "is": ["0001-0002"]}]}}]}"#,
    );
    let record = &sink.records[0];
    assert_eq!((sink.records.len(), record.title(), record.pmid()), (1, "Título", Some("91234567")));
    assert_eq!((record.year(), record.first(Role::Journal)), (Some(2020), Some("Rev. Sono")));
    let abstracts: Vec<&str> = record.abstracts().map(|(_, text)| text).collect();
    assert_eq!(abstracts.join("|").matches("It is.").count(), 1, "{abstracts:?}");
}

#[test]
fn what_zotero_keeps_beside_a_record_is_none_and_editors_are_no_authors() {
    let sink = read(
        r#"[{"key": "A", "data": {"itemType": "book", "title": "Rest", "creators": [{"creatorType": "author",
        "lastName": "Roe", "firstName": "Ana"}, {"creatorType": "editor", "lastName": "Poe", "firstName": "B"}]}},
        {"key": "B", "data": {"itemType": "note", "parentItem": "A", "note": "<p>n</p>"}},
        {"key": "C", "data": {"itemType": "attachment", "parentItem": "A", "title": "Full Text PDF"}},
        {"key": "D", "data": {"itemType": "book", "title": "Sleep", "creators": [{"creatorType": "editor",
        "lastName": "Poe", "firstName": "B"}]}}]"#,
    );
    let found: Vec<(&str, Vec<&str>)> = sink.records.iter().map(|r| (r.title(), r.authors())).collect();
    assert_eq!(found, [("Rest", vec!["Roe, Ana"]), ("Sleep", vec!["Poe, B"])]);
}

#[test]
fn names_in_parts_and_initials() {
    let sink = read(
        "{\"title\": \"A\", \"abstract\": \"It is.\", \"authors\": \"C. Bal\\\\'azs\", \
         \"authors_parsed\": [[\"Balázs\", \"C.\", \"\"]]}\n\
         {\"title\": \"B\", \"authorList\": {\"author\": [{\"fullName\": \"Poe B\", \"lastName\": \"Poe\", \
         \"initials\": \"B\"}]}, \"abstract_url\": \"https://x.example/1\"}\n",
    );
    let names: Vec<Vec<&str>> = sink.records.iter().map(Record::authors).collect();
    assert_eq!(names, [["Balázs, C."], ["Poe, B"]]);
    assert_eq!(sink.records[1].abstracts().count(), 0);
}
