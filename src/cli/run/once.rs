//! One scheduled run: its file in, a report, a history and a link to the newest out, or nothing at all.
//!
//! Order of work, so that a crash at any moment leaves the last complete run: the report's folder, the history, the
//! link. What a killed run left is cleared away at the next start.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{Done, sources};
use crate::analysis::Analysis;
use crate::cli::progress::Bar;
use crate::cli::{CliError, cluster, reason, settings};
use crate::config::run_file::{Alert, RunFile};
use crate::corpus::Corpus;
use crate::corpus::read::{self, ReadParams};
use crate::history::changes::{Changes, Mode, Runs, follow};
use crate::history::course::{Course, course};
use crate::history::lock::{self, Holder};
use crate::history::render;
use crate::history::snapshot::{Snapshot, TopicId};
use crate::history::store::{Input, RunInfo, RunMeta, Store};
use crate::report::charts::Chart;
use crate::report::{self, News};
use crate::{chart, pipeline};

/// The history's file in the output folder.
const HISTORY: &str = "history.sqlite";
/// The lock's file.
const LOCK: &str = "history.lock";
/// The link to the newest report.
const LATEST: &str = "latest";
/// Runs that charts over runs go back to.
const MOST_RUNS: usize = 12;

/// Runs once, or finds that nothing is new.
pub(super) fn run(file: &RunFile, config: &Path, force: bool) -> Result<Done, CliError> {
    let start = Instant::now();
    let inputs = sources::inputs(&file.sources, config)?;
    let output = sources::beside(config, &file.output);
    let path = output.join(HISTORY);
    let corpus = read::read(&inputs, &ReadParams::default())?;
    let meta = meta(file, &corpus);
    // Before the lock, so that a run without news touches no file.
    if !force && is_known(&output, &meta)? {
        return Ok(Done::Unchanged);
    }
    let write = |error: std::io::Error| failed(&output, &error);
    std::fs::create_dir_all(&output).map_err(write)?;
    let holder = Holder { pid: std::process::id(), since: jiff::Timestamp::now().to_string() };
    let lock = lock::acquire(&output.join(LOCK), &holder).map_err(|error| CliError::Usage(chain(&error)))?;
    let last = Store::peek(&path)?.map(|store| store.last()).transpose()?.flatten();
    let mut store = Store::open(&path)?;
    clear(&output, &store)?;
    let earlier = last.as_ref().map(|run| store.snapshot(run.id)).transpose()?;

    let bar = Bar::new(true);
    let known = earlier.as_ref().filter(|_| file.update);
    let mut analysis = pipeline::analyze_after(corpus, known, &file.config, &bar)?;
    let mut snapshot = Snapshot::of(&analysis);
    let before = last.as_ref().map_or("the start", |run| run.meta.at.as_str());
    let runs = Runs { earlier: before, later: &meta.at, mode: Some(meta.mode) };
    let empty = Snapshot::default();
    let (changes, next) = follow(earlier.as_ref().unwrap_or(&empty), &mut snapshot, store.next_topic_id()?, runs);
    name(&mut analysis, &snapshot);

    let meta = RunMeta { output: free_name(&output, &meta.at), ari: changes.ari, ..meta };
    let target = output.join(&meta.output);
    let first = earlier.is_none();
    let info =
        report::RunInfo { settings: settings::in_force(&file.config), environment: cluster::environment(start, &bar) };
    let past = past(&store, &meta.at, &snapshot)?;
    report::save(&target, &analysis, &info, Some(&news(&changes, &past, first)), false)?;
    store.append(&meta, &snapshot, next)?;
    point(&output, &meta.output).map_err(write)?;
    prune(&output, &mut store, file.keep)?;
    drop(store);
    let _ = lock.release();

    let summary = if first { format!("first run: {} records", changes.n_later) } else { render::summary(&changes) };
    let report = target.join("report.html");
    Ok(if !first && alerts(&changes, &file.alert) {
        Done::Alert(report, summary)
    } else {
        Done::Report(report, summary)
    })
}

/// Whether the last run did the same work, and its report stands.
fn is_known(output: &Path, meta: &RunMeta) -> Result<bool, CliError> {
    let last = Store::peek(&output.join(HISTORY))?.map(|store| store.last()).transpose()?.flatten();
    let stands = |run: &RunInfo| output.join(&run.meta.output).join("run.json").is_file();
    Ok(last.is_some_and(|run| run.meta.same_work(meta) && stands(&run)))
}

/// An existing history, by its file, the folder it is in, or the file of its run.
pub(in crate::cli) fn open_existing(path: &Path) -> Result<(Store, PathBuf), CliError> {
    let file = if path.is_dir() {
        path.join(HISTORY)
    } else if path.extension().is_some_and(|ending| ending == "toml") {
        sources::beside(path, &super::load(path)?.output).join(HISTORY)
    } else {
        path.to_path_buf()
    };
    match Store::peek(&file)? {
        Some(store) => Ok((store, file)),
        None => Err(CliError::File { path: file.display().to_string(), reason: "there is no history".into() }),
    }
}

fn failed(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Usage(format!("cannot write {}: {}; make room or change the permissions", path.display(), reason(error)))
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or(error.to_string(), |cause| format!("{error}: {cause}"))
}

fn meta(file: &RunFile, corpus: &Corpus) -> RunMeta {
    let input = |f: &crate::corpus::SourceFile| Input {
        path: f.path.clone(),
        sha256: f.sha256.clone(),
        n_records: f.n_records,
    };
    let settings: serde_json::Map<String, serde_json::Value> = settings::in_force(&file.config).into_iter().collect();
    RunMeta {
        at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        mode: if file.update { Mode::Update } else { Mode::Fresh },
        settings: format!("{}{:?}", serde_json::Value::Object(settings), file.config.guide),
        inputs: corpus.files.iter().map(input).collect(),
        ..RunMeta::default()
    }
}

/// Gives the topics of the analysis the names that history gave them.
fn name(analysis: &mut Analysis, snapshot: &Snapshot) {
    for (topic, known) in analysis.topics.iter_mut().zip(&snapshot.topics) {
        topic.label.clone_from(&known.label);
        topic.label_is_given = known.label_is_given;
        topic.id = known.id.map(|id| id.0);
        topic.color = known.color;
    }
}

/// The time as a folder's name, with a number where it is taken.
fn free_name(output: &Path, at: &str) -> String {
    let name = at.replace(':', "");
    let numbered = |n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") };
    (1..).map(numbered).find(|name| !output.join(name).exists()).unwrap_or(name)
}

/// Whether a folder's name is one that a run gives.
fn is_run_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() >= 18
        && bytes[4] == b'-'
        && bytes[10] == b'T'
        && bytes[17] == b'Z'
        && bytes[..4].iter().all(u8::is_ascii_digit)
}

/// Removes what killed runs left: half-written folders, and reports that no history knows.
fn clear(output: &Path, store: &Store) -> Result<(), CliError> {
    let known: Vec<String> = store.runs()?.into_iter().map(|run| run.meta.output).collect();
    let Ok(entries) = std::fs::read_dir(output) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let half = name.starts_with('.') && name.contains(".themata-");
        if half || is_run_name(&name) && !known.contains(&name) {
            let path = entry.path();
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
    Ok(())
}

/// Turns `latest` to a folder, in one step.
#[cfg(unix)]
fn point(output: &Path, name: &str) -> std::io::Result<()> {
    let temporary = output.join(format!(".{LATEST}.themata-new-{}", std::process::id()));
    let _ = std::fs::remove_file(&temporary);
    std::os::unix::fs::symlink(name, &temporary)?;
    std::fs::rename(&temporary, output.join(LATEST))
}

/// Writes the name of the newest folder where links need rights that few have.
#[cfg(not(unix))]
fn point(output: &Path, name: &str) -> std::io::Result<()> {
    std::fs::write(output.join(format!("{LATEST}.txt")), format!("{name}\n"))
}

/// Forgets runs beyond those kept, and their folders.
fn prune(output: &Path, store: &mut Store, keep: usize) -> Result<(), CliError> {
    let runs = store.runs()?;
    for dropped in store.prune(keep)? {
        let folder = runs.iter().find(|run| run.id == dropped).map(|run| output.join(&run.meta.output));
        if let Some(folder) = folder.filter(|f| f.file_name().is_some_and(|n| is_run_name(&n.to_string_lossy()))) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
    Ok(())
}

/// The last runs and this one, for charts over runs.
fn past(store: &Store, at: &str, snapshot: &Snapshot) -> Result<Course, CliError> {
    let runs = store.runs()?;
    let mut list = Vec::new();
    for run in &runs[runs.len().saturating_sub(MOST_RUNS - 1)..] {
        list.push((run.meta.at.clone(), store.snapshot(run.id)?));
    }
    list.push((at.to_string(), snapshot.clone()));
    Ok(course(&list))
}

fn news(changes: &Changes, past: &Course, first: bool) -> News {
    let mut charts = Vec::new();
    if past.runs.len() > 1 {
        charts.push(Chart {
            name: "shares".into(),
            title: "Topics over runs".into(),
            caption: "Share of each topic in the records of each run.".into(),
            svg: chart::shares("Topics over runs", &shares(past)),
        });
        charts.push(Chart {
            name: "alluvial".into(),
            title: "Records between topics".into(),
            caption: "Each column is a run, each band the records that went from one topic to another.".into(),
            svg: chart::alluvial("Records between topics", &shares(past), &flows(past)),
        });
    }
    let lines = if first { Vec::new() } else { changes.events.iter().map(render::event).take(40).collect() };
    News {
        summary: if first { "This is the first run.".into() } else { render::summary(changes) },
        lines,
        charts,
        files: vec![("changes.json".into(), render::json(changes)), ("changes.md".into(), render::markdown(changes))],
    }
}

fn alerts(changes: &Changes, alert: &Alert) -> bool {
    let new = alert.new_records.is_some_and(|n| changes.new.len() >= n.max(1));
    let moved = alert.moved_share.is_some_and(|share| {
        let moved = changes.moved.iter().filter(|m| !m.with_topic).count();
        moved > 0 && moved as f64 >= share * changes.n_common as f64
    });
    new || moved || alert.topic_events && changes.events.iter().any(crate::history::events::TopicEvent::is_structural)
}

fn shares(past: &Course) -> Vec<chart::RunTopics> {
    let topics = |run: &crate::history::course::RunShares| -> Vec<chart::RunTopic> {
        let one = |t: &crate::history::course::TopicShare| chart::RunTopic {
            topic: t.topic.0 as usize,
            label: t.label.clone(),
            color: t.color,
            share: t.share,
        };
        run.topics.iter().map(one).collect()
    };
    past.runs.iter().map(|run| chart::RunTopics { name: run.run.clone(), topics: topics(run) }).collect()
}

fn flows(past: &Course) -> Vec<Vec<chart::Flow>> {
    let number = |topic: Option<TopicId>| topic.map(|id| id.0 as usize);
    past.flows.iter().map(|step| step.iter().map(|f| (number(f.from), number(f.to), f.n_records)).collect()).collect()
}
