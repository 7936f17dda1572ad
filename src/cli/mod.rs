//! Command line: arguments in, exit code out; the only place with a terminal.
//!
//! `args` is what was typed; each subcommand has a file of its own that says what it means. stdout carries the result,
//! stderr everything else. Exit codes: 0 done; 1 done, but something asked for attention; 2 could not run.

mod args;
mod cluster;
mod compare;
mod convert;
mod dedup;
mod describe;
mod examples;
mod history;
mod issues;
mod memory;
mod patterns;
mod progress;
mod run;
mod settings;
mod similar;
mod table;
mod values;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::corpus::read::reason;
use args::{Args, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, but something asked for attention.
    Attention,
    /// Could not be done, which was told already.
    Failed,
}

/// Anything that ends a command, in one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Run(#[from] crate::pipeline::Error),
    #[error(transparent)]
    Read(#[from] crate::corpus::read::ReadError),
    #[error(transparent)]
    Write(#[from] crate::report::WriteError),
    #[error("{path}: {source}")]
    Config { path: String, source: crate::config::ConfigError },
    #[error("{}", flag(.0))]
    Flag(crate::config::ConfigError),
    #[error("cannot read {path}: {reason}; check the name and the permissions")]
    File { path: String, reason: String },
    #[error("{}", history(.0))]
    History(#[from] crate::history::store::StoreError),
    #[error("cannot write the result: {}", reason(.0))]
    Output(#[from] io::Error),
    #[error("{0}")]
    Usage(String),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return not_understood(&error),
    };
    if let Some(threads) = args.threads() {
        // Fails only when the pool exists already, which it cannot here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    crate::memory::heap::keep_large_blocks_apart();
    match run(args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Attention) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("themata: {}", crate::report::clean::line(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

/// Whether nobody reads on, which is no fault ("… | head").
fn is_broken_pipe(error: &CliError) -> bool {
    let mut causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    let is_pipe = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    let output = matches!(error, CliError::Output(error) if is_pipe(error));
    output || causes.any(|cause| cause.downcast_ref().is_some_and(is_pipe))
}

/// Help and version are printed as they are; a mistake becomes one line.
fn not_understood(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(2)
        }
        _ => {
            let typed = std::env::args().nth(1).unwrap_or_default();
            let message = without_command(error).unwrap_or_else(|| one_line(&error.render().to_string(), &typed));
            anstream::eprintln!("themata: {}", crate::report::clean::line(&message));
            ExitCode::from(2)
        }
    }
}

/// What to type where a file was given without a command.
fn without_command(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    if !typed.contains(['.', '/', '\\']) && !Path::new(typed).exists() {
        return None;
    }
    let quoted = if typed.contains(char::is_whitespace) { format!("\"{typed}\"") } else { typed.clone() };
    Some(format!(
        "{quoted} is a file or folder and no command: `themata cluster {quoted}` groups its records; see `themata --help`"
    ))
}

/// clap's message and tips on one line, with where to read more: in the help of the command, where one was typed.
///
/// That a word could be "passed as a value" is no tip for somebody who mistyped an option.
fn one_line(message: &str, typed: &str) -> String {
    let what = message.split("Usage:").next().unwrap_or_default();
    let is_told = |line: &&str| !["For more", "tip: to pass"].iter().any(|start| line.starts_with(start));
    let parts = what.lines().map(str::trim).filter(|line| !line.is_empty()).filter(is_told);
    let text: Vec<&str> = parts.map(|line| line.trim_start_matches("error: ").trim_start_matches("tip: ")).collect();
    let command = args::command().find_subcommand(typed).map_or(String::new(), |_| format!(" {typed}"));
    format!("{}; see `themata{command} --help`", text.join("; ").replace(":; ", ": "))
}

/// A setting that came from a flag, by the name of the flag.
fn flag(error: &crate::config::ConfigError) -> String {
    match error {
        crate::config::ConfigError::Value { key, value, rule } => {
            format!("--{} {value} is not possible: {rule}", key.replace('_', "-"))
        }
        other => other.to_string(),
    }
}

/// What the history says, with what the database says.
fn history(error: &crate::history::store::StoreError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn run(mut args: Args) -> Result<Outcome, CliError> {
    if let Some(inputs) = args.inputs_mut() {
        let found: Result<Vec<_>, _> = inputs.iter().map(|input| patterns::expand(input)).collect();
        *inputs = found?.concat();
    }
    match args.command {
        Command::Cluster(args) => cluster::run(args),
        Command::Describe(args) => describe::run(args),
        Command::Dedup(args) => dedup::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Similar(args) => similar::run(args),
        Command::Run(args) => run::run(args),
        Command::History(args) => history::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::command(), "themata", &mut script);
            io::stdout().write_all(&script)?;
            Ok(Outcome::Done)
        }
        Command::Man { command } => {
            clap_mangen::Man::new(page_of(command.as_deref())?).render(&mut io::stdout())?;
            Ok(Outcome::Done)
        }
    }
}

/// The command that a manual page is of, the whole program where none is named.
fn page_of(name: Option<&str>) -> Result<clap::Command, CliError> {
    let mut whole = args::command();
    whole.build();
    let Some(name) = name else { return Ok(whole) };
    let named = whole.get_subcommands().find(|command| command.get_name() == name).cloned();
    let page = named.map(|command| command.display_name(format!("themata-{name}")));
    page.ok_or_else(|| CliError::Usage(format!("no command is named {name}: `themata --help` lists them")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(typed: &[&str]) -> String {
        let error = Args::try_parse_from(typed).unwrap_err();
        one_line(&error.render().to_string(), typed[1])
    }

    #[test]
    fn a_mistake_is_one_line_that_says_where_to_read_more() {
        assert_eq!(
            complaint(&["themata", "cluster"]),
            "the following required arguments were not provided: <INPUT>...; see `themata cluster --help`"
        );
        assert_eq!(
            complaint(&["themata", "clutser", "x"]),
            "unrecognized subcommand 'clutser'; a similar subcommand exists: 'cluster'; see `themata --help`"
        );
        assert_eq!(
            complaint(&["themata", "cluster", "x", "--threads", "many"]),
            "invalid value 'many' for '--threads <N>': a whole number from 0 to 1024 is expected; 0 takes all processors; see `themata cluster --help`"
        );
        assert_eq!(
            complaint(&["themata", "cluster", "x", "--k", "3"]),
            "unexpected argument '--k' found; see `themata cluster --help`"
        );
        assert_eq!(
            complaint(&["themata", "cluster", "x", "--quality", "best"]),
            "invalid value 'best' for '--quality <NAME>'; [possible values: plain, merge, graph]; see `themata cluster --help`"
        );
    }

    #[test]
    fn a_file_without_a_command_is_understood() {
        let told = |typed: &str| without_command(&Args::try_parse_from(["themata", typed]).unwrap_err());
        for (typed, command) in [
            ("a.ris", "`themata cluster a.ris`"),
            ("my exports/b", "`themata cluster \"my exports/b\"`"),
            ("src", "`themata cluster src`"),
        ] {
            assert!(told(typed).is_some_and(|text| text.contains(command)), "{typed}: {:?}", told(typed));
        }
        assert_eq!(told("clutser"), None);
    }

    #[test]
    fn a_flag_is_blamed_by_its_name() {
        let error = crate::config::ConfigError::Value { key: "max_df", value: "7".into(), rule: "it is a share" };
        assert_eq!(flag(&error), "--max-df 7 is not possible: it is a share");
    }
}
