//! `themata compare`: what changed between two reports.

use std::io::Write as _;
use std::path::Path;

use super::args::Compare;
use super::{CliError, Outcome};
use crate::corpus::read::reason;
use crate::history::changes::{Changes, Runs, compare};
use crate::history::settings::differences;
use crate::history::snapshot::Snapshot;
use crate::history::{folder, render};

/// Compares and prints.
pub fn run(args: Compare) -> Result<Outcome, CliError> {
    let (earlier, later) = (read(&args.earlier)?, read(&args.later)?);
    let (a, b) = (args.earlier.display().to_string(), args.later.display().to_string());
    let settings = differences(&settings(&args.earlier), &settings(&args.later));
    let runs = Runs { earlier: &a, later: &b, mode: None, settings: &settings };
    let changes = compare(&earlier, &later, runs);
    let text = if args.json { render::json(&changes) } else { render::markdown(&changes) };
    write!(anstream::stdout(), "{text}")?;
    Ok(if args.fail_on_change && changed(&changes) { Outcome::Attention } else { Outcome::Done })
}

/// Whether anything at all is different.
fn changed(c: &Changes) -> bool {
    let lists = [c.new.len(), c.gone.len(), c.changed.len(), c.moved.len(), c.events.len()];
    lists.iter().any(|n| *n > 0)
}

/// The settings of a report by its folder; empty where they are not known, since they are an explanation only.
fn settings(path: &Path) -> String {
    let file = if path.is_dir() { path.join("run.json") } else { path.with_file_name("run.json") };
    let run = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    run.and_then(|run| run.get("settings").map(ToString::to_string)).unwrap_or_default()
}

/// The snapshot of a report's folder, or of one of its files.
fn read(path: &Path) -> Result<Snapshot, CliError> {
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let file = if path.is_dir() {
        path.join("report.json")
    } else if path.is_file() && !is_json {
        path.with_file_name("report.json")
    } else {
        path.to_path_buf()
    };
    if !file.exists() {
        let what = if path.exists() { "is no report" } else { "is not there" };
        let message = format!("{} {what}: give the folder that report.html is in", path.display());
        return Err(CliError::Usage(message));
    }
    let failed = |reason: String| CliError::File { path: file.display().to_string(), reason };
    let bytes = std::fs::read(&file).map_err(|error| failed(reason(&error)))?;
    folder::read(&bytes).map_err(|error| failed(error.to_string()))
}
