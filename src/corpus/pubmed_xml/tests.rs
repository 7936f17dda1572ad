//! PubMed XML, whole and broken.

use super::*;
use crate::corpus::{Role, Subject};

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

const ARTICLE: &str = r#"<?xml version="1.0"?>
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">91234567</PMID>
<Article><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue><Volume>7</Volume><Issue>2</Issue>
<PubDate><Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue><Title>Journal of Small Matters</Title></Journal>
<ArticleTitle>Niosomes &amp; <i>in vivo</i> H<sub>2</sub>O&#x3b1; &unknown;</ArticleTitle>
<Pagination><MedlinePgn>12-9</MedlinePgn></Pagination><ELocationID EIdType="doi">10.5555/x.1</ELocationID>
<Abstract><AbstractText Label="AIMS">To see.</AbstractText><AbstractText Label="RESULTS">Seen
  twice.</AbstractText><CopyrightInformation>(c) Nobody</CopyrightInformation></Abstract>
<AuthorList><Author><LastName>Ruiz</LastName><ForeName>Ana</ForeName><Initials>A</Initials><AffiliationInfo><Affiliation>Here</Affiliation></AffiliationInfo></Author>
<Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Liposomes</DescriptorName><QualifierName MajorTopicYN="Y">chemistry</QualifierName></MeshHeading></MeshHeadingList>
<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Para ver.</AbstractText></OtherAbstract>
<KeywordList><Keyword MajorTopicYN="N">niosome</Keyword></KeywordList>
<CommentsCorrectionsList><CommentsCorrections RefType="CommentIn"><RefSource>Other J. 2021</RefSource><PMID>99999999</PMID></CommentsCorrections></CommentsCorrectionsList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">91234567</ArticleId><ArticleId IdType="doi">10.5555/x.1</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Cited. 1999</Citation><ArticleIdList><ArticleId IdType="doi">10.5555/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
"#;

#[test]
fn a_text_may_begin_with_italics_or_be_nothing_else() {
    for (title, wanted) in [("<i>E. coli</i> in mice", "E. coli in mice"), ("<i>E. coli</i> <b>K</b>", "E. coli K")] {
        let old = "Niosomes &amp; <i>in vivo</i> H<sub>2</sub>O&#x3b1; &unknown;";
        let text = ARTICLE.replace(old, title).replace(">niosome<", &format!(">{title}<"));
        let sink = read(&format!("{text}</PubmedArticleSet>"));
        assert_eq!((sink.records[0].title(), sink.records[0].keywords()), (wanted, vec![wanted]));
    }
}

#[test]
fn an_article_has_medline_tags() {
    let sink = read(&format!("{ARTICLE}</PubmedArticleSet>"));
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let record = &sink.records[0];
    assert_eq!(record.title(), "Niosomes & in vivo H2Oα &unknown;");
    let abstracts: Vec<(Option<String>, &str)> =
        record.abstracts().map(|(l, t)| (l.map(|l| l.to_string()), t)).collect();
    assert_eq!(abstracts, [(None, "AIMS: To see. RESULTS: Seen twice."), (Some("spa".to_string()), "Para ver.")]);
    assert_eq!(
        (record.pmid(), record.doi().as_deref(), record.year()),
        (Some("91234567"), Some("10.5555/x.1"), Some(2020))
    );
    assert_eq!(record.authors(), ["Ruiz A", "The Group"]);
    assert_eq!(record.keywords(), ["niosome"]);
    let subject = Subject { heading: "Liposomes".into(), qualifier: Some("chemistry".into()), major: true };
    assert_eq!(record.subjects(), [subject]);
    assert_eq!(record.all(Role::Pmid).count() + record.all(Role::Doi).count(), 2);
    assert_eq!(record.source.line, 3);
    assert!(record.fields().any(|f| f.tag == "REF" && f.value == "Cited. 1999"));
}

#[test]
fn a_book_is_its_title_and_a_chapter_stands_in_it() {
    let book = |inside: &str| {
        format!(
            "<PubmedBookArticle><BookDocument><PMID>5</PMID><Book><BookTitle>A book</BookTitle><PubDate><Year>2001</Year></PubDate></Book>{inside}</BookDocument></PubmedBookArticle>"
        )
    };
    let sink = read(&format!("<PubmedArticleSet>{}{}", book(""), book("<ArticleTitle>A chapter</ArticleTitle>")));
    assert_eq!(sink.records.iter().map(|r| r.title()).collect::<Vec<_>>(), ["A book", "A chapter"]);
    assert_eq!(sink.records[1].first(Role::Journal), Some("A book"));
}

#[test]
fn editors_of_a_book_are_authors_where_there_are_no_others() {
    let list = |kind: &str, name: &str| {
        let author = format!("<Author><LastName>{name}</LastName><Initials>A</Initials></Author>");
        format!("<AuthorList Type=\"{kind}\" CompleteYN=\"Y\">{author}</AuthorList>")
    };
    let authors = |of_book: &str, own: &str| {
        let sink = read(&format!(
            "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>5</PMID><Book>\
             <BookTitle>A book</BookTitle>{of_book}</Book>\
             <ArticleTitle>A chapter</ArticleTitle>{own}</BookDocument></PubmedBookArticle></PubmedArticleSet>"
        ));
        sink.records[0].authors().join(", ")
    };
    let (editors, of_book) = (list("editors", "Ruiz"), list("authors", "Brandt"));
    for (of_book, own, wanted) in [
        (editors.clone(), list("authors", "Soto"), "Soto A"),
        (editors.clone() + &of_book, String::new(), "Brandt A"),
        (of_book, list("authors", "Soto"), "Soto A"),
        (editors, String::new(), "Ruiz A"),
    ] {
        assert_eq!(authors(&of_book, &own), wanted, "{of_book}{own}");
    }
}

#[test]
fn what_is_cut_or_not_closed_is_kept_and_told() {
    let half = &ARTICLE[..ARTICLE.find("<Pagination>").unwrap()];
    let sink = read(&format!("{half}{}", &ARTICLE[ARTICLE.find("<PubmedArticle>").unwrap()..]));
    assert_eq!(sink.records.len(), 2);
    assert_eq!(sink.issues.len(), 1, "{:?}", sink.issues);
    let sink = read(half);
    assert_eq!((sink.records.len(), sink.issues.len()), (1, 1));
    assert_eq!(sink.records[0].pmid(), Some("91234567"));
}

#[test]
fn entities_of_a_document_do_not_grow() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let sink = read(&ARTICLE.replace("&unknown;", "&b;").replacen(
        "<PubmedArticleSet>",
        &format!("{bomb}<PubmedArticleSet>"),
        1,
    ));
    assert!(sink.records[0].title().ends_with("&b;"));
    assert!(sink.issues.iter().any(|issue| issue.message.contains("entities of its own")), "{:?}", sink.issues);
}
