//! News: what changed and the course of the last runs in, what a report says of them out.

use super::tables;
use crate::chart;
use crate::cli::CliError;
use crate::history::changes::{Changes, Mode};
use crate::history::course::{Course, RunShares, TopicShare, course};
use crate::history::render;
use crate::history::snapshot::{Snapshot, TopicId};
use crate::history::store::Store;
use crate::report::News;
use crate::report::charts::Chart;

/// Topic events on the first page.
const MOST_EVENTS: usize = 40;
/// Runs that charts over runs go back to.
const MOST_RUNS: usize = 12;

/// The last runs that charts show beside this one, the oldest first.
pub(super) fn shown(store: &Store) -> Result<Vec<(String, Snapshot)>, CliError> {
    let runs = store.runs()?;
    let last = &runs[runs.len().saturating_sub(MOST_RUNS - 1)..];
    last.iter().map(|run| Ok((run.meta.at.clone(), store.snapshot(run.id)?))).collect()
}

/// The colors that each of these runs uses.
pub(super) fn colors(shown: &[(String, Snapshot)]) -> Vec<Vec<usize>> {
    shown.iter().map(|(_, run)| run.topics.iter().map(|topic| topic.color).collect()).collect()
}

/// The last runs and this one, for charts over runs.
pub(super) fn past(mut shown: Vec<(String, Snapshot)>, at: &str, snapshot: &Snapshot) -> Course {
    shown.push((at.to_string(), snapshot.clone()));
    course(&shown)
}

/// The first page, the charts and the further files of a report.
pub(super) fn news(changes: &Changes, past: &Course, first: bool) -> News {
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
    let files = vec![("changes.json".into(), render::json(changes)), ("changes.md".into(), render::markdown(changes))];
    if first {
        return News { summary: "This is the first run.".into(), charts, files, ..News::default() };
    }
    News {
        summary: render::summary(changes),
        updated: changes.mode == Some(Mode::Update),
        lines: lines(changes),
        tables: tables::tables(changes),
        charts,
        files,
    }
}

/// Settings that changed first, since they may explain the rest; then topic events and topics with another name.
fn lines(changes: &Changes) -> Vec<String> {
    let settings = changes.settings.iter().map(|setting| format!("setting {}", setting.told()));
    let events = changes.events.iter().map(render::event).take(MOST_EVENTS);
    settings.chain(events).chain(render::renamed(changes)).collect()
}

fn shares(past: &Course) -> Vec<chart::RunTopics> {
    let topics = |run: &RunShares| -> Vec<chart::RunTopic> {
        let one = |t: &TopicShare| chart::RunTopic {
            topic: t.topic.0 as usize,
            label: if t.weak { format!("{} (weak)", t.label) } else { t.label.clone() },
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
