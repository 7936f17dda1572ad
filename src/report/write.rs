//! Writing: the files of a run in, a folder out; all of them or none.
//!
//! Files go to a temporary folder beside the target, which then takes its place; an earlier report stays until the new
//! one is whole. Files in the target that themata did not write are kept.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::corpus::read::reason;

/// What could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The system refused.
    #[error("cannot write {path}: {reason}; choose another folder with -o or make room")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        reason: String,
        /// The error itself.
        #[source]
        source: io::Error,
    },
    /// The target is something else than a folder of a run.
    #[error("{path} is {what}: choose another folder with -o")]
    Target {
        /// The target.
        path: String,
        /// What it is.
        what: &'static str,
    },
}

/// Writes the content of one file.
pub type Content<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a>;

/// One file of a run: its path inside the folder, and what writes its content.
pub struct Output<'a> {
    /// Path with `/`.
    pub path: String,
    /// Writes the content.
    pub content: Content<'a>,
}

/// Name of the list of files by which an earlier report is known.
const RUN_FILE: &str = "run.json";

/// Writes all files into `target`, replacing an earlier report there.
///
/// # Errors
/// [`WriteError`]; the target is then as it was before.
pub fn write(target: &Path, outputs: &[Output<'_>]) -> Result<(), WriteError> {
    check_target(target)?;
    let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|e| failed(parent, e))?;
    clean_leftovers(parent, target);
    let temporary = beside(target, "new");
    let result = fill(&temporary, outputs).and_then(|()| swap(&temporary, target));
    if result.is_err() {
        let _ = fs::remove_dir_all(&temporary);
    }
    result
}

fn failed(path: &Path, source: io::Error) -> WriteError {
    WriteError::Io { path: path.display().to_string(), reason: reason(&source), source }
}

/// Whether a report may be put there.
///
/// # Errors
/// [`WriteError::Target`] for a file, and for a folder of other things.
pub fn check_target(target: &Path) -> Result<(), WriteError> {
    let refuse = |what| Err(WriteError::Target { path: target.display().to_string(), what });
    if target.is_file() {
        return refuse("a file, not a folder");
    }
    let empty = fs::read_dir(target).map(|mut d| d.next().is_none()).unwrap_or(true);
    if !empty && !target.join(RUN_FILE).is_file() {
        return refuse("a folder that holds other things than a report");
    }
    Ok(())
}

fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().map_or_else(|| "report".into(), |n| n.to_string_lossy().into_owned());
    target.with_file_name(format!(".{name}.themata-{what}-{}", std::process::id()))
}

/// Removes temporary folders that a killed run left behind; puts back a report that it had set aside.
fn clean_leftovers(parent: &Path, target: &Path) {
    let Some(name) = target.file_name().map(|n| n.to_string_lossy().into_owned()) else { return };
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let entry_name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = entry_name.strip_prefix(&format!(".{name}.themata-")) else { continue };
        let Some((what, pid)) = rest.split_once('-') else { continue };
        if is_running(pid) {
            continue;
        }
        let old = entry.path();
        if what == "old" && !target.exists() {
            let _ = fs::rename(old, target);
        } else if what != "old" || keep_foreign(&old, target).is_ok() {
            let _ = fs::remove_dir_all(old);
        }
    }
}

/// Whether a process of this number runs, where the system tells.
pub fn is_running(pid: &str) -> bool {
    pid != std::process::id().to_string() && Path::new("/proc").is_dir() && Path::new("/proc").join(pid).is_dir()
}

fn fill(folder: &Path, outputs: &[Output<'_>]) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
    // In their order, so that a large file that stands first is not begun last.
    outputs.iter().par_bridge().try_for_each(|output| {
        let path = folder.join(&output.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| failed(parent, e))?;
        }
        let write = || -> io::Result<()> {
            let mut file = BufWriter::with_capacity(1 << 16, File::create(&path)?);
            (output.content)(&mut file)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()
        };
        write().map_err(|e| failed(&path, e))
    })
}

fn swap(temporary: &Path, target: &Path) -> Result<(), WriteError> {
    if !target.exists() {
        return fs::rename(temporary, target).map_err(|e| failed(target, e));
    }
    let old = beside(target, "old");
    fs::rename(target, &old).map_err(|e| failed(target, e))?;
    let placed = fs::rename(temporary, target).map_err(|e| failed(target, e));
    if let Err(error) = placed.and_then(|()| keep_foreign(&old, target)) {
        let _ = keep_foreign(target, &old);
        let _ = fs::rename(target, temporary);
        let _ = fs::rename(&old, target);
        return Err(error);
    }
    let _ = fs::remove_dir_all(&old);
    Ok(())
}

/// Moves what themata did not write (a reviewer's own notes, another report, links) from one folder to another.
fn keep_foreign(from: &Path, to: &Path) -> Result<(), WriteError> {
    let ours = ["report.html", "report.json", RUN_FILE, "library.ris", super::workbook::NAME, "charts", "themes"];
    let entries = fs::read_dir(from).map_err(|e| failed(from, e))?;
    for entry in entries {
        let entry = entry.map_err(|e| failed(from, e))?;
        let name = entry.file_name();
        let is_ours = ours.iter().chain(&super::tables::NAMES).any(|own| name == *own);
        let place = to.join(&name);
        if !is_ours && fs::symlink_metadata(&place).is_err() {
            fs::rename(entry.path(), &place).map_err(|e| failed(&place, e))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, content: &'static str) -> Output<'static> {
        Output { path: path.into(), content: Box::new(move |out| out.write_all(content.as_bytes())) }
    }

    #[test]
    fn a_failure_leaves_the_earlier_report() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run");
        write(&target, &[text("run.json", "1"), text("charts/a.svg", "x")]).unwrap();
        fs::write(target.join("notes.md"), "mine").unwrap();
        let full = Output { path: "b".into(), content: Box::new(|_| Err(io::ErrorKind::StorageFull.into())) };
        let error = write(&target, &[text("run.json", "2"), full]).unwrap_err().to_string();
        assert!(error.starts_with("cannot write") && error.contains("choose another folder"), "{error}");
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "1");
        write(&target, &[text("run.json", "3")]).unwrap();
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "3");
        assert_eq!(fs::read_to_string(target.join("notes.md")).unwrap(), "mine");
        assert!(!target.join("charts").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn folders_of_others_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run");
        write(&target, &[text("run.json", "1"), text("charts/a.svg", "x")]).unwrap();
        // Another report inside of it, as of `-o run` and `-o run/eight`.
        write(&target.join("eight"), &[text("run.json", "8"), text("charts/b.svg", "y")]).unwrap();
        write(&target, &[text("run.json", "2")]).unwrap();
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "2");
        assert_eq!(fs::read_to_string(target.join("eight/run.json")).unwrap(), "8");
        assert_eq!(fs::read_to_string(target.join("eight/charts/b.svg")).unwrap(), "y");
        assert!(!target.join("charts").exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_of_others_are_kept_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run");
        write(&target, &[text("run.json", "1")]).unwrap();
        for (to, name) in [("../notes", "notes"), ("nothing", "dangling")] {
            std::os::unix::fs::symlink(to, target.join(name)).unwrap();
        }
        write(&target, &[text("run.json", "2")]).unwrap();
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "2");
        assert_eq!(fs::read_link(target.join("notes")).unwrap(), Path::new("../notes"));
        assert_eq!(fs::read_link(target.join("dangling")).unwrap(), Path::new("nothing"));
    }

    #[test]
    fn other_things_are_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.doc"), "x").unwrap();
        let error = write(folder.path(), &[text("run.json", "1")]).unwrap_err().to_string();
        assert!(error.contains("holds other things"), "{error}");
    }

    #[test]
    fn what_a_killed_run_left_is_cleaned_up() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".run.themata-new-999999999")).unwrap();
        let old = folder.path().join(".run.themata-old-999999998");
        fs::create_dir(&old).unwrap();
        fs::write(old.join("run.json"), "0").unwrap();
        let target = folder.path().join("run");
        clean_leftovers(folder.path(), &target);
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "0");
        // A run that was killed before it had moved the notes to the new report.
        fs::create_dir(&old).unwrap();
        fs::write(old.join("run.json"), "-").unwrap();
        fs::write(old.join("notes.md"), "mine").unwrap();
        clean_leftovers(folder.path(), &target);
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "0");
        assert_eq!(fs::read_to_string(target.join("notes.md")).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
