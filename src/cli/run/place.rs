//! The output folder of scheduled runs: where history, lock, reports and `latest` stand, and how what a killed run left
//! is found and cleared away.
//!
//! A report's folder is removed only when it is known to be unfinished (a hidden temporary one, or the one that a killed
//! run noted in the lock and the history does not know) or forgotten by `keep`; any other folder is somebody's report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::corpus::read::reason;
use crate::history::folder;
use crate::history::lock::Holder;
use crate::history::snapshot::{Snapshot, TopicId};
use crate::history::store::{RunInfo, Store};

/// The history's file in the output folder.
const HISTORY: &str = "history.sqlite";
/// The lock's file.
const LOCK: &str = "history.lock";
/// The link to the newest report.
const LATEST: &str = "latest";

/// The folder, and how it is called in messages.
pub(super) struct Place {
    /// The folder.
    pub folder: PathBuf,
}

impl Place {
    pub fn history(&self) -> PathBuf {
        self.folder.join(HISTORY)
    }

    pub fn lock(&self) -> PathBuf {
        self.folder.join(LOCK)
    }

    /// The error for something that could not be written here.
    pub fn failed(&self, error: &std::io::Error) -> CliError {
        CliError::Usage(format!(
            "cannot write {}: {}; make room, change the permissions, or name another output",
            self.folder.display(),
            reason(error)
        ))
    }

    /// The time as a folder's name, with a number where it is taken.
    pub fn free_name(&self, at: &str) -> String {
        let name = at.replace(':', "");
        let numbered = |n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") };
        (1..).map(numbered).find(|name| !self.folder.join(name).exists()).unwrap_or(name)
    }

    /// Whether the report of a run stands.
    pub fn stands(&self, run: &RunInfo) -> bool {
        self.folder.join(&run.meta.output).join("run.json").is_file()
    }

    /// The names by which the report of a run calls its topics, where a person gave any of those that the history has.
    pub fn labels(&self, output: &str, known: &Snapshot) -> BTreeMap<TopicId, String> {
        if known.topics.iter().all(|topic| !topic.label_is_given) {
            return BTreeMap::new();
        }
        // Without the report, names are not told.
        let report = std::fs::read(self.folder.join(output).join("report.json")).ok();
        let topics = report.and_then(|bytes| folder::read(&bytes).ok()).map(|report| report.topics);
        topics.into_iter().flatten().filter_map(|topic| Some((topic.id?, topic.label))).collect()
    }

    /// Whether nothing is left of a killed run, and `latest` is the last one; reads only.
    pub fn is_tidy(&self, last: &RunInfo, stale: Option<&Holder>) -> bool {
        stale.is_none() && self.leftovers().is_empty() && self.is_latest(&last.meta.output)
    }

    /// Clears away what killed runs left, ends what they began, and turns `latest` to the last run.
    pub fn tidy(&self, store: &mut Store, stale: Option<&Holder>, keep: usize) -> Result<(), CliError> {
        let runs = store.runs()?;
        let made = stale.and_then(|holder| holder.making.as_deref()).filter(|name| is_run_name(name));
        if let Some(name) = made.filter(|name| runs.iter().all(|run| run.meta.output != *name)) {
            remove(&self.folder.join(name));
        }
        self.prune(store, keep)?;
        match runs.last() {
            Some(last) if self.stands(last) && !self.is_latest(&last.meta.output) => self.point(&last.meta.output),
            _ => Ok(()),
        }
    }

    /// Temporary files and folders of runs that were killed. Right only while no run is at work.
    fn leftovers(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let half = |name: &str| name.starts_with('.') && name.contains(".themata-");
        entries.flatten().filter(|entry| half(&entry.file_name().to_string_lossy())).map(|entry| entry.path()).collect()
    }

    /// Turns `latest` to a folder, in one step.
    #[cfg(unix)]
    pub fn point(&self, name: &str) -> Result<(), CliError> {
        let temporary = self.folder.join(format!(".{LATEST}.themata-new-{}", std::process::id()));
        let _ = std::fs::remove_file(&temporary);
        let link = std::os::unix::fs::symlink(name, &temporary);
        link.and_then(|()| std::fs::rename(&temporary, self.folder.join(LATEST))).map_err(|error| self.failed(&error))
    }

    #[cfg(unix)]
    fn is_latest(&self, name: &str) -> bool {
        std::fs::read_link(self.folder.join(LATEST)).is_ok_and(|target| target == Path::new(name))
    }

    /// Writes the name of the newest folder where links need rights that few have.
    #[cfg(not(unix))]
    pub fn point(&self, name: &str) -> Result<(), CliError> {
        let path = self.folder.join(format!("{LATEST}.txt"));
        std::fs::write(path, format!("{name}\n")).map_err(|error| self.failed(&error))
    }

    #[cfg(not(unix))]
    fn is_latest(&self, name: &str) -> bool {
        std::fs::read_to_string(self.folder.join(format!("{LATEST}.txt"))).is_ok_and(|text| text.trim() == name)
    }

    /// Forgets runs beyond those kept, their folders, and whatever was set aside.
    ///
    /// A folder is set aside before the history forgets its run; a run that is killed in between leaves what
    /// [`Place::tidy`] forgets at the next start, before anything else is done.
    pub fn prune(&self, store: &mut Store, keep: usize) -> Result<(), CliError> {
        let runs = store.runs()?;
        let beyond = &runs[..runs.len().saturating_sub(keep)];
        let folders = beyond.iter().map(|run| run.meta.output.as_str()).filter(|name| is_run_name(name));
        for name in folders.filter(|name| self.folder.join(name).is_dir()) {
            let _ = std::fs::rename(self.folder.join(name), self.aside(name));
        }
        store.prune(keep)?;
        self.leftovers().iter().for_each(|path| remove(path));
        Ok(())
    }

    fn aside(&self, name: &str) -> PathBuf {
        self.folder.join(format!(".{name}.themata-old-{}", std::process::id()))
    }
}

fn remove(path: &Path) {
    let is_folder = path.symlink_metadata().is_ok_and(|meta| meta.is_dir());
    // What cannot be removed now is tried again by the next run.
    let _ = if is_folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}

/// Whether a folder's name is one that a run gives.
fn is_run_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let time = bytes.len() >= 18 && bytes[4] == b'-' && bytes[10] == b'T' && bytes[17] == b'Z';
    time && bytes[..4].iter().all(u8::is_ascii_digit) && !name.contains(['/', '\\'])
}
