//! The log of runs: how each ended in, one line for people (stdout, errors on stderr) or for programs (JSON on stderr) out.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::Done;
use crate::cli::{CliError, Outcome};
use crate::report::clean::line;

/// What was told so far.
pub(super) struct Log {
    json: bool,
    quiet: bool,
    /// Only what went wrong is told: a check prints its own findings.
    check: bool,
    n: [usize; 4],
}

const EVENTS: [&str; 4] = ["unchanged", "done", "changed", "failed"];

impl Log {
    pub fn new(json: bool, quiet: bool, check: bool) -> Log {
        Log { json, quiet, check, n: [0; 4] }
    }

    /// Tells how one run ended.
    pub fn told(&mut self, path: &Path, result: &Result<Done, CliError>, took: Duration) -> Result<(), CliError> {
        let config = line(&path.display().to_string());
        let (event, detail, report) = match result {
            Ok(Done::Unchanged) => (0, "nothing new: inputs and settings are those of the last run".to_string(), None),
            Ok(Done::Report(report, summary)) => (1, summary.clone(), Some(report)),
            Ok(Done::Alert(report, summary)) => (2, summary.clone(), Some(report)),
            Err(error) => (3, error.to_string(), None),
        };
        self.n[event] += 1;
        if self.check && event != 3 {
            return Ok(());
        }
        let detail = line(&detail);
        // A mistake in the file is told with its name already.
        let detail = detail.strip_prefix(&format!("{config}: ")).unwrap_or(&detail);
        let report = report.map(|report| line(&report.display().to_string()));
        if self.json {
            let seconds = (took.as_secs_f64() * 1e3).round() / 1e3;
            let event = EVENTS[event];
            self.entry(
                json!({"config": config, "event": event, "detail": detail, "report": report, "seconds": seconds}),
            );
        } else if event == 3 {
            // A file that is not there is named by the reason already.
            let named = detail.starts_with(&format!("cannot read {config}: "));
            anstream::eprintln!("themata: {}{detail}", if named { String::new() } else { config + ": " });
        } else if !self.quiet || event == 2 {
            writeln!(anstream::stdout(), "{config}: {detail}")?;
            if let Some(report) = report {
                writeln!(anstream::stdout(), "{report}")?;
            }
        }
        Ok(())
    }

    /// Tells how many runs ended how, where there was more than one; the exit code is that of the worst.
    pub fn summary(&self) -> Result<Outcome, CliError> {
        let [unchanged, done, changed, failed] = self.n;
        let n_runs: usize = self.n.iter().sum();
        if n_runs > 1 && self.json {
            let counts = json!({"event": "summary", "runs": n_runs, "unchanged": unchanged, "done": done, "changed": changed, "failed": failed});
            self.entry(counts);
        } else if n_runs > 1 && self.check {
            let text = format!("{n_runs} files: {} right, {failed} not", n_runs - failed);
            self.total(&text)?;
        } else if n_runs > 1 {
            let parts = [
                (unchanged, "unchanged"),
                (done, "done"),
                (changed, "changed beyond the threshold"),
                (failed, "failed"),
            ];
            let parts: Vec<String> = parts.iter().filter(|p| p.0 > 0).map(|(n, what)| format!("{n} {what}")).collect();
            self.total(&format!("{n_runs} runs: {}", parts.join(", ")))?;
        }
        Ok(match (failed, changed) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Attention,
            _ => Outcome::Failed,
        })
    }

    /// Tells that there is nothing that could be run.
    pub fn refuse(&self, error: CliError) -> Result<Outcome, CliError> {
        if !self.json {
            return Err(error);
        }
        self.entry(json!({"event": "failed", "detail": line(&error.to_string())}));
        Ok(Outcome::Failed)
    }

    /// The last line: beside the errors when there were some, so that a mail of them has it, else with the results.
    fn total(&self, text: &str) -> Result<(), CliError> {
        if self.n[3] > 0 {
            anstream::eprintln!("themata: {text}");
        } else if !self.quiet || self.n[2] > 0 {
            writeln!(anstream::stdout(), "{text}")?;
        }
        Ok(())
    }

    fn entry(&self, mut entry: serde_json::Value) {
        if let Some(fields) = entry.as_object_mut() {
            fields.shift_insert(0, "at".into(), json!(jiff::Timestamp::now().to_string()));
        }
        anstream::eprintln!("{entry}");
    }
}
