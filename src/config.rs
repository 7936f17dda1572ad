//! Settings: TOML in, one `Config` made of each stage's parameters out.
//!
//! The keys are the long flags of the command line with `_` for `-`. Opens no files.

mod explain;
pub mod run_file;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use self::explain::explain;
use crate::cluster::{Algorithm, ClusterParams, Quality};
use crate::corpus::Lang;
use crate::memory::limit;
use crate::text::{TextParams, stopwords};
use crate::vectorize::{VectorParams, Weighting};

/// The settings of every stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Text to terms.
    pub text: TextParams,
    /// Terms to vectors.
    pub vectors: VectorParams,
    /// Vectors to clusters.
    pub cluster: ClusterParams,
    /// Neighbors listed for every record; 0 leaves them out.
    pub neighbors: usize,
    /// Cosine from which two records are near-duplicates.
    pub near_duplicate: f64,
    /// Whether duplicates stay apart.
    pub keep_duplicates: bool,
    /// Bytes of memory from which words are kept in files; none: never. Changes no result.
    pub memory: Option<u64>,
    /// The reviewer's own hand.
    pub guide: Guide,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            text: TextParams::default(),
            vectors: VectorParams::default(),
            cluster: ClusterParams::default(),
            neighbors: 10,
            near_duplicate: 0.9,
            keep_duplicates: false,
            memory: None,
            guide: Guide::default(),
        }
    }
}

/// What a reviewer asks of the topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Guide {
    /// Names given to topics.
    pub names: Vec<GivenName>,
    /// Words (first) and what stands for them (second); an empty second drops the word.
    #[serde(deserialize_with = "pairs")]
    pub thesaurus: Vec<(String, String)>,
    /// Words that shall be no terms.
    pub stop_terms: Vec<String>,
    /// Themes that are expected.
    pub seeds: Vec<SeedTheme>,
    /// Groups of record ids that belong together.
    pub together: Vec<Vec<String>>,
    /// Groups of record ids of which no two belong together.
    pub apart: Vec<Vec<String>>,
}

/// A name for the topic that holds certain records or words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenName {
    /// The name.
    #[serde(deserialize_with = "not_blank")]
    pub name: String,
    /// Words of the topic meant.
    #[serde(default)]
    pub words: Vec<String>,
    /// Ids of records in it.
    #[serde(default)]
    pub records: Vec<String>,
}

/// A theme that is expected, by words or record ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedTheme {
    /// What it is called.
    #[serde(deserialize_with = "not_blank")]
    pub name: String,
    /// Words of the theme.
    #[serde(default)]
    pub words: Vec<String>,
    /// Ids of records that belong to it.
    #[serde(default)]
    pub records: Vec<String>,
}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Not TOML, or a value of the wrong kind.
    #[error("{0}")]
    Syntax(String),
    /// A key that does not exist.
    #[error("{}unknown key `{key}`{}", .line.map_or(String::new(), |line| format!("line {line}: ")), .nearest.as_ref().map_or(format!("; here may stand {known}"), |n| format!(": did you mean `{n}`?")))]
    UnknownKey {
        /// Its line, where it could be told.
        line: Option<usize>,
        /// The key.
        key: String,
        /// The known key most like it.
        nearest: Option<String>,
        /// All keys that may stand there.
        known: String,
    },
    /// A value outside its range.
    #[error("{key} = {value} is not possible: {rule}")]
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        rule: &'static str,
    },
}

/// Settings as they are written: every one may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `"auto"` or a number.
    pub n_clusters: Option<toml::Value>,
    /// Seed of all random choices.
    pub seed: Option<u64>,
    /// Fewest documents of a term.
    pub min_df: Option<usize>,
    /// Largest share of documents of a term.
    pub max_df: Option<f64>,
    /// Longest phrase that is a term.
    pub ngram_max: Option<usize>,
    /// Language whose abstract is taken.
    pub language: Option<String>,
    /// `auto`, `bm25`, `tf-idf`.
    pub weighting: Option<String>,
    /// How often a word of the title counts.
    pub title_weight: Option<u16>,
    /// `spherical-kmeans`, `lsa-kmeans`.
    pub algorithm: Option<String>,
    /// `plain`, `merge`, `graph`.
    pub quality: Option<String>,
    /// Restarts.
    pub n_init: Option<usize>,
    /// Most iterations.
    pub max_iter: Option<usize>,
    /// Subsamples for stability.
    pub n_subsamples: Option<usize>,
    /// Neighbors listed for every record.
    pub neighbors: Option<usize>,
    /// Cosine from which two records are near-duplicates.
    pub near_duplicate: Option<f64>,
    /// Whether duplicates stay apart.
    pub keep_duplicates: Option<bool>,
    /// Memory to stay within, `"500M"`.
    pub memory: Option<String>,
    /// Further stop words.
    pub stop_words: Option<Vec<String>>,
    /// The reviewer's own hand.
    pub guide: Guide,
}

impl Settings {
    /// Reads the TOML form.
    ///
    /// # Errors
    /// [`ConfigError`] with the place, or the nearest known key.
    pub fn parse(text: &str) -> Result<Settings, ConfigError> {
        toml::from_str(text).map_err(|error| explain(text, &error))
    }

    /// These settings, with those of `under` where these say nothing.
    pub fn over(self, under: Settings) -> Settings {
        let guide = if self.guide == Guide::default() { under.guide } else { self.guide };
        Settings {
            n_clusters: self.n_clusters.or(under.n_clusters),
            seed: self.seed.or(under.seed),
            min_df: self.min_df.or(under.min_df),
            max_df: self.max_df.or(under.max_df),
            ngram_max: self.ngram_max.or(under.ngram_max),
            language: self.language.or(under.language),
            weighting: self.weighting.or(under.weighting),
            title_weight: self.title_weight.or(under.title_weight),
            algorithm: self.algorithm.or(under.algorithm),
            quality: self.quality.or(under.quality),
            n_init: self.n_init.or(under.n_init),
            max_iter: self.max_iter.or(under.max_iter),
            n_subsamples: self.n_subsamples.or(under.n_subsamples),
            neighbors: self.neighbors.or(under.neighbors),
            near_duplicate: self.near_duplicate.or(under.near_duplicate),
            keep_duplicates: self.keep_duplicates.or(under.keep_duplicates),
            memory: self.memory.or(under.memory),
            stop_words: self.stop_words.or(under.stop_words),
            guide,
        }
    }

    /// The settings of every stage, defaults where nothing is said.
    ///
    /// # Errors
    /// [`ConfigError::Value`] for a value outside its range.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        config.cluster.n_clusters = n_clusters(self.n_clusters)?;
        set(&mut config.cluster.seed, self.seed);
        set(&mut config.cluster.max_iter, positive("max_iter", self.max_iter)?);
        set(&mut config.cluster.n_subsamples, self.n_subsamples);
        config.cluster.n_init = positive("n_init", self.n_init)?;
        set(
            &mut config.cluster.algorithm,
            named("algorithm", self.algorithm, &ALGORITHM_NAMES, &ALGORITHMS, "it is spherical-kmeans or lsa-kmeans")?,
        );
        set(
            &mut config.cluster.quality,
            named("quality", self.quality, &QUALITY_NAMES, &QUALITIES, "it is plain, merge or graph")?,
        );
        config.vectors.min_df = positive("min_df", self.min_df)?;
        set(&mut config.vectors.max_df, share("max_df", self.max_df)?);
        set(
            &mut config.vectors.weighting,
            named("weighting", self.weighting, &WEIGHTING_NAMES, &WEIGHTINGS, "it is auto, bm25 or tf-idf")?,
        );
        set(&mut config.text.ngram_max, positive("ngram_max", self.ngram_max)?);
        set(&mut config.text.title_weight, self.title_weight);
        config.text.language = language(self.language)?;
        set(&mut config.neighbors, self.neighbors);
        set(&mut config.near_duplicate, share("near_duplicate", self.near_duplicate)?);
        set(&mut config.keep_duplicates, self.keep_duplicates);
        config.memory = memory(self.memory)?;
        let lower = |word: &String| word.to_lowercase();
        config.text.stop_words = self.stop_words.unwrap_or_default();
        config.text.stop_words.extend(self.guide.stop_terms.iter().map(lower));
        config.text.thesaurus = self.guide.thesaurus.iter().map(|(from, to)| (lower(from), lower(to))).collect();
        config.guide = self.guide;
        Ok(config)
    }
}

/// A guide on its own, in the form of the `[guide]` table.
///
/// # Errors
/// [`ConfigError`] as for [`Settings::parse`].
pub fn parse_guide(text: &str) -> Result<Guide, ConfigError> {
    /// As it stands in a settings file.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct InSettings {
        guide: Guide,
    }
    let is_table = toml::from_str::<toml::Table>(text).is_ok_and(|table| table.contains_key("guide"));
    let guide = if is_table { toml::from_str(text).map(|file: InSettings| file.guide) } else { toml::from_str(text) };
    guide.map_err(|error| explain(text, &error))
}

/// Pairs of words; a list of one or three words is no pair.
fn pairs<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<(String, String)>, D::Error> {
    let lists = Vec::<Vec<String>>::deserialize(from)?;
    let pair = |list: Vec<String>| <[String; 2]>::try_from(list).map(|[from, to]| (from, to));
    let rule = |list: Vec<String>| {
        let words = list.join(", ");
        D::Error::custom(format!("thesaurus: a pair is a word and what it is read as, and this is none: {words}"))
    };
    lists.into_iter().map(|list| pair(list).map_err(rule)).collect()
}

/// A name that says something.
fn not_blank<'d, D: Deserializer<'d>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    if name.trim().is_empty() { Err(D::Error::custom("a name is empty")) } else { Ok(name) }
}

/// Words of a stop list file; signs between them are passed over.
pub fn stop_words(text: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches([',', ';', '.', ':', '"', '“', '”']).to_string();
    stopwords::parse(text).map(bare).filter(|word| !word.is_empty()).collect()
}

/// A thesaurus in VOSviewer's form: a header line, then `label<TAB>replace by` on each line.
pub fn thesaurus(text: &str) -> Vec<(String, String)> {
    let pairs = text.lines().filter_map(|line| line.split_once('\t'));
    let is_header = |from: &str| from.trim().eq_ignore_ascii_case("label");
    pairs
        .filter(|(from, _)| !is_header(from))
        .map(|(from, to)| (from.trim().to_lowercase(), to.trim().to_lowercase()))
        .collect()
}

const ALGORITHMS: [Algorithm; 2] = [Algorithm::SphericalKMeans, Algorithm::LsaKMeans];
const QUALITIES: [Quality; 3] = [Quality::Plain, Quality::Merge, Quality::Graph];
const WEIGHTINGS: [Weighting; 3] = [Weighting::Auto, Weighting::Bm25, Weighting::TfIdf];

/// The name of an algorithm in settings.
pub fn algorithm_name(algorithm: Algorithm) -> &'static str {
    ALGORITHMS.iter().position(|a| *a == algorithm).map_or("", |at| ALGORITHM_NAMES[at])
}

/// The name of a quality in settings.
pub fn quality_name(quality: Quality) -> &'static str {
    QUALITIES.iter().position(|q| *q == quality).map_or("", |at| QUALITY_NAMES[at])
}

/// Names of [`Algorithm`]s.
pub const ALGORITHM_NAMES: [&str; 2] = ["spherical-kmeans", "lsa-kmeans"];
/// Names of [`Quality`]s.
pub const QUALITY_NAMES: [&str; 3] = ["plain", "merge", "graph"];
/// Names of [`Weighting`]s.
pub const WEIGHTING_NAMES: [&str; 3] = ["auto", "bm25", "tf-idf"];

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn n_clusters(value: Option<toml::Value>) -> Result<Option<usize>, ConfigError> {
    match value {
        None => Ok(None),
        Some(toml::Value::String(text)) if text == "auto" => Ok(None),
        Some(toml::Value::Integer(k)) if k >= 1 => Ok(Some(k as usize)),
        Some(other) => Err(ConfigError::Value {
            key: "n_clusters",
            value: other.to_string(),
            rule: "it is auto or a number from 1 on",
        }),
    }
}

fn positive(key: &'static str, value: Option<usize>) -> Result<Option<usize>, ConfigError> {
    match value {
        Some(0) => Err(ConfigError::Value { key, value: "0".into(), rule: "it must be at least 1" }),
        other => Ok(other),
    }
}

fn share(key: &'static str, value: Option<f64>) -> Result<Option<f64>, ConfigError> {
    match value {
        Some(x) if !(x > 0.0 && x <= 1.0) => {
            Err(ConfigError::Value { key, value: x.to_string(), rule: "it is a share, above 0 and at most 1" })
        }
        other => Ok(other),
    }
}

fn named<T: Copy>(
    key: &'static str,
    value: Option<String>,
    names: &[&str],
    values: &[T],
    rule: &'static str,
) -> Result<Option<T>, ConfigError> {
    match value {
        None => Ok(None),
        Some(name) => match names.iter().zip(values).find(|(n, _)| **n == name) {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(ConfigError::Value { key, value: name, rule }),
        },
    }
}

fn language(value: Option<String>) -> Result<Option<Lang>, ConfigError> {
    match value.as_deref() {
        None | Some("auto") => Ok(None),
        Some(code) => match Lang::parse(code) {
            Some(lang) => Ok(Some(lang)),
            None => Err(ConfigError::Value {
                key: "language",
                value: code.to_string(),
                rule: "it is auto or a language such as en, es, pt",
            }),
        },
    }
}

fn memory(value: Option<String>) -> Result<Option<u64>, ConfigError> {
    let rule = "it is a size with its unit, such as 500M or 2G";
    value.map(|v| limit::parse(&v).ok_or(ConfigError::Value { key: "memory", value: v, rule })).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_flags_stand_above_it() {
        let file = Settings::parse(
            "n_clusters = 7\nseed = 3\n[guide]\nstop_terms = [\"Rat\"]\nthesaurus = [[\"tumour\", \"tumor\"]]",
        )
        .unwrap();
        let flags = Settings { seed: Some(9), ..Settings::default() };
        let config = flags.over(file).resolve().unwrap();
        assert_eq!((config.cluster.n_clusters, config.cluster.seed), (Some(7), 9));
        assert_eq!(config.text.stop_words, ["rat"]);
        assert_eq!(config.text.thesaurus, [("tumour".to_string(), "tumor".to_string())]);
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| Settings::parse(text).and_then(Settings::resolve).unwrap_err().to_string();
        assert_eq!(error("seed = 1\nn_cluster = 3"), "line 2: unknown key `n_cluster`: did you mean `n_clusters`?");
        assert_eq!(error("max_df = 2.0"), "max_df = 2 is not possible: it is a share, above 0 and at most 1");
        assert_eq!(
            error("n_clusters = \"many\""),
            "n_clusters = \"many\" is not possible: it is auto or a number from 1 on"
        );
        assert_eq!(
            error("seed = 1\nstop_words = \"the\""),
            "line 2: invalid type: string \"the\", expected a list in square brackets: stop_words = \"the\""
        );
        assert!(error("seed = \"x\"").contains("line 1"));
        assert!(error("output = \"x\"").starts_with("line 1: unknown key `output`; here may stand n_clusters, seed, "));
        assert!(error("guide = \"mine.toml\"").contains("expected a table"));
        assert!(error("[[guide.names]]\nname = \" \"").contains("line 2: a name is empty"));
        assert!(error("[[guide.seeds]]\nwords = [\"x\"]").contains("missing field `name`"));
    }

    #[test]
    fn guides_in_either_form_and_thesauri_of_pairs() {
        for text in ["thesaurus = [[\"a\", \"b\"]]", "[guide]\nthesaurus = [[\"a\", \"b\"]]"] {
            assert_eq!(parse_guide(text).unwrap().thesaurus, [("a".to_string(), "b".to_string())]);
        }
        assert!(parse_guide("[[guide.names]]\nname = \"A\"\n").is_ok_and(|guide| guide.names.len() == 1));
        let error = parse_guide("thesaurus = [[\"a\", \"b\", \"c\"]]").unwrap_err().to_string();
        assert!(error.contains("this is none: a, b, c"), "{error}");
    }

    #[test]
    fn vosviewer_thesaurus() {
        assert_eq!(
            thesaurus("label\treplace by\nTumour\ttumor\nrat\t"),
            [("tumour".into(), "tumor".into()), ("rat".into(), String::new())]
        );
    }
}
