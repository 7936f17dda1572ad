//! `themata similar`: the records most like one record or text; pairs that are nearly the same.
//!
//! Duplicates are joined as for a report, so that a work that several databases gave is listed once.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Value, json};

use super::args::Similar;
use super::table::table;
use super::{CliError, Outcome, issues, settings};
use crate::cluster::{self, ClusterParams};
use crate::config::Config;
use crate::corpus::dedup::{self, Joined};
use crate::corpus::read::{self, ReadParams};
use crate::corpus::{Corpus, Lang, Record, RecordBuilder, Role};
use crate::pipeline::Works;
use crate::report::clean::{line, number};
use crate::text::TermCounts;
use crate::vectorize::{self, TfIdfMatrix};
use crate::{similarity, text};

/// Most pairs that are listed.
const MOST_PAIRS: usize = 100_000;

/// Groups by which the words of a record are judged, where there are enough records for so many.
const SUBJECTS: usize = 10;
/// Records that a group has on average at least.
const LEAST_RECORDS: usize = 5;

/// Compares and prints.
pub fn run(args: Similar) -> Result<Outcome, CliError> {
    let config = settings::of_similar(&args)?;
    let threshold = args.threshold.unwrap_or(config.near_duplicate);
    if !(threshold > 0.0 && threshold <= 1.0) {
        let message = format!("--threshold {threshold} is not possible: it is a cosine, above 0 and at most 1");
        return Err(CliError::Usage(message));
    }
    let corpus = read::read(&args.inputs.inputs, &ReadParams::default())?;
    let n_records = corpus.records.len();
    let joined = if config.keep_duplicates { Joined::none(n_records) } else { dedup::join(&corpus.records) };
    let library = Library { works: Works::new(&corpus, &joined), corpus: &corpus };
    let none = match &args.to {
        Some(to) => {
            // A word of a question counts however common it is.
            let of_question = args.text.max_df.map_or(everywhere(&config), |_| config.clone());
            let found = nearest(&library, to, args.neighbors, (&config, &of_question))?;
            print_nearest(&library, &found, args.common.json)?;
            found.is_empty().then(|| format!("no record shares a word with \"{}\" that not all have", line(to)))
        }
        None => {
            let found = pairs(&library, threshold, &config);
            print_pairs(&library, &found, args.common.json)?;
            found.is_empty().then(|| format!("no two records reach {threshold}; a lower --threshold shows more"))
        }
    };
    if let Some(message) = none.filter(|_| !args.common.quiet) {
        anstream::eprintln!("note: {message}");
    }
    issues::tell(&corpus, &args.common);
    Ok(issues::outcome(&corpus, &args.common))
}

/// The works of a corpus.
struct Library<'a> {
    corpus: &'a Corpus,
    works: Works,
}

impl Library<'_> {
    fn records(&self) -> Vec<&Record> {
        self.works.records(self.corpus)
    }

    /// The id that stands for a work.
    fn id(&self, work: usize) -> String {
        line(&self.corpus.records[self.works.record_of[work]].id)
    }

    /// The work with a record of this id, DOI or PMID.
    fn find(&self, to: &str) -> Option<usize> {
        let doi = to.trim().to_lowercase();
        let doi = doi.trim_start_matches("https://doi.org/").trim_start_matches("doi:").trim();
        let with = |is: &dyn Fn(&Record) -> bool| self.corpus.records.iter().position(is);
        let record = with(&|r| r.id == to)
            .or_else(|| with(&|r| r.doi().as_deref() == Some(doi)))
            .or_else(|| with(&|r| r.pmid() == Some(to)));
        record.map(|record| self.works.work_of[record])
    }
}

/// The settings, with no word too common.
fn everywhere(config: &Config) -> Config {
    let vectors = vectorize::VectorParams { max_df: 1.0, ..config.vectors };
    Config { vectors, ..config.clone() }
}

/// The language of every record, and how often every term stands in it.
fn count(records: &[&Record], config: &Config) -> (Vec<Option<Lang>>, TermCounts) {
    let documents = text::documents(records, &config.text);
    (documents.iter().map(|document| document.lang).collect(), text::count(&documents, &config.text))
}

/// The rows of the words as they are.
fn own_words(counts: TermCounts, config: &Config) -> TfIdfMatrix {
    let (vocabulary, counts) = vectorize::prune(counts, &config.vectors);
    vectorize::weigh(&counts, &vocabulary, config.vectors.weighting)
}

/// Whether this names a record and is no text: a DOI, or a number as long as a PMID.
fn is_identifier(to: &str) -> bool {
    let to = to.trim();
    let is_number = to.len() >= 6 && to.bytes().all(|byte| byte.is_ascii_digit());
    is_number || !to.contains(' ') && (to.starts_with("10.") || to.contains("doi.org/10."))
}

/// A text as a record; a few words have no language that could be told, so they are one by the rules of each.
fn questions(text: &str, config: &Config) -> Vec<Record> {
    let in_language = |lang: Lang| {
        let mut builder = RecordBuilder::new(0);
        builder.push("text", Role::Abstract, text);
        builder.push("language", Role::Language, lang.as_str());
        builder.finish()
    };
    let mut questions = [Lang::ENG, Lang::SPA, Lang::POR].map(in_language).to_vec();
    let documents = text::documents(&questions.iter().collect::<Vec<_>>(), &config.text);
    let is_told = documents.iter().all(|document| document.lang == documents[0].lang);
    questions.truncate(if is_told { 1 } else { questions.len() });
    questions
}

/// Works by falling similarity to a record or a text, with that similarity.
fn nearest(
    library: &Library<'_>,
    to: &str,
    n: usize,
    (of_record, of_question): (&Config, &Config),
) -> Result<Vec<(usize, f64)>, CliError> {
    if to.trim().is_empty() {
        return Err(CliError::Usage("--to is empty: give a record id, a DOI or some words in quotation marks".into()));
    }
    let found = library.find(to);
    if found.is_none() && is_identifier(to) {
        return Err(CliError::Usage(format!("--to {}: no record has this DOI or PMID", line(to))));
    }
    let mut ranked = match found {
        Some(at) => like_record(library, at, n, of_record),
        None => like_question(library, to, n, of_question),
    };
    ranked.truncate(n);
    Ok(ranked)
}

/// The works most like one of them, as `neighbors.csv` of a report has them: by what their languages share, and by the
/// weights that tell subjects apart.
fn like_record(library: &Library<'_>, at: usize, n: usize, config: &Config) -> Vec<(usize, f64)> {
    let (languages, counts) = count(&library.records(), config);
    let matrix = by_subject(vectorize::vectors(counts, &languages, &config.vectors).matrix);
    let found = similarity::nearest_to(&matrix, matrix.row(at), n.saturating_add(1));
    found.into_iter().map(|(row, score)| (row as usize, score.into())).filter(|(row, _)| *row != at).collect()
}

/// Rows weighed by what their words tell about groups of them.
fn by_subject(matrix: TfIdfMatrix) -> TfIdfMatrix {
    let k = SUBJECTS.min(matrix.n_rows() / LEAST_RECORDS);
    let reweighed =
        if k > 1 { cluster::reweigh(&matrix, None, k, cluster::N_JUDGES, &ClusterParams::default()) } else { Ok(None) };
    reweighed.ok().flatten().unwrap_or(matrix)
}

/// The works most like a text, by its words as they are or by what languages share, whichever finds more.
fn like_question(library: &Library<'_>, text: &str, n: usize, config: &Config) -> Vec<(usize, f64)> {
    let records = library.records();
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    for question in questions(text, config) {
        let with_question: Vec<&Record> = records.iter().copied().chain([&question]).collect();
        let (languages, counts) = count(&with_question, config);
        let across = vectorize::vectors(counts.clone(), &languages, &config.vectors).matrix;
        for matrix in [own_words(counts, config), across] {
            for (row, score) in similarity::nearest_to(&matrix, matrix.row(records.len()), n.saturating_add(1)) {
                let best = best.entry(row as usize).or_default();
                *best = best.max(score.into());
            }
        }
    }
    best.remove(&records.len());
    let mut ranked: Vec<(usize, f64)> = best.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked
}

fn pairs(library: &Library<'_>, threshold: f64, config: &Config) -> Vec<(usize, usize, f64)> {
    let (_, counts) = count(&library.records(), config);
    let found = similarity::near_pairs(&own_words(counts, config), threshold as f32, MOST_PAIRS);
    found.into_iter().map(|(a, b, score)| (a as usize, b as usize, f64::from(score))).collect()
}

fn print_nearest(library: &Library<'_>, found: &[(usize, f64)], as_json: bool) -> Result<(), CliError> {
    let records = library.records();
    if as_json {
        let one = |(rank, &(at, score)): (usize, &(usize, f64))| json!({"rank": rank + 1, "similarity": rounded(score), "record_id": library.id(at), "title": name(records[at])});
        return print_json(found.iter().enumerate().map(one).collect());
    }
    let row = |(rank, &(at, score)): (usize, &(usize, f64))| {
        vec![(rank + 1).to_string(), number(score, 3), library.id(at), name(records[at])]
    };
    let rows: Vec<Vec<String>> = found.iter().enumerate().map(row).collect();
    writeln!(anstream::stdout(), "{}", table(&["rank", "similarity", "record_id", "title"], &[0, 1], &rows))?;
    Ok(())
}

fn print_pairs(library: &Library<'_>, found: &[(usize, usize, f64)], as_json: bool) -> Result<(), CliError> {
    let records = library.records();
    if as_json {
        let one = |&(a, b, score): &(usize, usize, f64)| json!({"similarity": rounded(score), "record_id_a": library.id(a), "record_id_b": library.id(b), "title": name(records[a])});
        return print_json(found.iter().map(one).collect());
    }
    let row =
        |&(a, b, score): &(usize, usize, f64)| vec![number(score, 3), library.id(a), library.id(b), name(records[a])];
    let rows: Vec<Vec<String>> = found.iter().map(row).collect();
    let header = ["similarity", "record_id_a", "record_id_b", "title"];
    writeln!(anstream::stdout(), "{}", table(&header, &[0], &rows))?;
    Ok(())
}

fn print_json(results: Vec<Value>) -> Result<(), CliError> {
    writeln!(anstream::stdout(), "{:#}", json!({"schema_version": 1, "results": results}))?;
    Ok(())
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

/// The title, or the abstract where there is none.
fn name(record: &Record) -> String {
    let abstracts = || record.abstracts().next().map_or("", |(_, text)| text);
    line(if record.title().is_empty() { abstracts() } else { record.title() })
}
