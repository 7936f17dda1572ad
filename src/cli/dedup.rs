//! `themata dedup`: one merged library of several exports.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::Dedup;
use super::convert::{Written, format_of, library, spare};
use super::{CliError, Outcome, issues, memory, settings};
use crate::analysis::Analysis;
use crate::corpus::dedup::{self, DuplicatePair};
use crate::corpus::read::{self, ReadParams};
use crate::pipeline::{Works, room};
use crate::report::tables;
use crate::report::words::counted;

/// Joins and writes.
pub fn run(args: Dedup) -> Result<Outcome, CliError> {
    let config = settings::of_memory(args.memory.as_ref(), &args.common)?;
    let output = args.output;
    memory::keep_files_beside(&output, &config);
    format_of(&output)?;
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let lists = args.pairs.iter().chain(&args.possible).map(PathBuf::as_path);
    spare(&[output.as_path()].into_iter().chain(lists).collect::<Vec<_>>(), &corpus)?;
    let joined = dedup::join_with(&corpus.records, &room::place(&corpus, config.memory), &|at| corpus.passes(at));
    let works = Works::new(&corpus, &joined);
    let records = works.records(&corpus);
    let mut files = vec![library(&output, &corpus, &records)?];
    let n = (corpus.records.len(), records.len());
    let analysis = Analysis { corpus, joined, ..Analysis::default() };
    for (path, list) in [(&args.pairs, &analysis.joined.pairs), (&args.possible, &analysis.joined.possible)] {
        if let Some(path) = path {
            files.push(pairs(&analysis, list, path)?);
        }
    }
    files.into_iter().try_for_each(Written::publish)?;
    let value = serde_json::json!({"schema_version": 1, "n_records": n.0, "n_joined": n.0 - n.1, "n_remaining": n.1, "n_possible": analysis.joined.possible.len()});
    if args.common.json {
        writeln!(anstream::stdout(), "{value:#}")?;
    } else {
        writeln!(
            anstream::stdout(),
            "{} read, {} joined, {} left; {} not joined",
            counted(n.0, "record"),
            counted(n.0 - n.1, "duplicate"),
            n.1,
            counted(analysis.joined.possible.len(), "possible duplicate")
        )?;
    }
    memory::tell(&config, &args.common);
    issues::tell(&analysis.corpus, &args.common);
    Ok(issues::outcome(&analysis.corpus, &args.common))
}

fn pairs(analysis: &Analysis, pairs: &[DuplicatePair], path: &Path) -> Result<Written, CliError> {
    Written::new(path, |out| tables::pairs(analysis, pairs, out))
}
