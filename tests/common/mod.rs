//! Helpers of the tests that run the program as a user would: a folder of their own, a command, the files of a report.

#![allow(dead_code)]

pub mod made;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A sample of the project.
pub fn sample(name: &str) -> PathBuf {
    root().join("data/sample").join(name)
}

/// The folder with other people's exports, where it is there; says so where it is not.
pub fn shared(what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("THEMATA_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join(what);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {} is not there", path.display());
    None
}

/// The program, in a folder without settings of its own.
pub fn themata(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("themata").unwrap();
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("RUST_LOG");
    command
}

/// Runs, expects an exit code, and gives stdout and stderr.
pub fn run(folder: &Path, args: &[&str], code: i32) -> (String, String) {
    let output = themata(folder).args(args).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout).into(), String::from_utf8_lossy(&output.stderr).into());
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{out}\n{err}");
    (out, err)
}

/// Every file under a folder with its content; the environment, which differs from run to run, is taken out.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
                continue;
            }
            let name = entry.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let mut content = fs::read(&entry).unwrap();
            if name == "run.json" {
                let mut value: serde_json::Value = serde_json::from_slice(&content).unwrap();
                assert!(value.as_object_mut().unwrap().remove("environment").is_some());
                content = serde_json::to_vec(&value).unwrap();
            }
            found.insert(name, content);
        }
    }
    found
}

/// Names of files that two folders do not have alike.
pub fn differences(one: &Path, two: &Path) -> Vec<String> {
    let (one, two) = (files(one), files(two));
    let names: std::collections::BTreeSet<&String> = one.keys().chain(two.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != two.get(*name)).cloned().collect()
}

/// Rows of a CSV file by column name.
pub fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|row| names.iter().map(str::to_string).zip(row.unwrap().iter().map(str::to_string)).collect())
        .collect()
}
