//! The committed sample report is what a run on the sample gives, and what it shows is right.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{differences, root, rows, run, sample, shared};

/// To renew: `cargo run --release -- cluster data/sample/bvs.txt -o reports/sample`.
#[test]
fn the_committed_report_is_what_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sample");
    run(&root(), &["cluster", "data/sample/bvs.txt", "-o", out.to_str().unwrap(), "-q"], 0);
    assert_eq!(differences(&out, &root().join("reports/sample")), [""; 0]);
}

/// Topic of every record by number.
fn topics(report: &std::path::Path) -> BTreeMap<usize, i32> {
    let number = |id: &str| id.rsplit('#').next().unwrap().parse().unwrap();
    rows(&report.join("documents.csv")).iter().map(|r| (number(&r["record_id"]), r["topic"].parse().unwrap())).collect()
}

#[test]
fn themes_of_the_sample_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("bvs.txt");
    let (out, _) = run(folder.path(), &["cluster", input.to_str().unwrap(), "-o", "r", "-q"], 0);
    for word in ["gene delivery", "bioprint", "nanoparticles"] {
        assert!(out.contains(word), "{word} in {out}");
    }
    let labels: BTreeSet<String> =
        rows(&folder.path().join("r/topics.csv")).iter().map(|r| r["label"].clone()).collect();
    assert!(labels.len() >= 3 && labels.iter().all(|label| !label.is_empty()));
    let of = topics(&folder.path().join("r"));
    assert_eq!(of.len(), 40);
    assert!(of.values().all(|&t| t >= 0));
}

/// An extra check on the page this project was asked for.
#[test]
fn the_twenty_abstracts_fall_as_a_reader_would_put_them() {
    let Some(page) = shared("exports/bvs/page-text-20-abstracts.txt") else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = page.to_str().unwrap();
    run(folder.path(), &["cluster", page, "-k", "5", "-o", "five", "-q"], 0);
    let mut groups: BTreeMap<i32, BTreeSet<usize>> = BTreeMap::new();
    for (number, topic) in topics(&folder.path().join("five")) {
        groups.entry(topic).or_default().insert(number);
    }
    let has = |wanted: &[usize]| groups.values().any(|g| *g == wanted.iter().copied().collect());
    assert!(has(&[3, 6, 12, 15, 16]) && has(&[2, 11, 13, 19]), "{groups:?}");
    let most = groups.values().map(|g| [1, 7, 8, 10, 18].iter().filter(|n| g.contains(n)).count()).max();
    assert!(most >= Some(4), "{groups:?}");
    run(folder.path(), &["cluster", page, "-k", "3", "-o", "three", "-q"], 0);
    let of = topics(&folder.path().join("three"));
    for together in [&[3, 6, 12, 15, 16][..], &[2, 11, 13, 19]] {
        assert_eq!(together.iter().map(|n| of[n]).collect::<BTreeSet<_>>().len(), 1, "{of:?}");
    }
}
