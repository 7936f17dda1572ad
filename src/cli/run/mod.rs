//! `themata run`: scheduled runs, one or many; one that fails does not stop the others.

mod once;
mod sources;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::args::Run;
use super::{CliError, Outcome, reason};
use crate::config::run_file::{EXAMPLE, RunFile};
use crate::corpus::read::{self, ReadParams};
use crate::history::schedule::{Job, Schedule};
use crate::report::clean::line;

pub(super) use once::open_existing;

/// How one configuration ended.
enum Done {
    Unchanged,
    Report(PathBuf, String),
    Alert(PathBuf, String),
}

/// Runs every configuration named.
pub fn run(args: Run) -> Result<Outcome, CliError> {
    if args.init {
        return init(args.configs.first().map(PathBuf::as_path));
    }
    let configs = sources::configs(&args.configs)?;
    if let Some(when) = &args.schedule {
        return schedule(&configs, when);
    }
    let mut worst = 0;
    for path in &configs {
        let result = if args.check { check(path) } else { guarded(path, &args) };
        let code = match &result {
            Ok(Done::Unchanged | Done::Report(..)) => 0,
            Ok(Done::Alert(..)) => 1,
            Err(_) => 2,
        };
        if !args.check || result.is_err() {
            tell(path, &result, &args)?;
        }
        worst = worst.max(code);
    }
    match worst {
        0 => Ok(Outcome::Done),
        1 => Ok(Outcome::Attention),
        _ if configs.len() > 1 => Err(CliError::Usage("at least one of the runs could not be done".into())),
        _ => Ok(Outcome::Failed),
    }
}

/// One run, given up after its time.
fn guarded(path: &Path, args: &Run) -> Result<Done, CliError> {
    let file = load(path)?;
    let minutes = file.timeout_minutes;
    let limit = args.timeout.map(Duration::from_secs).or(minutes.map(|m| Duration::from_secs(m * 60)));
    if let Some(limit) = limit {
        let name = line(&path.display().to_string());
        std::thread::spawn(move || {
            std::thread::sleep(limit);
            anstream::eprintln!(
                "themata: {name}: given up after {} s; the last report stays as it was",
                limit.as_secs()
            );
            std::process::exit(2);
        });
    }
    once::run(&file, path, args.force)
}

fn load(path: &Path) -> Result<RunFile, CliError> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| CliError::File { path: name.clone(), reason: reason(&error) })?;
    RunFile::parse(&text).map_err(|source| CliError::Config { path: name, source })
}

/// Writes a commented configuration.
fn init(path: Option<&Path>) -> Result<Outcome, CliError> {
    let path = path.unwrap_or(Path::new("themata-run.toml"));
    let new = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let failed = |error: std::io::Error| {
        CliError::Usage(format!("cannot write {}: {}; choose another name", path.display(), reason(&error)))
    };
    new.and_then(|mut file| file.write_all(EXAMPLE.as_bytes())).map_err(failed)?;
    writeln!(anstream::stdout(), "{}: edit it, then `themata run --check {0}`", line(&path.display().to_string()))?;
    Ok(Outcome::Done)
}

/// Says what a run would read.
fn check(path: &Path) -> Result<Done, CliError> {
    let file = load(path)?;
    let inputs = sources::inputs(&file.sources, path)?;
    let corpus = read::read(&inputs, &ReadParams::default())?;
    let mut out = anstream::stdout();
    writeln!(out, "{}: right", line(&path.display().to_string()))?;
    for file in &corpus.files {
        writeln!(out, "  {}: {}, {} records", line(&file.path), file.format.name(), file.n_records)?;
    }
    let output = sources::beside(path, &file.output);
    writeln!(out, "  {} records; reports go to {}", corpus.records.len(), line(&output.display().to_string()))?;
    Ok(Done::Unchanged)
}

fn schedule(configs: &[PathBuf], when: &str) -> Result<Outcome, CliError> {
    let schedule = Schedule::parse(when).map_err(|error| CliError::Usage(error.to_string()))?;
    let program = std::env::current_exe().map_err(CliError::Output)?;
    for path in configs {
        load(path)?;
        let whole = std::path::absolute(path).map_err(CliError::Output)?;
        let name = path.file_stem().map_or("themata".into(), |stem| stem.to_string_lossy());
        let job = Job {
            program: &program.display().to_string(),
            config: &whole.display().to_string(),
            config_in_repository: &path.display().to_string(),
            name: &format!("themata-{name}"),
        };
        let text = schedule.print(job).map_err(|error| CliError::Usage(error.to_string()))?;
        write!(anstream::stdout(), "{text}")?;
    }
    Ok(Outcome::Done)
}

/// One line a run: on stdout for people, on stderr as JSON for a log.
fn tell(path: &Path, result: &Result<Done, CliError>, args: &Run) -> Result<(), CliError> {
    let config = line(&path.display().to_string());
    let (event, detail, report) = match result {
        Ok(Done::Unchanged) => ("unchanged", "nothing new: inputs and settings are those of the last run".into(), None),
        Ok(Done::Report(report, summary)) => ("done", summary.clone(), Some(report)),
        Ok(Done::Alert(report, summary)) => ("changed", summary.clone(), Some(report)),
        Err(error) => ("failed", error.to_string(), None),
    };
    let detail = line(&detail);
    let report = report.map(|report| line(&report.display().to_string()));
    if args.log_format == "json" {
        let at = jiff::Timestamp::now().to_string();
        let entry = json!({"at": at, "config": config, "event": event, "detail": detail, "report": report});
        anstream::eprintln!("{entry}");
    } else if event == "failed" {
        anstream::eprintln!("themata: {config}: {detail}");
    } else if !args.quiet {
        writeln!(anstream::stdout(), "{config}: {detail}")?;
        if let Some(report) = report {
            writeln!(anstream::stdout(), "{report}")?;
        }
    }
    Ok(())
}
