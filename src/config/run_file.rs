//! The file of a scheduled run: TOML in, sources, output, rules and settings out. Opens no files.

use serde::Deserialize;

use super::explain::explain;
use super::{Config, ConfigError, Settings};

/// Everything `themata run` needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct RunFile {
    /// Files, folders or patterns with `*`, as written.
    pub sources: Vec<String>,
    /// Folder of the reports and the history, as written.
    pub output: String,
    /// Whether a rerun starts from the topics of the run before.
    pub update: bool,
    /// Past runs that are kept.
    pub keep: usize,
    /// Minutes after which a run is given up; none: never.
    pub timeout_minutes: Option<u64>,
    /// What counts as a change worth exit code 1.
    pub alert: Alert,
    /// Settings of every stage.
    pub config: Config,
}

/// Thresholds from which a change is worth exit code 1; none: never.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alert {
    /// So many new records.
    pub new_records: Option<usize>,
    /// Any topic that is new, gone, split or merged.
    pub topic_events: bool,
    /// Such a share of the known records in another topic.
    pub moved_share: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    sources: Vec<String>,
    output: String,
    mode: Option<String>,
    keep: Option<usize>,
    timeout_minutes: Option<u64>,
    alert: Alert,
    settings: Settings,
}

/// Runs kept where the file does not say.
const KEEP: usize = 24;

impl RunFile {
    /// Reads the TOML form.
    ///
    /// # Errors
    /// [`ConfigError`] for an unknown key (with the nearest known one), a missing source or output, an impossible value.
    pub fn parse(text: &str) -> Result<RunFile, ConfigError> {
        let written: Written = toml::from_str(text).map_err(|error| placed(explain(text, &error)))?;
        let missing = |key: &'static str, rule: &'static str| ConfigError::Value { key, value: "nothing".into(), rule };
        if written.sources.iter().all(|source| source.trim().is_empty()) {
            return Err(missing("sources", "name at least one file, folder or pattern"));
        }
        if written.output.trim().is_empty() {
            return Err(missing("output", "name the folder for reports and history"));
        }
        let update = match written.mode.as_deref() {
            None | Some("update") => true,
            Some("fresh") => false,
            Some(other) => {
                return Err(ConfigError::Value {
                    key: "mode",
                    value: other.into(),
                    rule: "it is \"update\" or \"fresh\"",
                });
            }
        };
        if written.keep == Some(0) {
            return Err(ConfigError::Value { key: "keep", value: "0".into(), rule: "at least one run is kept" });
        }
        if written.alert.moved_share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            let value = written.alert.moved_share.map(|share| share.to_string()).unwrap_or_default();
            return Err(ConfigError::Value { key: "moved_share", value, rule: "it is a share, 0 to 1" });
        }
        Ok(RunFile {
            sources: written.sources.into_iter().filter(|source| !source.trim().is_empty()).collect(),
            output: written.output,
            update,
            keep: written.keep.unwrap_or(KEEP),
            timeout_minutes: written.timeout_minutes,
            alert: written.alert,
            config: written.settings.resolve()?,
        })
    }
}

/// A key that is one of the settings, and stands beside their table, with the place where it belongs.
fn placed(error: ConfigError) -> ConfigError {
    match error {
        ConfigError::UnknownKey { line, key, known, .. } if is_setting(&key) => {
            ConfigError::UnknownKey { line, nearest: Some(format!("settings.{key}")), key, known }
        }
        other => other,
    }
}

fn is_setting(key: &str) -> bool {
    let alone = toml::Table::from_iter([(key.to_string(), toml::Value::Integer(0))]);
    alone.try_into::<Settings>().err().is_none_or(|error| !error.message().starts_with("unknown field"))
}

/// A file to begin with: every key with what it means. Its reports go to a folder of its own, so that two reviews do
/// not share a history.
pub fn example(name: &str) -> String {
    let is_plain = !name.is_empty() && !name.contains(|c: char| c.is_control() || "\"\\/".contains(c));
    let folder = format!("reports/{}", if is_plain { name } else { "scheduled" });
    EXAMPLE.replace("reports/scheduled", &folder)
}

const EXAMPLE: &str = r#"# A scheduled run of themata: `themata run FILE`. Paths are relative to this file.

# What to read: files, folders, or patterns with * and ?. Every format is told by itself.
sources = ["exports"]

# Folder for the reports (one per run, `latest` is the newest) and the history.
output = "reports/scheduled"

# "update": topics go on from the last run, new records are placed, a new topic opens when enough of them fit none.
# "fresh": grouped anew, then matched with the topics of the last run, which keep their ids, colors and true names.
mode = "update"

# Past runs that are kept, in the history and as folders.
keep = 24

# Give a run up after so many minutes.
# timeout_minutes = 60

# What counts as a change worth exit code 1 (0: done or unchanged, 2: could not run).
[alert]
# new_records = 1
# topic_events = true
# moved_share = 0.05

# Settings of the analysis, as in themata.toml.
[settings]
# A changed number groups anew once, also in an update.
# n_clusters = 8
# language = "eng"
# memory = "500M"

# Your own hand, as in a guide: names that stay with their topic, words to treat as one …
# [[settings.guide.names]]
# name = "Gene delivery"
# words = ["plasmid", "transfection"]
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_whole_file() {
        let file = RunFile::parse(EXAMPLE).unwrap();
        assert_eq!(RunFile::parse(&example("my review")).unwrap().output, "reports/my review");
        assert_eq!(RunFile::parse(&example("a\"b")).unwrap().output, "reports/scheduled");
        assert_eq!((file.sources.len(), file.update, file.keep), (1, true, 24));
        // Every line that is commented out is right, too.
        let all: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(code) if code.contains(" = ") || code.starts_with('[') => format!("{code}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let file = RunFile::parse(&all).unwrap();
        assert_eq!((file.timeout_minutes, file.config.cluster.n_clusters), (Some(60), Some(8)));
        assert_eq!(file.config.guide.names[0].name, "Gene delivery");
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| RunFile::parse(text).unwrap_err().to_string();
        assert!(error("source = [\"x\"]\noutput = \"y\"").contains("did you mean `sources`?"));
        assert!(error("output = \"y\"").contains("sources"));
        assert!(error("sources = [\"x\"]").contains("output"));
        assert!(error("sources = [\"x\"]\noutput = \"y\"\nmode = \"slow\"").contains("fresh"));
        assert!(error("sources = [\"x\"]\noutput = \"y\"\n[settings]\nn_cluster = 3").contains("`n_clusters`"));
        let head = "sources = [\"x\"]\noutput = \"y\"\n\n";
        let told = error(&format!("{head}[settings]\nseed = 1\nstop_words = \"the\""));
        assert!(told.starts_with("line 6: "), "{told}");
        for (written, meant) in [("n_clusters = 8", "settings.n_clusters"), ("[[guide.names]]", "settings.guide")] {
            let told = error(&format!("{head}{written}"));
            assert!(told.contains(&format!("did you mean `{meant}`?")), "{told}");
        }
    }
}
