//! The command line as a user meets it: what each command prints, which files it writes, how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;

use common::{rows, run, sample, themata};

#[test]
fn cluster_writes_the_files_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("sample.ris"), folder.path().join("sample.ris")).unwrap();
    let (out, err) = run(folder.path(), &["cluster", "sample.ris", "-k", "4"], 0);
    assert!(out.trim_end().ends_with("reports/sample/report.html"), "{out}");
    assert!(err.contains("40 records from 1 file"), "{err}");
    let report = folder.path().join("reports/sample");
    for file in [
        "report.html",
        "topics.csv",
        "documents.csv",
        "neighbors.csv",
        "near_duplicates.csv",
        "duplicates.csv",
        "topics.xlsx",
        "borderline.csv",
        "report.json",
        "library.ris",
        "run.json",
        "charts/topic-sizes.svg",
        "charts/top-terms.svg",
        "charts/topic-similarity.svg",
        "charts/map.svg",
        "charts/silhouette.svg",
        "charts/topics-by-year.svg",
    ] {
        assert!(report.join(file).is_file(), "{file}");
    }
    run(folder.path(), &["cluster", "sample.ris", "-k", "4", "--split-by-topic", "-o", "split", "-q"], 0);
    let parts: Vec<String> = fs::read_dir(folder.path().join("split/themes"))
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!((parts.len(), parts.concat().matches("ER  - ").count()), (4, 40));
    let topics = rows(&report.join("topics.csv"));
    let sizes: Vec<usize> = topics.iter().map(|row| row["size"].parse().unwrap()).collect();
    assert_eq!((topics.len(), sizes.iter().sum::<usize>()), (4, 40));
    assert!(sizes.is_sorted_by(|a, b| a >= b));
    let neighbors = rows(&report.join("neighbors.csv"));
    assert!(neighbors.iter().all(|row| (0.0..=1.0).contains(&row["similarity"].parse::<f64>().unwrap())));
    assert!(neighbors.iter().all(|row| row["record_id"] != row["neighbor_id"]));
}

#[test]
fn json_is_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("bvs.txt");
    let (out, err) = run(folder.path(), &["cluster", input.to_str().unwrap(), "-k", "3", "-o", "r", "--json", "-q"], 0);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&value["n_records"], &value["n_topics"], err.as_str()), (&40.into(), &3.into(), ""));
    let (out, _) = run(folder.path(), &["describe", input.to_str().unwrap(), "--json"], 0);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let file = &value["files"][0];
    assert_eq!((&file["format"], &file["records"]), (&"bvs-page".into(), &40.into()));
    assert!(value["schema_version"].is_number() && file["issues"].is_array() && file["duplicates"].is_number());
}

#[test]
fn duplicates_of_two_exports_are_joined_and_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("sample.ris"), folder.path().join("a.ris")).unwrap();
    let more = "TY  - JOUR\nTI  - A study that is in one file alone\nAB  - Words that nobody else has.\nER  - \n";
    let text = fs::read_to_string(sample("sample.ris")).unwrap();
    fs::write(folder.path().join("b.ris"), format!("{more}\n{text}")).unwrap();
    let (out, _) = run(folder.path(), &["dedup", "a.ris", "b.ris", "-o", "all.ris", "--pairs", "pairs.csv"], 0);
    assert!(out.contains("40 duplicates joined, 41 left"), "{out}");
    let pairs = rows(&folder.path().join("pairs.csv"));
    assert_eq!(pairs.len(), 40);
    assert!(pairs.iter().all(|row| !row["reason"].is_empty()));
    assert_eq!(fs::read_to_string(folder.path().join("all.ris")).unwrap().matches("TY  - ").count(), 41);
    run(folder.path(), &["cluster", "a.ris", "b.ris", "-k", "3", "-o", "r", "-q"], 0);
    let documents = rows(&folder.path().join("r/documents.csv"));
    assert_eq!(documents.len(), 81);
    assert_eq!(documents.iter().filter(|row| !row["duplicate_of"].is_empty()).count(), 40);
    assert!(documents.iter().all(|row| row["topic"] != "-1"));
}

#[test]
fn convert_and_back_keeps_titles_and_abstracts() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    for ending in ["ris", "nbib", "csv", "bib", "xml", "json", "jsonl"] {
        let name = format!("x.{ending}");
        run(folder.path(), &["convert", input.to_str().unwrap(), "-o", &name], 0);
        run(folder.path(), &["convert", &name, "-o", "back.csv"], 0);
        run(folder.path(), &["convert", input.to_str().unwrap(), "-o", "first.csv"], 0);
        let cells = |file: &str| -> Vec<(String, String)> {
            rows(&folder.path().join(file)).iter().map(|r| (r["title"].clone(), r["abstract"].clone())).collect()
        };
        assert_eq!(cells("back.csv"), cells("first.csv"), "{ending}");
    }
    let (_, err) = run(folder.path(), &["convert", input.to_str().unwrap(), "-o", "x.docx"], 2);
    assert!(err.contains(".ris, .nbib, .csv, .bib"), "{err}");
}

#[test]
fn similar_lists_the_nearest_records_and_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    let input = input.to_str().unwrap();
    let (out, _) = run(folder.path(), &["similar", input, "--to", "plasmid transfection with niosomes", "-n", "3"], 0);
    assert!(out.to_lowercase().contains("niosome"), "{out}");
    let spanish = "nanopartículas poliméricas para la entrega de fármacos contra el cáncer";
    let bvs = sample("bvs.txt");
    let (out, _) = run(folder.path(), &["similar", bvs.to_str().unwrap(), "--to", spanish, "-n", "4"], 0);
    assert!(out.contains("doxorrubicina") && out.contains("Curcumin"), "in both languages: {out}");
    let (out, _) = run(folder.path(), &["similar", bvs.to_str().unwrap(), "--to", "bioimpresión", "-n", "2"], 0);
    assert!(out.contains("La bioimpresión 3D"), "by Spanish rules: {out}");
    let records = themata::corpus::read::read(std::slice::from_ref(&bvs), &Default::default()).unwrap().records;
    let is_printing = |text: &str| text.contains("bioimpresión");
    let printing = records.iter().find(|record| record.abstracts().any(|(_, text)| is_printing(text))).unwrap();
    let (out, _) = run(folder.path(), &["similar", bvs.to_str().unwrap(), "--to", &printing.id, "-n", "3"], 0);
    assert!(out.to_lowercase().contains("bioprint"), "a record finds its subject across languages: {out}");
    let (_, err) = run(folder.path(), &["similar", input, "--to", "10.9999/none"], 2);
    assert!(err.contains("no record has this DOI"), "{err}");
    let (out, _) = run(folder.path(), &["similar", input, "--pairs", "--threshold", "0.99", "--json"], 0);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["results"], serde_json::json!([]), "{out}");
    // The same library from a second database: each work once, unless asked.
    std::fs::copy(sample("sample.ris"), folder.path().join("again.ris")).unwrap();
    let twice = ["similar", input, "again.ris", "--to", "niosomes", "--json"];
    let titles = |more: &[&str]| {
        let (out, _) = run(folder.path(), &[&twice[..], more].concat(), 0);
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        let mut titles: Vec<String> =
            value["results"].as_array().unwrap().iter().map(|r| r["title"].to_string()).collect();
        titles.sort_unstable();
        titles
    };
    let (once, all) = (titles(&[]), titles(&["--keep-duplicates"]));
    assert!(!once.is_empty() && once.windows(2).all(|pair| pair[0] != pair[1]), "{once:?}");
    assert!(all.chunks(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    let pairs = |more: &[&str]| {
        let (out, _) = run(folder.path(), &[&["similar", input, "again.ris", "--pairs", "--json"], more].concat(), 0);
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        value["results"].as_array().unwrap().len()
    };
    assert_eq!(pairs(&[]), 0, "copies are no news");
    assert!(pairs(&["--keep-duplicates"]) > 20);
}

#[test]
fn help_completions_and_the_manual_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = run(folder.path(), &["--help"], 0);
    for command in ["cluster", "describe", "dedup", "convert", "similar"] {
        assert!(out.contains(command), "{command}");
        let (help, _) = run(folder.path(), &[command, "--help"], 0);
        assert!(help.contains("Example"), "{command}");
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(run(folder.path(), &["completions", shell], 0).0.contains("themata"));
    }
    assert!(run(folder.path(), &["man"], 0).0.contains(".TH themata"));
    let page = run(folder.path(), &["man", "cluster"], 0).0;
    assert!(page.contains(".TH themata-cluster") && page.contains("n\\-clusters"), "{page}");
    assert!(run(folder.path(), &["man", "clusters"], 2).1.contains("no command is named clusters"));
    assert!(run(folder.path(), &["--version"], 0).0.contains(env!("CARGO_PKG_VERSION")));
    let (_, err) = run(folder.path(), &["clutser"], 2);
    assert!(err.contains("'cluster'"), "{err}");
}

#[test]
fn settings_come_from_a_file_and_flags_go_over_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("sample.ris"), folder.path().join("s.ris")).unwrap();
    fs::write(folder.path().join("themata.toml"), "n_clusters = 3\nseed = 7\n\n[guide]\nstop_terms = [\"cells\"]\n")
        .unwrap();
    run(folder.path(), &["cluster", "s.ris", "-o", "a", "-q"], 0);
    assert_eq!(rows(&folder.path().join("a/topics.csv")).len(), 3);
    run(folder.path(), &["cluster", "s.ris", "-k", "5", "-o", "b", "-q"], 0);
    assert_eq!(rows(&folder.path().join("b/topics.csv")).len(), 5);
    let settings: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("b/run.json")).unwrap()).unwrap();
    assert_eq!(settings["settings"]["seed"], 7);
}

#[test]
fn what_was_typed_in_another_way_is_understood_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::copy(sample("sample.ris"), path.join("a.ris")).unwrap();
    for (args, told) in [
        (&["cluster", "a.ris", "–k", "5"][..], "short dash"),
        (&["cluster", "“a.ris”"], "quotation marks"),
        (&["cluster", "a.ris", "--memory", "500"], "with its unit"),
        (&["cluster", "a.ris", "-o", "."], "other things than a report"),
        (&["similar", "a.ris", "--to", "x", "--threshold", "0.5"], "cannot be used with"),
        (&["dedup", "a.ris", "-o", "all.ris", "--pairs", "none/pairs.csv"], "there is no folder none"),
        (&["dedup", "a.ris", "-o", "all.ris", "--config", "none.toml"], "none.toml"),
        (&["history", "out", "--show", "1", "--prune", "1"], "cannot be used with"),
        (&["compare", "a.ris", "none"], "a.ris is no report"),
        (&["dedup", "a.ris", "-o", "b.csv", "--pairs", "./b.csv"], "written twice"),
        (&["dedup", "a.ris", "-o", "b.csv", "--pairs", "."], "is a folder"),
        (&["describe", "./“a.ris”"], "quotation marks"),
    ] {
        let (out, err) = run(path, args, 2);
        assert!(out.is_empty() && err.contains(told), "{args:?}: {err}");
    }
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.ris"], "nothing stays of what failed");
    let home =
        themata(path).env("HOME", path).args(["convert", "~/a.ris", "-o", "~/b.csv", "--json"]).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&home.stdout).unwrap();
    assert_eq!((&value["n_records"], path.join("b.csv").is_file()), (&40.into(), cfg!(unix)));
    let pairs = ["dedup", "a.ris", "-o", "c.ris", "--pairs", "~/a.ris"];
    let refused = themata(path).env("HOME", path).args(pairs).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "a file that is read is never written");
    assert_eq!(fs::read(path.join("a.ris")).unwrap(), fs::read(sample("sample.ris")).unwrap());
}

#[test]
fn a_lost_file_is_told_though_all_else_is_quiet() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("sample.ris"), folder.path().join("a.ris")).unwrap();
    let (_, err) = run(folder.path(), &["convert", "a.ris", "none.ris", "-o", "b.csv", "-q"], 0);
    assert_eq!(err.trim_end(), "not read: none.ris: there is no such file or folder");
    let (_, err) = run(folder.path(), &["cluster", "a.ris", "-k", "3", "-o", "r", "--language", "deu"], 0);
    assert!(err.contains("no record has an abstract in German"), "{err}");
}

#[test]
fn what_a_killed_run_left_goes_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample("sample.ris"), folder.path().join("a.ris")).unwrap();
    fs::write(folder.path().join(".b.csv.themata-999999999"), "half").unwrap();
    run(folder.path(), &["convert", "a.ris", "-o", "b.csv", "-q"], 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_folder_with_reports_gives_its_exports_alone() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("review");
    fs::create_dir(&folder).unwrap();
    fs::copy(sample("sample.ris"), folder.join("a.ris")).unwrap();
    fs::write(folder.join("b.ris"), "TY  - JOUR\nTI  - Printed niosomes and their genes\nER  - \n").unwrap();
    for _ in 0..2 {
        let (out, err) = run(&folder, &["cluster", ".", "-k", "4"], 0);
        assert!(err.contains("41 records from 2 files") && err.contains("1 of them without an abstract"), "{err}");
        assert!(out.contains("reports/review/report.html"), "{out}");
    }
    let (_, err) = run(&folder, &["cluster", "reports"], 2);
    assert!(err.contains("nothing but reports of themata"), "{err}");
    let report = fs::read_dir(folder.join("reports")).unwrap().next().unwrap().unwrap().path();
    let (_, err) = run(&folder, &["cluster", report.to_str().unwrap()], 2);
    assert!(err.contains("a report of themata"), "{err}");
    let (_, err) = run(&folder, &["describe", "*"], 0);
    assert!(err.is_empty(), "a pattern passes over reports, too: {err}");
    let (_, err) = run(&folder, &["compare", report.to_str().unwrap(), "reports/reveiw"], 2);
    assert!(err.contains("reports/reveiw is not there"), "{err}");
    // Beside a history stand the exports that it was made of.
    fs::write(folder.join("history.sqlite"), "").unwrap();
    let (out, _) = run(above.path(), &["describe", "review", "--json"], 0);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["files"].as_array().map(Vec::len), Some(2), "{value}");
    let page = report.join("report.html");
    let (out, _) = run(&folder, &["compare", report.to_str().unwrap(), page.to_str().unwrap()], 0);
    assert!(out.contains("41 records: 0 new"), "{out}");
}
