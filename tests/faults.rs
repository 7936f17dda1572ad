//! Scheduled runs in trouble: killed, ended, two at once, no room, no rights, no source, a history that cannot be read.
//!
//! Whatever happens, the last report and the history stay readable and complete, the program says in one line what is
//! amiss and ends with 2, and the next run succeeds by itself and leaves nothing behind.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::made::{Made, library};
use common::run;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const CONFIG: &str =
    "sources = [\"in.ris\"]\noutput = \"out\"\nkeep = 3\n[settings]\nn_clusters = 3\nn_subsamples = 0\n";

fn write(folder: &Path, library: &[Made], n_records: usize) {
    let text: String = library.iter().take(n_records).map(Made::ris).collect();
    fs::write(folder.join("in.ris"), text).unwrap();
}

/// A folder in which one run was done over the first `n_records` of the library.
fn after_one_run(library: &[Made], n_records: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("w.toml"), CONFIG).unwrap();
    write(folder.path(), library, n_records);
    run(folder.path(), &["run", "w.toml"], 0);
    folder
}

/// A folder in which one run was done and more records came since, with the report of that run.
fn with_news() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let library = library(8, 1);
    let folder = after_one_run(&library, 40);
    let old = report(folder.path());
    write(folder.path(), &library, 70);
    (folder, old)
}

fn start(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
    command.current_dir(folder).args(["run", "w.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The report that `latest` leads to, by file; every file that a report has is there.
fn report(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = common::files(&folder.join("out/latest"));
    for name in ["report.html", "topics.csv", "documents.csv", "library.ris", "run.json", "changes.json", "changes.md"]
    {
        assert!(files.contains_key(name), "{name} of {:?}", files.keys());
    }
    let whole: serde_json::Value = serde_json::from_slice(&files["report.json"]).unwrap();
    assert!(whole["topics"].is_array());
    assert!(String::from_utf8_lossy(&files["report.html"]).trim_end().ends_with("</html>"));
    files
}

/// The runs that the history lists and can show in full.
fn runs(folder: &Path) -> Vec<serde_json::Value> {
    let (out, _) = run(folder, &["history", "out", "--export", "json"], 0);
    let whole: serde_json::Value = serde_json::from_str(&out).unwrap();
    let runs = whole["runs"].as_array().unwrap().clone();
    assert!(runs.iter().all(|run| run["n_records"] == run["records"].as_array().unwrap().len()));
    runs
}

/// The output folder holds the history, the lock, the link and the reports of the runs known, and nothing else.
fn check_tidy(folder: &Path) {
    let names: BTreeSet<String> = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let runs = runs(folder);
    let reports = runs.iter().map(|run| run["output"].as_str().unwrap().to_string());
    let expected: BTreeSet<String> =
        reports.chain(["history.sqlite", "history.lock", "latest"].map(String::from)).collect();
    assert_eq!(names, expected);
    let latest = fs::read_link(folder.join("out/latest")).unwrap();
    assert_eq!(latest.to_str(), runs.last().unwrap()["output"].as_str());
    assert_eq!(fs::metadata(folder.join("out/history.lock")).unwrap().len(), 0);
}

#[test]
fn killed_at_two_hundred_moments_nothing_is_lost_and_the_next_run_clears_up() {
    let library = library(8, 1);
    let folder = after_one_run(&library, 40);
    let folder = folder.path();
    let begin = Instant::now();
    write(folder, &library, 41);
    run(folder, &["run", "w.toml"], 0);
    let usual = begin.elapsed();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(200);
    let mut finished = 0;
    for n in 0..200_usize {
        write(folder, &library, 40 + (n % 7) + (n % 2) * 10);
        let n_runs = runs(folder).len();
        let mut child = start(folder);
        std::thread::sleep(usual.mul_f64(rng.gen_range(0.0..1.1)));
        child.kill().unwrap();
        finished += usize::from(child.wait().unwrap().success());
        report(folder);
        assert!(runs(folder).len() >= n_runs.min(3));
        run(folder, &["run", "w.toml"], 0);
        report(folder);
        check_tidy(folder);
    }
    println!("killed: {} of 200", 200 - finished);
    assert!(finished < 150, "{finished} of 200 were done before they were killed");
}

#[test]
fn a_run_killed_while_forgetting_is_ended_by_the_next_without_news() {
    let library = library(8, 1);
    let folder = after_one_run(&library, 40);
    let folder = folder.path();
    write(folder, &library, 45);
    run(folder, &["run", "w.toml"], 0);
    // The older report is set aside, as when the file asked to keep one and the run was killed before it forgot.
    let name = runs(folder)[0]["output"].as_str().unwrap().to_string();
    fs::rename(folder.join("out").join(&name), folder.join(format!("out/.{name}.themata-old-999999999"))).unwrap();
    fs::write(folder.join("w.toml"), CONFIG.replace("keep = 3", "keep = 1")).unwrap();
    let last = report(folder);
    run(folder, &["run", "w.toml"], 0);
    assert!(report(folder) == last && runs(folder).len() == 1);
    check_tidy(folder);
}

#[test]
fn ended_by_a_signal_the_old_report_stays() {
    let library = library(60, 1);
    let folder = after_one_run(&library, 40);
    let old = report(folder.path());
    for signal in ["TERM", "INT"] {
        // Enough records that the run is still at work when the signal comes.
        write(folder.path(), &library, 540);
        let mut child = start(folder.path());
        wait_for_lock(folder.path());
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        assert!(!child.wait().unwrap().success());
        assert!(report(folder.path()) == old && runs(folder.path()).len() == 1);
    }
    run(folder.path(), &["run", "w.toml"], 0);
    check_tidy(folder.path());
}

/// Waits until a run has the lock.
fn wait_for_lock(folder: &Path) {
    let begin = Instant::now();
    let len = || fs::metadata(folder.join("out/history.lock")).map_or(0, |meta| meta.len());
    while len() == 0 && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn of_two_at_once_one_runs_and_one_says_so() {
    let library = library(60, 1);
    let folder = after_one_run(&library, 300);
    write(folder.path(), &library, 540);
    let first = start(folder.path());
    wait_for_lock(folder.path());
    let (_, err) = run(folder.path(), &["run", "w.toml"], 2);
    assert!(err.contains(&format!("another run is at work (process {}", first.id())), "{err}");
    let (_, err) = run(folder.path(), &["history", "w.toml", "--rename", "1=Mine"], 2);
    assert!(err.contains("another run is at work"), "{err}");
    assert!(first.wait_with_output().unwrap().status.success());
    assert_eq!(runs(folder.path()).len(), 2);
    check_tidy(folder.path());
}

/// Runs under a limit to the size of files: what a full disk is to a program.
fn run_with_room(folder: &Path, blocks: usize) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run w.toml");
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &script, env!("CARGO_BIN_EXE_themata")]).output().unwrap()
}

#[test]
fn without_room_it_says_so_and_nothing_is_lost() {
    let (folder, old) = with_news();
    let mut refused = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 160, 192, 256, 320, 400, 512, 1024, 4096] {
        let output = run_with_room(folder.path(), blocks);
        if output.status.success() {
            break;
        }
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && err.lines().count() == 1, "{blocks}: {err}");
        assert!(err.contains("make room"), "{blocks}: {err}");
        assert!(report(folder.path()) == old, "{blocks}");
        assert_eq!(runs(folder.path()).len(), 1, "{blocks}");
        refused += 1;
    }
    assert!((5..19).contains(&refused), "{refused}");
    run(folder.path(), &["run", "w.toml"], 0);
    assert_eq!(runs(folder.path()).len(), 2);
    check_tidy(folder.path());
}

#[test]
fn without_rights_it_says_so_and_nothing_is_lost() {
    let (folder, old) = with_news();
    let out = folder.path().join("out");
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(folder.path(), 0o755);
    let locked = |on: bool| {
        mode(&out, if on { 0o555 } else { 0o755 });
        fs::read_dir(&out).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).for_each(|file| {
            mode(&file, if on { 0o444 } else { 0o644 });
        });
    };
    locked(true);
    let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
    command.current_dir(folder.path()).args(["run", "w.toml"]);
    if fs::write(out.join("probe"), "").is_ok() {
        // The superuser may write everywhere: somebody else has to try.
        fs::remove_file(out.join("probe")).unwrap();
        command.uid(65534);
    }
    let output = command.output();
    locked(false);
    let Ok(output) = output else {
        println!("left out: the program cannot be started as somebody without rights");
        return;
    };
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && err.lines().count() == 1, "{err}");
    assert!(err.contains("permission") && err.contains("out"), "{err}");
    assert!(report(folder.path()) == old && runs(folder.path()).len() == 1);
    run(folder.path(), &["run", "w.toml"], 0);
    check_tidy(folder.path());
}

#[test]
fn a_history_that_cannot_be_read_is_refused_and_left_as_it_is() {
    let (folder, old) = with_news();
    let history = folder.path().join("out/history.sqlite");
    let good = fs::read(&history).unwrap();
    let newer = {
        let database = rusqlite::Connection::open(&history).unwrap();
        database.pragma_update(None, "user_version", 99).unwrap();
        drop(database);
        fs::read(&history).unwrap()
    };
    let mut hole = good.clone();
    hole[5000..9000].fill(0xA5);
    let bad = [
        (newer, "update themata"),
        (hole, "damaged"),
        (good[..good.len() / 2].to_vec(), "damaged"),
        (b"no history at all, but long enough to be taken for one".to_vec(), "damaged"),
    ];
    for (bytes, told) in bad {
        fs::write(&history, &bytes).unwrap();
        for args in [&["run", "w.toml"][..], &["history", "w.toml", "--rename", "1=Mine"]] {
            let (_, err) = run(folder.path(), args, 2);
            assert!(err.contains(told) && err.lines().count() == 1, "{told}: {err}");
            assert!(fs::read(&history).unwrap() == bytes && report(folder.path()) == old, "{told}");
        }
    }
    // Moved away, a new history begins, and the old reports stay.
    fs::remove_file(&history).unwrap();
    run(folder.path(), &["run", "w.toml"], 0);
    let reports = fs::read_dir(folder.path().join("out")).unwrap().filter(|e| {
        let path = e.as_ref().unwrap().path();
        path.join("run.json").is_file() && !path.is_symlink()
    });
    assert_eq!(reports.count(), 2);
}
