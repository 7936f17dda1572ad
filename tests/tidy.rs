//! The rules of the tree, held by a test: who may import whom, sizes, headings, and what lies at the top level.
//!
//! In come the sources as text; out comes a list of every place that breaks a rule. Nothing is compiled here, so a rule
//! holds for code of every platform and feature. What clippy can hold (`unwrap`, hash maps by type) it holds as well.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate; each may import only what stands before it.
const ORDER: &[&str] = &[
    "memory",
    "math",
    "corpus",
    "text",
    "vectorize",
    "similarity",
    "cluster",
    "topics",
    "analysis",
    "chart",
    "report",
    "config",
    "history",
    "pipeline",
    "cli",
];

/// What may lie at the top level beside dotfiles and `target`.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "data",
    "reports",
    "benches",
    "tests",
    "README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// Longest file, its unit tests left out.
const MAX_LINES: usize = 500;

/// The only files that may say `unsafe`: run-time dispatch of hot loops, texts and numbers in mapped files,
/// asking for memory ahead and giving it back to the system.
const UNSAFE: [&str; 5] =
    ["src/math/simd.rs", "src/corpus/spool.rs", "src/memory/fetch.rs", "src/memory/files.rs", "src/memory/heap.rs"];

/// Crates that are used in one place only, so that they can be exchanged there.
const HOMES: &[(&str, &str)] = &[
    ("libc", "src/memory/heap.rs"),
    ("plotters", "src/chart/"),
    ("rusqlite", "src/history/"),
    ("rust_stemmers", "src/text/stem.rs"),
    ("rust_xlsxwriter", "src/report/workbook/"),
    ("linfa_clustering", "src/cluster/"),
    ("quick_xml", "src/corpus/xml/"),
    ("calamine", "src/corpus/sheet/"),
    ("cfb", "src/corpus/sheet/"),
    ("zip", "src/corpus/sheet/"),
    ("chardetng", "src/corpus/encoding/"),
    ("clap", "src/cli/"),
    ("indicatif", "src/cli/"),
    ("anstream", "src/cli/"),
];

/// What reaches outside the program, and where it may stand.
const OUTSIDE: &[&str] =
    &["std::fs", "File::open", "std::env::", "Instant::now", "SystemTime::now", "io::stdin", "println!"];
const OUTSIDE_HOMES: &[&str] = &[
    "src/corpus/read/",
    "src/corpus/spool.rs",
    "src/memory/files.rs",
    "src/memory/limit.rs",
    "src/report/write.rs",
    "src/history/",
    "src/pipeline/",
    "src/cli/",
    "src/main.rs",
];

/// A source file: its path with `/`, all its text, and its code without comments and unit tests.
struct Source {
    path: String,
    text: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && !entry.ends_with("target") {
            walk(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            found.push(entry);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let code = if path.ends_with("/tests.rs") { String::new() } else { code(&text) };
        Source { path, text, code }
    };
    paths.into_iter().map(source).collect()
}

/// The text without the unit tests at the bottom and without comments.
fn code(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_tests =
        |at: usize| lines[at].trim() == "#[cfg(test)]" && lines.get(at + 1).is_some_and(|l| l.ends_with('{'));
    let end = (0..lines.len()).find(|&at| is_tests(at)).unwrap_or(lines.len());
    let bare = |line: &&str| line.find("//").map_or(line.to_string(), |at| line[..at].to_string());
    lines[..end].iter().map(bare).collect::<Vec<_>>().join("\n")
}

/// The top module that a file belongs to: `src/corpus/ris/mod.rs` and `src/corpus.rs` to `corpus`.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// How many `super::` lead from a file to the root of the crate.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let levels = inside.split('/').count();
    if inside.ends_with("mod.rs") { levels - 1 } else { levels }
}

/// Names that follow `prefix` in the code: one for `prefix::name`, all for `prefix::{a, b::c}`.
fn named_after(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(word(rest)),
        }
    }
    names
}

/// The first names of a use group: `a, b::{c, d}, e}` gives a, b, e.
fn first_names(group: &str) -> Vec<String> {
    let (mut level, mut names, mut fresh) = (0usize, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => fresh = true,
            c if fresh && level == 0 && (c.is_alphanumeric() || c == '_') => {
                names.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn check(what: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{what}:\n  {}\n", broken.join("\n  "));
}

/// Paths of the files for which `breaks` holds.
fn paths(folders: &[&str], breaks: impl Fn(&Source) -> bool) -> Vec<String> {
    folders.iter().flat_map(|f| sources(f)).filter(breaks).map(|s| s.path).collect()
}

#[test]
fn imports_go_one_way() {
    let rank = |name: &str| ORDER.iter().position(|m| *m == name);
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|s| !["src/lib.rs", "src/main.rs"].contains(&s.path.as_str())) {
        let Some(own) = rank(module(&source.path)) else {
            broken.push(format!("{}: the module has no place in the order of tests/tidy.rs", source.path));
            continue;
        };
        let mut imports = named_after(&source.code, "crate::");
        imports.extend(named_after(&source.code, &"super::".repeat(depth(&source.path))));
        imports.sort();
        imports.dedup();
        for import in imports {
            if rank(&import).is_some_and(|other| other > own) {
                broken.push(format!("{} imports {import}, which stands below {}", source.path, ORDER[own]));
            }
        }
    }
    check("a module may import only what stands before it in the order of the data", broken);
}

#[test]
fn every_file_says_what_it_is() {
    let silent = |s: &Source| !s.text.starts_with("//! ");
    check(
        "a file opens with `//!`: what comes in, what goes out, what it does not do",
        paths(&["src", "tests", "benches"], silent),
    );
}

#[test]
fn no_file_is_too_long() {
    check("a file has at most 500 lines without its tests", paths(&["src"], |s| s.code.lines().count() > MAX_LINES));
}

#[test]
fn no_file_is_a_drawer() {
    let drawers = ["utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs"];
    let is_drawer = |s: &Source| drawers.iter().any(|d| s.path.ends_with(&format!("/{d}")));
    check("a file is named after what it does", paths(&["src", "tests", "benches"], is_drawer));
}

#[test]
fn nothing_else_lies_at_the_top_level() {
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let foreign = entries.filter(|n| !n.starts_with('.') && n != "target" && !TOP_LEVEL.contains(&n.as_str()));
    check("the top level holds only what the design names", foreign.collect());
}

#[test]
fn unsafe_stands_in_five_files() {
    let words = |code: &str| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
    check(
        "`unsafe` is allowed in five files only",
        paths(&["src"], |s| !UNSAFE.contains(&s.path.as_str()) && words(&s.code)),
    );
}

#[test]
fn no_map_has_a_random_order() {
    let random =
        |s: &Source| named_after(&s.code, "std::collections::").iter().any(|n| n == "HashMap" || n == "HashSet");
    check("std's hash maps change their order from run to run", paths(&["src"], random));
}

#[test]
fn a_library_is_used_in_one_place() {
    let mut broken = Vec::new();
    for source in sources("src") {
        for (name, home) in HOMES {
            if !source.path.starts_with(home) && !named_after(&source.code, &format!("{name}::")).is_empty() {
                broken.push(format!("{} uses {name}, which belongs to {home}", source.path));
            }
        }
    }
    check("a library that may be exchanged has one home", broken);
}

#[test]
fn only_some_files_reach_outside() {
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|s| !OUTSIDE_HOMES.iter().any(|home| s.path.starts_with(home))) {
        for name in OUTSIDE.iter().filter(|name| source.code.contains(**name)) {
            broken.push(format!("{}: {name}", source.path));
        }
    }
    check("files, environment, clock and terminal belong to reading, writing, history, pipeline and cli", broken);
}

#[test]
fn the_rules_themselves_work() {
    assert_eq!(first_names("a, b::{c, d}, e_f};"), ["a", "b", "e_f"]);
    assert_eq!(
        named_after("use crate::text::x; my_crate::no; crate::{cli, math};", "crate::"),
        ["text", "cli", "math"]
    );
    assert_eq!((module("src/corpus/ris/mod.rs"), depth("src/corpus/ris/mod.rs")), ("corpus", 2));
    assert_eq!((module("src/config.rs"), depth("src/config.rs")), ("config", 1));
    assert_eq!(code("a // b\n#[cfg(test)]\nmod tests {\nc\n}"), "a ");
    assert_eq!(code("a\n#[cfg(test)]\nmod tests;\nb").lines().count(), 4);
}
