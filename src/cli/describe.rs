//! `themata describe`: what is in these files.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Value, json};

use super::args::Describe;
use super::table::table;
use super::{CliError, Outcome, issues, settings};
use crate::corpus::dedup::{self, Joined};
use crate::corpus::read::{self, ReadParams};
use crate::corpus::{Corpus, Record};
use crate::report::clean::line;
use crate::text;

/// Reads the files and prints what they hold.
pub fn run(args: Describe) -> Result<Outcome, CliError> {
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let joined = dedup::join(&corpus.records);
    let languages = languages(&corpus, &settings::of_common(&args.common)?.text);
    if args.common.json {
        writeln!(anstream::stdout(), "{:#}", as_json(&corpus, &joined, &languages))?;
    } else {
        print(&corpus, &joined, &languages)?;
    }
    issues::tell(&corpus, &args.common);
    Ok(issues::outcome(&corpus, &args.common))
}

fn languages(corpus: &Corpus, params: &text::TextParams) -> Vec<BTreeMap<String, usize>> {
    let records: Vec<&Record> = corpus.records.iter().collect();
    let mut by_file = vec![BTreeMap::new(); corpus.files.len()];
    for (record, document) in records.iter().zip(text::documents(&records, params)) {
        let code = document.lang.map_or("und".to_string(), |l| l.to_string());
        *by_file[record.source.file as usize].entry(code).or_default() += 1;
    }
    by_file
}

/// How many records of a file satisfy a condition.
fn count(corpus: &Corpus, file: usize, has: impl Fn(&Record) -> bool) -> usize {
    corpus.records.iter().filter(|r| r.source.file as usize == file && has(r)).count()
}

/// Records of a file that are joined with one of the same file, and with one of another.
fn duplicates(corpus: &Corpus, joined: &Joined, file: usize) -> (usize, usize) {
    let mut counts = (0, 0);
    for (at, record) in corpus.records.iter().enumerate().filter(|(_, r)| r.source.file as usize == file) {
        let stands_for = joined.stands_for[at];
        if stands_for != at {
            let same = corpus.records[stands_for].source.file == record.source.file;
            if same { counts.0 += 1 } else { counts.1 += 1 }
        }
    }
    counts
}

fn as_json(corpus: &Corpus, joined: &Joined, languages: &[BTreeMap<String, usize>]) -> Value {
    let files: Vec<Value> = corpus
        .files
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let (within, across) = duplicates(corpus, joined, at);
            let issues: Vec<Value> = corpus
                .issues
                .iter()
                .filter(|i| i.file as usize == at)
                .map(|i| json!({"line": i.line, "kind": i.kind, "message": line(&i.message)}))
                .collect();
            json!({
                "path": file.path, "format": file.format, "format_name": file.format.name(), "dialect": file.dialect, "encoding": file.encoding, "bytes": file.bytes,
                "records": file.n_records, "with_title": count(corpus, at, |r| !r.title().is_empty()), "with_abstract": count(corpus, at, Record::has_abstract),
                "with_doi": count(corpus, at, |r| r.doi().is_some()), "with_year": count(corpus, at, |r| r.year().is_some()),
                "with_keywords": count(corpus, at, |r| !r.keywords().is_empty() || !r.subjects().is_empty()),
                "languages": languages[at], "duplicates": within + across, "duplicates_within": within, "duplicates_across": across, "issues": issues,
            })
        })
        .collect();
    let n_duplicates = joined.stands_for.iter().enumerate().filter(|(at, r)| at != *r).count();
    json!({"schema_version": 1, "files": files, "n_records": corpus.records.len(), "n_duplicates": n_duplicates, "n_issues": corpus.issues.len()})
}

fn print(corpus: &Corpus, joined: &Joined, languages: &[BTreeMap<String, usize>]) -> Result<(), CliError> {
    let rows: Vec<Vec<String>> = corpus
        .files
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let (within, across) = duplicates(corpus, joined, at);
            let langs: Vec<String> = languages[at].iter().map(|(l, n)| format!("{l} {n}")).collect();
            let format = file
                .dialect
                .as_ref()
                .map_or(file.format.name().to_string(), |d| format!("{} ({d})", file.format.name()));
            vec![
                file.path.clone(),
                format,
                file.n_records.to_string(),
                count(corpus, at, |r| !r.title().is_empty()).to_string(),
                count(corpus, at, Record::has_abstract).to_string(),
                count(corpus, at, |r| r.doi().is_some()).to_string(),
                count(corpus, at, |r| r.year().is_some()).to_string(),
                count(corpus, at, |r| !r.keywords().is_empty() || !r.subjects().is_empty()).to_string(),
                (within + across).to_string(),
                langs.join(" "),
            ]
        })
        .collect();
    let header =
        ["file", "format", "records", "titles", "abstracts", "DOIs", "years", "keywords", "duplicates", "languages"];
    writeln!(anstream::stdout(), "{}", table(&header, &[2, 3, 4, 5, 6, 7, 8], &rows))?;
    Ok(())
}
