//! Real exports, where they are there: every file reads to its count or the difference is explained, and what is
//! written in a format and read again has the same fields.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::shared;
use themata::corpus::read::{ReadParams, read_bytes};
use themata::corpus::{Corpus, Format, write};

/// Files whose count here differs from the independent one, with the count and why.
const EXPLAINED: &[(&str, usize, &str)] = &[
    ("bvs/portal-templates/iahx-opac__templates-regional-export-csv.txt", 0, "a template of the portal, not an export"),
    ("crossref/citation-js__test-data-api-doi.json", 4, "one object that maps four DOIs to their entries"),
    ("csv/citation-file-formatting__Datasets-CSV-_baseline_excel.csv", 10, "two lines above the header are the query"),
    (
        "embase/citation-file-formatting__Datasets-CSV-_baseline_embase.csv",
        10,
        "two lines above the header are the query",
    ),
    ("endnote-enw/colrev__tests-2_loader-data-enl_data.enl", 3, "one record begins with its title and has no %0"),
    ("endnote-enw/colrev__tests-review_manager-3_packages_search-data-ais_enl.txt", 6, "four records have no %0"),
];

fn read(path: &Path) -> Corpus {
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    read_bytes(&[(&name, &bytes)], &ReadParams::default())
}

#[test]
fn every_file_reads_to_its_count() {
    let Some(counts) = shared("exports/COUNTS.tsv") else { return };
    let explained: BTreeMap<&str, usize> = EXPLAINED.iter().map(|(file, n, _)| (*file, *n)).collect();
    let mut wrong = Vec::new();
    let mut n_files = 0;
    for line in fs::read_to_string(&counts).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (file, stated) = (cells[0], cells[2].parse::<usize>().ok());
        let path = counts.parent().unwrap().join(file);
        let expected = explained.get(file).copied().or(stated);
        let (Some(expected), true) = (expected, path.is_file()) else { continue };
        n_files += 1;
        let found = read(&path).records.len();
        if found != expected {
            wrong.push(format!("{file}: {found} records, {expected} expected"));
        }
    }
    assert!(n_files > 50 && wrong.is_empty(), "{n_files} files\n{}", wrong.join("\n"));
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { walk(&entry, found) } else { found.push(entry) }
    }
    found.sort();
}

#[test]
fn read_write_read_is_the_identity() {
    let Some(folder) = shared("exports") else { return };
    let mut paths = Vec::new();
    walk(&folder, &mut paths);
    let mut wrong = Vec::new();
    let mut n_files = 0;
    for path in paths {
        let corpus = read(&path);
        let format = corpus.files[0].format;
        if corpus.records.is_empty() || !write::names().iter().any(|name| write::format_by_name(name) == Some(format)) {
            continue;
        }
        n_files += 1;
        let mut out = Vec::new();
        write::write(corpus.records.iter(), &corpus, format, &mut out).unwrap();
        let again = read_bytes(&[("x", &out)], &ReadParams::default());
        if let Some(difference) = difference(&corpus, &again, format) {
            wrong.push(format!("{}: {difference}", path.display()));
        }
    }
    assert!(n_files > 30 && wrong.is_empty(), "{n_files} files\n{}", wrong.join("\n"));
}

/// The first field that is not the same; blanks apart, and empty cells of a table.
fn difference(first: &Corpus, again: &Corpus, format: Format) -> Option<String> {
    if first.records.len() != again.records.len() {
        return Some(format!("{} records became {}", first.records.len(), again.records.len()));
    }
    let fields = |record: &themata::corpus::Record| -> Vec<String> {
        // Nested JSON is compared as JSON.
        let words = |text: &str| match serde_json::from_str::<serde_json::Value>(text) {
            Ok(value) if text.starts_with(['{', '[']) => value.to_string(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let all = record.fields().filter(|f| !(f.value.trim().is_empty() || format == Format::Ris && f.tag == "TY"));
        all.map(|f| format!("{} {:?} {:?} {}", f.tag, f.role, f.lang, words(f.value))).collect()
    };
    first.records.iter().zip(&again.records).find_map(|(a, b)| {
        let (a_fields, b_fields) = (fields(a), fields(b));
        let at = (0..a_fields.len().max(b_fields.len())).find(|&i| a_fields.get(i) != b_fields.get(i))?;
        Some(format!("record {}: {:.300?} became {:.300?}", a.source.number, a_fields.get(at), b_fields.get(at)))
    })
}
