//! One scheduled run: its file in, a report, a history and a link to the newest out, or nothing at all.
//!
//! Order of work, so that a crash at any moment leaves the last complete run: the report's folder, the history, the
//! link. What a killed run left is cleared away at the next start, also when nothing else is to be done.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::gate::{Gate, Watched};
use super::place::Place;
use super::{Done, news, sources};
use crate::analysis::Analysis;
use crate::cli::{CliError, cluster, issues, memory, settings};
use crate::config::run_file::{Alert, RunFile};
use crate::corpus::Corpus;
use crate::corpus::read::{self, ReadParams};
use crate::history::changes::{Changes, Mode, Runs, follow};
use crate::history::identity::Known;
use crate::history::lock::{self, Holder, Lock, LockError};
use crate::history::render;
use crate::history::settings::{self as changed, SettingChange};
use crate::history::snapshot::Snapshot;
use crate::history::store::{Input, RunInfo, RunMeta, Store};
use crate::pipeline;
use crate::report::words::counted;
use crate::report::{self, WriteError};

/// Runs once, or finds that nothing is new.
pub(super) fn run(file: &RunFile, config: &Path, force: bool, gate: &Gate) -> Result<Done, CliError> {
    let start = Instant::now();
    let inputs = sources::inputs(&file.sources, config)?;
    let place = Place { folder: sources::beside(config, &file.output) };
    memory::keep_files_beside(&place.folder, &file.config);
    let stale = lock::look(&place.lock()).map_err(held)?;
    let corpus = read::read(&inputs, &ReadParams::default())?;
    let meta = meta(file, config, &corpus);
    // Before the lock, so that a run without news touches no file.
    let last = Store::peek(&place.history())?.map(|store| store.last()).transpose()?.flatten();
    if !force && last.as_ref().is_some_and(|run| is_known(run, &meta, &place) && place.is_tidy(run, stale.as_ref())) {
        return Ok(Done::Unchanged);
    }
    if let Some(emptied) = last.as_ref().filter(|_| !force).and_then(|run| emptied(run, &meta)) {
        return Err(CliError::Usage(emptied));
    }
    std::fs::create_dir_all(&place.folder).map_err(|error| place.failed(&error))?;
    let holder = Holder { pid: std::process::id(), since: jiff::Timestamp::now().to_string(), making: None };
    let mut lock = lock::acquire(&place.lock(), &holder).map_err(held)?;
    let job = Job { file, place: &place, meta, holder, force, start };
    let done = job.run(corpus, &mut lock, gate);
    let _ = lock.release();
    done
}

/// A run that has the lock.
struct Job<'a> {
    file: &'a RunFile,
    place: &'a Place,
    meta: RunMeta,
    holder: Holder,
    force: bool,
    start: Instant,
}

impl Job<'_> {
    fn run(mut self, corpus: Corpus, lock: &mut Lock, gate: &Gate) -> Result<Done, CliError> {
        let mut store = Store::open(&self.place.history())?;
        self.place.tidy(&mut store, lock.stale.as_ref(), self.file.keep)?;
        let last = store.last()?;
        // Another run may have done it meanwhile, or there was only something to clear away.
        if !self.force && last.as_ref().is_some_and(|run| is_known(run, &self.meta, self.place)) {
            return Ok(Done::Unchanged);
        }
        let earlier = last.as_ref().map(|run| store.snapshot(run.id)).transpose()?;
        if last.as_ref().is_some_and(|run| asked_for(&run.meta) != asked_for(&self.meta)) {
            self.meta.mode = Mode::Fresh;
        }
        let progress = Watched::new(gate);
        let known = earlier.as_ref().filter(|_| self.meta.mode == Mode::Update);
        let mut analysis = pipeline::analyze_after(corpus, known, &self.file.config, &progress)?;
        let mut snapshot = Snapshot::of(&analysis);
        let before = last.as_ref().map_or("the start", |run| run.meta.at.as_str());
        let settings = last.as_ref().map(|run| changed_settings(&run.meta, &self.meta)).unwrap_or_default();
        let runs = Runs { earlier: before, later: &self.meta.at, mode: Some(self.meta.mode), settings: &settings };
        let empty = Snapshot::default();
        let shown = news::shown(&store)?;
        let known = Known {
            next_id: store.next_topic_id()?,
            stop_words: &self.file.config.text.stop_words,
            ended: &store.ended_topics()?,
            colors: &news::colors(&shown),
        };
        let (mut changes, next) = follow(earlier.as_ref().unwrap_or(&empty), &mut snapshot, known, runs);
        name(&mut analysis, &snapshot);
        if let Some((run, before)) = last.as_ref().zip(earlier.as_ref()) {
            changes.tell_names(before, &self.place.labels(&run.meta.output, before));
        }

        if !gate.publish() {
            return Err(CliError::Usage("given up before the report was put in place".into()));
        }
        self.meta.ari = changes.ari;
        self.meta.output = self.place.free_name(&self.meta.at);
        self.holder.making = Some(self.meta.output.clone());
        lock.tell(&self.holder).map_err(|error| self.place.failed(&error))?;
        let target = self.place.folder.join(&self.meta.output);
        let environment = cluster::environment(self.start, progress.bar(), &self.file.config);
        let info = report::RunInfo { settings: settings::in_force(&self.file.config), environment };
        let news = news::news(&changes, &news::past(shown, &self.meta.at, &snapshot), earlier.is_none());
        report::save(&target, &analysis, &info, Some(&news), false).map_err(|error| self.not_written(error))?;
        if let Err(error) = store.append(&self.meta, &snapshot, next) {
            let _ = std::fs::remove_dir_all(&target);
            return Err(error.into());
        }
        self.place.point(&self.meta.output)?;
        self.place.prune(&mut store, self.file.keep)?;
        Ok(self.end(&changes, target, earlier.is_none(), &analysis))
    }

    fn end(&self, changes: &Changes, folder: PathBuf, first: bool, analysis: &Analysis) -> Done {
        let report = folder.join("report.html");
        let summary = if first {
            format!("first run: {} in {}", counted(changes.n_later, "record"), counted(analysis.topics.len(), "topic"))
        } else {
            render::summary(changes)
        };
        let notes = memory::beyond_limit(&self.file.config).into_iter().chain(issues::in_short(&analysis.corpus));
        let summary = notes.fold(summary, |text, more| format!("{}; {more}", text.trim_end_matches('.')));
        if first {
            return Done::Report(report, summary);
        }
        if alerts(changes, &self.file.alert) { Done::Alert(report, summary) } else { Done::Report(report, summary) }
    }

    /// The way out is another one than that of `themata cluster`.
    fn not_written(&self, error: WriteError) -> CliError {
        match error {
            WriteError::Io { source, .. } => self.place.failed(&source),
            other => other.into(),
        }
    }
}

/// Whether a run did the same work, and its report stands.
fn is_known(run: &RunInfo, meta: &RunMeta, place: &Place) -> bool {
    run.meta.same_work(meta) && place.stands(run)
}

/// What to do about a file that gave records to the last run and gives none now, as of a download that failed.
fn emptied(last: &RunInfo, now: &RunMeta) -> Option<String> {
    let before =
        |input: &Input| last.meta.inputs.iter().find(|other| other.path == input.path).map(|other| other.n_records);
    now.inputs.iter().filter(|input| input.n_records == 0).find_map(|input| {
        let n = before(input).filter(|n| *n > 0)?;
        let (path, n) = (&input.path, counted(n, "record"));
        Some(format!("{path} had {n} in the last run and has none now; nothing was written: export it anew, or go on without it by --force"))
    })
}

/// The number of topics that the file of a run asked for. Where it was changed, an update cannot keep the topics.
fn asked_for(meta: &RunMeta) -> Option<Value> {
    serde_json::from_str::<Value>(&meta.settings).ok()?.get("n_clusters").cloned()
}

/// The settings that differ between two runs, and the version of themata where that does.
pub(in crate::cli) fn changed_settings(earlier: &RunMeta, later: &RunMeta) -> Vec<SettingChange> {
    let version =
        SettingChange { key: "version of themata".into(), before: json!(earlier.version), now: json!(later.version) };
    let settings = changed::differences(&earlier.settings, &later.settings);
    Some(version).filter(|version| version.before != version.now).into_iter().chain(settings).collect()
}

/// An existing history, by its file, the folder it is in, or the file of its run.
pub(in crate::cli) fn open_existing(path: &Path) -> Result<(Store, PathBuf), CliError> {
    let file = if path.is_dir() {
        Place { folder: path.to_path_buf() }.history()
    } else if path.extension().is_some_and(|ending| ending == "toml") {
        Place { folder: sources::beside(path, &super::load(path)?.output) }.history()
    } else {
        path.to_path_buf()
    };
    match Store::peek(&file)? {
        Some(store) => Ok((store, file)),
        None => Err(CliError::Usage(format!(
            "there is no history {}: give the file of a run or its output folder; `themata run` makes one",
            file.display()
        ))),
    }
}

/// Takes the lock of the output folder that a history is in, for a change to the history alone.
pub(in crate::cli) fn alone(history: &Path) -> Result<Lock, CliError> {
    let place = Place { folder: history.parent().unwrap_or(Path::new("")).to_path_buf() };
    let holder = Holder { pid: std::process::id(), since: jiff::Timestamp::now().to_string(), making: None };
    lock::acquire(&place.lock(), &holder).map_err(held)
}

/// An error of the lock with what caused it.
fn held(error: LockError) -> CliError {
    let cause = std::error::Error::source(&error);
    CliError::Usage(match cause {
        Some(cause) => format!("{error}: {cause}; make room or change the permissions"),
        None => error.to_string(),
    })
}

fn meta(file: &RunFile, config: &Path, corpus: &Corpus) -> RunMeta {
    let home = sources::home(config);
    // As seen from the file, so that it does not matter from where the run was started.
    let seen = |path: &str| Path::new(path).strip_prefix(home).map_or(path.to_string(), |p| p.display().to_string());
    let input =
        |f: &crate::corpus::SourceFile| Input { path: seen(&f.path), sha256: f.sha256.clone(), n_records: f.n_records };
    let mode = if file.update { Mode::Update } else { Mode::Fresh };
    let mut settings: Map<String, Value> = settings::in_force(&file.config).into_iter().collect();
    settings.insert("mode".into(), json!(mode.name()));
    settings.insert("guide".into(), json!(format!("{:?}", file.config.guide)));
    RunMeta {
        at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        mode,
        settings: Value::Object(settings).to_string(),
        inputs: corpus.files.iter().map(input).collect(),
        ..RunMeta::default()
    }
}

/// Gives the topics of the analysis the names that history gave them.
fn name(analysis: &mut Analysis, snapshot: &Snapshot) {
    let found: Vec<String> = analysis.topics.iter().map(|topic| topic.label.clone()).collect();
    for (topic, known) in analysis.topics.iter_mut().zip(&snapshot.topics) {
        topic.label.clone_from(&known.label);
        topic.label_is_given = known.label_is_given;
        topic.id = known.id.map(|id| id.0);
        topic.color = known.color;
    }
    pipeline::count_anew(analysis, &found);
}

fn alerts(changes: &Changes, alert: &Alert) -> bool {
    let new = alert.new_records.is_some_and(|n| changes.new.len() >= n.max(1));
    let moved = alert.moved_share.is_some_and(|share| {
        let moved = changes.moved.iter().filter(|m| !m.with_topic).count();
        moved > 0 && moved as f64 >= share * changes.n_common as f64
    });
    new || moved || alert.topic_events && changes.events.iter().any(crate::history::events::TopicEvent::is_structural)
}
