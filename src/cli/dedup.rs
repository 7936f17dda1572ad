//! `themata dedup`: one merged library of several exports.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::Dedup;
use super::convert::{put, spare, write_library};
use super::{CliError, Outcome, issues};
use crate::analysis::Analysis;
use crate::corpus::dedup::{self, DuplicatePair};
use crate::corpus::read::{self, ReadParams};
use crate::memory::Place;
use crate::pipeline::Works;
use crate::report::tables;
use crate::report::words::counted;

/// Joins and writes.
pub fn run(args: Dedup) -> Result<Outcome, CliError> {
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let lists = args.pairs.iter().chain(&args.possible).map(PathBuf::as_path);
    spare(&[args.output.as_path()].into_iter().chain(lists).collect::<Vec<_>>(), &corpus)?;
    let joined = dedup::join_with(&corpus.records, &Place::Memory, &|at| corpus.passes(at));
    let works = Works::new(&corpus, &joined);
    let records = works.records(&corpus);
    write_library(&args.output, &corpus, &records)?;
    let n = (corpus.records.len(), records.len());
    let analysis = Analysis { corpus, joined, ..Analysis::default() };
    for (path, list) in [(&args.pairs, &analysis.joined.pairs), (&args.possible, &analysis.joined.possible)] {
        if let Some(path) = path {
            write_pairs(&analysis, list, path)?;
        }
    }
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
    issues::tell(&analysis.corpus, &args.common);
    Ok(issues::outcome(&analysis.corpus, &args.common))
}

fn write_pairs(analysis: &Analysis, pairs: &[DuplicatePair], path: &Path) -> Result<(), CliError> {
    put(path, |out| tables::pairs(analysis, pairs, out))
}
