//! `themata convert`: exports in another format.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Convert;
use super::{CliError, Outcome, issues, memory, settings};
use crate::corpus::read::{self, ReadParams, reason};
use crate::corpus::write::{endings, format_by_path, write};
use crate::corpus::{Corpus, Format, Record};
use crate::report::clean::line;
use crate::report::is_running;
use crate::report::words::counted;

/// Reads and writes.
pub fn run(args: Convert) -> Result<Outcome, CliError> {
    let config = settings::of_memory(args.memory.as_ref(), &args.common)?;
    let output = args.output;
    memory::keep_files_beside(&output, &config);
    format_of(&output)?;
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    spare(&[&output], &corpus)?;
    library(&output, &corpus, &corpus.records.iter().collect::<Vec<_>>())?.publish()?;
    let (n, shown) = (corpus.records.len(), line(&output.display().to_string()));
    if args.common.json {
        let value = json!({"schema_version": 1, "n_records": n, "output": shown, "n_issues": corpus.issues.len()});
        writeln!(anstream::stdout(), "{value:#}")?;
    } else {
        writeln!(anstream::stdout(), "{} written to {shown}", counted(n, "record"))?;
    }
    memory::tell(&config, &args.common);
    issues::tell(&corpus, &args.common);
    Ok(issues::outcome(&corpus, &args.common))
}

/// Refuses files to write that were read or are folders, and a file named twice.
pub fn spare(outputs: &[&Path], corpus: &Corpus) -> Result<(), CliError> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    for (n, output) in outputs.iter().enumerate() {
        let is_input = place(output)
            .is_some_and(|there| corpus.files.iter().any(|file| place(Path::new(&file.path)).as_ref() == Some(&there)));
        let output = output.display();
        if is_input {
            let message = format!("{output} is one of the files read, which are never changed: choose another name");
            return Err(CliError::Usage(message));
        }
        if outputs[n].is_dir() {
            return Err(CliError::Usage(format!("{output} is a folder: give a file in it a name")));
        }
        if outputs[..n].iter().any(|other| whereabouts(other) == whereabouts(outputs[n])) {
            return Err(CliError::Usage(format!("{output} is to be written twice: give each file a name of its own")));
        }
    }
    Ok(())
}

/// The folder that a file is to stand in, as the system knows it, and its name there.
fn whereabouts(path: &Path) -> (Option<PathBuf>, Option<&OsStr>) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (std::fs::canonicalize(folder).ok(), path.file_name())
}

/// The format that the ending of a path tells.
pub fn format_of(path: &Path) -> Result<Format, CliError> {
    format_by_path(path).ok_or_else(|| {
        let endings = endings().join(", ");
        CliError::Usage(format!("cannot tell the format of {}: end the name in one of {endings}", path.display()))
    })
}

/// Writes records of a corpus in the format that the ending of the path tells, to be put in place.
pub fn library(path: &Path, corpus: &Corpus, records: &[&Record]) -> Result<Written, CliError> {
    let format = format_of(path)?;
    let one_by_one = || records.iter().enumerate().inspect(|(at, _)| corpus.passes(*at)).map(|(_, record)| *record);
    Written::new(path, |out| write(one_by_one(), corpus, format, out))
}

/// Removes what killed runs left of a file: names that begin so and end in the number of a process that is no more.
fn clear_away(path: &Path, beginning: &str) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.strip_prefix(beginning));
        if pid.is_some_and(|pid| pid.parse::<u32>().is_ok() && !is_running(pid)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A file written whole under another name, which goes away where it is not put in place.
pub struct Written {
    temporary: PathBuf,
    path: PathBuf,
}

impl Written {
    /// Writes it.
    pub fn new(path: &Path, content: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<Written, CliError> {
        let name = path.file_name().map_or_else(|| "out".into(), |n| n.to_string_lossy().into_owned());
        clear_away(path, &format!(".{name}.themata-"));
        let temporary = path.with_file_name(format!(".{name}.themata-{}", std::process::id()));
        let written = Written { temporary, path: path.to_path_buf() };
        let attempt = || -> io::Result<()> {
            let mut file = BufWriter::new(File::create(&written.temporary)?);
            content(&mut file)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()
        };
        attempt().map_err(|error| written.failed(&error))?;
        Ok(written)
    }

    /// Puts it in place.
    pub fn publish(self) -> Result<(), CliError> {
        std::fs::rename(&self.temporary, &self.path).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> CliError {
        let path = self.path.display();
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        CliError::Usage(match folder {
            Some(folder) => {
                let folder = folder.display();
                format!("cannot write {path}: there is no folder {folder}; make it first, or choose another place")
            }
            None => format!("cannot write {path}: {}; choose another place or make room", reason(error)),
        })
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // Once it is in place, there is none.
        let _ = std::fs::remove_file(&self.temporary);
    }
}
