//! Command line: arguments in, exit code out; the only place with a terminal.
//!
//! `args` is what was typed; each subcommand has a file of its own that says what it means. stdout carries the result,
//! stderr everything else. Exit codes: 0 done; 1 done, but something asked for attention; 2 could not run.

mod args;
mod cluster;
mod convert;
mod dedup;
mod describe;
mod progress;
mod settings;
mod similar;
mod table;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, but `--strict` found issues.
    Attention,
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
    #[error("{0}")]
    Setting(#[from] crate::config::ConfigError),
    #[error("cannot read {path}: {reason}")]
    File { path: String, reason: String },
    #[error("cannot write the result: {0}")]
    Output(#[from] std::io::Error),
    #[error("{0}")]
    Usage(String),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(threads) = args.threads() {
        // Fails only when the pool exists already, which it cannot here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    match run(args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Attention) => ExitCode::from(1),
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("themata: {}", crate::report::clean::line(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> Result<Outcome, CliError> {
    match args.command {
        Command::Cluster(args) => cluster::run(args),
        Command::Describe(args) => describe::run(args),
        Command::Dedup(args) => dedup::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Similar(args) => similar::run(args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut args::command(), "themata", &mut std::io::stdout());
            Ok(Outcome::Done)
        }
        Command::Man => {
            clap_mangen::Man::new(args::command()).render(&mut std::io::stdout())?;
            Ok(Outcome::Done)
        }
    }
}
