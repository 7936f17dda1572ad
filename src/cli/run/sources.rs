//! Sources: what a run's file names in, the files and folders meant out. Paths are relative to that file.

use std::path::{Path, PathBuf};

use crate::cli::{CliError, patterns};

/// The folder that a run's file stands in.
pub(super) fn home(config: &Path) -> &Path {
    config.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path as a run's file names it.
pub(super) fn beside(config: &Path, path: &str) -> PathBuf {
    let (home, path) = (home(config), patterns::at_home(Path::new(path)));
    if path.is_absolute() || home == Path::new(".") { path } else { home.join(path) }
}

/// The configurations named: files as they are, of a folder its `.toml` files in order.
pub(super) fn configs(named: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = found.len();
            found.extend(patterns::list(path)?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")));
            if found.len() == before {
                let message = "no file of a run (.toml) in this folder; write one with `themata run --init`";
                return Err(CliError::Usage(format!("{}: {message}", path.display())));
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// The inputs of a run, patterns replaced by what fits them.
pub(super) fn inputs(sources: &[String], config: &Path) -> Result<Vec<PathBuf>, CliError> {
    let mut found = Vec::new();
    for source in sources {
        let path = beside(config, source);
        if !path.exists() && !patterns::is_pattern(&path) {
            let reason = "there is no such file or folder".to_string();
            return Err(CliError::File { path: path.display().to_string(), reason });
        }
        found.extend(patterns::expand(&path)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stand_beside_the_file() {
        assert_eq!(beside(Path::new("runs/a.toml"), "exports"), Path::new("runs/exports"));
        assert_eq!(beside(Path::new("a.toml"), "exports"), Path::new("exports"));
        assert_eq!(beside(Path::new("runs/a.toml"), "/x"), Path::new("/x"));
    }
}
