//! `themata cluster`: the main job.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::args::Cluster;
use super::progress::Bar;
use super::table::table;
use super::{CliError, Outcome, settings};
use crate::analysis::Analysis;
use crate::report::clean::line;
use crate::report::prisma;
use crate::{pipeline, report};

/// Reads, analyzes, writes the report and prints the topics.
pub fn run(args: Cluster) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let config = settings::of_cluster(&args)?;
    let target = args.output.clone().unwrap_or_else(|| default_output(&args.inputs.inputs[0]));
    let bar = Bar::new(args.common.quiet);
    let analysis = pipeline::run(&args.inputs.inputs, &config, &bar)?;
    let info = report::RunInfo { settings: settings::in_force(&config), environment: environment(start) };
    report::save(&target, &analysis, &info)?;
    let report_path = target.join("report.html");
    if args.common.json {
        print_json(&analysis, &report_path)?;
    } else {
        print_topics(&analysis, &report_path)?;
    }
    if !args.common.quiet {
        tell(&analysis, args.common.verbose);
    }
    let attention = args.common.strict && !analysis.corpus.issues.is_empty();
    Ok(if attention { Outcome::Attention } else { Outcome::Done })
}

/// `reports/<name of the first input without its endings>`.
pub fn default_output(input: &Path) -> PathBuf {
    let name = input
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .filter(|n| n != "-")
        .unwrap_or_else(|| "stdin".into());
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = stem.rsplit_once('.').map_or(stem, |(before, _)| before);
    Path::new("reports").join(if stem.is_empty() { "report" } else { stem })
}

fn environment(start: Instant) -> Vec<(String, serde_json::Value)> {
    vec![
        ("finished".into(), json!(jiff::Timestamp::now().to_string())),
        ("seconds".into(), json!((start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0)),
        ("threads".into(), json!(rayon::current_num_threads())),
        ("system".into(), json!(format!("{} {}", std::env::consts::OS, std::env::consts::ARCH))),
    ]
}

fn print_topics(analysis: &Analysis, report: &Path) -> Result<(), CliError> {
    let rows: Vec<Vec<String>> = analysis
        .topics
        .iter()
        .enumerate()
        .map(|(number, topic)| {
            let stability = topic
                .stability
                .map_or("–".to_string(), |s| format!("{s:.2}{}", if topic.weak { " weak" } else { "" }));
            vec![
                (number + 1).to_string(),
                topic.size.to_string(),
                format!("{:.0} %", topic.share * 100.0),
                stability,
                topic.label.clone(),
            ]
        })
        .collect();
    let mut out = anstream::stdout();
    writeln!(out, "{}", table(&["topic", "records", "share", "stability", "label"], &[0, 1, 2], &rows))?;
    writeln!(out, "\n{}", line(&report.display().to_string()))?;
    Ok(())
}

fn print_json(analysis: &Analysis, report: &Path) -> Result<(), CliError> {
    let topics: Vec<serde_json::Value> = analysis
        .topics
        .iter()
        .enumerate()
        .map(|(number, t)| json!({"topic": number, "label": line(&t.label), "size": t.size, "share": t.share, "stability": t.stability, "weak": t.weak}))
        .collect();
    let value = json!({
        "schema_version": report::json::SCHEMA_VERSION, "report": report.display().to_string(), "n_records": analysis.corpus.records.len(),
        "n_documents": analysis.vectors.n_docs, "n_topics": topics.len(), "topics": topics, "n_issues": analysis.corpus.issues.len(), "warnings": analysis.warnings,
    });
    writeln!(anstream::stdout(), "{value:#}")?;
    Ok(())
}

/// What a reader must know, on stderr.
fn tell(analysis: &Analysis, verbose: bool) {
    let prisma = prisma::count(analysis);
    let files = analysis.corpus.files.iter().filter(|f| f.n_records > 0).count();
    let plural = if files == 1 { "file" } else { "files" };
    anstream::eprintln!(
        "{} records in {files} {plural}; {} duplicates joined; {} without usable text; {} grouped.",
        analysis.corpus.records.len(),
        prisma.within + prisma.across,
        prisma.without_text,
        analysis.vectors.n_docs
    );
    for warning in &analysis.warnings {
        anstream::eprintln!("note: {}", line(warning));
    }
    tell_issues(&analysis.corpus, verbose);
}

/// The issues: each with `--verbose`, their number otherwise.
pub fn tell_issues(corpus: &crate::corpus::Corpus, verbose: bool) {
    if verbose {
        for issue in &corpus.issues {
            let path = corpus.files.get(issue.file as usize).map_or("", |f| f.path.as_str());
            anstream::eprintln!("issue: {}:{}: {}", line(path), issue.line, line(&issue.message));
        }
    } else if !corpus.issues.is_empty() {
        anstream::eprintln!("{} issues in the files; -v lists them.", corpus.issues.len());
    }
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
