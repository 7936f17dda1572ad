//! Opens files, folders, standard input and .gz, and hands their text to the parser of their format.
//!
//! In: the names a user gave. Out: one [`Corpus`] whose files, records and issues do not depend on the order of those
//! names. Files are read in parallel, each as a stream, with its SHA-256 taken on the way. What cannot be read is an
//! issue; only where nothing at all could be read is it an error.

mod ids;
mod inputs;
mod source;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use super::issue::{Issue, IssueKind};
use super::{Corpus, Format, Record, SourceFile};
pub use ids::file_name;
use inputs::Input;
pub use inputs::{holds_reports_only, reason};
use source::Loaded;

/// Limits against hostile input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadParams {
    /// Most bytes a compressed file may grow to for each stored byte, once it is past `max_inflated`.
    pub max_ratio: u64,
    /// Bytes up to which a compressed file may grow whatever the ratio.
    pub max_inflated: u64,
    /// Most bytes of a file that has to be read whole (spreadsheets).
    pub max_whole: u64,
}

impl Default for ReadParams {
    /// Real exports shrink to a fifth, XML to a twentieth; a gzip bomb to a thousandth.
    fn default() -> ReadParams {
        ReadParams { max_ratio: 300, max_inflated: 256 << 20, max_whole: 1 << 30 }
    }
}

/// Why nothing could be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No input was named.
    #[error("no input: name a file, a folder or - for standard input")]
    NoInput,
    /// An input is not there or cannot be opened, and there is no other.
    #[error("cannot read {path}: {reason}; check the name and the permissions")]
    Unreadable {
        /// Path as the user named it.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// A folder holds nothing that is an export.
    #[error("no exports in {path}: {found}; give files as a database saves them (RIS, MEDLINE, CSV, BibTeX, XML …)")]
    NoExports {
        /// Path as the user named it.
        path: String,
        /// What is there instead.
        found: String,
    },
    /// The only input is empty.
    #[error("{path} is empty: save the search results again")]
    Empty {
        /// Path as the user named it.
        path: String,
    },
    /// Inputs were read but hold no record.
    #[error("no record in {path}: {reason}")]
    NoRecords {
        /// Path as the user named it, or several.
        path: String,
        /// The first issue found.
        reason: String,
    },
}

/// Reads every input; `-` is standard input.
///
/// # Errors
/// [`ReadError`] where not one record could be read; anything less is an issue of the corpus.
///
/// # Determinism
/// The result depends on the set of files only: not on their order, not on repeats, not on the number of threads.
pub fn read(inputs: &[PathBuf], params: &ReadParams) -> Result<Corpus, ReadError> {
    read_with(inputs, params, &|_| {})
}

/// Like [`read`], telling `on_bytes` of every run of stored bytes as it is read, from any thread.
///
/// # Errors
/// As [`read`].
pub fn read_with(
    inputs: &[PathBuf],
    params: &ReadParams,
    on_bytes: &(dyn Fn(u64) + Sync),
) -> Result<Corpus, ReadError> {
    if inputs.is_empty() {
        return Err(ReadError::NoInput);
    }
    let found = inputs::list(inputs);
    let loaded: Vec<Loaded> = found.par_iter().map(|input| load(input, params, on_bytes)).collect();
    let loaded = drop_running_text(&found, loaded);
    let corpus = gather(loaded);
    if corpus.records.is_empty() { Err(nothing_read(inputs, &found, &corpus)) } else { Ok(corpus) }
}

/// Reads bytes that are in memory, each with the name it shall have.
pub fn read_bytes(named: &[(&str, &[u8])], params: &ReadParams) -> Corpus {
    let mut named = named.to_vec();
    named.sort_unstable();
    gather(named.par_iter().map(|(name, bytes)| source::load(name, &mut &bytes[..], params, &|_| {})).collect())
}

/// Total stored size of the inputs in bytes, as far as it is known before reading.
pub fn size(inputs: &[PathBuf]) -> u64 {
    inputs::list(inputs).iter().filter_map(|input| std::fs::metadata(&input.path).ok()).map(|m| m.len()).sum()
}

fn load(input: &Input, params: &ReadParams, on_bytes: &(dyn Fn(u64) + Sync)) -> Loaded {
    if let Some(error) = &input.error {
        return Loaded::failed(&input.name, error.clone());
    }
    let mut reader: Box<dyn Read> = if input.path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        match std::fs::File::open(&input.path) {
            Ok(file) => Box::new(file),
            Err(error) => return Loaded::failed(&input.name, inputs::reason(&error)),
        }
    };
    source::load(&input.name, &mut reader, params, on_bytes)
}

/// In a folder that holds exports, running text is a note beside them and no document.
fn drop_running_text(inputs: &[Input], mut loaded: Vec<Loaded>) -> Vec<Loaded> {
    let exports: Vec<Option<usize>> = inputs
        .iter()
        .zip(&loaded)
        .filter(|(_, loaded)| !loaded.records.is_empty() && loaded.file.format != Format::PlainText)
        .map(|(input, _)| input.folder)
        .collect();
    for (input, loaded) in inputs.iter().zip(&mut loaded) {
        let beside = input.folder.is_some() && exports.contains(&input.folder);
        let is_text = input.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt"));
        if input.folder.is_some() && loaded.file.format == Format::PlainText && (beside || !is_text) {
            loaded.records.clear();
            loaded.file.n_records = 0;
            loaded.file.format = Format::Unknown;
            let message = "running text, left out; name the file itself to read it as one document";
            loaded.issues = vec![Issue { file: 0, line: 0, kind: IssueKind::UnknownFormat, message: message.into() }];
        }
    }
    loaded
}

/// Puts the files together, in the order of their names, and gives every record its id.
fn gather(loaded: Vec<Loaded>) -> Corpus {
    let mut corpus = Corpus::default();
    for (i, mut one) in loaded.into_iter().enumerate() {
        let index = u32::try_from(i).unwrap_or(u32::MAX);
        one.records.iter_mut().for_each(|record| record.source.file = index);
        one.issues.iter_mut().for_each(|issue| issue.file = index);
        corpus.files.push(one.file);
        corpus.records.append(&mut one.records);
        corpus.issues.append(&mut one.issues);
        corpus.spools.extend(one.spool);
    }
    ids::give(&mut corpus);
    corpus.issues.sort();
    corpus
}

fn nothing_read(named: &[PathBuf], inputs: &[Input], corpus: &Corpus) -> ReadError {
    let paths: Vec<String> = named.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let all_in_folder = inputs.iter().all(|input| input.folder.is_some());
    let first = corpus.issues.first();
    match (&corpus.files[..], first.map(|issue| issue.kind)) {
        ([file], Some(IssueKind::Unreadable)) => ReadError::Unreadable {
            path: file.path.clone(),
            reason: first.map(|issue| issue.message.clone()).unwrap_or_default(),
        },
        _ if paths.len() == 1 && all_in_folder => {
            ReadError::NoExports { path: paths.concat(), found: inventory(&named[0], inputs) }
        }
        ([file], _) if file.bytes == 0 => {
            let path = if file.path == "-" { "standard input".to_string() } else { file.path.clone() };
            ReadError::Empty { path }
        }
        _ => {
            let reason = first.map_or("nothing found".to_string(), |issue| issue.message.clone());
            ReadError::NoRecords { path: paths.join(", "), reason }
        }
    }
}

/// What a folder holds, in words: "3 files (a.png, b.pdf, c.doc)".
fn inventory(folder: &Path, inputs: &[Input]) -> String {
    const SHOWN: usize = 5;
    if inputs.is_empty() {
        let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        return if is_empty { "the folder is empty" } else { "nothing but reports of themata and hidden files" }.into();
    }
    let names: Vec<&str> = inputs.iter().take(SHOWN).map(|input| ids::file_name(&input.name)).collect();
    let more = if inputs.len() > SHOWN { " …" } else { "" };
    let plural = if inputs.len() == 1 { "file" } else { "files" };
    format!("found {} {plural} ({}{more})", inputs.len(), names.join(", "))
}

/// The format a record came from.
pub fn format_of(corpus: &Corpus, record: &Record) -> Format {
    let format = |file: &SourceFile| {
        let part = file.parts.iter().rev().find(|(first, _)| *first <= record.source.number);
        part.map_or(file.format, |(_, format)| *format)
    };
    corpus.files.get(record.source.file as usize).map_or(Format::Unknown, format)
}

#[cfg(test)]
mod tests;
