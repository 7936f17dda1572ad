//! Pairs that are and are not the same work, groups, merging; with the gold sets as an extra check.

use super::*;
use crate::corpus::record::{RecordBuilder, Role};

/// title, authors, journal, year, volume, pages, doi
fn record(values: [&str; 7]) -> Record {
    let roles = [Role::Title, Role::AuthorList, Role::Journal, Role::Year, Role::Volume, Role::Pages, Role::Doi];
    let mut builder = RecordBuilder::new(1);
    roles.iter().zip(values).filter(|(_, v)| !v.is_empty()).for_each(|(role, value)| builder.push("X", *role, value));
    builder.finish()
}

const PAPER: [&str; 7] = [
    "Niosomes as carriers of plasmids in retinal cells",
    "Rivas, A. and Soto, B.",
    "Journal of Gene Carriers",
    "2019",
    "12",
    "288-297",
    "",
];

fn changed(changes: &[(usize, &str)]) -> Record {
    let mut values = PAPER;
    changes.iter().for_each(|&(at, value)| values[at] = value);
    record(values)
}

fn same(other: &Record) -> bool {
    let joined = join(&[record(PAPER), other.clone()]);
    joined.stands_for[0] == joined.stands_for[1]
}

#[test]
fn one_work_in_many_spellings() {
    let spellings: [&[(usize, &str)]; 15] = [
        &[],
        &[(2, "J Gene Carr")],
        &[(1, "Rivas A; Soto B"), (5, "288-97")],
        &[(0, "Niosomes as carriers of plasmids in retinal cells.")],
        &[(0, "NIOSOMES AS CARRIERS OF PLASMIDS IN RETINAL CELLS: a study in rats")],
        &[(0, "Niosomes as <i>carriers</i> of plasmids in retinal cells")],
        &[(2, ""), (4, "")],
        &[(1, "Rivás Á, Soto B"), (3, "")],
        &[(0, "Niosomes as carriers of plasmid in retinal cell")],
        &[(0, "Niosomes as carriers of plasmids in retinal cells. [Spanish]")],
        &[(0, "RETRACTED: Niosomes as carriers of plasmids in retinal cells")],
        &[(0, "Niosomas para llevar ADN a la retina / Niosomes as carriers of plasmids in retinal cells"), (5, "")],
        &[(0, "[The retina and its vesicles: a method for DNA].")],
        &[(4, "2019"), (5, "")],
        &[(5, "268-297"), (3, "")],
    ];
    for changes in spellings {
        assert!(same(&changed(changes)), "{changes:?}");
    }
}

#[test]
fn titles_that_begin_like_notices_are_works() {
    let (doi, pages) = ("10.5555/r.1", "11-25");
    let with = |title| changed(&[(0, title), (5, pages), (6, doi)]);
    for (one, two) in [
        (
            "Resposta à terapia gênica em camundongos / Response to gene therapy in mice",
            "Response to gene therapy in mice",
        ),
        ("Corrección de la escoliosis; [Correction of scoliosis in children]", "Correction of scoliosis in children."),
        ("Re-irradiation of retinal cells after gene therapy", "Reirradiation of retinal cells after gene therapy"),
        ("Letter identification in children: a study", "[Letter identification in children: a study]."),
        ("TGF-\u{3b2}1 and CO(2) in 10,000 cells of type II", "TGF-beta 1 and CO<sub>2</sub> in 10000 cells of type 2"),
        ("Niosomes in cells (Retracted article. See vol. 5, pg. 112, 2014)", "RETRACTED: Niosomes in cells"),
        ("Niosomes in retinal cells: dose\u{2013}response", "Niosomes in retinal cells: dose-response"),
        ("Niosomes in retinal cells: dose\u{2014}response.", "Niosomes in retinal cells: dose-response"),
    ] {
        let joined = join(&[with(one), with(two)]).stands_for;
        assert_eq!(joined[0], joined[1], "{one} | {two}");
    }
    let notices = ["Publisher Correction: ", "Expression of Concern: ", "Response to: ", "Re: "];
    for lead in notices {
        let notice = changed(&[(0, &format!("{lead}{}", PAPER[0])), (5, "")]);
        assert!(!same(&notice), "{lead}");
    }
}

#[test]
fn one_word_may_make_another_work() {
    let cells = "Niosomes as carriers of plasmids in retinal cells of the eye in old";
    for (one, two) in [("men", "women"), ("mice. Part A", "mice. Part B"), ("mice: a study protocol", "mice")] {
        for pages in [["", ""], ["11-25", "26-40"]] {
            let of = |end: &str, page| {
                changed(&[(0, &format!("{cells} {end}")), (1, "Rivas, A; Soto, B; Ruiz, C"), (5, page)])
            };
            let joined = join(&[of(one, pages[0]), of(two, pages[1])]);
            assert_eq!((joined.stands_for, joined.possible.len()), (vec![0, 1], 1), "{one} | {two} {pages:?}");
        }
    }
    let talk = changed(&[(5, "S120"), (1, "Rivas, A; Soto, B; Ruiz, C")]);
    let paper = changed(&[(1, "Rivas, A; Soto, B; Ruiz, C")]);
    assert_eq!(join(&[talk, paper]).stands_for, [0, 1]);
}

#[test]
fn notices_are_told_by_their_end_and_by_what_they_cite() {
    let title = PAPER[0];
    for notice in [
        format!("{title} (Annals of Ova (2018) 9, 4 (e9470) DOI: 10.5555/journal.ova.9470)"),
        format!("{title} (vol 9, e9470, 2018)"),
        format!("{title} [Erratum]"),
        format!("{title}: Corrigendum"),
        format!("{title}: author response"),
        format!("{title} \u{2013} response"),
        format!("{title} \u{2014} Reply"),
        format!("Corrección: {title}"),
        format!("Partial Retraction: {title}"),
        format!("Author response: {title}"),
    ] {
        assert!(!same(&changed(&[(0, &notice), (5, "")])), "{notice}");
    }
    // Comments by others under the title of the work.
    assert!(!same(&changed(&[(1, "Otero, C."), (5, "")])));
    for title in
        ["Correction of scoliosis in children (Otero, 2014)", "Retinal cells in mice (see also: reply [Erratum"]
    {
        let joined = join(&[changed(&[(0, title)]), changed(&[(0, title)])]).stands_for;
        assert_eq!(joined[0], joined[1], "{title}");
    }
}

#[test]
fn words_of_one_root_and_letters_may_make_another_work() {
    let joined = |one, two| join(&[one, two].map(|title| changed(&[(0, title), (4, ""), (5, "")])));
    for (one, two) in [
        ("Niosomes in the retina of patients with hypertension", "Niosomes in the retina of patients with hypotension"),
        ("Hyperthyroidism in old dogs: a survey", "Hypothyroidism in old dogs: a survey"),
        ("Niosomes in controlled cells of the old retina", "Niosomes in uncontrolled cells of the old retina"),
        ("Niosomes with vitamin A in the old retina", "Niosomes with vitamin D in the old retina"),
        ("The first part of a study of niosomes: first part", "The first part of a study of niosomes: second part"),
        ("Niosomes as carriers in the retina", "Niosomes as carriers in the retina II"),
        ("Niosomes as carriers in the retina", "Niosomes as carriers in the retina 12"),
        ("Niosomes for the hepatitis B of old mice", "Niosomes for the hepatitis C of old mice"),
        ("Niosomes for the hepatitis A of old mice", "Niosomes for the hepatitis E of old mice"),
        ("Niosomas con vitamina A en la retina", "Niosomas con vitamina D de la retina"),
    ] {
        assert_eq!(joined(one, two).stands_for, [0, 1], "{one} | {two}");
    }
    for (one, two) in [
        ("Niosomes in the clinical care of the retina", "Niosomes in the clincial care of the retina"),
        ("Niosomes at the center of \u{3bc}-opioid research", "Niosomes at the centre of mu-opioid research"),
        (
            "Niosomes and cells &amp; <i>what</i> they carry",
            "Niosomes &amp; cells and &lt;i&gt;what&lt;/i&gt; they carry",
        ),
        ("Sueño e insomnio en personal de enfermería", "Sueño y insomnio en personal de enfermería"),
        ("Sueño y vigilia en personal de enfermería", "Sueño & vigilia en personal de enfermería"),
        ("Sono e vigília em equipes de enfermagem", "Sono & vigília em equipes de enfermagem"),
        ("Calidad del sueño a largo plazo en adultos", "Calidad del sueño en largo plazo en adultos"),
        ("Sueño de los niños que viven en la costa del mar", "Sueño de los niños que viven en una costa del mar"),
        ("Niosomes as carriers in the old retina", "Niosomes as carriers in the old retina. 2019"),
    ] {
        let joined = joined(one, two).stands_for;
        assert_eq!(joined[0], joined[1], "{one} | {two}");
    }
}

#[test]
fn entries_of_two_trials_stay_apart() {
    let of = |values: &[(Role, &str)]| {
        let mut builder = RecordBuilder::new(1);
        builder.push("X", Role::Title, "Niosomes as carriers of plasmids in retinal cells of mice");
        builder.push("X", Role::AuthorList, "Rivas, A. and Soto, B. and Ruiz, C.");
        builder.push("X", Role::Year, "2019");
        values.iter().for_each(|(role, value)| builder.push("X", *role, value));
        builder.finish()
    };
    let apart = |one: &[(Role, &str)], two: &[(Role, &str)]| join(&[of(one), of(two)]).stands_for == [0, 1];
    let journal = (Role::Journal, "Gene Carriers");
    let trial = |number| [(Role::Accession, number)];
    assert!(apart(&trial("NCT00000001"), &trial("NCT00000002")));
    assert!(!apart(&trial("NCT00000001"), &[(Role::Url, "https://registry.example/show/NCT00000001")]));
    assert!(!apart(&trial("NCT00000001"), &trial("ISRCTN00000001")));
    assert!(!apart(&trial("NCT00000001; NCT00000002"), &trial("NCT00000002")));
    assert!(apart(&trial("NCT00000001"), &[(Role::Url, "https://distinct.example/NCT00000002")]));
    // Who has the same DOI or PMID is the same work, whatever trials are named.
    for number in [(Role::Doi, "10.5555/g.1"), (Role::Pmid, "91234567")] {
        assert!(!apart(&[trial("NCT00000001")[0], number], &[trial("NCT00000002")[0], number]), "{number:?}");
    }
    // The number of an entry of CENTRAL is none of the work.
    let doi = |doi| [journal, (Role::Doi, doi)];
    assert!(!apart(&doi("10.5555/g.1"), &doi("10.1002/central/cn-00000001/full")));
    assert!(apart(&doi("10.5555/g.1"), &doi("10.5555/g.2")));
    assert!(!apart(&[journal], &[(Role::Journal, "Gene Carr…")]));
}

#[test]
fn a_work_met_very_often_is_one_group_with_few_pairs() {
    let records: Vec<Record> =
        (0..300).map(|n| changed(&[(5, if n % 2 == 0 { "288-297" } else { "288-97" })])).collect();
    let joined = join(&records);
    assert!(joined.stands_for.iter().all(|&at| at == joined.stands_for[0]));
    assert_eq!(joined.pairs.len(), 299);
}

#[test]
fn a_short_title_needs_the_same_last_page_with_or_without_letters() {
    let short = |pages| changed(&[(0, "Retinal niosomes today"), (3, ""), (5, pages)]);
    let joined = |x, y| join(&[short(x), short(y)]).stands_for == [0, 0];
    assert!(joined("c37-c42", "37-42") && !joined("37-42", "37-39"));
}

#[test]
fn other_works_stay_apart() {
    let others: [&[(usize, &str)]; 6] = [
        &[(0, "Erratum: Niosomes as carriers of plasmids in retinal cells"), (5, "401")],
        &[(0, "Niosomes as carriers of plasmids in retinal cells. Part 2"), (5, "298-310")],
        &[(0, "Comment on: Niosomes as carriers of plasmids in retinal cells"), (1, "Otero, C."), (5, "500")],
        &[(2, "Proceedings of the Society for Carriers"), (3, "2017"), (4, "3"), (5, "12")],
        &[(0, "Liposomes as carriers of vaccines in nasal tissue"), (5, "310-320")],
        &[(0, "Niosomes in the delivery of drugs to the skin"), (1, "Otero, C."), (5, "11-19")],
    ];
    for changes in others {
        assert!(!same(&changed(changes)), "{changes:?}");
    }
}

#[test]
fn two_letters_that_end_on_one_page_stay_apart() {
    let letter = |title, pages| changed(&[(0, title), (5, pages)]);
    let first = letter("Niosomes and plasmids in the retina of old mice", "943-945");
    let second = letter("Niosomes and plasmids in the cornea: our answer", "944-945");
    assert_eq!(join(&[first, second]).stands_for, [0, 1]);
}

#[test]
fn a_shared_doi_joins_but_not_unlike_titles() {
    let doi = "10.5555/abc";
    let with = |title| record([title, "", "", "2019", "", "", doi]);
    let joined = join(&[
        with("Niosomes as carriers of plasmids"),
        with("Niosomes as carriers of plasmids in cells"),
        with("Front matter and program"),
    ]);
    assert_eq!(joined.stands_for[0], joined.stands_for[1]);
    assert_eq!(joined.stands_for[2], 2);
    assert!(joined.possible.iter().any(|p| p.reason.contains("titles differ")));
}

#[test]
fn the_record_with_the_abstract_stands_for_the_group() {
    let mut builder = RecordBuilder::new(1);
    record(PAPER).fields().for_each(|f| builder.field(f));
    builder.push("AB", Role::Abstract, "Plasmids were carried.");
    builder.push("KW", Role::Keyword, "retina");
    let full = builder.finish();
    let mut other = RecordBuilder::new(2);
    record(PAPER).fields().for_each(|f| other.field(f));
    other.push("KW", Role::Keyword, "Retina");
    other.push("KW", Role::Keyword, "niosome");
    let other = other.finish();
    let joined = join(&[other.clone(), full.clone()]);
    assert_eq!(joined.stands_for, [1, 1]);
    assert_eq!(joined.pairs.len(), 1);
    let merged = merge(&[&full, &other]);
    assert_eq!(merged.keywords(), ["retina", "niosome"]);
    assert!(merged.has_abstract() && merge(&[&other, &full]).has_abstract());
}

#[test]
fn several_abstracts_of_one_record_all_stay() {
    let with = |texts: &[&str]| {
        let mut builder = RecordBuilder::new(1);
        texts.iter().for_each(|text| builder.push("AB", Role::Abstract, text));
        builder.finish()
    };
    let (two, one) = (with(&["Una frase corta.", "One sentence that is longer."]), with(&["One."]));
    let texts = |record: &Record| record.abstracts().map(|(_, text)| text.to_string()).collect::<Vec<_>>();
    assert_eq!(texts(&merge(&[&two])), texts(&two));
    assert_eq!(texts(&merge(&[&two, &one])), texts(&two));
}

#[test]
fn the_order_of_records_does_not_matter() {
    let list = vec![
        record(PAPER),
        changed(&[(2, "J Gene Carr")]),
        changed(&[(0, "Liposomes as carriers of vaccines in nasal tissue"), (5, "1")]),
        changed(&[(5, "288-97")]),
    ];
    let groups = |records: &[Record]| {
        let joined = join(records);
        let mut sizes: Vec<usize> = (0..records.len())
            .map(|r| joined.stands_for.iter().filter(|&&s| s == r).count())
            .filter(|n| *n > 0)
            .collect();
        sizes.sort_unstable();
        sizes
    };
    let mut reversed = list.clone();
    reversed.reverse();
    assert_eq!(groups(&list), groups(&reversed));
}
