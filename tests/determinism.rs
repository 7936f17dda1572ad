//! Same records, same bytes: on any number of threads, in any order of files, in two processes, after a rerun.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{differences, files, rows, run, sample};

#[test]
fn threads_do_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    let input = input.to_str().unwrap();
    for threads in ["1", "2", "8"] {
        run(folder.path(), &["cluster", input, "-k", "4", "-o", threads, "--threads", threads, "-q"], 0);
    }
    assert!(files(&folder.path().join("1")).len() > 15);
    for threads in ["2", "8"] {
        assert_eq!(differences(&folder.path().join("1"), &folder.path().join(threads)), [""; 0], "{threads} threads");
    }
}

#[test]
fn a_limit_of_memory_does_not_change_a_byte_and_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    let input = input.to_str().unwrap();
    run(folder.path(), &["cluster", input, "-k", "4", "-o", "held", "-q"], 0);
    let told = run(folder.path(), &["cluster", input, "-k", "4", "-o", "filed", "--memory", "1M"], 0).1;
    assert_eq!(differences(&folder.path().join("held"), &folder.path().join("filed")), [""; 0]);
    assert!(told.contains("1.0 MB"), "what is more than the limit is said: {told}");
    let file = std::fs::read_to_string(folder.path().join("filed/run.json")).unwrap();
    assert!(file.contains("\"memory_limit\": 1048576"), "{file}");
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "only the reports stay");
    let error = run(folder.path(), &["cluster", input, "--memory", "much"], 2).1;
    assert!(error.contains("--memory much is not possible"), "{error}");
}

#[test]
fn the_order_of_files_does_not_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(sample("sample.ris"), folder.path().join("a.ris")).unwrap();
    std::fs::copy(sample("bvs.txt"), folder.path().join("b.txt")).unwrap();
    run(folder.path(), &["cluster", "a.ris", "b.txt", "-o", "one", "-q"], 0);
    run(folder.path(), &["cluster", "b.txt", "a.ris", "-o", "two", "-q"], 0);
    assert_eq!(differences(&folder.path().join("one"), &folder.path().join("two")), [""; 0]);
}

#[test]
fn the_order_of_records_does_not_change_topics() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(sample("sample.ris")).unwrap();
    let mut records: Vec<&str> = text.split_inclusive("ER  - \n").filter(|part| part.contains("TY  - ")).collect();
    assert!(records.len() > 30);
    records.reverse();
    std::fs::write(folder.path().join("one.ris"), &text).unwrap();
    std::fs::write(folder.path().join("two.ris"), records.concat()).unwrap();
    for (name, k) in [("one", "auto"), ("two", "auto"), ("one", "5"), ("two", "5")] {
        run(folder.path(), &["cluster", &format!("{name}.ris"), "-k", k, "-o", &format!("{name}-{k}"), "-q"], 0);
    }
    for k in ["auto", "5"] {
        let [one, two] = ["one", "two"].map(|name| folder.path().join(format!("{name}-{k}")));
        let table = |path: &std::path::Path| std::fs::read_to_string(path.join("topics.csv")).unwrap();
        assert_eq!(table(&one), table(&two), "{k}");
        let placed = |path: &std::path::Path| {
            let mut list: Vec<[String; 4]> = rows(&path.join("documents.csv"))
                .iter()
                .map(|row| ["title", "topic", "similarity", "why"].map(|name| row[name].clone()))
                .collect();
            list.sort();
            list
        };
        assert_eq!(placed(&one), placed(&two), "{k}");
    }
}

#[test]
fn a_number_chosen_gives_the_groups_of_the_same_number_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("sample.ris");
    let input = input.to_str().unwrap();
    for quality in ["merge", "graph"] {
        run(folder.path(), &["cluster", input, "-o", "chosen", "--quality", quality, "-q"], 0);
        let report = std::fs::read(folder.path().join("chosen/report.json")).unwrap();
        let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
        let k = report["choice"]["k"].to_string();
        run(folder.path(), &["cluster", input, "-k", &k, "-o", "asked", "--quality", quality, "-q"], 0);
        let changed = differences(&folder.path().join("chosen"), &folder.path().join("asked"));
        assert!(changed.contains(&"report.json".to_string()), "the choice is told of");
        assert!(!changed.contains(&"documents.csv".to_string()), "{quality}: the groups are the same");
    }
}

#[test]
fn a_rerun_changes_nothing_and_a_seed_only_what_is_random() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample("bvs.txt");
    let input = input.to_str().unwrap();
    run(folder.path(), &["cluster", input, "-o", "one", "-q"], 0);
    run(folder.path(), &["cluster", input, "-o", "two", "-q"], 0);
    run(folder.path(), &["cluster", input, "-o", "two", "-q"], 0);
    assert_eq!(differences(&folder.path().join("one"), &folder.path().join("two")), [""; 0]);
    run(folder.path(), &["cluster", input, "-o", "three", "--seed", "7", "-q"], 0);
    let changed = differences(&folder.path().join("one"), &folder.path().join("three"));
    assert!(changed.contains(&"run.json".to_string()), "the seed is written down");
    assert!(!changed.contains(&"near_duplicates.csv".to_string()), "pairs are of the words alone");
    run(folder.path(), &["cluster", input, "-o", "plain", "--quality", "plain", "-q"], 0);
    run(folder.path(), &["cluster", input, "-o", "plain7", "--quality", "plain", "--seed", "7", "-q"], 0);
    let changed = differences(&folder.path().join("plain"), &folder.path().join("plain7"));
    assert!(changed.contains(&"run.json".to_string()));
    assert!(!changed.contains(&"neighbors.csv".to_string()), "similarities of words alone are not random");
}
