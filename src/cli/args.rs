//! Arguments: what can be typed. Says nothing about what it means.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand};

use super::examples;
use super::values::{at_least_one, decimal, path, threads, whole};
use crate::config::{ALGORITHM_NAMES, QUALITY_NAMES, WEIGHTING_NAMES};

/// Finds, names and charts the themes in a body of literature.
///
/// Give themata the files that you exported from PubMed, BVS/LILACS, Scopus, Web of Science, Embase … It tells every
/// format by itself, joins duplicates, groups the records into topics and writes a report that opens in a browser.
/// Your files are only read, never changed, and nothing leaves your computer.
#[derive(Debug, Parser)]
#[command(name = "themata", version, after_help = examples::ALL, max_term_width = 100)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Group records into topics and write a report (the main job)
    #[command(after_help = examples::CLUSTER)]
    Cluster(Cluster),
    /// Say what is in files: formats, records, languages, duplicates, issues
    #[command(after_help = examples::DESCRIBE)]
    Describe(Describe),
    /// Join duplicates of several exports into one library
    #[command(after_help = examples::DEDUP)]
    Dedup(Dedup),
    /// Write exports in another format
    #[command(after_help = examples::CONVERT)]
    Convert(Convert),
    /// Find the records most like one record or text, or pairs that are nearly the same
    #[command(after_help = examples::SIMILAR)]
    Similar(Similar),
    /// Run what a file describes, unattended, and remember it: topics keep their numbers, changes are told
    #[command(after_help = examples::RUN)]
    Run(Run),
    /// List, show, compare, export or prune the runs that scheduled runs remember, or name a topic
    #[command(after_help = examples::HISTORY)]
    History(History),
    /// Say what changed between two reports
    #[command(after_help = examples::COMPARE)]
    Compare(Compare),
    /// Print completions for a shell, so that the Tab key finishes commands
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of themata, or of one of its commands
    #[command(after_help = examples::MAN)]
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Files to read.
#[derive(Debug, ClapArgs)]
pub struct Inputs {
    /// Files or folders with exports, patterns ("exports/*.ris"), or - for standard input; any format, .gz too
    #[arg(required = true, value_name = "INPUT", value_parser = path())]
    pub inputs: Vec<PathBuf>,
}

/// Options of every command that computes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "General")]
pub struct Common {
    /// Processor threads to use; 0: all (default). Never changes a result
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Read settings from this file (default: themata.toml here, if there is one)
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub config: Option<PathBuf>,
    /// Print nothing but the result and errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Print every issue found in the files
    #[arg(short, long)]
    pub verbose: bool,
    /// End with exit code 1 when the files have issues
    #[arg(long)]
    pub strict: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// Settings of text and vectors.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Words")]
pub struct TextOptions {
    /// A word counts from this many records on (default: by corpus size)
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub min_df: Option<usize>,
    /// A word in more than this share of records does not count (default 0.5)
    #[arg(long, value_name = "SHARE", value_parser = decimal)]
    pub max_df: Option<f64>,
    /// Longest phrase that counts as a term of its own (default 1: words)
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    pub ngram_max: Option<usize>,
    /// Language whose abstracts are used where a record has several (default: the commonest)
    #[arg(long, value_name = "LANG")]
    pub language: Option<String>,
    /// A file of further words to leave out, with their endings ("receptor" for receptors, too)
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub stop_words: Option<PathBuf>,
    /// How counts become weights (default auto: tf-idf below 100 records, bm25 from there on)
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(WEIGHTING_NAMES))]
    pub weighting: Option<String>,
    /// How often a word of the title counts (default 1)
    #[arg(long, value_name = "N", value_parser = whole::<u16>)]
    pub title_weight: Option<u16>,
}

/// `themata cluster`.
#[derive(Debug, ClapArgs)]
pub struct Cluster {
    /// Files to read
    #[command(flatten)]
    pub inputs: Inputs,
    /// Number of topics, or auto to let the records decide (default)
    #[arg(short = 'k', long, value_name = "N|auto", allow_negative_numbers = true)]
    pub n_clusters: Option<String>,
    /// Folder for the report (default: reports/<name of the first input>)
    #[arg(short, long, value_name = "DIR", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Write the records of each topic to a file of its own, too (themes/*.ris)
    #[arg(long)]
    pub split_by_topic: bool,
    /// Seed of all random choices (default 42); the same seed gives the same report
    #[arg(long, value_name = "N", help_heading = "Grouping", value_parser = whole::<u64>)]
    pub seed: Option<u64>,
    /// Settings of the texts
    #[command(flatten)]
    pub text: TextOptions,
    /// How to group (default spherical-kmeans)
    #[arg(long, value_name = "NAME", help_heading = "Grouping", value_parser = PossibleValuesParser::new(ALGORITHM_NAMES))]
    pub algorithm: Option<String>,
    /// Where spherical k-means begins (default merge); plain also weighs terms once only
    #[arg(long, value_name = "NAME", help_heading = "Grouping", value_parser = PossibleValuesParser::new(QUALITY_NAMES))]
    pub quality: Option<String>,
    /// Restarts, the best is kept (default: by corpus size)
    #[arg(long, value_name = "N", help_heading = "Grouping", value_parser = whole::<usize>)]
    pub n_init: Option<usize>,
    /// Most iterations of one restart (default 100)
    #[arg(long, value_name = "N", help_heading = "Grouping", value_parser = whole::<usize>)]
    pub max_iter: Option<usize>,
    /// Similar records listed for every record; 0: none (default 10)
    #[arg(long, value_name = "N", help_heading = "Similarity", value_parser = whole::<usize>)]
    pub neighbors: Option<usize>,
    /// Cosine from which two records are listed as near-duplicates, 0 to 1 (default 0.9)
    #[arg(long, value_name = "COSINE", help_heading = "Similarity", value_parser = decimal)]
    pub near_duplicate: Option<f64>,
    /// Keep duplicates apart instead of joining them
    #[arg(long, help_heading = "Similarity")]
    pub keep_duplicates: bool,
    /// Memory to stay within: 500M, 2G. What is more waits in files beside the report; never changes a result
    #[arg(long, value_name = "SIZE", help_heading = "General")]
    pub memory: Option<String>,
    /// A file with names, thesaurus, seed themes and constraints (TOML), or a VOSviewer thesaurus
    #[arg(long, value_name = "FILE", help_heading = "Grouping", value_parser = path())]
    pub guide: Option<PathBuf>,
    /// Common options
    #[command(flatten)]
    pub common: Common,
}

/// `themata describe`.
#[derive(Debug, ClapArgs)]
pub struct Describe {
    /// Files to read
    #[command(flatten)]
    pub inputs: Inputs,
    /// Common options
    #[command(flatten)]
    pub common: Common,
}

/// `themata dedup`.
#[derive(Debug, ClapArgs)]
pub struct Dedup {
    /// Files to read
    #[command(flatten)]
    pub inputs: Inputs,
    /// The merged library; its ending tells the format (.ris, .nbib, .bib, .json, .xml, .csv, .jsonl)
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: PathBuf,
    /// Write the pairs that were joined to this CSV file
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub pairs: Option<PathBuf>,
    /// Write the pairs that may be duplicates but were not joined to this CSV file
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub possible: Option<PathBuf>,
    /// Memory to stay within: 500M, 2G. What is more waits in files beside the output
    #[arg(long, value_name = "SIZE", help_heading = "General")]
    pub memory: Option<String>,
    /// Common options
    #[command(flatten)]
    pub common: Common,
}

/// `themata convert`.
#[derive(Debug, ClapArgs)]
pub struct Convert {
    /// Files to read
    #[command(flatten)]
    pub inputs: Inputs,
    /// The file to write; its ending tells the format (.ris, .nbib, .bib, .json, .xml, .csv, .jsonl)
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: PathBuf,
    /// Memory to stay within: 500M, 2G. What is more waits in files beside the output
    #[arg(long, value_name = "SIZE", help_heading = "General")]
    pub memory: Option<String>,
    /// Common options
    #[command(flatten)]
    pub common: Common,
}

/// `themata similar`.
#[derive(Debug, ClapArgs)]
pub struct Similar {
    /// Files to read
    #[command(flatten)]
    pub inputs: Inputs,
    /// Id or DOI of a record, or any text; its words count however many records have them
    #[arg(long, value_name = "ID|DOI|TEXT", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub to: Option<String>,
    /// List pairs of records with nearly the same text instead
    #[arg(long)]
    pub pairs: bool,
    /// How many records to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, conflicts_with = "pairs", value_parser = at_least_one::<usize>)]
    pub neighbors: usize,
    /// With --pairs: least similarity of a pair, 0 to 1 (default: near_duplicate of the settings, 0.9)
    #[arg(long, value_name = "COSINE", conflicts_with = "to", value_parser = decimal)]
    pub threshold: Option<f64>,
    /// List every copy of a record that several files have
    #[arg(long)]
    pub keep_duplicates: bool,
    /// Settings of the texts
    #[command(flatten)]
    pub text: TextOptions,
    /// Common options
    #[command(flatten)]
    pub common: Common,
}

/// `themata run`.
#[derive(Debug, ClapArgs)]
pub struct Run {
    /// Files that describe runs, or folders of them (.toml)
    #[arg(value_name = "CONFIG", required_unless_present = "init", value_parser = path())]
    pub configs: Vec<PathBuf>,
    /// Write a commented file to begin with
    #[arg(long)]
    pub init: bool,
    /// Say what would be read, and whether the file is right, without running
    #[arg(long, conflicts_with = "init")]
    pub check: bool,
    /// Run although inputs and settings are those of the last run, or a file of it has no records any more
    #[arg(long)]
    pub force: bool,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = whole::<u64>)]
    pub timeout: Option<u64>,
    /// Print what makes a scheduler do it: "Mon 06:00", "daily 06:00", "monthly 1 06:00"
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["init", "check"])]
    pub schedule: Option<String>,
    /// How to tell what happened
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = PossibleValuesParser::new(["text", "json"]))]
    pub log_format: String,
    /// Print nothing when all is well
    #[arg(short, long)]
    pub quiet: bool,
    /// Processor threads to use; 0: all (default). Never changes a result
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
}

/// `themata history`.
#[derive(Debug, ClapArgs)]
pub struct History {
    /// The file of a run, its output folder, or the history itself
    #[arg(value_name = "PATH", value_parser = path())]
    pub path: PathBuf,
    /// Topics of one run, by its number
    #[arg(long, value_name = "RUN", conflicts_with_all = ["between", "prune", "export", "rename"], value_parser = whole::<i64>)]
    pub show: Option<i64>,
    /// What changed between two runs, by their numbers
    #[arg(long, num_args = 2, value_names = ["RUN", "RUN"], conflicts_with_all = ["prune", "export", "rename"], value_parser = whole::<i64>)]
    pub between: Option<Vec<i64>>,
    /// Forget all but the last runs
    #[arg(long, value_name = "KEEP", conflicts_with_all = ["export", "rename"], value_parser = at_least_one::<u64>)]
    pub prune: Option<u64>,
    /// Write everything to standard output
    #[arg(long, value_name = "FORM", value_parser = PossibleValuesParser::new(["json", "csv"]))]
    pub export: Option<String>,
    /// Name a topic of the last run for good: 3=Gene delivery
    #[arg(long, value_name = "TOPIC=NAME", conflicts_with = "export")]
    pub rename: Option<String>,
}

/// `themata compare`.
#[derive(Debug, ClapArgs)]
pub struct Compare {
    /// Folder of the earlier report
    #[arg(value_name = "DIR_A", value_parser = path())]
    pub earlier: PathBuf,
    /// Folder of the later report
    #[arg(value_name = "DIR_B", value_parser = path())]
    pub later: PathBuf,
    /// Print the changes as JSON
    #[arg(long)]
    pub json: bool,
    /// End with exit code 1 when anything changed
    #[arg(long)]
    pub fail_on_change: bool,
}

impl Args {
    /// Threads asked for, by whatever command.
    pub fn threads(&self) -> Option<usize> {
        let common = match &self.command {
            Command::Cluster(c) => &c.common,
            Command::Describe(c) => &c.common,
            Command::Dedup(c) => &c.common,
            Command::Convert(c) => &c.common,
            Command::Similar(c) => &c.common,
            Command::Run(run) => return run.threads.filter(|&n| n > 0),
            Command::History(_) | Command::Compare(_) | Command::Completions { .. } | Command::Man { .. } => {
                return None;
            }
        };
        common.threads.filter(|&n| n > 0)
    }

    /// The files to read, of a command that reads some.
    pub fn inputs_mut(&mut self) -> Option<&mut Vec<PathBuf>> {
        Some(match &mut self.command {
            Command::Cluster(c) => &mut c.inputs.inputs,
            Command::Describe(c) => &mut c.inputs.inputs,
            Command::Dedup(c) => &mut c.inputs.inputs,
            Command::Convert(c) => &mut c.inputs.inputs,
            Command::Similar(c) => &mut c.inputs.inputs,
            _ => return None,
        })
    }
}

/// The definition of the command line, for completions and the manual page.
pub fn command() -> clap::Command {
    Args::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_definition_is_sound() {
        super::command().debug_assert();
    }
}
