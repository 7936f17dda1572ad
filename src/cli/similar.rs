//! `themata similar`: the records most like one record or text; pairs that are nearly the same.

use std::io::Write as _;

use serde_json::{Value, json};

use super::args::Similar;
use super::table::table;
use super::{CliError, Outcome, settings};
use crate::config::Config;
use crate::corpus::read::{self, ReadParams};
use crate::corpus::{Corpus, Record, RecordBuilder, Role};
use crate::report::clean::line;
use crate::{similarity, text, vectorize};

/// Compares and prints.
pub fn run(args: Similar) -> Result<Outcome, CliError> {
    let config = settings::of_texts(&args.text, &args.common)?;
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let found = match &args.to {
        Some(to) if !args.pairs => nearest(&corpus, to, args.neighbors, &config),
        _ => pairs(&corpus, args.threshold, &config),
    };
    if args.common.json {
        let rows: Vec<Value> = found
            .rows
            .iter()
            .map(|row| {
                found
                    .header
                    .iter()
                    .zip(row)
                    .map(|(k, v)| (k.to_string(), json!(line(v))))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            })
            .collect();
        writeln!(anstream::stdout(), "{:#}", json!({"schema_version": 1, "results": rows}))?;
    } else {
        writeln!(anstream::stdout(), "{}", table(&found.header, &found.right, &found.rows))?;
    }
    if found.rows.is_empty() && !args.common.quiet {
        anstream::eprintln!("note: nothing shares a word with it");
    }
    Ok(Outcome::Done)
}

struct Found {
    header: Vec<&'static str>,
    right: Vec<usize>,
    rows: Vec<Vec<String>>,
}

fn matrix(records: &[&Record], config: &Config) -> vectorize::TfIdfMatrix {
    let documents = text::documents(records, &config.text);
    let (vocabulary, counts) = vectorize::prune(text::count(&documents, &config.text), &config.vectors);
    vectorize::weigh(&counts, &vocabulary, config.vectors.weighting)
}

/// Index of the record with this id or DOI.
fn find(corpus: &Corpus, to: &str) -> Option<usize> {
    let doi = to.trim().to_lowercase();
    let doi = doi.trim_start_matches("https://doi.org/").trim_start_matches("doi:").trim();
    corpus
        .records
        .iter()
        .position(|r| r.id == to)
        .or_else(|| corpus.records.iter().position(|r| r.doi().as_deref() == Some(doi)))
}

fn nearest(corpus: &Corpus, to: &str, n: usize, config: &Config) -> Found {
    let mut builder = RecordBuilder::new(0);
    builder.push("text", Role::Abstract, to);
    let query = builder.finish();
    let mut records: Vec<&Record> = corpus.records.iter().collect();
    let at = find(corpus, to).unwrap_or_else(|| {
        records.push(&query);
        records.len() - 1
    });
    let matrix = matrix(&records, config);
    let ranked = similarity::nearest_to(&matrix, matrix.row(at), n + 1);
    let rows =
        ranked.into_iter().filter(|(row, _)| *row as usize != at && (*row as usize) < corpus.records.len()).take(n);
    let cells = rows.enumerate().map(|(rank, (row, score))| {
        let record = &corpus.records[row as usize];
        vec![(rank + 1).to_string(), format!("{score:.3}"), record.id.clone(), title(record)]
    });
    Found { header: vec!["rank", "similarity", "record_id", "title"], right: vec![0, 1], rows: cells.collect() }
}

fn pairs(corpus: &Corpus, threshold: f64, config: &Config) -> Found {
    let records: Vec<&Record> = corpus.records.iter().collect();
    let found = similarity::near_pairs(&matrix(&records, config), threshold as f32, 100_000);
    let cell = |(a, b, score): (u32, u32, f32)| {
        let (a, b) = (&corpus.records[a as usize], &corpus.records[b as usize]);
        vec![format!("{score:.3}"), a.id.clone(), b.id.clone(), title(a)]
    };
    Found {
        header: vec!["similarity", "record_id_a", "record_id_b", "title"],
        right: vec![0],
        rows: found.into_iter().map(cell).collect(),
    }
}

fn title(record: &Record) -> String {
    if record.title().is_empty() {
        record.abstracts().next().map_or(String::new(), |a| a.1.to_string())
    } else {
        record.title().to_string()
    }
}
