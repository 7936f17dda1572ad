//! XML of many origins: made-up records in, the same record out.

use super::*;
use crate::corpus::lang::Lang;
use crate::corpus::record::Record;

fn read(text: &str) -> Vec<Record> {
    assert!(sniff(text), "{text}");
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    sink.records
}

/// Title, authors, year, journal, DOI, keywords and headings.
type Facts<'r> = (&'r str, Vec<&'r str>, i32, &'r str, String, Vec<&'r str>);

fn facts(record: &Record) -> Facts<'_> {
    let words = [record.keywords(), record.headings()].concat();
    let journal = record.first(Role::Journal).unwrap_or_default();
    let year = record.year().unwrap_or_default();
    (record.title(), record.authors(), year, journal, record.doi().unwrap_or_default(), words)
}

fn abstracts(record: &Record) -> Vec<(Option<Lang>, &str)> {
    record.abstracts().collect()
}

const DOI: &str = "10.5555/a";

#[test]
fn articles_of_jats_have_their_front_alone() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE pmc-articleset><pmc-articleset>\
        <article article-type=\"research-article\" xml:lang=\"en\" xmlns:xlink=\"x\"><front><journal-meta>\
        <journal-title-group><journal-title>J Sleep</journal-title></journal-title-group><issn>1234-5678</issn></journal-meta>\
        <article-meta><article-id pub-id-type=\"pmid\">91234567</article-id><article-id pub-id-type=\"doi\">10.5555/a</article-id>\
        <title-group><article-title>Sleep of <italic>nurses</italic></article-title>\
        <trans-title-group xml:lang=\"es\"><trans-title>Sueño</trans-title></trans-title-group></title-group>\
        <contrib-group><contrib contrib-type=\"author\"><name><surname>Roe</surname><given-names>Ana</given-names></name>\
        <xref>1</xref></contrib><contrib contrib-type=\"author\"><collab>The Group</collab></contrib>\
        <contrib contrib-type=\"editor\"><name><surname>No</surname><given-names>One</given-names></name></contrib></contrib-group>\
        <aff><label>1</label>Nowhere</aff><pub-date pub-type=\"epub\"><day>3</day><month>5</month><year>2020</year></pub-date>\
        <volume>4</volume><issue>2</issue><fpage>1</fpage><lpage>9</lpage><history><date><year>2019</year></date></history>\
        <abstract><title>Abstract</title><sec><title>Aim:</title><p>To see CO<sub>2</sub>.</p></sec><sec><title>Results</title>\
        <p>Seen.</p><p>Heard.</p></sec></abstract><abstract abstract-type=\"graphical\"><p>A picture.</p></abstract>\
        <trans-abstract xml:lang=\"es\"><p>Lo es.</p></trans-abstract>\
        <kwd-group><title>Keywords</title><kwd>sleep</kwd><kwd>rest</kwd></kwd-group></article-meta></front>\
        <body><sec><title>Intro</title><p>Long.</p></sec></body><back><ref-list><ref><article-title>Cited</article-title>\
        <pub-id pub-id-type=\"doi\">10.5555/b</pub-id></ref></ref-list></back></article></pmc-articleset>";
    let records = read(text);
    let [one] = &records[..] else { panic!() };
    let authors = vec!["Roe, Ana", "The Group"];
    assert_eq!(facts(one), ("Sleep of nurses", authors, 2020, "J Sleep", DOI.into(), vec!["sleep", "rest"]));
    assert_eq!(abstracts(one), [(None, "Aim: To see CO2.\nResults: Seen.\nHeard."), (Some(Lang::SPA), "Lo es.")]);
    assert_eq!((one.pmid(), one.first(Role::TranslatedTitle)), (Some("91234567"), Some("Sueño")));
    assert_eq!((one.first(Role::StartPage), one.all(Role::Title).count()), (Some("1"), 1));
}

#[test]
fn services_and_catalogs_are_read() {
    let europe = "<responseWrapper><hitCount>1</hitCount><resultList><result><id>91234567</id><source>MED</source>\
        <pmid>91234567</pmid><doi>10.5555/a</doi><title>Sleep</title><authorString>Roe A.</authorString><authorList><author>\
        <fullName>Roe A</fullName><firstName>Ana</firstName><lastName>Roe</lastName></author></authorList><journalInfo>\
        <volume>4</volume><journal><title>J Sleep</title></journal></journalInfo><pubYear>2020</pubYear>\
        <abstractText>&lt;h4&gt;Aim&lt;/h4&gt;It is short.</abstractText><meshHeadingList><meshHeading><descriptorName>Rest\
        </descriptorName></meshHeading></meshHeadingList></result></resultList></responseWrapper>";
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Query</title><entry><id>http://x.example/1</id>\
        <published>2020-05-01T00:00:00Z</published><title>Sleep</title><summary>Aim\nIt is short.</summary>\
        <author><name>Roe, Ana</name></author><arxiv:doi>10.5555/a</arxiv:doi></entry></feed>";
    let mods = "<modsCollection><mods><titleInfo><nonSort>The</nonSort><title>Sleep</title></titleInfo>\
        <titleInfo type=\"translated\"><title>Sueño</title></titleInfo><name type=\"personal\"><namePart type=\"given\">Ana</namePart>\
        <namePart type=\"family\">Roe</namePart><role><roleTerm>author</roleTerm></role></name><abstract>Aim It is short.</abstract>\
        <originInfo><dateIssued>2020</dateIssued></originInfo><subject><topic>Rest</topic></subject><relatedItem type=\"host\">\
        <titleInfo><title>J Sleep</title></titleInfo><part><detail type=\"volume\"><number>4</number></detail></part></relatedItem>\
        <identifier type=\"doi\">10.5555/a</identifier></mods></modsCollection>";
    let marc = "<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><leader>x</leader><controlfield tag=\"001\">77</controlfield>\
        <datafield tag=\"245\"><subfield code=\"a\">Sleep /</subfield><subfield code=\"c\">Ana Roe</subfield></datafield>\
        <datafield tag=\"100\"><subfield code=\"a\">Roe, Ana,</subfield></datafield><datafield tag=\"264\"><subfield code=\"c\">2020</subfield></datafield>\
        <datafield tag=\"520\"><subfield code=\"a\">Aim It is short.</subfield></datafield><datafield tag=\"650\"><subfield code=\"a\">Rest</subfield></datafield>\
        <datafield tag=\"773\"><subfield code=\"t\">J Sleep</subfield></datafield><datafield tag=\"024\"><subfield code=\"a\">10.5555/a</subfield>\
        <subfield code=\"2\">doi</subfield></datafield></record></collection>";
    let core = "<OAI-PMH><ListRecords><record><header><identifier>oai:x:1</identifier></header><metadata><oai_dc:dc xmlns:dc=\"x\">\
        <dc:title xml:lang=\"en\">Sleep</dc:title><dc:title xml:lang=\"es\">Sueño</dc:title><dc:creator>Roe, Ana</dc:creator>\
        <dc:subject>Rest</dc:subject><dc:description>Aim It is short.</dc:description><dc:date>2020-05-01</dc:date>\
        <dc:identifier>https://x.example/1</dc:identifier><dc:identifier>10.5555/a</dc:identifier>\
        <dc:source>J Sleep; Vol. 4 (2020); 1-9</dc:source></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>";
    let ebsco = "<records><rec resultID=\"1\"><header shortDbName=\"x\" longDbName=\"Db\" uiTerm=\"77\"><controlInfo><jinfo><jtl>J Sleep</jtl></jinfo>\
        <pubinfo><dt year=\"2020\" month=\"05\">May2020</dt><vid>4</vid></pubinfo><artinfo><ui type=\"doi\">10.5555/a</ui><tig><atl>Sleep</atl></tig>\
        <aug><au>Roe, Ana</au></aug><sug><subj>Rest</subj></sug><ab>Aim It is short.</ab></artinfo></controlInfo></header></rec></records>";
    let refworks = "<refworks><reference><rt>Journal Article</rt><id>1</id><a1>Roe, Ana</a1><t1>Sleep</t1><jf>J Sleep</jf><yr>2020</yr>\
        <k1>Rest</k1><ab>Aim It is short.</ab><do>10.5555/a</do></reference></refworks>";
    let wos = "<records><REC r_id=\"x\"><UID>WOS:1</UID><static_data><summary><pub_info pubyear=\"2020\" vol=\"4\"><page begin=\"1\"/></pub_info>\
        <titles><title type=\"source\">J Sleep</title><title type=\"item\">Sleep</title></titles><names><name role=\"author\"><display_name>\
        Roe, Ana</display_name><full_name>Roe, Ana</full_name></name><name role=\"book_editor\"><display_name>No, One</display_name></name></names>\
        </summary><fullrecord_metadata><addresses><address_name><names><name role=\"author\"><display_name>Roe, Ana</display_name></name></names>\
        </address_name></addresses><keywords><keyword>Rest</keyword></keywords><abstracts><abstract><abstract_text><p>Aim</p><p>It is short.</p>\
        </abstract_text></abstract></abstracts></fullrecord_metadata></static_data><dynamic_data><cluster_related><identifiers>\
        <identifier type=\"doi\" value=\"10.5555/a\"/></identifiers></cluster_related></dynamic_data></REC></records>";
    let scopus = "<search-results xmlns=\"http://www.w3.org/2005/Atom\"><opensearch:totalResults>1</opensearch:totalResults><entry>\
        <prism:url>https://x.example/1</prism:url><dc:identifier>SCOPUS_ID:1</dc:identifier><dc:title>Sleep</dc:title><dc:creator>Roe A.\
        </dc:creator><prism:publicationName>J Sleep</prism:publicationName><prism:coverDate>2020-05-01</prism:coverDate>\
        <prism:doi>10.5555/a</prism:doi><dc:description>Aim It is short.</dc:description><author seq=\"1\"><authid>1</authid>\
        <surname>Roe</surname><given-name>Ana</given-name></author><authkeywords>Rest</authkeywords></entry></search-results>";
    let own = "<articles><article><title>Sleep</title><authors><author>Roe, Ana</author></authors><year>2020</year>\
        <journal>J Sleep</journal><abstract>Aim It is short.</abstract><doi>10.5555/a</doi><keywords>Rest</keywords></article></articles>";
    for (text, title) in
        [(europe, "Sleep"), (atom, "Sleep"), (mods, "The Sleep"), (marc, "Sleep"), (core, "Sleep"), (ebsco, "Sleep")]
            .into_iter()
            .chain([(refworks, "Sleep"), (wos, "Sleep"), (scopus, "Sleep"), (own, "Sleep")])
    {
        let records = read(text);
        let [one] = &records[..] else { panic!("{text}") };
        let (journal, words) = if text == atom { ("", vec![]) } else { ("J Sleep", vec!["Rest"]) };
        assert_eq!(facts(one), (title, vec!["Roe, Ana"], 2020, journal, DOI.into(), words));
        let found: Vec<String> = abstracts(one).iter().map(|(_, text)| text.replace('\n', " ")).collect();
        assert_eq!(found, ["Aim It is short."], "{text}");
    }
}

#[test]
fn a_library_of_zotero_finds_its_journals() {
    let entry = |part: &str, about: &str| {
        format!(
            "<bib:Article rdf:about=\"{about}\"><z:itemType>journalArticle</z:itemType>{part}<bib:authors><rdf:Seq><rdf:li>\
             <foaf:Person><foaf:surname>Roe</foaf:surname><foaf:givenName>Ana</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>\
             <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>No</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:editors>\
             <dc:subject>Rest</dc:subject><dc:subject><z:AutomaticTag><rdf:value>Night</rdf:value></z:AutomaticTag></dc:subject>\
             <dc:title>Sleep</dc:title><dcterms:abstract>It is short.</dcterms:abstract><dc:date>2020-05</dc:date>\
             <dc:description>PMID: 91234567</dc:description><bib:pages>1-9</bib:pages></bib:Article>"
        )
    };
    let journal = "<bib:Journal rdf:about=\"urn:issn:1234-5678\"><prism:volume>4</prism:volume><dc:title>J Sleep</dc:title>\
        <dc:identifier>DOI 10.5555/a</dc:identifier><dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal>";
    let text = format!(
        "<rdf:RDF xmlns:z=\"x\">{}{journal}<z:Attachment><dc:title>PDF</dc:title></z:Attachment>{}</rdf:RDF>",
        entry("<dcterms:isPartOf rdf:resource=\"urn:issn:1234-5678\"/>", "https://x.example/1"),
        entry(&format!("<dcterms:isPartOf>{journal}</dcterms:isPartOf>"), "#item_2"),
    );
    let records = read(&text);
    assert_eq!(records.len(), 2);
    for one in &records {
        assert_eq!(facts(one), ("Sleep", vec!["Roe, Ana"], 2020, "J Sleep", DOI.into(), vec!["Rest", "Night"]));
        assert_eq!((abstracts(one), one.pmid()), (vec![(None, "It is short.")], Some("91234567")));
        assert_eq!((one.first(Role::Issn), one.first(Role::Volume)), (Some("1234-5678"), Some("4")));
    }
    assert_eq!((records[0].first(Role::Url), records[1].first(Role::Url)), (Some("https://x.example/1"), None));
}

#[test]
fn tables_of_pages_and_of_excel_are_tables() {
    let page = "<html><body><table><tr><td colspan=\"3\">All of 2020</td></tr><tr><th>Title</th><th>Abstract</th><th>Year</th></tr>\
        <tr><td><b>Sleep</b></td><td>It is&nbsp;short.<br>Yes.</td><td>2020</td></tr><tr><td colspan=2>Rest</td><td>2021</td></tr></table></body></html>";
    let excel = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"x\"><Worksheet><Table><Row><Cell><Data>Title</Data></Cell><Cell><Data>Abstract</Data>\
        </Cell><Cell><Data>Year</Data></Cell></Row><Row><Cell><Data>Sleep</Data></Cell><Cell><Data>It is short.\nYes.</Data></Cell><Cell>\
        <Data>2020</Data></Cell></Row><Row><Cell><Data>Rest</Data></Cell><Cell ss:Index=\"3\"><Data>2021</Data></Cell></Row></Table></Worksheet></Workbook>";
    for text in [page, excel] {
        let records = read(text);
        let [one, two] = &records[..] else { panic!("{text}") };
        assert_eq!((one.title(), one.year(), two.title(), two.year()), ("Sleep", Some(2020), "Rest", Some(2021)));
        assert_eq!(abstracts(one)[0].1.replace('\u{A0}', " "), "It is short.\nYes.");
        assert!(!two.has_abstract());
    }
}

#[test]
fn a_book_of_ebsco_is_the_journal_of_a_chapter_alone() {
    let entry = |book: &str, journal: &str, title: &str| {
        let text = format!(
            "<records><rec resultID=\"1\"><header shortDbName=\"x\"><controlInfo><bkinfo>{book}<aug/></bkinfo><jinfo>{journal}</jinfo>\
             <artinfo><tig>{title}</tig><ab>It is short.</ab></artinfo></controlInfo></header></rec></records>"
        );
        let records = read(&text);
        (records[0].title().to_string(), records[0].first(Role::Journal).map(str::to_string))
    };
    let (sleep, rest) = ("<atl>Sleep</atl>", "<btl>On rest</btl>");
    for (book, journal, title, wanted) in [
        ("<btl>Sleep</btl>", "<jtl>J Sleep</jtl>", sleep, ("Sleep", Some("J Sleep"))),
        (rest, "<jtl>J Sleep</jtl>", sleep, ("Sleep", Some("J Sleep"))),
        (rest, "", sleep, ("Sleep", Some("On rest"))),
        ("<btl>Sleep</btl>", "", sleep, ("Sleep", None)),
        (rest, "", "", ("On rest", None)),
    ] {
        assert_eq!(
            entry(book, journal, title),
            (wanted.0.to_string(), wanted.1.map(str::to_string)),
            "{book}{journal}"
        );
    }
}

#[test]
fn a_title_may_begin_with_italics_or_be_nothing_else() {
    for (title, wanted) in
        [("<italic>E. coli</italic> in mice", "E. coli in mice"), ("<italic>E. coli</italic>", "E. coli")]
    {
        let jats = format!(
            "<article><front><article-meta><title-group><article-title>{title}</article-title></title-group>\
             <abstract><p>It is.</p></abstract></article-meta></front></article>"
        );
        let own = format!(
            "<records><record><title>{title}</title><year>2020</year><abstract>It is.</abstract></record></records>"
        );
        for text in [jats, own] {
            assert_eq!(read(&text)[0].title(), wanted, "{text}");
        }
    }
}

#[test]
fn subjects_of_ebsco_have_one_of_two_names() {
    let text = "<records><rec resultID=\"1\"><header shortDbName=\"x\"><controlInfo><artinfo><tig><atl>Sleep</atl></tig>\
        <su>Rest--General</su><su>Night</su><ab>It is short.</ab></artinfo></controlInfo></header></rec></records>";
    assert_eq!(read(text)[0].headings(), ["Rest--General", "Night"]);
}

#[test]
fn items_of_feeds_of_pubmed_are_read() {
    let item = |description: &str, page: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>Latest results</title><item><title>Sleep</title><link>https://x.example/1</link>\
             <description>{description}</description>{page}<pubDate>Tue, 05 May 2020 06:00:00 -0500</pubDate><dc:creator>Ana Roe</dc:creator>\
             <dc:source>J Sleep</dc:source><dc:title>Sleep</dc:title><dc:identifier>pmid:91234567</dc:identifier>\
             <dc:identifier>doi:10.5555/a</dc:identifier></item></channel></rss>"
        )
    };
    let page = |text: &str| {
        format!(
            "<content:encoded><![CDATA[<div><p style=\"x\">J Sleep. 2020 May 5.</p>{text}<p>PMID:<a href=\"https://x.example\">\
             91234567</a></p></div>]]></content:encoded>"
        )
    };
    let citation = "&lt;p&gt;J Sleep. 2020 May 5.&lt;/p&gt;";
    let (with, without) = (page("<p><b>ABSTRACT</b></p><p><b>AIM: </b>It is.</p><p>So.</p>"), page(""));
    for (text, wanted) in [
        (item(citation, &with), vec![(None, "AIM: It is.\nSo.")]),
        (item(citation, &without), vec![]),
        (item("It is.", ""), vec![(None, "It is.")]),
    ] {
        let records = read(&text);
        let one = &records[0];
        assert_eq!(facts(one), ("Sleep", vec!["Ana Roe"], 2020, "J Sleep", DOI.into(), vec![]));
        assert_eq!((one.pmid(), abstracts(one)), (Some("91234567"), wanted));
        assert_eq!(one.first(Role::TranslatedTitle), None);
    }
}

#[test]
fn passages_of_bioc_are_title_and_abstract() {
    let passage = |facts: &str, text: &str| {
        format!(
            "<passage>{facts}<offset>0</offset><text>{text}</text><annotation id=\"1\"><text>Rest</text></annotation></passage>"
        )
    };
    let infon = |key: &str, text: &str| format!("<infon key=\"{key}\">{text}</infon>");
    let document = |id: &str, passages: &[String]| format!("<document><id>{id}</id>{}</document>", passages.concat());
    let title = infon("type", "title")
        + &infon("journal", "J Sleep;2020 May;4 (2) 1-9")
        + &infon("year", "2020")
        + &infon("authors", "Roe A, Poe B");
    let front = infon("section_type", "TITLE")
        + &infon("type", "front")
        + &infon("article-id_doi", DOI)
        + &infon("article-id_pmc", "77")
        + &infon("name_0", "surname:Roe;given-names:Ana");
    let text = format!(
        "<collection><source>x</source><key>y</key>{}{}</collection>",
        document("91234567", &[passage(&title, "Sleep"), passage(&infon("type", "abstract"), "It is.")]),
        document(
            "7700001",
            &[
                passage(&front, "Rest"),
                passage(&infon("type", "abstract_title_1"), "Aim"),
                passage(&infon("type", "abstract"), "It is."),
                passage(&infon("type", "paragraph"), "Long.")
            ]
        ),
    );
    let records = read(&text);
    let [tator, pmc] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!(facts(tator), ("Sleep", vec!["Roe A", "Poe B"], 2020, "J Sleep", String::new(), vec![]));
    assert_eq!((tator.pmid(), abstracts(tator)), (Some("91234567"), vec![(None, "It is.")]));
    assert_eq!((pmc.title(), pmc.authors(), pmc.doi().as_deref()), ("Rest", vec!["Roe, Ana"], Some(DOI)));
    assert_eq!((pmc.pmid(), abstracts(pmc)), (None, vec![(None, "Aim\nIt is.")]));
}

#[test]
fn full_texts_of_elsevier_have_their_front_alone() {
    let text = "<doc:document xmlns:doc=\"http://www.elsevier.com/xml/document/schema\"><rdf:RDF><rdf:Description><dct:title>Sleep</dct:title>\
        <dct:creator>Ana Roe</dct:creator><dct:subject><rdf:Bag><rdf:li>Rest</rdf:li></rdf:Bag></dct:subject>\
        <dct:description>J Sleep, 4 (2020) 1-9</dct:description><prism:publicationName>J Sleep</prism:publicationName>\
        <prism:coverDisplayDate>May 2020</prism:coverDisplayDate><prism:doi>10.5555/a</prism:doi></rdf:Description></rdf:RDF>\
        <ja:article><ja:head><ce:title>Sleep of <ce:italic>mice</ce:italic></ce:title><ce:author-group><ce:author>\
        <ce:given-name>Ana</ce:given-name><ce:surname>Roe</ce:surname><ce:e-address>x@x.example</ce:e-address></ce:author></ce:author-group>\
        <ce:abstract class=\"author\"><ce:section-title>Abstract</ce:section-title><ce:abstract-sec><ce:section-title>Aim</ce:section-title>\
        <ce:simple-para>To see.</ce:simple-para></ce:abstract-sec><ce:abstract-sec><ce:simple-para>Seen.</ce:simple-para></ce:abstract-sec>\
        </ce:abstract><ce:abstract class=\"author-highlights\"><ce:abstract-sec><ce:simple-para>High.</ce:simple-para></ce:abstract-sec>\
        </ce:abstract></ja:head><ja:body><ce:section><ce:para>Long.</ce:para></ce:section></ja:body><ja:tail><ce:title>Cited</ce:title>\
        </ja:tail></ja:article></doc:document>";
    let records = read(text);
    let [one] = &records[..] else { panic!() };
    assert_eq!(facts(one), ("Sleep of mice", vec!["Roe, Ana"], 2020, "J Sleep", DOI.into(), vec!["Rest"]));
    assert_eq!(abstracts(one), [(None, "Aim: To see.\nSeen.")]);
    assert_eq!(one.all(Role::Title).count(), 1);
}

#[test]
fn papers_books_and_theses_of_dblp_are_records() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>\n<inproceedings key=\"conf/x/Roe20\" mdate=\"2021-01-01\">\
        <author>Ana Roe 0002</author><author>Bea B&ouml;ll</author><title>Sleep.</title><pages>1-9</pages><year>2020</year>\
        <booktitle>Night</booktitle><ee>https://doi.org/10.5555/a</ee><url>db/conf/x/x20.html#Roe20</url></inproceedings>\n\
        <www key=\"homepages/1\"><author>Ana Roe 0002</author><title>Home Page</title></www>\n<phdthesis key=\"phd/Poe\">\
        <author>Carl Poe</author><title>Rest.</title><year>2019</year><school>Nowhere</school></phdthesis>\n</dblp>";
    let records = read(text);
    let [paper, thesis] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!(facts(paper), ("Sleep.", vec!["Ana Roe", "Bea Böll"], 2020, "Night", DOI.into(), vec![]));
    assert_eq!((paper.first(Role::Type), paper.first(Role::Id)), (Some("inproceedings"), Some("conf/x/Roe20")));
    assert_eq!((thesis.title(), thesis.authors(), thesis.year()), ("Rest.", vec!["Carl Poe"], Some(2019)));
}

#[test]
fn formulas_are_read_once_and_marks_of_notes_not_at_all() {
    let (math, tex) = (
        "<mml:math><mml:semantics><mml:mi>α</mml:mi><mml:annotation>\\alpha</mml:annotation></mml:semantics></mml:math>",
        "<tex-math>\\documentclass[12pt]{minimal}\n\\usepackage{x}\\begin{document}$$\\alpha$$\\end{document}</tex-math>",
    );
    let formula = |inner: &str| format!("<inline-formula>{inner}</inline-formula>");
    let [both, beside, alone] = [
        formula(&format!("<alternatives>{tex}{math}<inline-graphic/></alternatives>")),
        formula(&format!("{math}{tex}")),
        formula(tex),
    ];
    let text = format!(
        "<article><front><article-meta><title-group><article-title>On {both} cells<xref ref-type=\"fn\">*</xref><fn><p>By us.</p>\
         </fn> of <xref>Roe</xref></article-title></title-group><pub-date><year>2020</year></pub-date><abstract><p>See {beside} and \
         {alone} in <xref ref-type=\"fig\">1a</xref><xref ref-type=\"fn\">†</xref>.</p></abstract></article-meta></front></article>"
    );
    let records = read(&text);
    assert_eq!(records[0].title(), "On α cells of Roe");
    assert_eq!(abstracts(&records[0]), [(None, "See α and $$\\alpha$$ in 1a.")]);
}

#[test]
fn studies_of_clinicaltrials_are_not_what_they_cite() {
    let study = "<?xml version=\"1.0\"?>\n<clinical_study rank=\"7\"><required_header>\
        <url>https://x.example/NCT1</url></required_header>\
        <id_info><org_study_id>Z</org_study_id><nct_id>NCT90000001</nct_id></id_info><brief_title>Naps</brief_title>\
        <official_title>A trial of naps</official_title><source>Nowhere</source><brief_summary>\
        <textblock>\n  Naps are\n  tried.\
        \n</textblock></brief_summary><detailed_description><textblock>At noon.</textblock></detailed_description>\
        <start_date>May 2020</start_date><study_type>Interventional</study_type><condition>Fatigue</condition>\
        <intervention>\
        <intervention_type>Other</intervention_type><intervention_name>Nap</intervention_name></intervention>\
        <overall_official><last_name>Ana Roe</last_name></overall_official><keyword>rest</keyword><reference>\
        <citation>Poe B. Cited. 1999.</citation><PMID>91234567</PMID></reference></clinical_study>";
    let records = read(study);
    let [one] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!(facts(one), ("Naps", vec![], 2020, "", String::new(), vec!["Fatigue", "Nap", "rest"]));
    assert_eq!(abstracts(one), [(None, "Naps are tried.\nAt noon.")]);
    assert_eq!((one.first(Role::Accession), one.pmid()), (Some("NCT90000001"), None));
    assert_eq!(one.first(Role::TranslatedTitle), Some("A trial of naps"));
    let official = read(&study.replace("<brief_title>Naps</brief_title>", ""));
    assert_eq!((official[0].title(), official[0].first(Role::TranslatedTitle)), ("A trial of naps", None));
    let list = "<search_results count=\"2\"><query>naps</query><study rank=\"1\"><nct_id>NCT90000001</nct_id>\
        <title>Naps</title>\
        <conditions><condition>Fatigue</condition></conditions><start_date>May 2020</start_date></study>\
        <study rank=\"2\">\
        <nct_id>NCT90000002</nct_id><title>Beds</title><conditions>Fatigue|Pain</conditions></study></search_results>";
    let records = read(list);
    let [one, two] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!(facts(one), ("Naps", vec![], 2020, "", String::new(), vec!["Fatigue"]));
    assert_eq!((two.title(), two.keywords()), ("Beds", vec!["Fatigue", "Pain"]));
}

#[test]
fn references_below_a_work_are_no_records() {
    let cited = "<reference><title>Cited</title><year>1999</year><abstract>Old.</abstract></reference>";
    assert!(!sniff(&format!("<paper><title>Sleep</title><abstract>It is.</abstract>{cited}</paper>")));
    assert_eq!(read(&format!("<list><name>Mine</name>{cited}</list>"))[0].title(), "Cited");
}

#[test]
fn a_group_of_jats_is_one_author_and_a_title_has_its_subtitle() {
    let text = "<article><front><article-meta><title-group><article-title>Sleep:</article-title>\
        <subtitle>a <italic>long</italic> view\
        </subtitle><trans-title-group><trans-title>Sueño</trans-title><trans-subtitle>una vista</trans-subtitle>\
        </trans-title-group>\
        </title-group><contrib-group><contrib contrib-type=\"author\"><collab>Night Group<contrib-group><contrib><name>\
        <surname>Poe</surname><given-names>Bea</given-names></name></contrib></contrib-group></collab></contrib>\
        <contrib><name>\
        <surname>Roe</surname><given-names>Ana</given-names></name></contrib></contrib-group><abstract><p>It is.</p>\
        </abstract></article-meta></front></article>";
    let records = read(text);
    assert_eq!((records[0].title(), records[0].authors()), ("Sleep: a long view", vec!["Night Group", "Roe, Ana"]));
    assert_eq!(records[0].first(Role::TranslatedTitle), Some("Sueño: una vista"));
}

#[test]
fn a_heading_that_says_abstract_is_dropped_in_any_language() {
    for heading in ["RESUMO", "Resumen.", "Résumé", "ZUSAMMENFASSUNG:", "Abstract"] {
        let text = format!(
            "<article><front><article-meta><title-group><article-title>Sono</article-title></title-group><abstract>\
             <title>{heading}</title><sec><title>Fim</title><p>É.</p></sec></abstract></article-meta></front></article>"
        );
        assert_eq!(abstracts(&read(&text)[0]), [(None, "Fim: É.")], "{heading}");
    }
}

#[test]
fn authors_without_a_first_name_keep_their_initials() {
    let text = "<responseWrapper><resultList><result><title>Sleep</title><authorList><author><fullName>Roe A</fullName>\
        <firstName>Ana</firstName><lastName>Roe</lastName><initials>A</initials></author><author>\
        <fullName>Poe BC</fullName>\
        <lastName>Poe</lastName><initials>BC</initials></author></authorList><pubYear>2020</pubYear></result>\
        </resultList></responseWrapper>";
    assert_eq!(read(text)[0].authors(), ["Roe, Ana", "Poe, BC"]);
}

#[test]
fn papers_of_arxiv_have_their_authors_and_deleted_ones_are_none() {
    let text = "<OAI-PMH><ListRecords><record><header status=\"deleted\"><identifier>oai:x:0</identifier></header>\
        </record><record><header><identifier>oai:x:1</identifier><datestamp>2022-02-02</datestamp></header><metadata>\
        <arXiv xmlns=\"x\"><id>2005.1</id>\
        <created>2020-05-01</created><updated>2021-01-01</updated><authors><author><keyname>Roe</keyname>\
        <forenames>Ana</forenames>\
        </author></authors><title>Sleep</title><doi>10.5555/a</doi><abstract> It is. </abstract></arXiv></metadata>\
        </record></ListRecords></OAI-PMH>";
    let records = read(text);
    let [one] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!(facts(one), ("Sleep", vec!["Roe, Ana"], 2020, "", DOI.into(), vec![]));
    assert_eq!(abstracts(one), [(None, "It is.")]);
}

#[test]
fn journals_and_dois_of_scielo_are_found() {
    let record = |more: &str| {
        format!(
            "<OAI-PMH><ListRecords><record><metadata><oai-dc:dc xmlns:dc=\"x\"><dc:title><![CDATA[Sono]]></dc:title>\
             <dc:creator>Roe,Ana</dc:creator><dc:source>Revista de Sono v.44 n.1 2010</dc:source>\
             <dc:date>2010-02-01</dc:date>\
             <dc:relation>10.5555/a</dc:relation>{more}</oai-dc:dc></metadata></record></ListRecords></OAI-PMH>"
        )
    };
    let records = read(&record(""));
    assert_eq!(facts(&records[0]), ("Sono", vec!["Roe,Ana"], 2010, "Revista de Sono", DOI.into(), vec![]));
    assert_eq!((records[0].first(Role::Volume), records[0].first(Role::Issue)), (Some("44"), Some("1")));
    let records = read(&record("<dc:identifier>10.5555/b</dc:identifier>"));
    assert_eq!(records[0].doi().as_deref(), Some("10.5555/b"));
}

#[test]
fn other_xml_is_none() {
    for text in [
        "<html><body><table><tr><td>Menu</td><td>Home</td></tr></table></body></html>",
        "<html><body><article class=\"x\"><title>A</title><abstract>b</abstract><year>2</year></article></body></html>",
        "<svg><title>A drawing</title><g/></svg>",
        "<rss><channel><description>x</description></channel></rss>",
        "<catalog><item><price>1</price></item></catalog>",
        "no <record><title>A</title></record>",
    ] {
        assert!(!sniff(text), "{text}");
    }
}
