//! `themata history`: what scheduled runs remember.

use std::io::Write as _;

use super::args::History;
use super::run::{alone, changed_settings, open_existing};
use super::table::{label, table};
use super::{CliError, Outcome};
use crate::history::changes::{Runs, between};
use crate::history::render;
use crate::history::snapshot::{SnapshotTopic, TopicId};
use crate::history::store::{ExportFormat, RunInfo, Store};
use crate::report::clean::line;
use crate::report::words::counted;

/// Longest name of a topic in characters.
const LONGEST_NAME: usize = 100;

/// Does what was asked; without a wish lists the runs.
pub fn run(args: History) -> Result<Outcome, CliError> {
    let (store, path) = open_existing(&args.path)?;
    let mut out = anstream::stdout();
    if let Some(form) = &args.export {
        let form = if form == "csv" { ExportFormat::Csv } else { ExportFormat::Json };
        store.export(form, &mut out)?;
    } else if let Some(run) = args.show {
        show(&store, run)?;
    } else if let Some([a, b]) = args.between.as_deref() {
        compare(&store, *a, *b)?;
    } else if let Some(keep) = args.prune {
        drop(store);
        let lock = alone(&path)?;
        let dropped = Store::open(&path)?.prune(usize::try_from(keep).unwrap_or(usize::MAX))?;
        let _ = lock.release();
        writeln!(out, "{} forgotten; their reports are yours to delete", counted(dropped.len(), "run"))?;
    } else if let Some(wish) = &args.rename {
        drop(store);
        let lock = alone(&path)?;
        let done = rename(&mut Store::open(&path)?, wish);
        let _ = lock.release();
        done?;
    } else {
        list(&store)?;
    }
    Ok(Outcome::Done)
}

fn list(store: &Store) -> Result<(), CliError> {
    let row = |run: crate::history::store::RunInfo| {
        let ari = run.meta.ari.map_or(String::new(), |ari| format!("{ari:.3}"));
        vec![
            run.id.to_string(),
            line(&run.meta.at),
            run.meta.mode.name().to_string(),
            run.n_records.to_string(),
            run.n_topics.to_string(),
            ari,
            line(&run.meta.output),
        ]
    };
    let rows: Vec<Vec<String>> = store.runs()?.into_iter().map(row).collect();
    let header = ["run", "at", "mode", "records", "topics", "ARI", "report"];
    writeln!(anstream::stdout(), "{}", table(&header, &[0, 3, 4, 5], &rows))?;
    Ok(())
}

fn known(store: &Store, run: i64) -> Result<RunInfo, CliError> {
    let found = store.runs()?.into_iter().find(|known| known.id.to_string() == run.to_string());
    found.ok_or_else(|| CliError::Usage(format!("there is no run {run}: `themata history` without options lists them")))
}

fn show(store: &Store, run: i64) -> Result<(), CliError> {
    let snapshot = store.snapshot(known(store, run)?.id)?;
    let row = |topic: &SnapshotTopic| {
        let id = topic.id.map_or(String::new(), |id| id.to_string());
        vec![id, topic.size.to_string(), label(&topic.label, topic.weak), line(&topic.terms.join(", "))]
    };
    let rows: Vec<Vec<String>> = snapshot.topics.iter().map(row).collect();
    writeln!(anstream::stdout(), "{}", table(&["topic", "records", "label", "terms"], &[1], &rows))?;
    Ok(())
}

fn compare(store: &Store, a: i64, b: i64) -> Result<(), CliError> {
    let (a, b) = (known(store, a)?, known(store, b)?);
    let settings = changed_settings(&a.meta, &b.meta);
    let runs = Runs { earlier: &a.meta.at, later: &b.meta.at, mode: None, settings: &settings };
    let changes = between(&store.snapshot(a.id)?, &store.snapshot(b.id)?, runs);
    write!(anstream::stdout(), "{}", render::markdown(&changes))?;
    Ok(())
}

/// Gives a topic of the last run a name that stays.
fn rename(store: &mut Store, wish: &str) -> Result<(), CliError> {
    let parsed = wish.split_once('=').and_then(|(topic, name)| {
        let number = topic.trim().trim_start_matches(['T', 't']).parse().ok()?;
        Some((TopicId(number), name.trim())).filter(|(_, name)| !name.is_empty())
    });
    let Some((topic, name)) = parsed else {
        return Err(CliError::Usage(format!(
            "cannot read \"{wish}\": write a topic's number and a name, as in 3=Gene delivery"
        )));
    };
    if name.chars().count() > LONGEST_NAME {
        return Err(CliError::Usage(format!(
            "a name has at most {LONGEST_NAME} characters, so that it fits into charts"
        )));
    }
    let last = store.last()?.ok_or_else(|| CliError::Usage("the history is empty".into()))?;
    let topics = store.snapshot(last.id)?.topics;
    let has_it = |known: &&SnapshotTopic| known.id != Some(topic) && known.label.to_lowercase() == name.to_lowercase();
    if let Some(other) = topics.iter().find(has_it).and_then(|known| known.id) {
        return Err(CliError::Usage(format!("{other} is called {} already: choose another name", line(name))));
    }
    if !store.rename(last.id, topic, name)? {
        return Err(CliError::Usage(format!("the last run has no topic {topic}")));
    }
    writeln!(
        anstream::stdout(),
        "{topic} is called {} from the next report on; `themata run --force` makes one now",
        line(name)
    )?;
    Ok(())
}
