//! BibTeX as programs write it, whole and broken.

use super::*;
use crate::corpus::format::Format;
use crate::corpus::record::{Record, Role};

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

const SAMPLE: &str = "% a file of a library
@string{jnm = \"Journal of Small Matters\"}
@comment{ not a record }
@Article{ruiz2020,
  Title = {{Niosomes} for the eye: a {\\'u}ltimo look},
  author = {Ruiz, Ana Mar{\\'\\i}a and {Health and Care Group} and Brandt, O.},
  journal = jnm # { (Online)},
  year = 2020, month = mar,
  pages = \"12--19\",
  doi = {10.5555/nio.1_2},
  keywords = {niosome, eye drops},
  abstract = {Text with {braces} and 5\\% more,
     on two lines.},
}
@inproceedings(key two, title = \"Chapter (one)\", crossref = {VOL})

@proceedings{vol, title = {A volume}, year = {2015}, editor = {Someone}}
";

#[test]
fn entries_become_records() {
    let sink = read(SAMPLE);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    assert_eq!(sink.records.len(), 3);
    let first = &sink.records[0];
    assert_eq!(first.title(), "Niosomes for the eye: a último look");
    assert_eq!(first.authors(), ["Ruiz, Ana María", "Health and Care Group", "Brandt, O."]);
    assert_eq!(first.first(Role::Journal), Some("Journal of Small Matters (Online)"));
    assert_eq!((first.year(), first.first(Role::Pages)), (Some(2020), Some("12-19")));
    assert_eq!(first.doi().as_deref(), Some("10.5555/nio.1_2"));
    assert_eq!(first.keywords(), ["niosome", "eye drops"]);
    assert_eq!(first.abstracts().next().unwrap().1, "Text with braces and 5% more, on two lines.");
    assert_eq!((first.source.line, first.first(Role::Id)), (4, Some("ruiz2020")));
    let second = &sink.records[1];
    assert_eq!((second.title(), second.first(Role::Id)), ("Chapter (one)", Some("key two")));
    assert_eq!((second.first(Role::Journal), second.year()), (Some("A volume"), Some(2015)));
}

#[test]
fn a_doi_that_scielo_writes_as_crossref_is_one() {
    let sink = read("@article{a, title = {One}, crossref = {10.5555/S0101-1}, year = 2020}\n@misc{b, crossref = {c}}");
    assert_eq!(sink.records[0].doi().as_deref(), Some("10.5555/s0101-1"));
    assert_eq!(sink.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [2]);
}

#[test]
fn comments_may_stand_between_fields() {
    let sink = read("@misc{a,\n  % first = {no}\n  title = {One},\n  % {more}\n  year = {2001}\n  % last\n}\n");
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    assert_eq!((sink.records[0].title(), sink.records[0].year()), ("One", Some(2001)));
}

#[test]
fn a_broken_entry_does_not_take_the_next() {
    let sink = read(
        "@article{a, title = {One {never closed}, year = 2001\n@book{b,\n title = {Two}}\n@misc{c, title = {Three",
    );
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles.len(), 3);
    assert!(titles[0].starts_with("One never closed"));
    assert_eq!(titles[1..], ["Two", "Three"]);
    assert_eq!(sink.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn keys_and_names_may_be_odd() {
    let sink =
        read("@article{title={No key}}\n@ARTICLE{ WOS:0001,\nTitle = {Own},\nkey words = {a; b},\n}\n@misc{only}\n");
    assert_eq!(sink.records[0].title(), "No key");
    assert_eq!(sink.records[1].first(Role::Id), Some("WOS:0001"));
    assert_eq!(sink.records[1].keywords(), ["a", "b"]);
    assert_eq!(sink.records[2].first(Role::Id), Some("only"));
}

#[test]
fn written_and_read_again_the_fields_are_the_same() {
    let first = read(SAMPLE);
    let mut out = Vec::new();
    write(first.records.iter().map(|record| (record, Format::Bibtex)), &mut out).unwrap();
    let again = read(std::str::from_utf8(&out).unwrap());
    let fields = |sink: &Sink| -> Vec<String> {
        sink.records.iter().flat_map(|r| r.fields().map(|f| format!("{f:?}")).collect::<Vec<_>>()).collect()
    };
    assert_eq!(fields(&again), fields(&first));
}

#[test]
fn other_formats_are_mapped() {
    let corpus = crate::corpus::read::read_bytes(
        &[("a.ris", &b"TY  - JOUR\nTI  - A & B\nAU  - Ruiz, A\nAU  - Brandt, O\nPY  - 2020\nSP  - 1\nEP  - 9\nKW  - x\nAB  - T\nER  - \n"[..])],
        &crate::corpus::read::ReadParams::default(),
    );
    let mut out = Vec::new();
    write(corpus.records.iter().map(|record| (record, Format::Ris)), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for part in [
        "@article{a.ris_1,",
        "title = {A \\& B}",
        "author = {Ruiz, A and Brandt, O}",
        "pages = {1-9}",
        "abstract = {T}",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn only_entries_are_bibtex() {
    assert!(sniff("\u{FEFF}% Encoding: UTF-8\n\n@Article{x,\n"));
    assert!(!sniff("@media screen { x }\n") && !sniff("mail me @ home {x}\n"));
}

#[test]
fn others_are_no_author_and_cochrane_has_pmids() {
    let text = "@article{CN-1,\nauthor = {Ruiz, A and Brandt, O and others},\ntitle = {One},\n\
        accession_number = {PUBMED 91234567,EMBASE 2012345678},\n}\n";
    let sink = read(text);
    let record = &sink.records[0];
    assert_eq!((record.authors(), record.pmid()), (vec!["Ruiz, A", "Brandt, O"], Some("91234567")));
}

#[test]
fn cochrane_parts_authors_by_commas_and_escapes_for_the_web() {
    let text = "@article{a,\nauthor = {Ruiz-Paz, AB, de Brandt, O, and Soto, J-P},\ntitle = {Genes &lt;b&gt;},\n\
        publisher = {Nobody \\&amp; Sons},\nabstract = {<p>Genes &amp; cells.</p>},\nurl = {https://x.example/?a=1&amp;b=2}\n}\n\
        @article{b,\nauthor = {Ruiz, A, and Brandt, O}\n}\n\
        @article{c,\nauthor = {von Brandt, Jr, Otto, and {Ruiz, AB, Soto, C} and Vega, Luz, Paz, Eva}\n}\n";
    let sink = read(text);
    let [one, two, three] = &sink.records[..] else { panic!() };
    assert_eq!(one.authors(), ["Ruiz-Paz, AB", "de Brandt, O", "Soto, J-P"]);
    assert_eq!((one.title(), one.first(Role::Publisher)), ("Genes <b>", Some("Nobody & Sons")));
    assert_eq!(one.abstracts().next(), Some((None, "Genes & cells.")));
    assert_eq!(one.first(Role::Url), Some("https://x.example/?a=1&amp;b=2"));
    assert_eq!(two.authors(), ["Ruiz, A", "Brandt, O"]);
    assert_eq!(three.authors(), ["von Brandt, Jr, Otto", "Ruiz, AB, Soto, C", "Vega, Luz, Paz, Eva"]);
}

#[test]
fn pmids_and_short_names_of_journals_under_every_name() {
    for (fields, pmid) in [
        ("a, eprint = {91234567}, eprinttype = {pmid}", Some("91234567")),
        ("a, eprinttype = {PubMed}, eprint = {91234567}", Some("91234567")),
        ("a, eprint = {91234567}, archivePrefix = {arXiv}", None),
        ("a, pubmed_id = {91234567}", Some("91234567")),
        ("a, PubMedID = {91234567}", Some("91234567")),
        ("pmid91234567, year = 2020", Some("91234567")),
    ] {
        let sink = read(&format!("@article{{{fields}, title = {{One}}}}\n"));
        assert_eq!(sink.records[0].pmid(), pmid, "{fields}");
    }
    let sink = read("@article{a, abbrev_source_title = {J. Imag.}, mesh_terms = {Sleep; Humans}}\n");
    assert_eq!(sink.records[0].first(Role::JournalAbbrev), Some("J. Imag."));
    assert_eq!(sink.records[0].headings(), ["Sleep", "Humans"]);
}

#[test]
fn uneven_braces_of_a_text_cost_no_field() {
    let text = "@ARTICLE{a,\nauthor={Ruiz, A.},\nabstract={We made 2-[(5-amino)imino]methyl}-6-phenol (L2) and {1H-diyl\n\
        [nitrilo]}bis(6-phenol). They, {new}, n = 5 then, were it. © 2021},\ndoi={10.5555/a.1},\n}\n\n\
        @ARTICLE{b,\ntitle={A set {a, b in numbers},\njournal={Revista Imaginaria},\nyear=2020,\nabstract={Text {two. Three.},\n\
        source={Scopus},\n}\n\n\
        @article{c,\n title = {Extra brace}},\n year = {2004}\n}\n\
        @article{d,\n title = \"A \"quoted\" title\",\n abstract = {One}} two},\n year = \"2001\"\n}}\n\
        @article{e, title = {One line} author = {Vega, L.}, year = 2003}@misc{f, title = {End}}\nyear: 1990\n\
        @misc{g, note = {a}, where n = {b}}\n";
    let sink = read(text);
    let years: Vec<_> = sink.records.iter().map(Record::year).collect();
    assert_eq!(years, [None, Some(2020), Some(2004), Some(2001), Some(2003), None, None]);
    let [a, b, c, d, e, f, g] = &sink.records[..] else { panic!() };
    assert_eq!(
        a.abstracts().next().unwrap().1,
        "We made 2-[(5-amino)imino]methyl-6-phenol (L2) and 1H-diyl [nitrilo]bis(6-phenol). They, new, n = 5 then, were it. © 2021"
    );
    assert_eq!(a.doi().as_deref(), Some("10.5555/a.1"));
    assert_eq!((b.title(), b.first(Role::Journal)), ("A set a, b in numbers", Some("Revista Imaginaria")));
    assert_eq!((b.abstracts().next().unwrap().1, b.first(Role::Database)), ("Text two. Three.", Some("Scopus")));
    assert_eq!((c.title(), d.title(), e.title(), f.title()), ("Extra brace", "A \"quoted\" title", "One line", "End"));
    assert_eq!((d.abstracts().next().unwrap().1, e.authors()), ("One two", vec!["Vega, L."]));
    assert_eq!(g.first(Role::Note), Some("a"));
    // Only what never ends is told.
    assert_eq!(sink.issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [8], "{:?}", sink.issues);
}

#[test]
fn names_of_fields_may_have_any_letters() {
    let sink = read("@article{a,\n title=\"One\", año=\"2019\", issn/isbn=\"1234-5678\", year=\"2020\"\n}\n");
    let record = &sink.records[0];
    assert_eq!((record.title(), record.year()), ("One", Some(2020)));
    let tags: Vec<_> = record.fields().map(|field| field.tag).collect();
    assert!(tags.contains(&"año") && tags.contains(&"issn/isbn"), "{tags:?}");
    assert!(value::is_field("año = 2019") && !value::is_field("(p) = 5 of them") && !value::is_field("p, q = {1}"));
}

#[test]
fn the_end_of_a_value_is_not_looked_for_in_all_of_a_long_entry() {
    // Behind each of these fields the whole entry was searched: minutes for so many.
    let odd = "my note = {value}, ".repeat(50_000);
    let sink = read(&format!("@article{{a,\n title = {{One}}, {odd}note = {{Extra brace}}}},\n year = {{2020}}\n}}\n"));
    let record = &sink.records[0];
    assert_eq!((record.title(), record.year()), ("One", Some(2020)));
    // The brace too many is met by those near it.
    assert!(record.fields().filter(|field| field.tag == "my note").count() > 40_000);
}

#[test]
fn names_may_be_parted_by_capitals_and_journals_named_twice() {
    let sink = read(
        "@article{a, author = {Ruiz, Ana AND Brandt, Otto And {Health AND Care}}, fjournal = {Journal of Imagined Sums},\n\
         journal = {J. Imag. Sums}}\n@article{b, author = {Sandor, A}, journal = {J. Imag. Sums}}\n",
    );
    let [one, two] = &sink.records[..] else { panic!() };
    assert_eq!(one.authors(), ["Ruiz, Ana", "Brandt, Otto", "Health AND Care"]);
    assert_eq!(one.first(Role::Journal), Some("Journal of Imagined Sums"));
    assert_eq!((one.first(Role::JournalAbbrev), two.first(Role::JournalAbbrev)), (Some("J. Imag. Sums"), None));
    assert_eq!((two.authors(), two.first(Role::Journal)), (vec!["Sandor, A"], Some("J. Imag. Sums")));
}

#[test]
fn keywords_may_stand_in_lines() {
    for (value, keywords) in [
        ("Sleep\nModels, Theoretical\nNight Work", &["Sleep", "Models, Theoretical", "Night Work"][..]),
        ("sleep, nurses,\nnight work", &["sleep", "nurses", "night work"]),
        ("sleep; night\n   work", &["sleep", "night work"]),
        ("sleep, nurses, night\nwork, rest", &["sleep", "nurses", "night work", "rest"]),
    ] {
        let sink = read(&format!("@article{{a, keywords = {{{value}}}}}\n"));
        assert_eq!(sink.records[0].keywords(), keywords, "{value}");
    }
}

#[test]
fn lists_of_authors_are_read_and_written_as_names() {
    let sink = read(
        "@article{a, author={Lena Ruiz & Otto Brandt}}\n@article{b, author={Ruiz, L.; Brandt, O.}}\n\
         @article{c, author={Lena Ruiz, Otto Brandt, Marta Vega}}\n\
         @inproceedings{d, author={Lena Ruiz 0001 and Otto Brandt}}\n\
         @book{e, author={Ruiz, Lena and family=Laan, given=Otto B., prefix=van, useprefix=true}}\n\
         @misc{f, author={{Marks & Sparks Ltd} and {Sleep; Rest} and {Search and Find} and Vega, Luz}}\n",
    );
    let mut out = Vec::new();
    write(sink.records.iter().map(|record| (record, Format::Bibtex)), &mut out).unwrap();
    let again = read(std::str::from_utf8(&out).unwrap());
    for read in [&sink, &again] {
        let authors: Vec<_> = read.records.iter().map(Record::authors).collect();
        assert_eq!(authors[..2], [["Lena Ruiz", "Otto Brandt"], ["Ruiz, L.", "Brandt, O."]]);
        assert_eq!(authors[2], ["Lena Ruiz", "Otto Brandt", "Marta Vega"]);
        assert_eq!(authors[3..5], [["Lena Ruiz", "Otto Brandt"], ["Ruiz, Lena", "van Laan, Otto B."]]);
        assert_eq!(authors[5], ["Marks & Sparks Ltd", "Sleep; Rest", "Search and Find", "Vega, Luz"]);
    }
}

#[test]
fn dois_with_a_sici_are_whole_and_formulas_said_once() {
    let sink = read(
        "@article{a, title = {One},\n doi = {10.1002/(SICI)1097-0258(19970815/30)\
         16:15/16{$<$}1501::AID-SIM501{$>$}3.0.CO;2-2}}\n\
         @article{b, title = {Two},\n doi = {10.1002/(SICI)1097-0258(19970815/30)\
         16:15/16{\\textless}1601::AID-S{\\textgreater}3.0.CO;2-M}}\n\
         @article{c, title = {Three},\n abstract = {Scores of {\\$}{\\$}\
         77.1 {\\backslash}pm 3.2{\\$}{\\$}77.1{\\textpm}3.2 in all.}}\n",
    );
    let dois: Vec<_> = sink.records.iter().filter_map(Record::doi).collect();
    assert_eq!(
        dois,
        [
            "10.1002/(sici)1097-0258(19970815/30)16:15/16<1501::aid-sim501>3.0.co;2-2",
            "10.1002/(sici)1097-0258(19970815/30)16:15/16<1601::aid-s>3.0.co;2-m",
        ]
    );
    assert_eq!(sink.records[2].abstracts().next(), Some((None, "Scores of 77.1±3.2 in all.")));
}

#[test]
fn subtitles_are_read_with_the_title_and_written_apart() {
    let text = "@book{a,\n  title = {Rest at night},\n  SubTitle = {a {DNA} trial},\n}\n\n\
                @book{b,\n  Subtitle = {A trial},\n  title = {Who rests?},\n}\n\n";
    let sink = read(text);
    let titles: Vec<_> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles, ["Rest at night: a DNA trial", "Who rests? A trial"]);
    assert!(sink.records[0].fields().any(|field| (field.tag, field.role) == ("SubTitle", Role::Other)));
    let mut out = Vec::new();
    write(sink.records.iter().map(|record| (record, Format::Bibtex)), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), text.replace("{DNA}", "DNA"));
}

#[test]
fn a_key_may_lack_its_comma_and_ads_has_macros_for_journals() {
    let sink = read(
        "@article{vega2015 \n  title = {One},\n  year = 2015,\n  journal = {\\mnras}\n}\n\
         @article{soto2016\n\n  month = mar,\n  title = {Two},\n  journal = \"{\\apjl}\"\n}\n\
         @article{\n  title = {Three},\n  journal = {\\unheard}\n}\n",
    );
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [one, two, three] = &sink.records[..] else { panic!() };
    assert_eq!((one.first(Role::Id), one.title(), one.year()), (Some("vega2015"), "One", Some(2015)));
    assert_eq!(one.first(Role::Journal), Some("Monthly Notices of the Royal Astronomical Society"));
    assert_eq!((two.first(Role::Id), two.title()), (Some("soto2016"), "Two"));
    assert_eq!(two.first(Role::Journal), Some("The Astrophysical Journal Letters"));
    assert_eq!((three.first(Role::Id), three.title(), three.first(Role::Journal)), (None, "Three", Some("\\unheard")));
}
