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
use crate::memory::Place;
use crate::report::clean::line;
use crate::text;

/// Reads the files and prints what they hold.
pub fn run(args: Describe) -> Result<Outcome, CliError> {
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let joined = dedup::join_with(&corpus.records, &Place::Memory, &|at| corpus.passes(at));
    let held = held(&corpus, &joined, &settings::of_common(&args.common)?.text);
    if args.common.json {
        writeln!(anstream::stdout(), "{:#}", as_json(&corpus, &held))?;
    } else {
        print(&corpus, &held)?;
    }
    issues::tell(&corpus, &args.common);
    Ok(issues::outcome(&corpus, &args.common))
}

/// What the records of one file have.
#[derive(Clone, Debug, Default)]
struct Held {
    titles: usize,
    abstracts: usize,
    dois: usize,
    years: usize,
    keywords: usize,
    /// Records joined with another one of the file.
    within: usize,
    /// Records joined with one of another file.
    across: usize,
    languages: BTreeMap<String, usize>,
}

/// What the records of each file have.
fn held(corpus: &Corpus, joined: &Joined, params: &text::TextParams) -> Vec<Held> {
    let records: Vec<&Record> = corpus.records.iter().collect();
    let documents = text::documents_with(&records, params, &|at| corpus.passes(at));
    let mut files = vec![Held::default(); corpus.files.len()];
    for ((at, record), document) in corpus.one_by_one().zip(&documents) {
        let held = &mut files[record.source.file as usize];
        held.titles += usize::from(!record.title().is_empty());
        held.abstracts += usize::from(record.has_abstract());
        held.dois += usize::from(record.doi().is_some());
        held.years += usize::from(record.year().is_some());
        held.keywords += usize::from(!record.keywords().is_empty() || !record.subjects().is_empty());
        let stands_for = joined.stands_for[at];
        let in_file = corpus.records[stands_for].source.file == record.source.file;
        held.within += usize::from(stands_for != at && in_file);
        held.across += usize::from(stands_for != at && !in_file);
        *held.languages.entry(document.lang.map_or("und".to_string(), |l| l.to_string())).or_default() += 1;
    }
    files
}

fn as_json(corpus: &Corpus, held: &[Held]) -> Value {
    let files: Vec<Value> = corpus
        .files
        .iter()
        .enumerate()
        .zip(held)
        .map(|((at, file), held)| {
            let issues: Vec<Value> = corpus
                .issues
                .iter()
                .filter(|i| i.file as usize == at)
                .map(|i| json!({"line": i.line, "kind": i.kind, "message": line(&i.message)}))
                .collect();
            json!({
                "path": file.path, "format": file.format, "format_name": file.format.name(), "dialect": file.dialect, "encoding": file.encoding, "bytes": file.bytes,
                "records": file.n_records, "with_title": held.titles, "with_abstract": held.abstracts, "with_doi": held.dois, "with_year": held.years,
                "with_keywords": held.keywords, "languages": held.languages, "duplicates": held.within + held.across,
                "duplicates_within": held.within, "duplicates_across": held.across, "issues": issues,
            })
        })
        .collect();
    let n_duplicates: usize = held.iter().map(|held| held.within + held.across).sum();
    json!({"schema_version": 1, "files": files, "n_records": corpus.records.len(), "n_duplicates": n_duplicates, "n_issues": corpus.issues.len()})
}

fn print(corpus: &Corpus, held: &[Held]) -> Result<(), CliError> {
    let rows: Vec<Vec<String>> = corpus
        .files
        .iter()
        .zip(held)
        .map(|(file, held)| {
            let langs: Vec<String> = held.languages.iter().map(|(l, n)| format!("{l} {n}")).collect();
            let format = file
                .dialect
                .as_ref()
                .map_or(file.format.name().to_string(), |d| format!("{} ({d})", file.format.name()));
            vec![
                file.path.clone(),
                format,
                file.n_records.to_string(),
                held.titles.to_string(),
                held.abstracts.to_string(),
                held.dois.to_string(),
                held.years.to_string(),
                held.keywords.to_string(),
                (held.within + held.across).to_string(),
                langs.join(" "),
            ]
        })
        .collect();
    let header =
        ["file", "format", "records", "titles", "abstracts", "DOIs", "years", "keywords", "duplicates", "languages"];
    writeln!(anstream::stdout(), "{}", table(&header, &[2, 3, 4, 5, 6, 7, 8], &rows))?;
    Ok(())
}
