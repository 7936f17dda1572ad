//! Sources: what a run's file names in, the files and folders meant out. Paths are relative to that file.

use std::path::{Path, PathBuf};

use crate::cli::{CliError, reason};

/// The folder that a run's file stands in.
pub(super) fn home(config: &Path) -> &Path {
    config.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path as a run's file names it.
pub(super) fn beside(config: &Path, path: &str) -> PathBuf {
    let home = home(config);
    if Path::new(path).is_absolute() || home == Path::new(".") { PathBuf::from(path) } else { home.join(path) }
}

/// The configurations named: files as they are, of a folder its `.toml` files in order.
pub(super) fn configs(named: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            found.extend(list(path)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")));
        } else {
            found.push(path.clone());
        }
    }
    if found.is_empty() {
        return Err(CliError::Usage("no configuration: name a file, or write one with `themata run --init`".into()));
    }
    Ok(found)
}

/// The inputs of a run, patterns replaced by what fits them.
pub(super) fn inputs(sources: &[String], config: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for source in sources {
        let path = beside(config, source);
        if !source.contains(['*', '?']) {
            if !path.exists() {
                let reason = "there is no such file or folder".to_string();
                return Err(CliError::File { path: path.display().to_string(), reason });
            }
            found.push(path);
            continue;
        }
        let before = found.len();
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let fits = |path: &PathBuf| path.file_name().is_some_and(|name| matches(&pattern, &name.to_string_lossy()));
        found.extend(list(folder)?.into_iter().filter(fits));
        if found.len() == before {
            let reason = "no file fits this pattern".to_string();
            return Err(CliError::File { path: path.display().to_string(), reason });
        }
    }
    Ok(found)
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
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
    fn paths_stand_beside_the_file() {
        assert_eq!(beside(Path::new("runs/a.toml"), "exports"), Path::new("runs/exports"));
        assert_eq!(beside(Path::new("a.toml"), "exports"), Path::new("exports"));
        assert_eq!(beside(Path::new("runs/a.toml"), "/x"), Path::new("/x"));
    }
}
