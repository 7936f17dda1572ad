//! Patterns: a path as it was typed in, the files and folders meant out. Some shells leave patterns to the programs.

use std::path::{Path, PathBuf};

use super::CliError;
use crate::corpus::read::{holds_reports_only, reason};

/// Whether the last part of a path holds `*` or `?`.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains(['*', '?']))
}

/// A path below `~` below the home folder: where a path stands in quotation marks or in a file, no shell has done it.
pub(super) fn at_home(path: &Path) -> PathBuf {
    let inside = path.strip_prefix("~").ok().filter(|_| !path.exists());
    let whole = inside.and_then(|inside| Some(std::env::home_dir()?.join(inside)));
    whole.unwrap_or_else(|| path.to_path_buf())
}

/// What was typed or pasted wrong, where nothing has such a name: a long dash, or quotation marks of a text.
fn mistyped(path: &Path) -> Option<String> {
    let is_there = path.parent().is_some_and(|parent| !parent.as_os_str().is_empty() && parent.exists());
    let name = path.file_name().filter(|_| is_there).unwrap_or(path.as_os_str()).to_string_lossy();
    let message = if name.starts_with(['–', '—', '−']) {
        "no file has this name; an option begins with the short dash of the keyboard: -"
    } else if name.contains(['"', '“', '”', '„', '«', '»']) || name.starts_with(['\'', '‘', '’']) {
        "no file has this name; leave the quotation marks out, or use those of the keyboard on both sides: \""
    } else {
        return None;
    };
    Some(format!("{}: {message}", path.display()))
}

/// What fits a pattern, in order, or the path itself where it is none, or where something has just this name.
pub(super) fn expand(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if path.exists() {
        return Ok(vec![path.to_path_buf()]);
    }
    let found = if is_pattern(path) { fitting(path) } else { Ok(vec![path.to_path_buf()]) };
    match mistyped(path) {
        Some(message) if found.as_ref().map_or(true, |found| found == &[path]) => Err(CliError::Usage(message)),
        _ => found,
    }
}

/// What fits a pattern, in order; reports are no exports.
fn fitting(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let pattern = name(path);
    let fits = |found: &PathBuf| {
        let name = name(found);
        (pattern.starts_with('.') || !name.starts_with('.')) && matches(&pattern, &name) && !holds_reports_only(found)
    };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let listed = list(folder.unwrap_or(Path::new(".")))?.into_iter().filter(fits);
    // "./a.ris" is a.ris, as a shell would have it.
    let found: Vec<PathBuf> = match folder {
        Some(_) => listed.collect(),
        None => listed.map(|found| PathBuf::from(name(&found))).collect(),
    };
    if found.is_empty() {
        let reason = "no file fits this pattern".to_string();
        return Err(CliError::File { path: path.display().to_string(), reason });
    }
    Ok(found)
}

/// What a folder holds, in order.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |error| CliError::File { path: folder.display().to_string(), reason: reason(&error) };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).map_err(failed)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Whether a name fits a pattern in which `*` is any text and `?` any character.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let mut fits = vec![false; name.len() + 1];
    fits[0] = true;
    for p in pattern {
        let mut next = vec![false; name.len() + 1];
        next[0] = fits[0] && p == '*';
        for i in 0..name.len() {
            next[i + 1] = match p {
                '*' => fits[i + 1] || next[i],
                '?' => fits[i],
                c => fits[i] && c == name[i],
            };
        }
        fits = next;
    }
    fits[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, name, fits) in [
            ("*.ris", "a.ris", true),
            ("*.ris", "a.ris.gz", false),
            ("20??-*", "2024-05.nbib", true),
            ("a", "a", true),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn what_was_typed_wrong_is_told() {
        let told = |name: &str| expand(Path::new(name)).map_err(|error| error.to_string());
        assert!(told("–k").is_err_and(|error| error.contains("short dash")));
        for name in ["“exports”", "'my", "exports\" -k 4"] {
            assert!(told(name).is_err_and(|error| error.contains("quotation marks")), "{name}");
        }
        assert!(told("l'étude.ris").is_ok() && told("-").is_ok());
    }

    #[test]
    fn the_home_folder_is_found() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(at_home(Path::new("~/a b/c.ris")), home.join("a b/c.ris"));
        for same in ["~a/b", "a/~/b", "/x"] {
            assert_eq!(at_home(Path::new(same)), Path::new(same));
        }
    }

    #[test]
    fn files_that_fit_are_found_and_a_name_goes_before_a_pattern() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.ris", "a.ris", ".c.ris", "a.csv", "d[1].ris"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = |name: &str| {
            let paths = expand(&folder.path().join(name)).map_err(|error| error.to_string())?;
            Ok::<_, String>(paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect())
        };
        let names = |list: &[&str]| Ok(list.iter().map(|name| name.to_string()).collect::<Vec<String>>());
        assert_eq!(found("*.ris"), names(&["a.ris", "b.ris", "d[1].ris"]));
        assert_eq!(found("d[1].ris"), names(&["d[1].ris"]));
        assert_eq!(found("none.ris"), names(&["none.ris"]));
        assert!(found("*.nbib").is_err_and(|error| error.contains("no file fits this pattern")));
        if cfg!(unix) {
            std::fs::write(folder.path().join("*.ris"), "").unwrap();
            assert_eq!(found("*.ris"), names(&["*.ris"]));
        }
    }
}
