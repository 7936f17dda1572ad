//! JSON of many services: one record of each in, the same record out.

use serde_json::{Value, json};

use super::super::record::Role;
use super::tests::read;

/// Reads two of the same and checks title, authors, abstract and year (0: none) of the first.
fn check(document: &Value, authors: &[&str], text: &str, year: i32) {
    let sink = read(&document.to_string());
    let [one, _] = &sink.records[..] else { panic!("{} records of {document}", sink.records.len()) };
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    assert_eq!(one.title(), "Sleep", "{document}");
    assert_eq!(one.authors(), authors, "{document}");
    let abstracts: Vec<&str> = one.abstracts().map(|(_, text)| text).collect();
    assert_eq!(abstracts.join("|"), text, "{document}");
    assert_eq!(one.year().unwrap_or(0), year, "{document}");
}

#[test]
fn records_are_found_inside_of_their_envelopes() {
    let datacite = json!({"id": "x", "attributes": {"doi": "10.5555/a", "titles": [{"title": "Sleep"}, {"title": "Sueño"}],
        "creators": [{"name": "Roe, Ana"}], "publicationYear": 2020, "subjects": [{"subject": "rest"}],
        "descriptions": [{"description": "It is short.", "descriptionType": "Abstract"},
            {"description": "Other", "descriptionType": "Other"}]}});
    check(&json!({"data": [datacite, datacite], "meta": {"total": 2}}), &["Roe, Ana"], "It is short.", 2020);
    let info =
        json!({"@id": "1", "info": {"authors": {"author": {"text": "Ana Roe"}}, "title": "Sleep", "year": "2020"}});
    let dblp = json!({"result": {"status": {"@code": "200"}, "hits": {"@total": "2", "hit": [info, info]}}});
    check(&dblp, &["Ana Roe"], "", 2020);
    let reference = json!({"ItemId": 1, "Title": "Sleep", "Authors": "Roe Ana ; Poe Bea", "Abstract": "It is short.", "Year": "2020"});
    let eppi =
        json!({"CodeSets": [{"SetName": "x", "Attributes": {"List": []}}], "References": [reference, reference]});
    check(&eppi, &["Roe Ana", "Poe Bea"], "It is short.", 2020);
    let paper = json!({"citingPaper": {"title": "Sleep", "authors": [{"name": "Ana Roe"}], "abstract": "It is short.", "year": 2020}});
    check(&json!({"offset": 0, "data": [paper, paper]}), &["Ana Roe"], "It is short.", 2020);
    let hit = json!({"id": "1", "metadata": {"title": "Sleep", "creators": [{"name": "Roe, Ana"}], "description": "<p>It is.</p>"}});
    check(&json!({"hits": {"hits": [hit, hit], "total": 2}}), &["Roe, Ana"], "It is.", 0);
    let cord = json!({"paper_id": "x", "metadata": {"title": "Sleep", "authors": [{"first": "Ana", "last": "Roe"}]},
        "abstract": [{"text": "It is short.", "section": "Abstract"}], "body_text": [{"text": "Long"}]});
    check(&json!([cord, cord]), &["Roe, Ana"], "It is short.", 0);
    let summary = json!({"uid": "91234567", "title": "Sleep", "authors": [{"name": "Roe A"}], "pubdate": "2020 May", "source": "J Sl",
        "articleids": [{"idtype": "pubmed", "value": "91234567"}, {"idtype": "doi", "value": "10.5555/a"}]});
    let answer = json!({"header": {"type": "esummary"}, "result": {"uids": ["1", "2"], "1": summary, "2": summary}});
    check(&answer, &["Roe A"], "", 2020);
    let docs = json!([{"response": {"docs": [{"id": "a", "ti": ["Sleep"], "ab_en": ["It is short."], "au": ["Roe, Ana"]},
        {"id": "b", "ti": ["Rest"]}]}}]);
    check(&json!({"diaServerResponse": docs}), &["Roe, Ana"], "It is short.", 0);
    let entry = json!({"dc:title": "Sleep", "dc:creator": "Roe A.", "prism:coverDate": "2020-05-01", "dc:description": "It is short."});
    check(
        &json!({"search-results": {"link": [{"@ref": "self"}], "entry": [entry, entry]}}),
        &["Roe A."],
        "It is short.",
        2020,
    );
    let publication =
        json!({"id": "p", "title": "Sleep", "year": 2020, "authors": [{"first_name": "Ana", "last_name": "Roe"}]});
    check(&json!({"publications": [publication, publication], "_stats": {"total_count": 2}}), &["Roe, Ana"], "", 2020);
    let preprint = json!({"rel_title": "Sleep", "rel_abs": "It is short.", "rel_authors": [{"author_name": "Ana Roe"}], "rel_date": "2020-05-01"});
    check(&json!({"collection": [preprint, preprint], "messages": []}), &["Ana Roe"], "It is short.", 2020);
}

#[test]
fn a_table_written_column_by_column_is_read_row_by_row() {
    check(
        &json!({"title": {"0": "Sleep", "1": "Rest"}, "abstract": {"0": "It is short.", "1": null}, "year": {"0": 2020, "1": 2021}}),
        &[],
        "It is short.",
        2020,
    );
    check(
        &json!({"title": ["Sleep", "Rest"], "authors": [["Roe A"], []], "abstract": ["It is.", "Is it?"]}),
        &["Roe A"],
        "It is.",
        0,
    );
    let sink = read(&json!({"title": ["Sleep"], "abstract": ["It is."]}).to_string());
    assert_eq!((sink.records.len(), sink.records[0].title()), (1, "Sleep"));
}

#[test]
fn an_abstract_in_pieces_is_one_text() {
    for (given, wanted) in [
        (
            json!([{"label": "AIM", "text": "To see."}, {"label": "RESULTS", "text": "Seen."}]),
            "AIM: To see.\nRESULTS: Seen.",
        ),
        (json!({"aim": "To see.", "results": ["Seen.", "Heard."]}), "aim: To see.\nresults: Seen.\nHeard."),
        (json!(["To see.", "Seen."]), "To see.\nSeen."),
        (json!([{"lang": "en", "text": "It is."}, {"lang": "es", "text": "Lo es."}]), "It is.|Lo es."),
        (json!({"en": "It is.", "es": "Lo es."}), "It is.|Lo es."),
        (json!({"h1": "Abstract", "h2": ["Aim"], "p": ["To see.", "Seen."]}), "To see.\nSeen."),
        (json!({"value": "It is.", "format": "html"}), "It is."),
        (json!({"IndexLength": 2, "InvertedIndex": {"is.": [1], "It": [0]}}), "It is."),
        (json!("It is."), "It is."),
        (json!([]), ""),
    ] {
        let one = json!({"title": "Sleep", "abstract": given});
        check(&json!([one, one]), &[], wanted, 0);
    }
    let index = json!({"is.": [1], "It": [0]});
    for index in [index.clone(), Value::String(index.to_string())] {
        let one = json!({"title": "Sleep", "abstract_inverted_index": index});
        check(&json!([one, one]), &[], "It is.", 0);
    }
    let passages =
        json!([{"infons": {"type": "title"}, "text": "Sleep"}, {"infons": {"type": "abstract"}, "text": "It is."}]);
    let one = json!({"_id": "91234567", "passages": passages, "pmid": 91234567});
    check(&json!({"PubTator3": [one, one]}), &[], "It is.", 0);
}

#[test]
fn other_fields_of_services_have_their_roles() {
    let record = json!({"title": "Sleep", "externalids": {"DOI": "10.5555/a", "PubMed": "91234567"}, "tags": [{"tag": "rest"}],
        "journals": [{"title": "J Sleep"}], "versions": [{"created": "Mon, 2 Apr 2007"}], "cites": 3, "source": "J Sl"});
    let sink = read(&record.to_string());
    let one = &sink.records[0];
    assert_eq!((one.doi().as_deref(), one.pmid(), one.keywords()), (Some("10.5555/a"), Some("91234567"), vec!["rest"]));
    assert_eq!((one.first(Role::Journal), one.year()), (Some("J Sleep"), Some(2007)));
    let sink = read(&json!({"title": "Sleep", "source": "J Sleep", "publicationdateyear": 2020}).to_string());
    assert_eq!((sink.records[0].first(Role::Journal), sink.records[0].year()), (Some("J Sleep"), Some(2020)));
}

#[test]
fn rows_of_arrays_are_records() {
    let rows = r#"["Sleep", "A text.", "Roe, A", 2015], ["Rest", null, "", 2016, "more"]"#;
    for text in [
        format!(r#"[["title", "abstract", "authors", "year"], {rows}]"#),
        format!(r#"{{"columns": ["title", "abstract", "authors", "year"], "index": [0, 1], "data": [{rows}]}}"#),
    ] {
        let sink = read(&text);
        let [one, two] = &sink.records[..] else { panic!("{:?}", sink.issues) };
        assert_eq!((one.title(), one.authors(), one.year()), ("Sleep", vec!["Roe, A"], Some(2015)));
        assert_eq!((two.title(), two.has_abstract(), two.year()), ("Rest", false, Some(2016)));
        assert!(sink.issues.is_empty() && two.fields().any(|field| (field.tag, field.value) == ("column 5", "more")));
    }
}

#[test]
fn lists_of_records_may_have_the_names_of_databases() {
    let papers = json!({"pubmed": [{"title": "Sleep"}, {"title": "Rest"}], "arxiv": [{"title": "Night"}]});
    let sink = read(&json!({"query": "sleep", "papers": papers}).to_string());
    assert_eq!(sink.records.iter().map(|record| record.title()).collect::<Vec<_>>(), ["Sleep", "Rest", "Night"]);
}

#[test]
fn records_of_web_of_science() {
    let hit = json!({"uid": "WOS:1", "title": "Sleep &amp; rest", "sourceTypes": ["Article"],
        "source": {"sourceTitle": "J SLEEP", "publishYear": 2015, "volume": "12", "pages": {"range": "1-9"}},
        "names": {"authors": [{"displayName": "Roe, Ana", "wosStandard": "Roe, A"}]},
        "identifiers": {"doi": "10.5555/a", "pmid": "91234567"}, "keywords": {"authorKeywords": ["night"]}});
    let sink = read(&json!({"metadata": {"total": 1}, "hits": [hit]}).to_string());
    let one = &sink.records[0];
    assert_eq!((one.title(), one.authors(), one.year()), ("Sleep & rest", vec!["Roe, Ana"], Some(2015)));
    assert_eq!(
        (one.doi().as_deref(), one.pmid(), one.keywords()),
        (Some("10.5555/a"), Some("91234567"), vec!["night"])
    );
    let found = [Role::Journal, Role::Volume, Role::Pages].map(|role| one.first(role));
    assert_eq!((found, sink.dialect.as_deref()), ([Some("J SLEEP"), Some("12"), Some("1-9")], Some("Web of Science")));
}

#[test]
fn whole_records_of_web_of_science() {
    let record = json!({"UID": "WOS:1", "static_data": {"summary": {"pub_info": {"pubyear": 2015, "vol": "12", "page": {"begin": "1"}},
            "titles": {"title": [{"type": "source", "content": "J SLEEP"}, {"type": "item", "content": "Sleep"}]},
            "names": {"name": [{"role": "author", "display_name": "Roe, Ana"}, {"role": "book_editor", "display_name": "No, One"}]},
            "doctypes": {"doctype": "Article"}},
        "fullrecord_metadata": {"abstracts": {"abstract": {"abstract_text": {"p": ["It is.", "<i>Short</i>."]}}},
            "keywords": {"keyword": ["night", "rest"]}, "languages": {"language": {"type": "primary", "content": "English"}}}},
        "dynamic_data": {"cluster_related": {"identifiers": {"identifier": [{"type": "pmid", "value": "MEDLINE:91234567"},
            {"type": "doi", "value": "10.5555/a"}]}}}});
    let answer =
        json!({"Data": {"Records": {"records": {"REC": [record, record]}}}, "QueryResult": {"RecordsFound": 2}});
    check(&answer, &["Roe, Ana"], "It is.\nShort.", 2015);
    let sink = read(&json!([record]).to_string());
    let one = &sink.records[0];
    assert_eq!(
        (one.doi().as_deref(), one.pmid(), one.keywords()),
        (Some("10.5555/a"), Some("91234567"), vec!["night", "rest"])
    );
    let roles = [Role::Journal, Role::Accession, Role::Volume, Role::StartPage, Role::Type, Role::Language];
    let found = roles.map(|role| one.first(role).unwrap_or_default());
    assert_eq!(
        (found, sink.dialect.as_deref()),
        (["J SLEEP", "WOS:1", "12", "1", "Article", "English"], Some("Web of Science"))
    );
}

#[test]
fn a_summary_of_an_answer_is_no_abstract() {
    let record = json!({"title": "Sleep", "summary": "It is short.", "year": 2020});
    check(&json!({"summary": {"n": 2, "query": "sleep"}, "papers": [record, record]}), &[], "It is short.", 2020);
    let records =
        [json!({"n": 1}), json!({"text": "It is short."})].map(|summary| json!({"title": "Sleep", "summary": summary}));
    let sink = read(&json!(records).to_string());
    assert_eq!((sink.records[0].has_abstract(), sink.records[1].has_abstract()), (false, true));
}

#[test]
fn records_of_aminer() {
    let record = json!({"id": 1091, "authors": [{"name": "Ana Roe", "org": "Nowhere", "id": 2}], "title": "Sleep", "year": 2020,
        "page_start": "1", "doc_type": "Conference", "fos": [{"name": "Rest", "w": 0.4}, {"name": "Night", "w": 0.1}],
        "venue": {"raw": "Conference on Sleep", "id": 3, "type": "C"},
        "indexed_abstract": {"IndexLength": 2, "InvertedIndex": {"is.": [1], "It": [0]}}});
    check(&json!([record, record]), &["Ana Roe"], "It is.", 2020);
    let sink = read(&json!([record]).to_string());
    let one = &sink.records[0];
    assert_eq!((one.first(Role::Journal), one.keywords()), (Some("Conference on Sleep"), vec!["Rest", "Night"]));
}

#[test]
fn keys_of_a_name_may_have_capitals() {
    let family = json!({"Title": "Sleep", "Authors": [{"Family": "Roe", "Given": "Ana"}]});
    check(&json!([family, family]), &["Roe, Ana"], "", 0);
    let name = json!({"Title": "Sleep", "Authors": [{"Affiliation": "Nowhere", "Name": "Ana Roe"}], "Year": 2020});
    check(&json!([name, name]), &["Ana Roe"], "", 2020);
}

#[test]
fn records_of_fatcat() {
    let record = json!({"title": "Sleep", "contrib_names": ["Ana Roe"], "container_name": "J Sleep", "release_year": 2020, "pmid": null,
        "doi": "10.5555/a", "release_type": "article-journal"});
    let hit = json!({"_index": "x", "_id": "a", "_source": record});
    check(&json!({"took": 2, "hits": {"total": 2, "hits": [hit, hit]}}), &["Ana Roe"], "", 2020);
    let sink = read(&record.to_string());
    let one = &sink.records[0];
    assert_eq!((one.first(Role::Journal), one.all(Role::Pmid).count()), (Some("J Sleep"), 0));
}

#[test]
fn records_of_hal() {
    let record = json!({"docid": "1", "label_s": "A. Roe. Sleep. 2020. hal-1", "uri_s": "https://x.example/1", "title_s": ["Sleep"],
        "authFullName_s": ["Ana Roe"], "abstract_s": ["It is."], "keyword_s": ["night"], "producedDateY_i": 2019,
        "publicationDateY_i": 2020, "journalTitle_s": "J Sleep", "doiId_s": "10.5555/a", "docType_s": "ART"});
    check(&json!({"response": {"numFound": 2, "docs": [record, record]}}), &["Ana Roe"], "It is.", 2020);
    let sink = read(&json!([record]).to_string());
    let roles = [Role::Journal, Role::Doi, Role::Url, Role::Type, Role::Label];
    let found = roles.map(|role| sink.records[0].first(role).unwrap_or_default());
    assert_eq!(found, ["J Sleep", "10.5555/a", "https://x.example/1", "ART", ""]);
    let produced = json!({"title_s": ["Sleep"], "producedDateY_i": 2020});
    check(&json!([produced, produced]), &[], "", 2020);
}

#[test]
fn abstracts_retrieved_from_scopus() {
    let answer = json!({"abstracts-retrieval-response": {"affiliation": {"affilname": "Nowhere"}, "coredata": {"eid": "2-s2.0-1",
        "prism:doi": "10.5555/a", "dc:title": "Sleep", "prism:publicationName": "J Sleep", "prism:coverDate": "2020-05-01",
        "dc:description": "It is.", "dc:creator": {"author": [{"ce:indexed-name": "Roe A."}]}}, "language": {"@xml:lang": "eng"},
        "authors": {"author": [{"@seq": "1", "ce:indexed-name": "Roe A.", "ce:surname": "Roe", "ce:given-name": "Ana"},
            {"@seq": "2", "ce:indexed-name": "Poe B."}]},
        "idxterms": {"mainterm": [{"$": "Rest", "@weight": "a"}]}, "authkeywords": {"author-keyword": [{"$": "night"}]}}});
    check(&json!([answer, answer]), &["Roe, Ana", "Poe B."], "It is.", 2020);
    let sink = read(&answer.to_string());
    let one = &sink.records[0];
    assert_eq!(
        (one.keywords(), one.headings(), one.doi().as_deref()),
        (vec!["night"], vec!["Rest"], Some("10.5555/a"))
    );
    let found = [Role::Journal, Role::Accession, Role::Language].map(|role| one.first(role).unwrap_or_default());
    assert_eq!(found, ["J Sleep", "2-s2.0-1", "eng"]);
}
