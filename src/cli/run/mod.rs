//! `themata run`: scheduled runs, one or many; one that fails does not stop the others.

mod gate;
mod log;
mod news;
mod once;
mod place;
mod sources;
mod tables;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::args::Run;
use super::{CliError, Outcome, issues, settings};
use crate::config::run_file::{self, RunFile};
use crate::corpus::read::{self, ReadParams, reason};
use crate::history::schedule::{Job, Schedule};
use crate::report::clean::line;
use crate::report::words::counted;

use gate::Gate;
use log::Log;
pub(super) use once::{alone, changed_settings, open_existing};

/// Room on the stack of a run, as much as the first thread has.
const STACK: usize = 8 << 20;

/// How one configuration ended.
enum Done {
    Unchanged,
    Report(PathBuf, String),
    Alert(PathBuf, String),
}

/// Runs every configuration named.
pub fn run(args: Run) -> Result<Outcome, CliError> {
    if args.init {
        let named = if args.configs.is_empty() { vec![PathBuf::from("themata-run.toml")] } else { args.configs };
        if let Some(there) = named.iter().find(|path| path.exists()) {
            return Err(taken(there, &std::io::ErrorKind::AlreadyExists.into()));
        }
        named.iter().try_for_each(|path| init(path))?;
        return Ok(Outcome::Done);
    }
    let mut log = Log::new(args.log_format == "json", args.quiet, args.check);
    let configs = match sources::configs(&args.configs) {
        Ok(configs) => configs,
        Err(error) => return log.refuse(error),
    };
    if let Some(when) = &args.schedule {
        return schedule(&configs, when);
    }
    let mut outputs = BTreeMap::new();
    for path in &configs {
        let start = Instant::now();
        let own = load(path).and_then(|file| own_output(path, file, &mut outputs));
        let result = own.and_then(|file| if args.check { check(path, &file) } else { guarded(path, file, &args) });
        log.told(path, &result, start.elapsed())?;
    }
    log.summary()
}

/// Refuses a configuration whose reports go where those of another one go: they would share a history.
fn own_output<'a>(
    config: &'a Path,
    file: RunFile,
    outputs: &mut BTreeMap<PathBuf, &'a Path>,
) -> Result<RunFile, CliError> {
    let output = std::path::absolute(sources::beside(config, &file.output)).map_err(CliError::Output)?;
    match *outputs.entry(output).or_insert(config) {
        first if first == config => Ok(file),
        first => Err(CliError::Usage(format!(
            "{}: its output \"{}\" is that of {}, and they would share a history; give each an output of its own",
            config.display(),
            file.output,
            first.display()
        ))),
    }
}

/// One run in a thread of its own, given up after its time.
fn guarded(path: &Path, file: RunFile, args: &Run) -> Result<Done, CliError> {
    let minutes = file.timeout_minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
    let limit = args.timeout.map(Duration::from_secs).or(minutes);
    let gate = Arc::new(Gate::default());
    let (tell, told) = channel();
    let (config, force, worker_gate) = (path.to_path_buf(), args.force, Arc::clone(&gate));
    let work = move || {
        // Nobody listens any more when the run was given up.
        let _ = tell.send(once::run(&file, &config, force, &worker_gate));
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work).map_err(CliError::Output)?;
    let ended = match limit {
        None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(limit) => told.recv_timeout(limit).or_else(|error| match error {
            RecvTimeoutError::Timeout if !gate.give_up() => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            error => Err(error),
        }),
    };
    ended.unwrap_or_else(|error| {
        Err(CliError::Usage(match (error, limit) {
            (RecvTimeoutError::Timeout, Some(limit)) => format!(
                "given up after {} s; the last report stays as it was; raise --timeout or timeout_minutes",
                limit.as_secs()
            ),
            _ => "a fault of the program ended the run; the last report stays as it was".to_string(),
        }))
    })
}

fn load(path: &Path) -> Result<RunFile, CliError> {
    let name = path.display().to_string();
    RunFile::parse(&settings::read(path)?).map_err(|source| CliError::Config { path: name, source })
}

/// The error for a configuration that could not be written.
fn taken(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Usage(format!("cannot write {}: {}; choose another name", path.display(), reason(error)))
}

/// Writes a commented configuration.
fn init(path: &Path) -> Result<(), CliError> {
    let name = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let new = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    new.and_then(|mut file| file.write_all(run_file::example(&name).as_bytes()))
        .map_err(|error| taken(path, &error))?;
    let shown = line(&path.display().to_string());
    let quoted = if shown.contains(char::is_whitespace) { format!("\"{shown}\"") } else { shown.clone() };
    writeln!(anstream::stdout(), "{shown}: edit it, then `themata run --check {quoted}`")?;
    Ok(())
}

/// Says what a run would read.
fn check(path: &Path, file: &RunFile) -> Result<Done, CliError> {
    let inputs = sources::inputs(&file.sources, path)?;
    let corpus = read::read(&inputs, &ReadParams::default())?;
    let (n, wanted) = (corpus.records.len(), file.config.cluster.n_clusters);
    if let Some(k) = wanted.filter(|k| *k > n) {
        let there = if n == 1 { "there is" } else { "there are" };
        let message = format!("{}: n_clusters = {k}, but {there} {}", path.display(), counted(n, "record"));
        return Err(CliError::Usage(message));
    }
    let mut out = anstream::stdout();
    writeln!(out, "{}: right", line(&path.display().to_string()))?;
    for file in &corpus.files {
        writeln!(out, "  {}: {}, {}", line(&file.path), file.format.name(), counted(file.n_records, "record"))?;
    }
    for text in issues::lines(&corpus, issues::SHOWN) {
        writeln!(out, "  {}", text.replace("--verbose lists them", "`themata describe --verbose` lists them"))?;
    }
    let output = sources::beside(path, &file.output);
    writeln!(
        out,
        "  {}; reports go to {}",
        counted(corpus.records.len(), "record"),
        line(&output.display().to_string())
    )?;
    Ok(Done::Unchanged)
}

/// The path of a file inside the repository that it stands in; where there is none, as it was named.
fn in_repository(named: &Path, whole: &Path) -> String {
    let root = whole.ancestors().skip(1).find(|folder| folder.join(".git").exists());
    let inside = root.and_then(|root| whole.strip_prefix(root).ok()).unwrap_or(named);
    inside.display().to_string().replace('\\', "/")
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
            config_in_repository: &in_repository(path, &whole),
            name: &format!("themata-{name}"),
        };
        let text = schedule.print(job).map_err(|error| CliError::Usage(error.to_string()))?;
        write!(anstream::stdout(), "{text}")?;
    }
    Ok(Outcome::Done)
}
