//! Finds the files: names of files and folders in, a sorted list without repeats out.
//!
//! Folders are walked to the bottom; hidden files and those of office programs in use (`~$…`) are skipped, and so are
//! reports of earlier runs, which hold the same records once more.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// Name shown to the user; `/` between the parts on every system.
    pub name: String,
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Which of the folders named it was found in.
    pub folder: Option<usize>,
    /// Why it cannot be read, where that is known already.
    pub error: Option<String>,
}

/// Lists all files, by name, each once whatever names lead to it.
pub(super) fn list(named: &[PathBuf]) -> Vec<Input> {
    let mut named: Vec<&PathBuf> = named.iter().collect();
    named.sort();
    named.dedup();
    let mut found = Vec::new();
    for (i, path) in named.into_iter().enumerate() {
        let name = shown(path);
        match fs::metadata(path) {
            _ if path == Path::new("-") => found.push(Input { name, path: path.clone(), folder: None, error: None }),
            Ok(meta) if meta.is_dir() && is_report(path) => {
                let error = Some("a report of themata: name the exports it was made of, or its library.ris".into());
                found.push(Input { name, path: path.clone(), folder: None, error });
            }
            Ok(meta) if meta.is_dir() => walk(path, &name, i, &mut BTreeSet::new(), &mut found),
            Ok(_) => found.push(Input { name, path: path.clone(), folder: None, error: None }),
            Err(error) => {
                found.push(Input { name, path: path.clone(), folder: None, error: Some(reason(&error)) });
            }
        }
    }
    // A file that is named itself comes before the same file found in a folder, so that its name is kept.
    found.sort_by(|a, b| (a.folder.is_some(), &a.name).cmp(&(b.folder.is_some(), &b.name)));
    let mut seen = BTreeSet::new();
    found.retain(|input| seen.insert(fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone())));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn walk(dir: &Path, name: &str, folder: usize, above: &mut BTreeSet<PathBuf>, found: &mut Vec<Input>) {
    let failed = |error: &io::Error| Input {
        name: name.to_string(),
        path: dir.to_path_buf(),
        folder: Some(folder),
        error: Some(reason(error)),
    };
    let real = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_path_buf());
    if !above.insert(real.clone()) {
        return;
    }
    match fs::read_dir(dir) {
        Err(error) => found.push(failed(&error)),
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Err(error) => found.push(failed(&error)),
                    Ok(entry) => add(&entry.path(), name, folder, above, found),
                }
            }
        }
    }
    above.remove(&real);
}

fn add(path: &Path, parent: &str, folder: usize, above: &mut BTreeSet<PathBuf>, found: &mut Vec<Input>) {
    let last = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if is_passed_over(&last) {
        return;
    }
    let name = format!("{}/{last}", parent.trim_end_matches('/'));
    let path = path.to_path_buf();
    match fs::metadata(&path) {
        Ok(meta) if meta.is_dir() && is_report(&path) => {}
        Ok(meta) if meta.is_dir() => walk(&path, &name, folder, above, found),
        Ok(meta) if meta.is_file() => found.push(Input { name, path, folder: Some(folder), error: None }),
        Ok(_) => {
            found.push(Input { name, path, folder: Some(folder), error: Some("it is no regular file".into()) });
        }
        Err(error) => found.push(Input { name, path, folder: Some(folder), error: Some(reason(&error)) }),
    }
}

/// Whether a folder holds the report of a run.
fn is_report(folder: &Path) -> bool {
    ["report.html", "run.json"].iter().all(|name| folder.join(name).is_file())
}

/// Whether a file of this name is none of the user's: hidden, of an office program in use, or what scheduled runs keep
/// beside their reports.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "history.lock" || name.starts_with("history.sqlite")
}

/// Whether a path is a folder with reports in it, or parts of them, and nothing else.
pub fn holds_reports_only(path: &Path) -> bool {
    let is_none =
        |entry: &fs::DirEntry| is_passed_over(&entry.file_name().to_string_lossy()) || is_report(&entry.path());
    let holds_none =
        || fs::read_dir(path).is_ok_and(|mut all| all.all(|entry| entry.is_ok_and(|entry| is_none(&entry))));
    path.is_dir() && (is_report(path) || holds_none())
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// What went wrong, in words that are the same on every system where these have words of their own.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}
