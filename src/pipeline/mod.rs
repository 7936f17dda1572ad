//! The whole program on one screen: sources and settings in, an analysis out.
//!
//! Every stage is a function on plain values; this file only hands them on. It writes nothing.

mod assemble;
mod audit;
mod choice;
mod coverage;
mod documents;
mod group;
mod guide;
mod order;
mod progress;
pub(crate) mod room;
mod spelled;
mod start;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use coverage::count_anew;
pub use progress::{Progress, Silent};

use crate::analysis::Analysis;
use crate::cluster::ClusterError;
use crate::config::Config;
use crate::corpus::dedup::{self, Joined};
use crate::corpus::read::{self, ReadError, ReadParams};
use crate::corpus::{Corpus, IssueKind, Lang, Record};
use crate::history::snapshot::Snapshot;
use crate::memory::heap;
use crate::report::words;
use crate::vectorize::{self, Vectors};
use crate::{text, topics};

/// Told where records in several languages are compared.
const SEVERAL_LANGUAGES: &str = "the records are in several languages: they are compared by the words that these share in nearly the same spelling; see under Trust how far topics follow languages";

/// Works up to which their order in the files does not matter; the texts of more are not all in memory, and are read as
/// they stand.
const MOST_IN_ORDER: usize = 20_000;

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing could be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The records could not be grouped.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// No record has a word to go by.
    #[error("none of the {n_records} records has a title or an abstract with words: nothing to group{hint}")]
    NoText {
        /// Records read.
        n_records: usize,
        /// What the reading found amiss, after a semicolon, or nothing.
        hint: String,
    },
}

/// Reads the inputs and analyzes them.
///
/// # Errors
/// [`Error`]; anything that concerns single records or files is an issue of the corpus.
///
/// # Determinism
/// Same inputs and settings give the same analysis, whatever the threads and the order of the inputs.
pub fn run(inputs: &[PathBuf], config: &Config, progress: &dyn Progress) -> Result<Analysis, Error> {
    progress.stage("reading", Some(read::size(inputs)));
    let corpus = read::read_with(inputs, &ReadParams::default(), &|bytes| progress.advance(bytes))?;
    analyze(corpus, config, progress)
}

/// Analyzes records that are in memory.
///
/// # Errors
/// [`Error::Cluster`], [`Error::NoText`].
pub fn analyze(corpus: Corpus, config: &Config, progress: &dyn Progress) -> Result<Analysis, Error> {
    analyze_after(corpus, None, config, progress)
}

/// Analyzes records; where there was a run before, its topics are where the grouping starts, and their number stays
/// unless enough new records fit none of them.
///
/// # Errors
/// [`Error::Cluster`], [`Error::NoText`].
pub fn analyze_after(
    corpus: Corpus,
    earlier: Option<&Snapshot>,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Analysis, Error> {
    // On a thread of the pool: from outside of it every small piece of shared work would wake the others and wait.
    rayon::scope(|_| stages(corpus, earlier, config, progress))
}

fn stages(
    corpus: Corpus,
    earlier: Option<&Snapshot>,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Analysis, Error> {
    heap::trim();
    let place = room::place(&corpus, config.memory);
    progress.stage("joining duplicates", None);
    let joined = if config.keep_duplicates {
        Joined::none(corpus.records.len())
    } else {
        dedup::join_with(&corpus.records, &place, &|at| corpus.passes(at))
    };
    corpus.release();
    let works = Works::new(&corpus, &joined);
    let records = works.records(&corpus);

    heap::trim();
    progress.stage("counting terms", None);
    let documents = text::documents_with(&records, &config.text, &|at| corpus.passes(at));
    corpus.release();
    let counts = text::count_with(&documents, &config.text, &place, &|at| corpus.passes(at));
    corpus.release();
    heap::trim();
    progress.stage("weighing terms", None);
    let languages: Vec<Option<Lang>> = documents.iter().map(|document| document.lang).collect();
    let Vectors { matrix, vocabulary, mut counts, shared } = vectorize::vectors(counts, &languages, &config.vectors);
    if matrix.indices.is_empty() {
        return Err(no_text(&corpus));
    }

    let several_languages = shared.is_some();
    let mut forms = topics::surface_forms(&counts.terms, &std::mem::take(&mut counts.spellings));
    if let Some(terms) = shared {
        // Columns are keys that several terms share; each is shown by the commonest of them.
        forms = terms.into_iter().map(|term| forms[term as usize].clone()).collect();
    }
    let start = earlier
        .filter(|run| !run.topics.is_empty())
        .map(|run| start::after(run, &matrix, &forms, (&works, &corpus), config.neighbors));
    let (matrix, grouped) = group::group(matrix, start.as_ref(), &works, &corpus, config, progress)?;
    heap::trim();
    progress.stage("naming topics and drawing the map", None);
    let stage = assemble::Stage {
        works: &works,
        records: &records,
        documents,
        counts,
        vocabulary: &vocabulary,
        matrix: &matrix,
        forms: &forms,
        are_terms: !several_languages,
        positions: start.as_ref().map(|start| start.positions.as_slice()),
    };
    let mut analysis = assemble::assemble(stage, &corpus, grouped, config);
    corpus.release();
    analysis.audit = audit::audit(&analysis, &corpus);
    corpus.release();
    heap::trim();
    audit::name_groups_of_form(&mut analysis, &joined);
    if several_languages {
        analysis.warnings.push(SEVERAL_LANGUAGES.into());
    }
    analysis.warnings.extend(asked_language(&analysis, config).map(Into::into));
    if let Some(least) = config.vectors.min_df.filter(|least| *least > analysis.vectors.min_df) {
        let left_aside = format!("no word stands in {least} of the texts: `--min-df` was left aside, lower it");
        analysis.warnings.push(left_aside.into());
    }
    let own_words = std::mem::replace(&mut analysis.words, forms);
    analysis.words.extend(own_words);
    analysis.title = title(&corpus);
    analysis.joined = joined;
    analysis.corpus = corpus;
    count_given(&mut analysis);
    progress.done();
    Ok(analysis)
}

/// Counts for the names of the guide what was counted for the labels that they stand in place of.
fn count_given(analysis: &mut Analysis) {
    let found = analysis.topics.iter().map(|t| if t.label_is_given { String::new() } else { t.label.clone() });
    let found: Vec<String> = found.collect();
    count_anew(analysis, &found);
}

/// The error that names what a reader of the files found amiss.
fn no_text(corpus: &Corpus) -> Error {
    let telling = corpus.issues.iter().find(|issue| issue.kind == IssueKind::MissingColumn);
    let hint = telling.and_then(|issue| {
        corpus.files.get(issue.file as usize).map(|file| format!("; {}: {}", file.path, issue.message))
    });
    Error::NoText { n_records: corpus.records.len(), hint: hint.unwrap_or_default() }
}

/// The works behind the records: duplicates joined, each with the record that stands for it.
pub(crate) struct Works {
    /// Record that stands for each work.
    pub record_of: Vec<usize>,
    /// Work of each record.
    pub work_of: Vec<usize>,
    /// The joined records of the works that have several.
    merged: BTreeMap<usize, Record>,
}

impl Works {
    pub(crate) fn new(corpus: &Corpus, joined: &Joined) -> Works {
        let mut record_of: Vec<usize> = (0..corpus.records.len()).filter(|&r| joined.stands_for[r] == r).collect();
        let is_in_order = record_of.len() <= MOST_IN_ORDER;
        let keys: Vec<u64> = if is_in_order { corpus.records.iter().map(order::key).collect() } else { Vec::new() };
        if is_in_order {
            let mut first = keys.clone();
            joined.stands_for.iter().zip(&keys).for_each(|(&r, key)| first[r] = first[r].min(*key));
            record_of.sort_by_key(|&r| (first[r], r));
        }
        let mut work_at = vec![0; corpus.records.len()];
        record_of.iter().enumerate().for_each(|(work, &record)| work_at[record] = work);
        let work_of: Vec<usize> = joined.stands_for.iter().map(|&r| work_at[r]).collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); record_of.len()];
        work_of.iter().enumerate().for_each(|(record, &work)| members[work].push(record));
        let merge = |(work, mut rows): (usize, Vec<usize>)| {
            // Also which of several titles is read does not depend on the order of the files.
            if is_in_order {
                rows.sort_by_key(|&r| (keys[r], r));
            }
            (work, dedup::merge(&rows.iter().map(|&r| &corpus.records[r]).collect::<Vec<_>>()))
        };
        let several = members.into_iter().enumerate().filter(|(_, rows)| rows.len() > 1);
        Works { record_of, work_of, merged: several.map(merge).collect() }
    }

    /// One record a work, the joined one where several are the same.
    pub(crate) fn records<'a>(&'a self, corpus: &'a Corpus) -> Vec<&'a Record> {
        let record = |(work, &at): (usize, &usize)| self.merged.get(&work).unwrap_or(&corpus.records[at]);
        self.record_of.iter().enumerate().map(record).collect()
    }

    /// Years of records that have none, from the first of their duplicates that has one.
    fn lent_years(&self, corpus: &Corpus) -> BTreeMap<usize, i32> {
        let (mut years, mut without) = (BTreeMap::new(), Vec::new());
        for (record, work) in self.work_of.iter().enumerate().filter(|(_, work)| self.merged.contains_key(work)) {
            match corpus.records[record].year() {
                Some(year) => _ = years.entry(work).or_insert(year),
                None => without.push((record, work)),
            }
        }
        without.into_iter().filter_map(|(record, work)| Some((record, *years.get(work)?))).collect()
    }
}

/// What became of `--language`, where records have abstracts in other languages only.
fn asked_language(analysis: &Analysis, config: &Config) -> Option<String> {
    let asked = config.text.language?;
    let with_abstract =
        || analysis.documents.iter().filter(|document| document.topic.is_some() && !document.title_only);
    let (n, all) = (with_abstract().filter(|d| d.language == Some(asked)).count(), with_abstract().count());
    let code = asked.to_string();
    let name = words::language(&code);
    match n {
        _ if n == all => None,
        0 => Some(format!("no record has an abstract in {name}: those in other languages were grouped")),
        _ => Some(format!(
            "{n} of {all} records have an abstract in {name}: of the others, one in another language was grouped"
        )),
    }
}

/// The names of the inputs, as a heading.
fn title(corpus: &Corpus) -> String {
    let with_records = corpus.files.iter().filter(|f| f.n_records > 0);
    let names: Vec<String> = with_records.map(|f| read::file_name(&f.path).to_string()).collect();
    match names.as_slice() {
        [] => "no records".into(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} more files", rest.len()),
    }
}
