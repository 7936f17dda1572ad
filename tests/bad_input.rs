//! What can go wrong with files and folders: each is a clear error or a counted issue, and an earlier report stays.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::path::Path;

use common::{files, run, sample};

const GOOD: &str = "TY  - JOUR\nTI  - Niosomes carry genes into cells\nAB  - Niosomes carry genes into cells of the eye.\n\
    ER  - \n\nTY  - JOUR\nTI  - Printed cartilage\nAB  - A bioink was printed layer by layer into cartilage.\nER  - \n\n\
    TY  - JOUR\nTI  - Genes and niosomes\nAB  - Genes travel in niosomes, and cells take them up.\nER  - \n\n\
    TY  - JOUR\nTI  - Bioinks\nAB  - A bioink for printed cartilage is tested.\nER  - \n";

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// One line on stderr that starts with the name of the program and holds all the words.
fn refused(folder: &Path, args: &[&str], words: &[&str]) {
    let (out, err) = run(folder, args, 2);
    assert_eq!(out, "", "{args:?}");
    let lines: Vec<&str> = err.lines().collect();
    assert!(lines.len() == 1 && lines[0].starts_with("themata: "), "{args:?}: {err}");
    for word in words {
        assert!(err.contains(word), "{word} in {err}");
    }
}

#[test]
fn inputs_that_hold_nothing_are_refused() {
    let folder = folder_with(&[
        ("empty.ris", b""),
        ("none/picture.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("x.bin", &[0, 1, 2, 3, 0, 7]),
    ]);
    refused(folder.path(), &["cluster", "empty.ris"], &["empty.ris", "empty"]);
    refused(folder.path(), &["cluster", "none"], &["none"]);
    refused(folder.path(), &["cluster", "x.bin"], &["x.bin", "binary"]);
    refused(folder.path(), &["cluster", "gone.ris"], &["gone.ris", "no such file"]);
    assert!(!folder.path().join("reports").exists());
}

#[test]
fn a_table_without_a_known_column_names_those_it_has() {
    let folder = folder_with(&[("t.csv", b"name,size,color\nx,1,red\ny,2,blue\n")]);
    let (_, err) = run(folder.path(), &["cluster", "t.csv"], 2);
    for word in ["t.csv", "title", "abstract", "name", "size", "color"] {
        assert!(err.contains(word), "{word} in {err}");
    }
}

#[test]
fn what_is_cut_is_told_and_the_rest_is_kept() {
    let cut = format!("{GOOD}\nTY  - JOUR\nTI  - The last one is cut\nAB  - It ends in the mid");
    let nbib = "PMID- 91000001\nOWN - NLM\nTI  - A whole one\nAB  - Text of the whole one.\nSO  - J.\n\nPMID- 91000002\nOWN - NLM\nTI  - A title that is cut in the mid";
    let folder = folder_with(&[("cut.ris", cut.as_bytes()), ("cut.nbib", nbib.as_bytes())]);
    let (out, _) = run(folder.path(), &["describe", "cut.ris", "cut.nbib", "--json"], 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["n_records"], &told["files"][0]["records"]), (&7.into(), &2.into()));
    assert_eq!(told["files"][1]["issues"][0]["line"], GOOD.lines().count() + 4);
    assert_eq!(told["files"][1]["issues"][0]["kind"], "truncated");
    run(folder.path(), &["describe", "cut.ris", "--strict"], 1);
}

#[test]
fn a_bad_file_among_good_ones_is_an_issue() {
    let folder =
        folder_with(&[("in/a.ris", GOOD.as_bytes()), ("in/b.ris", b"\x89PNG\r\n\x1a\n"), ("in/c.txt", b"{}[]\n")]);
    run(folder.path(), &["cluster", "in", "-k", "2", "-o", "out"], 0);
    let run_json = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    assert!(run_json.contains("b.ris") && run_json.contains("PNG"), "{run_json}");
    run(folder.path(), &["cluster", "in", "-k", "2", "-o", "out", "--strict"], 1);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_among_good_ones_is_an_issue() {
    use std::os::unix::fs::symlink;
    let folder = folder_with(&[("in/a.ris", GOOD.as_bytes())]);
    symlink(folder.path().join("nowhere"), folder.path().join("in/b.ris")).unwrap();
    let (_, err) = run(folder.path(), &["cluster", "in", "-k", "2", "-o", "out", "-v"], 0);
    assert!(err.contains("b.ris"), "{err}");
}

#[test]
fn too_many_topics_name_both_numbers() {
    let folder = folder_with(&[("a.ris", GOOD.as_bytes())]);
    refused(folder.path(), &["cluster", "a.ris", "-k", "9"], &["9", "4"]);
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    let folder = folder_with(&[("a.ris", GOOD.as_bytes()), ("file", b"not a folder")]);
    run(folder.path(), &["cluster", "a.ris", "-k", "2", "-o", "out", "-q"], 0);
    let before = files(&folder.path().join("out"));
    refused(folder.path(), &["cluster", "a.ris", "-k", "2", "-o", "file/out"], &["file"]);
    refused(folder.path(), &["cluster", "empty-or-gone.ris", "-o", "out"], &["empty-or-gone.ris"]);
    assert_eq!(files(&folder.path().join("out")), before);
    // A folder with something of the user's own in it is not taken for an old report.
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/thesis.docx"), "years of work").unwrap();
    run(folder.path(), &["cluster", "a.ris", "-k", "2", "-o", "mine", "-q"], 2);
    assert_eq!(fs::read(folder.path().join("mine/thesis.docx")).unwrap(), b"years of work");
    let left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.') || name.contains("tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = folder_with(&[("a.ris", GOOD.as_bytes())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_themata"))
        .current_dir(folder.path())
        .args(["describe", "a.ris"])
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("no space left"), "{err}");
    let (_, err) = run(folder.path(), &["convert", "a.ris", "-o", "/dev/full"], 2);
    assert!(err.contains("/dev/full"), "{err}");
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let folder = folder_with(&[("a.ris", GOOD.as_bytes()), ("bad.toml", b"n_cluster = 3\n")]);
    refused(folder.path(), &["cluster", "a.ris", "--config", "bad.toml"], &["bad.toml", "n_cluster", "n_clusters"]);
    refused(folder.path(), &["cluster", "a.ris", "-k", "0"], &["0"]);
    refused(folder.path(), &["cluster", "a.ris", "--max-df", "7"], &["--max-df", "7"]);
    refused(folder.path(), &["cluster", "a.ris", "--language", "klingon"], &["klingon"]);
}

#[test]
fn the_sample_can_come_by_standard_input_and_compressed() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read(sample("sample.ris")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &text).unwrap();
    fs::write(folder.path().join("s.ris.gz"), packed.finish().unwrap()).unwrap();
    let (out, _) = run(folder.path(), &["describe", "s.ris.gz", "--json"], 0);
    assert!(out.contains("\"n_records\": 40"), "{out}");
    let output = common::themata(folder.path()).args(["describe", "-", "--json"]).write_stdin(text).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"n_records\": 40"));
}

#[test]
fn files_that_were_read_are_never_written_over() {
    let folder = folder_with(&[("a.ris", GOOD.as_bytes()), ("more/b.ris", GOOD.as_bytes())]);
    refused(folder.path(), &["convert", "a.ris", "-o", "./a.ris"], &["a.ris", "files read", "another name"]);
    refused(folder.path(), &["dedup", "more", "-o", "more/b.ris"], &["b.ris", "files read"]);
    refused(folder.path(), &["dedup", "more", "-o", "x.ris", "--pairs", "more/b.ris"], &["b.ris", "files read"]);
    refused(folder.path(), &["dedup", "more", "-o", "x.csv", "--possible", "x.csv"], &["x.csv", "twice"]);
    assert!(!folder.path().join("x.ris").exists());
    assert_eq!(fs::read_to_string(folder.path().join("a.ris")).unwrap(), GOOD);
    run(folder.path(), &["convert", "a.ris", "-o", "x.ris"], 0);
    run(folder.path(), &["convert", "a.ris", "-o", "x.ris"], 0);
}

#[test]
fn a_file_of_blanks_and_one_of_an_unknown_format_say_what_they_are() {
    let folder = folder_with(&[("blank.txt", b"\n \n\t\n"), ("x.txt", b"# Title\nNothing {% that %}\nis known\n")]);
    refused(folder.path(), &["describe", "blank.txt"], &["blank.txt", "nothing but white space"]);
    refused(folder.path(), &["describe", "x.txt"], &["it starts with: # Title Nothing"]);
    let output = common::themata(folder.path()).args(["describe", "-"]).write_stdin("").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard input is empty"));
}

#[test]
fn words_and_settings_are_read_in_the_encoding_that_an_editor_gave_them() {
    let spanish = "TY  - JOUR\nTI  - Niños y niosomas\nAB  - Los niños reciben niosomas en la clínica.\nER  - \n\n\
        TY  - JOUR\nTI  - Niños y cartílago\nAB  - Los niños reciben cartílago impreso en la clínica.\nER  - \n";
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let folder = folder_with(&[
        ("a.ris", spanish.as_bytes()),
        ("stop.txt", b"ni\xF1os\ncl\xEDnica\n"),
        ("s.toml", &utf16("n_clusters = 1\n[guide]\nstop_terms = [\"niños\"]\n")),
        ("w.toml", b"sources = [\"a.ris\"]\noutput = \"a\xF1o\"\n"),
    ]);
    let settings = |report: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.path().join(report).join("run.json")).unwrap()).unwrap()
    };
    run(folder.path(), &["cluster", "a.ris", "--stop-words", "stop.txt", "-o", "r", "-q"], 0);
    assert_eq!(settings("r")["settings"]["stop_words"], serde_json::json!(["niños", "clínica"]));
    run(folder.path(), &["cluster", "a.ris", "--config", "s.toml", "-o", "s", "-q"], 0);
    assert_eq!(settings("s")["settings"]["stop_words"], serde_json::json!(["niños"]));
    run(folder.path(), &["run", "w.toml", "-q"], 0);
    assert!(folder.path().join("año/latest/report.html").is_file());
}
