//! `themata cluster`: the main job.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::args::Cluster;
use super::progress::Bar;
use super::table::{label, table};
use super::{CliError, Outcome, issues, memory, settings};
use crate::analysis::{Analysis, Topic};
use crate::config::Config;
use crate::memory::limit;
use crate::report::clean::{line, stability_shown};
use crate::report::words::counted;
use crate::report::{prisma, warnings};
use crate::{pipeline, report};

/// Reads, analyzes, writes the report and prints the topics.
pub fn run(args: Cluster) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let config = settings::of_cluster(&args)?;
    let target = match &args.output {
        Some(output) => output.clone(),
        None => default_output(&args.inputs.inputs[0]),
    };
    report::check_target(&target)?;
    memory::keep_files_beside(&target, &config);
    let bar = Bar::new(args.common.quiet);
    let analysis = pipeline::run(&args.inputs.inputs, &config, &bar)?;
    let info =
        report::RunInfo { settings: settings::in_force(&config), environment: environment(start, &bar, &config) };
    report::save(&target, &analysis, &info, None, args.split_by_topic)?;
    let report = target.join("report.html");
    if args.common.json {
        print_json(&analysis, &report)?;
    } else {
        if !args.common.quiet {
            tell_reading(&analysis);
        }
        print_topics(&analysis)?;
    }
    if !args.common.quiet {
        tell_warnings(&analysis);
        memory::tell(&config, &args.common);
    }
    issues::tell(&analysis.corpus, &args.common);
    if !args.common.json {
        writeln!(anstream::stdout(), "\n{}", line(&report.display().to_string()))?;
    }
    Ok(issues::outcome(&analysis.corpus, &args.common))
}

/// `reports/<name of the first input without its endings>`.
pub fn default_output(input: &Path) -> PathBuf {
    // "." and ".." have the name of the folder that they are.
    let whole = if input.file_name().is_none() { std::fs::canonicalize(input).ok() } else { None };
    let name = whole
        .as_deref()
        .unwrap_or(input)
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .filter(|n| n != "-")
        .unwrap_or_else(|| "stdin".into());
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = stem.rsplit_once('.').map_or(stem, |(before, _)| before);
    Path::new("reports").join(if stem.is_empty() { "report" } else { stem })
}

pub fn environment(start: Instant, bar: &Bar, config: &Config) -> Vec<(String, serde_json::Value)> {
    let stages: serde_json::Map<String, serde_json::Value> =
        bar.seconds().into_iter().map(|(name, seconds)| (name, json!(thousandths(seconds)))).collect();
    vec![
        ("stages".into(), stages.into()),
        ("finished".into(), json!(jiff::Timestamp::now().to_string())),
        ("seconds".into(), json!(thousandths(start.elapsed().as_secs_f64()))),
        ("memory_limit".into(), json!(config.memory)),
        ("memory_peak".into(), json!(limit::peak())),
        ("threads".into(), json!(rayon::current_num_threads())),
        ("system".into(), json!(format!("{} {}", std::env::consts::OS, std::env::consts::ARCH))),
    ]
}

fn print_topics(analysis: &Analysis) -> Result<(), CliError> {
    let row = |(at, topic): (usize, &Topic)| {
        let stability = topic.stability.map_or(String::new(), stability_shown);
        let share = format!("{:.0} %", topic.share * 100.0);
        vec![analysis.number(at), topic.size.to_string(), share, stability, label(&topic.label, topic.weak)]
    };
    let rows: Vec<Vec<String>> = analysis.topics.iter().enumerate().map(row).collect();
    let header = ["topic", "records", "share", "stability", "label"];
    writeln!(anstream::stdout(), "{}", table(&header, &[0, 1, 2, 3], &rows))?;
    Ok(())
}

fn print_json(analysis: &Analysis, report: &Path) -> Result<(), CliError> {
    let topic = |(at, t): (usize, &Topic)| {
        json!({
            "topic": at, "number": analysis.number(at), "label": line(&t.label), "size": t.size, "share": rounded(t.share),
            "stability": t.stability.map(rounded), "weak": t.weak,
        })
    };
    let topics: Vec<serde_json::Value> = analysis.topics.iter().enumerate().map(topic).collect();
    let value = json!({
        "schema_version": report::json::SCHEMA_VERSION,
        "report": report.display().to_string(),
        "n_records": analysis.corpus.records.len(),
        "n_documents": analysis.vectors.n_docs,
        "n_topics": topics.len(),
        "topics": topics,
        "n_issues": analysis.corpus.issues.len(),
        "warnings": warnings::in_words(analysis),
    });
    writeln!(anstream::stdout(), "{value:#}")?;
    Ok(())
}

fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

/// What became of the records.
fn tell_reading(analysis: &Analysis) {
    let prisma = prisma::count(analysis);
    let files = analysis.corpus.files.iter().filter(|f| f.n_records > 0).count();
    let mut parts =
        vec![format!("{} from {}", counted(analysis.corpus.records.len(), "record"), counted(files, "file"))];
    let joined = prisma.within + prisma.across;
    if joined > 0 {
        parts.push(format!("{} joined", counted(joined, "duplicate")));
    }
    if prisma.without_text > 0 {
        parts.push(format!("{} set aside, without usable text", prisma.without_text));
    }
    parts.push(format!("{} grouped into {}", analysis.vectors.n_docs, counted(analysis.topics.len(), "topic")));
    let grouped = analysis.documents.iter().enumerate().filter(|(_, document)| document.topic.is_some());
    let n_by_title = grouped.filter(|(at, d)| d.title_only && analysis.duplicate_of(*at).is_none()).count();
    if n_by_title > 0 {
        parts.push(format!("{n_by_title} of them without an abstract, by title and keywords only"));
    }
    anstream::eprintln!("{}\n", parts.join("; "));
}

/// What a reader must know before trusting the table.
fn tell_warnings(analysis: &Analysis) {
    let weak = analysis.topics.iter().filter(|t| t.weak).count();
    if weak > 0 {
        let them = if weak == 1 { "1 topic is" } else { &format!("{weak} topics are") };
        anstream::eprintln!("note: {them} weak: too few of the records stay together when some are left out");
    }
    for warning in warnings::in_words(analysis) {
        anstream::eprintln!("note: {}", line(&warning));
    }
    for wish in analysis.guide.iter().filter(|note| ["not honored", "absent"].contains(&note.outcome.as_str())) {
        let detail = analysis.say(&wish.detail);
        anstream::eprintln!("note: guide: {}: {}: {}", line(&wish.request), wish.outcome, line(&detail));
    }
}

fn thousandths(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_named_after_the_first_input() {
        for (input, folder) in [
            ("a/b.ris", "reports/b"),
            ("x.jsonl.gz", "reports/x"),
            ("exports/", "reports/exports"),
            ("-", "reports/stdin"),
        ] {
            assert_eq!(default_output(Path::new(input)), Path::new(folder));
        }
    }
}
