//! Scheduled runs as a scheduler sees them: first run, nothing new, something new, two at once, killed, in the way.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use common::{made, rows, run, sample};

const CONFIG: &str = "sources = [\"in/*.ris\"]\noutput = \"out\"\nkeep = 3\n\n[alert]\nnew_records = 1\n\n[settings]\nn_clusters = 3\nn_subsamples = 0\n";

/// One record more than the sample has.
const GOOD: &str =
    "TY  - JOUR\nTI  - Niosomes for one more organ\nAB  - Niosomes carry genes into one more organ.\nER  - \n";

/// A folder with the first records of the sample as the only source.
fn folder(n_records: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("w.toml"), CONFIG).unwrap();
    fs::write(folder.path().join("in/a.ris"), records(0, n_records)).unwrap();
    folder
}

fn records(from: usize, to: usize) -> String {
    let text = fs::read_to_string(sample("sample.ris")).unwrap();
    let all: Vec<&str> = text.split_inclusive("ER  - \n").collect();
    all[from.min(all.len())..to.min(all.len())].concat()
}

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().map(|e| e.unwrap().path()) {
            let meta = fs::symlink_metadata(&entry).unwrap();
            found.insert(entry.display().to_string(), meta.modified().unwrap());
            if meta.is_dir() {
                open.push(entry);
            }
        }
    }
    found
}

fn changes(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("out/latest/changes.json")).unwrap()).unwrap()
}

#[test]
fn a_run_remembers_and_the_same_again_touches_nothing() {
    let folder = folder(30);
    let (out, _) = run(folder.path(), &["run", "w.toml"], 0);
    assert!(out.contains("first run: 30 records"), "{out}");
    let before = times(folder.path());
    let (out, _) = run(folder.path(), &["run", "w.toml"], 0);
    assert!(out.contains("nothing new"), "{out}");
    assert_eq!(times(folder.path()), before);

    let ids = |folder: &Path| -> Vec<(String, String)> {
        let report: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("out/latest/report.json")).unwrap()).unwrap();
        let mut ids: Vec<(String, String)> = report["topics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| (t["id"].to_string(), t["color"].to_string()))
            .collect();
        ids.sort();
        ids
    };
    let first = ids(folder.path());
    fs::write(folder.path().join("in/b.ris"), records(30, 40)).unwrap();
    let (out, _) = run(folder.path(), &["run", "w.toml"], 1);
    assert!(out.contains("10 new, 0 gone"), "{out}");
    assert_eq!(changes(folder.path())["new"].as_array().unwrap().len(), 10);
    assert_eq!(ids(folder.path())[..3], first[..]);
    let page = fs::read_to_string(folder.path().join("out/latest/report.html")).unwrap();
    assert!(page.contains("What changed since the last run") && page.contains("chart-alluvial"));
    // One number for a topic everywhere: the one that stays.
    let list = rows(&folder.path().join("out/latest/topics.csv"));
    let sizes = fs::read_to_string(folder.path().join("out/latest/charts/topic-sizes.svg")).unwrap();
    for (id, label) in list.iter().map(|row| (&row["id"], &row["label"])) {
        assert!(page.contains(&format!("<h3 id=\"topic-{id}\">")), "{id}");
        assert!(sizes.contains(&format!("{id} {}", label.split(',').next().unwrap())), "{id} {label}");
    }
    for chart in ["shares", "alluvial"] {
        assert!(folder.path().join(format!("out/latest/charts/{chart}.svg")).is_file());
    }
}

#[test]
fn names_that_a_person_gave_stay() {
    let folder = folder(34);
    run(folder.path(), &["run", "w.toml"], 0);
    run(folder.path(), &["history", "w.toml", "--rename", "2=My own theme"], 0);
    for taken in ["T1=my own Theme".to_string(), format!("1={}", "x".repeat(101))] {
        run(folder.path(), &["history", "w.toml", "--rename", &taken], 2);
    }
    fs::write(folder.path().join("in/b.ris"), records(34, 40)).unwrap();
    run(folder.path(), &["run", "w.toml"], 1);
    let labels: Vec<String> =
        rows(&folder.path().join("out/latest/topics.csv")).iter().map(|row| row["label"].clone()).collect();
    assert!(labels.contains(&"My own theme".to_string()), "{labels:?}");
    let (out, _) = run(folder.path(), &["history", "out", "--show", "2"], 0);
    assert!(out.contains("My own theme"), "{out}");
    let (out, _) = run(folder.path(), &["history", "w.toml"], 0);
    assert_eq!(out.lines().filter(|line| line.contains("update")).count(), 2, "{out}");
    let (out, _) = run(folder.path(), &["history", "w.toml", "--between", "1", "2"], 0);
    assert!(out.contains("6 new"), "{out}");
    assert!(run(folder.path(), &["history", "w.toml", "--export", "csv"], 0).0.lines().count() > 70);
}

#[test]
fn settings_that_changed_are_told_with_what_they_caused() {
    let folder = folder(30);
    run(folder.path(), &["run", "w.toml"], 0);
    let before: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/latest/report.json")).unwrap()).unwrap();
    let labels = before["topics"].as_array().unwrap().iter().map(|topic| topic["label"].as_str().unwrap());
    let first = |label: &str| label.split([',', ' ']).next().unwrap().to_lowercase();
    let label = labels.rev().find(|label| first(label).chars().all(char::is_alphabetic)).unwrap();
    let word = first(label);
    let changed = format!("{CONFIG}stop_words = [\"{word}\"]\n");
    fs::write(folder.path().join("w.toml"), changed).unwrap();
    let (out, _) = run(folder.path(), &["run", "w.toml"], 0);
    assert!(out.contains("settings changed (stop_words)"), "{out}");
    let told = changes(folder.path());
    assert_eq!(told["settings"], serde_json::json!([{"key": "stop_words", "before": [], "now": [word]}]));
    let page = fs::read_to_string(folder.path().join("out/latest/report.html")).unwrap();
    assert!(page.contains(&format!("<li>setting stop_words: added {word}</li>")));
    // The word that was stopped stands in no label any more, and the page says so.
    let renamed: Vec<&serde_json::Value> =
        told["kept"].as_array().unwrap().iter().filter(|kept| kept["renamed_from"] == label).collect();
    assert_eq!(renamed.len(), 1, "{told}");
    assert!(!renamed[0]["label"].as_str().unwrap().to_lowercase().contains(&word), "{told}");
    assert!(page.contains(" is now called ") && page.contains(&format!("(was {label})")), "{told}");
    let (out, _) = run(folder.path(), &["history", "w.toml", "--between", "1", "2"], 0);
    assert!(out.contains(&format!("- stop\\_words: added {word}")), "{out}");
}

#[test]
fn old_runs_and_their_folders_go() {
    let folder = folder(20);
    for n in 0..5 {
        fs::write(folder.path().join("in/b.ris"), records(20, 21 + n)).unwrap();
        common::themata(folder.path()).args(["run", "w.toml", "-q"]).output().unwrap();
    }
    let n_reports = fs::read_dir(folder.path().join("out"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().join("run.json").is_file() && !e.as_ref().unwrap().path().is_symlink())
        .count();
    assert_eq!(n_reports, 3);
    let (out, _) = run(folder.path(), &["history", "out"], 0);
    assert_eq!(out.lines().filter(|line| line.contains("update")).count(), 3, "{out}");
}

#[test]
fn what_is_in_the_way_is_told_and_nothing_is_lost() {
    let folder = folder(30);
    run(folder.path(), &["run", "w.toml"], 0);
    let report = fs::read(folder.path().join("out/latest/report.html")).unwrap();
    fs::rename(folder.path().join("in/a.ris"), folder.path().join("in/a.gone")).unwrap();
    let (_, err) = run(folder.path(), &["run", "w.toml"], 2);
    assert!(err.contains("no file fits") && err.lines().count() == 1, "{err}");
    fs::rename(folder.path().join("in/a.gone"), folder.path().join("in/a.ris")).unwrap();

    // Another run holds the lock.
    fs::write(folder.path().join("in/b.ris"), records(30, 40)).unwrap();
    let held = fs::File::open(folder.path().join("out/history.lock")).unwrap();
    held.lock().unwrap();
    let (_, err) = run(folder.path(), &["run", "w.toml"], 2);
    assert!(err.contains("another run is at work"), "{err}");
    drop(held);

    // A damaged history is refused and left as it is.
    let history = folder.path().join("out/history.sqlite");
    let good = fs::read(&history).unwrap();
    fs::write(&history, b"no history at all, but long enough to be one").unwrap();
    let (_, err) = run(folder.path(), &["run", "w.toml"], 2);
    assert!(err.contains("history"), "{err}");
    assert_eq!(fs::read(&history).unwrap(), b"no history at all, but long enough to be one");
    fs::write(&history, good).unwrap();
    assert_eq!(fs::read(folder.path().join("out/latest/report.html")).unwrap(), report);
    run(folder.path(), &["run", "w.toml"], 1);

    let (_, err) = run(folder.path(), &["run", "gone.toml"], 2);
    assert!(err.contains("gone.toml"), "{err}");
    fs::write(folder.path().join("bad.toml"), "source = [\"in\"]\noutput = \"out\"\n").unwrap();
    let (_, err) = run(folder.path(), &["run", "bad.toml"], 2);
    assert!(err.contains("`sources`"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_last_one_and_the_next_cleans_up() {
    let folder = folder(24);
    run(folder.path(), &["run", "w.toml"], 0);
    for n in 0..16_u64 {
        fs::write(folder.path().join("in/b.ris"), records(24, 25 + n as usize)).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_themata"))
            .current_dir(folder.path())
            .args(["run", "w.toml", "--force"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(n * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        // The last report and the history can be read at once.
        let latest = folder.path().join("out/latest");
        let whole: serde_json::Value = serde_json::from_slice(&fs::read(latest.join("report.json")).unwrap()).unwrap();
        assert!(whole["topics"].is_array() && latest.join("report.html").is_file());
        run(folder.path(), &["history", "out"], 0);
    }
    fs::write(folder.path().join("in/c.ris"), GOOD).unwrap();
    run(folder.path(), &["run", "w.toml", "-q"], 1);
    let names: Vec<String> = fs::read_dir(folder.path().join("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| !name.starts_with('.')), "{names:?}");
}

#[test]
fn many_at_once_and_one_fails() {
    let folder = folder(20);
    fs::create_dir(folder.path().join("runs")).unwrap();
    let config = |source: &str, output: &str| {
        format!("sources = [\"{source}\"]\noutput = \"{output}\"\n[settings]\nn_clusters = 2\n")
    };
    fs::write(folder.path().join("runs/a.toml"), config("../gone", "a")).unwrap();
    fs::write(folder.path().join("runs/b.toml"), config("../in", "b")).unwrap();
    let (out, err) = run(folder.path(), &["run", "runs"], 2);
    assert!(out.contains("first run") && err.contains("gone"), "{out}{err}");
    assert!(folder.path().join("runs/b/latest/report.html").is_file());
    let (out, err) = run(folder.path(), &["run", "runs/b.toml", "--log-format", "json", "-q"], 0);
    let entry: serde_json::Value = serde_json::from_str(err.trim()).unwrap();
    assert_eq!((entry["event"].as_str(), out.as_str()), (Some("unchanged"), ""));
}

#[test]
fn init_check_schedule_and_compare() {
    let folder = folder(30);
    run(folder.path(), &["run", "--init", "new.toml"], 0);
    run(folder.path(), &["run", "--init", "new.toml"], 2);
    let (out, _) = run(folder.path(), &["run", "--check", "w.toml"], 0);
    assert!(out.contains("30 records") && !folder.path().join("out").exists(), "{out}");
    let (out, _) = run(folder.path(), &["run", "--schedule", "Mon 06:00", "w.toml"], 0);
    for part in ["OnCalendar=Mon *-*-* 06:00:00", "0 6 * * 1", "schtasks", "cron:"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    run(folder.path(), &["cluster", "in", "-k", "3", "-o", "one", "-q"], 0);
    run(folder.path(), &["compare", "one", "one", "--fail-on-change"], 0);
    fs::write(folder.path().join("in/b.ris"), records(30, 40)).unwrap();
    run(folder.path(), &["cluster", "in", "-k", "4", "-o", "two", "-q"], 0);
    let (out, _) = run(folder.path(), &["compare", "one", "two", "--fail-on-change"], 1);
    assert!(out.contains("10 new") && out.contains("- n\\_clusters: 3, now 4"), "{out}");
}

#[test]
fn a_named_topic_that_comes_back_has_its_number_color_and_name_again() {
    let library = made::library(12, 1);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("in")).unwrap();
    fs::write(folder.join("w.toml"), "sources = [\"in\"]\noutput = \"out\"\n[settings]\nn_subsamples = 0\n").unwrap();
    let run_with = |dropped: Option<usize>| {
        let there = library.iter().filter(|made| Some(made.theme) != dropped);
        fs::write(folder.join("in/a.ris"), there.map(made::Made::ris).collect::<String>()).unwrap();
        run(folder, &["run", "w.toml"], 0);
        let report: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("out/latest/report.json")).unwrap()).unwrap();
        let record = report["documents"].as_array().unwrap().iter().find(|d| d["record_id"] == "m2");
        record.map(|record| report["topics"][record["topic"].as_u64().unwrap() as usize].clone())
    };
    let first = run_with(None).unwrap();
    let number = first["id"].as_u64().unwrap();
    run(folder, &["history", "w.toml", "--rename", &format!("T{number}=Mi tema ñ")], 0);
    assert!(run_with(Some(2)).is_none());
    assert!(changes(folder)["events"].as_array().unwrap().iter().any(|e| e["kind"] == "gone" && e["topic"] == number));
    let back = run_with(None).unwrap();
    assert_eq!((&back["label"], &back["id"], &back["color"]), (&"Mi tema ñ".into(), &first["id"], &first["color"]));
    let changes = changes(folder);
    let event = changes["events"].as_array().unwrap().iter().find(|event| event["topic"] == number).unwrap();
    assert!(event["evidence"].as_str().unwrap().starts_with("an earlier run had it; "), "{event}");
}

#[test]
fn a_name_given_between_two_runs_and_a_file_that_could_not_be_read_are_told() {
    let folder = folder(30);
    run(folder.path(), &["run", "w.toml"], 0);
    run(folder.path(), &["history", "w.toml", "--rename", "2=Our own name"], 0);
    fs::write(folder.path().join("in/b.ris"), "").unwrap();
    let (out, _) = run(folder.path(), &["run", "--check", "w.toml"], 0);
    assert!(out.contains("in/b.ris: the file is empty"), "{out}");
    let (out, _) = run(folder.path(), &["run", "--force", "w.toml"], 0);
    assert!(out.contains("1 issue in the files: in/b.ris: the file is empty"), "{out}");
    let page = fs::read_to_string(folder.path().join("out/latest/changes.md")).unwrap();
    assert!(page.contains("- **renamed**: T2 is now called Our own name (was "), "{page}");
    run(folder.path(), &["run", "--force", "w.toml"], 0);
    let page = fs::read_to_string(folder.path().join("out/latest/changes.md")).unwrap();
    assert!(!page.contains("renamed"), "told once: {page}");
}

#[test]
fn two_reviews_do_not_share_a_history() {
    let folder = folder(10);
    run(folder.path(), &["run", "--init", "one.toml", "two.toml"], 0);
    for name in ["one", "two"] {
        let text = fs::read_to_string(folder.path().join(format!("{name}.toml"))).unwrap();
        assert!(text.contains(&format!("output = \"reports/{name}\"")), "{text}");
    }
    let (_, err) = run(folder.path(), &["run", "--init", "three.toml", "two.toml"], 2);
    assert!(err.contains("two.toml") && !folder.path().join("three.toml").exists(), "all or none: {err}");
    let (_, err) = run(folder.path(), &["run", "none.toml"], 2);
    assert_eq!(err.matches("none.toml").count(), 1, "{err}");
    let (_, err) = run(folder.path(), &["run", "in"], 2);
    assert!(err.contains("no file of a run (.toml)"), "{err}");
    let (_, err) = run(folder.path(), &["history", "w.toml"], 2);
    assert!(err.contains("there is no history"), "{err}");
    let (out, _) = run(folder.path(), &["run", "--schedule", "daily 06:00", "w.toml"], 0);
    assert!(out.contains("cargo install --locked --git ADDRESS"), "{out}");
    fs::copy(folder.path().join("w.toml"), folder.path().join("copy.toml")).unwrap();
    let (_, err) = run(folder.path(), &["run", "w.toml", "copy.toml"], 2);
    assert!(err.contains("copy.toml: its output \"out\" is that of w.toml"), "{err}");
    assert!(folder.path().join("out/latest/report.json").exists(), "the first of them ran");
}

#[test]
fn a_source_that_has_no_records_any_more_is_no_news() {
    let folder = folder(20);
    fs::write(folder.path().join("in/b.ris"), GOOD).unwrap();
    run(folder.path(), &["run", "w.toml", "-q"], 0);
    for lost in ["", "<html><body>Your session has expired</body></html>"] {
        fs::write(folder.path().join("in/b.ris"), lost).unwrap();
        let (_, err) = run(folder.path(), &["run", "w.toml", "-q"], 2);
        assert!(err.contains("in/b.ris had 1 record in the last run and has none now"), "{err}");
    }
    run(folder.path(), &["run", "w.toml", "-q", "--force"], 0);
    assert_eq!(changes(folder.path())["gone"].as_array().map(Vec::len), Some(1));
}
