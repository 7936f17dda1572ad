//! The figures of a report agree with each other, whichever of its files shows them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{rows, run, sample};

/// The sample with PMIDs for DOIs and one record without a year, and a second export that has this year.
fn report() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(sample("sample.ris")).unwrap();
    let first = text.split_once("ER  - ").unwrap().0;
    let without: Vec<&str> = first.lines().filter(|line| !line.starts_with("PY") && !line.starts_with("DA")).collect();
    assert!(without.len() < first.lines().count(), "the first record of the sample has a year");
    fs::write(folder.path().join("a.ris"), text.replacen(first, &(without.join("\n") + "\n"), 1)).unwrap();
    let other = "TY  - JOUR\nTI  - A gel for cartilage in PubMed alone\nAB  - A printed gel carries cells of cartilage.\n\
                 AU  - Ruiz, A\nAU  - Brandt, O\nT2  - Journal of Gels\nAN  - 31452104\nPMID  - 31452104\nPY  - 2019\nER  - \n";
    fs::write(folder.path().join("b.ris"), format!("{first}ER  - \n\n{other}")).unwrap();
    run(folder.path(), &["cluster", "a.ris", "b.ris", "-k", "4", "-o", "r", "--split-by-topic", "-q"], 0);
    folder
}

#[test]
fn tables_and_pages_show_the_same_figures() {
    let folder = report();
    let read = |name: &str| fs::read_to_string(folder.path().join("r").join(name)).unwrap();
    let topics = rows(&folder.path().join("r/topics.csv"));
    let documents = rows(&folder.path().join("r/documents.csv"));
    let (html, json) = (read("report.html"), read("report.json"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (at, topic) in topics.iter().enumerate() {
        let own: Vec<_> = documents.iter().filter(|d| d["topic"] == topic["topic"]).collect();
        let works: Vec<_> = own.iter().filter(|d| d["duplicate_of"].is_empty()).collect();
        assert_eq!((topic["number"].clone(), works.len().to_string()), ((at + 1).to_string(), topic["size"].clone()));
        assert_eq!(json["topics"][at]["number"], topic["number"].as_str());
        assert!(own.iter().all(|d| d["number"] == topic["number"]));

        let mean = works.iter().map(|d| d["similarity"].parse::<f64>().unwrap()).sum::<f64>() / works.len() as f64;
        let told: f64 = topic["mean_similarity"].parse().unwrap();
        assert!((told - mean).abs() < 2e-4, "{told} of records with {mean}");
        let shown = html.split("Mean similarity of its records ").nth(at + 1).and_then(|text| text.split(',').next());
        assert!((shown.unwrap().parse::<f64>().unwrap() - mean).abs() < 1e-3, "{shown:?} of records with {mean}");

        let mut years: BTreeMap<&str, usize> = BTreeMap::new();
        works.iter().filter(|d| !d["year"].is_empty()).for_each(|d| *years.entry(&d["year"]).or_default() += 1);
        let years: Vec<String> = years.iter().map(|(year, n)| format!("{year}: {n}")).collect();
        assert_eq!(topic["years"], years.join("; "));
    }
    assert!(documents.iter().all(|d| !d["year"].is_empty()), "the one without a year has that of its duplicate");
    let listed = html.matches("<tr><td><span").count();
    assert_eq!(listed, documents.iter().filter(|d| d["duplicate_of"].is_empty()).count());
}

#[test]
fn records_are_named_with_author_journal_and_a_link() {
    let folder = report();
    let html = fs::read_to_string(folder.path().join("r/report.html")).unwrap();
    assert!(html.contains("Ruiz, A et al., Journal of Gels (2019)"));
    assert!(html.contains("href=\"https://pubmed.ncbi.nlm.nih.gov/31452104/\""));
}

#[test]
fn duplicates_are_marked_in_the_libraries() {
    let folder = report();
    let documents = rows(&folder.path().join("r/documents.csv"));
    let joined: Vec<_> = documents.iter().filter(|d| !d["duplicate_of"].is_empty()).collect();
    assert_eq!(joined.len(), 1);
    let note = format!("N1  - themata_duplicate_of: {}\n", joined[0]["duplicate_of"]);
    let library = fs::read_to_string(folder.path().join("r/library.ris")).unwrap();
    let themes: String = fs::read_dir(folder.path().join("r/themes"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for text in [library, themes] {
        assert_eq!((text.matches(&note).count(), text.matches("themata_duplicate_of").count()), (1, 1));
    }
}

#[test]
fn neighbors_are_of_one_topic_more_often_than_by_words_alone() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    let input = input.to_str().unwrap();
    let cluster = |more: &[&str]| {
        run(folder.path(), &[&["cluster", input, "-k", "3", "--neighbors", "5", "-o", "r", "-q"], more].concat(), 0);
        let topics = rows(&folder.path().join("r/documents.csv"));
        let topics: BTreeMap<String, String> =
            topics.into_iter().map(|d| (d["record_id"].clone(), d["topic"].clone())).collect();
        (topics, rows(&folder.path().join("r/neighbors.csv")))
    };
    let (topics, neighbors) = cluster(&[]);
    let (_, by_words) = cluster(&["--quality", "plain"]);
    let within = |rows: &[BTreeMap<String, String>]| {
        let same = |row: &&BTreeMap<String, String>| topics[&row["record_id"]] == topics[&row["neighbor_id"]];
        rows.iter().filter(same).count() as f64 / rows.len() as f64
    };
    let (by_subject, by_words) = (within(&neighbors), within(&by_words));
    assert!(by_subject > by_words + 0.05, "{by_subject} beside {by_words}");
}
