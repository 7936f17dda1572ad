//! RIS: texts of its dialects in, the records that must come out, and the same text again.

use super::*;
use crate::corpus::record::Record;
use crate::corpus::{Format, Lang};

fn read(text: &str) -> Sink {
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    sink
}

fn fields(record: &Record) -> Vec<(&str, &str)> {
    record.fields().map(|f| (f.tag, f.value)).collect()
}

fn kinds(sink: &Sink) -> Vec<(u32, IssueKind)> {
    sink.issues.iter().map(|i| (i.line, i.kind)).collect()
}

fn written(records: &[Record]) -> String {
    let mut out = Vec::new();
    write(records.iter().map(|r| (r, Format::Ris)), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const PLAIN: &str = "TY  - JOUR
AU  - Ruiz, Ana
AU  - Brandt, Otto
TI  - Niosomes as carriers of short RNA
JO  - Journal of Imagined Carriers
PY  - 2021
AB  - Background text.
Second paragraph.

Third one.
KW  - niosomes
gene delivery
plasmids
DO  - 10.5555/abc.1
XX  - something unknown
ER  - 

TY  - BOOK
BT  - A handbook of nothing
ER  - 
";

#[test]
fn fields_keep_order_and_lines() {
    let sink = read(PLAIN);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    assert_eq!(sink.records.len(), 2);
    let record = &sink.records[0];
    assert_eq!(record.source.line, 1);
    assert_eq!(record.title(), "Niosomes as carriers of short RNA");
    assert_eq!(record.authors(), ["Ruiz, Ana", "Brandt, Otto"]);
    assert_eq!(record.keywords(), ["niosomes", "gene delivery", "plasmids"]);
    assert_eq!(record.abstracts().next(), Some((None, "Background text.\nSecond paragraph.\n\nThird one.")));
    assert_eq!(record.first(Role::Journal), Some("Journal of Imagined Carriers"));
    assert_eq!(fields(record).last(), Some(&("XX", "something unknown")));
    assert_eq!(sink.records[1].title(), "A handbook of nothing");
    assert_eq!(sink.records[1].source.line, 18);
}

#[test]
fn writing_gives_back_every_field() {
    let banner = "Record #1 of 2\nProvider: Somebody\n\nTY  -  JOUR\nT1  -  One\nKW  -  *a\nKW  -  b\nER  -  \n\n\n";
    let ovid = "1.\nTY  - JOUR\nT1  - One\nN2  - Text\nER  -\nNL  - J One\n\n2. \nTY  - JOUR\nT1  - Two\nER  -\n";
    let odd = "TY\t- GEN\nID \t- Key2020\nTI  -\nPMID - 123456\nN1  - a\n\nb\n\n\nc\nER  - \n";
    for text in [PLAIN, banner, ovid, odd] {
        let first = read(text);
        let again = read(&written(&first.records));
        let fields_of = |s: &Sink| s.records.iter().map(|r| r.fields().map(|f| format!("{f:?}")).collect()).collect();
        let (a, b): (Vec<Vec<String>>, Vec<Vec<String>>) = (fields_of(&first), fields_of(&again));
        assert_eq!(a, b, "{text}");
        assert!(again.issues.is_empty());
    }
}

#[test]
fn banners_are_no_records_and_tell_the_dialect() {
    let sink = read(
        "Record #3 of 18\nProvider: John Wiley & Sons, Ltd.\nContent: text/plain\n\nTY  -  JOUR\nAN  -  CN-1\nER  -  \n",
    );
    assert_eq!(sink.records.len(), 1);
    assert_eq!(sink.records[0].first(Role::Accession), Some("CN-1"));
    assert_eq!(sink.dialect.as_deref(), Some("Cochrane"));
    assert!(sink.issues.is_empty());
}

#[test]
fn missing_starts_and_ends_are_told_and_nothing_is_lost() {
    let sink = read(
        "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n\nTI  - Three\nAB  - x\nER  - \nTY  - JOUR\nTI  - Fo",
    );
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles, ["One", "Two", "Three", "Fo"]);
    assert_eq!(kinds(&sink), [(3, IssueKind::Malformed), (7, IssueKind::Malformed), (11, IssueKind::Truncated)]);
}

#[test]
fn files_put_one_behind_another_part_where_a_line_had_no_end() {
    let sink = read(
        "TY  - JOUR\nTI  - One\nER  -TY  - JOUR\nTI  - Two\nDO  - 10.5555/xTY  - BOOK\nTI  - Three\nER  -\u{FEFF}TY  - JOUR\n\
         TI  - Four\nER  - lost\n",
    );
    let titles: Vec<&str> = sink.records.iter().map(Record::title).collect();
    assert_eq!(titles, ["One", "Two", "Three", "Four"]);
    assert_eq!(sink.records[1].doi().as_deref(), Some("10.5555/x"));
    assert_eq!(kinds(&sink), [(5, IssueKind::Malformed), (9, IssueKind::Malformed)]);
    // What another format has in one field stays in one.
    let mut builder = crate::corpus::RecordBuilder::new(1);
    builder.push("a", Role::Abstract, "xTY  - JOUR\nyTY  - JOUR");
    builder.push("n", Role::Note, "xTY  - JOUR");
    let mut out = Vec::new();
    write([(&builder.finish(), Format::PlainText)].into_iter(), &mut out).unwrap();
    assert_eq!(read(&String::from_utf8(out).unwrap()).records.len(), 1);
}

#[test]
fn records_without_start_and_end_are_split_at_their_first_tag() {
    let sink = read("TI  - One\nPY  - 2001\n\nTI  - Two\nPY  - 2002\n");
    assert_eq!(sink.records.len(), 2);
}

#[test]
fn roles_follow_the_dialect() {
    let sink = read(
        "TY  - JOUR\nT1  - T\nN2  - The abstract\nM3  - Article\nL3  - 10.5555/x.2\nU2  - L2029880\nC5  - 38773066\nER  - \n\
         TY  - JOUR\nAB  - The abstract\nN2  - A note\nM3  - 10.5555/x.3\nID  - 12\nC7  - 104\nER  - \n\
         TY  - JOUR\nAB  - Real\nAB  - Copyright of X is the property of Y\nID  - mdl-123\nKW  - a; b\nER  - \n",
    );
    let [embase, endnote, ebsco] = &sink.records[..] else { panic!() };
    assert_eq!(embase.abstracts().count(), 1);
    assert_eq!(embase.doi().as_deref(), Some("10.5555/x.2"));
    assert_eq!((embase.first(Role::Accession), embase.pmid()), (Some("L2029880"), Some("38773066")));
    assert_eq!(endnote.abstracts().collect::<Vec<_>>(), [(None, "The abstract")]);
    assert_eq!((endnote.first(Role::Id), endnote.first(Role::Pages)), (None, Some("104")));
    assert_eq!(endnote.doi().as_deref(), Some("10.5555/x.3"));
    assert_eq!(ebsco.abstracts().count(), 1);
    assert_eq!((ebsco.first(Role::Id), ebsco.keywords()), (Some("mdl-123"), vec!["a", "b"]));
}

#[test]
fn what_only_looks_like_a_field_is_none() {
    let sink = read(
        "TY  - CPAPER\nTI  - One\nCP  - 5th Meeting on Carriers\nM1  - Ph.D.\nER  -\n\
         TY  - JOUR\nTI  - Niosomes as carriers of short RNA (a review)\nT2  - Niosomes as carriers of short RNA\n\
         JF  - Journal of Carriers\nIS  - NA\nDOI  - 10.5555/x.1\nPMCID - PMC1\nER  -\n\
         TY  - ELEC\nID  - CN-1\nT1  - Short\nT2  - The official title of this trial\nA1  - NCT01234567\n\
         JA  - https://x.example/NCT01234567\nER  -\n\
         TY  - THES\nAU  - Ruiz, Ana\nAU  - Otto Brandt (dir. tes.)\nAU  - Bea Soto (pres.)\nTI  - Four\nER  -\n",
    );
    let [paper, review, trial, thesis] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    assert_eq!((paper.first(Role::Issue), paper.first(Role::Journal)), (None, None));
    assert_eq!(review.title(), "Niosomes as carriers of short RNA (a review)");
    assert_eq!((review.first(Role::Journal), review.first(Role::Issue)), (Some("Journal of Carriers"), None));
    assert_eq!(review.doi().as_deref(), Some("10.5555/x.1"));
    assert_eq!((trial.first(Role::Journal), trial.authors().len()), (None, 0));
    assert_eq!(thesis.authors(), ["Ruiz, Ana"]);
    let again = read(&written(&sink.records));
    assert_eq!(fields(&again.records[1]), fields(review));
}

#[test]
fn links_and_notes_hold_numbers() {
    let link = "https://www.ncbi.nlm.nih.gov/pubmed/91234567";
    let sink = read(&format!(
        "TY  - JOUR\nTI  - One\nUR  - {link}\nER  -\nTY  - JOUR\nTI  - Two\nDP  - Nlm\nAN  - 91234568\nER  -\n\
         TY  - JOUR\nTI  - Three\nUR  - https://x.example/a; {link}/; https://y.example\nER  -\n\
         TY  - JOUR\nTI  - Four\nN1  - Accession Number: 0992879; Keywords: a\nER  -\n",
    ));
    let pmids: Vec<_> = sink.records.iter().map(Record::pmid).collect();
    assert_eq!(pmids, [Some("91234567"), Some("91234568"), Some("91234567"), None]);
    assert_eq!(sink.records[3].first(Role::Accession), Some("0992879"));
}

#[test]
fn several_authors_in_one_line_are_several() {
    let sink = read(
        "TY  - JOUR\nAU  - Ana Ruiz ; Otto Brandt\nER  -\nTY  - JOUR\nAU  - Ana Ruiz, Otto Brandt, Bea Soto\nER  -\n\
         TY  - JOUR\nAU  - Smith, J, Jr\nAU  - van der Berg, Jan Peter\nER  -\n",
    );
    let authors: Vec<_> = sink.records.iter().map(Record::authors).collect();
    assert_eq!(authors[0], ["Ana Ruiz", "Otto Brandt"]);
    assert_eq!(authors[1], ["Ana Ruiz", "Otto Brandt", "Bea Soto"]);
    assert_eq!(authors[2], ["Smith, J, Jr", "van der Berg, Jan Peter"]);
}

#[test]
fn several_abstracts_keep_their_languages() {
    let sink =
        read("TY  - JOUR\nTI  - T\nAB  - Resumen Hola\nAB  - Abstract Hello\nAB  - RESUMO Olá\nAB  - Other\nER  -\n");
    let langs: Vec<_> = sink.records[0].abstracts().map(|(lang, _)| lang).collect();
    assert_eq!(langs, [Some(Lang::SPA), Some(Lang::ENG), Some(Lang::POR), None]);
}

#[test]
fn text_between_records_is_told() {
    let sink = read(
        "Some words before\nand more\nTY  - JOUR\nTI  - One\nER  - \nloose words\nTY  - JOUR\nTI  - Two\nER  - \n",
    );
    assert_eq!(sink.records.len(), 2);
    assert_eq!(kinds(&sink), [(1, IssueKind::Malformed), (6, IssueKind::Malformed)]);
}

#[test]
fn a_topic_stands_behind_the_keywords_and_before_the_notes() {
    let sink = read("TY  - JOUR\nKW  - a\nN1  - old\nAB  - x\nER  - \n");
    let written = |format: Format| {
        let mut out = Vec::new();
        let marks = Marks { topic: Some("gene; \"x\"\ny"), duplicate_of: Some("a.ris\n#3") };
        write_with_marks(&sink.records[0], format, &marks, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let expected = "TY  - JOUR\nKW  - a\nKW  - topic: gene, \"x\",y\nN1  - themata_topic: \"gene, 'x',y\"\n\
                    N1  - themata_duplicate_of: a.ris#3\nN1  - old\nAB  - x\nER  - \n\n";
    assert_eq!(written(Format::Ris), expected);
    let mapped = "TY  - GEN\nM3  - JOUR\nKW  - a\nKW  - topic: gene, \"x\",y\nAB  - x\nN1  - themata_topic: \"gene, 'x',y\"\n\
                  N1  - themata_duplicate_of: a.ris#3\nN1  - old\nER  - \n\n";
    assert_eq!(written(Format::Csv), mapped);
    let again = read(expected);
    assert_eq!(again.records[0].keywords(), ["a"], "a topic that an earlier run gave is no keyword");
    let mut out = Vec::new();
    let marks = Marks { topic: Some("cells"), duplicate_of: None };
    write_with_marks(&again.records[0], Format::Ris, &marks, &mut out).unwrap();
    let text =
        "TY  - JOUR\nKW  - a\nKW  - topic: cells\nN1  - themata_topic: \"cells\"\nN1  - old\nAB  - x\nER  - \n\n";
    assert_eq!(String::from_utf8(out).unwrap(), text, "and the new one stands in its place");
}

#[test]
fn a_value_cannot_break_out_of_its_field() {
    let mut builder = crate::corpus::RecordBuilder::new(1);
    builder.push("TY", Role::Type, "JOUR");
    builder.push("N1", Role::Note, "a\nER  - \nTY  - BOOK\n\nRecord #2 of 2\nb\rKW  - c");
    builder.push("odd tag", Role::Other, "x");
    let text = written(&[builder.finish()]);
    let again = read(&text);
    assert_eq!(again.records.len(), 1);
    assert_eq!(again.records[0].first(Role::Note), Some("a ER  -  TY  - BOOK Record #2 of 2\nb KW  - c"));
}

#[test]
fn records_of_other_formats_are_mapped() {
    let mut builder = crate::corpus::RecordBuilder::new(1);
    for (tag, role, value) in [
        ("Title", Role::Title, "A\ntitle"),
        ("Authors", Role::AuthorList, "Ruiz A; Brandt O"),
        ("Year", Role::Year, "2020 Jan"),
        ("Pages", Role::Pages, "10-19"),
        ("DOI", Role::Doi, "https://doi.org/10.5555/Z"),
        ("Keywords", Role::KeywordList, "a; b"),
        ("UT", Role::Pmid, "MEDLINE:123456"),
        ("Source title", Role::Journal, "J"),
    ] {
        builder.push(tag, role, value);
    }
    let mut out = Vec::new();
    write([(&builder.finish(), Format::Csv)].into_iter(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(
        text,
        "TY  - JOUR\nTI  - A title\nAU  - Ruiz A\nAU  - Brandt O\nPY  - 2020\nT2  - J\nSP  - 10\nEP  - 19\n\
         DO  - 10.5555/z\nU1  - 123456[pmid]\nKW  - a\nKW  - b\nER  - \n\n"
    );
}

#[test]
fn what_was_escaped_for_the_web_is_text() {
    let text = "TY  - JOUR\nTI  - Genes &amp; cells\nKW  - Genes [prevention &amp; control, *therapy]\nKW  - a; b &amp; c\n\
        AB  - <p>Aims: p&lt;0.05 and\nx>3.</p>\n<p>CO<sub>2</sub></p>\nUR  - https://x.example/?a=1&amp;b=2\nER  - \n";
    let sink = read(text);
    let record = &sink.records[0];
    assert_eq!(record.title(), "Genes & cells");
    assert_eq!(record.keywords(), ["Genes [prevention & control, *therapy]", "a", "b & c"]);
    assert_eq!(record.abstracts().next(), Some((None, "Aims: p<0.05 and\nx>3.\nCO<sub>2</sub>")));
    assert_eq!(record.first(Role::Url), Some("https://x.example/?a=1&amp;b=2"));
    assert_eq!(fields(&read(&written(&sink.records)).records[0]), fields(record));
}

#[test]
fn ebsco_has_titles_and_abstracts_in_several_languages() {
    let record = |more: &str| {
        format!(
            "TY  - JOUR\nT1  - Niosomas: una revisión.\nT2  - Niosomes: a review.\nJO  - Revista Imaginada\n\
             JF  - Revista Imaginada\nJ1  - Revista Imaginada\nAB  - Genes enter. (English) [ABSTRACT FROM AUTHOR]\n\
             IS  - 2\nCP  - 2\nAB  - Los genes entran. (Spanish) [ABSTRACT FROM AUTHOR]\nAB  - Copyright of Revista Imaginada.\n{more}ER  - \n"
        )
    };
    let note =
        "N1  - Accession Number: 1; Authors: Ruiz, Ana 1; Number of Pages: 7p; Language: Spanish\nDP  - EBSCOhost\n";
    let sink = read(&(record(note) + &record("")));
    let [ebsco, other] = &sink.records[..] else { panic!() };
    assert_eq!((ebsco.first(Role::Journal), ebsco.all(Role::Issue).count()), (Some("Revista Imaginada"), 1));
    assert_eq!(ebsco.first(Role::TranslatedTitle), Some("Niosomes: a review."));
    assert_eq!(ebsco.abstracts().map(|(lang, _)| lang).collect::<Vec<_>>(), [Some(Lang::ENG), Some(Lang::SPA)]);
    assert_eq!((ebsco.language(), other.language()), (Some(Lang::SPA), None));
    assert_eq!((other.first(Role::Journal), other.first(Role::TranslatedTitle)), (Some("Niosomes: a review."), None));
    assert!(!written(&sink.records).contains("language"));
    assert_eq!(fields(&read(&written(&sink.records)).records[0]), fields(ebsco));
    let same = read(
        "TY  - JOUR\nT2  - The Imaginary J.\nJF  - Imaginary J\nAB  - Of words (RCT) [ABSTRACT FROM AUTHOR]\nDP  - EBSCOhost\nER  - \n",
    );
    assert_eq!(same.records[0].first(Role::TranslatedTitle), None);
    assert_eq!(same.records[0].abstracts().next().and_then(|(lang, _)| lang), None);
}

#[test]
fn a_short_name_is_the_journal_where_no_other_is_there() {
    for (text, journal, short) in [
        ("JA  - J Imag", Some("J Imag"), None),
        ("J2  - J Imag\nJA  - J. Imag.", Some("J. Imag."), Some("J Imag")),
        ("JA  - J Imag\nJF  - Journal of Images", Some("Journal of Images"), Some("J Imag")),
        ("JA  - J Imag\nJO  - Journal of Images", Some("Journal of Images"), Some("J Imag")),
    ] {
        let sink = read(&format!("TY  - JOUR\nTI  - T\n{text}\nER  - \n"));
        let record = &sink.records[0];
        assert_eq!((record.first(Role::Journal), record.first(Role::JournalAbbrev)), (journal, short), "{text}");
    }
}

#[test]
fn ovid_has_numbers_of_journals_pages_that_are_none_and_pmids_in_links() {
    let link = "L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&PAGE=reference&D=medp&NEWS=N&AN=91234567\n";
    let read = |text: &str| read(&format!("TY  - JOUR\nT1  - T\n{text}ER  - \n")).records.remove(0);
    let medline = read(&format!("ID  - 91234567\nSP  - 1\nEP  - 26\nM1  - 8918131\n{link}"));
    assert_eq!((medline.pmid(), medline.first(Role::Issue), medline.first(Role::Id)), (Some("91234567"), None, None));
    assert_eq!(medline.first(Role::StartPage), Some("1"));
    assert_eq!(read(link).pmid(), Some("91234567"));
    assert_eq!(read("UR  - https://x.example/?rft_id=info:pmid/91234567&rft.issn=1\n").pmid(), Some("91234567"));
    let embase = read(&link.replace("D=medp", "D=emed"));
    assert_eq!(embase.pmid(), None);
    let psyc = read("SP  - No\nEP  - Specified\nIS  - 101676033\nC7  - e12\n");
    assert_eq!((psyc.first(Role::StartPage), psyc.first(Role::EndPage)), (None, None));
    assert_eq!((psyc.first(Role::Pages), psyc.first(Role::Issue)), (Some("e12"), None));
    assert_eq!(read("SP  - No-Specified\nM1  - 10223\n").first(Role::StartPage), None);
    assert_eq!(read("M1  - 10223\n").first(Role::Issue), Some("10223"));
}

#[test]
fn dois_and_pmids_where_exporters_put_them() {
    let text = "TY  - JOUR\nT1  - One\nN1  - doi: 10.5555/x.1\nM3  - doi: 10.5555/x.1\nER  - \n\
        TY  - JOUR\nT1  - Two\nU1  - 91234567[pmid]\nU2  - PMC1234567[pmcid]\nN1  - see doi: 10.5555/x.9\nER  - \n\
        TY  - JOUR\nT1  - Three\nA1  - Ruiz, A., Brandt, O.B., Soto, C.\nN1  - doi: 10.5555/x.9\nDO  - 10.5555/x.3\nER  - \n";
    let sink = read(text);
    let ovid = read(
        "TY  - JOUR\nDB  - Ovid MEDLINE(R) 1946-Present\nID  - 91234567\nT1  - Four\nER  - \n\
        TY  - JOUR\nDB  - Embase\nID  - 91234567\nT1  - Five\nER  - \n",
    );
    assert_eq!(ovid.records.iter().map(Record::pmid).collect::<Vec<_>>(), [Some("91234567"), None]);
    let [one, two, three] = &sink.records[..] else { panic!() };
    assert_eq!((one.doi().as_deref(), one.first(Role::Type)), (Some("10.5555/x.1"), Some("JOUR")));
    assert_eq!((two.pmid(), two.doi()), (Some("91234567"), None));
    assert_eq!((three.doi().as_deref(), three.first(Role::Note)), (Some("10.5555/x.3"), Some("doi: 10.5555/x.9")));
    assert_eq!(three.authors(), ["Ruiz, A.", "Brandt, O.B.", "Soto, C."]);
    assert_eq!(written(&sink.records).matches("doi: 10.5555/x.1").count(), 2);
}

#[test]
fn tags_in_small_letters_are_tags() {
    let text =
        "ty  - JOUR\nti  - One\nau  - Ruiz, A\nab  - Text that goes on,\nis  - it seems\nis - on and on.\ner  - \n";
    assert!(sniff(text));
    let sink = read(text);
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    let [record] = &sink.records[..] else { panic!() };
    assert_eq!((record.title(), record.authors()), ("One", vec!["Ruiz, A"]));
    assert_eq!(record.abstracts().next(), Some((None, "Text that goes on,")));
}

#[test]
fn records_without_a_type_end_before_another_title() {
    let sink =
        read("AU  - Ruiz, A\nTI  - One\nAB  - Text.\n\nTI  - Two\nAU  - Soto, B\n\nAB  - More.\n\nAU  - Brandt, O\n");
    let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    assert_eq!((one.title(), two.title(), one.authors()), ("One", "Two", vec!["Ruiz, A"]));
    assert_eq!((two.authors(), two.abstracts().count()), (vec!["Soto, B", "Brandt, O"], 1));
}

#[test]
fn pmids_and_languages_in_notes_of_ebsco_and_dimensions() {
    let one = |text: &str| read(&format!("TY  - JOUR\nT1  - T\n{text}ER  - \n")).records.remove(0);
    assert_eq!(one("U1  - 91234567 [PMID]\n").pmid(), Some("91234567"));
    let psyc =
        one("N1  - Accession Number: 2020-1-001. PMID: 91234567 Partial author list: First: Roe, A; A, B. Language: \
         EnglishMajor Descriptor: Rest; Sleep. (PMID: 81234567).\nAN  - 2020-1-001\n");
    assert_eq!((psyc.pmid(), psyc.first(Role::Language)), (Some("91234567"), Some("English")));
    let cinahl = one("N1  - Accession Number: 142. Language: Spanish. Type: Article; a. PMID: NLM91234567.\n");
    assert_eq!((cinahl.pmid(), cinahl.first(Role::Language)), (Some("91234567"), Some("Spanish")));
    assert_eq!(cinahl.first(Role::Accession), Some("142"));
    let cited = one("N1  - Accession Number: 1. Comment: Cites: Rest. 2009. (PMID: 81234567). Subset: IM\n");
    assert_eq!(cited.pmid(), None);
    let medline =
        one("UR  - https://search.ebscohost.com/login.aspx?direct=true&db=mdc&AN=91234567&site=x\nDB  - mdc\n");
    assert_eq!(medline.pmid(), Some("91234567"));
    let other = one("UR  - https://search.ebscohost.com/login.aspx?direct=true&db=ccm&AN=91234567&site=x\nDB  - ccm\n");
    assert_eq!(other.pmid(), None);
    assert_eq!(one("IS  - eag, 7805975\n").first(Role::Issue), None);
    assert_eq!(one("IS  - 3, 4\n").first(Role::Issue), Some("3, 4"));
}

#[test]
fn trials_of_registries_have_links_and_numbers_where_others_have_journals_and_authors() {
    let text = "TY  - JOUR\nAU  - NCT01234567,\nTI  - Rest\nT2  - https://registry.example/show/NCT01234567\nER  - \n\
        TY  - JOUR\nA1  - EUCTR2018-001234-56-DE,\nTI  - Rest\nJO  - https://registry.example/x\nER  - \n\
        TY  - JOUR\nAU  - Nctoe, A\nTI  - Rest\nT2  - Rest today\nER  - \n";
    let sink = read(text);
    let found = |r: &Record| (r.authors().len(), r.first(Role::Journal).map(str::to_string), r.all(Role::Url).count());
    let found: Vec<_> = sink.records.iter().map(found).collect();
    assert_eq!(found, [(0, None, 1), (0, None, 1), (1, Some("Rest today".into()), 0)]);
}

#[test]
fn numbers_may_have_names_or_be_none() {
    let text = "TY  - JOUR\nTI  - One\nVL  - v. 7 issue 4\nSP  - pp. 12-20\nER  - \n\n\
        TY  - CONF\nTI  - Two\nAU  - J. Ruiz\nSN  - null\nVL  - null\nIS  - null\nAB  - null\nKW  - null\nER  - \n\n";
    let sink = read(text);
    let [one, two] = &sink.records[..] else { panic!("{}", sink.records.len()) };
    let firsts = [Role::Volume, Role::Issue, Role::Pages].map(|role| one.first(role));
    assert_eq!(firsts, [Some("7"), Some("4"), Some("12-20")]);
    let roles = [Role::Issn, Role::Volume, Role::Issue];
    assert_eq!(roles.map(|role| two.first(role)), [None; 3]);
    assert_eq!((two.has_abstract(), two.keywords()), (false, vec!["null"]));
    assert_eq!(written(&sink.records), text);
}
