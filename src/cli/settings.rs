//! Settings: flags and settings files in, one `Config` out. Flags stand above the file, the file above defaults.

use std::path::Path;

use serde_json::{Value, json};

use super::CliError;
use super::args::{Cluster, Common, Similar, TextOptions};
use crate::config::{self, Config, Settings};
use crate::corpus::encoding::decode_head;
use crate::corpus::read::reason;

/// The file that is read when it is there.
const DEFAULT_FILE: &str = "themata.toml";

/// Settings of `themata cluster`.
pub fn of_cluster(args: &Cluster) -> Result<Config, CliError> {
    let mut flags = of_text(&args.text)?;
    flags.n_clusters = args.n_clusters.as_deref().map(|k| match k.parse::<i64>() {
        Ok(k) => toml::Value::Integer(k),
        Err(_) => toml::Value::String(k.to_string()),
    });
    flags.seed = args.seed;
    flags.algorithm.clone_from(&args.algorithm);
    flags.quality.clone_from(&args.quality);
    flags.n_init = args.n_init;
    flags.max_iter = args.max_iter;
    flags.neighbors = args.neighbors;
    flags.near_duplicate = args.near_duplicate;
    flags.keep_duplicates = args.keep_duplicates.then_some(true);
    flags.memory.clone_from(&args.memory);
    if let Some(path) = &args.guide {
        flags.guide = guide(path)?;
    }
    resolve(flags, &args.common)
}

/// Settings of `similar`.
pub fn of_similar(args: &Similar) -> Result<Config, CliError> {
    let keep_duplicates = args.keep_duplicates.then_some(true);
    resolve(Settings { keep_duplicates, ..of_text(&args.text)? }, &args.common)
}

/// Settings of a command that only writes records anew.
pub fn of_memory(memory: Option<&String>, common: &Common) -> Result<Config, CliError> {
    resolve(Settings { memory: memory.cloned(), ..Settings::default() }, common)
}

/// Settings of a command without options of its own.
pub fn of_common(common: &Common) -> Result<Config, CliError> {
    resolve(Settings::default(), common)
}

fn resolve(flags: Settings, common: &Common) -> Result<Config, CliError> {
    let path = common.config.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
    let file = if common.config.is_some() || path.is_file() {
        let name = path.display().to_string();
        let file = Settings::parse(&read(path)?).map_err(|source| CliError::Config { path: name.clone(), source })?;
        // Once on its own, so that a value that is not possible is blamed on the file and not on a flag.
        file.clone().resolve().map_err(|source| CliError::Config { path: name, source })?;
        file
    } else {
        Settings::default()
    };
    flags.over(file).resolve().map_err(CliError::Flag)
}

fn of_text(text: &TextOptions) -> Result<Settings, CliError> {
    Ok(Settings {
        min_df: text.min_df,
        max_df: text.max_df,
        ngram_max: text.ngram_max,
        language: text.language.clone(),
        weighting: text.weighting.clone(),
        title_weight: text.title_weight,
        stop_words: text
            .stop_words
            .as_deref()
            .map(|path| Ok::<_, CliError>(config::stop_words(&read(path)?)))
            .transpose()?,
        ..Settings::default()
    })
}

/// A guide in TOML, or a thesaurus in VOSviewer's form.
fn guide(path: &Path) -> Result<config::Guide, CliError> {
    let text = read(path)?;
    if text.lines().next().is_some_and(|line| line.contains('\t')) {
        return Ok(config::Guide { thesaurus: config::thesaurus(&text), ..config::Guide::default() });
    }
    config::parse_guide(&text).map_err(|source| CliError::Config { path: path.display().to_string(), source })
}

/// A file of settings or words, whatever encoding an editor gave it.
pub fn read(path: &Path) -> Result<String, CliError> {
    let failed = |error| CliError::File { path: path.display().to_string(), reason: reason(&error) };
    std::fs::read(path).map(|bytes| decode_head(&bytes)).map_err(failed)
}

/// The settings in force, for `run.json` and the report.
pub fn in_force(config: &Config) -> Vec<(String, Value)> {
    let mut list = vec![
        ("n_clusters", config.cluster.n_clusters.map_or(json!("auto"), |k| json!(k))),
        ("seed", json!(config.cluster.seed)),
        ("algorithm", json!(config::algorithm_name(config.cluster.algorithm))),
        ("quality", json!(config::quality_name(config.cluster.quality))),
        ("n_init", config.cluster.n_init.map_or(json!("auto"), |n| json!(n))),
        ("max_iter", json!(config.cluster.max_iter)),
        ("n_subsamples", json!(config.cluster.n_subsamples)),
        ("min_df", config.vectors.min_df.map_or(json!("auto"), |n| json!(n))),
        ("max_df", json!(config.vectors.max_df)),
        ("weighting", json!(config.vectors.weighting.name())),
        ("ngram_max", json!(config.text.ngram_max)),
        ("title_weight", json!(config.text.title_weight)),
        ("language", config.text.language.map_or(json!("auto"), |l| json!(l.as_str()))),
        ("stop_words", json!(config.text.stop_words)),
        ("neighbors", json!(config.neighbors)),
        ("near_duplicate", json!(config.near_duplicate)),
        ("keep_duplicates", json!(config.keep_duplicates)),
    ];
    list.push(("thesaurus", json!(config.text.thesaurus)));
    list.into_iter().map(|(key, value)| (key.to_string(), value)).collect()
}
